// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

const (
	user     = "arn:aws:iam::" + iamtest.Account + ":user/ann"
	boundary = "arn:aws:iam::" + iamtest.Account + ":policy/phi-boundary"
)

// start makes an endpoint that knows the user and the boundary, and a manager
// that waits milliseconds where AWS needs seconds.
func start(t *testing.T) (*iamtest.Server, *iamrole.Manager) {
	t.Helper()
	srv := iamtest.New(t)
	srv.AddPrincipal(user)
	srv.AddPolicy(boundary)
	return srv, manager(srv)
}

func manager(srv *iamtest.Server) *iamrole.Manager {
	client := iam.New(iam.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(srv.URL),
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
		HTTPClient:  &http.Client{Timeout: 200 * time.Millisecond},
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) {
			o.MaxAttempts = 3
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			o.RateLimiter = noLimit{}
		}),
	})
	return &iamrole.Manager{API: client, Patience: iamrole.Patience{
		Propagation: 150 * time.Millisecond, FirstPause: time.Millisecond, MaxPause: 4 * time.Millisecond, Rollback: 2 * time.Second,
	}}
}

// role is a role with everything.
func role() *iamrole.Role {
	return &iamrole.Role{
		Name: "ward", Path: "/clinical/", Description: "Reads records.", MaxSession: 3600, Boundary: boundary,
		Trust: `{"Version":"2012-10-17","Statement":[{"Sid":"Users","Effect":"Allow","Principal":{"AWS":"` + user + `"},"Action":"sts:AssumeRole"}]}`,
		Policies: []iamrole.Policy{
			{Name: "access", Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::records/*"}]}`},
			{Name: "safeguards", Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`},
		},
		Tags: map[string]string{"Owner": "it@example.org", "DataClassification": "PHI"},
	}
}

// want compares a role at the endpoint with the one wanted. Tags and inline
// policies of others are given apart.
func want(t *testing.T, srv *iamtest.Server, w *iamrole.Role) {
	t.Helper()
	got := srv.Role(w.Name)
	if got == nil {
		t.Fatalf("there is no role %s; there are %v", w.Name, srv.Names())
	}
	have := &iamrole.Role{
		Name: got.Name, Path: got.Path, Description: got.Description, MaxSession: int32(got.MaxSession), Boundary: got.Boundary, Trust: got.Trust, Tags: got.Tags,
	}
	for _, p := range w.Policies {
		if doc, ok := got.Inline[p.Name]; ok {
			have.Policies = append(have.Policies, iamrole.Policy{Name: p.Name, Document: doc})
			delete(got.Inline, p.Name)
		}
	}
	if diff := cmp.Diff(w, have); diff != "" {
		t.Errorf("role (-want +got):\n%s", diff)
	}
	if len(got.Inline) > 0 {
		t.Errorf("further inline policies: %v", got.Inline)
	}
}

// noLimit lets a client repeat as often as it is allowed to; the default
// limiter would keep failures of one test in mind.
type noLimit struct{}

func (noLimit) GetToken(context.Context, uint) (func() error, error) {
	return func() error { return nil }, nil
}
func (noLimit) AddTokens(uint) error { return nil }

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package artifact_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/artifact"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

func client(url string, attempts int, mode aws.RetryMode) *artifact.Client {
	return artifact.New(aws.Config{
		Credentials: credentials.NewStaticCredentialsProvider("AKIDTEST", "secret", "session"), RetryMaxAttempts: attempts, RetryMode: mode,
	}, artifact.Endpoint{URL: url, Region: "us-east-1"}, "terraform-provider-hipaa/test")
}

func agreement(name, state, from string) map[string]any {
	return map[string]any{"name": name, "state": state, "type": "DEFAULT", "awsAccountId": iamtest.Account, "effectiveStart": from}
}

func names(list []artifact.Agreement) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, a.Name)
	}
	return out
}

// TestAgreements reads all pages, with signed requests.
func TestAgreements(t *testing.T) {
	srv := iamtest.NewArtifact(t, agreement("NDA", "ACTIVE", "2024-01-01T00:00:00Z"),
		map[string]any{
			"name": "AWS Business Associate Addendum", "arn": "arn:aws:artifact::123456789012:customer-agreement/customer-agreement-1", "id": "customer-agreement-1",
			"agreementArn": "arn:aws:artifact:::agreement/agreement-9", "awsAccountId": iamtest.Account, "organizationArn": "arn:aws:organizations::1:organization/o-1",
			"state": "CUSTOMER_TERMINATED", "type": "MODIFIED", "description": "BAA", "effectiveStart": "2025-01-31T10:00:00.5Z", "effectiveEnd": "2026-01-31T10:00:00Z",
		}, agreement("Third", "ACTIVE", "2024-01-01T00:00:00Z"))
	got, err := client(srv.URL, 1, aws.RetryModeStandard).Agreements(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := artifact.Agreement{
		Name: "AWS Business Associate Addendum", ARN: "arn:aws:artifact::123456789012:customer-agreement/customer-agreement-1", ID: "customer-agreement-1",
		AgreementARN: "arn:aws:artifact:::agreement/agreement-9", Account: iamtest.Account, Organization: "arn:aws:organizations::1:organization/o-1",
		State: "CUSTOMER_TERMINATED", Type: "MODIFIED", Description: "BAA",
		From: time.Date(2025, 1, 31, 10, 0, 0, 500_000_000, time.UTC), Until: time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC),
	}
	if len(got) != 3 {
		t.Fatalf("%d agreements, want those of both pages", len(got))
	}
	if diff := cmp.Diff(want, got[1]); diff != "" {
		t.Error(diff)
	}
	calls := srv.Calls()
	if len(calls) != 2 {
		t.Fatalf("%d requests, want 2", len(calls))
	}
	for _, req := range calls {
		if a := req.Header.Get("Authorization"); !strings.HasPrefix(a, "AWS4-HMAC-SHA256 Credential=AKIDTEST/") || !strings.Contains(a, "/us-east-1/artifact/aws4_request") {
			t.Errorf("signed %q", a)
		}
		if req.Header.Get("X-Amz-Security-Token") != "session" || req.UserAgent() != "terraform-provider-hipaa/test" {
			t.Errorf("headers %v", req.Header)
		}
	}
}

// TestFaults: what passes is repeated, what does not is said.
func TestFaults(t *testing.T) {
	first := func(f iamtest.Fault) func(int) iamtest.Fault {
		return func(n int) iamtest.Fault {
			if n == 1 {
				return f
			}
			return iamtest.None
		}
	}
	always := func(f iamtest.Fault) func(int) iamtest.Fault { return func(int) iamtest.Fault { return f } }
	tests := map[string]struct {
		fault    func(int) iamtest.Fault
		attempts int
		mode     aws.RetryMode
		calls    int
		denied   bool
		want     string // of the error; "": none
	}{
		"throttled once":           {fault: first(iamtest.Throttle), attempts: 3, calls: 2},
		"throttled once, adaptive": {fault: first(iamtest.Throttle), attempts: 3, mode: aws.RetryModeAdaptive, calls: 2},
		"a server error once":      {fault: first(iamtest.Internal), attempts: 3, calls: 2},
		"a reset once":             {fault: first(iamtest.Reset), attempts: 3, calls: 2},
		"throttled for ever":       {fault: always(iamtest.Throttle), attempts: 2, calls: 2, want: "ThrottlingException"},
		"a server error for ever":  {fault: always(iamtest.Internal), attempts: 2, calls: 2, want: "InternalServerException"},
		"a reset for ever":         {fault: always(iamtest.Reset), attempts: 2, calls: 2, want: "request send failed"},
		"denied":                   {fault: always(iamtest.Denied), attempts: 3, calls: 1, denied: true, want: "AccessDeniedException"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv := iamtest.NewArtifact(t, agreement("BAA", "ACTIVE", "2024-01-01T00:00:00Z"))
			srv.SetFault(tc.fault)
			got, err := client(srv.URL, tc.attempts, tc.mode).Agreements(t.Context())
			switch {
			case tc.want == "" && (err != nil || len(got) != 1):
				t.Errorf("%v, error %v", names(got), err)
			case tc.want != "" && (err == nil || got != nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("%v, error %v, want %q", names(got), err, tc.want)
			}
			if artifact.Denied(err) != tc.denied {
				t.Errorf("Denied says %v of %v", !tc.denied, err)
			}
			if n := len(srv.Calls()); n != tc.calls {
				t.Errorf("%d requests, want %d", n, tc.calls)
			}
		})
	}
}

// TestStrangeAnswers: what is no answer of Artifact is no list without agreements.
func TestStrangeAnswers(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   string
	}{
		"a page of HTML":          {http.StatusOK, "<html>", "something else than JSON"},
		"an object without list":  {http.StatusOK, "{}", "no customerAgreements"},
		"a proxy that says no":    {http.StatusForbidden, "<html>no</html>", "StatusCode: 403"},
		"a type in the body":      {http.StatusBadRequest, `{"__type":"com.amazonaws.artifact#ValidationException","message":"maxResults"}`, "ValidationException: maxResults"},
		"a date that is none":     {http.StatusOK, `{"customerAgreements":[{"effectiveStart":"soon"}]}`, "something else than JSON"},
		"pages that never end":    {http.StatusOK, `{"customerAgreements":[],"nextToken":"x"}`, "has not ended"},
		"credentials that failed": {http.StatusForbidden, `{"__type":"UnrecognizedClientException","message":"The security token is invalid"}`, "UnrecognizedClientException"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tc.status)
				_, _ = w.Write([]byte(tc.body))
			}))
			t.Cleanup(srv.Close)
			got, err := client(srv.URL, 1, aws.RetryModeStandard).Agreements(t.Context())
			if err == nil || got != nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, error %v, want %q", names(got), err, tc.want)
			}
			if artifact.Denied(err) {
				t.Error("taken for a call that is not allowed")
			}
		})
	}
	t.Run("given up", func(t *testing.T) {
		srv := iamtest.NewArtifact(t)
		srv.SetFault(func(int) iamtest.Fault { return iamtest.Throttle })
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := client(srv.URL, 100, aws.RetryModeStandard).Agreements(ctx); err == nil {
			t.Error("no error")
		}
	})
}

func TestInForce(t *testing.T) {
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	tests := map[string]struct {
		a    artifact.Agreement
		want bool
	}{
		"since long":             {artifact.Agreement{State: "ACTIVE", From: at.Add(-day)}, true},
		"from this moment":       {artifact.Agreement{State: "ACTIVE", From: at}, true},
		"from tomorrow":          {artifact.Agreement{State: "ACTIVE", From: at.Add(day)}, false},
		"until tomorrow":         {artifact.Agreement{State: "ACTIVE", From: at.Add(-day), Until: at.Add(day)}, true},
		"until this moment":      {artifact.Agreement{State: "ACTIVE", From: at.Add(-day), Until: at}, false},
		"without a beginning":    {artifact.Agreement{State: "ACTIVE"}, false},
		"ended by the customer":  {artifact.Agreement{State: "CUSTOMER_TERMINATED", From: at.Add(-day)}, false},
		"ended by AWS":           {artifact.Agreement{State: "AWS_TERMINATED", From: at.Add(-day)}, false},
		"a state nobody knows":   {artifact.Agreement{State: "active", From: at.Add(-day)}, false},
		"of which no state told": {artifact.Agreement{From: at.Add(-day)}, false},
	}
	for name, tc := range tests {
		if got := tc.a.InForce(at); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestEndpoints(t *testing.T) {
	tests := []struct {
		region     string
		fips, dual bool
		want       artifact.Endpoint
	}{
		{"eu-central-1", false, false, artifact.Endpoint{URL: "https://artifact.us-east-1.amazonaws.com", Region: "us-east-1"}},
		{"us-gov-east-1", true, false, artifact.Endpoint{URL: "https://artifact-fips.us-gov-west-1.amazonaws.com", Region: "us-gov-west-1"}},
		{"us-east-1", true, true, artifact.Endpoint{URL: "https://artifact-fips.us-east-1.api.aws", Region: "us-east-1"}},
	}
	for _, tc := range tests {
		if got, err := artifact.EndpointOf(tc.region, tc.fips, tc.dual); err != nil || got != tc.want {
			t.Errorf("%s: %v, error %v", tc.region, got, err)
		}
	}
	for _, region := range []string{"cn-north-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "eusc-de-east-1"} {
		if got, err := artifact.EndpointOf(region, false, false); err == nil {
			t.Errorf("%s: %v", region, got)
		}
	}
}

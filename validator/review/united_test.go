// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/review"
)

// TestSourcesTogether: who is described in one input reaches the store of another,
// by the store's policy alone and by what that other input attaches; and what the
// store's policy says is part of what is decided about.
func TestSourcesTogether(t *testing.T) {
	byTag := &config.Config{PHI: config.PHI{Tags: map[string][]string{"DataClassification": {"phi"}}}}
	const number = "123456789012"
	build := func(action string) *review.Review {
		t.Helper()
		described := func(name string) *account.Principal {
			return &account.Principal{Kind: account.Role, Outside: true, Name: name, ARN: "arn:aws:iam::" + number + ":role/" + name, Account: number, Path: "/"}
		}
		details := &account.Account{Principals: []*account.Principal{described("auditor"), described("viewer"), described("nobody")}}

		bucket := &account.Resource{Address: "aws_s3_bucket.scans", Type: "aws_s3_bucket", ARN: "arn:aws:s3:::scans", Account: number, Tags: account.Tags{Values: map[string]string{"DataClassification": "phi"}}}
		lets := document(t, policy.Resource, `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::`+number+`:role/auditor"},"Action":"`+action+`","Resource":"arn:aws:s3:::scans/*"}`)
		lets.Address = "aws_s3_bucket_policy.scans"
		reads := document(t, policy.Identity, `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::scans/*"}`)
		reads.Name = "reads"
		plan := &account.Account{
			Principals: []*account.Principal{{Kind: account.Role, Outside: true, At: "aws_iam_role_policy.p", Name: "viewer", Account: number, Path: "/", Identity: []account.Attachment{{Document: reads}}}},
			Documents:  []*account.Document{lets, reads}, Resources: []*account.Resource{bucket},
			Stores: []*account.Store{{Address: bucket.Address, Type: bucket.Type, ARN: bucket.ARN, Account: number, Tags: bucket.Tags, Resource: bucket, Policies: []account.Attachment{{Document: lets}}}},
		}
		r, err := review.New(context.Background(), []review.Source{
			{Input: review.Input{Path: "account.json", Kind: "account", Stack: "account"}, Account: details},
			{Input: review.Input{Path: "data.json", Kind: "plan", Stack: "data"}, Account: plan},
		}, byTag, now)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := build("s3:GetObject")
	got := map[string]string{}
	for _, c := range r.Cells {
		got[c.Principal] = c.Store + " " + c.Levels[0].Level + " by " + c.Levels[0].Through[0].Policy
	}
	want := map[string]string{
		"arn:aws:iam::" + number + ":role/auditor": "data//aws_s3_bucket.scans read by data//aws_s3_bucket_policy.scans",
		"arn:aws:iam::" + number + ":role/viewer":  "data//aws_s3_bucket.scans read by data//aws_iam_role_policy.p",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(r.Inputs) != 2 || r.Principals[0].Stack != "account" {
		t.Errorf("%+v, %+v", r.Inputs, r.Principals)
	}
	for i, c := range build("s3:GetObject*").Cells {
		if same := c.Meaning == r.Cells[i].Meaning; same == (c.Principal == "arn:aws:iam::"+number+":role/auditor") {
			t.Errorf("%s: the meaning is the same: %v", c.Principal, same)
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"context"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestByStore: a role that a PHI store's policy names reaches PHI; one that is let in with everybody is shown to reach it,
// and is no PHI role for that.
func TestByStore(t *testing.T) {
	const arn = "arn:aws:iam::123456789012:role/auditor"
	cfg := &config.Config{PHI: config.PHI{Tags: map[string][]string{"DataClassification": {"phi"}}}}
	for name, c := range map[string]struct {
		statements   string
		phi, reaches bool
	}{
		"named":           {statements: `{"Effect":"Allow","Principal":{"AWS":"` + arn + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::scans/*"}`, phi: true, reaches: true},
		"everybody":       {statements: `{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::scans/*"}`, reaches: true},
		"somebody else":   {statements: `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/other"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::scans/*"}`},
		"the account":     {statements: `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::scans/*"}`},
		"denied as well":  {statements: `{"Effect":"Allow","Principal":{"AWS":"` + arn + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::scans/*"},{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::scans/*"}`},
		"nothing of data": {statements: `{"Effect":"Allow","Principal":{"AWS":"` + arn + `"},"Action":"s3:GetBucketLocation","Resource":"arn:aws:s3:::scans"}`},
	} {
		t.Run(name, func(t *testing.T) {
			d, problems := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[`+c.statements+`]}`), policy.Resource)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			tags := account.Tags{Values: map[string]string{"DataClassification": "phi"}}
			bucket := &account.Resource{Address: "aws_s3_bucket.scans", Type: "aws_s3_bucket", ARN: "arn:aws:s3:::scans", Account: "123456789012", Tags: tags}
			lets := &account.Document{Address: "aws_s3_bucket_policy.scans", Attribute: "policy", Kind: policy.Resource, Known: account.KnownPlan, Policy: d}
			role := &account.Principal{Kind: account.Role, Address: "aws_iam_role.auditor", Name: "auditor", ARN: arn, Account: "123456789012", Path: "/"}
			side := &account.Account{
				Principals: []*account.Principal{role}, Documents: []*account.Document{lets}, Resources: []*account.Resource{bucket},
				Stores: []*account.Store{{Address: bucket.Address, Type: bucket.Type, ARN: bucket.ARN, Account: bucket.Account, Tags: tags, Resource: bucket, Policies: []account.Attachment{{Document: lets}}}},
			}
			change := &account.Change{Before: &account.Account{}, After: side}
			if got := ReachesPHI(change, cfg)(side, role); got != c.phi {
				t.Errorf("a PHI role: %v", got)
			}
			list, _ := Reaches(context.Background(), change, cfg)
			if got := len(list) == 1 && list[0].Is == decide.Yes && list[0].New && len(list[0].Through) == 1 && list[0].Through[0].Document == lets; got != c.reaches || !got && len(list) > 0 {
				t.Errorf("reaches: %+v", list)
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

func TestPrivilegeEscalation(t *testing.T) {
	pass := func(service string) string {
		return statements(`{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"`+service+`.amazonaws.com"}}}`,
			`{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}`)
	}
	bounded := role(t, "r", allow(`"iam:PutRolePolicy"`, `"*"`))
	bounded.Boundary.State, bounded.Boundary.ARN = account.BoundaryPresent, "arn:aws:iam::123456789012:policy/b"
	bounded.Boundary.Document = document(t, "", allow(`"s3:*"`, `"*"`), policy.Boundary)
	human := managed(t, "ec2", "AWSBatchServiceRole")
	human.Trust = document(t, human.Address, statements(`{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}`), policy.Trust)
	testRule(t, "privilege-escalation", map[string]ruleCase{
		"its own inline policy":                    {role(t, "r", allow(`"iam:PutRolePolicy"`, `"arn:aws:iam::123456789012:role/r"`)), "critical"},
		"odd spelling":                             {role(t, "r", allow(`"IAM:p?tRolePol*"`, `"arn:aws:iam::*:*"`)), "critical"},
		"a single statement object":                {role(t, "r", `{"Statement":{"Effect":"Allow","Action":["*:*"],"Resource":["*"]}}`), "critical"},
		"every resource but one":                   {role(t, "r", statements(`{"Effect":"Allow","Action":"iam:AttachRolePolicy","NotResource":"arn:aws:iam::123456789012:role/admin"}`)), "critical"},
		"everything but some services":             {role(t, "r", statements(`{"Effect":"Allow","NotAction":["s3:*","ec2:*"],"Resource":"*"}`)), "critical"},
		"denied under a condition only":            {role(t, "r", allow(`"iam:PutRolePolicy"`, `"*"`), statements(`{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`)), "critical"},
		"keys for any user":                        {role(t, "r", allow(`"iam:CreateAccessKey"`, `"arn:aws:iam::*:user/*"`)), "high"},
		"any role to Lambda":                       {role(t, "r", pass("lambda")), "high"},
		"any role to a service that it cannot use": {role(t, "r", pass("ecs-tasks")), ""},
		"assuming any role":                        {role(t, "r", allow(`"sts:AssumeRole"`, `"*"`)), "high"},
		"AWS's service policy, for people":         {human, "high"},
		"assuming a named role":                    {role(t, "r", allow(`"sts:AssumeRole"`, `"arn:aws:iam::123456789012:role/other"`)), ""},
		"a named user that is not at hand":         {role(t, "r", allow(`"iam:CreateAccessKey"`, `"arn:aws:iam::123456789012:user/ada"`)), ""},
		"its own password and keys":                {role(t, "r", allow(`["iam:ChangePassword","iam:CreateAccessKey"]`, "\"arn:aws:iam::*:user/${aws:username}\"")), ""},
		"reading IAM":                              {role(t, "r", allow(`["iam:Get*","iam:List*"]`, `"*"`)), ""},
		"only harmless policies":                   {role(t, "r", statements(`{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"*","Condition":{"ArnLike":{"iam:PolicyARN":"arn:aws:iam::*:policy/app/*"}}}`)), ""},
		"denied":                                   {role(t, "r", allow(`"iam:*"`, `"*"`), statements(`{"Effect":"Deny","Action":"iam:*","Resource":"*"}`)), ""},
		"kept back by its boundary":                {bounded, ""},
		"everything on one bucket":                 {role(t, "r", allow(`"*"`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), ""},
	})
}

// TestPrivilegeEscalationTargets: a target of the plan makes it critical where
// it can do more; one finding for each principal, however many ways there are.
func TestPrivilegeEscalationTargets(t *testing.T) {
	trusting := func(p *account.Principal, who string) *account.Principal {
		p.Trust = document(t, p.Address, statements(`{"Effect":"Allow","Principal":`+who+`,"Action":"sts:AssumeRole"}`), policy.Trust)
		return p
	}
	const lambda, own = `{"Service":"lambda.amazonaws.com"}`, `{"AWS":"arn:aws:iam::123456789012:root"}`
	deploy := allow(`["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"]`, `["arn:aws:iam::123456789012:role/strong","arn:aws:lambda:*:*:function:ci-*"]`)
	read := allow(`"s3:GetObject"`, `"arn:aws:s3:::images/*"`)
	strong := func(who string) *account.Principal { return trusting(role(t, "strong", read), who) }
	ci := func(policies ...string) *account.Principal {
		p := role(t, "ci", policies...)
		p.ARN = "arn:aws:iam::123456789012:role/ci"
		return p
	}
	group := role(t, "staff", allow(`"iam:PutGroupPolicy"`, `"*"`))
	group.Kind, group.Address = account.Group, "aws_iam_group.staff"
	for name, c := range map[string]struct {
		all  []*account.Principal
		want []string
	}{
		"passing a stronger role":          {[]*account.Principal{ci(deploy), strong(lambda)}, []string{"introduced critical privilege-escalation aws_iam_role.ci"}},
		"passing a role that does no more": {[]*account.Principal{ci(deploy, read), strong(lambda)}, []string{}},
		"to a service that it distrusts":   {[]*account.Principal{ci(deploy), strong(`{"Service":"ec2.amazonaws.com"}`)}, []string{}},
		"assuming it by name":              {[]*account.Principal{ci(allow(`"sts:AssumeRole"`, `"arn:aws:iam::123456789012:role/strong"`)), strong(own)}, []string{}},
		"assuming it by a wildcard":        {[]*account.Principal{ci(allow(`"sts:AssumeRole"`, `"*"`)), strong(own)}, []string{"introduced critical privilege-escalation aws_iam_role.ci"}},
		"rewriting its trust":              {[]*account.Principal{ci(allow(`"iam:UpdateAssumeRolePolicy"`, `"arn:aws:iam::123456789012:role/str*"`)), strong(lambda)}, []string{"introduced critical privilege-escalation aws_iam_role.ci"}},
		"a group's members":                {[]*account.Principal{group}, []string{"introduced critical privilege-escalation aws_iam_group.staff"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, judge(change(side(), side(c.all...)), nil, "privilege-escalation")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPrivilegeEscalationStatus: a new way is new, another statement is not.
func TestPrivilegeEscalationStatus(t *testing.T) {
	keys, both := allow(`"iam:CreateAccessKey"`, `"*"`), allow(`["iam:CreateAccessKey","iam:CreateLoginProfile"]`, `"*"`)
	for name, c := range map[string]struct{ before, after, want string }{
		"a second way": {keys, both, "introduced high"},
		"one way less": {both, keys, "existing high"},
		"rewritten":    {keys, allow(`["iam:CreateAccessKe?","s3:GetObject"]`, `["*"]`), "existing high"},
		"worse kind":   {keys, allow(`["iam:CreateAccessKey","iam:PutRolePolicy"]`, `"*"`), "introduced critical"},
		"mended":       {keys, allow(`"s3:GetObject"`, `"*"`), "resolved high"},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge(change(side(role(t, "r", c.before)), side(role(t, "r", c.after))), nil, "privilege-escalation")
			if diff := cmp.Diff([]string{c.want + " privilege-escalation aws_iam_role.r"}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	sensitive := role(t, "r", keys)
	sensitive.Identity[0].Document.Sensitive = true
	found := safeguard.Judge(context.Background(), change(side(), side(sensitive)), nil, now, safeguard.Options{Only: []string{"privilege-escalation"}}).Findings
	if len(found) != 1 || strings.Contains(found[0].Message, "CreateAccessKey") || found[0].Witness != nil {
		t.Errorf("%+v", found)
	}
}

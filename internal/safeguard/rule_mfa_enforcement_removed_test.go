// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func TestMFAEnforcementRemoved(t *testing.T) {
	const (
		allowed   = `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`
		denied    = `{"Effect":"Deny","NotAction":["iam:EnableMFADevice","sts:GetSessionToken"],"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`
		ifMFA     = `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`
		of        = `{"Version":"2012-10-17","Statement":[`
		inline0   = "aws_iam_role_policy.u0"
		inline1   = "aws_iam_role_policy.u1"
		trustUser = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"`
	)
	doc := func(statements string) string { return of + statements + `]}` }
	user := func(policies ...string) *account.Principal {
		p := role(t, "u", policies...)
		p.Kind, p.Address, p.Account = account.User, "aws_iam_user.u", "123456789012"
		return p
	}
	trusting := func(condition string) *account.Account {
		p := role(t, "r")
		p.Account = "123456789012"
		p.Trust = document(t, p.Address, doc(trustUser+condition+`}`), policy.Trust)
		return side(p)
	}
	member := func(joined bool) *account.Account {
		group := role(t, "g", doc(denied))
		group.Kind, group.Address = account.Group, "aws_iam_group.g"
		u := user(doc(allowed))
		if joined {
			u.Groups = []account.Membership{{Group: group, Address: "aws_iam_user_group_membership.m"}}
		}
		return side(group, u)
	}
	both := user(doc(allowed), doc(denied))
	judgeResources(t, "mfa-enforcement-removed", map[string]resourceCase{
		"as it was":          {before: side(both), after: side(both)},
		"the deny goes":      {before: side(both), after: side(user(doc(allowed))), want: []string{"introduced high " + inline1}},
		"the statement goes": {before: side(user(doc(allowed + "," + denied))), after: side(user(doc(allowed))), want: []string{"introduced high " + inline0}},
		"the condition goes": {before: side(user(doc(ifMFA))), after: side(user(doc(allowed))), want: []string{"introduced high " + inline0}},
		"the deny leaves more out": {before: side(user(doc(allowed + "," + denied))), after: side(user(doc(allowed + `,{"Effect":"Deny","NotAction":["iam:EnableMFADevice","sts:GetSessionToken","s3:Get*"],"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`))),
			want: []string{"introduced high " + inline0}},
		"a weaker condition": {before: side(user(doc(ifMFA))), after: side(user(doc(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}}`))),
			want: []string{"introduced high " + inline0}},
		"in other words":            {before: side(user(doc(ifMFA))), after: side(user(doc(allowed + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`)))},
		"moved to another policy":   {before: side(both), after: side(user(doc(allowed + "," + denied)))},
		"what it allowed goes too":  {before: side(both), after: side(user(doc(`{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}`)))},
		"something else is allowed": {before: side(user(doc(ifMFA))), after: side(user(doc(ifMFA + `,{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}`)))},
		"it never asked":            {before: side(user(doc(allowed))), after: side(user(doc(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)))},
		"the user goes":             {before: side(both), after: side()},
		"a new user":                {before: side(), after: side(user(doc(allowed)))},
		"out of the group":          {before: member(true), after: member(false), want: []string{"introduced high aws_iam_user_group_membership.m"}},
		"trust":                     {before: trusting(`,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), after: trusting(""), want: []string{"introduced high aws_iam_role.r"}},
		"trust, as it was":          {before: trusting(`,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), after: trusting(`,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`)},
		"trust, also recent":        {before: trusting(`,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), after: trusting(`,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}`)},
	})
}

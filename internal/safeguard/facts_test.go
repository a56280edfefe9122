// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// selfService is what AWS's guide lets users do for themselves: "AWS: Allows
// MFA-authenticated IAM users to manage their own credentials".
const selfService = `{"Version":"2012-10-17","Statement":[
 {"Effect":"Allow","Action":["iam:GetAccountPasswordPolicy","iam:ListVirtualMFADevices"],"Resource":"*"},
 {"Effect":"Allow","Action":["iam:ChangePassword","iam:GetUser","iam:CreateAccessKey","iam:DeleteAccessKey","iam:ListAccessKeys","iam:UpdateAccessKey","iam:CreateLoginProfile","iam:DeleteLoginProfile","iam:UpdateLoginProfile","iam:UploadSSHPublicKey","iam:DeleteSSHPublicKey","iam:CreateServiceSpecificCredential","iam:UploadSigningCertificate","iam:TagUser"],"Resource":"arn:aws:iam::*:user/${aws:username}"},
 {"Effect":"Allow","Action":["iam:CreateVirtualMFADevice","iam:DeleteVirtualMFADevice"],"Resource":"arn:aws:iam::*:mfa/*"},
 {"Effect":"Allow","Action":["iam:DeactivateMFADevice","iam:EnableMFADevice","iam:ListMFADevices","iam:ResyncMFADevice"],"Resource":"arn:aws:iam::*:user/${aws:username}"}]}`

// TestSelfService: who may change nothing but the own credentials cannot change
// IAM, so that rules about who can are not full for it.
func TestSelfService(t *testing.T) {
	user := func(known bool, policies ...string) *account.Principal {
		p := role(t, "u", policies...)
		p.Kind = account.User
		if known {
			p.ARN = "arn:aws:iam::123456789012:user/u"
		} else {
			p.Name = ""
		}
		return p
	}
	member := user(true)
	group := role(t, "g", selfService)
	group.Kind = account.Group
	member.Groups = []account.Membership{{Group: group, Address: "aws_iam_user_group_membership.m"}}
	trusting := role(t, "r", selfService)
	trusting.Trust = document(t, trusting.Address, statements(`{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}`), policy.Trust)
	trusting.Account, trusting.ARN = "123456789012", "arn:aws:iam::123456789012:role/r"
	for name, c := range map[string]struct {
		rule string
		who  *account.Principal
		want []string
	}{
		"a user, its own credentials":       {"boundary-missing", user(true, selfService), []string{"introduced low boundary-missing aws_iam_role.u"}},
		"a user without a name":             {"boundary-missing", user(false, selfService), []string{"introduced low boundary-missing aws_iam_role.u"}},
		"by a group":                        {"boundary-missing", member, []string{"introduced low boundary-missing aws_iam_role.u"}},
		"a role, for which there is no own": {"boundary-missing", trusting, []string{"introduced low boundary-missing aws_iam_role.r"}},
		"nor is its trust graver":           {"trust-without-mfa", trusting, []string{"introduced low trust-without-mfa aws_iam_role.r"}},
		"every user's keys":                 {"boundary-missing", user(true, allow(`"iam:CreateAccessKey"`, `"arn:aws:iam::*:user/*"`)), []string{"introduced medium boundary-missing aws_iam_role.u"}},
		"every user's by a pattern":         {"boundary-missing", user(true, allow(`"iam:CreateAccessKey"`, `"arn:aws:iam::*:user/${aws:username}*"`)), []string{"introduced medium boundary-missing aws_iam_role.u"}},
		"its own policies":                  {"boundary-missing", user(true, allow(`"iam:AttachUserPolicy"`, `"arn:aws:iam::*:user/${aws:username}"`)), []string{"introduced medium boundary-missing aws_iam_role.u"}},
		"its own groups":                    {"boundary-missing", user(true, allow(`"iam:AddUserToGroup"`, `"*"`)), []string{"introduced medium boundary-missing aws_iam_role.u"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, judge(change(side(), side(c.who)), nil, c.rule)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSelfServiceOfGroup: what each member may do to itself is no way to anybody
// else, and that is settled.
func TestSelfServiceOfGroup(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"the own credentials": {selfService, ""},
		"anybody's keys":      {allow(`"iam:CreateAccessKey"`, `"arn:aws:iam::*:user/*"`), "introduced high privilege-escalation aws_iam_role.g"},
		"the own policies":    {allow(`"iam:PutUserPolicy"`, `"arn:aws:iam::*:user/${aws:username}"`), "introduced critical privilege-escalation aws_iam_role.g"},
	} {
		t.Run(name, func(t *testing.T) {
			group := role(t, "g", c.text)
			group.Kind = account.Group
			r := safeguard.Judge(context.Background(), change(side(), side(group)), nil, now, safeguard.Options{Only: []string{"privilege-escalation"}})
			got := ""
			for _, f := range r.Findings {
				got += string(f.Status) + " " + f.Severity.String() + " " + f.Rule + " " + f.Address
			}
			if got != c.want || len(r.Undetermined) != 0 {
				t.Errorf("%q, %v", got, r.Undetermined)
			}
		})
	}
}

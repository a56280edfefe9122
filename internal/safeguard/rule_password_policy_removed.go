// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// passwordPolicyRemoved is broken where a change destroys the account's password
// policy. An account has one only: a second resource that sets it does not keep
// it from being deleted with the first.
var _ = register(&Rule{
	Name:     "password-policy-removed",
	Title:    "The account's password policy is removed",
	Severity: high,
	Description: "Passwords of eight characters that never expire and may be used again are enough from then on. " +
		"The Security Rule asks for procedures for creating, changing and safeguarding passwords, and this policy is where AWS enforces them.",
	Citations: []string{"164.308(a)(5)(ii)(D)", "164.312(d)"},
	NIST:      []string{"IA-5", "CM-3"},
	Fix:       "Keep the resource. Where another configuration manages the policy, take it out of this one with a removed block that has destroy = false; a new address needs a moved block.",
	Bad:       `# resource "aws_iam_account_password_policy" "this" was here`,
	Good: `resource "aws_iam_account_password_policy" "this" {
  minimum_password_length   = 14
  password_reuse_prevention = 24
  max_password_age          = 90
}`,
	change: func(_ *checker, before, after *account.Account) []*violation {
		kept := map[string]bool{}
		for _, p := range after.PasswordPolicy {
			kept[p.Address] = true
			kept[p.PreviousAddress] = true
		}
		var out []*violation
		for _, p := range before.PasswordPolicy {
			if !kept[p.Address] {
				out = append(out, &violation{key: p.Address, address: p.Address, message: "The password policy of the account is removed.", meaning: []string{"removed"}})
			}
		}
		return out
	},
})

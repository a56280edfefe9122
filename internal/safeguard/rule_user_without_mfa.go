// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// A credential report tells who has a password and a device; a plan does not. A
// password that the plan takes away is gone afterwards.
var _ = register(&Rule{
	Name:     "user-without-mfa",
	Title:    "A user signs in with a password alone",
	Severity: medium,
	Description: "A password that was guessed, reused or given to a fake sign-in page is enough to become this user. " +
		"The Security Rule asks to verify that a person is who they claim to be, and a second factor is how AWS does.",
	Citations: []string{"164.312(d)", "164.308(a)(5)(ii)(D)"},
	NIST:      []string{"IA-2", "IA-5"},
	Fix:       "Let the user enrol a device, or take the password away and use federated sign-in.",
	Bad: `resource "aws_iam_user_login_profile" "jane" {
  user = aws_iam_user.jane.name
}`,
	Good: `resource "aws_iam_user_group_membership" "jane" {
  user   = aws_iam_user.jane.name
  groups = [aws_iam_group.second_factor_enforced.name]
}`,
	find: func(c *checker, side *account.Account) []*violation {
		taken := map[string]bool{}
		if side == c.change.After {
			for _, pair := range c.change.Pairs() {
				if pair.Before != nil && pair.After != nil && pair.Before.Login != nil && pair.After.Login == nil {
					taken[pair.After.Key()] = true
				}
			}
		}
		var out []*violation
		for _, p := range side.Principals {
			if s := p.SignIn; s == nil || !s.Password || s.MFA || taken[p.Key()] {
				continue
			}
			out = append(out, userViolation(p, fmt.Sprintf("The %s has a console password and no second factor.", p.Label())))
		}
		return out
	},
})

// userViolation is about a user itself, who may be outside of the plan.
func userViolation(p *account.Principal, message string, meaning ...string) *violation {
	v := &violation{key: p.Key(), previous: p.PreviousKey(), address: p.Address, principal: p, message: message, meaning: append(meaning, string(p.Kind))}
	if v.address == "" {
		v.address, v.part = p.At, p.Key()
	}
	return v
}

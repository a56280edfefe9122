// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// trustAccountWide is broken where any role of an account that the trust names
// as a whole may become the role, and nothing else is asked of it: no name, tag,
// external ID, network or MFA.
var _ = register(&Rule{
	Name:     "trust-account-wide",
	Title:    "Anybody in an account may be let assume the role",
	Severity: low,
	Description: "Who becomes the role is then decided by the policies of that whole account, and not here. " +
		"A review of this trust cannot tell who has access.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(ii)(C)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the roles or users that are to assume the role, or add a condition on aws:PrincipalArn or aws:PrincipalTag.",
	Bad: `resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}`,
	Good: `resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:role/portal" } }]
  })
}`,
	here: ofOneRole,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			if !slices.ContainsFunc(p.Trust.Policy.Statements, trustsOthers) {
				continue
			}
			q := anyRoleOf(p.Trust.Policy)
			switch answer := decide.DocumentGrants(p.Trust.Policy, q, decide.Options{}); answer.Result {
			case decide.Undetermined:
				c.unsure(side, "trust-account-wide", p, answer)
			case decide.Yes:
				v := trustViolation(p, q, answer, fmt.Sprintf("The trust of the %s names a whole account: any role in it that is allowed sts:AssumeRole may assume it.", p.Label()))
				v.witness = nil // no role's name would prove more than the account does
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		return trustsMore(before, after, anyRoleOf(after.principal.Trust.Policy))
	},
})

// anyRoleOf asks whether a role that nobody names, of an account that a trust
// names, may become the role without anything else being asked.
func anyRoleOf(d *policy.Document) decide.Question {
	named := namedIn(d)
	conditions := append([]*policy.Condition{
		withoutID(),
		condition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/"+decide.Fresh, "arn:aws-us-gov:iam::*:role/"+decide.Fresh, "arn:aws-cn:iam::*:role/"+decide.Fresh),
		condition("StringLikeIfExists", "aws:userid", decide.Fresh),
	}, noMFA...)
	for _, s := range d.Statements {
		for _, k := range s.Conditions {
			if key := k.LowerKey(); strings.HasPrefix(key, "aws:principaltag/") || strings.HasPrefix(key, "aws:requesttag/") {
				conditions = append(conditions, condition("StringLikeIfExists", key, decide.Fresh))
			}
		}
	}
	return decide.Question{
		Actions: assuming[:1],
		Principals: func(w policy.Principal) bool {
			return w.Kind == policy.Role && w.Account != "" && (named[w.Account] || strings.HasPrefix(w.Account, "<"))
		},
		Conditions: append(conditions, openInternet...),
	}
}

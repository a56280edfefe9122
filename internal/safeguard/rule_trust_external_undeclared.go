// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// trustExternalUndeclared is broken where a trust lets in somebody of an
// account that it names, that is not ours and that the configuration does not
// declare. Ours are the role's own and those of organization.accounts; until
// that is set, the finding is low.
var _ = register(&Rule{
	Name:     "trust-external-undeclared",
	Title:    "An external account that nobody has declared may assume the role",
	Severity: high,
	Description: "Whoever runs that account decides who in it becomes this role, outside of what the organisation controls. " +
		"Before a business associate gets at PHI the Security Rule asks for a contract, so every such account has to be known.",
	Citations: []string{"164.308(b)(1)", "164.312(d)"},
	NIST:      []string{"AC-3", "AC-20", "SA-9"},
	Fix: "Take the account out of the trust, or declare it: trust { external_account \"NUMBER\" { name = \"…\" } } for somebody else's, " +
		"organization { accounts = { … } } for one of ours.",
	Bad: `resource "aws_iam_role" "vendor" {
  name = "vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::111122223333:role/support" }
      Condition = { StringEquals = { "sts:ExternalId" = "example" } }
    }]
  })
}`,
	Good: `resource "aws_iam_role" "vendor" {
  name = "vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:role/support" }
    }]
  })
}`,
	here: declared,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			in, q, a := c.letIn(side, "trust-external-undeclared", p, c.undeclared(p), func(n string) decide.Question { return c.ofAccount(n) })
			if len(in) == 0 {
				continue
			}
			v := trustViolation(p, q, a, fmt.Sprintf("The external %s may assume the %s, and the configuration does not declare it.", accountsIn(p, in), p.Label()))
			if len(in) > 1 {
				v.message = fmt.Sprintf("The external %s may assume the %s, and the configuration does not declare them.", accountsIn(p, in), p.Label())
			}
			v.severity, v.accounts = c.unlessTold(), in
			out = append(out, v)
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		return slices.ContainsFunc(c.undeclared(after.principal), func(n string) bool { return trustsMore(before, after, c.ofAccount(n)) })
	},
})

// undeclared lists the external accounts of a trust that the configuration does
// not declare.
func (c *checker) undeclared(p *account.Principal) []string {
	return slices.DeleteFunc(c.externals(p), func(n string) bool { _, ok := c.config.Trust.External[n]; return ok })
}

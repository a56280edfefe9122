// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

var _ = register(&Rule{
	Name:     "trust-public",
	Title:    "Any AWS account may assume the role",
	Severity: critical,
	Description: "Anybody with an AWS account of their own can become this role, and an external ID is no secret that would stop them. " +
		"Nobody has verified who they are, and no business associate contract binds them.",
	Citations: []string{"164.312(d)", "164.312(a)(2)(i)", "164.308(b)(1)"},
	NIST:      []string{"AC-3", "IA-2", "IA-8"},
	Fix:       "Name the accounts, roles or users that are to assume the role, or keep others out with a condition StringEquals on aws:PrincipalOrgID.",
	Bad: `resource "aws_iam_role" "vendor" {
  name = "vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
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
      Principal = { AWS = "arn:aws:iam::111122223333:role/support" }
      Condition = { StringEquals = { "sts:ExternalId" = "example" } }
    }]
  })
}`,
	here: inOrganization,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			if namesOnly(p.Trust.Policy) {
				continue
			}
			q := c.outsiders(p)
			switch answer := decide.DocumentGrants(p.Trust.Policy, q, decide.Options{}); answer.Result {
			case decide.Undetermined:
				c.unsure(side, "trust-public", p, answer)
			case decide.Yes:
				out = append(out, trustViolation(p, q, answer, fmt.Sprintf("Any AWS account outside of the organisation may assume the %s.", p.Label())))
			}
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		return trustsMore(before, after, c.outsiders(after.principal))
	},
})

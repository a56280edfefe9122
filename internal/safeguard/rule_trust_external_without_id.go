// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// trustExternalWithoutID is broken where a trust lets in somebody of an external
// account without an external ID that it names. A declared account is asked for
// one where its external_id says so. One that is not declared is let in without
// where people come with MFA: an external ID is for programs that act for many
// customers.
var _ = register(&Rule{
	Name:     "trust-external-without-id",
	Title:    "An external account may assume the role without an external ID",
	Severity: high,
	Description: "A vendor acts for many customers, and another customer who knows the role's ARN can make the vendor's program use it. " +
		"The external ID tells the vendor's program for whom it acts, so that it serves nobody else.",
	Citations: []string{"164.312(d)", "164.312(a)(2)(i)", "164.308(b)(1)"},
	NIST:      []string{"AC-3", "IA-8", "IA-9"},
	Fix: "Add a condition StringEquals on sts:ExternalId with an ID of your own for this vendor. " +
		"Where the account needs none, declare it: trust { external_account \"NUMBER\" { external_id = false } }.",
	Bad: `resource "aws_iam_role" "vendor" {
  name = "vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::111122223333:role/support" }
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
	here: withExternalID,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			in, q, a := c.letIn(side, "trust-external-without-id", p, c.identified(p), c.withoutExternalID)
			if len(in) == 0 {
				continue
			}
			v := trustViolation(p, q, a, fmt.Sprintf("The external %s may assume the %s without an external ID.", accountsIn(p, in), p.Label()))
			out = append(out, v)
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		return slices.ContainsFunc(c.identified(after.principal), func(n string) bool { return trustsMore(before, after, c.withoutExternalID(n)) })
	},
})

// identified lists the external accounts of a trust that need an external ID.
func (c *checker) identified(p *account.Principal) []string {
	return slices.DeleteFunc(c.externals(p), func(n string) bool {
		e, declared := c.config.Trust.External[n]
		return declared && !e.ExternalID
	})
}

func (c *checker) withoutExternalID(number string) decide.Question {
	q := c.ofAccount(number, withoutID())
	if _, declared := c.config.Trust.External[number]; !declared {
		q.Conditions = append(q.Conditions, noMFA...)
	}
	return q
}

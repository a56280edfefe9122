// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// anyRole asks for iam:PassRole on a role that no policy names: only a wildcard
// over role names reaches it.
var anyRole = decide.Question{Actions: []string{"iam:PassRole"}, Resources: []string{"arn:*:iam::*:role/" + decide.Fresh}}

var _ = register(&Rule{
	Name:     "pass-role-wildcard",
	Title:    "iam:PassRole on every role",
	Severity: high,
	Description: "Who may hand any role to a service may act through that service as any role of the account, the strongest included. " +
		"What the policy seems to grant is then not the limit of what its holder can reach.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)", "164.502(b)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the roles that are to be passed, or their path, and the service that may get them: a condition StringEquals on iam:PassedToService.",
	Bad: `resource "aws_iam_role_policy" "deploy" {
  role = aws_iam_role.deploy.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "deploy" {
  role = aws_iam_role.deploy.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = "arn:aws:iam::123456789012:role/tasks/*"
      Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
    }]
  })
}`,
	here: func(c *checker, v *violation) string { return c.namedRoles(v) },
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			switch answer := decide.Grants(c.factsOf(side, p).access, anyRole, decide.Options{}); answer.Result {
			case decide.Undetermined:
				c.unsure(side, "pass-role-wildcard", p, answer)
			case decide.Yes:
				v := accessViolation(p, anyRole, answer, nil)
				v.message = fmt.Sprintf("%s pass any role of the account to a service%s.%s", may(p), by(p, v.grants), notLimiting(p))
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return allowsMore(before, after, anyRole) },
})

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// allowNotActionAsks: an Allow with NotAction breaks the rule when, by itself and
// after all denies and the boundary, it gives an action of a service that nobody
// names on a resource that nobody names. One that is held to a bucket, and one
// that leaves nothing over, do not.
var allowNotActionAsks = &statementRule{
	rule: "allow-not-action",
	form: func(s *policy.Statement) bool { return s.NotAction != nil },
	ask: func(*policy.Statement) []decide.Question {
		return []decide.Question{{Actions: []string{decide.Fresh + ":" + decide.Fresh}, Resources: []string{anyResource}}}
	},
	says: "do every action but those that a NotAction lists, the ones that AWS will add included",
}

var _ = register(&Rule{
	Name:     "allow-not-action",
	Title:    "Allow with NotAction",
	Severity: high,
	Description: "An Allow with NotAction grants all of AWS but a list, and each service that AWS adds later comes with it. " +
		"Nobody has decided on what it grants.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.502(b)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the actions that are needed with Action; to keep some away, use a Deny beside it.",
	Bad: `resource "aws_iam_role_policy" "developer" {
  role = aws_iam_role.developer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = ["iam:*", "organizations:*"], Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "developer" {
  role = aws_iam_role.developer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["lambda:Get*", "logs:FilterLogEvents"], Resource = "*" }]
  })
}`,
	here: func(_ *checker, v *violation) string {
		for _, g := range v.grants {
			if r := rewrite(g.attachment.Document, g.statement); r != nil && len(r.notAction) > 0 {
				deny := &rewritten{effect: "Deny", action: r.notAction, resource: []string{`"*"`}, failed: r.failed}
				return strings.Replace(instead(deny), " Here:", " The Deny, beside an Allow that names its actions:", 1)
			}
		}
		return ""
	},
	find:  func(c *checker, side *account.Account) []*violation { return allowNotActionAsks.find(c, side) },
	worse: func(c *checker, before, after *violation) bool { return allowNotActionAsks.worse(c, before, after) },
})

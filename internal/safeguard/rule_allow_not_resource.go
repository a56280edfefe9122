// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// allowNotResourceAsks: an Allow with NotResource breaks the rule when, by itself
// and after all denies and the boundary, it gives one of its actions on a
// resource that nobody names. Actions that take no resource do not count.
var allowNotResourceAsks = &statementRule{
	rule: "allow-not-resource",
	form: func(s *policy.Statement) bool { return s.NotResource != nil },
	ask:  onUnnamed,
	says: "act on every resource but those that a NotResource lists, the ones of other owners and of later included",
}

// onUnnamed asks for each action that a statement names on a resource that nobody
// names, and for a pattern of actions on a resource of any type.
func onUnnamed(s *policy.Statement) []decide.Question {
	if s.Action == nil {
		return []decide.Question{{Resources: []string{anyResource}}}
	}
	var out []decide.Question
	for _, e := range s.Action.List {
		name, literal := e.Glob.IsLiteral()
		if !literal || e.Glob.HasOpaque() {
			resource := anyResource
			if prefix, _, ok := strings.Cut(e.Glob.String(), ":"); ok && !strings.ContainsAny(prefix, "*?") {
				resource = "arn:*:" + prefix + ":*:*:" + decide.Fresh
			}
			out = append(out, decide.Question{Actions: []string{e.Glob.String()}, Resources: []string{resource}})
			continue
		}
		if resources := decide.AnyResource(name); len(resources) > 1 || resources[0] != "*" {
			out = append(out, decide.Question{Actions: []string{name}, Resources: resources})
		}
	}
	return out
}

var _ = register(&Rule{
	Name:     "allow-not-resource",
	Title:    "Allow with NotResource",
	Severity: medium,
	Description: "An Allow with NotResource reaches everything but a list: a store that somebody adds tomorrow is open until somebody thinks of listing it. " +
		"The minimum necessary is what is named.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)", "164.502(b)", "164.514(d)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the resources with Resource; to keep some away, use a Deny beside it.",
	Bad: `resource "aws_iam_role_policy" "export" {
  role = aws_iam_role.export.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", NotResource = "arn:aws:s3:::payroll/*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "export" {
  role = aws_iam_role.export.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::reports/*" }]
  })
}`,
	here:  func(_ *checker, v *violation) string { return denyRest(v) },
	find:  func(c *checker, side *account.Account) []*violation { return allowNotResourceAsks.find(c, side) },
	worse: func(c *checker, before, after *violation) bool { return allowNotResourceAsks.worse(c, before, after) },
})

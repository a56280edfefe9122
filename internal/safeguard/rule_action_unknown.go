// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// actionUnknown is broken where an entry of Action or NotAction names no action
// that AWS has: medium where it is a near miss of one, low otherwise, since AWS
// adds actions.
var _ = register(&Rule{
	Name:     "action-unknown",
	Title:    "The policy names an action that AWS does not have",
	Severity: medium,
	Description: "A misspelt action grants nothing, and in a Deny or a NotAction it forbids or leaves out nothing, without any error from AWS. " +
		"Whoever reviews the policy takes it to say what it does not.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(ii)(C)"},
	NIST:      []string{"AC-3", "CM-3"},
	Fix:       "Write the action as the Service Authorization Reference does, or take it out.",
	Bad: `resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "arn:aws:s3:::example/*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example/*" }]
  })
}`,
	find: func(c *checker, side *account.Account) []*violation {
		return c.oddDocuments(side, "The policy names actions that AWS does not have", unknownActions)
	},
	worse: moreOddities,
})

func unknownActions(d *policy.Document) []oddity {
	var out []oddity
	for _, s := range d.Statements {
		for _, list := range []*policy.Patterns{s.Action, s.NotAction} {
			if list == nil {
				continue
			}
			for _, p := range list.List {
				text := p.Text.Value
				if !known(d, text) || actionExists(p) {
					continue
				}
				o := oddity{statement: s, name: strings.ToLower(text), text: text, severity: low}
				if near, ok := nearestAction(text); ok {
					o.severity, o.text, o.mend = medium, fmt.Sprintf("%s (did you mean %s?)", text, near), rename(text, near)
				}
				out = append(out, o)
			}
		}
	}
	return out
}

// nearestAction is the action that a text most likely means, or all of the
// service's where it means all.
func nearestAction(text string) (string, bool) {
	if prefix, ok := strings.CutSuffix(text, ":*"); ok {
		near, ok := reference.NearestService(prefix)
		return near + ":*", ok
	}
	return reference.NearestAction(text)
}

// actionExists reports whether a pattern matches an action that AWS has. One
// that AWS would refuse as an action counts as yes: policy-invalid is about it.
func actionExists(p *policy.Pattern) bool {
	prefix, name, ok := strings.Cut(p.Text.Value, ":")
	if !ok || strings.ContainsAny(prefix, "*?") || strings.Contains(name, ":") || p.Glob == nil {
		return true
	}
	s, ok := reference.LookupService(prefix)
	if !ok || name == "*" {
		return ok
	}
	if _, ok := s.Action(name); ok {
		return true
	}
	for i := range s.Actions {
		if p.Glob.Match(glob.Lower(s.Prefix+":"+s.Actions[i].Name), nil) {
			return true
		}
	}
	return false
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// longestFix is how many actions or resources a suggested statement names; one
// with more is no longer a suggestion that anybody reads.
const longestFix = 12

// narrower writes a statement of a policy, as jsonencode takes it, for the fix of
// one finding; "" where it would say nothing or too much. condition, where given,
// is HCL. It is on one line, since reports and diagnostics wrap what they print.
func narrower(actions, resources []string, condition string) string {
	actions, resources = unique(actions), unique(resources)
	if len(actions) == 0 || len(resources) == 0 || len(actions) > longestFix || len(resources) > longestFix {
		return ""
	}
	out := fmt.Sprintf(" Here: { Effect = \"Allow\", Action = %s, Resource = %s", hclList(quoted(actions)), hclList(resources))
	if condition != "" {
		out += ", Condition = " + condition
	}
	return out + " }."
}

// referTo writes how HCL names a store and what is in it.
func referTo(s *phiStore) []string {
	if s.resource == nil || s.service == "rds-db" {
		return quoted(s.patterns)
	}
	self := s.address + ".arn"
	switch s.service {
	case "s3":
		return []string{`"${` + self + `}/*"`}
	case "dynamodb":
		return []string{self, `"${` + self + `}/index/*"`}
	}
	return []string{self}
}

func quoted(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = fmt.Sprintf("%q", t)
	}
	return out
}

// hclList writes a list, or its only item.
func hclList(items []string) string {
	if len(items) == 1 {
		return items[0]
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func unique(texts []string) []string {
	var out []string
	for _, t := range texts {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

var variable = regexp.MustCompile(`\$\{[^*?$][^}]*\}`)

// resourcesOf lists the resource patterns of a statement, with <reference> for
// what is not known until apply and a star for a variable.
func resourcesOf(d *policy.Document, s *policy.Statement) []string {
	if s.Resource == nil {
		return []string{"*"} // everything but a list
	}
	var out []string
	for _, t := range s.Resource.Texts() {
		out = append(out, variable.ReplaceAllString(d.Show(t.Value), "*"))
	}
	return out
}

// speaksOf reports whether a statement is about an action, by its letters.
func speaksOf(s *policy.Statement, action string) bool {
	name := glob.Lower(strings.TrimSuffix(action, "*"))
	matches := func(list *policy.Patterns) bool {
		return list.Wild || slices.ContainsFunc(list.List, func(e *policy.Pattern) bool { return e.Glob.HasOpaque() || e.Glob.Match(name, nil) })
	}
	if s.Action != nil {
		return matches(s.Action)
	}
	return s.NotAction != nil && !matches(s.NotAction)
}

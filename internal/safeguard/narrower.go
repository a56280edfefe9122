// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

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

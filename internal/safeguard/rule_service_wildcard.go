// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// serviceWildcard: a principal breaks it when, for some service with resources
// that can be named, it may do on resources that no policy names an action that
// nobody names, and at least half of the actions that AWS has today, so that a
// Deny which leaves little over counts. What AWS itself grants its services is
// left out; see chosen.
var _ = register(&Rule{
	Name:     "service-wildcard",
	Title:    "Every action of a service on every resource",
	Severity: high,
	Description: "A service granted as a whole holds reading, writing, deleting and opening to others in one grant, and the actions that AWS will add. " +
		"Nobody needs all of them for one purpose.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)", "164.502(b)", "164.514(d)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Name the actions that are needed, and the resources.",
	Bad: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::uploads/*" }]
  })
}`,
	here: func(c *checker, v *violation) string { return c.someActions(v) },
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range c.holders(side) {
			whole, answer, doubt := wholeServices(chosen(p).Access())
			if len(whole) == 0 {
				if doubt.Result == decide.Undetermined {
					c.unsure(side, "service-wildcard", p, doubt)
				}
				continue
			}
			var all decide.Question
			for _, prefix := range whole {
				q := anyActionOf(prefix)
				all.Actions, all.Resources = append(all.Actions, q.Actions...), append(all.Resources, q.Resources...)
			}
			v := accessViolation(p, all, answer, nil)
			which := " (" + join(whole) + ")"
			if v.sensitive {
				which = ""
			}
			v.message = fmt.Sprintf("%s do every action of a service on every resource%s%s.%s", may(p), which, by(p, v.grants), notLimiting(p))
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		if sameMeaning(before, after) {
			return false
		}
		whole, _, _ := wholeServices(chosen(after.principal).Access())
		return slices.ContainsFunc(whole, func(prefix string) bool {
			q := anyActionOf(prefix)
			q.Actions = []string{prefix + ":*"} // a Deny of some may be what is gone
			return allowsMore(before, after, q)
		})
	},
})

// anyActionOf asks for an action of a service that nobody names, on resources of
// the service that nobody names.
func anyActionOf(prefix string) decide.Question {
	q := decide.Question{Actions: []string{prefix + ":" + decide.Fresh}}
	s, ok := reference.LookupService(prefix)
	if !ok {
		return q
	}
	for _, a := range s.Actions {
		if len(a.Resources) == 0 {
			continue
		}
		for _, r := range decide.AnyResource(s.Prefix + ":" + a.Name) {
			if !slices.Contains(q.Resources, r) {
				q.Resources = append(q.Resources, r)
			}
		}
	}
	return q
}

// wholeServices lists the services that an access holds as a whole, with the
// answer for the first and, where one could not be told, that answer.
func wholeServices(a *decide.Access) (whole []string, first, doubt decide.Answer) {
	// only a pattern reaches an action that nobody names
	patterns, all := allowPatterns(a)
	patterns = slices.DeleteFunc(patterns, func(g *glob.Glob) bool { _, literal := g.IsLiteral(); return literal })
	if len(patterns) == 0 && !all {
		return nil, first, doubt
	}
	conditions, told := untold(a), actionPatterns(a)
	for _, prefix := range reference.Services() {
		if !all && !meetsSome(patterns, prefix+":"+decide.Fresh) {
			continue
		}
		q := anyActionOf(prefix)
		if len(q.Resources) == 0 {
			continue
		}
		q.Conditions = conditions
		answer := decide.Grants(a, q, yesOrNo)
		switch {
		case answer.Result == decide.Undetermined:
			doubt = answer
		case answer.Result == decide.Yes && mostOf(a, told, prefix):
			if len(whole) == 0 {
				first = answer
				if w := decide.Grants(a, decide.Question{Actions: []string{prefix + ":*"}, Resources: q.Resources, Conditions: conditions}, decide.Options{}); w.Result == decide.Yes {
					first = w
				}
			}
			whole = append(whole, prefix)
		}
	}
	return whole, first, doubt
}

// mostOf reports whether at least half of a service's actions that take resources
// are allowed on ones that nobody names. Actions that the documents do not tell
// from one that nobody names need not be asked for; patterns are theirs.
func mostOf(a *decide.Access, patterns []*glob.Glob, prefix string) bool {
	s, ok := reference.LookupService(prefix)
	if !ok {
		return false
	}
	patterns = patternsWithin(patterns, prefix)
	everywhere := onEvery(a)
	unnamed := glob.Lower(prefix + ":" + decide.Fresh)
	var actions []string
	for _, action := range s.Actions {
		if len(action.Resources) > 0 {
			actions = append(actions, s.Prefix+":"+action.Name)
		}
	}
	allowed := 0
	for i, name := range actions {
		if left := len(actions) - i; 2*allowed >= len(actions) || 2*(allowed+left) < len(actions) {
			break
		}
		same := everywhere && !toldApart(patterns, glob.Lower(name), unnamed)
		if same || decide.Grants(a, decide.Question{Actions: []string{name}, Resources: decide.AnyResource(name)}, yesOrNo).Result == decide.Yes {
			allowed++
		}
	}
	return 2*allowed >= len(actions)
}

// onEvery reports whether all statements are for every resource, so that what
// holds of one type of resource holds of each.
func onEvery(a *decide.Access) bool {
	for _, d := range a.All() {
		for _, s := range d.Statements {
			if s.Resource == nil || !slices.ContainsFunc(s.Resource.Texts(), func(t policy.Text) bool { return t.Value == "*" }) {
				return false
			}
		}
	}
	return true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// byStatement returns what one statement by itself gives a principal, after all
// of its denies and its boundary.
func byStatement(p *account.Principal, g grant) *decide.Access {
	access := p.Access()
	access.Identity = nil
	for _, a := range p.All() {
		if a.Document.Policy == nil {
			continue
		}
		d := *a.Document.Policy
		d.Statements = slices.DeleteFunc(slices.Clone(d.Statements), func(s *policy.Statement) bool {
			return s.Effect == policy.Allow && (a.Document != g.attachment.Document || s != g.statement)
		})
		if len(d.Statements) > 0 {
			access.Identity = append(access.Identity, &d)
		}
	}
	return access
}

// statementRule finds principals with an Allow statement of some form which, by
// itself, gives them what ask asks about.
type statementRule struct {
	rule string
	form func(s *policy.Statement) bool
	ask  func(s *policy.Statement) []decide.Question
	says string
}

func (r *statementRule) find(c *checker, side *account.Account) []*violation {
	var out []*violation
	for _, p := range c.holders(side) {
		var grants []grant
		var first, doubt decide.Answer
		var asked decide.Question
		for _, a := range chosen(p).All() {
			if a.Document.Policy == nil {
				continue
			}
			for _, s := range a.Document.Policy.Statements {
				if s.Effect != policy.Allow || !r.form(s) {
					continue
				}
				g := grant{attachment: a, statement: s}
				access := byStatement(p, g)
				for _, q := range r.ask(s) {
					answer := decide.Grants(access, q, decide.Options{})
					if answer.Result == decide.Undetermined {
						doubt = answer
					}
					if answer.Result != decide.Yes {
						continue
					}
					if first.Result != decide.Yes {
						first = answer
					}
					asked.Actions = append(asked.Actions, q.Actions...)
					asked.Resources = append(asked.Resources, q.Resources...)
					grants = append(grants, g)
					break
				}
			}
		}
		switch {
		case len(grants) > 0:
			v := accessViolation(p, asked, first, func([]grant) []grant { return grants })
			v.message = may(p) + " " + r.says + by(p, v.grants) + "." + notLimiting(p)
			out = append(out, v)
		case doubt.Result == decide.Undetermined:
			c.unsure(side, r.rule, p, doubt)
		}
	}
	return out
}

// worse reports whether a statement of the form gives something that the
// principal could not do before.
func (r *statementRule) worse(_ *checker, before, after *violation) bool {
	if sameMeaning(before, after) {
		return false
	}
	for _, g := range after.grants {
		access := byStatement(after.principal, g)
		for _, q := range r.ask(g.statement) {
			if decide.NewAccess(before.principal.Access(), access, q, yesOrNo).Result != decide.No {
				return true
			}
		}
	}
	return false
}

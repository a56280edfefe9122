// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// granted lists what after allows that before does not.
func granted(before, after *account.Principal) []Grant {
	out := []Grant{}
	if after == nil {
		return out
	}
	old, now := before.Access(), newLimits(after)
	had := allowedBefore(old, now.access)
	for _, a := range after.All() {
		d := a.Document.Policy
		if d == nil {
			continue
		}
		var found []Grant
		for _, s := range d.Statements {
			if s.Effect == policy.Allow && !had[s] {
				g := &granter{old: old, after: after, limits: now, holder: a.Document, doc: d, statement: s}
				found = append(found, g.grants()...)
			}
		}
		if a.Document.Sensitive && len(found) > 0 {
			found = []Grant{{Action: hidden, Resource: hidden, Condition: hidden, Kind: "access"}}
		}
		out = append(out, found...)
	}
	return append(dedupe(out), newlyTrusted(before, after)...)
}

const hidden = "(sensitive value)"

// dedupe drops what two documents grant alike.
func dedupe(list []Grant) []Grant {
	out := []Grant{}
	for _, g := range list {
		if !slices.ContainsFunc(out, func(o Grant) bool {
			return o.Action == g.Action && o.Resource == g.Resource && o.Condition == g.Condition
		}) {
			out = append(out, g)
		}
	}
	return out
}

// maxParts is how finely a statement is taken apart; beyond that its actions
// are told by service, and those of a policy of AWS's own by its name.
const maxParts = 60

// granter takes one statement apart and asks what each part newly gives, after
// every deny and limit that bears on the principal now.
type granter struct {
	old       *decide.Access
	after     *account.Principal
	limits    *limits
	holder    *account.Document
	doc       *policy.Document
	statement *policy.Statement
	// whole is the answer for all of the statement.
	whole decide.Answer
}

// limits is what bears on every part of every statement of a principal.
type limits struct {
	access *decide.Access
	// denies are the identity documents without their allows.
	denies []*policy.Document
	// bounded: there is a boundary that can be shown. Its allows are told apart by
	// action and resource in parts.
	bounded        bool
	allows, parts  []*policy.Statement
	boundaryDenies *policy.Document
}

func newLimits(p *account.Principal) *limits {
	l := &limits{access: p.Access()}
	for _, d := range l.access.Identity {
		if slices.ContainsFunc(d.Statements, func(s *policy.Statement) bool { return s.Effect == policy.Deny }) {
			l.denies = append(l.denies, deniesOf(d))
		}
	}
	b := p.Boundary
	if b.State != account.BoundaryPresent || b.Document.Policy == nil || b.Document.Sensitive {
		return l
	}
	l.bounded, l.boundaryDenies = true, deniesOf(b.Document.Policy)
	for _, s := range b.Document.Policy.Statements {
		switch {
		case s.Effect != policy.Allow:
			continue
		case s.Action == nil || s.Resource == nil || len(s.Action.List)*len(s.Resource.List) > maxParts:
			l.parts = append(l.parts, s)
		default:
			for _, action := range s.Action.Each() {
				for _, resource := range s.Resource.Each() {
					one := *s
					one.Action, one.Resource = action, resource
					l.parts = append(l.parts, &one)
				}
			}
		}
		l.allows = append(l.allows, s)
	}
	return l
}

// part is a part of a statement, and the part of the boundary that lets it
// through; nil where there is no boundary.
type part struct {
	allow, limit *policy.Statement
}

func (g *granter) grants() []Grant {
	if g.whole = g.ask(part{allow: g.statement}); g.whole.Result == decide.No {
		return nil
	}
	actions, resources := g.statement.Action.Each(), g.statement.Resource.Each()
	if len(actions)*len(resources) > maxParts {
		resources = []*policy.Patterns{g.statement.Resource}
		if g.holder.Known == account.KnownManaged && len(actions) > maxParts {
			return g.grant(part{allow: g.statement}, fmt.Sprintf("%d actions of the AWS managed policy %s", len(actions), g.holder.Name))
		}
		actions = g.statement.Action.ByService()
	}
	var out []Grant
	for _, action := range actions {
		for _, resource := range resources {
			if neverApplies(action, resource) {
				continue
			}
			s := *g.statement
			if s.Action != nil {
				s.Action = action
			}
			if s.Resource != nil {
				s.Resource = resource
			}
			out = append(out, g.limited(&s)...)
		}
	}
	return out
}

// neverApplies reports whether an action never is asked for on a resource, such
// as s3:GetObject on a bucket: the pair grants nothing.
func neverApplies(action, resource *policy.Patterns) bool {
	return action != nil && resource != nil && len(action.List) == 1 && len(resource.List) == 1 && !decide.Applies(action.List[0], resource.List[0])
}

// limited tells a part by what the boundary lets through of it.
func (g *granter) limited(s *policy.Statement) []Grant {
	if !g.limits.bounded {
		return g.grant(part{allow: s}, "")
	}
	parts := g.limits.parts
	if s.Action == nil || s.Resource == nil {
		parts = g.limits.allows
	}
	var out []Grant
	for _, l := range parts {
		if apart(s, l) && !short(s.Resource) && !short(l.Resource) {
			continue
		}
		out = append(out, g.grant(part{allow: s, limit: l}, "")...)
	}
	return out
}

// grant describes one part, if it newly gives anything.
func (g *granter) grant(p part, action string) []Grant {
	answer := g.ask(p)
	if answer.Result == decide.No {
		return nil
	}
	limit := func(pick func(*policy.Statement) *policy.Patterns) *policy.Patterns {
		if p.limit == nil {
			return nil
		}
		return pick(p.limit)
	}
	out := Grant{
		Kind:      "access",
		Action:    g.narrower(p.allow.Action, p.allow.NotAction, limit(func(s *policy.Statement) *policy.Patterns { return s.Action })),
		Resource:  g.narrower(p.allow.Resource, p.allow.NotResource, limit(func(s *policy.Statement) *policy.Patterns { return s.Resource })),
		Condition: g.conditions(p),
		Except:    g.except(p),
	}
	if action != "" {
		out.Action = action
	}
	if w := answer.Witness; w != nil {
		out.Witness = newWitness(g.after.Requester(), w.Action, w.Resource, w.Context)
	}
	return []Grant{out}
}

// narrower writes an element, or where the boundary's is narrower that one.
func (g *granter) narrower(is, not, limit *policy.Patterns) string {
	own := elementText(g.doc, is, not)
	if limit == nil {
		return own
	}
	theirs := elementText(g.after.Boundary.Document.Policy, limit, nil)
	switch {
	case covers(limit, is):
		return own
	case covers(is, limit):
		return theirs
	}
	return own + " within " + theirs
}

// covers reports whether each entry of b lies within some entry of a.
func covers(a, b *policy.Patterns) bool {
	if a == nil || b == nil {
		return false
	}
	for _, inner := range b.List {
		if !slices.ContainsFunc(a.List, func(outer *policy.Pattern) bool { return glob.Covers(outer.Glob, inner.Glob) }) {
			return false
		}
	}
	return true
}

// conditions writes what a part depends on: its own conditions and those of the
// boundary.
func (g *granter) conditions(p part) string {
	out := conditionText(g.doc, p.allow)
	if p.limit == nil {
		return out
	}
	limit := conditionText(g.after.Boundary.Document.Policy, p.limit)
	if out != "" && limit != "" && out != limit {
		return out + "; " + limit
	}
	return cmp.Or(out, limit)
}

// except writes what denies take away of a part.
func (g *granter) except(p part) string {
	var out []string
	add := func(s string) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, d := range g.denying() {
		for _, s := range d.Statements {
			if s.Effect != policy.Deny || apart(p.allow, s) || p.limit != nil && apart(p.limit, s) {
				continue
			}
			if d == sensitive {
				add(hidden)
				continue
			}
			text := elementText(d, s.Action, s.NotAction) + " on " + elementText(d, s.Resource, s.NotResource)
			if c := conditionText(d, s); c != "" {
				text += " if " + c
			}
			add(text)
		}
	}
	return strings.Join(out, "; ")
}

// sensitive stands for a document whose denies are not to be shown.
var sensitive = &policy.Document{Statements: []*policy.Statement{{}}}

// denying lists the documents that may take something away.
func (g *granter) denying() []*policy.Document {
	var out []*policy.Document
	add := func(d *account.Document) {
		switch {
		case d.Policy == nil:
		case d.Sensitive && slices.ContainsFunc(d.Policy.Statements, func(s *policy.Statement) bool { return s.Effect == policy.Deny }):
			out = append(out, sensitive)
		default:
			out = append(out, d.Policy)
		}
	}
	for _, a := range g.after.All() {
		add(a.Document)
	}
	if g.after.Boundary.State == account.BoundaryPresent {
		add(g.after.Boundary.Document)
	}
	return out
}

// apart reports whether two statements are plainly about different requests.
func apart(a, b *policy.Statement) bool {
	return disjoint(a.Action, b.Action) || disjoint(a.Resource, b.Resource)
}

// short reports whether an entry may be read as more than its text says.
func short(e *policy.Patterns) bool {
	return e != nil && (e.Wild || slices.ContainsFunc(e.List, func(p *policy.Pattern) bool { return p.Short != nil }))
}

func disjoint(a, b *policy.Patterns) bool {
	if a == nil || b == nil {
		return false
	}
	for _, x := range a.List {
		for _, y := range b.List {
			if !glob.Disjoint(x.Glob, y.Glob) {
				return false
			}
		}
	}
	return true
}

// ask asks what a part gives that was not allowed before, after every deny and
// limit that bears on the principal now.
func (g *granter) ask(p part) decide.Answer {
	access := *g.limits.access
	one := *g.doc
	one.Statements = []*policy.Statement{p.allow}
	access.Identity = append([]*policy.Document{&one}, g.limits.denies...)
	if p.limit != nil {
		limit := *g.limits.boundaryDenies
		limit.Statements = append(slices.Clip(limit.Statements), p.limit)
		access.Boundary = &limit
	}
	if w := g.whole.Witness.Vary(g.old, &access, sole(p.allow.Action), sole(p.allow.Resource)); w != nil {
		return decide.Answer{Result: decide.Yes, Witness: w}
	}
	return decide.NewAccess(g.old, &access, toldApart, decide.Options{})
}

// sole returns the only entry of an element, or nil.
func sole(e *policy.Patterns) *policy.Pattern {
	if e == nil || len(e.List) != 1 {
		return nil
	}
	return e.List[0]
}

// toldApart leaves out what every principal may do, whatever its policies say.
// Source: AWS STS API reference, GetCallerIdentity.
var toldApart = decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}

// deniesOf is a document without its allows.
func deniesOf(d *policy.Document) *policy.Document {
	out := *d
	out.Statements = slices.DeleteFunc(slices.Clone(d.Statements), func(s *policy.Statement) bool { return s.Effect == policy.Allow })
	return &out
}

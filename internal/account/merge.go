// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Merge adds to one side of a plan what lives outside of it: the principals of
// the accounts given, with their policies and boundaries.
//
//   - A managed policy that is not at hand in the plan becomes so, as an attached
//     policy and as a boundary.
//   - What the plan's resources say wins over what is said outside of the same
//     principal or policy: its trust policy, boundary, tags, and its text.
//   - What is attached outside to a principal of the plan bears on it as well, and
//     so do the groups that a user is in.
//   - A principal that the plan only speaks of becomes known.
//   - Stores and identity providers are added by their ARN. Trails and password
//     policies are the plan's alone.
//
// Of several accounts that tell of the same thing the first wins. Principals from
// outside have no address and no resource that speaks of them: Outside is set, At
// is empty. The accounts given stay as they are; parts of them are shared.
//
// For both sides of a change use [Change.Merge]: what the plan takes away stands
// outside still, since the account was described before.
func Merge(plan *Account, outside ...*Account) *Account {
	return merge(plan, outside, nil)
}

// merge is Merge; rest says which parts of the accounts outside the plan managed
// before, and is nil where that does not matter.
func merge(plan *Account, outside []*Account, rest *remainder) *Account {
	outside = slices.DeleteFunc(slices.Clone(outside), func(a *Account) bool { return a == nil })
	if plan == nil {
		plan = &Account{}
	}
	if len(outside) == 0 {
		return plan
	}
	m := &merger{
		rest: rest, plan: plan, outside: outside, texts: map[string]*Document{}, missing: map[string]*Document{},
		kinds: map[documentKey]*Document{}, documents: map[*Document]*Document{}, principals: map[*Principal]*Principal{},
		names: namesOf(outside), people: people{}, defined: map[*Principal]bool{}, gives: map[*Principal][]*Principal{}, own: map[*Document]bool{},
		out: &Account{
			Trails: plan.Trails, PasswordPolicy: plan.PasswordPolicy, Resources: plan.Resources, Guardrails: plan.Guardrails, SCP: plan.SCP,
			Stores: slices.Clone(plan.Stores), Providers: slices.Clone(plan.Providers),
		},
	}
	m.collect()
	m.join()
	for _, p := range m.out.Principals {
		m.complete(p)
	}
	m.list()
	m.resources()
	slices.SortStableFunc(m.out.Principals, func(a, b *Principal) int { return strings.Compare(a.Key(), b.Key()) })
	return m.out
}

type merger struct {
	rest    *remainder
	plan    *Account
	outside []*Account
	out     *Account
	// texts are the managed policies at hand by ARN, the plan's own first;
	// missing those that nobody has.
	texts, missing map[string]*Document
	kinds          map[documentKey]*Document
	// documents and principals lead from what was given to what stands for it.
	documents  map[*Document]*Document
	principals map[*Principal]*Principal
	// names are those of the accounts outside, people the principals of the result,
	// own the documents of the plan.
	names  names
	people people
	own    map[*Document]bool
	// defined are principals that an account outside describes, and gives the
	// principals there that each of the result stands for.
	defined map[*Principal]bool
	gives   map[*Principal][]*Principal
}

type documentKey struct {
	arn       string
	kind      policy.Kind
	sensitive bool
}

// all calls f for every document of an account, those of boundaries included.
func (a *Account) all(f func(*Document)) {
	for _, d := range a.Documents {
		f(d)
	}
	for _, p := range a.Principals {
		for _, at := range p.Identity {
			f(at.Document)
		}
		if p.Boundary.Document != nil {
			f(p.Boundary.Document)
		}
	}
}

// collect finds out which managed policies are at hand.
func (m *merger) collect() {
	add := func(accounts []*Account, wanted func(*Document) bool) {
		for _, a := range accounts {
			a.all(func(d *Document) {
				if d.Managed && d.ARN != "" && m.texts[d.ARN] == nil && wanted(d) {
					m.texts[d.ARN] = d
				}
			})
		}
	}
	m.plan.all(func(d *Document) { m.own[d] = true })
	plan := []*Account{m.plan}
	add(plan, func(d *Document) bool { return d.Address != "" })
	known := func(d *Document) bool { return d.Policy != nil && !m.rest.gone(d.ARN) }
	// What the account holds is more current than the text that is embedded.
	add(m.outside, func(d *Document) bool { return known(d) && d.Known != KnownManaged })
	add(plan, known)
	add(m.outside, known)
	for _, a := range append(plan, m.outside...) {
		a.all(func(d *Document) {
			if d.NotAtHand && m.missing[d.ARN] == nil {
				m.missing[d.ARN] = d
			}
		})
	}
}

// document returns what stands for a document in the result; nil where the plan
// has taken it away.
func (m *merger) document(d *Document, outside bool) *Document {
	if d == nil || !outside && d.Address != "" {
		return d
	}
	if out, ok := m.documents[d]; ok {
		return out
	}
	out := d
	switch best := m.texts[d.ARN]; {
	case !d.Managed || d.ARN == "":
		if outside {
			out = here(d)
		}
	case best != nil:
		out = m.as(best, d.Kind, d.Sensitive)
	case outside && m.rest.gone(d.ARN):
		out = nil
	case outside && m.missing[d.ARN] != nil && m.missing[d.ARN].Kind == d.Kind:
		out = here(m.missing[d.ARN])
	}
	m.documents[d] = out
	return out
}

// here is a document from outside as it stands in the result: without an address,
// which would be of another configuration.
func here(d *Document) *Document {
	if d.Address == "" && d.PreviousAddress == "" {
		return d
	}
	c := *d
	c.Address, c.PreviousAddress = "", ""
	return &c
}

// as returns a managed policy read as another kind. A name that the plan marks
// sensitive stays so when its text becomes known.
func (m *merger) as(d *Document, kind policy.Kind, sensitive bool) *Document {
	sensitive = sensitive || d.Sensitive
	mine := m.own[d]
	if d.Kind == kind && d.Sensitive == sensitive && (mine || d.Address == "") {
		return d
	}
	key := documentKey{d.ARN, kind, sensitive}
	if c := m.kinds[key]; c != nil {
		return c
	}
	c := *d
	if !mine {
		c.Address, c.PreviousAddress = "", ""
	}
	c.Kind, c.Sensitive = kind, sensitive
	if d.Policy != nil && d.Policy.Kind != kind {
		text := *d.Policy
		text.Kind = kind
		c.Policy = &text
	}
	m.kinds[key] = &c
	return &c
}

// join finds the principals that are the same.
func (m *merger) join() {
	for _, p := range m.plan.Principals {
		c := *p
		m.principals[p] = &c
		m.out.Principals = append(m.out.Principals, &c)
		m.people.add(&c)
	}
	for _, a := range m.outside {
		for _, p := range a.Principals {
			m.add(p)
		}
	}
}

// add puts a principal from outside into the result, or to the one that it is.
func (m *merger) add(p *Principal) {
	if p.Name == "" && p.ARN == "" {
		return // nobody could tell who it is
	}
	at := m.people.find(p, m.names)
	switch {
	case at == nil && m.rest.managed(p):
		return // the plan takes it away
	case at == nil:
		c := *p
		c.Address, c.PreviousAddress, c.At, c.PreviousAt, c.Outside = "", "", "", "", true
		c.Identity, c.Groups = nil, nil
		c.Trust = m.document(p.Trust, true)
		m.defined[&c] = p.ARN != ""
		m.out.Principals = append(m.out.Principals, &c)
		m.people.add(&c)
		at = &c
	case at.Address != "":
		if at.Usage == nil {
			at.Usage = p.Usage
		}
	case !m.defined[at] && p.ARN != "" && at.Trust == nil:
		// The plan, or another account, only speaks of it.
		m.defined[at] = true
		at.ARN, at.Account, at.Path, at.Tags, at.Session, at.Usage = p.ARN, p.Account, p.Path, p.Tags, p.Session, p.Usage
		at.Trust, at.Boundary = m.document(p.Trust, true), p.Boundary
		at.AccessKeys, at.Login = p.AccessKeys, p.Login
	}
	if at.SignIn == nil {
		at.SignIn = p.SignIn
	}
	m.principals[p] = at
	m.gives[at] = append(m.gives[at], p)
}

// complete fills in what bears on a principal of the result.
func (m *merger) complete(p *Principal) {
	attachments, groups := p.Identity, p.Groups
	p.Identity, p.Groups = nil, nil
	for _, at := range attachments {
		at.Document = m.document(at.Document, false)
		p.Identity = append(p.Identity, at)
	}
	for _, g := range groups {
		m.enter(p, g.Group, g.Address)
	}
	for _, o := range m.gives[p] {
		for _, at := range o.Identity {
			// What nobody knew of a group is known now.
			if at.Document.Undetermined != nil && at.Document.Policy == nil && o.ARN == "" && (m.defined[p] || p.Address != "") {
				continue
			}
			if d := m.document(at.Document, true); d != nil && !m.rest.given(p, d) && !holds(p, d) {
				p.Identity = append(p.Identity, Attachment{Document: d})
			}
		}
		for _, g := range o.Groups {
			if !m.rest.entered(p, g.Group) {
				m.enter(p, g.Group, "")
			}
		}
	}
	// The plan knows the boundaries of its own principals, but for their texts.
	if b := &p.Boundary; m.defined[p] || b.State == BoundaryNotAtHand || b.State == BoundaryPresent && b.Document.Known == KnownManaged {
		m.limit(b)
	}
}

// enter puts a user into a group of the result, once.
func (m *merger) enter(p, given *Principal, address string) {
	group := m.principals[given]
	if group == nil {
		group = m.people.find(given, m.names)
	}
	if group == nil || slices.ContainsFunc(p.Groups, func(g Membership) bool { return g.Group == group }) {
		return
	}
	p.Groups = append(p.Groups, Membership{Group: group, Address: address})
}

// holds reports whether a policy bears on a principal already, or an inline policy
// of its name.
func holds(p *Principal, d *Document) bool {
	return slices.ContainsFunc(p.Identity, func(at Attachment) bool {
		e := at.Document
		return e == d || d.Managed && e.Managed && d.ARN != "" && e.ARN == d.ARN || !d.Managed && !e.Managed && d.Name != "" && e.Name == d.Name
	})
}

// limit completes a boundary with its document.
func (m *merger) limit(b *Boundary) {
	if b.ARN == "" || b.State != BoundaryNotAtHand && b.State != BoundaryPresent {
		return
	}
	best := m.texts[b.ARN]
	switch {
	case best == nil:
		if m.rest.gone(b.ARN) {
			b.State, b.Document = BoundaryNotAtHand, nil
		}
	case best.Policy == nil:
		b.State, b.Document, b.Address = BoundaryUnknown, nil, best.Address
	default:
		b.State, b.Document = BoundaryPresent, m.as(best, policy.Boundary, b.Sensitive)
		b.Address = b.Document.Address
	}
}

// list lists the documents: those of the plan, then what is attached or managed
// outside.
func (m *merger) list() {
	seen := map[*Document]bool{nil: true}
	add := func(d *Document) {
		if !seen[d] {
			seen[d] = true
			m.out.Documents = append(m.out.Documents, d)
		}
	}
	for _, d := range m.plan.Documents {
		add(m.document(d, false))
	}
	used := map[*Document]bool{}
	for _, p := range m.out.Principals {
		used[p.Trust] = true
		for _, at := range p.Identity {
			used[at.Document] = true
		}
	}
	for _, a := range m.outside {
		for _, d := range a.Documents {
			if c := m.document(d, true); d.Managed || used[c] {
				add(c)
			}
		}
	}
}

// resources adds stores and identity providers.
func (m *merger) resources() {
	seen := map[string]bool{"": true}
	for _, s := range m.plan.Stores {
		seen[s.ARN] = true
	}
	for _, p := range m.plan.Providers {
		seen[p.ARN] = true
	}
	for _, a := range m.outside {
		for _, s := range a.Stores {
			if !seen[s.ARN] {
				seen[s.ARN] = true
				c := *s
				c.Address = ""
				m.out.Stores = append(m.out.Stores, &c)
			}
		}
		for _, p := range a.Providers {
			if !seen[p.ARN] {
				seen[p.ARN] = true
				c := *p
				c.Address = ""
				m.out.Providers = append(m.out.Providers, &c)
			}
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"maps"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// state is the part of the requests that is still under search: a product of
// actions, resources and keys, with boxes that have to fail and choices open.
type state struct {
	actions, resources cells
	keys               map[string][]literal
	pending            []*box
	ors                []*formula
	grounded           bool // some box has to hold
	// taken are the boxes of which it is not known whether they hold, and which this
	// state takes to hold. The same box is the same unknown everywhere.
	taken []*box
	// hint says why the state may hold less than the boxes that led to it.
	hint string
}

// node takes one node of the search from the budget and reports whether none is
// left; run says so in the answer.
func (sp *space) node(st *state) bool {
	for _, ops := range []int{512, 16 * len(st.pending), 16 * len(st.ors), 32 * len(st.keys)} {
		sp.budget.Spend(ops)
	}
	return sp.budget.Spent()
}

// clone returns a copy for one branch. Lists are appended to at their end only, and
// one branch after the other is done, so they may share their room.
func (st *state) clone() *state {
	out := *st
	out.keys = maps.Clone(st.keys)
	return &out
}

// holds reports whether a condition is among those that have to hold.
func (st *state) holds(c *constraint) bool {
	return slices.ContainsFunc(st.keys[c.key], func(l literal) bool { return l.want && l.c.id == c.id })
}

// constrain adds a condition that has to hold or to fail, and reports whether
// its key still can.
func (s *search) constrain(st *state, c *constraint, want bool) bool {
	if want && st.holds(c) {
		return true
	}
	st.keys[c.key] = append(st.keys[c.key], literal{c: c, want: want})
	return s.keys.solve(c.key, st.keys[c.key]) != nil
}

// narrow lets a box hold: every dimension is cut down to it.
func (s *search) narrow(st *state, b *box) bool {
	if b.principal != nil && b.principal(s.who.principal) == policy.False {
		return false
	}
	st.grounded = true
	if hint := s.open(b); hint != "" { // what is open is taken to match anything
		st.taken = append(st.taken, b)
		st.hint = hint
	}
	if !b.openActions || b.notActions { // what is known to be left out is left out
		st.actions = s.cut(st.actions, b.actions, b.notActions)
		if len(st.actions) == 0 {
			return false
		}
	}
	if b.resources != nil && (!b.openResources || b.notResources) {
		st.resources = s.cut(st.resources, b.resources, b.notResources)
		if len(st.resources) == 0 {
			return false
		}
	}
	for _, c := range b.conditions {
		if !s.constrain(st, c, true) {
			return false
		}
	}
	return true
}

// open says why it is not known whether a box holds, or nothing.
func (s *search) open(b *box) string {
	if b.unsure == "" && b.principal != nil && b.principal(s.who.principal) == policy.Unknown {
		return unknownPrincipal
	}
	return b.unsure
}

func (s *search) cut(in cells, with *glob.Set, negated bool) cells {
	if negated {
		return s.sp.subtract(in, with)
	}
	return s.sp.intersect(in, with)
}

// apart reports that a box holds nowhere in the state, by what is quick to see.
func (s *search) apart(st *state, b *box) bool {
	if b.principal != nil && b.principal(s.who.principal) == policy.False {
		return true
	}
	if !b.notActions && !b.openActions && !s.sp.meets(st.actions, b.actions) || b.notActions && s.sp.covered(st.actions, b.actions) {
		return true
	}
	if b.resources != nil && (!b.notResources && !b.openResources && !s.sp.meets(st.resources, b.resources) || b.notResources && s.sp.covered(st.resources, b.resources)) {
		return true
	}
	for _, c := range b.conditions {
		if lits := st.keys[c.key]; len(lits) > 0 && !st.holds(c) {
			if s.keys.solve(c.key, append(lits[:len(lits):len(lits)], literal{c: c, want: true})) == nil {
				return true
			}
		}
	}
	return false
}

// inside reports that a box holds everywhere in the state, by what is quick to see.
func (s *search) inside(st *state, b *box) bool {
	if b.principal != nil && b.principal(s.who.principal) == policy.False {
		return false
	}
	if s.open(b) != "" {
		return slices.Contains(st.taken, b)
	}
	for _, c := range b.conditions {
		if !st.holds(c) {
			return false
		}
	}
	if b.notActions || !s.sp.covered(st.actions, b.actions) {
		return false
	}
	return b.resources == nil || !b.notResources && s.sp.covered(st.resources, b.resources)
}

// covered reports that every text of the cells is in the set, by single globs.
func (sp *space) covered(in cells, with *glob.Set) bool {
	for _, c := range in {
		if !slices.ContainsFunc(c.must, func(m *glob.Glob) bool { return with.Covers(m, &sp.budget) }) {
			return false
		}
	}
	return true
}

// choice removes an open choice and returns its alternatives.
func (st *state) choice(f *formula) []*formula {
	st.ors = slices.DeleteFunc(slices.Clone(st.ors), func(g *formula) bool { return g == f })
	return f.subs
}

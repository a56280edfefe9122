// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// state is the part of the requests that is still under search: a product of
// actions, resources and keys, with boxes that have to fail and choices open.
type state struct {
	actions, resources cells
	keys               map[string][]literal
	held               map[string]bool // ids of constraints that have to hold
	pending            []*box
	ors                []*formula
	grounded           bool // some box has to hold
	// taken says, of boxes of which it is not known whether they hold, what this
	// state takes them for. The same box is the same unknown everywhere.
	taken map[*box]taking
	// hint says why the state may hold less than the boxes that led to it.
	hint string
}

// node takes one node of the search from the budget and reports whether none is
// left; run says so in the answer.
func (sp *space) node(st *state) bool {
	sp.budget.Spend(512 + 16*(len(st.pending)+len(st.ors)+len(st.keys)+len(st.held)))
	return sp.budget.Spent()
}

// taking is what an unknown box is taken for.
type taking uint8

const (
	holding taking = iota + 1
	failing
)

func (st *state) take(b *box, as taking) {
	taken := map[*box]taking{b: as}
	for k, v := range st.taken {
		taken[k] = v
	}
	st.taken = taken
}

func (st *state) clone() *state {
	out := *st
	out.keys = make(map[string][]literal, len(st.keys))
	for k, v := range st.keys {
		out.keys[k] = v[:len(v):len(v)]
	}
	out.held = make(map[string]bool, len(st.held))
	for k := range st.held {
		out.held[k] = true
	}
	out.pending = append([]*box(nil), st.pending...)
	out.ors = append([]*formula(nil), st.ors...)
	return &out
}

// constrain adds a condition that has to hold or to fail, and reports whether
// its key still can.
func (s *search) constrain(st *state, c *constraint, want bool) bool {
	if want {
		if st.held[c.id] {
			return true
		}
		if st.held == nil {
			st.held = map[string]bool{}
		}
		st.held[c.id] = true
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
		if st.taken[b] == failing {
			return false
		}
		st.take(b, holding)
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
		if lits := st.keys[c.key]; len(lits) > 0 && !st.held[c.id] {
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
		return st.taken[b] == holding
	}
	for _, c := range b.conditions {
		if !st.held[c.id] {
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
		ok := false
		for _, m := range c.must {
			ok = ok || with.Covers(m, &sp.budget)
		}
		if !ok {
			return false
		}
	}
	return true
}

// choice removes an open choice and returns its alternatives.
func (st *state) choice(i int) []*formula {
	f := st.ors[i]
	st.ors = append(append([]*formula(nil), st.ors[:i]...), st.ors[i+1:]...)
	return f.subs
}

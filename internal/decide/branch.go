// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"cmp"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// branch tries each alternative in turn.
func (s *search) branch(st *state, alternatives []*formula) bool {
	for _, f := range alternatives {
		if s.solve(st.clone(), f) {
			return true
		}
		if s.sp.budget.Spent() {
			return false
		}
	}
	return false
}

// status is what a formula is in a state.
type status uint8

const (
	open status = iota
	impossible
	certain
)

// simplify drops choices that are settled and alternatives that are impossible.
// It reports whether every choice has some left.
func (s *search) simplify(st *state) bool {
	var kept []*formula
	for _, f := range st.ors {
		switch g := s.left(st, f); {
		case g == nil:
		case len(g.subs) == 0:
			return false
		default:
			kept = append(kept, g)
		}
	}
	st.ors = kept
	return true
}

// left returns what is left of a choice, or nil where it is settled.
func (s *search) left(st *state, f *formula) *formula {
	out := &formula{op: or}
	for _, sub := range f.subs {
		switch s.status(st, sub) {
		case certain:
			return nil
		case open:
			out.subs = append(out.subs, sub)
		}
	}
	return out
}

func (s *search) status(st *state, f *formula) status {
	switch f.op {
	case is:
		if s.apart(st, f.box) {
			return impossible
		}
	case isNot:
		if s.inside(st, f.box) {
			return impossible
		}
		if s.apart(st, f.box) {
			return certain
		}
	case and:
		all := certain
		for _, sub := range f.subs {
			switch s.status(st, sub) {
			case impossible:
				return impossible
			case open:
				all = open
			}
		}
		return all
	case or:
		all := impossible
		for _, sub := range f.subs {
			switch s.status(st, sub) {
			case certain:
				return certain
			case open:
				all = open
			}
		}
		return all
	}
	return open
}

// split goes on with one cell of a dimension at a time. Literal actions or
// resources that no box tells apart are tried once.
func (s *search) split(st *state, actions bool) bool {
	in := st.resources
	if actions {
		in = st.actions
	}
	sets := setsOf(st, actions)
	tried := map[string]bool{}
	for _, c := range in {
		if sig, ok := s.sp.signature(c, sets); ok {
			if tried[sig] {
				continue
			}
			tried[sig] = true
		}
		next := st.clone()
		if actions {
			next.actions = cells{c}
		} else {
			next.resources = cells{c}
		}
		if s.proceed(next) {
			return true
		}
		if s.sp.budget.Spent() {
			return false
		}
	}
	return false
}

// setsOf lists the sets of one dimension that the rest of the search will ask for.
func setsOf(st *state, actions bool) []*glob.Set {
	var out []*glob.Set
	add := func(b *box) {
		with := b.resources
		if actions {
			with = b.actions
		}
		if with != nil {
			out = append(out, with)
		}
	}
	for _, b := range st.pending {
		add(b)
	}
	return out
}

// signature tells which of the sets hold a literal cell's text; ok is false
// where that depends on the value of a variable.
func (sp *space) signature(c *cell, sets []*glob.Set) (string, bool) {
	if len(c.must) != 1 {
		return "", false
	}
	if _, literal := c.must[0].IsLiteral(); !literal {
		return "", false
	}
	sig := make([]byte, len(sets))
	for i, with := range sets {
		with.Meeting(c.must[0], &sp.budget, func(g *glob.Glob) bool {
			sig[i] = '1'
			if g.HasOpaque() {
				sig[i] = '?'
			}
			return sig[i] == '?' // another one may hold it for sure
		})
		if sig[i] == '?' {
			return "", false
		}
	}
	return string(sig), true
}

// way cuts a state down to where a box fails in one dimension.
type way func(st *state)

// failOne chooses the box with the fewest ways to fail and tries each.
func (s *search) failOne(st *state) bool {
	type failing struct {
		at   int
		ways []way
	}
	all := make([]failing, len(st.pending))
	for i, b := range st.pending {
		all[i] = failing{i, s.ways(st, b)}
	}
	least := slices.MinFunc(all, func(a, b failing) int { return cmp.Compare(len(a.ways), len(b.ways)) })
	st.pending = slices.Delete(slices.Clone(st.pending), least.at, least.at+1)
	for _, w := range least.ways {
		next := st.clone()
		w(next)
		if s.proceed(next) {
			return true
		}
		if s.sp.budget.Spent() {
			return false
		}
	}
	return false
}

// ways lists the dimensions in which the box can fail, each with the state cut
// down to where it does.
func (s *search) ways(st *state, b *box) []way {
	var out []way
	if !b.openActions || b.notActions {
		if actions := s.cut(st.actions, b.actions, !b.notActions); len(actions) > 0 {
			out = append(out, func(st *state) { st.actions = actions })
		}
	}
	if b.resources != nil && (!b.openResources || b.notResources) {
		if resources := s.cut(st.resources, b.resources, !b.notResources); len(resources) > 0 {
			out = append(out, func(st *state) { st.resources = resources })
		}
	}
	for _, c := range b.conditions {
		lits := st.keys[c.key]
		if s.keys.solve(c.key, append(lits[:len(lits):len(lits)], literal{c: c})) != nil {
			out = append(out, func(st *state) { s.constrain(st, c, false) })
		}
	}
	if hint := s.open(b); hint != "" { // it may fail by what is not known
		out = append(out, func(st *state) { st.hint = hint })
	}
	return out
}

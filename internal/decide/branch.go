// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"

// branch tries each alternative in turn.
func (s *search) branch(st *state, alternatives []*formula) bool {
	for i, f := range alternatives {
		next := st
		if i < len(alternatives)-1 {
			next = st.clone()
		}
		if s.solve(next, f) {
			return true
		}
		if s.stop() {
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

// simplify drops choices that are settled and alternatives that are impossible,
// and returns the choice with the fewest alternatives, or -1 where none is open.
func (s *search) simplify(st *state) (best int, possible bool) {
	var kept []*formula
	best = -1
	for _, f := range st.ors {
		g := &formula{op: or}
		settled := false
		for _, sub := range f.subs {
			switch s.status(st, sub) {
			case certain:
				settled = true
			case open:
				g.subs = append(g.subs, sub)
			}
			if settled {
				break
			}
		}
		switch {
		case settled:
			continue
		case len(g.subs) == 0:
			return -1, false
		}
		kept = append(kept, g)
		if best < 0 || len(g.subs) < len(kept[best].subs) {
			best = len(kept) - 1
		}
	}
	st.ors = kept
	return best, true
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
		if s.sp.node(next) {
			return false
		}
		if s.proceed(next) {
			return true
		}
		if s.stop() {
			return false
		}
	}
	return false
}

// setsOf lists the sets of one dimension that the rest of the search will ask for.
func setsOf(st *state, actions bool) []*glob.Set {
	seen := map[*glob.Set]bool{}
	var out []*glob.Set
	add := func(b *box) {
		with := b.resources
		if actions {
			with = b.actions
		}
		if with != nil && !seen[with] {
			seen[with] = true
			out = append(out, with)
		}
	}
	for _, b := range st.pending {
		add(b)
	}
	var walk func(f *formula)
	walk = func(f *formula) {
		if f.box != nil {
			add(f.box)
		}
		for _, sub := range f.subs {
			walk(sub)
		}
	}
	for _, f := range st.ors {
		walk(f)
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
		sig[i] = '0'
		open := false
		with.Meeting(c.must[0], &sp.budget, func(g *glob.Glob) bool {
			if g.HasOpaque() {
				open = true
				return true
			}
			sig[i] = '1'
			return false
		})
		if open && sig[i] == '0' {
			return "", false
		}
	}
	return string(sig), true
}

// way cuts a state down to where a box fails in one dimension.
type way func(st *state)

// failOne chooses the box with the fewest ways to fail and tries each. done is
// false where a choice is better taken first.
func (s *search) failOne(st *state, choice bool) (done, found bool) {
	least, at := []way(nil), -1
	for i, b := range st.pending {
		ways := s.ways(st, b)
		if len(ways) == 0 {
			return true, false
		}
		if at < 0 || len(ways) < len(least) {
			least, at = ways, i
		}
		if len(least) == 1 {
			break
		}
	}
	if choice && len(least) > 1 {
		return false, false
	}
	st.pending = append(st.pending[:at:at], st.pending[at+1:]...)
	for _, w := range least {
		next := st.clone()
		w(next)
		if s.sp.node(next) {
			return true, false
		}
		if s.proceed(next) {
			return true, true
		}
		if s.stop() {
			return true, false
		}
	}
	return true, false
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
		if st.held[c.id] {
			continue
		}
		lits := st.keys[c.key]
		if s.keys.solve(c.key, append(lits[:len(lits):len(lits)], literal{c: c})) != nil {
			out = append(out, func(st *state) { s.constrain(st, c, false) })
		}
	}
	if hint := s.open(b); hint != "" && st.taken[b] != holding { // it may fail by what is not known
		out = append(out, func(st *state) {
			st.take(b, failing)
			st.hint = hint
		})
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"cmp"
	"slices"
	"sort"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// search looks for a point of a question's formula.
type search struct {
	q        *question
	compiler *compiler
	sp       *space
	scope    *scope
	keys     *keySolver
	who      *candidate
	witness  *Witness
	unsure   string // the first reason why a No would be no proof
}

func newSearch(q *question, c *compiler, sp *space) *search {
	s := &search{q: q, compiler: c, sp: sp, scope: newScope(q)}
	sp.ask(s.scope.actions, s.scope.resources)
	for _, k := range s.scope.conditions {
		sp.ask(k.Set())
	}
	return s
}

// doubt notes why the absence of a witness proves nothing.
func (s *search) doubt(reason string) {
	if s.unsure == "" {
		s.unsure = reason
	}
}

// run tries each of these principals.
func (s *search) run(candidates []*candidate) Answer {
	if slices.ContainsFunc(candidates, s.ask) {
		return Answer{Result: Yes, Witness: s.witness}
	}
	if s.sp.budget.Spent() {
		s.doubt(outOfBudget) // whatever else was found out is no proof
	}
	if s.unsure != "" {
		return Answer{Result: Undetermined, Reason: s.unsure}
	}
	return Answer{}
}

// ask searches for a request of one principal.
func (s *search) ask(who *candidate) bool {
	if s.sp.budget.Spent() {
		return false
	}
	s.who, s.sp.who = who, who
	s.keys = newKeySolver(s.sp, who)
	st := &state{actions: s.actions(), resources: s.resources(), keys: map[string][]literal{}}
	if len(st.actions) == 0 || len(st.resources) == 0 {
		return false
	}
	for _, k := range s.q.scope.Conditions {
		if !s.constrain(st, s.compiler.constraint(k), true) {
			return false
		}
	}
	return s.solve(st, s.q.formula(s.compiler.as(who, s.q.variables), who.principal))
}

// actions returns the actions that the question is about.
func (s *search) actions() cells {
	in := cells{{must: []*glob.Glob{actionDomain}}}
	if s.who.unowned && s.who.principal.Account != "" {
		in = s.sp.intersect(in, unowned)
	}
	if s.scope.actions != nil {
		in = s.sp.intersect(in, s.scope.actions)
	}
	if s.q.opt.ClosedWorld {
		in = s.sp.knownActions(in)
	}
	return s.sp.subtract(in, s.scope.notActions)
}

func (s *search) resources() cells {
	in := cells{{must: []*glob.Glob{glob.Everything}}}
	if s.scope.resources != nil {
		in = s.sp.intersect(in, s.scope.resources)
	}
	return s.sp.subtract(in, s.scope.notResources)
}

// solve adds a formula that has to hold and searches on. It reports whether a
// confirmed witness was found.
func (s *search) solve(st *state, f *formula) bool {
	all := []*formula{f}
	if f.op == and {
		all = f.subs
	}
	for _, sub := range all {
		switch sub.op {
		case is:
			if !s.narrow(st, sub.box) {
				return false
			}
		case isNot:
			st.pending = append(st.pending, sub.box)
		default:
			st.ors = append(st.ors, sub)
		}
	}
	return s.proceed(st)
}

// proceed takes the next step: what is settled is dropped, and then the search
// branches, on the choice with the fewest alternatives, or on the box with the
// fewest ways to fail.
func (s *search) proceed(st *state) bool {
	if s.sp.node(st) {
		return false
	}
	if !st.grounded && len(st.ors) > 0 {
		return s.branch(st, st.choice(st.ors[0]))
	}
	var kept []*box
	for _, b := range st.pending {
		if s.inside(st, b) {
			return false
		}
		if !s.apart(st, b) {
			kept = append(kept, b)
		}
	}
	st.pending = kept
	if !s.simplify(st) {
		return false
	}
	switch {
	case len(st.ors) > 0:
		return s.branch(st, st.choice(slices.MinFunc(st.ors, func(a, b *formula) int { return cmp.Compare(len(a.subs), len(b.subs)) })))
	case len(st.pending) == 0:
		return s.finish(st)
	case len(st.actions) > 1:
		return s.split(st, true)
	case len(st.resources) > 1:
		return s.split(st, false)
	}
	return s.failOne(st)
}

// finish makes a request of the point and has it confirmed.
func (s *search) finish(st *state) bool {
	w, reason := s.request(st)
	if w != nil {
		s.witness = w
		return true
	}
	s.doubt(reason)
	return false
}

// keyName returns a condition key as some document at hand writes it.
func (s *search) keyName(lower string) string {
	for _, d := range s.q.docs {
		for _, st := range d.Statements {
			for _, c := range st.Conditions {
				if c.LowerKey() == lower {
					return c.Key
				}
			}
		}
	}
	if k, ok := reference.LookupConditionKey(lower); ok && !k.IsTemplate() {
		return k.Name
	}
	return lower
}

// sortedKeys returns the keys in a fixed order, so that witnesses are stable.
func sortedKeys(m map[string][]literal) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"sort"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
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
	failed   int    // points that Evaluate did not confirm
}

// maxFailed bounds how many points are tried before the answer is undetermined.
const maxFailed = 200

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

// run tries each principal that the documents tell apart.
func (s *search) run() Answer {
	for _, who := range s.q.candidates {
		if s.sp.budget.Spent() {
			break
		}
		s.who = who
		s.keys = &keySolver{sp: s.sp, who: who, memo: map[string]*choice{}}
		st := &state{actions: s.actions(), resources: s.resources(), keys: map[string][]literal{}}
		if len(st.actions) == 0 || len(st.resources) == 0 {
			continue
		}
		possible := true
		for _, k := range s.q.scope.Conditions {
			possible = possible && s.constrain(st, s.compiler.constraint(k), true)
		}
		if possible && s.solve(st, s.q.formula(s.compiler.as(who, s.q.variables), who.principal)) {
			return Answer{Result: Yes, Witness: s.witness}
		}
	}
	if s.sp.budget.Spent() {
		s.doubt(outOfBudget) // whatever else was found out is no proof
	}
	if s.unsure != "" {
		return Answer{Result: Undetermined, Reason: s.unsure}
	}
	return Answer{}
}

// actions returns the actions that the question is about.
func (s *search) actions() cells {
	in := cells{{must: []*glob.Glob{actionDomain}}}
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

// solve adds a formula that has to hold and searches on. It reports whether a
// confirmed witness was found.
func (s *search) solve(st *state, f *formula) bool {
	if s.sp.node(st) {
		return false
	}
	switch f.op {
	case is:
		if !s.narrow(st, f.box) {
			return false
		}
	case isNot:
		st.pending = append(st.pending, f.box)
	case or:
		st.ors = append(st.ors, f)
	case and:
		for _, sub := range f.subs {
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
	}
	return s.proceed(st)
}

// proceed takes the next step: what is settled is dropped, what leaves one way
// is followed, and then the search branches.
func (s *search) proceed(st *state) bool {
	if !st.grounded {
		if i := s.firstChoice(st); i >= 0 {
			return s.branch(st, st.choice(i))
		}
	}
	kept := st.pending[:0:0]
	for _, b := range st.pending {
		if s.inside(st, b) {
			return false
		}
		if !s.apart(st, b) {
			kept = append(kept, b)
		}
	}
	st.pending = kept
	best, possible := s.simplify(st)
	if !possible {
		return false
	}
	if best >= 0 && len(st.ors[best].subs) == 1 {
		return s.branch(st, st.choice(best))
	}
	if len(st.pending) > 0 || len(st.ors) > 0 {
		if len(st.actions) > 1 {
			return s.split(st, true)
		}
		if len(st.resources) > 1 {
			return s.split(st, false)
		}
	}
	if len(st.pending) > 0 {
		if done, found := s.failOne(st, best >= 0); done {
			return found
		}
	}
	if best >= 0 {
		return s.branch(st, st.choice(best))
	}
	return s.finish(st)
}

// firstChoice returns the place of the first open choice that is only about boxes that hold:
// the search starts from a box, not from what a box is not.
func (s *search) firstChoice(st *state) int {
	for i, f := range st.ors {
		plain := true
		for _, sub := range f.subs {
			plain = plain && (sub.op == is || sub.op == and && len(sub.subs) > 0)
		}
		if plain && len(f.subs) > 0 {
			return i
		}
	}
	return -1
}

// choice removes an open choice and returns its alternatives.
func (st *state) choice(i int) []*formula {
	f := st.ors[i]
	st.ors = append(append([]*formula(nil), st.ors[:i]...), st.ors[i+1:]...)
	return f.subs
}

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

func (s *search) stop() bool {
	return s.sp.budget.Spent() || s.failed > maxFailed
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

// finish makes a request of the point and has it confirmed.
func (s *search) finish(st *state) bool {
	w, reason := s.request(st)
	if w != nil {
		s.witness = w
		return true
	}
	s.failed++
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

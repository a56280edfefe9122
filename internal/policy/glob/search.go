// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

// Outcome is the result of a Search.
type Outcome uint8

// The outcomes.
const (
	None    Outcome = iota // no text: a proof
	Found                  // a text, in which opaque places stand for themselves
	GivenUp                // the budget ran out first
)

// Search looks for a text that every one of must matches and none of mustNot
// does. It walks the joint automaton of all of them, over the letters that are
// in use where it stands and one fresh letter.
//
// An opaque place is a letter of its own: Found holds for values that are
// unlike every other text (where a ? or a star within a segment of
// mustNot stands against one, of some length or with a colon, or none at all:
// whoever uses the word has to check it). None is a proof for every value of the opaque places
// where must has one glob; where it has several, one of them with an opaque
// place, None says so only for values unlike every other text, and a search
// with Widen'd globs settles the rest.
func Search(must, mustNot []*Glob, budget *Budget) (Word, Outcome) {
	if budget.Spent() {
		return Word{}, GivenUp
	}
	if len(must) == 0 {
		must = []*Glob{Everything}
	}
	active := make([]*Glob, 0, len(mustNot))
	for _, n := range mustNot {
		apart := false
		for _, m := range must {
			if budget.Covers(n, m) {
				return Word{}, None
			}
			apart = apart || budget.Disjoint(n, m)
		}
		if !apart {
			active = append(active, n)
		}
	}
	if len(must) == 1 {
		if w := Plain(must[0]); rejects(active, w, budget) && !budget.Spent() {
			return w, Found
		}
	} else if w, ok := literalOf(must); ok {
		accepted := true
		for _, m := range must {
			accepted = accepted && accepts(m, w, budget)
		}
		accepted = accepted && rejects(active, w, budget)
		switch {
		case budget.Spent():
			return Word{}, GivenUp
		case accepted:
			return w, Found
		}
		return Word{}, None
	}
	return newWalk(must, active, budget).run()
}

// Widen returns the glob with every opaque place that pick chooses as a star:
// a pattern for whatever the place may turn out to be.
func Widen(g *Glob, pick func(name string) bool) *Glob {
	tokens := make([]Token, len(g.Tokens))
	changed := false
	for i, t := range g.Tokens {
		tokens[i] = t
		if t.IsOpaque() && pick(g.Names[t.Index()]) {
			tokens[i], changed = Star, true
		}
	}
	if !changed {
		return g
	}
	return New(tokens, g.Names, g.Fold)
}

// Everything is the lone star.
var Everything = New([]Token{Star}, nil, false)

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
)

// Fresh is the symbol of a character that no glob at hand names. A text with it
// stands for the texts with any such character in its place.
const Fresh Token = Token(0x10FFFF)

// Word is a text found by Search: letters, Fresh, and opaque places.
type Word struct {
	Symbols []Token
	Names   []string // of the opaque places
}

// Render writes the word with fresh standing for each run of Fresh (a single
// Fresh that a ? demands included) and resolve giving the opaque places.
func (w Word) Render(fresh string, resolve func(name string) string) string {
	var b strings.Builder
	for _, s := range w.Symbols {
		switch {
		case s == Fresh:
			b.WriteString(fresh)
		case s.IsOpaque():
			b.WriteString(resolve(w.Names[s.Index()]))
		default:
			b.WriteRune(rune(s))
		}
	}
	return b.String()
}

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

// Plain returns the glob's text with each wildcard as one fresh letter.
func Plain(g *Glob) Word {
	w := Word{Names: g.Names, Symbols: make([]Token, 0, len(g.Tokens))}
	for _, t := range g.Tokens {
		if t.IsLetter() || t.IsOpaque() {
			w.Symbols = append(w.Symbols, t)
		} else {
			w.Symbols = append(w.Symbols, Fresh)
		}
	}
	return w
}

// literalOf returns the text of a literal among the globs. A literal that
// matches without regard to case is one text only where all others do too.
func literalOf(list []*Glob) (Word, bool) {
	folded := true
	for _, g := range list {
		folded = folded && g.Fold
	}
	for _, g := range list {
		if g.literal && g.Fold == folded {
			return Word{Symbols: g.Tokens}, true
		}
	}
	return Word{}, false
}

func rejects(globs []*Glob, w Word, budget *Budget) bool {
	for _, g := range globs {
		if accepts(g, w, budget) {
			return false
		}
	}
	return true
}

// Accepts reports whether the glob matches the word, opaque places standing
// for themselves, within the budget. With a spent budget it shows nothing and
// returns false.
func (b *Budget) Accepts(g *Glob, w Word) bool { return accepts(g, w, b) }

// accepts matches a glob against a word symbol by symbol.
func accepts(g *Glob, w Word, budget *Budget) bool {
	var small [4]uint64
	set := small[:0]
	for range words(g) {
		set = append(set, 0)
	}
	start(g, set)
	next := make([]uint64, len(set))
	for _, s := range w.Symbols {
		alive, ops := advance(g, set, next, s, w.Names, true)
		budget.Spend(ops)
		if !alive || budget.Spent() {
			return false
		}
		set, next = next, set
	}
	return has(set, len(g.Tokens))
}

func words(g *Glob) int { return len(g.Tokens)/64 + 1 }

func has(set []uint64, i int) bool { return set[i/64]&(1<<(i%64)) != 0 }

func put(set []uint64, i int) { set[i/64] |= 1 << (i % 64) }

// start sets the places that the glob is in before the first letter.
func start(g *Glob, set []uint64) {
	put(set, 0)
	skipStars(g, set, 0)
}

// skipStars adds the places after the stars that stand at i.
func skipStars(g *Glob, set []uint64, i int) {
	for i < len(g.Tokens) && g.Tokens[i].IsStar() {
		i++
		put(set, i)
	}
}

// advance moves the glob's places over one symbol and reports whether any is
// left, and how many elementary operations it took. reach says whether a star
// that may not take a colon takes an opaque place, which may hold one.
func advance(g *Glob, set, next []uint64, s Token, names []string, reach bool) (alive bool, ops int) {
	clear(next)
	ops = 1
	for i := 0; i < len(g.Tokens); i++ {
		ops++
		if set[i/64] == 0 {
			i |= 63
			continue
		}
		if !has(set, i) {
			continue
		}
		t := g.Tokens[i]
		if t.IsStar() {
			if t == Star || s != Letter(':') && (reach || !s.IsOpaque()) {
				put(next, i)
				skipStars(g, next, i)
				alive = true
			}
			continue
		}
		if takes(g, t, s, names) {
			put(next, i+1)
			skipStars(g, next, i+1)
			alive = true
		}
	}
	return alive, ops
}

// takes reports whether a token that is no star matches a symbol.
func takes(g *Glob, t, s Token, names []string) bool {
	switch {
	case s.IsOpaque():
		return t.IsOpaque() && g.Names[t.Index()] == names[s.Index()]
	case t == Any:
		return true
	case t == SegmentAny:
		return s != Letter(':')
	case t.IsOpaque() || s == Fresh:
		return false
	case g.Fold:
		return t == s || t == Letter(unicode.ToLower(rune(s)))
	}
	return t == s
}

// walk is one breadth-first search of the joint automaton.
type walk struct {
	must, mustNot []*Glob
	offset        []int // of each glob's places in a state
	size          int
	names         []string // opaque places of must
	budget        *Budget
	seen          map[string]bool
	states        []step
	scratch       []uint64 // places being worked out
	key           []byte   // a state's place in seen, being worked out
}

// step is one state with the way to it.
type step struct {
	places []uint64
	from   int
	symbol Token
}

func newWalk(must, mustNot []*Glob, budget *Budget) *walk {
	w := &walk{must: must, mustNot: mustNot, budget: budget, seen: map[string]bool{}}
	for _, g := range append(append([]*Glob{}, must...), mustNot...) {
		w.offset = append(w.offset, w.size)
		w.size += words(g)
	}
	for _, g := range must {
		for _, n := range g.Names {
			if index(w.names, n) < 0 {
				w.names = append(w.names, n)
			}
		}
	}
	return w
}

func index(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return -1
}

func (w *walk) glob(i int) *Glob {
	if i < len(w.must) {
		return w.must[i]
	}
	return w.mustNot[i-len(w.must)]
}

func (w *walk) part(places []uint64, i int) []uint64 {
	return places[w.offset[i] : w.offset[i]+words(w.glob(i))]
}

func (w *walk) run() (Word, Outcome) {
	w.scratch = make([]uint64, w.size)
	for i := range w.offset {
		start(w.glob(i), w.part(w.scratch, i))
	}
	w.push(w.scratch, -1, 0)
	for at := 0; at < len(w.states); at++ {
		if w.budget.Spend(stepOps); w.budget.Spent() {
			return Word{}, GivenUp
		}
		if w.accepting(w.states[at].places) {
			return w.word(at), Found
		}
		for _, s := range w.symbols(w.states[at].places) {
			if w.follow(at, s); w.budget.Spent() {
				return Word{}, GivenUp
			}
		}
	}
	return Word{}, None
}

func (w *walk) accepting(places []uint64) bool {
	for i := range w.offset {
		g := w.glob(i)
		if has(w.part(places, i), len(g.Tokens)) != (i < len(w.must)) {
			return false
		}
	}
	return true
}

// symbols returns the symbols that some glob tells apart here, and Fresh.
func (w *walk) symbols(places []uint64) []Token {
	in := map[Token]bool{}
	for i := range w.offset {
		g := w.glob(i)
		part := w.part(places, i)
		ops := len(part)
		for k := 0; k < len(g.Tokens); k++ {
			if part[k/64] == 0 {
				k |= 63
				continue
			}
			ops++
			if !has(part, k) {
				continue
			}
			switch t := g.Tokens[k]; {
			case t.IsOpaque():
				if n := index(w.names, g.Names[t.Index()]); n >= 0 {
					in[Opaque(n)] = true
				}
			case t == SegmentStar || t == SegmentAny:
				in[Letter(':')] = true
			case t.IsLetter():
				in[t] = true
				if g.Fold {
					for _, r := range unfold(rune(t)) {
						in[Letter(r)] = true
					}
				}
			}
		}
		w.budget.Spend(ops)
	}
	out := make([]Token, 0, len(in)+1)
	for t := range in {
		out = append(out, t)
	}
	slices.Sort(out)
	return append(out, Fresh)
}

// unfold returns the characters other than r whose lower case is r.
func unfold(r rune) []rune {
	var out []rune
	for u := unicode.SimpleFold(r); u != r; u = unicode.SimpleFold(u) {
		if unicode.ToLower(u) == r {
			out = append(out, u)
		}
	}
	if r == 'i' {
		out = append(out, '\u0130') // the capital I with a dot, which folds to nothing else
	}
	return out
}

func (w *walk) follow(at int, s Token) {
	next := w.scratch
	for i := range w.offset {
		alive, ops := advance(w.glob(i), w.part(w.states[at].places, i), w.part(next, i), s, w.names, i < len(w.must))
		w.budget.Spend(ops)
		if !alive && i < len(w.must) {
			return
		}
	}
	w.push(next, at, s)
}

func (w *walk) push(places []uint64, from int, s Token) {
	w.budget.Spend(len(places))
	key := w.key[:0]
	for _, p := range places {
		key = binary.LittleEndian.AppendUint64(key, p)
	}
	w.key = key
	if w.seen[string(key)] {
		return
	}
	w.budget.Keep(2*len(key) + 128) // the places, the key, and what holds them
	w.seen[string(key)] = true
	w.states = append(w.states, step{places: slices.Clone(places), from: from, symbol: s})
}

func (w *walk) word(at int) Word {
	out := Word{Names: w.names}
	for ; w.states[at].from >= 0; at = w.states[at].from {
		out.Symbols = append(out.Symbols, w.states[at].symbol)
	}
	for i, j := 0, len(out.Symbols)-1; i < j; i, j = i+1, j-1 {
		out.Symbols[i], out.Symbols[j] = out.Symbols[j], out.Symbols[i]
	}
	return out
}

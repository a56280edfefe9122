// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"encoding/binary"
	"slices"
)

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
			if !slices.Contains(w.names, n) {
				w.names = append(w.names, n)
			}
		}
	}
	return w
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
	var out []Token
	for i := range w.offset {
		g := w.glob(i)
		part := w.part(places, i)
		ops := len(part)
		for k := 0; k < len(g.Tokens); k++ {
			ops++
			if !has(part, k) {
				if part[k/64] == 0 {
					k |= 63
				}
				continue
			}
			switch t := g.Tokens[k]; {
			case t.IsOpaque():
				if n := slices.Index(w.names, g.Names[t.Index()]); n >= 0 {
					out = append(out, Opaque(n))
				}
			case t == SegmentStar || t == SegmentAny:
				out = append(out, Letter(':'))
			case t.IsLetter():
				out = append(out, t)
				if g.Fold {
					for _, r := range unfold(rune(t)) {
						out = append(out, Letter(r))
					}
				}
			}
		}
		w.budget.Spend(ops)
	}
	slices.Sort(out)
	return append(slices.Compact(out), Fresh)
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
	slices.Reverse(out.Symbols)
	return out
}

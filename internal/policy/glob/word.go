// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import "strings"

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

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import "unicode"

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
	for i := 0; i < len(g.Tokens); i++ {
		ops++
		if !has(set, i) {
			if set[i/64] == 0 {
				i |= 63
			}
			continue
		}
		to := i
		switch t := g.Tokens[i]; {
		case t == SegmentStar && (s == Letter(':') || s.IsOpaque() && !reach):
			continue
		case t.IsStar():
		case takes(g, t, s, names):
			to++
		default:
			continue
		}
		put(next, to)
		skipStars(g, next, to)
		alive = true
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
	case s == Fresh:
		return false
	case g.Fold:
		return t == Letter(unicode.ToLower(rune(s)))
	}
	return t == s
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

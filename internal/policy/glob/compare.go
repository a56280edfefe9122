// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"math"
	"strings"
)

// Covers reports that every text of b is one of a, whatever the opaque places
// stand for. False does not mean the opposite: it means that no simple
// correspondence shows it. Search decides.
//
// It matches a against b's tokens as if they were text: b's wildcards and
// opaque places can only be taken by a's wildcards of at least their reach, or
// by the same opaque place.
func Covers(a, b *Glob) bool {
	yes, _ := covers(a, b, math.MaxInt)
	return yes
}

// covers also returns how many elementary operations it took. It gives up, with
// false, when they are more than the limit.
func covers(a, b *Glob, limit int) (yes bool, ops int) {
	if a.IsEverything() {
		return true, 1
	}
	if a.Fold != b.Fold || !strings.HasPrefix(b.prefix, a.prefix) {
		return false, 1
	}
	if b.literal { // and an opaque place of a, which takes no letter, lets it match nothing
		yes, _, steps := a.matchWithin(b.text, limit/stepOfMatch)
		return yes, steps * stepOfMatch
	}
	// A wildcard or opaque place of b is no one text, and the letters at the end of
	// a take letters only.
	if a.literal || !strings.HasSuffix(b.suffix, a.suffix) {
		return false, 1
	}
	if a.trailing && a.Tokens[len(a.Tokens)-1] == Star {
		return true, 1
	}
	// reach[i] tells whether a's first i tokens can take b's tokens so far.
	var room [2][64]bool
	reach, next := room[0][:], room[1][:]
	if n := len(a.Tokens) + 1; n <= len(reach) {
		reach, next = reach[:n], next[:n]
	} else {
		reach, next = make([]bool, n), make([]bool, n)
	}
	reach[0] = true
	closeStars(a, reach)
	for _, t := range b.Tokens {
		clear(next)
		for i, ok := range reach {
			if !ok || i == len(a.Tokens) {
				continue
			}
			switch k := a.Tokens[i]; {
			case k.IsStar():
				if starTakes(k, t) {
					next[i] = true
				}
			case same(a, k, b, t), k == Any && (t == SegmentAny || t.IsLetter()), k == SegmentAny && t.IsLetter() && t != Letter(':'):
				next[i+1] = true
			}
		}
		closeStars(a, next)
		reach, next = next, reach
		if ops += len(reach); ops > limit {
			return false, ops
		}
	}
	return reach[len(a.Tokens)], ops
}

// stepOfMatch is about how many elementary operations of a comparison a step of
// matching a text takes.
const stepOfMatch = 3

// closeStars lets every star that is reached take nothing.
func closeStars(a *Glob, reach []bool) {
	for i, k := range a.Tokens {
		if reach[i] && k.IsStar() {
			reach[i+1] = true
		}
	}
}

// starTakes reports whether a star can take all that a token may be.
func starTakes(star, t Token) bool {
	if star == Star {
		return true
	}
	return t == SegmentStar || t == SegmentAny || t.IsLetter() && t != Letter(':')
}

// same reports whether two tokens are the same; opaque places are by their names.
func same(a *Glob, ta Token, b *Glob, tb Token) bool {
	if ta.IsOpaque() && tb.IsOpaque() {
		return a.Names[ta.Index()] == b.Names[tb.Index()]
	}
	return ta == tb
}

// Disjoint reports that no text is one of both, judged by the letters at their
// ends alone; false means that they may have one. Opaque places count as
// anything.
func Disjoint(a, b *Glob) bool {
	yes, _ := disjoint(a, b, math.MaxInt)
	return yes
}

// disjoint also returns how many elementary operations it took. It gives up,
// with false, when they are more than the limit.
func disjoint(a, b *Glob, limit int) (yes bool, ops int) {
	if a.Fold != b.Fold {
		return false, 1
	}
	if b.literal {
		a, b = b, a
	}
	if a.literal && len(b.Names) == 0 {
		matches, done, steps := b.matchWithin(a.text, limit/stepOfMatch)
		return done && !matches, steps * stepOfMatch
	}
	begin := strings.HasPrefix(a.prefix, b.prefix) || strings.HasPrefix(b.prefix, a.prefix)
	end := strings.HasSuffix(a.suffix, b.suffix) || strings.HasSuffix(b.suffix, a.suffix)
	return !begin || !end, 1
}

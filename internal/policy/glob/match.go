// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Resolver gives the text of an opaque place, or false where it has none.
type Resolver interface {
	Resolve(name string) (string, bool)
}

// Match reports whether the glob matches the whole text. A glob with an opaque
// place that env cannot resolve matches nothing; env may be nil for globs
// without opaque places. With Fold the text must be lower-case already.
func (g *Glob) Match(s string, env Resolver) bool {
	m := matching{glob: g, env: env, limit: math.MaxInt}
	return m.match(s)
}

// matchWithin is Match in at most limit steps. done is false where they were
// not enough.
func (g *Glob) matchWithin(s string, limit int) (ok, done bool, steps int) {
	m := matching{glob: g, limit: limit}
	ok = m.match(s)
	return ok, m.steps <= limit, m.steps
}

// Effort is about how many steps Match takes for each character of a text that
// is made to be hard, where that is more than a few.
func (g *Glob) Effort() int {
	first := slices.IndexFunc(g.Tokens, Token.IsStar)
	switch {
	case first < 0:
		return 0
	case g.backward:
		return effortAll * len(g.Tokens)
	}
	last := len(g.Tokens) - 1
	for !g.Tokens[last].IsStar() && !g.Tokens[last].IsOpaque() {
		last--
	}
	if last-first < effortFew {
		return 0
	}
	return last - first
}

// effortFew is what counts as a few, and effortAll how much slower a step of
// the general case is.
const (
	effortFew = 16
	effortAll = 8
)

// matching is one comparison of a glob with a text. It gives up, with false,
// when it has taken more steps than its limit.
type matching struct {
	glob         *Glob
	env          Resolver
	steps, limit int
}

func (m *matching) match(s string) bool {
	g := m.glob
	switch {
	case g.literal:
		return g.text == s
	case g.trailing:
		return strings.HasPrefix(s, g.prefix) && (g.Tokens[len(g.Tokens)-1] == Star || strings.IndexByte(s[len(g.prefix):], ':') < 0)
	case !strings.HasPrefix(s, g.prefix) || !strings.HasSuffix(s, g.suffix):
		return false
	}
	if len(g.Names) > 0 {
		if m.env == nil {
			return false
		}
		for _, name := range g.Names {
			if _, ok := m.env.Resolve(name); !ok {
				return false
			}
		}
	}
	if g.backward {
		return m.all(s)
	}
	return m.stars(s)
}

// stars walks tokens and text together; on a mismatch it goes back to the last
// star only. That is enough where every star can take every letter, and where
// stars that take no colon stand before all others: the colons that such a star
// stands between are the same in every match.
func (m *matching) stars(s string) bool {
	tokens, s, ok := m.tail(s)
	if !ok {
		return false
	}
	ti, si := 0, 0
	starT, starS := -1, 0
	for {
		if m.steps++; m.steps > m.limit {
			return false
		}
		if ti < len(tokens) && tokens[ti].IsStar() {
			starT, starS = ti, si
			ti++
			continue
		}
		if ti == len(tokens) && si == len(s) {
			return true
		}
		if ti < len(tokens) {
			if n := m.step(tokens[ti], s[si:]); n >= 0 {
				ti++
				si += n
				continue
			}
		}
		if starT < 0 || starS >= len(s) {
			return false
		}
		if tokens[starT] == SegmentStar && s[starS] == ':' {
			return false
		}
		_, n := utf8.DecodeRuneInString(s[starS:])
		starS += n
		ti, si = starT+1, starS
	}
}

// tail matches what stands after the last star, which can only be at the end of
// the text, and returns the rest of both.
func (m *matching) tail(s string) (tokens []Token, rest string, ok bool) {
	tokens = m.glob.Tokens
	end := len(tokens)
	for end > 0 && !tokens[end-1].IsStar() {
		if tokens[end-1].IsOpaque() {
			return tokens, s, true // how long its text is, is not known here
		}
		end--
	}
	for i := len(tokens); i > end; i-- {
		m.steps++
		r, n := utf8.DecodeLastRuneInString(s)
		if n == 0 || !tokens[i-1].takes(r) {
			return nil, "", false
		}
		s = s[:len(s)-n]
	}
	return tokens[:end], s, true
}

// takes reports whether a letter or a wildcard for one matches a character.
func (t Token) takes(r rune) bool {
	return t == Any || t == SegmentAny && r != ':' || t == Token(r)
}

// step returns how many bytes of s the token takes, or -1 where it does not match.
func (m *matching) step(t Token, s string) int {
	if t.IsOpaque() {
		v, _ := m.env.Resolve(m.glob.Names[t.Index()])
		if m.glob.Fold {
			v = Lower(v)
		}
		if strings.HasPrefix(s, v) {
			return len(v)
		}
		return -1
	}
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !t.takes(r) {
		return -1
	}
	return n
}

// all is the general case. It follows all places in the text at once.
func (m *matching) all(s string) bool {
	at := make([]bool, len(s)+1) // offsets in s that the tokens so far lead to
	next := make([]bool, len(s)+1)
	at[0] = true
	for _, t := range m.glob.Tokens {
		clear(next)
		for o, ok := range at {
			if !ok {
				continue
			}
			if m.steps++; !t.IsStar() {
				if n := m.step(t, s[o:]); n >= 0 {
					next[o+n] = true
				}
				continue
			}
			for next[o] = true; o < len(s); m.steps++ {
				r, n := utf8.DecodeRuneInString(s[o:])
				if o += n; t == SegmentStar && r == ':' || next[o] {
					break
				}
				next[o] = true
			}
		}
		if m.steps > m.limit {
			return false
		}
		at, next = next, at
	}
	return at[len(s)]
}

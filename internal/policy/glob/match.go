// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
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
	switch {
	case g.literal:
		return g.text == s
	case g.trailing:
		return strings.HasPrefix(s, g.prefix) && (g.Tokens[len(g.Tokens)-1] == Star || strings.IndexByte(s[len(g.prefix):], ':') < 0)
	case !strings.HasPrefix(s, g.prefix) || !strings.HasSuffix(s, g.suffix):
		return false
	}
	if len(g.Names) > 0 {
		if env == nil {
			return false
		}
		for _, name := range g.Names {
			if _, ok := env.Resolve(name); !ok {
				return false
			}
		}
	}
	if g.backward {
		return matchAll(g, s, env)
	}
	return g.matchStars(s, env)
}

// matchStars walks tokens and text together; on a mismatch it goes back to the
// last star only. That is enough where every star can take every letter, and
// where stars that take no colon stand before all others: the colons that such
// a star stands between are the same in every match.
func (g *Glob) matchStars(s string, env Resolver) bool {
	ti, si := 0, 0
	starT, starS := -1, 0
	for {
		if ti < len(g.Tokens) && g.Tokens[ti].IsStar() {
			starT, starS = ti, si
			ti++
			continue
		}
		if ti == len(g.Tokens) && si == len(s) {
			return true
		}
		if ti < len(g.Tokens) {
			if n := g.step(g.Tokens[ti], s[si:], env); n >= 0 {
				ti++
				si += n
				continue
			}
		}
		if starT < 0 || starS >= len(s) {
			return false
		}
		if g.Tokens[starT] == SegmentStar && s[starS] == ':' {
			return false
		}
		_, n := utf8.DecodeRuneInString(s[starS:])
		starS += n
		ti, si = starT+1, starS
	}
}

// step returns how many bytes of s the token takes, or -1 where it does not match.
func (g *Glob) step(t Token, s string, env Resolver) int {
	if t.IsOpaque() {
		v, _ := env.Resolve(g.Names[t.Index()])
		if g.Fold {
			v = Lower(v)
		}
		if strings.HasPrefix(s, v) {
			return len(v)
		}
		return -1
	}
	if s == "" {
		return -1
	}
	r, n := utf8.DecodeRuneInString(s)
	switch t {
	case Any:
		return n
	case SegmentAny:
		if r == ':' {
			return -1
		}
		return n
	}
	if Token(r) == t {
		return n
	}
	return -1
}

// matchAll is the general case. It follows all places in the text at once.
func matchAll(g *Glob, s string, env Resolver) bool {
	at := map[int]bool{0: true} // offsets in s reachable before token i
	for _, t := range g.Tokens {
		next := make(map[int]bool, len(at))
		for o := range at {
			if !t.IsStar() {
				if n := g.step(t, s[o:], env); n >= 0 {
					next[o+n] = true
				}
				continue
			}
			for next[o] = true; o < len(s); {
				r, n := utf8.DecodeRuneInString(s[o:])
				if t == SegmentStar && r == ':' {
					break
				}
				o += n
				next[o] = true
			}
		}
		if len(next) == 0 {
			return false
		}
		at = next
	}
	return at[len(s)]
}

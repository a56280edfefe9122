// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package glob holds the patterns of the IAM policy language: text in which *
// stands for any characters and ? for exactly one, and in which some places
// (policy variables, values not known until apply) are opaque.
//
// A Glob is matched against one text (Match), compared with another one
// (Covers, Disjoint), and sets of them are searched for a text that some match
// and others do not (Search).
package glob

import (
	"slices"
	"strings"
	"unicode"
)

// Token is one element of a glob: a letter, a wildcard, or an opaque place.
type Token uint32

const (
	kindShift = 24
	runeMask  = 1<<kindShift - 1

	// Star matches any characters, none included.
	Star Token = 1 << kindShift
	// Any matches exactly one character.
	Any Token = 2 << kindShift
	// SegmentStar matches any characters but the colon, none included.
	SegmentStar Token = 3 << kindShift
	// SegmentAny matches exactly one character that is no colon.
	SegmentAny Token = 4 << kindShift

	opaque Token = 5 << kindShift
)

// Letter returns the token that matches exactly this character.
func Letter(r rune) Token { return Token(r) }

// Opaque returns the token for the opaque place with this index in Names.
func Opaque(index int) Token { return opaque | Token(index) }

// IsLetter reports whether the token matches exactly one known character.
func (t Token) IsLetter() bool { return t>>kindShift == 0 }

// IsStar reports whether the token matches texts of any length.
func (t Token) IsStar() bool { return t == Star || t == SegmentStar }

// IsOpaque reports whether the token is an opaque place.
func (t Token) IsOpaque() bool { return t>>kindShift == opaque>>kindShift }

// Index returns the index in Names of an opaque place.
func (t Token) Index() int { return int(t & runeMask) }

// Glob is one pattern. The zero value matches the empty text only.
type Glob struct {
	Tokens []Token
	// Names are the names of the opaque places. The same name means the same
	// text wherever it stands.
	Names []string
	// Fold says that letters match without regard to case; the tokens are then
	// lower-case already, and so must be the text given to Match.
	Fold bool

	text     string // the whole text where there is no wildcard and no opaque place
	prefix   string // the letters before the first other token
	suffix   string // the letters after the last other token
	literal  bool
	trailing bool // prefix and one star, nothing else
	// backward says that going back to the last star is not enough to match:
	// a wildcard that takes colons stands before a star that does not.
	backward bool
}

// New returns the glob of these tokens. Runs of stars are brought into one
// form, so that globs that differ only in such a run have equal tokens.
func New(tokens []Token, names []string, fold bool) *Glob {
	g := &Glob{Tokens: normalise(tokens), Names: names, Fold: fold}
	if !slices.ContainsFunc(g.Tokens, Token.IsOpaque) {
		g.Names = nil // none of the names stands anywhere
	}
	var b strings.Builder
	i := 0
	for i < len(g.Tokens) && g.Tokens[i].IsLetter() {
		b.WriteRune(rune(g.Tokens[i]))
		i++
	}
	g.prefix = b.String()
	if i == len(g.Tokens) {
		g.literal, g.text, g.suffix = true, g.prefix, g.prefix
		return g
	}
	g.trailing = i == len(g.Tokens)-1 && g.Tokens[i].IsStar()
	j := len(g.Tokens)
	for g.Tokens[j-1].IsLetter() { // not beyond i, where none stands
		j--
	}
	b.Reset()
	for _, t := range g.Tokens[j:] {
		b.WriteRune(rune(t))
	}
	g.suffix = b.String()
	whole := false
	for _, t := range g.Tokens[i:] {
		whole = whole || t == Star || t == Any
		g.backward = g.backward || whole && t == SegmentStar
	}
	return g
}

// Parse reads a text in which * and ? are wildcards and nothing is opaque.
func Parse(s string, fold bool) *Glob {
	if fold {
		s = Lower(s)
	}
	tokens := make([]Token, 0, len(s))
	for _, r := range s {
		switch r {
		case '*':
			tokens = append(tokens, Star)
		case '?':
			tokens = append(tokens, Any)
		default:
			tokens = append(tokens, Letter(r))
		}
	}
	return New(tokens, nil, fold)
}

// Literal returns the glob that matches exactly this text.
func Literal(s string, fold bool) *Glob {
	if fold {
		s = Lower(s)
	}
	tokens := make([]Token, 0, len(s))
	for _, r := range s {
		tokens = append(tokens, Letter(r))
	}
	return New(tokens, nil, fold)
}

// Lower is the case folding of the policy language: character by character,
// without Unicode normalisation.
func Lower(s string) string {
	return strings.Map(unicode.ToLower, s)
}

// normalise brings each run of wildcards into one form; see normaliseRun.
func normalise(in []Token) []Token {
	out := make([]Token, 0, len(in))
	for {
		n := slices.IndexFunc(in, func(t Token) bool { return t.IsLetter() || t.IsOpaque() })
		if n < 0 {
			return normaliseRun(out, in)
		}
		out = append(normaliseRun(out, in[:n]), in[n])
		in = in[n+1:]
	}
}

// normaliseRun puts the single-character wildcards of a run before its star and
// leaves one star, so that "*?*" and "?*" are the same. A run that mixes
// wildcards of both kinds is left as it is.
func normaliseRun(out, run []Token) []Token {
	within := func(t Token) bool { return t == SegmentStar || t == SegmentAny }
	if some := slices.ContainsFunc(run, within); some && slices.ContainsFunc(run, func(t Token) bool { return !within(t) }) {
		return append(out, run...)
	}
	star := -1
	for i, t := range run {
		if t.IsStar() {
			star = i
		} else {
			out = append(out, t)
		}
	}
	if star >= 0 {
		out = append(out, run[star])
	}
	return out
}

// IsLiteral reports whether the glob matches exactly one text, and which.
func (g *Glob) IsLiteral() (string, bool) { return g.text, g.literal }

// IsEverything reports whether the glob is a lone star.
func (g *Glob) IsEverything() bool { return len(g.Tokens) == 1 && g.Tokens[0] == Star }

// HasOpaque reports whether the glob has an opaque place.
func (g *Glob) HasOpaque() bool { return len(g.Names) > 0 }

// Equal reports whether two globs have the same tokens, opaque names and folding.
func Equal(a, b *Glob) bool {
	if a == b {
		return true
	}
	if a.Fold != b.Fold || a.prefix != b.prefix || len(a.Tokens) != len(b.Tokens) {
		return false
	}
	if a.literal {
		return true
	}
	for i, t := range a.Tokens {
		if !same(a, t, b, b.Tokens[i]) {
			return false
		}
	}
	return true
}

// Prefix returns the letters before the first wildcard or opaque place.
func (g *Glob) Prefix() string { return g.prefix }

// String renders the glob for messages, with opaque places as <name>.
func (g *Glob) String() string {
	var b strings.Builder
	for _, t := range g.Tokens {
		switch {
		case t.IsLetter():
			b.WriteRune(rune(t))
		case t.IsOpaque():
			b.WriteString("<" + g.Names[t.Index()] + ">")
		case t.IsStar():
			b.WriteByte('*')
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}

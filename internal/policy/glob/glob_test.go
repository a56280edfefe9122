// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// of reads the language of these tests: * and ? as AWS has them, # and ! the
// same within a segment, 1 and 2 opaque places, anything else a letter.
func of(s string) *Glob { return read(s, false) }

func folded(s string) *Glob { return read(strings.ToLower(s), true) }

func read(s string, fold bool) *Glob {
	var tokens []Token
	var names []string
	for _, r := range s {
		switch r {
		case '*':
			tokens = append(tokens, Star)
		case '?':
			tokens = append(tokens, Any)
		case '#':
			tokens = append(tokens, SegmentStar)
		case '!':
			tokens = append(tokens, SegmentAny)
		case '1', '2':
			i := slices.Index(names, string(r))
			if i < 0 {
				i = len(names)
				names = append(names, string(r))
			}
			tokens = append(tokens, Opaque(i))
		default:
			tokens = append(tokens, Letter(r))
		}
	}
	return New(tokens, names, fold)
}

// env gives opaque places their texts.
type env map[string]string

func (e env) Resolve(name string) (string, bool) {
	v, ok := e[name]
	return v, ok
}

// naive is the same language as a regular expression.
func naive(s string, fold bool, e env) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("(?s)^")
	if fold {
		s = strings.ToLower(s)
	}
	for _, r := range s {
		switch r {
		case '*':
			b.WriteString(".*")
		case '?':
			b.WriteString(".")
		case '#':
			b.WriteString("[^:]*")
		case '!':
			b.WriteString("[^:]")
		case '1', '2':
			v, ok := e[string(r)]
			if !ok {
				return regexp.MustCompile(`[^\x00-\x{10FFFF}]`) // nothing
			}
			if fold {
				v = strings.ToLower(v)
			}
			b.WriteString(regexp.QuoteMeta(v))
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	b.WriteString("$")
	return regexp.MustCompile(b.String())
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		glob, text string
		env        env
		want       bool
	}{
		{"", "", nil, true},
		{"", "a", nil, false},
		{"a", "a", nil, true},
		{"a", "A", nil, false},
		{"*", "", nil, true},
		{"*", "a:b/c", nil, true},
		{"a*", "a", nil, true},
		{"a*", "ba", nil, false},
		{"*a", "aba", nil, true},
		{"a*a", "a", nil, false},
		{"a*b*c", "axxbyyc", nil, true},
		{"a*b*c", "axxbyy", nil, false},
		{"a?c", "aéc", nil, true},
		{"a?c", "ac", nil, false},
		{"?", "\xff", nil, true},
		{"?", "", nil, false},
		{"#", "a:b", nil, false},
		{"#", "ab", nil, true},
		{"a#", "ab:c", nil, false},
		{"#:#", "a:b:c", nil, false},
		{"#:*", "a:b:c", nil, true},
		{"*:#", "a:b:c", nil, true},
		{"*:#:b", "a:b:c", nil, false},
		{"*a#b", "a:ab", nil, true},
		{"*a#b", "ab:ax:b", nil, false},
		{"!", ":", nil, false},
		{"?!", "::", nil, false},
		{"?!", ":a", nil, true},
		{"a1c", "abc", env{"1": "b"}, true},
		{"a1c", "ac", env{"1": ""}, true},
		{"a1c", "abc", env{}, false},
		{"a1c", "abc", nil, false},
		{"*1*", "xby", env{"1": "b"}, true},
		{"*1", "x*", env{"1": "*"}, true},
		{"1", "xx", env{"1": "*"}, false},
		{"1*1", "abab", env{"1": "ab"}, true},
		{"#1", "x:b", env{"1": ":b"}, true},
		{"*1#", "a:bab", env{"1": "b"}, true},
		{"*1#", "a:bab:", env{"1": "b"}, false},
		{"#?#b", "xy:b", nil, true}, // the first star has to take more than it has to at first
		{"#1#b", "xy:yb", env{"1": ":y"}, true},
		{"#1#b", "xyy:yb", env{"1": "y"}, false},
		{"*#b", "a:b:", nil, false},
		{"*1#", "ab", env{"1": ""}, true},
		{"*#1", "ab", env{"1": ""}, true},
		{"*#b", "éü:éb", nil, true},
		{"*?#b", ":b", nil, true},
	} {
		var e Resolver
		if c.env != nil {
			e = c.env
		}
		if got := of(c.glob).Match(c.text, e); got != c.want {
			t.Errorf("%q on %q with %v: %v", c.glob, c.text, c.env, got)
		}
	}
	if !folded("S3:Get*").Match("s3:getobject", nil) || folded("S3:Get*").Match("S3:GetObject", nil) {
		t.Error("a folded glob takes lower case only")
	}
	if !folded("a1").Match("ab", env{"1": "B"}) {
		t.Error("a folded glob folds its values")
	}
}

// draw returns a random text over an alphabet.
func draw(r *rand.Rand, alphabet string, most int) string {
	var b strings.Builder
	letters := []rune(alphabet)
	for range r.IntN(most + 1) {
		b.WriteRune(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// texts are all texts of an alphabet up to a length.
func texts(alphabet string, most int) []string {
	out := []string{""}
	for last := out; most > 0; most-- {
		var next []string
		for _, s := range last {
			for _, r := range alphabet {
				next = append(next, s+string(r))
			}
		}
		out = append(out, next...)
		last = next
	}
	return out
}

// rounds is how many questions a test draws: a tenth of them with -short.
func rounds(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

const patternLetters = "*?#!ab:"

func TestMatchAgainstRegexp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	all := texts("ab:é", 5)
	for range rounds(1500) {
		p := draw(r, patternLetters, 7)
		g, re := of(p), naive(p, false, nil)
		for range 40 {
			s := all[r.IntN(len(all))]
			if got := g.Match(s, nil); got != re.MatchString(s) {
				t.Fatalf("%q on %q: %v", p, s, got)
			}
		}
	}
}

func TestCompareIsSound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	all := texts("ab:z", 4)
	covered, apart := 0, 0
	for range rounds(2500) {
		p, q := draw(r, patternLetters, 5), draw(r, patternLetters, 5)
		a, b := of(p), of(q)
		cover, disjoint, equal := Covers(a, b), Disjoint(a, b), Equal(a, b)
		if cover {
			covered++
		}
		if disjoint {
			apart++
		}
		for _, s := range all {
			x, y := a.Match(s, nil), b.Match(s, nil)
			switch {
			case cover && y && !x:
				t.Fatalf("%q covers %q, but not %q", p, q, s)
			case disjoint && x && y:
				t.Fatalf("%q and %q are apart, but for %q", p, q, s)
			case equal && x != y:
				t.Fatalf("%q and %q are equal, but for %q", p, q, s)
			}
		}
		if !Covers(a, a) || !Equal(a, a) || !Covers(Everything, a) {
			t.Fatalf("%q does not cover itself", p)
		}
	}
	if covered < rounds(200) || apart < rounds(200) {
		t.Errorf("only %d covered and %d apart: the test says little", covered, apart)
	}
}

// TestCompareOpaque holds comparisons for whatever opaque places stand for.
func TestCompareOpaque(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	values := []string{"", "a", "b", ":", "ab", "a:"}
	all := texts("ab:", 5)
	covered := 0
	for range rounds(3000) {
		p, q := draw(r, "*?#!ab:12", 4), draw(r, "*?#!ab:12", 4)
		a, b := of(p), of(q)
		cover, disjoint := Covers(a, b), Disjoint(a, b)
		if cover {
			covered++
		}
		if !cover && !disjoint {
			continue
		}
		for _, v := range values {
			e := env{"1": v, "2": values[r.IntN(len(values))]}
			for _, s := range all {
				x, y := a.Match(s, e), b.Match(s, e)
				if cover && y && !x || disjoint && x && y {
					t.Fatalf("%q against %q (covers %v, disjoint %v) with %v: %q", p, q, cover, disjoint, e, s)
				}
			}
		}
		if cover { // without a value b matches nothing, and nothing has to be covered
			for _, s := range all {
				if b.Match(s, env{}) && !a.Match(s, env{}) {
					t.Fatalf("%q covers %q without values, but not %q", p, q, s)
				}
			}
		}
	}
	if covered < rounds(100) {
		t.Errorf("only %d covered", covered)
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		a, b                    string
		covers, disjoint, equal bool
	}{
		{"*", "a*b", true, false, false},
		{"a*", "a*", true, false, true},
		{"a*", "ab", true, false, false},
		{"ab", "a*", false, false, false},
		{"ab", "ab", true, false, true},
		{"ab", "ac", false, true, false},
		{"a*", "b*", false, true, false},
		{"*a", "*b", false, true, false},
		{"*a", "a", true, false, false},
		{"a*a", "a", false, true, false},
		{"*?", "?*", true, false, true},
		{"**", "*", true, false, true},
		{"#", "*", false, false, false},
		{"*", "#", true, false, false},
		{"#:#", "a:b", true, false, false},
		{"#:#", "a:b:c", false, true, false},
		{"a#", "a!b", true, false, false},
		{"a?", "a!", true, false, false},
		{"a!", "a?", false, false, false},
		{"1", "1", true, false, true},
		{"1", "2", false, false, false},
		{"a1*", "a1b", true, false, false},
		{"a*", "a1", true, false, false},
		{"a#", "a1", false, false, false},
		{"a?", "a1", false, false, false},
		{"a1", "ab", false, false, false},
		{"a1", "b", false, true, false},
		{"!*", "a*", true, false, false},
		{"!*", ":*", false, false, false},
		{"?*", "a*", true, false, false},
		{"?*", "1*", false, false, false},
		{"*a*", "a*", true, false, false},
		{"1*", "2*", false, false, false},
		{"1", "*", false, false, false},
		{"1a", "1a", true, false, true},
		{"1a", "1b", false, true, false},
		{"a*b", "aXc", false, true, false},
		{"a*", "", false, true, false},
		{"a*b", "a", false, true, false},
	} {
		a, b := of(c.a), of(c.b)
		if got := Covers(a, b); got != c.covers {
			t.Errorf("Covers(%q, %q) is %v", c.a, c.b, got)
		}
		if got := Disjoint(a, b); got != c.disjoint {
			t.Errorf("Disjoint(%q, %q) is %v", c.a, c.b, got)
		}
		if got := Disjoint(b, a); got != c.disjoint {
			t.Errorf("Disjoint(%q, %q) is %v", c.b, c.a, got)
		}
		if got := Equal(a, b); got != c.equal {
			t.Errorf("Equal(%q, %q) is %v", c.a, c.b, got)
		}
	}
	if Covers(folded("a"), of("a")) || Covers(of("a*"), folded("a")) || Disjoint(folded("a"), of("b")) || Equal(folded("a"), of("a")) {
		t.Error("globs with and without case were compared by their letters")
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct{ in, form, prefix string }{
		{"a**?*b", "a?*b", "a"}, {"*?#", "*?*", ""}, {"a#!", "a?*", "a"}, {"*b**?", "*b?*", ""}, {"1**2?*", "<1>*<2>?*", ""}, {"#*!", "**?", ""}, {"##!", "?*", ""}, {"a1b", "a<1>b", "a"}, {"", "", ""}, {"abc", "abc", "abc"}, {"é*", "é*", "é"},
	} {
		g := of(c.in)
		if g.String() != c.form || g.Prefix() != c.prefix {
			t.Errorf("%q is %q with prefix %q", c.in, g.String(), g.Prefix())
		}
	}
	if text, ok := of("ab").IsLiteral(); !ok || text != "ab" {
		t.Error("ab is no literal")
	}
	for _, s := range []string{"a*", "1", "?", "#"} {
		if _, ok := of(s).IsLiteral(); ok {
			t.Errorf("%q is a literal", s)
		}
	}
	if !of("*").IsEverything() || !of("***").IsEverything() || of("#").IsEverything() || of("a").IsEverything() || of("**a").IsEverything() {
		t.Error("everything")
	}
	if g := New([]Token{Letter('a')}, []string{"1"}, false); g.HasOpaque() || !g.Match("a", nil) {
		t.Error("a name that stands nowhere is waited for")
	}
	if !of("a1").HasOpaque() || of("a*").HasOpaque() {
		t.Error("opaque")
	}
	if !Equal(Parse("A*?b", false), New([]Token{Letter('A'), Any, Star, Letter('b')}, nil, false)) && !Equal(Parse("A*?b", false), New([]Token{Letter('A'), Star, Any, Letter('b')}, nil, false)) {
		t.Error(Parse("A*?b", false))
	}
	if !Parse("A*", true).Match("abc", nil) || !Literal("A*", true).Match("a*", nil) || Literal("a*", false).Match("ab", nil) || !Literal("a?", false).Match("a?", nil) {
		t.Error("Parse and Literal")
	}
}

// TestLower holds the folding, and that unfold is its inverse on every character.
func TestLower(t *testing.T) {
	for in, want := range map[string]string{"": "", "abc-1": "abc-1", "ABC": "abc", "aZ": "az", "A": "a", "[@": "[@", "ÜÉ": "üé", "aÉ": "aé", "K": "k"} {
		if got := Lower(in); got != want {
			t.Errorf("%q: got %q", in, got)
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		l := unicode.ToLower(r)
		if l == r {
			continue
		}
		if !slices.Contains(unfold(l), r) {
			t.Errorf("%U folds to %U, but is not unfolded from it", r, l)
		}
	}
	for _, r := range "aikåß1é" {
		for _, u := range unfold(r) {
			if unicode.ToLower(u) != r {
				t.Errorf("%q is unfolded to %q", r, u)
			}
		}
	}
}

// TestSet holds the index of a set against a walk over its globs.
func TestSet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	all := texts("ab:", 3)
	for round := range rounds(400) {
		var globs []*Glob
		for range 1 + r.IntN(6) {
			globs = append(globs, of(draw(r, "*?#ab:ab", 4)))
		}
		if round%4 == 0 {
			globs = append(globs, folded(draw(r, "*ab", 3)))
		}
		s := NewSet(globs...)
		for _, text := range all {
			want := false
			for _, g := range globs {
				want = want || g.Match(text, nil)
			}
			if got := s.Match(text, nil); got != want {
				t.Fatalf("%v on %q: %v", globs, text, got)
			}
		}
		for range 10 {
			g := of(draw(r, "*?#ab:ab", 4))
			want := 0
			for _, e := range globs {
				if !Disjoint(e, g) {
					want++
				}
			}
			got := 0
			s.Meeting(g, nil, func(e *Glob) bool {
				if round%4 != 0 && Disjoint(e, g) {
					t.Fatalf("%v has no text of %v", g, e)
				}
				if !slices.Contains(globs, e) {
					t.Fatalf("%v is none of %v", e, globs)
				}
				got++
				return true
			})
			if text, ok := g.IsLiteral(); ok && want > 1 { // equal literals are called once
				want = got
				if !s.Match(text, nil) && round%4 != 0 {
					t.Fatalf("%v does not match %q", globs, text)
				}
			}
			if got < want {
				t.Fatalf("%v meets %d of %v, want %d", g, got, globs, want)
			}
			calls := 0
			s.Meeting(g, nil, func(*Glob) bool { calls++; return false })
			if calls > 1 {
				t.Fatalf("%d calls after the end", calls)
			}
			has := slices.ContainsFunc(globs, func(e *Glob) bool { return Equal(e, g) })
			if s.Has(g) != has {
				t.Fatalf("%v has %v: %v", globs, g, !has)
			}
			covers := has || slices.ContainsFunc(globs, func(e *Glob) bool { return Covers(e, g) })
			if got := s.Covers(g, nil); got != covers {
				t.Fatalf("%v covers %v: %v", globs, g, got)
			}
		}
	}
	if !NewSet(of("a"), of("b*")).Has(of("a")) || !NewSet(of("a"), of("b*")).Has(of("b*")) {
		t.Error("a set that was asked nothing yet does not know what it has")
	}
	// Globs that fold share texts with globs that do not, in another case.
	for _, c := range []struct {
		set *Set
		g   *Glob
	}{
		{NewSet(of("x"), folded("a"), of("y")), of("A")}, {NewSet(of("A"), of("b")), folded("a")}, {NewSet(folded("a")), of("A")},
	} {
		met := 0
		c.set.Meeting(c.g, nil, func(e *Glob) bool {
			if e.Fold != c.g.Fold {
				met++
			}
			return true
		})
		if met == 0 {
			t.Errorf("%v meets none of %v", c.g, c.set.Globs)
		}
	}
	// What a pattern without letters at its beginning meets comes in the set's order.
	ordered, met := NewSet(of("b*"), of("c"), of("a"), of("*d")), ""
	for _, g := range []*Glob{of("*"), of("?")} {
		ordered.Meeting(g, nil, func(e *Glob) bool {
			met += e.String() + " "
			return true
		})
	}
	if met != "b* c a *d b* c a *d " {
		t.Errorf("met in the order %s", met)
	}
	empty := NewSet()
	if empty.Match("", nil) || empty.Has(of("*")) || empty.Covers(of("a"), nil) {
		t.Error("the empty set")
	}
}

func TestWidenAndRender(t *testing.T) {
	g := of("a1b2c")
	only := Widen(g, func(n string) bool { return n == "1" })
	if diff := cmp.Diff("a*b<2>c", only.String()); diff != "" {
		t.Error(diff)
	}
	if Widen(g, func(string) bool { return false }) != g {
		t.Error("a glob that does not change is made anew")
	}
	w := Plain(of("a1*?2"))
	got := w.Render("fresh", func(n string) string { return "<" + n + ">" })
	if diff := cmp.Diff("a<1>freshfresh<2>", got); diff != "" {
		t.Error(diff)
	}
}

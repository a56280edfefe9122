// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func plenty() *Budget { return &Budget{States: 1 << 20} }

func globsOf(texts ...string) []*Glob {
	var out []*Glob
	for _, s := range texts {
		out = append(out, of(s))
	}
	return out
}

func TestSearch(t *testing.T) {
	for _, c := range []struct {
		name          string
		must, mustNot []string
		want          Outcome
		word          string // "" is not looked at
	}{
		{"nothing at all", nil, nil, Found, "z"},
		{"one glob", []string{"a*b"}, nil, Found, "azb"},
		{"one glob less itself", []string{"a*b"}, []string{"a*b"}, None, ""},
		{"one glob less its words of one letter", []string{"a*"}, []string{"a", "a?"}, Found, "azz"},
		{"a star in parts", []string{"*"}, []string{"", "?", "??*"}, None, ""},
		{"by the first letter", []string{"?"}, []string{"a", "b"}, Found, "z"},
		{"two globs", []string{"a*", "*b"}, nil, Found, "ab"},
		{"two globs that overlap", []string{"*ab", "ab*"}, []string{"ab"}, Found, "abab"},
		{"apart", []string{"a*", "b*"}, nil, None, ""},
		{"apart by length", []string{"??", "?"}, nil, None, ""},
		{"apart in the middle", []string{"*a?", "*b?"}, nil, None, ""},
		{"literal in a pattern", []string{"ab", "a*"}, nil, Found, "ab"},
		{"literal not in a pattern", []string{"ab", "b*"}, nil, None, ""},
		{"literal left out", []string{"ab", "a*"}, []string{"?b"}, None, ""},
		{"within segments", []string{"#:#"}, []string{"a*"}, Found, "z:z"},
		{"covered by two", []string{"a?"}, []string{"a!", "a:"}, None, ""},
		{"covered by two of any length", []string{"*"}, []string{"#", "*:*"}, None, ""},
		{"a colon where none is named", []string{"a?"}, []string{"a!"}, Found, "a:"},
		{"a colon, since the rest stays within a segment", []string{"a*"}, []string{"a#"}, Found, "a:"},
		{"the first of two words, in the order of letters", []string{"*a*", "*b*"}, nil, Found, "ab"},
		{"and in whatever order it is asked", []string{"*b*", "*a*"}, nil, Found, "ab"},
		{"the same place", []string{"1*", "*1"}, []string{"1"}, Found, ""},
		{"two places", []string{"1", "2"}, nil, None, ""},
		{"a place against letters", []string{"1", "a*"}, nil, None, ""},
		{"a place against a star", []string{"x1", "x*"}, nil, Found, "x<1>"},
		{"a place less a star", []string{"x1"}, []string{"x*"}, None, ""},
		{"a place less letters", []string{"x1"}, []string{"xa"}, Found, "x<1>"},
		{"a place less a segment, which it may leave", []string{"x1"}, []string{"x#"}, Found, "x<1>"},
		{"a place within a segment", []string{"x1", "x#"}, nil, Found, "x<1>"},
		{"a place less one character", []string{"1"}, []string{"?"}, Found, "<1>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, got := Search(globsOf(c.must...), globsOf(c.mustNot...), plenty())
			if got != c.want {
				t.Fatalf("got %v", got)
			}
			if c.word != "" {
				if word := w.Render("z", func(n string) string { return "<" + n + ">" }); word != c.word {
					t.Errorf("got %q, want %q", word, c.word)
				}
			}
		})
	}
}

func TestSearchFolds(t *testing.T) {
	for _, c := range []struct {
		name          string
		must, mustNot []*Glob
		want          Outcome
		word          string
	}{
		{"folded literals", []*Glob{folded("aB"), folded("a*")}, nil, Found, "ab"},
		{"a folded glob has both cases", []*Glob{folded("a")}, []*Glob{of("a")}, Found, "A"},
		{"and no more", []*Glob{folded("a")}, []*Glob{of("a"), of("A")}, None, ""},
		{"k has a third one", []*Glob{folded("k")}, []*Glob{of("k"), of("K")}, Found, "\u212a"},
		{"a text in a folded glob", []*Glob{of("Ab"), folded("*B")}, nil, Found, "Ab"},
		{"a text not in a folded glob", []*Glob{of("Ab"), folded("*c")}, nil, None, ""},
		{"a pattern and a folded text", []*Glob{of("A*"), folded("ab")}, nil, Found, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, got := Search(c.must, c.mustNot, plenty())
			if got != c.want {
				t.Fatalf("got %v", got)
			}
			word := w.Render("z", nil)
			if c.word != "" && word != c.word {
				t.Errorf("got %q", word)
			}
			for _, g := range c.must {
				if got == Found && !g.Match(foldFor(g, word), nil) {
					t.Errorf("%v does not match %q", g, word)
				}
			}
			for _, g := range c.mustNot {
				if got == Found && g.Match(foldFor(g, word), nil) {
					t.Errorf("%v matches %q", g, word)
				}
			}
		})
	}
}

func foldFor(g *Glob, s string) string {
	if g.Fold {
		return Lower(s)
	}
	return s
}

// TestSearchIsExact compares Search with all texts up to a length.
func TestSearchIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	all := texts("ab:zA", 5)
	found, none := 0, 0
	for range rounds(1500) {
		var must, mustNot []string
		for range 1 + r.IntN(3) {
			must = append(must, draw(r, "**?#!ab:", 4))
		}
		for range r.IntN(4) {
			mustNot = append(mustNot, draw(r, "**?#!ab:", 3))
		}
		m, n := globsOf(must...), globsOf(mustNot...)
		if r.IntN(4) == 0 {
			n = append(n, folded(draw(r, "*?ab:", 3)))
		}
		fits := func(s string) bool {
			for _, g := range m {
				if !g.Match(s, nil) {
					return false
				}
			}
			for _, g := range n {
				if g.Match(foldFor(g, s), nil) {
					return false
				}
			}
			return true
		}
		w, got := Search(m, n, plenty())
		switch got {
		case Found:
			found++
			if s := w.Render("z", nil); !fits(s) {
				t.Fatalf("%q less %v: found %q", must, n, s)
			}
		case None:
			none++
			for _, s := range all {
				if fits(s) {
					t.Fatalf("%q less %v: none, but %q", must, n, s)
				}
			}
		default:
			t.Fatalf("gave up on %q less %v", must, n)
		}
	}
	if found < rounds(300) || none < rounds(300) {
		t.Errorf("found %d, none %d: the test says little", found, none)
	}
}

// TestSearchOpaque holds that Found is right for values unlike every other text,
// and that None with one glob is right for all values.
func TestSearchOpaque(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	values := []string{"", "a", ":", "ab", "b:a"}
	all := texts("ab:", 5)
	for range rounds(2500) {
		must := []string{draw(r, "*#?ab:112", 4)}
		if r.IntN(3) == 0 {
			must = append(must, draw(r, "*#?ab:112", 4))
		}
		mustNot := []string{draw(r, "*#?ab:112", 4), draw(r, "*#!ab:12", 3)}
		m, n := globsOf(must...), globsOf(mustNot...)
		fits := func(s string, e env) bool {
			for _, g := range m {
				if !g.Match(s, e) {
					return false
				}
			}
			for _, g := range n {
				if g.Match(s, e) {
					return false
				}
			}
			return true
		}
		w, got := Search(m, n, plenty())
		switch {
		case got == Found && strings.ContainsAny(mustNot[0]+mustNot[1], "?!#"): // a place has no known length, and may hold a colon or not
		case got == Found:
			e := env{"1": "vvv", "2": "www"}
			if s := w.Render("z", func(name string) string { return e[name] }); !fits(s, e) {
				t.Fatalf("%q less %q: found %q", must, mustNot, s)
			}
		case got == None && len(must) == 1:
			for _, v := range values {
				e := env{"1": v, "2": values[r.IntN(len(values))]}
				for _, s := range all {
					if fits(s, e) {
						t.Fatalf("%q less %q: none, but %q with %v", must, mustNot, s, e)
					}
				}
			}
		case got == None: // widened, it is a proof for all values
			wide := []*Glob{}
			for _, g := range m {
				wide = append(wide, Widen(g, func(string) bool { return true }))
			}
			if _, again := Search(wide, n, plenty()); again == None {
				for _, v := range values {
					e := env{"1": v, "2": v}
					for _, s := range all {
						if fits(s, e) {
							t.Fatalf("%q less %q widened: none, but %q with %v", must, mustNot, s, e)
						}
					}
				}
			}
		}
	}
}

func TestAccepts(t *testing.T) {
	w := Word{Symbols: []Token{Letter('a'), Fresh, Opaque(0)}, Names: []string{"1"}}
	for p, want := range map[string]bool{"a*": true, "a?1": true, "a!1": true, "a?2": false, "ab1": false, "a??": false, "*1": true, "a#": true, "": false, "a?1b": false, "a\U0010FFFF1": false} {
		if got := (*Budget)(nil).Accepts(of(p), w); got != want {
			t.Errorf("%q: %v", p, got)
		}
	}
	if !(*Budget)(nil).Accepts(folded("a*"), Word{Symbols: []Token{Letter('A')}}) {
		t.Error("a folded glob takes both cases")
	}
	long := strings.Repeat("ab", 200)
	if !(*Budget)(nil).Accepts(of(long+"*"), Plain(of(long))) || (*Budget)(nil).Accepts(of(long+"c"), Plain(of(long))) {
		t.Error("a glob longer than a word of places")
	}
}

func TestBudget(t *testing.T) {
	must := []*Glob{of("*a????????????????????"), of("*b???????????????????")}
	if _, got := Search(must, nil, &Budget{States: 100}); got != Found && got != GivenUp {
		t.Errorf("got %v", got)
	}
	hard := []*Glob{of("*a" + strings.Repeat("?", 30)), of("*b" + strings.Repeat("?", 30)), of("*")}
	b := &Budget{States: 500}
	if _, got := Search(hard, nil, b); got != GivenUp || !b.Spent() {
		t.Errorf("got %v with %d left", got, b.States)
	}
	if _, got := Search(globsOf("a", "a*"), nil, b); got != GivenUp {
		t.Errorf("a spent budget: %v", got)
	}
	wide := globsOf(strings.Repeat("a*", 500)+"b", strings.Repeat("*a", 500)+"*b")
	if _, got := Search(wide, nil, &Budget{States: 1}); got != GivenUp {
		t.Errorf("a budget that ends within one state: %v", got)
	}
	if b.Covers(of("*"), of("a")) || b.Disjoint(of("a"), of("b")) {
		t.Error("a spent budget shows something")
	}
	n := 0
	NewSet(of("a"), of("b*"), of("c*")).Meeting(of("b*"), b, func(*Glob) bool { n++; return true })
	if n != 2 {
		t.Errorf("with a spent budget %d globs may meet, want both patterns", n)
	}
	var none *Budget
	none.Spend(1 << 30)
	none.Keep(1 << 30)
	if none.Spent() {
		t.Error("no budget is spent")
	}
	used := &Budget{States: 10}
	used.Spend(3 * stepOps / 2)
	used.Spend(stepOps / 2)
	used.Keep(bytesPerOp * stepOps)
	if used.States != 7 {
		t.Errorf("%d left, want 7", used.States)
	}
	comparing := &Budget{States: 10}
	long := strings.Repeat("a*", 400)
	comparing.Covers(of(long), of(long+"b"))
	if comparing.States >= 10 {
		t.Error("comparing costs nothing")
	}
	matching := &Budget{States: 10}
	matching.Disjoint(of(strings.Repeat("a", 3000)), of(long))
	if matching.States >= 10 {
		t.Error("matching costs nothing")
	}
	// What would show that they are apart takes more steps than are left.
	text, tail := of(strings.Repeat("a", 3000)), of("*"+strings.Repeat("a", 100)+"b*")
	if !Disjoint(text, tail) || !(&Budget{States: 1 << 20}).Disjoint(text, tail) {
		t.Error("no b is no b")
	}
	if b := (&Budget{States: 10}); b.Disjoint(text, tail) || !b.Spent() {
		t.Error("comparing takes more than the budget")
	}
	if b := (&Budget{States: 10}); b.Covers(of("*"+strings.Repeat("a*", 5000)), of("*"+strings.Repeat("a", 5000)+"*")) || !b.Spent() {
		t.Error("comparing takes more than the budget")
	}
	if b := (&Budget{States: 10}); b.Disjoint(text, read("*"+strings.Repeat("a", 100)+"#a", false)) || !b.Spent() {
		t.Error("comparing takes more than the budget")
	}
}

func TestEffort(t *testing.T) {
	for _, c := range []struct {
		glob string
		want int
	}{
		{"abc", 0},
		{"arn:aws:s3:::images/*", 0},
		{"*" + strings.Repeat("a", 40), 0}, // compared from the end
		{"*" + strings.Repeat("a", 10) + "*", 0},
		{"*" + strings.Repeat("a", 14) + "*", 0},
		{"*" + strings.Repeat("a", 15) + "*", 16},
		{"x*" + strings.Repeat("a", 40) + "*yy", 41},
		{"x*" + strings.Repeat("a", 40) + "1yy", 41},
		{"*#a", 8 * 3},
		{"?#a", 8 * 3},
		{"#:#:#a", 0}, // within segments, going back to the last star is enough
		{"*!a", 0},
	} {
		if got := of(c.glob).Effort(); got != c.want {
			t.Errorf("%s: %d, want %d", c.glob, got, c.want)
		}
	}
}

func TestSearchGivesUp(t *testing.T) {
	long := strings.Repeat("a", 3000)
	for name, c := range map[string]struct{ must, not []*Glob }{
		"one text against patterns": {must: []*Glob{of(long), of("1*")}, not: []*Glob{of("2" + long)}},
		"within one state":          {must: []*Glob{of(strings.Repeat("*a", 300) + "*"), of(strings.Repeat("*b", 300) + "*")}},
		"a plain text":              {must: []*Glob{of(long + "*")}, not: []*Glob{of("*" + strings.Repeat("a?", 1400) + "*b*")}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range rounds(200) {
				states := i * 200 / rounds(200)
				if _, got := Search(c.must, c.not, &Budget{States: states}); got == None {
					t.Errorf("with %d states nothing is taken for a proof", states)
				}
			}
		})
	}
}

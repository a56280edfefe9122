// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"strings"
	"testing"
)

// spent tells how many steps of a budget something takes.
func spent(f func(*Budget)) int {
	b := &Budget{States: 1 << 24}
	f(b)
	return 1<<24 - b.States
}

// TestWorkIsCounted holds that what takes work is taken from the budget, and
// what is told by letters takes next to none.
func TestWorkIsCounted(t *testing.T) {
	long := strings.Repeat("a", 1500)
	stars := strings.Repeat("a*", 750)
	word := Plain(of(long))
	for _, c := range []struct {
		name        string
		least, most int
		do          func(*Budget)
	}{
		{"a word against a pattern that is alive everywhere", 1000, 1 << 20, func(b *Budget) { b.Accepts(of(stars), word) }},
		{"a word against a pattern that is alive in one place", 1, 300, func(b *Budget) { b.Accepts(of(long), word) }},
		{"a word against a pattern that ends early", 0, 1, func(b *Budget) { b.Accepts(of("b"+stars), word) }},
		{"small comparisons add up", 1, 20, func(b *Budget) {
			for range 4 * stepOps {
				b.Covers(of("*"), of("a"))
			}
		}},
		{"small tests for a common text add up", 1, 20, func(b *Budget) {
			for range 4 * stepOps {
				b.Disjoint(of("a"), of("b"))
			}
		}},
		{"patterns that begin otherwise", 0, 1, func(b *Budget) { b.Covers(of("b"+stars), of("a"+stars)) }},
		{"a pattern against its own kind", 100, 1 << 20, func(b *Budget) { b.Covers(of(stars), of(stars+"b*")) }},
		{"patterns that end otherwise", 0, 1, func(b *Budget) { b.Covers(of(stars+"b"), of(stars+"c")) }},
		{"a pattern that is longer at its end", 0, 1, func(b *Budget) { b.Covers(of("*"+long), of("*a*"+long[1:])) }},
		{"a text takes no pattern", 0, 1, func(b *Budget) { b.Covers(of(long), of(long+"*"+long)) }},
		{"short patterns are compared letter by letter", 4, 6, func(b *Budget) {
			for range stepOps {
				b.Covers(of("a*b"), of("a*?b")) // 4 places for each of 4
			}
		}},
		{"a text against a pattern", 1, 1 << 20, func(b *Budget) { b.Covers(of("*"+stars+"b*"), of(long)) }},
		{"a beginning, however long the text", 0, 1, func(b *Budget) {
			for range 50 {
				b.Covers(of("a*"), of(long))
			}
		}},
		{"what follows the only star is compared from the end", 8, 12, func(b *Budget) {
			for range 10 {
				b.Covers(of("*"+strings.Repeat("a", 700)+"?"), of(long))
			}
		}},
		{"what plainly meets nothing is not walked", 0, 40, func(b *Budget) {
			var not []*Glob
			for range 200 {
				not = append(not, of("c"+stars+"x*"))
			}
			if _, out := Search(globsOf("a*", "*b"), not, b); out != Found {
				t.Errorf("got %v", out)
			}
		}},
	} {
		if got := spent(c.do); got < c.least || got > c.most {
			t.Errorf("%s: %d steps, want %d to %d", c.name, got, c.least, c.most)
		}
	}
	g := of("*" + strings.Repeat("#b?", 10) + "*")
	if _, done, steps := g.matchWithin(long, 1<<30); !done || steps > 3*len(long)*len(g.Tokens) {
		t.Errorf("the general case walks a text of %d characters in %d steps for %d tokens", len(long), steps, len(g.Tokens))
	}
	if _, done, steps := g.matchWithin(long, 10); done || steps > 3*len(long) {
		t.Errorf("the general case goes on for %d steps after its limit", steps)
	}
	if (&Budget{}).Spent() {
		t.Error("the zero budget has a step left")
	}
}

// TestNothingIsShownWithoutWork holds that a bound that is met never makes an
// answer of what was not looked at.
func TestNothingIsShownWithoutWork(t *testing.T) {
	long := strings.Repeat("a", 3000)
	never := of("*" + strings.Repeat("a*", 100) + "b*")
	if (&Budget{States: 1}).Accepts(of("*"+strings.Repeat("a*", 1000)), Plain(of(long))) {
		t.Error("a word is accepted that nobody went through")
	}
	for states := range 30 {
		if (&Budget{States: states}).Covers(never, of(long)) {
			t.Errorf("with %d steps a text without b is one of %v", states, never)
		}
		must, not := of(long+"*"), of("*"+strings.Repeat("a", 1500)+"*")
		if _, out := Search([]*Glob{must}, []*Glob{not}, &Budget{States: states}); out == Found {
			t.Errorf("with %d steps a text is found that the other pattern has", states)
		}
	}
}

// TestNearTheBound compares answers with little work to answers with plenty: only
// giving up is another answer.
func TestNearTheBound(t *testing.T) {
	for _, c := range [][2]string{
		{"*a*b*c", "xxaxxbxxc"}, {"*#b", "a:a:ab"}, {"*#b", "a:a:a"}, {"*:#:#:b", "a:xx:b"}, {"a*a*a*a*b", "aaaaaaaaaaaab"}, {"a*a*a*a*b", "aaaaaaaaaaaa"}, {"?*:#:?", "a:b:c:d"},
	} {
		g := of(c[0])
		want := g.Match(c[1], nil)
		for limit := range 200 {
			ok, done, steps := g.matchWithin(c[1], limit)
			switch {
			case ok && !want, done && ok != want:
				t.Errorf("%v on %q in %d steps: %v", g, c[1], limit, ok)
			case done && steps > limit:
				t.Errorf("%v on %q took %d of %d steps", g, c[1], steps, limit)
			}
		}
	}
}

// TestWideStatesCost holds that a walk counts what its states take to make, to
// look at and to keep: with 200 patterns of 640 letters beside it, the same walk
// costs so many times as much. The bounds are close, since each part alone is
// more than a tenth of the whole.
func TestWideStatesCost(t *testing.T) {
	must := globsOf("*aaaaaaaaaab", "a*")
	var not []*Glob
	for i := range 200 {
		not = append(not, of("ac"+strings.Repeat("c", 640)+string(rune('d'+i%20))+"*"))
	}
	found := func(not []*Glob) func(*Budget) {
		return func(b *Budget) {
			if _, out := Search(must, not, b); out != Found {
				t.Errorf("got %v", out)
			}
		}
	}
	narrow, wide := spent(found(nil)), spent(found(not)) // some 14 and 1,077
	if narrow > 20 || wide < 1000 || wide > 1150 {
		t.Errorf("%d steps alone and %d with the others", narrow, wide)
	}
}

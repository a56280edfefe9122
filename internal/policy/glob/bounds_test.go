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
		{"a text against a pattern", 1, 1 << 20, func(b *Budget) { b.Covers(of("*"+stars+"b*"), of(long)) }},
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
	if (&Budget{}).Spent() {
		t.Error("the zero budget has a step left")
	}
}

// TestNothingIsShownWithoutWork holds that a bound that is met never makes an
// answer of what was not looked at.
func TestNothingIsShownWithoutWork(t *testing.T) {
	long := strings.Repeat("a", 3000)
	never := of("*" + strings.Repeat("a*", 100) + "b*")
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
		{"*a*b*c", "xxaxxbxxc"}, {"*#b", "a:a:ab"}, {"*#b", "a:a:a"}, {"a*a*a*a*b", "aaaaaaaaaaaab"}, {"a*a*a*a*b", "aaaaaaaaaaaa"}, {"?*:#:?", "a:b:c:d"},
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

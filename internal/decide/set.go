// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// cell is a set of texts: those that every must matches and no mustNot does.
// A cell is never empty, unless unsure is set.
type cell struct {
	must, mustNot []*glob.Glob
	// found is one of its texts; nil is the plain text of the first must.
	found *glob.Word
	// unsure is set where the cell may be empty because a variable would have to
	// equal another text.
	unsure string
}

// word returns one of the cell's texts.
func (c *cell) word() glob.Word {
	if c.found == nil {
		w := glob.Plain(c.must[0])
		c.found = &w
	}
	return *c.found
}

// contains reports whether the cell's own text is matched by the glob.
func (sp *space) contains(c *cell, g *glob.Glob) bool { return sp.budget.Accepts(g, c.word()) }

// cells is a union of cells.
type cells []*cell

// space compares sets of texts within the budget of one question. Where that is
// spent nothing is found; run says that this is no proof.
type space struct {
	budget glob.Budget
	// asked are the patterns that come from the question, not from a document.
	asked map[*glob.Glob]bool
	// who asks, for what variables are known not to stand for.
	who *candidate
}

// ask notes a set of patterns as the question's.
func (sp *space) ask(sets ...*glob.Set) {
	for _, s := range sets {
		if s != nil {
			for _, g := range s.Globs {
				sp.asked[g] = true
			}
		}
	}
}

// check searches the cell's text and reports whether it may have one.
func (sp *space) check(c *cell) bool {
	if word, out := glob.Search(c.must, c.mustNot, &sp.budget); out == glob.Found {
		c.found = &word
		return true
	}
	recased := c.recased()
	if len(c.must) < 2 && !recased || !opaqueIn(c.must) {
		return false
	}
	for _, n := range c.mustNot { // whatever the open places stand for
		for _, m := range c.must {
			if sp.budget.Covers(n, m) {
				return false
			}
		}
	}
	if recased {
		if word, out := glob.Search(widened(c.must, func(string) bool { return true }), c.mustNot, &sp.budget); out == glob.Found {
			c.found = &word
			c.unsure = caseCompared
			return true
		}
	}
	wide := widened(c.must, isVariable)
	if word, out := glob.Search(wide, append(sp.who.unlike(c.must), c.mustNot...), &sp.budget); out == glob.Found {
		c.found = &word
		c.unsure = variableCompared + variablesOf(c.must)
		return true
	}
	return sp.checkHoles(c, wide)
}

// recased reports whether a value that stands in an open place is compared without
// regard to case, and excluded with regard to it: "A" is like "a", but not the same. A
// search holds the place for one symbol, which has no case.
func (c *cell) recased() bool {
	for _, m := range c.must {
		if !m.Fold {
			continue
		}
		for _, n := range c.mustNot {
			if !n.Fold && slices.ContainsFunc(n.Names, func(name string) bool { return slices.Contains(m.Names, name) }) {
				return true
			}
		}
	}
	return false
}

// checkHoles looks at a cell whose only way to have a text is that a value which
// is not known until apply is one of those of another pattern. Such a value is
// unlike all others that a question or another hole names, but a pattern of a
// second document, such as a boundary's arn:aws:s3:::*, may well take it.
func (sp *space) checkHoles(c *cell, must []*glob.Glob) bool {
	var with []*glob.Glob
	for _, g := range must {
		if len(holesOf(g)) > 0 || sp.asked[g] {
			with = append(with, g)
		}
	}
	holes := holesOf(must...)
	if len(holes) == 0 {
		return false
	}
	if _, out := glob.Search(with, c.mustNot, &sp.budget); out != glob.Found {
		return false
	}
	word, out := glob.Search(widened(must, func(string) bool { return true }), c.mustNot, &sp.budget)
	if out != glob.Found {
		return false
	}
	c.found = &word
	c.unsure = holeCompared + strings.Join(holes, ", ")
	return true
}

func widened(in []*glob.Glob, pick func(string) bool) []*glob.Glob {
	out := make([]*glob.Glob, len(in))
	for i, g := range in {
		out[i] = glob.Widen(g, pick)
	}
	return out
}

// holesOf names the values of globs that are not known until apply.
func holesOf(globs ...*glob.Glob) []string {
	var out []string
	for _, g := range globs {
		for _, t := range g.Tokens {
			if t.IsOpaque() {
				if name, ok := policy.HoleOf(g.Names[t.Index()]); ok {
					out = append(out, "<"+name+">")
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func opaqueIn(globs []*glob.Glob) bool {
	for _, g := range globs {
		if g.HasOpaque() {
			return true
		}
	}
	return false
}

// intersect keeps the texts that are in the set.
func (sp *space) intersect(in cells, s *glob.Set) cells {
	var out cells
	for _, c := range in {
		out = append(out, sp.intersectCell(c, s)...)
	}
	return out
}

func (sp *space) intersectCell(c *cell, s *glob.Set) cells {
	var out cells
	whole := false
	s.Meeting(c.must[0], &sp.budget, func(g *glob.Glob) bool {
		var next []*glob.Glob
		for _, m := range c.must {
			switch {
			case sp.budget.Covers(g, m):
				whole = true
				return false
			case sp.budget.Disjoint(g, m):
				return true
			case sp.budget.Covers(m, g): // m says no more than g does
			default:
				next = append(next, m)
			}
		}
		n := sp.cell(c, append(next, g), c.mustNot)
		if sp.contains(c, g) || sp.check(n) {
			out = append(out, n)
		}
		return !sp.budget.Spent()
	})
	if whole {
		return cells{c}
	}
	return out
}

// cell returns a part of another.
func (sp *space) cell(of *cell, must, mustNot []*glob.Glob) *cell {
	const size = 128 // about what it holds in memory, in bytes
	sp.budget.Keep(size + 8*(len(must)+len(mustNot)))
	return &cell{must: must, mustNot: mustNot, found: of.found, unsure: of.unsure}
}

// subtract keeps the texts that are not in the set.
func (sp *space) subtract(in cells, s *glob.Set) cells {
	var out cells
	for _, c := range in {
		if n := sp.subtractCell(c, s); n != nil {
			out = append(out, n)
		}
	}
	return out
}

func (sp *space) subtractCell(c *cell, s *glob.Set) *cell {
	for _, m := range c.must {
		if s.Has(m) {
			return nil
		}
	}
	var relevant []*glob.Glob
	covered, hit := false, false
	s.Meeting(c.must[0], &sp.budget, func(g *glob.Glob) bool {
		for _, m := range c.must {
			if sp.budget.Covers(g, m) {
				covered = true
				return false
			}
			if sp.budget.Disjoint(g, m) {
				return true
			}
		}
		relevant = append(relevant, g)
		hit = hit || sp.contains(c, g)
		return !sp.budget.Spent()
	})
	if covered || sp.budget.Spent() {
		return nil
	}
	if len(relevant) == 0 {
		return c
	}
	n := sp.cell(c, c.must, slices.Concat(c.mustNot, relevant))
	if hit && !sp.check(n) {
		return nil
	}
	return n
}

// meets reports whether some text of the cells may be in the set.
func (sp *space) meets(in cells, s *glob.Set) bool {
	for _, c := range in {
		found := false
		s.Meeting(c.must[0], &sp.budget, func(g *glob.Glob) bool {
			for _, m := range c.must[1:] {
				if sp.budget.Disjoint(g, m) {
					return true
				}
			}
			found = true
			return false
		})
		if found {
			return true
		}
	}
	return false
}

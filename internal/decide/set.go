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
	// found is one of its texts; nil is the plain text of the only must.
	found *glob.Word
	// unsure is set where the budget ran out, or where the cell may be empty
	// because a variable would have to equal another text.
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

// space compares sets of texts within the budget of one question.
type space struct {
	budget glob.Budget
	// asked are the patterns that come from the question, not from a document.
	asked map[*glob.Glob]bool
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
	word, out := glob.Search(c.must, c.mustNot, &sp.budget)
	switch out {
	case glob.Found:
		c.found = &word
		return true
	case glob.GivenUp:
		c.unsure = outOfBudget
		return true
	}
	if len(c.must) < 2 || !opaqueIn(c.must) {
		return false
	}
	for _, n := range c.mustNot { // whatever the open places stand for
		for _, m := range c.must {
			if sp.budget.Covers(n, m) {
				return false
			}
		}
	}
	wide := widened(c.must, isVariable)
	if word, out = glob.Search(wide, c.mustNot, &sp.budget); out != glob.None {
		c.found = &word
		c.unsure = variableCompared + variablesOf(c.must)
		return true
	}
	return sp.checkHoles(c, wide)
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
	if _, out := glob.Search(with, c.mustNot, &sp.budget); out == glob.None {
		return false
	}
	word, out := glob.Search(widened(must, func(string) bool { return true }), c.mustNot, &sp.budget)
	if out == glob.None {
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
	if out, ok := sp.pristine(c, s); ok {
		return out
	}
	if sp.budget.Spent() {
		return cells{c.doubtful()}
	}
	c.word()
	var out cells
	whole := false
	s.Meeting(c.must[0], &sp.budget, func(g *glob.Glob) bool {
		next := make([]*glob.Glob, 0, len(c.must)+1)
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
		n := &cell{must: append(next, g), mustNot: c.mustNot, found: c.found, unsure: c.unsure}
		sp.budget.Keep(cellSize + 8*len(n.must))
		if n.unsure == "" && sp.contains(c, g) || sp.check(n) {
			out = append(out, n)
		}
		return true
	})
	if whole {
		return cells{c}
	}
	return out
}

// cellSize is about what a cell holds in memory, in bytes.
const cellSize = 128

// doubtful returns a cell that stands for this one or a part of it: nobody looked.
func (c *cell) doubtful() *cell {
	n := *c
	n.unsure = outOfBudget
	return &n
}

// pristine intersects a cell that has everything yet: each glob is a cell.
func (sp *space) pristine(c *cell, s *glob.Set) (cells, bool) {
	if len(c.must) != 1 || len(c.mustNot) > 0 || !c.must[0].IsEverything() && c.must[0] != actionDomain {
		return nil, false
	}
	sp.budget.Keep(cellSize * len(s.Globs))
	out := make(cells, 0, len(s.Globs))
	all := make([]cell, len(s.Globs))
	for i, g := range s.Globs {
		if !c.must[0].IsEverything() && !sp.budget.Covers(c.must[0], g) {
			return nil, false
		}
		all[i].must = s.Globs[i : i+1 : i+1]
		out = append(out, &all[i])
	}
	return out, true
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
	if sp.budget.Spent() {
		return c.doubtful()
	}
	c.word()
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
		sp.budget.Keep(16)
		hit = hit || sp.contains(c, g)
		return true
	})
	if covered {
		return nil
	}
	if len(relevant) == 0 {
		return c
	}
	n := &cell{must: c.must, mustNot: append(c.mustNot[:len(c.mustNot):len(c.mustNot)], relevant...), found: c.found, unsure: c.unsure}
	sp.budget.Keep(cellSize + 8*len(n.mustNot))
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

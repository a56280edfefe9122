// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"sort"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// set is a union of globs, indexed so that those that may meet a given glob
// are found without looking at all.
type set struct {
	globs    []*glob.Glob
	literals []string // sorted texts of the literal globs
	byText   map[string]*glob.Glob
	patterns []*glob.Glob // those that are not literal
	keys     map[string]bool
}

func newSet(globs []*glob.Glob) *set {
	s := &set{globs: globs, byText: make(map[string]*glob.Glob, len(globs)), keys: make(map[string]bool, len(globs))}
	for _, g := range globs {
		s.keys[g.Key()] = true
		if t, ok := g.IsLiteral(); ok {
			if s.byText[t] == nil {
				s.literals = append(s.literals, t)
			}
			s.byText[t] = g
			continue
		}
		s.patterns = append(s.patterns, g)
	}
	sort.Strings(s.literals)
	return s
}

// meeting calls f with each glob of the set that may share a text with g, until
// f returns false.
func (s *set) meeting(g *glob.Glob, f func(*glob.Glob) bool) {
	if len(s.globs) > 0 && s.globs[0].Fold != g.Fold { // the index is by exact text
		for _, e := range s.globs {
			if !f(e) {
				return
			}
		}
		return
	}
	if t, ok := g.IsLiteral(); ok {
		if e := s.byText[t]; e != nil {
			if !f(e) {
				return
			}
		}
	} else {
		p := g.Prefix()
		for i := sort.SearchStrings(s.literals, p); i < len(s.literals) && strings.HasPrefix(s.literals[i], p); i++ {
			if e := s.byText[s.literals[i]]; !glob.Disjoint(e, g) && !f(e) {
				return
			}
		}
	}
	for _, e := range s.patterns {
		if !glob.Disjoint(e, g) && !f(e) {
			return
		}
	}
}

// cell is a set of texts: those that every must matches and no mustNot does.
// A cell is never empty, unless unsure is set.
type cell struct {
	must, mustNot []*glob.Glob
	word          glob.Word // one of its texts
	// unsure is set where the budget ran out, or where the cell may be empty
	// because a variable would have to equal another text.
	unsure string
}

// contains reports whether the cell's own text is matched by the glob.
func (c *cell) contains(g *glob.Glob) bool { return glob.Accepts(g, c.word) }

// cells is a union of cells.
type cells []*cell

// space compares sets of texts within the budget of one question.
type space struct {
	budget glob.Budget
}

// check searches the cell's text and reports whether it may have one.
func (sp *space) check(c *cell) bool {
	word, out := glob.Search(c.must, c.mustNot, &sp.budget)
	switch out {
	case glob.Found:
		c.word = word
		return true
	case glob.GivenUp:
		c.unsure = outOfBudget
		return true
	}
	if len(c.must) < 2 || !opaqueIn(c.must) {
		return false
	}
	wide := make([]*glob.Glob, len(c.must))
	for i, g := range c.must {
		wide[i] = glob.Widen(g, isVariable)
	}
	word, out = glob.Search(wide, c.mustNot, &sp.budget)
	if out == glob.None {
		return false
	}
	c.word = word
	c.unsure = variableCompared + variablesOf(c.must)
	return true
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
func (sp *space) intersect(in cells, s *set) cells {
	var out cells
	for _, c := range in {
		out = append(out, sp.intersectCell(c, s)...)
	}
	return out
}

func (sp *space) intersectCell(c *cell, s *set) cells {
	var out cells
	whole := false
	s.meeting(c.must[0], func(g *glob.Glob) bool {
		next := make([]*glob.Glob, 0, len(c.must)+1)
		for _, m := range c.must {
			switch {
			case glob.Covers(g, m):
				whole = true
				return false
			case glob.Disjoint(g, m):
				return true
			case glob.Covers(m, g): // m says no more than g does
			default:
				next = append(next, m)
			}
		}
		n := &cell{must: append(next, g), mustNot: c.mustNot, word: c.word, unsure: c.unsure}
		if n.unsure == "" && c.contains(g) || sp.check(n) {
			out = append(out, n)
		}
		return true
	})
	if whole {
		return cells{c}
	}
	return out
}

// subtract keeps the texts that are not in the set.
func (sp *space) subtract(in cells, s *set) cells {
	var out cells
	for _, c := range in {
		if n := sp.subtractCell(c, s); n != nil {
			out = append(out, n)
		}
	}
	return out
}

func (sp *space) subtractCell(c *cell, s *set) *cell {
	for _, m := range c.must {
		if s.keys[m.Key()] {
			return nil
		}
	}
	var relevant []*glob.Glob
	covered, hit := false, false
	s.meeting(c.must[0], func(g *glob.Glob) bool {
		for _, m := range c.must {
			if glob.Covers(g, m) {
				covered = true
				return false
			}
			if glob.Disjoint(g, m) {
				return true
			}
		}
		relevant = append(relevant, g)
		hit = hit || c.contains(g)
		return true
	})
	if covered {
		return nil
	}
	if len(relevant) == 0 {
		return c
	}
	n := &cell{must: c.must, mustNot: append(c.mustNot[:len(c.mustNot):len(c.mustNot)], relevant...), word: c.word, unsure: c.unsure}
	if hit && !sp.check(n) {
		return nil
	}
	return n
}

// meets reports whether some text of the cells may be in the set.
func (sp *space) meets(in cells, s *set) bool {
	for _, c := range in {
		found := false
		s.meeting(c.must[0], func(g *glob.Glob) bool {
			for _, m := range c.must[1:] {
				if glob.Disjoint(g, m) {
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

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package glob

import (
	"slices"
	"strings"
	"sync"
)

// Set is a union of globs. It is indexed when first asked, so that those that
// may meet a given glob are found without looking at all. It is safe for
// concurrent use.
type Set struct {
	Globs []*Glob

	once     sync.Once
	literals []*Glob // sorted by text
	patterns []*Glob // the rest
	mixed    bool    // globs with and without folding
}

// NewSet returns the union of these globs.
func NewSet(globs ...*Glob) *Set { return &Set{Globs: globs} }

func (s *Set) index() {
	s.once.Do(func() {
		for _, g := range s.Globs {
			s.mixed = s.mixed || g.Fold != s.Globs[0].Fold
			if g.literal {
				s.literals = append(s.literals, g)
			} else {
				s.patterns = append(s.patterns, g)
			}
		}
		slices.SortFunc(s.literals, func(a, b *Glob) int { return strings.Compare(a.text, b.text) })
	})
}

func (s *Set) find(text string) (int, bool) {
	return slices.BinarySearchFunc(s.literals, text, func(g *Glob, t string) int { return strings.Compare(g.text, t) })
}

// Match reports whether some glob of the set matches the text; see Glob.Match.
func (s *Set) Match(text string, env Resolver) bool {
	s.index()
	if _, ok := s.find(text); ok {
		return true
	}
	for _, g := range s.patterns {
		if g.Match(text, env) {
			return true
		}
	}
	return false
}

// Has reports whether the set holds an equal glob.
func (s *Set) Has(g *Glob) bool {
	s.index()
	if g.literal {
		i, ok := s.find(g.text)
		return ok && s.literals[i].Fold == g.Fold
	}
	for _, e := range s.patterns {
		if Equal(e, g) {
			return true
		}
	}
	return false
}

// Meeting calls f with each glob of the set that may share a text with g, until
// f returns false. With a spent budget, all globs may. Where g begins with no letter
// they come in the order of the set.
func (s *Set) Meeting(g *Glob, budget *Budget, f func(*Glob) bool) {
	s.index()
	if len(s.Globs) > 0 && (g.prefix == "" || s.mixed || s.Globs[0].Fold != g.Fold) { // the index is by exact text
		for _, e := range s.Globs {
			if !budget.Disjoint(e, g) && !f(e) {
				return
			}
		}
		return
	}
	if g.literal {
		if i, ok := s.find(g.text); ok && !f(s.literals[i]) {
			return
		}
	} else {
		i, _ := s.find(g.prefix)
		for ; i < len(s.literals) && strings.HasPrefix(s.literals[i].text, g.prefix); i++ {
			if e := s.literals[i]; !budget.Disjoint(e, g) && !f(e) {
				return
			}
		}
	}
	for _, e := range s.patterns {
		if !budget.Disjoint(e, g) && !f(e) {
			return
		}
	}
}

// Covers reports that one glob of the set has every text of g; see Covers.
func (s *Set) Covers(g *Glob, budget *Budget) bool {
	if s.Has(g) {
		return true
	}
	found := false
	s.Meeting(g, budget, func(e *Glob) bool {
		found = budget.Covers(e, g)
		return !found
	})
	return found
}

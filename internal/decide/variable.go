// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// meaning is what a policy variable stands for, as far as it follows from who asks.
type meaning uint8

const (
	anyText meaning = iota // one text, or none: that is open
	oneText                // a text that is not one of those assumed elsewhere
	theText                // this text
	noText                 // nothing: AWS lets a pattern with it match nothing
)

// meaning returns what a variable stands for.
func (c *candidate) meaning(opaque string) (meaning, string) {
	key, def, hasDefault, ok := policy.VariableOf(opaque)
	if !ok {
		return anyText, ""
	}
	a, assumed := c.assumed[key]
	values, fixed, present := c.value(key)
	switch {
	case assumed && a.several:
		return noText, ""
	case assumed && !fixed:
		return oneText, ""
	case !fixed:
		return anyText, ""
	case present:
		return theText, values[0]
	case hasDefault:
		return theText, def
	}
	return noText, ""
}

// settle replaces the variables of a pattern whose value follows from who asks.
// It returns nil where one of them has none: AWS lets such a pattern match nothing.
func (c *candidate) settle(g *glob.Glob) *glob.Glob {
	if !g.HasOpaque() {
		return g
	}
	kinds, texts := make([]meaning, len(g.Names)), make([]string, len(g.Names))
	var names []string // of those that stay open
	place := make([]int, len(g.Names))
	changed := false
	for i, n := range g.Names {
		kinds[i], texts[i] = c.meaning(n)
		switch kinds[i] {
		case noText:
			return nil
		case theText:
			changed = true
			continue
		case oneText: // its default does not count
			if n = policy.WithoutDefault(n); n != g.Names[i] {
				changed = true
			}
		}
		if place[i] = slices.Index(names, n); place[i] < 0 {
			place[i] = len(names)
			names = append(names, n)
		}
	}
	if !changed {
		return g
	}
	var tokens []glob.Token
	for _, t := range g.Tokens {
		switch {
		case !t.IsOpaque():
			tokens = append(tokens, t)
		case kinds[t.Index()] == theText:
			tokens = append(tokens, lettersOf(texts[t.Index()], g.Fold)...)
		default:
			tokens = append(tokens, glob.Opaque(place[t.Index()]))
		}
	}
	return glob.New(tokens, names, g.Fold)
}

func lettersOf(text string, fold bool) []glob.Token {
	return glob.Literal(text, fold).Tokens
}

// Resolve gives the variables that follow from who asks their values; it
// implements glob.Resolver.
func (c *candidate) Resolve(opaque string) (string, bool) {
	kind, text := c.meaning(opaque)
	return text, kind == theText
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"fmt"
	"sort"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// box is one statement as a set of requests: the product of one set for each
// dimension. A nil set is everything.
type box struct {
	actions, resources       *set
	notActions, notResources bool
	principal                func(policy.Principal) policy.Truth // nil is everyone
	conditions               []*constraint
	// unsure says why the statement cannot be judged exactly.
	unsure string
}

// constraint is one condition with a text that equal conditions share.
type constraint struct {
	cond *policy.Condition
	key  string
	id   string
	set  *set // for tests on texts
	arns bool
	all  bool // an Arn test with a lone star
}

// compiler turns statements into boxes, each statement once.
type compiler struct {
	reading policy.Reading
	boxes   map[*policy.Statement]*box
	sets    map[*policy.Patterns]*set
}

func newCompiler(r policy.Reading) *compiler {
	return &compiler{reading: r, boxes: map[*policy.Statement]*box{}, sets: map[*policy.Patterns]*set{}}
}

// box compiles a statement; withPrincipal keeps its Principal element.
func (c *compiler) box(d *policy.Document, s *policy.Statement) *box {
	if b, ok := c.boxes[s]; ok {
		return b
	}
	b := &box{}
	c.boxes[s] = b
	switch {
	case s.Action != nil:
		b.actions = c.patterns(s.Action, true)
	case s.NotAction != nil:
		b.actions, b.notActions = c.patterns(s.NotAction, true), true
	default:
		b.actions = newSet(nil)
	}
	switch {
	case s.Resource != nil:
		b.resources = c.patterns(s.Resource, false)
	case s.NotResource != nil:
		b.resources, b.notResources = c.patterns(s.NotResource, false), true
	}
	for _, p := range []*policy.Patterns{s.Action, s.NotAction, s.Resource, s.NotResource} {
		if p != nil && p.Wild {
			b.unsure = unknownValue
		}
	}
	if d.Kind.HasPrincipal() {
		b.principal = func(p policy.Principal) policy.Truth {
			t, _ := s.Names(p, d.Holes)
			return t
		}
	}
	for _, k := range s.Conditions {
		b.conditions = append(b.conditions, newConstraint(k, d))
	}
	return b
}

func (c *compiler) patterns(p *policy.Patterns, action bool) *set {
	if s, ok := c.sets[p]; ok {
		return s
	}
	globs := make([]*glob.Glob, len(p.List))
	for i, e := range p.List {
		globs[i] = e.In(c.reading)
		if action {
			globs[i] = actionGlob(globs[i])
		}
	}
	s := newSet(globs)
	c.sets[p] = s
	return s
}

// actionDomain is what an action looks like: a service prefix, one colon, a name.
var actionDomain = glob.New([]glob.Token{glob.SegmentAny, glob.SegmentStar, glob.Letter(':'), glob.SegmentAny, glob.SegmentStar}, nil, true)

// actionGlob reads the stars of an action pattern as not crossing the colon,
// which no action has twice; that lets patterns be compared by their letters.
func actionGlob(g *glob.Glob) *glob.Glob {
	colons := 0
	for _, t := range g.Tokens {
		if t == glob.Letter(':') {
			colons++
		}
	}
	if _, literal := g.IsLiteral(); literal || colons != 1 || g.HasOpaque() {
		return g
	}
	tokens := make([]glob.Token, len(g.Tokens))
	for i, t := range g.Tokens {
		switch t {
		case glob.Star:
			t = glob.SegmentStar
		case glob.Any:
			t = glob.SegmentAny
		}
		tokens[i] = t
	}
	return glob.New(tokens, g.Names, g.Fold)
}

func newConstraint(k *policy.Condition, d *policy.Document) *constraint {
	c := &constraint{cond: k, key: k.LowerKey()}
	values := make([]string, len(k.Values))
	for i, v := range k.Values {
		values[i] = v.Value
		if d != nil {
			values[i] = d.Show(v.Value)
		}
	}
	sort.Strings(values)
	variables := d == nil || d.Version == "2012-10-17"
	c.id = fmt.Sprintf("%s %s %v %q", k.Operator.Canonical(), c.key, variables, values)
	switch k.Operator.Test {
	case policy.StringEquals, policy.StringEqualsIgnoreCase, policy.StringLike, policy.BinaryEquals:
		c.set = newSet(k.Globs())
	case policy.ArnLike:
		c.arns = true
		var globs []*glob.Glob
		for _, a := range k.Arns() {
			switch {
			case a.All:
				c.all = true
				globs = append(globs, everything)
			case a.Segments != nil:
				globs = append(globs, arnGlob(a.Segments))
			}
		}
		c.set = newSet(globs)
	}
	return c
}

var everything = glob.New([]glob.Token{glob.Star}, nil, false)

// arnGlob joins the segments of an Arn pattern into one glob in which the
// wildcards of the first five do not cross a colon.
func arnGlob(segments []*glob.Glob) *glob.Glob {
	if len(segments) == 1 {
		return segments[0]
	}
	var tokens []glob.Token
	var names []string
	for i, g := range segments {
		if i > 0 {
			tokens = append(tokens, glob.Letter(':'))
		}
		for _, t := range g.Tokens {
			switch {
			case t.IsOpaque():
				names = append(names, g.Names[t.Index()])
				t = glob.Opaque(len(names) - 1)
			case i < len(segments)-1 && t == glob.Star:
				t = glob.SegmentStar
			case i < len(segments)-1 && t == glob.Any:
				t = glob.SegmentAny
			}
			tokens = append(tokens, t)
		}
	}
	return glob.New(tokens, names, false)
}

// isVariable reports whether an opaque place is a policy variable.
func isVariable(name string) bool {
	_, _, _, ok := policy.VariableOf(name)
	return ok
}

// variablesOf names the policy variables of globs for a message.
func variablesOf(globs []*glob.Glob) string {
	var out []string
	for _, g := range globs {
		for _, n := range g.Names {
			if key, _, _, ok := policy.VariableOf(n); ok {
				out = append(out, "${"+key+"}")
			}
		}
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

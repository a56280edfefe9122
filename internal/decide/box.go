// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// box is one statement as a set of requests: the product of one set for each
// dimension. A nil set is everything.
type box struct {
	actions, resources       *glob.Set
	notActions, notResources bool
	principal                func(policy.Principal) policy.Truth // nil is everyone
	conditions               []*constraint
	// unsure says why the statement cannot be judged exactly. Where that is
	// because of its actions or resources, those may turn out to be anything.
	unsure                     string
	openActions, openResources bool
}

// constraint is one condition with a text that equal conditions share.
type constraint struct {
	cond *policy.Condition
	key  string
	id   string
	set  *glob.Set // for tests on texts
}

// compiler turns statements into boxes, each statement once.
type compiler struct {
	reading policy.Reading
	boxes   map[*policy.Statement]*box
	sets    map[*policy.Patterns]*glob.Set
	ids     map[string]string // a short name for each condition's text
}

func newCompiler(r policy.Reading) *compiler {
	return &compiler{reading: r, boxes: map[*policy.Statement]*box{}, sets: map[*policy.Patterns]*glob.Set{}, ids: map[string]string{}}
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
		b.actions = c.patterns(s.Action)
	case s.NotAction != nil:
		b.actions, b.notActions = c.patterns(s.NotAction), true
	default:
		b.actions = glob.NewSet()
	}
	switch {
	case s.Resource != nil:
		b.resources = c.patterns(s.Resource)
	case s.NotResource != nil:
		b.resources, b.notResources = c.patterns(s.NotResource), true
	}
	b.openActions = s.Action != nil && s.Action.Wild || s.NotAction != nil && s.NotAction.Wild
	b.openResources = s.Resource != nil && s.Resource.Wild || s.NotResource != nil && s.NotResource.Wild
	if b.openActions || b.openResources {
		b.unsure = unknownValue
	}
	if d.Kind.HasPrincipal() {
		b.principal = func(p policy.Principal) policy.Truth {
			t, _, _ := s.Names(p)
			return t
		}
	}
	for _, k := range s.Conditions {
		b.conditions = append(b.conditions, c.constraint(k))
	}
	return b
}

// patterns returns a set of patterns under the reading, made once.
func (c *compiler) patterns(p *policy.Patterns) *glob.Set {
	if !p.Ambiguous {
		return p.Set(c.reading)
	}
	s, ok := c.sets[p]
	if !ok {
		s = p.Set(c.reading)
		c.sets[p] = s
	}
	return s
}

// actionDomain is what an action looks like: a service prefix, one colon, a name.
var actionDomain = glob.New([]glob.Token{glob.SegmentAny, glob.SegmentStar, glob.Letter(':'), glob.SegmentAny, glob.SegmentStar}, nil, true)

// constraint makes a constraint of a condition; equal conditions have one id.
func (c *compiler) constraint(k *policy.Condition) *constraint {
	text := k.ID()
	id, ok := c.ids[text]
	if !ok {
		id = strconv.Itoa(len(c.ids))
		c.ids[text] = id
	}
	return &constraint{cond: k, key: k.LowerKey(), id: id, set: k.Set()}
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
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

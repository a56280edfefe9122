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
	who     *candidate
	boxes   map[*policy.Statement]*box
	ids     map[string]string // a short name for each condition's text
	open    map[string]*box   // boxes that cannot be judged, by their text
	copies  map[*box]*box     // of boxes that may name a principal directly
	bounded map[*box]*box     // of boxes that hold whoever asks
}

func newCompiler(r policy.Reading) *compiler {
	return &compiler{reading: r, who: anyone, boxes: map[*policy.Statement]*box{}, ids: map[string]string{}, open: map[string]*box{}, copies: map[*box]*box{}, bounded: map[*box]*box{}}
}

// as returns a compiler for one principal: where statements hold variables
// that follow from who asks, they are boxes of their own for each.
func (c *compiler) as(who *candidate, variables bool) *compiler {
	if !variables {
		return c
	}
	out := newCompiler(c.reading)
	out.who, out.ids = who, c.ids
	return out
}

// box returns a statement's box, made once.
func (c *compiler) box(d *policy.Document, s *policy.Statement) *box {
	return remember(c.boxes, s, func() *box { return c.compile(d, s) })
}

func (c *compiler) compile(d *policy.Document, s *policy.Statement) *box {
	b := &box{}
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
	} else if b.notResources && len(b.resources.Globs) < len(s.NotResource.List) {
		// AWS: a variable without value matches no resource, which leaves NotResource open.
		b.unsure = variableCompared + variablesOf(s.NotResource.Set(policy.Reading{}).Globs)
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
	if b.unsure != "" || d.Holes != nil { // the same text is the same unknown, before and after
		text := d.Kind.String() + d.Version + string(d.CanonicalStatement(s))
		return remember(c.open, text, func() *box { return b })
	}
	return b
}

// direct returns a box that may name the principal directly, by an entry that
// is not known until apply.
func (c *compiler) direct(b *box) *box {
	return remember(c.copies, b, func() *box {
		n := *b
		n.unsure = unknownPrincipal
		return &n
	})
}

// everyone returns the box without its principal.
func (c *compiler) everyone(b *box) *box {
	return remember(c.bounded, b, func() *box {
		n := *b
		n.principal = nil
		return &n
	})
}

// patterns returns a set of patterns under the reading.
func (c *compiler) patterns(p *policy.Patterns) *glob.Set { return c.settle(p.Set(c.reading)) }

// settle replaces the variables that follow from who asks.
func (c *compiler) settle(s *glob.Set) *glob.Set {
	if s == nil || !opaqueIn(s.Globs) {
		return s
	}
	var out []*glob.Glob
	for _, g := range s.Globs {
		if n := c.who.settle(g); n != nil {
			out = append(out, n)
		}
	}
	return glob.NewSet(out...)
}

// actionDomain is what an action looks like: a service prefix, one colon, a name.
var actionDomain = glob.New([]glob.Token{glob.SegmentAny, glob.SegmentStar, glob.Letter(':'), glob.SegmentAny, glob.SegmentStar}, nil, true)

// constraint makes a constraint of a condition; equal conditions have one id.
func (c *compiler) constraint(k *policy.Condition) *constraint {
	text := k.ID()
	id := remember(c.ids, text, func() string { return strconv.Itoa(len(c.ids)) })
	return &constraint{cond: k, key: k.LowerKey(), id: id, set: c.settle(k.Set())}
}

// isVariable reports whether an opaque place is a policy variable.
func isVariable(name string) bool {
	_, _, _, ok := policy.VariableOf(name)
	return ok
}

// variablesOf names the policy variables of globs for a message.
func variablesOf(globs []*glob.Glob) string {
	var names []string
	for _, g := range globs {
		names = append(names, g.Names...)
	}
	return variablesIn(names)
}

// variablesIn names those of a list of opaque places that are policy variables.
func variablesIn(names []string) string {
	var out []string
	for _, n := range names {
		if key, _, _, ok := policy.VariableOf(n); ok {
			out = append(out, "${"+key+"}")
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

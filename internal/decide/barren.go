// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// Most questions are about actions that a principal's documents do not speak of
// at all. That can be seen without a search: where no Allow meets the question's
// actions and resources, pattern by pattern, nothing is granted under any reading.

// barren reports whether an access plainly allows nothing inside the question.
// False says nothing.
func (a *Access) barren(q *Question) bool {
	if len(q.Actions) == 0 || a.Principal.Kind == policy.Root {
		return false // root needs no Allow
	}
	s := newSketch(q)
	if s.meetsText(callerAction) {
		return false // needs no Allow either
	}
	identity := s.meetsAny(a.Identity)
	if a.Resource == nil {
		return !identity
	}
	who := a.Principal
	if who.ID == "" {
		who = anyRole.principal
	}
	named := false
	for _, st := range a.Resource.Statements {
		if st.Effect != policy.Allow || !s.meets(st) {
			continue
		}
		switch t, how, maybe := st.Names(who); {
		case t == policy.False:
		case maybe || how != policy.ByAccount:
			return false // it needs no identity policy
		default:
			named = true
		}
	}
	if named || !s.consent() {
		return !identity
	}
	return true
}

// Services lists the services that the Allow statements of the identity policies are
// about, by their prefix in lower case; open says that one may be about any.
func (a *Access) Services() (named map[string]bool, open bool) {
	named = map[string]bool{}
	for _, d := range a.Identity {
		for _, st := range d.Statements {
			switch {
			case st.Effect != policy.Allow:
			case st.Action == nil:
				open = open || st.NotAction != nil
			default:
				for _, p := range st.Action.List {
					prefix, _, whole := strings.Cut(p.Glob.Prefix(), ":")
					if !whole {
						open = true
					} else if !named[prefix] {
						named[prefix] = true
					}
				}
			}
		}
	}
	return named, open
}

const callerAction = "sts:getcalleridentity"

// barrenDocument is barren for one document of a kind that grants.
func barrenDocument(d *policy.Document, q *Question) bool {
	switch d.Kind {
	case policy.SCP, policy.RCP:
		return false // what is not said there limits nothing
	}
	if len(q.Actions) == 0 {
		return false
	}
	s := newSketch(q)
	return !s.meetsAny([]*policy.Document{d})
}

// sketch is a question as far as its letters tell.
type sketch struct {
	actions      []*glob.Glob
	resources    []resourceSketch
	allResources bool
}

func newSketch(q *Question) *sketch {
	s := &sketch{actions: make([]*glob.Glob, len(q.Actions)), resources: make([]resourceSketch, len(q.Resources)), allResources: q.Resources == nil}
	for i, a := range q.Actions {
		s.actions[i] = policy.ActionGlob(a)
	}
	for i, r := range q.Resources {
		s.resources[i] = newResourceSketch(r)
	}
	return s
}

// consent reports whether all actions need the resource's own consent.
func (s *sketch) consent() bool {
	for _, g := range s.actions {
		if !strings.HasPrefix(g.Prefix(), "sts:assumerole") {
			return false
		}
	}
	return true
}

func (s *sketch) meetsAny(docs []*policy.Document) bool {
	for _, d := range docs {
		for _, st := range d.Statements {
			if st.Effect == policy.Allow && s.meets(st) {
				return true
			}
		}
	}
	return false
}

// meets reports whether a statement may be about something in the question.
func (s *sketch) meets(st *policy.Statement) bool {
	if st.Action != nil && !slices.ContainsFunc(st.Action.List, func(p *policy.Pattern) bool { return s.meetsGlob(p.Glob) }) {
		return false
	}
	if st.Resource == nil || s.allResources {
		return true
	}
	for _, p := range st.Resource.List {
		for i := range s.resources {
			if s.resources[i].meets(p) {
				return true
			}
		}
	}
	return false
}

// resourceSketch is a pattern of a question's resources.
type resourceSketch struct {
	text, prefix string // prefix is the letters before the first wildcard
	glob         *glob.Glob
}

func newResourceSketch(pattern string) resourceSketch {
	r := resourceSketch{text: pattern, prefix: pattern}
	if i := strings.IndexAny(pattern, "*?$<"); i >= 0 {
		r.prefix = pattern[:i]
	}
	return r
}

// meets reports whether an entry of a statement may match one of the resources. A
// short ARN may be read as more than its letters; a narrower reading of another
// only takes away.
func (r *resourceSketch) meets(p *policy.Pattern) bool {
	switch {
	case !agree(p.Glob.Prefix(), r.prefix):
		return false
	case p.Short != nil || strings.ContainsAny(r.text, "$<"):
		return true
	case r.glob == nil:
		r.glob = policy.ResourceGlob(r.text, nil)
	}
	return glob.Overlap(p.Glob, r.glob)
}

func (s *sketch) meetsGlob(g *glob.Glob) bool {
	prefix := g.Prefix()
	text, literal := g.IsLiteral()
	for _, q := range s.actions {
		if !agree(prefix, q.Prefix()) {
			continue
		}
		other, fixed := q.IsLiteral()
		switch {
		case literal && fixed && text != other, literal && !q.Match(text, nil), fixed && !g.HasOpaque() && !g.Match(other, nil):
			continue
		}
		return true
	}
	return false
}

// meetsText reports whether the question's actions hold one.
func (s *sketch) meetsText(action string) bool {
	for _, g := range s.actions {
		if g.Match(action, nil) {
			return true
		}
	}
	return false
}

// agree reports whether one text is the beginning of the other.
func agree(a, b string) bool {
	n := min(len(a), len(b))
	return a[:n] == b[:n]
}

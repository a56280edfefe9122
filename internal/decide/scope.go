// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// scope is what a question is about, made ready to search and to match.
type scope struct {
	actions, resources       *glob.Set // nil is all
	notActions, notResources *glob.Set
	conditions               []*policy.Condition
}

func newScope(q *question) *scope {
	out := &scope{
		notActions: actionSet(q.scope.NotActions), notResources: q.resourceSet(q.scope.NotResources),
		conditions: q.scope.Conditions,
	}
	if q.scope.Actions != nil {
		out.actions = actionSet(q.scope.Actions)
	}
	if q.scope.Resources != nil {
		out.resources = q.resourceSet(q.scope.Resources)
	}
	return out
}

// has reports whether the question is about a request.
func (s *scope) has(r *policy.Request) bool {
	action := glob.Lower(r.Action)
	if s.actions != nil && !s.actions.Match(action, nil) || s.notActions.Match(action, nil) {
		return false
	}
	if s.resources != nil && !s.resources.Match(r.Resource, unapplied{}) || s.notResources.Match(r.Resource, unapplied{}) {
		return false
	}
	for _, c := range s.conditions {
		values, present := r.Context[c.LowerKey()]
		if c.Evaluate(values, present, nil) != policy.True {
			return false
		}
	}
	return true
}

// unapplied gives the text by which requests name what is not known until apply.
type unapplied struct{}

// Resolve implements glob.Resolver.
func (unapplied) Resolve(opaque string) (string, bool) {
	name, ok := policy.HoleOf(opaque)
	return "<" + name + ">", ok
}

func actionSet(patterns []string) *glob.Set {
	globs := make([]*glob.Glob, len(patterns))
	for i, p := range patterns {
		globs[i] = policy.ActionGlob(p)
	}
	return glob.NewSet(globs...)
}

// resourceSet compiles the question's patterns; a reference in one is the same
// place as in the documents.
func (q *question) resourceSet(patterns []string) *glob.Set {
	var holes []policy.Hole
	for _, d := range q.docs {
		holes = append(holes, d.Holes...)
	}
	globs := make([]*glob.Glob, len(patterns))
	for i, p := range patterns {
		globs[i] = policy.ResourceGlob(p, holes)
	}
	return glob.NewSet(globs...)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// AnyResource returns patterns for a resource of which nobody at hand speaks,
// of each type that the action takes: in any account and region, with a name
// that no policy holds. For an action without resources it is "*"; for an
// unknown action both "*" and any ARN.
func AnyResource(action string) []string {
	s, a, ok := reference.LookupAction(action)
	if !ok {
		return []string{"*" + Fresh, "*"}
	}
	if len(a.Resources) == 0 {
		return []string{"*"}
	}
	var out []string
	for _, form := range formsOf(s, a) {
		out = append(out, fillARN(form, "*", "*", "*", Fresh))
	}
	return out
}

// Applies reports whether an action can ever be asked for on a resource that
// the pattern matches: whether the pattern meets the ARN of a type that the
// action takes, or "*" for an action without resources. What is not known
// counts as yes: an action that AWS does not have today, a pattern of actions,
// a resource that is not known until apply.
// Source: Service Authorization Reference, resource types of actions.
func Applies(action, resource *policy.Pattern) bool {
	name, _ := action.Glob.IsLiteral() // a pattern is the name of no action
	if resource.Glob.HasOpaque() {
		return true
	}
	key := pairOf{action.Glob, resource.Glob}
	place := &applied[maphash.Comparable(pairSeed, key)%uint64(len(applied))]
	if known := place.Load(); known != nil && known.pairOf == key {
		return known.yes
	}
	yes := applies(name, resource)
	place.Store(&appliedPair{key, yes})
	return yes
}

// The pairs of a plan are few and are asked about again and again; compiled
// patterns are shared. A pair has one place, so that the memory is bounded.
var (
	applied  [4096]atomic.Pointer[appliedPair]
	pairSeed = maphash.MakeSeed()
)

type pairOf struct{ action, resource *glob.Glob }

type appliedPair struct {
	pairOf
	yes bool
}

// applies is Applies for an action that is known by its name.
func applies(name string, resource *policy.Pattern) bool {
	s, a, ok := reference.LookupAction(name)
	if !ok {
		return true
	}
	if len(a.Resources) == 0 {
		return resource.Glob.Match("*", nil)
	}
	for _, r := range a.Resources {
		t, ok := s.ResourceType(r.Type)
		if !ok || slices.ContainsFunc(t.ARNs, func(arn string) bool { return meets(resource, arn) }) {
			return true
		}
	}
	return false
}

// meets reports whether some ARN of a form is matched by the pattern, under any
// of its readings.
func meets(resource *policy.Pattern, form string) bool {
	arn := formGlob(form)
	return slices.ContainsFunc(policy.Readings, func(r policy.Reading) bool {
		return glob.Overlap(resource.In(r), arn)
	})
}

// forms are the patterns of the ARNs of resource types, which are some thousand.
var forms sync.Map

func formGlob(form string) *glob.Glob {
	if g, ok := forms.Load(form); ok {
		g, _ := g.(*glob.Glob)
		return g
	}
	g := policy.ResourceGlob(fillARN(form, "*", "*", "*", "*"), nil)
	forms.Store(form, g)
	return g
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Reach is one principal that can do something, by itself or through roles
// that it can assume one after another.
type Reach struct {
	Principal *Principal
	// Chain are the roles assumed on the way, the one that acts last; empty
	// where the principal acts itself.
	Chain []*Principal
	// Assumptions are the requests that assume each role of the chain.
	Assumptions []*decide.Witness
	// Witness is the request that is allowed in the end.
	Witness *decide.Witness
}

// Reach returns the principals that can do an action on a resource: who can by
// its own permissions, and who can through a chain of roles, by the shortest
// one. resourcePolicy is the resource's own policy, or nil.
func (a *Account) Reach(action string, resources []string, resourcePolicy *policy.Document) []Reach {
	direct := map[*Principal]*decide.Witness{}
	for _, p := range a.Principals {
		if p.Kind == Group {
			continue
		}
		q := decide.Question{Actions: []string{action}, Resources: resources}
		if w := p.grants(resourcePolicy, "", q).Witness; w != nil {
			direct[p] = w
		}
	}
	var out []Reach
	for _, p := range a.Principals {
		if p.Kind == Group {
			continue
		}
		if w := direct[p]; w != nil {
			out = append(out, Reach{Principal: p, Witness: w})
		} else if r, ok := a.chain(p, direct); ok {
			out = append(out, r)
		}
	}
	return out
}

// chain finds the shortest way from a principal to a role that can act.
func (a *Account) chain(from *Principal, direct map[*Principal]*decide.Witness) (Reach, bool) {
	type step struct {
		at   *Principal
		prev int
		by   *decide.Witness
	}
	steps := []step{{at: from, prev: -1}}
	seen := map[*Principal]bool{from: true}
	for i := 0; i < len(steps); i++ {
		for _, role := range a.assumable() {
			if seen[role] {
				continue
			}
			w := a.assume(steps[i].at, role).Witness
			if w == nil {
				continue
			}
			seen[role] = true
			steps = append(steps, step{at: role, prev: i, by: w})
			if direct[role] == nil {
				continue
			}
			out := Reach{Principal: from, Witness: direct[role]}
			for j := len(steps) - 1; j > 0; j = steps[j].prev {
				out.Chain = append([]*Principal{steps[j].at}, out.Chain...)
				out.Assumptions = append([]*decide.Witness{steps[j].by}, out.Assumptions...)
			}
			return out, true
		}
	}
	return Reach{}, false
}

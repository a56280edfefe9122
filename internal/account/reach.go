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

// Unreached is a principal of which it could not be told whether it can.
type Unreached struct {
	Principal *Principal
	Answer    decide.Answer
}

// Reach returns the principals that can do an action on a resource: who can by
// its own permissions, and who can through a chain of roles, by the shortest
// one. On is the resource's own policy, or nil, and owner the account that it
// belongs to, or empty. Unsure are principals for which the answer is undetermined,
// and no way was found.
func (a *Account) Reach(action string, resources []string, on *policy.Document, owner string) (out []Reach, unsure []Unreached) {
	direct, doubts := map[*Principal]*decide.Witness{}, map[*Principal]decide.Answer{}
	for _, p := range a.Principals {
		if p.Kind == Group {
			continue
		}
		q := decide.Question{Actions: []string{action}, Resources: resources}
		if p.Kind == Role {
			q.Conditions = withoutFactor
		}
		switch answer := p.grants(on, owner, q); answer.Result {
		case decide.Yes:
			direct[p] = answer.Witness
		case decide.Undetermined:
			doubts[p] = answer
		}
	}
	for _, p := range a.Principals {
		if p.Kind == Group {
			continue
		}
		if w := direct[p]; w != nil {
			out = append(out, Reach{Principal: p, Witness: w})
		} else if r, doubt, ok := a.chain(p, direct); ok {
			out = append(out, r)
		} else if own, unknown := doubts[p]; unknown {
			unsure = append(unsure, Unreached{Principal: p, Answer: own})
		} else if doubt.Result == decide.Undetermined {
			unsure = append(unsure, Unreached{Principal: p, Answer: doubt})
		}
	}
	return out, unsure
}

// chain finds the shortest way from a principal to a role that can act. Where there
// is none, doubt is the answer about a role that it may be able to assume.
func (a *Account) chain(from *Principal, direct map[*Principal]*decide.Witness) (way Reach, doubt decide.Answer, ok bool) {
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
			answer := a.assume(steps[i].at, role)
			w := answer.Witness
			if w == nil {
				if answer.Result == decide.Undetermined {
					doubt = answer
				}
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
			return out, decide.Answer{}, true
		}
	}
	return Reach{}, doubt, false
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"

// documentKey is a managed policy as it is read: as a boundary, for one.
type documentKey struct {
	arn       string
	kind      policy.Kind
	sensitive bool
}

// nameKey is a principal's name within its account.
type nameKey struct {
	kind Kind
	name string
}

// names are the accounts that have a principal of a name.
type names map[nameKey]map[string]bool

func namesOf(accounts []*Account) names {
	out := names{}
	for _, a := range accounts {
		if a == nil {
			continue
		}
		for _, p := range a.Principals {
			key := nameKey{p.Kind, p.Name}
			if out[key] == nil {
				out[key] = map[string]bool{}
			}
			out[key][p.Account] = true
		}
	}
	return out
}

// people finds principals by their ARN and by their name.
type people map[nameKey][]*Principal

func (all people) add(p *Principal) {
	if p.ARN != "" {
		key := nameKey{p.Kind, p.ARN}
		all[key] = append(all[key], p)
	}
	if p.Name != "" {
		key := nameKey{p.Kind, p.Name}
		all[key] = append(all[key], p)
	}
}

// same reports whether a principal that a plan knows is one that is described
// elsewhere: by its ARN, or by kind, name and account. A principal that the plan only
// speaks of, without an account, is the one of its name, if there is one only.
func same(q, p *Principal, outside names) bool {
	switch {
	case q.Kind != p.Kind || q.Kind == Policy:
		return false
	case q.ARN != "" && q.ARN == p.ARN:
		return true
	case q.Name == "" || q.Name != p.Name:
		return false
	case q.Account != "":
		// Names are unique in an account, whatever the path.
		return q.Account == p.Account
	}
	return q.Address == "" && len(outside[nameKey{p.Kind, p.Name}]) == 1
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

// Merge adds to a change what lives outside of the plan, on each side as [Merge]
// does. The accounts outside are taken to have been described before the change:
// what the plan's resources held then is the plan's to tell, so that an attachment,
// a policy or a principal that it takes away is gone afterwards.
//
// What is attached outside to a role that the plan replaces by one of the same
// name is taken to stay, though AWS may lose it.
func (c *Change) Merge(outside ...*Account) *Change {
	if c == nil {
		return nil
	}
	out := *c
	rest := newRemainder(namesOf(outside), c.Before, c.Recorded)
	out.Before, out.After = merge(c.Before, outside, rest), merge(c.After, outside, rest)
	if c.Recorded != nil {
		out.Recorded = merge(c.Recorded, outside, rest)
	}
	return &out
}

// remainder knows what the plan's resources held before. A nil one knows nothing.
type remainder struct {
	names names
	// people are the principals of each side before.
	people []people
	// policies are the managed policies by ARN.
	policies map[string]bool
}

func newRemainder(names names, held ...*Account) *remainder {
	r := &remainder{names: names, policies: map[string]bool{}}
	for _, a := range held {
		if a == nil {
			continue
		}
		all := people{}
		for _, p := range a.Principals {
			all.add(p)
		}
		r.people = append(r.people, all)
		for _, d := range a.Documents {
			if d.Managed && d.Address != "" && d.ARN != "" {
				r.policies[d.ARN] = true
			}
		}
	}
	return r
}

// gone reports whether a managed policy was the plan's: where the side does not
// have it any more, nobody has.
func (r *remainder) gone(arn string) bool { return r != nil && r.policies[arn] }

// said reports whether f holds of what the plan said of a principal before.
func (r *remainder) said(p *Principal, f func(*Principal) bool) bool {
	if r == nil {
		return false
	}
	for _, all := range r.people {
		if q := all.find(p, r.names); q != nil && f(q) {
			return true
		}
	}
	return false
}

// managed reports whether a principal from outside was a resource of the plan.
func (r *remainder) managed(p *Principal) bool {
	return r.said(p, func(q *Principal) bool { return q.Address != "" })
}

// given reports whether the plan's resources gave this policy to a principal.
func (r *remainder) given(p *Principal, d *Document) bool {
	return r.said(p, func(q *Principal) bool { return holds(q, d) })
}

// entered reports whether the plan's resources put a user into this group.
func (r *remainder) entered(p, group *Principal) bool {
	return r.said(p, func(q *Principal) bool {
		for _, g := range q.Groups {
			if same(g.Group, group, r.names) {
				return true
			}
		}
		return false
	})
}

// nameKey is a principal's name within its account.
type nameKey struct {
	kind Kind
	name string
}

// names are the accounts outside that have a principal of a name.
type names map[nameKey]map[string]bool

func namesOf(outside []*Account) names {
	out := names{}
	for _, a := range outside {
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

// find returns the principal that p is, or nil.
func (all people) find(p *Principal, outside names) *Principal {
	for _, name := range []string{p.ARN, p.Name} {
		for _, q := range all[nameKey{p.Kind, name}] {
			if same(q, p, outside) {
				return q
			}
		}
	}
	return nil
}

// same reports whether a principal that the plan knows is one that is described
// outside: by its ARN, or by kind, name and account. A principal that the plan only
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

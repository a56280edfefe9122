// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Unite makes one change of those of several stacks, each with a name of its own,
// which are made at the same time: what one stack says of a principal, a policy
// or a store of another bears on it, before and after.
//
//   - A principal or a store that one stack speaks of, and another has, is the same:
//     by its ARN, a principal also by its name within an account.
//   - A managed policy that one stack attaches by its ARN, as a policy or as a
//     boundary, is at hand where another stack has it.
//
// Values that are known while planning join stacks, and nothing else does: equal
// references of two configurations are of two things.
func Unite(stacks Stacks, changes []*Change) *Change {
	out := &Change{Kept: map[string]bool{}, SourceGiven: true}
	var before, after, recorded []*Account
	drift := slices.ContainsFunc(changes, func(c *Change) bool { return c.Recorded != nil })
	for i, c := range changes[:len(stacks)] {
		c = c.under(markOf(i))
		before, after = append(before, c.Before), append(after, c.After)
		recorded = append(recorded, c.Recorded)
		for address, kept := range c.Kept {
			out.Kept[address] = kept
		}
		out.SourceGiven = out.SourceGiven && c.SourceGiven
	}
	out.Before, out.After = unite(before), unite(after)
	if drift {
		out.Recorded = unite(recorded)
	}
	return out
}

// union joins the accounts of one side.
type union struct {
	out *Account
	// principals and stores lead from what stacks speak of to what another has.
	principals map[*Principal]*Principal
	// managed are the policies at hand by ARN, and as those that are read as
	// another kind.
	managed map[string]*Document
	as      map[documentKey]*Document
}

// unite joins one side of several stacks.
func unite(sides []*Account) *Account {
	u := &union{out: &Account{}, principals: map[*Principal]*Principal{}, managed: map[string]*Document{}, as: map[documentKey]*Document{}}
	for _, a := range sides {
		if a == nil {
			continue
		}
		u.out.Trails = append(u.out.Trails, a.Trails...)
		u.out.PasswordPolicy = append(u.out.PasswordPolicy, a.PasswordPolicy...)
		u.out.Resources = append(u.out.Resources, a.Resources...)
		u.out.Guardrails = append(u.out.Guardrails, a.Guardrails...)
		u.out.Providers = append(u.out.Providers, a.Providers...)
		if len(u.out.SCP) == 0 {
			u.out.SCP = a.SCP // of the one configuration
		}
		for _, d := range a.Documents {
			if best := u.managed[d.ARN]; d.Managed && d.ARN != "" && (d.Address != "" || d.Policy != nil && d.Known != KnownManaged) && (best == nil || best.Address == "" && d.Address != "") {
				u.managed[d.ARN] = d
			}
		}
	}
	u.joinPrincipals(sides)
	u.joinStores(sides)
	seen := map[*Document]bool{}
	for _, a := range sides {
		if a == nil {
			continue
		}
		for _, d := range a.Documents {
			if d = u.document(d); !seen[d] {
				seen[d] = true
				u.out.Documents = append(u.out.Documents, d)
			}
		}
	}
	slices.SortStableFunc(u.out.Principals, func(a, b *Principal) int { return strings.Compare(a.Key(), b.Key()) })
	return u.out
}

// joinPrincipals lists the principals that stacks have, and gives them what others
// say of them.
func (u *union) joinPrincipals(sides []*Account) {
	real := &Account{}
	var spoken []*Principal
	for _, a := range sides {
		if a == nil {
			continue
		}
		for _, p := range a.Principals {
			if p.Outside && p.Address == "" {
				spoken = append(spoken, p)
				continue
			}
			real.Principals = append(real.Principals, p)
		}
	}
	known, found := namesOf([]*Account{real}), people{}
	for _, p := range real.Principals {
		found.add(p)
	}
	u.out.Principals = real.Principals
	// Those that an account describes come before those that are spoken of.
	slices.SortStableFunc(spoken, func(a, b *Principal) int { return min(len(a.At), 1) - min(len(b.At), 1) })
	var joined []*Principal
	for _, p := range spoken {
		at := u.owner(found, p, known)
		if at == nil {
			found.add(p)
			u.out.Principals = append(u.out.Principals, p)
			continue
		}
		u.principals[p] = at
		joined = append(joined, p)
	}
	for _, p := range joined {
		at := u.principals[p]
		for _, a := range p.Identity {
			if !holds(at, a.Document) {
				at.Identity = append(at.Identity, a)
			}
		}
		at.Groups = append(at.Groups, p.Groups...)
		at.AccessKeys = append(at.AccessKeys, p.AccessKeys...)
		if at.Login == nil {
			at.Login = p.Login
		}
		if at.Usage == nil {
			at.Usage = p.Usage
		}
		if at.SignIn == nil {
			at.SignIn = p.SignIn
		}
	}
	for _, p := range u.out.Principals {
		for i, a := range p.Identity {
			p.Identity[i].Document = u.document(a.Document)
		}
		for i, m := range p.Groups {
			if to := u.principals[m.Group]; to != nil {
				p.Groups[i].Group = to
			}
		}
		u.limit(&p.Boundary)
	}
}

// owner returns the principal that one which a stack speaks of is, or nil.
func (u *union) owner(found people, p *Principal, known names) *Principal {
	for _, name := range []string{p.ARN, p.Name} {
		for _, q := range found[nameKey{p.Kind, name}] {
			if name != "" && same(p, q, known) {
				return q
			}
		}
	}
	return nil
}

// document returns the policy at hand in place of one that is not.
func (u *union) document(d *Document) *Document {
	if d == nil || !d.Managed || d.Address != "" || d.ARN == "" || d.Policy != nil && d.Known != KnownManaged {
		return d
	}
	best := u.managed[d.ARN]
	if best == nil {
		return d
	}
	return u.read(best, d.Kind, d.Sensitive)
}

// read returns a policy at hand as it is read in another place.
func (u *union) read(d *Document, kind policy.Kind, sensitive bool) *Document {
	if d.Kind == kind && (d.Sensitive || !sensitive) {
		return d
	}
	key := documentKey{d.ARN, kind, sensitive}
	if c := u.as[key]; c != nil {
		return c
	}
	c := *d
	c.Kind, c.Sensitive = kind, d.Sensitive || sensitive
	if d.Policy != nil && d.Policy.Kind != kind {
		text := *d.Policy
		text.Kind = kind
		c.Policy = &text
	}
	u.as[key] = &c
	return &c
}

// limit completes a boundary whose document another stack has.
func (u *union) limit(b *Boundary) {
	best := u.managed[b.ARN]
	if b.State != BoundaryNotAtHand || best == nil || b.ARN == "" {
		return
	}
	if b.Address = best.Address; best.Policy == nil {
		b.State = BoundaryUnknown
		return
	}
	b.State, b.Document = BoundaryPresent, u.read(best, policy.Boundary, b.Sensitive)
}

// joinStores lists the stores that stacks have, and gives them the policies that
// others put on them.
func (u *union) joinStores(sides []*Account) {
	byARN := map[string]*Store{}
	var spoken []*Store
	for _, a := range sides {
		if a == nil {
			continue
		}
		for _, s := range a.Stores {
			if s.Address == "" {
				spoken = append(spoken, s)
				continue
			}
			if s.ARN != "" && byARN[s.ARN] == nil {
				byARN[s.ARN] = s
			}
			u.out.Stores = append(u.out.Stores, s)
		}
	}
	for _, s := range spoken {
		at := byARN[s.ARN]
		if s.ARN == "" || at == nil {
			if s.ARN != "" {
				byARN[s.ARN] = s
			}
			u.out.Stores = append(u.out.Stores, s)
			continue
		}
		at.Policies = append(at.Policies, s.Policies...)
	}
}

// holds reports whether a policy bears on a principal already, or an inline policy
// of its name.
func holds(p *Principal, d *Document) bool {
	return slices.ContainsFunc(p.Identity, func(at Attachment) bool {
		e := at.Document
		return e == d || d.Managed && e.Managed && d.ARN != "" && e.ARN == d.ARN || !d.Managed && !e.Managed && d.Name != "" && e.Name == d.Name
	})
}

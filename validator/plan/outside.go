// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// policyOutside returns a managed policy that is known from outside of the
// plan, or nil.
func (b *builder) policyOutside(arn, attribute string, kind policy.Kind) *account.Document {
	for _, a := range b.plan.Outside {
		for _, d := range a.Documents {
			if !d.Managed || d.NotAtHand || d.Policy == nil || d.ARN != arn {
				continue
			}
			c := *b.as(d, kind)
			c.Attribute = attribute
			return &c
		}
	}
	return nil
}

// fillOutside gives the principals outside of the plan what is known of them:
// what the plan attaches to them comes on top. It runs last, when it is known
// which attachments have a resource in the plan; these are not taken over, so
// that one that the plan removes does not stay.
func (b *builder) fillOutside() {
	for _, p := range b.account.Principals {
		if p.Outside && p.Name != "" {
			b.fill(p, b.principalOutside(p))
		}
	}
	b.signIns()
	b.usages()
}

// usages gives the roles of the plan what the account tells of when they were last
// used. One that is not there yet has no ARN to know it by.
func (b *builder) usages() {
	for _, a := range b.plan.Outside {
		for _, o := range a.Principals {
			if o.Usage == nil || o.ARN == "" {
				continue
			}
			for _, p := range b.account.Principals {
				if p.Kind == account.Role && !p.Outside && p.ARN == o.ARN && p.Usage == nil {
					p.Usage = o.Usage
				}
			}
		}
	}
}

// signIns gives users what a credential report says of how they sign in. A user
// that no resource speaks of is added, since nothing else of the plan tells of it.
func (b *builder) signIns() {
	for _, a := range b.plan.Outside {
		for _, o := range a.Principals {
			if o.SignIn == nil {
				continue
			}
			i := slices.IndexFunc(b.account.Principals, func(p *account.Principal) bool {
				return p.Kind == account.User && p.Name == o.Name && (p.Account == o.Account || p.Account == "")
			})
			if i >= 0 {
				b.account.Principals[i].SignIn = o.SignIn
				continue
			}
			if b.earlier != nil && slices.ContainsFunc(b.earlier.account.Principals, func(p *account.Principal) bool {
				return p.Kind == account.User && p.Name == o.Name && p.Address != ""
			}) {
				continue // the plan takes it away
			}
			b.account.Principals = append(b.account.Principals, &account.Principal{
				Kind: account.User, Outside: true, Name: o.Name, ARN: o.ARN, Account: o.Account, Path: o.Path, SignIn: o.SignIn,
			})
		}
	}
}

// fill takes over what is known of a principal; nothing where known is nil.
func (b *builder) fill(p, known *account.Principal) {
	if known == nil {
		return
	}
	if p.ARN == "" || known.ARN != "" {
		p.ARN = known.ARN // it has the path, which the plan does not tell
	}
	p.Told = true
	if p.Account == "" {
		p.Account = known.Account
	}
	p.Path, p.Tags, p.Session, p.Boundary, p.Hidden = known.Path, known.Tags, known.Session, known.Boundary, p.Hidden || known.Hidden
	if p.Trust == nil && known.Trust != nil {
		c := *known.Trust
		p.Trust = &c
	}
	for _, at := range known.Identity {
		if !b.inPlan(p, at.Document) {
			c := *at.Document
			b.give(p, &c)
		}
	}
	for _, m := range known.Groups {
		if !b.joined(p, m.Group.Name) {
			p.Groups = append(p.Groups, account.Membership{Group: m.Group})
		}
	}
}

// joined reports whether the plan tells of this membership, on this side or the
// one before.
func (b *builder) joined(p *account.Principal, group string) bool {
	in := func(m account.Membership) bool { return m.Group.Name == group }
	if slices.ContainsFunc(p.Groups, in) {
		return true
	}
	return b.earlier != nil && slices.ContainsFunc(b.earlier.account.Principals, func(o *account.Principal) bool {
		return o.Key() == p.Key() && slices.ContainsFunc(o.Groups, func(m account.Membership) bool { return in(m) && m.Address != "" })
	})
}

// stand adds the principals outside of the plan that another side speaks of:
// what is known of them from outside stands on every side, so that it is
// neither newly granted nor taken away.
func (b *builder) stand(other *account.Account) {
	here := make(map[string]bool, len(b.account.Principals))
	for _, p := range b.account.Principals {
		here[p.Key()] = true
	}
	for _, o := range other.Principals {
		if !o.Outside || o.Name == "" || here[o.Key()] {
			continue
		}
		if known := b.principalOutside(o); known != nil {
			p := &account.Principal{Kind: o.Kind, Name: o.Name, ARN: o.ARN, Account: o.Account, Outside: true, At: o.At, PreviousAt: o.PreviousAt, Hidden: o.Hidden}
			b.fill(p, known)
			b.guard(p)
			b.account.Principals = append(b.account.Principals, p)
		}
	}
	b.sort()
}

// principalOutside returns the principal that is known from outside of the
// plan, or nil; where two of one name are, and the account does not tell which,
// it is neither.
func (b *builder) principalOutside(p *account.Principal) *account.Principal {
	var found []*account.Principal
	for _, a := range b.plan.Outside {
		for _, o := range a.Principals {
			if o.Kind == p.Kind && o.Name == p.Name && (o.Account == p.Account || o.Account == "" || p.Account == "") {
				found = append(found, o)
			}
		}
	}
	if len(found) == 0 || slices.ContainsFunc(found, func(o *account.Principal) bool { return o.Account != found[0].Account }) {
		return nil
	}
	return found[0]
}

// inPlan reports whether a resource of the plan makes this attachment, on this
// side or the one before.
func (b *builder) inPlan(p *account.Principal, d *account.Document) bool {
	what := d.Name
	if d.Managed {
		what = d.ARN
	}
	// The plan may not have told the account.
	untold := account.Principal{Kind: p.Kind, Name: p.Name}
	for _, key := range []string{dedicatedKey(p, what), dedicatedKey(&untold, what)} {
		if b.dedicated[key] || b.earlier != nil && b.earlier.dedicated[key] {
			return true
		}
	}
	return false
}

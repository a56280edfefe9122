// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// layerOf collects the boxes of documents: what allows, and what denies.
type layerOf struct{ allows, denies []*formula }

func (c *compiler) layer(docs ...*policy.Document) layerOf {
	var l layerOf
	for _, d := range docs {
		if d == nil {
			continue
		}
		for _, s := range d.Statements {
			if s.Effect == policy.Allow {
				l.allows = append(l.allows, isBox(c.box(d, s)))
			} else {
				l.denies = append(l.denies, isBox(c.box(d, s)))
			}
		}
	}
	return l
}

func (l layerOf) allow() *formula { return anyOf(l.allows...) }

func (l layerOf) deny() *formula { return anyOf(l.denies...) }

// Boxes that the logic itself needs.
var (
	// callerIdentity is the one action that no policy takes away.
	callerIdentity = isBox(&box{actions: glob.NewSet(glob.Literal("sts:getcalleridentity", true))})
	// assuming is what no policy gives an account's root.
	assuming = isBox(&box{actions: glob.NewSet(glob.Literal("sts:assumerole", true))})
	// bucketPolicy is what a bucket's policy cannot take from the root of its account.
	bucketPolicy = isBox(&box{actions: glob.NewSet(
		glob.Literal("s3:getbucketpolicy", true), glob.Literal("s3:putbucketpolicy", true), glob.Literal("s3:deletebucketpolicy", true),
	)})
	// consentNeeded are the requests that a resource's policy has to allow even
	// within one account: assuming a role or marking its session, and using a KMS key.
	consentNeeded = anyOf(
		isBox(&box{actions: glob.NewSet(policy.ActionGlob("sts:AssumeRole*"))}),
		isBox(&box{
			actions:   glob.NewSet(policy.ActionGlob("sts:TagSession"), policy.ActionGlob("sts:SetSourceIdentity")),
			resources: glob.NewSet(glob.Parse("*:role/*", false)),
		}),
		isBox(&box{
			actions:   glob.NewSet(policy.ActionGlob("kms:*")),
			resources: glob.NewSet(glob.Parse("*:key/*", false)),
		}),
	)
)

// access builds the formula of the requests that a principal may make: the
// same logic as policy.Evaluate, for all requests at once.
func (c *compiler) access(a *Access, p policy.Principal) *formula {
	if a == nil {
		return never
	}
	scp := always
	var scpDenies []*formula
	if p.HasIdentity() && !p.ServiceLinked() {
		for _, level := range a.SCP {
			l := c.layer(level...)
			scp = allOf(scp, l.allow())
			scpDenies = append(scpDenies, l.denies...)
		}
	}
	var rcpDenies []*formula
	for _, level := range a.RCP {
		if !p.ServiceLinked() {
			rcpDenies = append(rcpDenies, c.layer(level...).denies...)
		}
	}
	identity, boundary, session := c.layer(), c.layer(), c.layer()
	if p.HasBoundary() {
		identity, boundary, session = c.layer(a.Identity...), c.layer(a.Boundary), c.layer(a.Session)
	}
	resource := c.layer(a.Resource)
	if a.Boundary != nil && p.HasBoundary() {
		resource.denies = c.boundedDenies(a.Resource)
	}
	if p.Kind == policy.Root && (a.ResourceAccount == "" || a.ResourceAccount == p.Account) {
		resource.denies = []*formula{allOf(resource.deny(), not(bucketPolicy))}
	}
	denied := anyOf(anyOf(scpDenies...), anyOf(rcpDenies...), resource.deny(), boundary.deny(), session.deny(), identity.deny())
	granted := allOf(c.compose(a, p, identity, boundary, session), scp, not(denied))
	if p.CannotAssume() {
		granted = allOf(granted, not(assuming))
	}
	if !p.HasIdentity() {
		return granted
	}
	return anyOf(granted, callerIdentity)
}

// boundedDenies returns what a resource policy denies to who has a boundary.
func (c *compiler) boundedDenies(d *policy.Document) []*formula {
	var out []*formula
	if d == nil {
		return nil
	}
	for _, s := range d.Statements {
		if s.Effect != policy.Deny {
			continue
		}
		b := c.box(d, s)
		if s.DeniesBounded() {
			b = c.everyone(b)
		}
		out = append(out, isBox(b))
	}
	return out
}

// compose puts the allows of the layers together.
func (c *compiler) compose(a *Access, p policy.Principal, identity, boundary, session layerOf) *formula {
	var byAccount, byRole, direct []*formula
	if a.Resource != nil {
		for _, s := range a.Resource.Statements {
			_, how, maybe := s.Names(p)
			if s.Effect != policy.Allow {
				continue
			}
			b := c.box(a.Resource, s)
			switch how {
			case policy.Directly:
				direct = append(direct, isBox(b))
			case policy.ByRole:
				byRole = append(byRole, isBox(b))
			case policy.ByAccount:
				byAccount = append(byAccount, isBox(b))
			}
			if maybe {
				direct = append(direct, isBox(c.direct(b)))
			}
		}
	}
	named := anyOf(anyOf(direct...), anyOf(byRole...), anyOf(byAccount...))
	if a.Resource == nil {
		named = always
	}
	if !p.HasIdentity() {
		if a.Resource == nil {
			return never // nothing else could let it in
		}
		return named
	}
	limits := always
	if a.Boundary != nil && p.Kind != policy.Root {
		limits = allOf(limits, boundary.allow())
	}
	if a.Session != nil && p.Kind != policy.Root {
		limits = allOf(limits, session.allow())
	}
	granted := identity.allow()
	switch {
	case p.Kind == policy.Root:
		granted = always
	case p.Kind == policy.FederatedUser && a.Session == nil:
		granted = never
	}
	side := allOf(limits, granted)
	if a.ResourceAccount != "" && a.ResourceAccount != p.Account {
		return allOf(named, side)
	}
	if a.Resource == nil {
		return side
	}
	return anyOf(
		anyOf(direct...),
		allOf(anyOf(byRole...), limits),
		allOf(side, anyOf(named, not(consentNeeded))),
	)
}

// document builds the formula of what one document grants.
func (c *compiler) document(d *policy.Document, kind policy.Kind) *formula {
	if d == nil {
		if kind == policy.SCP || kind == policy.RCP {
			return always
		}
		return never
	}
	l := c.layer(d)
	allow := l.allow()
	if kind == policy.RCP || kind == policy.SCP && !d.HasAllow() {
		allow = always
	}
	return allOf(allow, not(l.deny()))
}

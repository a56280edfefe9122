// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// linker joins what all pages told.
type linker struct {
	out      *account.Account
	policies map[string]*account.Document // managed policies by ARN, as identity policies
	limits   map[string]*account.Document // the same as boundaries
	groups   map[string]*account.Principal
	number   string
}

// account builds the account from what was read.
func (r *reader) account() *account.Account {
	slices.SortStableFunc(r.entries, func(a, b *entry) int { return strings.Compare(a.principal.Key(), b.principal.Key()) })
	slices.SortStableFunc(r.policies, func(a, b *managed) int { return strings.Compare(a.document.ARN, b.document.ARN) })
	l := &linker{
		out: &account.Account{}, policies: map[string]*account.Document{}, limits: map[string]*account.Document{},
		groups: map[string]*account.Principal{}, number: r.number,
	}
	for _, p := range r.policies {
		l.policies[p.document.ARN] = p.document
	}
	for _, e := range r.entries {
		l.out.Principals = append(l.out.Principals, e.principal)
		l.out.Documents = append(l.out.Documents, e.documents...)
		if e.principal.Kind == account.Group {
			l.groups[e.principal.Name] = e.principal
		}
	}
	for _, p := range r.policies {
		l.out.Documents = append(l.out.Documents, p.document)
	}
	for _, e := range r.entries {
		l.link(e)
	}
	slices.SortStableFunc(l.out.Principals, func(a, b *account.Principal) int { return strings.Compare(a.Key(), b.Key()) })
	return l.out
}

// link attaches managed policies, boundary and groups.
func (l *linker) link(e *entry) {
	p := e.principal
	for _, arn := range e.attached {
		d := l.managed(arn)
		if !slices.ContainsFunc(p.Identity, func(a account.Attachment) bool { return a.Document == d }) {
			p.Identity = append(p.Identity, account.Attachment{Document: d})
		}
	}
	if e.boundary != "" {
		p.Boundary = account.Boundary{State: account.BoundaryNotAtHand, ARN: e.boundary}
		if d := l.limit(e.boundary); d != nil {
			p.Boundary.State, p.Boundary.Document = account.BoundaryPresent, d
		}
	}
	for _, name := range e.groups {
		p.Groups = append(p.Groups, account.Membership{Group: l.group(name)})
	}
}

// managed returns a managed policy: of the input, of those that AWS itself
// maintains, or as one that is not at hand.
func (l *linker) managed(arn string) *account.Document {
	if d := l.policies[arn]; d != nil {
		return d
	}
	d := &account.Document{ARN: arn, Attribute: arn, Kind: policy.Identity, Managed: true, Name: arn[strings.LastIndexByte(arn, '/')+1:]}
	if m, ok := embedded(arn); ok {
		d.Known = account.KnownManaged
		d.Policy, _ = policy.Parse(m.Document, policy.Identity)
		d.Policy.Name = arn
	} else {
		d.NotAtHand = true
		l.out.Documents = append(l.out.Documents, d)
	}
	l.policies[arn] = d
	return d
}

// embedded returns the text of a policy that AWS itself maintains. A policy of
// the same name in a customer's account is another one.
func embedded(arn string) (*reference.ManagedPolicy, bool) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[2] != "iam" || parts[4] != "aws" {
		return nil, false
	}
	return reference.LookupManagedPolicy(arn)
}

// limit returns a managed policy read as a boundary, or nil where it is not at hand.
func (l *linker) limit(arn string) *account.Document {
	if d := l.limits[arn]; d != nil {
		return d
	}
	known := l.policies[arn]
	if known == nil {
		if _, ok := embedded(arn); !ok {
			return nil
		}
		known = l.managed(arn)
	}
	if known.Policy == nil {
		return nil
	}
	d, text := *known, *known.Policy
	d.Kind, text.Kind = policy.Boundary, policy.Boundary
	d.Policy = &text
	l.limits[arn] = &d
	return &d
}

// group returns the group of this name. What one that is not in the input grants
// is not known, and that is said, not passed over.
func (l *linker) group(name string) *account.Principal {
	if g := l.groups[name]; g != nil {
		return g
	}
	what := "policies of group " + name
	d := &account.Document{
		Kind: policy.Identity, Attribute: what,
		Undetermined: &account.Undetermined{
			Reason:    fmt.Sprintf("a user is in the group %s, which the authorization details do not hold", name),
			SettledBy: "authorization details with the account's groups (--filter with Group, or without --filter)",
		},
	}
	g := &account.Principal{Kind: account.Group, Outside: true, Told: true, Name: name, Account: l.number, Identity: []account.Attachment{{Document: d}}}
	l.groups[name] = g
	l.out.Principals = append(l.out.Principals, g)
	l.out.Documents = append(l.out.Documents, d)
	return g
}

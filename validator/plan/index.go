// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// index finds principals and managed policies of a side by name, so that joining
// grows with the plan and not with its square. It takes in what was added to the
// account since it was last asked; what is in it keeps its name.
type index struct {
	principals  map[principalName][]*account.Principal
	seen        int
	policies    map[string][]int // by ARN, or where it is not known by name, behind a slash
	policiesTo  int
	permissions []*account.Principal
}

type principalName struct {
	kind account.Kind
	name string
}

// principalsNamed lists the principals of a kind with this name, of permission sets
// those with this name or ARN, in the order in which they were found.
func (b *builder) principalsNamed(kind account.Kind, name string) []*account.Principal {
	x := &b.index
	if x.principals == nil {
		x.principals = map[principalName][]*account.Principal{}
	}
	for ; x.seen < len(b.account.Principals); x.seen++ {
		p := b.account.Principals[x.seen]
		if p.Kind == account.PermissionSet {
			x.permissions = append(x.permissions, p)
			continue
		}
		key := principalName{p.Kind, p.Name}
		x.principals[key] = append(x.principals[key], p)
	}
	if kind == account.PermissionSet {
		return slices.DeleteFunc(slices.Clone(x.permissions), func(p *account.Principal) bool { return p.Name != name && p.ARN != name })
	}
	return x.principals[principalName{kind, name}]
}

// policiesNamed lists the managed policies of this side that an ARN may be of: those
// that have it, and those whose ARN is not known and whose name ends it.
func (b *builder) policiesNamed(arn string) []*account.Document {
	x := &b.index
	if x.policies == nil || x.policiesTo > len(b.account.Documents) { // some were taken back
		x.policies, x.policiesTo = map[string][]int{}, 0
	}
	for ; x.policiesTo < len(b.account.Documents); x.policiesTo++ {
		d := b.account.Documents[x.policiesTo]
		switch {
		case !d.Managed || d.Address == "":
		case d.ARN != "":
			x.policies[d.ARN] = append(x.policies[d.ARN], x.policiesTo)
		case d.Name != "":
			x.policies["/"+d.Name] = append(x.policies["/"+d.Name], x.policiesTo)
		}
	}
	at := slices.Clone(x.policies[arn])
	if i := strings.LastIndexByte(arn, '/'); i >= 0 {
		at = append(at, x.policies[arn[i:]]...)
	}
	slices.Sort(at)
	out := make([]*account.Document, len(at))
	for i, n := range at {
		out[i] = b.account.Documents[n]
	}
	return out
}

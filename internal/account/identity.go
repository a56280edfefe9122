// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Subject returns the principal as the policy language knows it: by its ARN
// where that is known, else by the reference that will give it, so that a
// policy in the same plan that refers to it names it.
func (p *Principal) Subject() policy.Principal {
	if q, err := policy.ParsePrincipal(p.ARN); err == nil && p.ARN != "" {
		return q
	}
	ref := "<" + p.Address + ".arn>"
	switch p.Kind {
	case Role:
		return policy.Principal{Kind: policy.Role, ID: ref, RoleARN: ref, Account: p.Account, Name: p.Name}
	case User:
		return policy.Principal{Kind: policy.User, ID: ref, Account: p.Account, Name: p.Name}
	}
	return policy.Principal{}
}

// ResourcePatterns returns patterns that a policy has to reach to speak of the
// principal as a resource. Where the name is not known until apply, a name
// that no policy holds stands for it.
func (p *Principal) ResourcePatterns() []string {
	if p.ARN != "" {
		return []string{p.ARN}
	}
	if p.Kind == PermissionSet {
		return []string{"arn:*:sso:::permissionSet/" + decide.Fresh, "<" + p.Address + ".arn>"}
	}
	name, owner, path := p.Name, p.Account, p.Path
	if name == "" {
		name = decide.Fresh
	}
	if owner == "" {
		owner = "*"
	}
	if path == "" {
		path = "/"
	}
	out := []string{"arn:*:iam::" + owner + ":" + string(p.Kind) + path + name}
	if p.Address != "" {
		out = append(out, "<"+p.Address+".arn>")
	}
	return out
}

// ResourcePatterns returns patterns that a policy has to reach to speak of the
// document as a managed policy, or nil for an inline one.
func (d *Document) ResourcePatterns() []string {
	switch {
	case d.ARN != "":
		return []string{d.ARN}
	case !d.Managed:
		return nil
	}
	name := d.Name
	if name == "" {
		name = decide.Fresh
	}
	out := []string{"arn:*:iam::*:policy/" + name, "arn:*:iam::*:policy/*/" + name}
	if d.Address != "" {
		out = append(out, "<"+d.Address+".arn>")
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"cmp"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// The IAM resources of hashicorp/awscc, which are those of CloudFormation. Source:
// the provider's documentation, version 1.97.
const (
	ccRole       = "awscc_iam_role"
	ccUser       = "awscc_iam_user"
	ccGroup      = "awscc_iam_group"
	ccPolicy     = "awscc_iam_managed_policy"
	ccMembership = "awscc_iam_user_to_group_addition"
)

// ccInline are the resources of one inline policy each, with the argument that
// names the principal.
var ccInline = map[string]struct {
	kind account.Kind
	who  string
}{
	"awscc_iam_role_policy":  {account.Role, "role_name"},
	"awscc_iam_user_policy":  {account.User, "user_name"},
	"awscc_iam_group_policy": {account.Group, "group_name"},
}

// nameOf returns a resource's own name.
func nameOf(it item) value {
	switch it.rc.Type {
	case ccRole:
		return it.v.Attr("role_name")
	case ccUser:
		return it.v.Attr("user_name")
	case ccGroup:
		return it.v.Attr("group_name")
	case ccPolicy:
		return it.v.Attr("managed_policy_name")
	}
	return it.v.Attr("name")
}

// ccDefine reads what stands on its own.
func (b *builder) ccDefine(it item) {
	switch it.rc.Type {
	case ccRole:
		p := b.principal(it, account.Role)
		p.Session = account.Session{Attribute: "max_session_duration", Seconds: defaultSession}
		if v := it.v.Attr("max_session_duration"); v.V != nil {
			p.Session.Seconds = v.Number()
		} else if v.IsUnknown() && b.written(it.rc, v.Path) {
			p.Session.Seconds = 0
		}
		p.Trust = b.keep(b.document(it.rc, it.v.Attr("assume_role_policy_document"), policy.Trust))
	case ccUser:
		b.principal(it, account.User)
	case ccGroup:
		b.principal(it, account.Group)
	case ccPolicy:
		d := b.keep(b.document(it.rc, it.v.Attr("policy_document"), policy.Identity))
		if d == nil {
			return
		}
		path := it.v.Attr("path").Text()
		d.Managed, d.Name = true, nameOf(it).Text()
		if d.ARN = it.v.Attr("policy_arn").Text(); d.ARN == "" && d.Name != "" {
			d.ARN = b.accounts.arn(it.rc, "policy", path, d.Name)
		}
		b.policies[it.rc.Address] = d
	}
}

// ccAttach reads what joins documents and groups to principals.
func (b *builder) ccAttach(it item) {
	if in, ok := ccInline[it.rc.Type]; ok {
		v := it.v.Attr("policy_document")
		if v.IsUnknown() && b.leftOpen(it.rc, v.Path) {
			return
		}
		d := b.keep(b.document(it.rc, v, policy.Identity))
		if d == nil {
			return
		}
		d.Name = it.v.Attr("policy_name").Text()
		for _, p := range b.find(it.rc, in.kind, it.v.Attr(in.who)) {
			b.dedicated[dedicatedKey(p, d.Name)] = true
			b.give(p, d, account.Related{Address: d.Address, Relation: "policy"})
		}
		return
	}
	switch it.rc.Type {
	case ccPolicy:
		d := b.policies[it.rc.Address]
		if d == nil {
			return
		}
		for kind, name := range map[account.Kind]string{account.Role: "roles", account.User: "users", account.Group: "groups"} {
			v := it.v.Attr(name)
			if v.IsNull() || v.IsUnknown() && b.leftOpen(it.rc, v.Path) {
				continue
			}
			for _, p := range b.findAll(it.rc, kind, v) {
				if d.ARN != "" {
					b.dedicated[dedicatedKey(p, d.ARN)] = true
				}
				b.give(p, d, account.Related{Address: d.Address, Relation: "policy"})
			}
		}
	case ccMembership:
		for _, group := range b.find(it.rc, account.Group, it.v.Attr("group_name")) {
			for _, user := range b.findAll(it.rc, account.User, it.v.Attr("users")) {
				b.join(it, user, group)
			}
		}
	case ccUser:
		user := b.principals[it.rc.Address]
		if v := it.v.Attr("groups"); !v.IsNull() && (!v.IsUnknown() || !b.leftOpen(it.rc, v.Path)) {
			for _, group := range b.findAll(it.rc, account.Group, v) {
				b.join(it, user, group)
			}
		}
		if v := it.v.Attr("login_profile"); v.V != nil {
			user.Login = &account.Credential{Address: user.Address, PreviousAddress: user.PreviousAddress, Active: true}
		}
	}
}

// ccParts reads the policies that a principal of hashicorp/awscc lists itself.
func (b *builder) ccParts(it item) {
	p := b.principals[it.rc.Address]
	if p == nil || !strings.HasPrefix(it.rc.Type, "awscc_iam_") {
		return
	}
	blocks := it.v.Attr("policies")
	switch {
	case blocks.IsUnknown() && !b.leftOpen(it.rc, blocks.Path):
		if d := b.document(it.rc, blocks, policy.Identity); d != nil {
			b.give(p, b.keep(d))
		}
	default:
		for _, block := range blocks.List() {
			name := block.Attr("policy_name").Text()
			if !b.written(it.rc, "policies") && b.stale(p, it.rc, name) {
				continue
			}
			if d := b.keep(b.document(it.rc, block.Attr("policy_document"), policy.Identity)); d != nil {
				d.Name = name
				b.give(p, d)
			}
		}
	}
	switch v := it.v.Attr("managed_policy_arns"); {
	case v.IsNull() || v.IsUnknown() && b.leftOpen(it.rc, v.Path):
	case b.written(it.rc, v.Path):
		b.giveList(it, p, v)
	default:
		b.reported(it, p, v)
	}
}

// pairTags reads tags that are written as a list of keys and values.
func pairTags(v value) (account.Tags, bool) {
	all := v.Attr("tags")
	if _, list := all.V.([]any); !list {
		return account.Tags{}, false
	}
	out := account.Tags{Values: map[string]string{}, Attribute: "tags"}
	for _, e := range all.List() {
		key, value := e.Attr("key"), e.Attr("value")
		switch name := cmp.Or(key.Text(), ""); {
		case name == "":
			out.AllUnknown = out.AllUnknown || key.IsUnknown()
		case value.IsUnknown():
			out.Unknown = append(out.Unknown, name)
		default:
			out.Values[name] = value.Text()
		}
	}
	return out, true
}

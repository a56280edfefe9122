// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// The resources of IAM Identity Center.
const (
	permissionSetType      = "aws_ssoadmin_permission_set"
	ccPermissionSetType    = "awscc_sso_permission_set"
	setInlineType          = "aws_ssoadmin_permission_set_inline_policy"
	setManagedType         = "aws_ssoadmin_managed_policy_attachment"
	setCustomerType        = "aws_ssoadmin_customer_managed_policy_attachment"
	setBoundaryType        = "aws_ssoadmin_permissions_boundary_attachment"
	setAssignmentType      = "aws_ssoadmin_account_assignment"
	ccSetAssignmentType    = "awscc_sso_assignment"
	permissionSetAttribute = "permission_set_arn"
)

// permissionSet reads a permission set: what a person may do in the accounts that
// it is assigned to, as a role that Identity Center makes there.
func (b *builder) permissionSet(it item) {
	p := b.principal(it, account.PermissionSet)
	if it.rc.Type == ccPermissionSetType && p.ARN == "" {
		p.ARN = it.v.Attr("permission_set_arn").Text()
	}
	v := it.v.Attr("session_duration")
	p.Session = account.Session{Attribute: v.Path, Seconds: defaultSession}
	if text := v.Text(); text != "" {
		p.Session.Seconds = seconds(text)
	} else if v.IsUnknown() && b.written(it.rc, v.Path) {
		p.Session.Seconds = 0
	}
}

// seconds reads a duration such as PT1H30M; zero where it is none. Source: IAM
// Identity Center, CreatePermissionSet, SessionDuration, in ISO 8601.
func seconds(text string) int {
	rest, ok := strings.CutPrefix(text, "PT")
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(strings.ToLower(rest))
	if err != nil {
		return 0
	}
	return int(d.Seconds())
}

// identityCenter reads what is attached to permission sets.
func (b *builder) identityCenter(it item) {
	rc, v := it.rc, it.v
	via := account.Related{Address: b.address(rc), Relation: "attachment"}
	switch rc.Type {
	case setInlineType:
		d := b.keep(b.document(rc, v.Attr("inline_policy"), policy.Identity))
		if d == nil {
			return
		}
		for _, p := range b.find(rc, account.PermissionSet, v.Attr(permissionSetAttribute)) {
			b.give(p, d, account.Related{Address: d.Address, Relation: "policy"})
		}
	case setManagedType:
		b.attachments(it, v.Attr("managed_policy_arn"), map[account.Kind]value{account.PermissionSet: v.Attr(permissionSetAttribute)})
	case setCustomerType:
		for _, ref := range v.Attr("customer_managed_policy_reference").List() {
			d := b.customerPolicy(rc, ref, policy.Identity)
			for _, p := range b.find(rc, account.PermissionSet, v.Attr(permissionSetAttribute)) {
				b.givePolicy(p, d, via)
			}
		}
	case setAssignmentType, ccSetAssignmentType:
		number := v.Attr("target_id").Text()
		for _, p := range b.find(rc, account.PermissionSet, v.Attr(permissionSetAttribute)) {
			// Its policies are of the account it is assigned to, if that is one.
			switch {
			case p.Outside || p.Account == number:
			case b.assigned[p] == 0 && isAccount(number):
				p.Account = number
			default:
				p.Account = ""
			}
			b.assigned[p]++
		}
	case ccPermissionSetType:
		b.permissionSetParts(it)
	}
}

// permissionSetParts reads what hashicorp/awscc writes inside the permission set.
func (b *builder) permissionSetParts(it item) {
	p := b.principals[it.rc.Address]
	if v := it.v.Attr("inline_policy"); v.IsUnknown() && b.leftOpen(it.rc, v.Path) || v.V == "" {
	} else if d := b.keep(b.document(it.rc, v, policy.Identity)); d != nil {
		b.give(p, d)
	}
	if v := it.v.Attr("managed_policies"); !v.IsUnknown() || !b.leftOpen(it.rc, v.Path) {
		b.giveList(it, p, v)
	}
	for _, ref := range it.v.Attr("customer_managed_policy_references").List() {
		b.givePolicy(p, b.customerPolicy(it.rc, ref, policy.Identity))
	}
}

// customerPolicy returns the policy that a permission set names by its name, in
// each account that it is assigned to.
func (b *builder) customerPolicy(rc *tfjson.ResourceChange, ref value, kind policy.Kind) *account.Document {
	name := ref.Attr("name")
	if text := name.Text(); text != "" {
		for _, d := range b.account.Documents {
			if d.Managed && d.Name == text && d.Address != "" && d.Kind == policy.Identity && !d.NotAtHand {
				return b.as(d, kind)
			}
		}
		if arn := b.accounts.arn(rc, "policy", ref.Attr("path").Text(), text); arn != "" {
			return b.policyByARN(rc, arn, name.Path, kind)
		}
		return b.keep(&account.Document{Attribute: name.Path, Name: text, Kind: kind, Managed: true, NotAtHand: true})
	}
	return b.managed(rc, name, kind)
}

// setBoundary reads the boundary of a permission set.
func (b *builder) setBoundary(it item) {
	kept := len(b.account.Documents)
	switch it.rc.Type {
	case setBoundaryType:
		for _, block := range it.v.Attr("permissions_boundary").List() {
			for _, p := range b.find(it.rc, account.PermissionSet, it.v.Attr(permissionSetAttribute)) {
				b.limitSet(it, p, block)
			}
		}
	case ccPermissionSetType:
		if v := it.v.Attr("permissions_boundary"); !v.IsNull() && (!v.IsUnknown() || !b.leftOpen(it.rc, v.Path)) {
			b.limitSet(it, b.principals[it.rc.Address], v)
		}
	}
	if len(b.account.Documents) > kept {
		b.account.Documents = b.account.Documents[:kept]
		b.index.policies, b.index.policiesTo = nil, 0
	}
}

func (b *builder) limitSet(it item, p *account.Principal, block value) {
	v := block.Attr("managed_policy_arn")
	p.Boundary.Attribute = v.Path
	var d *account.Document
	refs := block.Attr("customer_managed_policy_reference")
	list := refs.List()
	if _, one := refs.V.(map[string]any); one {
		list = []value{refs}
	}
	switch {
	case !v.IsNull() && v.V != "":
		d = b.managed(it.rc, v, policy.Boundary)
		p.Boundary.ARN = v.Text()
	case len(list) > 0:
		d = b.customerPolicy(it.rc, list[0], policy.Boundary)
	default:
		return
	}
	b.limit(p, d)
}

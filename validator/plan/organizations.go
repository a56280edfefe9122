// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// The resources of AWS Organizations.
const (
	orgType        = "aws_organizations_organization"
	unitType       = "aws_organizations_organizational_unit"
	orgAccountType = "aws_organizations_account"
	orgPolicyType  = "aws_organizations_policy"
	orgAttachType  = "aws_organizations_policy_attachment"
	ccOrgPolicy    = "awscc_organizations_policy"
)

// organization is what the plan tells of the organisation, on one side.
type organization struct {
	policies map[string]*account.Guardrail // by address
	accounts map[string]item               // aws_organizations_account by number
	units    map[string]item               // by address and by identifier
	// managing are the accounts from which the organisation is managed: its policies
	// do not hold there. Source: AWS Organizations, "Service control policies", "SCPs
	// don't affect users or roles in the management account".
	managing map[string]bool
}

// organize reads control policies and what they are attached to, and lays them
// over the principals.
func (b *builder) organize(items []item) {
	o := &organization{policies: map[string]*account.Guardrail{}, accounts: map[string]item{}, units: map[string]item{}, managing: map[string]bool{}}
	for _, it := range items {
		switch it.rc.Type {
		case orgPolicyType, ccOrgPolicy:
			b.controlPolicy(o, it)
		case orgAccountType:
			if id := it.v.Attr("id").Text(); id != "" {
				o.accounts[id] = it
			}
		case unitType:
			o.units[it.rc.Address] = it
			if id := it.v.Attr("id").Text(); id != "" {
				o.units[id] = it
			}
		}
	}
	for _, it := range items {
		if it.rc.Type == orgAttachType {
			b.attachControl(o, it)
		}
	}
	b.org = o
	b.account.SCP = b.givenGuardrails()
	for _, p := range b.account.Principals {
		b.guard(p)
	}
}

// controlPolicy reads one SCP or RCP; policies of other types are none of ours.
func (b *builder) controlPolicy(o *organization, it item) {
	for _, row := range bearers.Of(it.rc.Type) {
		if row.Role != bearers.Document {
			continue
		}
		kind := row.Kind
		if row.Choice != nil {
			kind = row.KindFor(it.v.Attr(row.Choice.Attribute).Text())
		}
		language, ok := kind.Language()
		if !ok {
			continue
		}
		d := b.keep(b.document(it.rc, it.v.Attr(row.Path), language))
		if d == nil {
			continue
		}
		d.Name, d.ARN = it.v.Attr("name").Text(), it.v.Attr("arn").Text()
		g := &account.Guardrail{Document: d}
		o.policies[it.rc.Address] = g
		b.account.Guardrails = append(b.account.Guardrails, g)
		if own := b.accounts.of(it.rc); own != "" {
			o.managing[own] = true
		}
		for _, v := range at(it.v, "target_ids[]") { // hashicorp/awscc
			if !v.IsNull() {
				g.Targets = append(g.Targets, b.controlTarget(it, v))
			}
		}
	}
}

// attachControl reads one attachment of a control policy.
func (b *builder) attachControl(o *organization, it item) {
	var found []*account.Guardrail
	v := it.v.Attr("policy_id")
	if id := v.Text(); id != "" {
		for address, g := range o.policies {
			if h, ok := b.stores.holders[address]; ok && (h.v.Attr("id").Text() == id || h.v.Attr("policy_id").Text() == id) {
				found = append(found, g)
			}
		}
	} else {
		for _, t := range b.referredTargets(it, v) {
			if g := o.policies[t.change.Address]; g != nil && !slices.Contains(found, g) {
				found = append(found, g)
			}
		}
	}
	for _, g := range found {
		g.Targets = append(g.Targets, b.controlTarget(it, it.v.Attr("target_id")))
	}
}

// referredTargets are the resources that an argument refers to, by what the source
// says where that tells more.
func (b *builder) referredTargets(it item, v value) []target {
	if r, said := b.evaluated(it.rc, v.Path); said == inFull && r.target != nil {
		return []target{*r.target}
	}
	return b.resolve(it.rc, v.Path).targets
}

func (b *builder) controlTarget(it item, v value) account.GuardrailTarget {
	out := account.GuardrailTarget{Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), ID: v.Text()}
	if out.ID != "" {
		for _, h := range b.stores.byName[out.ID] {
			if slices.Contains([]string{orgType, unitType, orgAccountType}, h.rc.Type) {
				out.Holder = h.rc.Address
			}
		}
	} else if all := b.referredTargets(it, v); len(all) == 1 {
		out.Holder = all[0].change.Address
	}
	return out
}

// guard gives a principal the control policies that hold for it: those of the
// configuration file, level by level, and those of the plan, whose levels may hold
// more than the plan shows, so that only what they deny limits.
func (b *builder) guard(p *account.Principal) {
	if p.ServiceLinked() || p.Kind == account.Group {
		return // SCPs do not hold for service-linked roles
	}
	g := &account.Guardrails{SCP: slices.Clone(b.account.SCP)}
	var scp, rcp []*account.Document
	for _, one := range b.account.Guardrails {
		if !slices.ContainsFunc(one.Targets, func(t account.GuardrailTarget) bool { return b.covers(b.org, t, p.Account) }) {
			continue
		}
		if one.Document.Kind == policy.RCP {
			rcp = append(rcp, one.Document)
		} else {
			scp = append(scp, one.Document)
		}
	}
	if len(scp) > 0 {
		g.SCP = append(g.SCP, append(scp, &account.Document{Name: "FullAWSAccess", Kind: policy.SCP, Policy: account.FullAccess(policy.SCP)}))
	}
	if len(rcp) > 0 {
		g.RCP = append(g.RCP, append(rcp, &account.Document{Name: "RCPFullAWSAccess", Kind: policy.RCP, Policy: account.FullAccess(policy.RCP)}))
	}
	if len(g.SCP)+len(g.RCP) > 0 {
		p.Guardrails = g
	}
}

// covers reports whether a target is an account, or something above it.
func (b *builder) covers(o *organization, t account.GuardrailTarget, number string) bool {
	if number == "" || o.managing[number] {
		return false
	}
	holder := item{}
	if h := b.stores.holders[t.Holder]; h != nil {
		holder = *h
	}
	switch {
	case strings.HasPrefix(t.ID, "r-") || holder.rc != nil && holder.rc.Type == orgType:
		return true
	case t.ID == number || holder.rc != nil && holder.rc.Type == orgAccountType && holder.v.Attr("id").Text() == number:
		return true
	}
	at, ok := o.accounts[number]
	for depth := 0; ok && depth < maxUnits; depth++ {
		parent := at.v.Attr("parent_id")
		next := item{}
		if id := parent.Text(); id != "" {
			if id == t.ID {
				return true
			}
			next, ok = o.units[id]
		} else {
			all := b.referredTargets(at, parent)
			if ok = len(all) == 1; ok {
				next, ok = o.units[all[0].change.Address]
			}
		}
		if ok && next.rc.Address == t.Holder {
			return true
		}
		at = next
	}
	return false
}

// maxUnits bounds how deep units are followed; AWS nests five. Source: AWS
// Organizations, "Quotas".
const maxUnits = 16

// givenGuardrails are the control policies of the configuration file.
func (b *builder) givenGuardrails() [][]*account.Document {
	if b.config == nil {
		return nil
	}
	var out [][]*account.Document
	for _, level := range b.config.Guardrails.SCP {
		var list []*account.Document
		for _, f := range level {
			d := &account.Document{Name: f.Path, Kind: policy.SCP}
			d.Policy, d.Problems = policy.Parse(f.Text, policy.SCP)
			if d.Policy != nil {
				d.Policy.Name = f.Path
			}
			list = append(list, d)
		}
		if len(list) > 0 {
			out = append(out, list)
		}
	}
	return out
}

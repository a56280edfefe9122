// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// principal is what a role's attributes say, without its documents.
func (r *roleResource) principal(m *roleModel, cfg *config.Config) *account.Principal {
	p := &account.Principal{
		Kind: account.Role, Address: r.typeName(), Name: m.Name.ValueString(), ARN: m.ARN.ValueString(),
		Path: m.Path.ValueString(), Account: r.account(m, cfg),
		Tags:     account.Tags{Values: map[string]string{}, AllUnknown: m.TagsAll.IsUnknown(), Attribute: "tags"},
		Session:  account.Session{Seconds: int(m.MaxSession.ValueInt64()), Attribute: "max_session_duration"},
		Boundary: boundary(m.Boundary, cfg), EnforcesMFA: m.enforces, Spreads: true,
	}
	if p.Path == "" {
		p.Path = "/"
	}
	if p.ARN == "" && p.Name != "" && p.Account != "" {
		p.ARN = "arn:aws:iam::" + p.Account + ":role" + p.Path + p.Name
	}
	for _, k := range slices.Sorted(maps.Keys(m.TagsAll.Elements())) {
		if v, ok := m.TagsAll.Elements()[k].(types.String); ok && v.IsUnknown() {
			p.Tags.Unknown = append(p.Tags.Unknown, k)
		} else {
			p.Tags.Values[k] = v.ValueString()
		}
	}
	return p
}

// account is the role's, as far as it can be told without asking AWS.
func (r *roleResource) account(m *roleModel, cfg *config.Config) string {
	if id := accountOf(m.ARN.ValueString()); id != "" {
		return id
	}
	if r.settings.account != "" {
		return r.settings.account
	}
	if cfg != nil {
		if id := cfg.Organization.Aliases[typeName]; id != "" {
			return id
		}
		return cfg.Organization.Aliases["aws"]
	}
	return ""
}

// boundary looks for the boundary's document: in the configuration, or among
// AWS's own policies.
func boundary(arn types.String, cfg *config.Config) account.Boundary {
	out := account.Boundary{ARN: arn.ValueString(), Attribute: "permissions_boundary"}
	switch {
	case arn.IsNull():
		return out
	case arn.IsUnknown():
		out.State = account.BoundaryUnknown
		return out
	}
	out.State = account.BoundaryNotAtHand
	doc := &account.Document{Attribute: "permissions_boundary", ARN: out.ARN, Kind: policy.Boundary, Managed: true}
	if cfg != nil {
		if d, ok := cfg.Boundary.Documents[out.ARN]; ok {
			doc.Name, doc.Known = d.Path, account.KnownAccount
			doc.Policy, doc.Problems = policy.Parse(d.Text, policy.Boundary)
			out.State, out.Document = account.BoundaryPresent, doc
			return out
		}
	}
	if managed, ok := reference.LookupManagedPolicy(out.ARN); ok {
		doc.Name, doc.Known = managed.Name, account.KnownManaged
		doc.Policy, doc.Problems = policy.Parse(managed.Document, policy.Boundary)
		out.State, out.Document = account.BoundaryPresent, doc
	}
	return out
}

// planned is the role as it will be, with what is unknown in its documents as holes.
func (r *roleResource) planned(m *roleModel, rendered *template.Rendered, cfg *config.Config) *account.Account {
	p := r.principal(m, cfg)
	side := &account.Account{Principals: []*account.Principal{p}}
	if !r.custom {
		// What a template of one's own accepts is for a waiver to say.
		p.Template = &account.Template{Name: r.template.Name, Version: r.template.Version}
		for _, a := range rendered.Accepts {
			p.Template.Accepts = append(p.Template.Accepts, a.Rule)
		}
	}
	if rendered.Trust.Unknown || len(rendered.Trust.Statements) > 0 {
		p.Trust = r.document(rendered.Trust, "assume_role_policy", policy.Trust, rendered.Holes)
		side.Documents = append(side.Documents, p.Trust)
	}
	for i, d := range rendered.Policies {
		doc := r.document(d, fmt.Sprintf("policies[%d].json", i), policy.Identity, rendered.Holes)
		doc.Name = policyPrefix + d.Name
		side.Documents = append(side.Documents, doc)
		p.Identity = append(p.Identity, account.Attachment{Document: doc})
	}
	return side
}

func (r *roleResource) document(d *template.Document, attribute string, kind policy.Kind, holes []policy.Hole) *account.Document {
	return renderedDocument(d, r.typeName(), attribute, kind, holes)
}

// renderedDocument is a document of a template for the rules.
func renderedDocument(d *template.Document, address, attribute string, kind policy.Kind, holes []policy.Hole) *account.Document {
	out := &account.Document{Address: address, Attribute: attribute, Name: d.Name, Kind: kind}
	text, ok := d.JSON()
	if !ok {
		out.Undetermined = &account.Undetermined{
			Reason: "which statements it has depends on values that are not known until apply", SettledBy: "arguments whose length is known",
		}
		return out
	}
	out.Known = account.KnownPlan
	out.Policy, out.Problems = policy.Parse([]byte(text), kind, policy.WithHoles(holes))
	return out
}

// recorded is the role as it was.
func (r *roleResource) recorded(m *roleModel, cfg *config.Config) *account.Account {
	p := r.principal(m, cfg)
	side := &account.Account{Principals: []*account.Principal{p}}
	read := func(text, attribute, name string, kind policy.Kind) *account.Document {
		out := &account.Document{Address: r.typeName(), Attribute: attribute, Name: name, Kind: kind, Known: account.KnownPlan}
		out.Policy, out.Problems = policy.Parse([]byte(text), kind)
		side.Documents = append(side.Documents, out)
		return out
	}
	p.Trust = read(m.AssumeRolePolicy.ValueString(), "assume_role_policy", "trust", policy.Trust)
	for i, d := range documents(m.Policies) {
		doc := read(d.Document, fmt.Sprintf("policies[%d].json", i), d.Name, policy.Identity)
		p.Identity = append(p.Identity, account.Attachment{Document: doc})
	}
	return side
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// renderedDocumentType is the Terraform type of the data source.
const renderedDocumentType = "data." + typeName + "_role_policy_document"

func renderedFindingsAttribute() schema.ListNestedAttribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return schema.ListNestedAttribute{
		Computed: true,
		MarkdownDescription: "Rules that a role made of the documents breaks: what the resource of the same template finds with the same arguments, its longest session being the template's. " +
			"Without `trust` nobody is judged who may become the role; documents that are not of a role are judged by themselves. Nothing here blocks; " +
			"a postcondition can, as in `alltrue([for f in self.findings : f.accepted != null || f.severity == \"low\"])`.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"rule":      text("Name of the rule, see `hipaacheck explain`."),
			"severity":  text("`critical`, `high`, `medium` or `low`."),
			"message":   text("What is wrong."),
			"citations": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR."},
			"accepted":  text("Why the finding would not block a plan: the template's reason, or a waiver's. Null where it would."),
		}},
	}
}

// judge runs the validator's rules on the documents.
func (d *rolePolicyDocumentDataSource) judge(ctx context.Context, m *rolePolicyDocumentModel, t *template.Template, rendered *template.Rendered, args template.Arguments) types.List {
	var result *safeguard.Result
	address := renderedDocumentType
	if t.Kind == template.KindRole {
		r := &roleResource{configured: d.configured, template: t, custom: !m.Source.IsNull()}
		given := &roleModel{Name: m.RoleName, Boundary: m.Boundary, Tags: types.MapNull(types.StringType)}
		plan := *given
		r.planCommon(&plan, given)
		// What is wrong with tags is said where the role is made.
		_ = r.planTags(&plan, rendered)
		result, _ = r.findings(ctx, &plan, nil, rendered, args)
		address = r.typeName()
	} else {
		result = d.documentFindings(ctx, t, rendered)
	}
	vals, _ := d.settings.report(result, address, nil, func(*safeguard.Finding) path.Path { return path.Empty() })
	return vals
}

// documentFindings are what the rules find in documents that are of no role.
func (d *rolePolicyDocumentDataSource) documentFindings(ctx context.Context, t *template.Template, rendered *template.Rendered) *safeguard.Result {
	kind := policy.Identity
	if t.Kind == template.KindBoundary {
		kind = policy.Boundary
	}
	after := &account.Account{}
	for _, p := range rendered.Policies {
		doc := renderedDocument(p, renderedDocumentType, fmt.Sprintf("policies[%q]", p.Name), kind, rendered.Holes)
		doc.Managed = true
		after.Documents = append(after.Documents, doc)
	}
	result := safeguard.Judge(ctx, &account.Change{Before: &account.Account{}, After: after, SourceGiven: true}, d.settings.config, now(), safeguard.Options{Skip: wholePlan})
	for i, f := range result.Findings {
		for _, a := range rendered.Accepts {
			if a.Rule == f.Rule && template.Catalogue().Template(t.Name, t.Version) == t {
				result.Findings[i].Acceptance = &safeguard.Acceptance{Template: t.Name, Version: t.Version, Reason: a.Reason}
			}
		}
	}
	return result
}

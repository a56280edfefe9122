// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

var _ datasource.DataSource = (*roleTemplatesDataSource)(nil)

// roleTemplatesDataSource is the catalogue of role templates.
type roleTemplatesDataSource struct{}

func newRoleTemplatesDataSource() datasource.DataSource { return &roleTemplatesDataSource{} }

type roleTemplatesModel struct {
	Name      types.String        `tfsdk:"name"`
	Templates []roleTemplateModel `tfsdk:"templates"`
}

type roleTemplateModel struct {
	Name             string           `tfsdk:"name"`
	Version          string           `tfsdk:"version"`
	Title            string           `tfsdk:"title"`
	Purpose          string           `tfsdk:"purpose"`
	Citations        []string         `tfsdk:"citations"`
	ResourceType     string           `tfsdk:"resource_type"`
	TrustProfiles    []string         `tfsdk:"trust_profiles"`
	Session          int64            `tfsdk:"session_duration"`
	MaxSession       int64            `tfsdk:"max_session_duration"`
	BoundaryClass    string           `tfsdk:"boundary_class"`
	BoundaryRequired bool             `tfsdk:"boundary_required"`
	Policies         []string         `tfsdk:"policies"`
	Parameters       []parameterModel `tfsdk:"parameters"`
	Accepts          []acceptModel    `tfsdk:"accepts"`
	Changelog        []changeModel    `tfsdk:"changelog"`
	Hash             string           `tfsdk:"hash"`
}

type parameterModel struct {
	Name        string       `tfsdk:"name"`
	Type        string       `tfsdk:"type"`
	Description string       `tfsdk:"description"`
	Required    bool         `tfsdk:"required"`
	Default     types.String `tfsdk:"default"`
}

type acceptModel struct {
	Rule   string `tfsdk:"rule"`
	Reason string `tfsdk:"reason"`
}

type changeModel struct {
	Version string   `tfsdk:"version"`
	Date    string   `tfsdk:"date"`
	Notes   []string `tfsdk:"notes"`
}

// Metadata names the data source.
func (d *roleTemplatesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_role_templates"
}

// Schema describes the catalogue.
func (d *roleTemplatesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	texts := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	list := func(description string, attrs map[string]schema.Attribute) schema.ListNestedAttribute {
		return schema.ListNestedAttribute{Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: attrs}}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The catalogue of role templates that come with the provider, each of which is a resource. It needs no AWS credentials.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{Optional: true, MarkdownDescription: "Only the template with this name."},
			"templates": list("The templates in their newest version, by name.", map[string]schema.Attribute{
				"name": text("Name of the template."), "version": text("Its version. What a published version means never changes."),
				"title": text("What it is, in a few words."), "purpose": text("What it is for."),
				"citations": texts("Sections of 45 CFR that it serves."), "resource_type": text("Type of its resource."),
				"trust_profiles":       texts("Ways to become the role, which are the blocks in `trust`."),
				"session_duration":     number("Longest session in seconds, where none is asked for."),
				"max_session_duration": number("Longest session in seconds that may be asked for."),
				"boundary_class":       text("Class of permissions boundary that belongs to the role."),
				"boundary_required":    flag("Whether a permissions boundary is required."),
				"policies":             texts("Names of the role's inline policies."),
				"parameters": list("Arguments that the template adds to those common to all roles.", map[string]schema.Attribute{
					"name": text("Name of the argument."), "type": text("Its type."), "description": text("What it is."),
					"required": flag("Whether it must be given."), "default": text("The default as it stands in HCL; null where there is none."),
				}),
				"accepts": list("Rules that the template may break, and why.", map[string]schema.Attribute{
					"rule": text("Name of the rule."), "reason": text("The reason."),
				}),
				"changelog": list("What each version brought, the newest first.", map[string]schema.Attribute{
					"version": text("The version."), "date": text("Day of publication."), "notes": texts("What changed."),
				}),
				"hash": text("Hash of the template with everything it uses: equal hashes give equal policies."),
			}),
		},
	}
}

// Read lists the catalogue.
func (d *roleTemplatesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m roleTemplatesModel
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &m.Name)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.Templates = []roleTemplateModel{}
	var names []string
	for _, t := range template.Catalogue().Roles() {
		names = append(names, t.Name)
		if m.Name.IsNull() || m.Name.ValueString() == t.Name {
			m.Templates = append(m.Templates, describe(t))
		}
	}
	if len(m.Templates) == 0 {
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Unknown template",
			fmt.Sprintf("There is no template %q; there are %s.", m.Name.ValueString(), strings.Join(names, ", ")))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func describe(t *template.Template) roleTemplateModel {
	m := roleTemplateModel{
		Name: t.Name, Version: t.Version, Title: t.Title, Purpose: t.Purpose, Citations: t.Citations, ResourceType: resourceType(t),
		TrustProfiles: t.ProfileNames(), Session: int64(t.Limits.Session.Seconds()), MaxSession: int64(t.Limits.MaxSession.Seconds()),
		BoundaryClass: t.Limits.Boundary, BoundaryRequired: t.Limits.BoundaryRequired, Policies: templatePolicies(t), Hash: t.Hash,
		Parameters: []parameterModel{}, Accepts: []acceptModel{}, Changelog: []changeModel{},
	}
	for _, p := range t.Parameters {
		pm := parameterModel{Name: p.Name, Type: typeexpr.TypeString(p.Type), Description: p.Description, Required: p.Required()}
		if !p.Required() && !p.Default.IsNull() {
			pm.Default = types.StringValue(hclText(p.Default))
		}
		m.Parameters = append(m.Parameters, pm)
	}
	for _, a := range t.Accepts {
		m.Accepts = append(m.Accepts, acceptModel{Rule: a.Rule, Reason: a.Reason})
	}
	for _, c := range t.Changelog {
		m.Changelog = append(m.Changelog, changeModel{Version: c.Version, Date: c.Date, Notes: c.Notes})
	}
	return m
}

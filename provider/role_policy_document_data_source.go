// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

var _ datasource.DataSourceWithConfigure = (*rolePolicyDocumentDataSource)(nil)

// rolePolicyDocumentDataSource renders a template without making anything.
type rolePolicyDocumentDataSource struct {
	configured
}

func newRolePolicyDocumentDataSource() datasource.DataSource { return &rolePolicyDocumentDataSource{} }

type rolePolicyDocumentModel struct {
	Template  types.String  `tfsdk:"template"`
	Source    types.String  `tfsdk:"source"`
	Arguments types.Dynamic `tfsdk:"arguments"`
	Trust     types.Dynamic `tfsdk:"trust"`
	RoleName  types.String  `tfsdk:"role_name"`
	Boundary  types.String  `tfsdk:"permissions_boundary"`
	Partition types.String  `tfsdk:"partition"`

	Version          types.String `tfsdk:"template_version"`
	Citations        types.List   `tfsdk:"citations"`
	AssumeRolePolicy types.String `tfsdk:"assume_role_policy"`
	Policies         types.Map    `tfsdk:"policies"`
	Tags             types.Map    `tfsdk:"tags"`
	Findings         types.List   `tfsdk:"findings"`
}

// Metadata names the data source.
func (d *rolePolicyDocumentDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeName + "_role_policy_document"
}

// Configure takes the provider's settings.
func (d *rolePolicyDocumentDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.settings, _ = req.ProviderData.(*settings)
}

// Schema describes the data source.
func (d *rolePolicyDocumentDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The documents of a role template with arguments, without a role: for teams that keep `aws_iam_role`, for permission sets of IAM Identity Center, and for templates of one's own. It needs no AWS credentials.",
		Attributes: map[string]schema.Attribute{
			"template": schema.StringAttribute{Optional: true, MarkdownDescription: "Name of a template that comes with the provider, as in `clinician`, or with a version, `break_glass@1.0.0`. Either this or `source`."},
			"source":   schema.StringAttribute{Optional: true, MarkdownDescription: "Text of a template of one's own, as in `file(\"pathology.hcl\")`. Either this or `template`."},
			"arguments": schema.DynamicAttribute{Optional: true, MarkdownDescription: "The template's arguments, an object. They are brought to the types that the template declares, " +
				"and held to its validations."},
			"trust": schema.DynamicAttribute{Optional: true, MarkdownDescription: "Who may become the role: an object with an object for each profile, or a list of them, as in `{ saml = { provider_arn = … } }`. " +
				"Without it no trust policy is made."},
			"role_name":            schema.StringAttribute{Optional: true, MarkdownDescription: "Name of the role, where the template uses it."},
			"permissions_boundary": schema.StringAttribute{Optional: true, MarkdownDescription: "ARN of the role's permissions boundary, which the denials of some templates name."},
			"partition":            schema.StringAttribute{Optional: true, MarkdownDescription: "Partition of AWS. By default `aws`."},
			"template_version":     schema.StringAttribute{Computed: true, MarkdownDescription: "Version of the template."},
			"citations":            schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that the template serves."},
			"assume_role_policy":   schema.StringAttribute{Computed: true, MarkdownDescription: "The trust policy as JSON; null where `trust` is not given."},
			"policies":             schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The policies by name, as JSON."},
			"tags":                 schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Tags that the template asks for."},
			"findings":             renderedFindingsAttribute(),
		},
	}
}

// Read renders the template.
func (d *rolePolicyDocumentDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m rolePolicyDocumentModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	t, at, err := chosenTemplate(&m)
	if err != nil {
		resp.Diagnostics.AddAttributeError(at, "Unusable template", sentence(err.Error()))
		return
	}
	args := template.Arguments{RoleName: ctyString(m.RoleName), PermissionsBoundary: ctyString(m.Boundary), Partition: m.Partition.ValueString()}
	if args.Parameters, err = objectOf(m.Arguments); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("arguments"), "Unsuitable arguments", sentence(err.Error()))
	}
	if args.Trust, err = trustOf(m.Trust); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("trust"), "Unsuitable trust", sentence(err.Error()))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	rendered, problems, broken := t.Render(args)
	for _, p := range problems {
		if len(args.Trust) == 0 && len(p.Path) > 0 && p.Path[0] == (cty.GetAttrStep{Name: "trust"}) {
			// Only the policies are asked for.
			continue
		}
		resp.Diagnostics.AddAttributeError(path.Root("arguments"), "Unsuitable argument", sentence(p.String()))
	}
	for _, b := range broken {
		resp.Diagnostics.AddAttributeError(at, "Broken template: "+b.Summary, b.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	m.Version, m.Citations = types.StringValue(t.Version), stringsValue(t.Citations)
	m.AssumeRolePolicy = types.StringNull()
	if rendered.Trust != nil && len(args.Trust) > 0 {
		m.AssumeRolePolicy = documentValue(rendered.Trust)
	}
	policies := map[string]attr.Value{}
	for _, doc := range rendered.Policies {
		policies[doc.Name] = documentValue(doc)
	}
	m.Policies = types.MapValueMust(types.StringType, policies)
	tags := map[string]attr.Value{}
	for k, v := range rendered.Tags {
		tags[k] = textValue(v)
	}
	m.Tags = types.MapValueMust(types.StringType, tags)
	if !d.ready(&resp.Diagnostics) {
		return
	}
	m.Findings = d.judge(ctx, &m, t, rendered, args)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// chosenTemplate is the template that the configuration names, or its own text.
func chosenTemplate(m *rolePolicyDocumentModel) (*template.Template, path.Path, error) {
	at := path.Root("template")
	switch {
	case m.Template.IsNull() == m.Source.IsNull():
		return nil, at, fmt.Errorf("give either template, the name of one that comes with the provider, or source, the text of your own")
	case !m.Source.IsNull():
		at = path.Root("source")
		file, diags := template.Parse([]byte(m.Source.ValueString()), "source", template.Catalogue())
		if diags.HasErrors() {
			var lines []string
			for _, d := range diags {
				lines = append(lines, d.Error())
			}
			return nil, at, fmt.Errorf("%s", strings.Join(lines, "\n"))
		}
		if len(file.Templates) != 1 {
			return nil, at, fmt.Errorf("the text has %d templates; it must have one", len(file.Templates))
		}
		return file.Templates[0], at, nil
	}
	name, version, _ := strings.Cut(m.Template.ValueString(), "@")
	if t := template.Catalogue().Template(name, version); t != nil {
		return t, at, nil
	}
	var names []string
	for _, t := range template.Catalogue().Templates {
		names = append(names, t.Name+"@"+t.Version)
	}
	return nil, at, fmt.Errorf("there is no template %q; there are %s", m.Template.ValueString(), strings.Join(names, ", "))
}

// objectOf reads a dynamic value that has to be an object or a map.
func objectOf(v types.Dynamic) (values, error) {
	out := values{}
	if v.IsNull() || v.IsUnderlyingValueNull() {
		return out, nil
	}
	c, err := plainCty(v.UnderlyingValue())
	if err != nil {
		return nil, err
	}
	if !c.Type().IsObjectType() && !c.Type().IsMapType() {
		return nil, fmt.Errorf("it must be an object, as in { regions = [\"us-east-1\"] }")
	}
	return c.AsValueMap(), nil
}

// trustOf reads profiles: an object with an object, or a list of objects, for each.
func trustOf(v types.Dynamic) ([]template.TrustArgument, error) {
	profiles, err := objectOf(v)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(profiles))
	for name := range profiles {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []template.TrustArgument
	for _, name := range names {
		list := []cty.Value{profiles[name]}
		if ty := profiles[name].Type(); ty.IsTupleType() || ty.IsListType() {
			list = profiles[name].AsValueSlice()
		}
		for _, e := range list {
			if e.IsNull() || !e.Type().IsObjectType() && !e.Type().IsMapType() {
				return nil, fmt.Errorf("%s must be an object with the profile's arguments, or a list of such", name)
			}
			out = append(out, template.TrustArgument{Profile: name, Parameters: e.AsValueMap()})
		}
	}
	return out, nil
}

// plainCty brings a value of whatever type into that of templates.
func plainCty(v attr.Value) (cty.Value, error) {
	switch {
	case v.IsNull():
		return cty.NullVal(cty.DynamicPseudoType), nil
	case v.IsUnknown():
		return cty.DynamicVal, nil
	}
	each := func(list []attr.Value) (cty.Value, error) {
		vals := make([]cty.Value, len(list))
		for i, e := range list {
			c, err := plainCty(e)
			if err != nil {
				return cty.NilVal, err
			}
			vals[i] = c
		}
		return cty.TupleVal(vals), nil
	}
	named := func(m map[string]attr.Value) (cty.Value, error) {
		vals := map[string]cty.Value{}
		for k, e := range m {
			c, err := plainCty(e)
			if err != nil {
				return cty.NilVal, err
			}
			vals[k] = c
		}
		return cty.ObjectVal(vals), nil
	}
	switch v := v.(type) {
	case types.String:
		return cty.StringVal(v.ValueString()), nil
	case types.Bool:
		return cty.BoolVal(v.ValueBool()), nil
	case types.Number:
		return cty.NumberVal(new(big.Float).Copy(v.ValueBigFloat())), nil
	case types.Tuple:
		return each(v.Elements())
	case types.List:
		return each(v.Elements())
	case types.Set:
		return each(v.Elements())
	case types.Object:
		return named(v.Attributes())
	case types.Map:
		return named(v.Elements())
	case types.Dynamic:
		return plainCty(v.UnderlyingValue())
	}
	return cty.NilVal, fmt.Errorf("a value of type %T has no counterpart in templates", v)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

var (
	_ resource.Resource                   = (*boundaryResource)(nil)
	_ resource.ResourceWithConfigure      = (*boundaryResource)(nil)
	_ resource.ResourceWithValidateConfig = (*boundaryResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*boundaryResource)(nil)
	_ resource.ResourceWithImportState    = (*boundaryResource)(nil)
	_ resource.ResourceWithIdentity       = (*boundaryResource)(nil)
)

// boundaryType is the Terraform type of the resource.
const boundaryType = typeName + "_permissions_boundary"

// boundaryResource is a permissions boundary made from a class.
type boundaryResource struct {
	configured
}

func newBoundaryResource() resource.Resource { return &boundaryResource{} }

// Metadata names the resource.
func (r *boundaryResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = boundaryType
}

// boundaryModel is the resource without the arguments of its class.
type boundaryModel struct {
	Class, Name, NamePrefix, Path, Description types.String
	Tags, TagsAll                              types.Map
	ID, ARN, PolicyID, TemplateVersion, Policy types.String
	Citations, Statements, Findings            types.List
}

func (m *boundaryModel) fields() map[string]any {
	return map[string]any{
		"class": &m.Class, "name": &m.Name, "name_prefix": &m.NamePrefix, "path": &m.Path, "description": &m.Description,
		"tags": &m.Tags, "tags_all": &m.TagsAll, "id": &m.ID, "arn": &m.ARN, "policy_id": &m.PolicyID, "template_version": &m.TemplateVersion,
		"policy": &m.Policy, "citations": &m.Citations, "statements": &m.Statements, "findings": &m.Findings,
	}
}

func (r *boundaryResource) get(ctx context.Context, raw tftypes.Value, m *boundaryModel) diag.Diagnostics {
	return boundaryTypes().get(ctx, raw, m.fields())
}

func (r *boundaryResource) set(ctx context.Context, raw tftypes.Value, m *boundaryModel) (tftypes.Value, diag.Diagnostics) {
	return boundaryTypes().set(ctx, raw, m.fields())
}

// arguments reads what is given of the arguments of all classes.
func (r *boundaryResource) arguments(ctx context.Context, raw tftypes.Value) (values, diag.Diagnostics) {
	var diags diag.Diagnostics
	out := values{}
	attrs := map[string]tftypes.Value{}
	if err := raw.As(&attrs); err != nil {
		diags.AddError("Unreadable resource", sentence(err.Error()))
		return out, diags
	}
	for name, p := range boundaryParameters() {
		v, err := boundaryTypes()[name].ValueFromTerraform(ctx, attrs[name])
		if err != nil {
			diags.AddAttributeError(path.Root(name), "Unreadable attribute", sentence(err.Error()))
			continue
		}
		if !v.IsNull() {
			for name, c := range parameters(path.Empty(), []*template.Parameter{p}, map[string]attr.Value{name: v}, &diags) {
				out[name] = c
			}
		}
	}
	return out, diags
}

// render makes the document of a class; both are nil where the class is not
// known yet.
func (r *boundaryResource) render(ctx context.Context, class types.String, raw tftypes.Value, partition string) (*template.Template, *template.Rendered, diag.Diagnostics) {
	t := boundaryClass(class.ValueString())
	if class.IsUnknown() || t == nil {
		return nil, nil, nil
	}
	args, diags := r.arguments(ctx, raw)
	if diags.HasError() {
		return t, nil, diags
	}
	rendered, problems, broken := t.Render(template.Arguments{Parameters: args, Partition: partition})
	diags.Append(problemDiagnostics(problems, broken, func(p cty.Path) (path.Path, string) { return toPath(p), "" })...)
	return t, rendered, diags
}

// ValidateConfig renders the document and reports arguments that the class does
// not take. It needs no provider configuration.
func (r *boundaryResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m boundaryModel
	resp.Diagnostics.Append(r.get(ctx, req.Config.Raw, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, _, diags := r.render(ctx, m.Class, req.Config.Raw, "")
	resp.Diagnostics.Append(diags...)
}

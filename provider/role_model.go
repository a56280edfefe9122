// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// roleModel is what all role resources have in common.
type roleModel struct {
	// Source is the text of the template, for hipaa_role alone.
	Source                                                    types.String
	Name, NamePrefix, Path, Description                       types.String
	MaxSession                                                types.Int64
	Boundary, Owner, ReviewBy, Justification                  types.String
	Tags                                                      types.Map
	ForceDestroy, Exclusive                                   types.Bool
	ID, ARN, UniqueID                                         types.String
	TagsAll                                                   types.Map
	Citations                                                 types.List
	Template, TemplateVersion                                 types.String
	AssumeRolePolicy                                          types.String
	AssumeRoleStatements, Policies, Others, Findings, Accepts types.List
	// Managed are the managed policies over which long documents are spread.
	Managed types.List

	// enforces are the SAML providers that the trust blocks declare to ask for a
	// second factor; no attribute of its own.
	enforces map[string]bool
}

// fields are the attributes with the places for their values.
func (m *roleModel) fields() map[string]any {
	return map[string]any{
		"name": &m.Name, "name_prefix": &m.NamePrefix, "path": &m.Path, "description": &m.Description,
		"max_session_duration": &m.MaxSession, "permissions_boundary": &m.Boundary, "owner": &m.Owner, "review_by": &m.ReviewBy,
		"justification": &m.Justification, "tags": &m.Tags, "force_destroy": &m.ForceDestroy, "exclusive": &m.Exclusive,
		"id": &m.ID, "arn": &m.ARN, "unique_id": &m.UniqueID, "tags_all": &m.TagsAll, "citations": &m.Citations,
		"template": &m.Template, "template_version": &m.TemplateVersion, "assume_role_policy": &m.AssumeRolePolicy,
		"assume_role_statements": &m.AssumeRoleStatements, "policies": &m.Policies, "managed_policies": &m.Managed, "other_policies": &m.Others, "findings": &m.Findings, "accepts": &m.Accepts,
	}
}

// fields are those of the model as this resource names them.
func (r *roleResource) fields(m *roleModel) map[string]any {
	out := m.fields()
	if r.custom {
		out["template_name"], out["template"] = out["template"], &m.Source
	}
	return out
}

// get reads a configuration, plan or state.
func (r *roleResource) get(ctx context.Context, raw tftypes.Value, m *roleModel) diag.Diagnostics {
	return r.types.get(ctx, raw, r.fields(m))
}

// set returns a plan or state with the model's values in it.
func (r *roleResource) set(ctx context.Context, raw tftypes.Value, m *roleModel) (tftypes.Value, diag.Diagnostics) {
	return r.types.set(ctx, raw, r.fields(m))
}

// configArguments are the template's arguments in the configuration at hand.
func (r *roleResource) configArguments(ctx context.Context, config tftypes.Value) (template.Arguments, diag.Diagnostics) {
	if r.rendering == nil {
		return r.arguments(ctx, config)
	}
	if r.rendering.args != nil {
		return *r.rendering.args, nil
	}
	args, diags := r.arguments(ctx, config)
	if len(diags) == 0 {
		r.rendering.args = &args
	}
	return args, diags
}

// arguments reads the template's arguments.
func (r *roleResource) arguments(ctx context.Context, raw tftypes.Value) (template.Arguments, diag.Diagnostics) {
	var diags diag.Diagnostics
	args := template.Arguments{}
	attrs := map[string]tftypes.Value{}
	if err := raw.As(&attrs); err != nil {
		diags.AddError("Unreadable resource", sentence(err.Error()))
		return args, diags
	}
	read := func(name string) attr.Value {
		v, err := r.types[name].ValueFromTerraform(ctx, attrs[name])
		if err != nil {
			diags.AddAttributeError(path.Root(name), "Unreadable attribute", sentence(err.Error()))
		}
		return v
	}
	if r.custom {
		return r.ownArguments(read, &diags), diags
	}
	given := map[string]attr.Value{}
	for _, p := range r.template.Parameters {
		given[p.Name] = read(p.Name)
	}
	args.Parameters = parameters(path.Empty(), r.template.Parameters, given, &diags)
	trust, _ := read("trust").(types.Object)
	for _, use := range r.template.Trust {
		list, _ := trust.Attributes()[use.Name].(types.List)
		for i, e := range list.Elements() {
			o, _ := e.(types.Object)
			at := trustPath.AtName(use.Name).AtListIndex(i)
			args.Trust = append(args.Trust, template.TrustArgument{Profile: use.Name, Parameters: parameters(at, use.Parameters(), o.Attributes(), &diags)})
		}
	}
	return args, diags
}

// parameters brings arguments into the template's types.
func parameters(at path.Path, params []*template.Parameter, given map[string]attr.Value, diags *diag.Diagnostics) values {
	out := values{}
	for _, p := range params {
		v := given[p.Name]
		if v == nil {
			continue
		}
		c, err := toCty(v, p.Type)
		if err != nil {
			here := path.Root(p.Name)
			if len(at.Steps()) > 0 {
				here = at.AtName(p.Name)
			}
			diags.AddAttributeError(here, "Unsuitable value", sentence(err.Error()))
			continue
		}
		out[p.Name] = c
	}
	return out
}

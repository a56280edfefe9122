// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// roleModel is what all role resources have in common.
type roleModel struct {
	Name, NamePrefix, Path, Description                       types.String
	MaxSession                                                types.Int64
	Boundary, Owner, ReviewBy, Justification                  types.String
	Tags                                                      types.Map
	ForceDestroy                                              types.Bool
	ID, ARN, UniqueID                                         types.String
	TagsAll                                                   types.Map
	Citations                                                 types.List
	Template, TemplateVersion                                 types.String
	AssumeRolePolicy                                          types.String
	AssumeRoleStatements, Policies, Others, Findings, Accepts types.List
}

// fields are the attributes with the places for their values.
func (m *roleModel) fields() map[string]any {
	return map[string]any{
		"name": &m.Name, "name_prefix": &m.NamePrefix, "path": &m.Path, "description": &m.Description,
		"max_session_duration": &m.MaxSession, "permissions_boundary": &m.Boundary, "owner": &m.Owner, "review_by": &m.ReviewBy,
		"justification": &m.Justification, "tags": &m.Tags, "force_destroy": &m.ForceDestroy,
		"id": &m.ID, "arn": &m.ARN, "unique_id": &m.UniqueID, "tags_all": &m.TagsAll, "citations": &m.Citations,
		"template": &m.Template, "template_version": &m.TemplateVersion, "assume_role_policy": &m.AssumeRolePolicy,
		"assume_role_statements": &m.AssumeRoleStatements, "policies": &m.Policies, "other_policies": &m.Others, "findings": &m.Findings, "accepts": &m.Accepts,
	}
}

// source is a configuration, plan or state.
type source interface {
	GetAttribute(ctx context.Context, path path.Path, target any) diag.Diagnostics
}

// target is a plan or state.
type target interface {
	SetAttribute(ctx context.Context, path path.Path, val any) diag.Diagnostics
}

func (m *roleModel) get(ctx context.Context, from source) (diags diag.Diagnostics) {
	for name, field := range m.fields() {
		diags.Append(from.GetAttribute(ctx, path.Root(name), field)...)
	}
	return diags
}

func (m *roleModel) set(ctx context.Context, to target) (diags diag.Diagnostics) {
	for name, field := range m.fields() {
		diags.Append(to.SetAttribute(ctx, path.Root(name), reflect.ValueOf(field).Elem().Interface())...)
	}
	return diags
}

// arguments reads the template's arguments.
func (r *roleResource) arguments(ctx context.Context, from source) (template.Arguments, diag.Diagnostics) {
	var diags diag.Diagnostics
	args := template.Arguments{}
	args.Parameters = r.values(ctx, from, path.Empty(), r.template.Parameters, &diags)
	for _, use := range r.template.Trust {
		var list types.List
		at := path.Root("trust").AtName(use.Name)
		diags.Append(from.GetAttribute(ctx, at, &list)...)
		for i := range list.Elements() {
			args.Trust = append(args.Trust, template.TrustArgument{
				Profile: use.Name, Parameters: r.values(ctx, from, at.AtListIndex(i), use.Parameters(), &diags),
			})
		}
	}
	return args, diags
}

func (r *roleResource) values(ctx context.Context, from source, at path.Path, params []*template.Parameter, diags *diag.Diagnostics) values {
	out := values{}
	for _, p := range params {
		var v attr.Value
		here := at.AtName(p.Name)
		if len(at.Steps()) == 0 {
			here = path.Root(p.Name)
		}
		diags.Append(from.GetAttribute(ctx, here, &v)...)
		if v == nil {
			continue
		}
		c, err := toCty(v, p.Type)
		if err != nil {
			diags.AddAttributeError(here, "Unsuitable value", err.Error())
			continue
		}
		out[p.Name] = c
	}
	return out
}

// valueOf is the value behind one of the pointers that fields gives.
func valueOf(field any) (attr.Value, bool) {
	v, ok := reflect.ValueOf(field).Elem().Interface().(attr.Value)
	return v, ok
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

var (
	_ list.ListResource              = (*roleList)(nil)
	_ list.ListResourceWithConfigure = (*roleList)(nil)
)

// roleList finds the account's roles of one template, by the tag that names it:
// for `terraform query`, of Terraform 1.14 and newer.
type roleList struct {
	*roleResource
}

func newRoleList(t *template.Template) list.ListResource { return &roleList{makeRole(t)} }

func newOwnRoleList() list.ListResource { return &roleList{makeOwnRole()} }

// ListResourceConfigSchema describes what narrows the list.
func (l *roleList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	what := "the template `" + l.template.Name + "`"
	if l.custom {
		what = "templates that do not come with the provider"
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The account's roles that were made from " + what + ", which their tag `" + tagTemplate + "` names.",
		Attributes:          map[string]schema.Attribute{"path_prefix": pathPrefixAttribute("roles")},
	}
}

func pathPrefixAttribute(what string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Validators: pathValidators(),
		MarkdownDescription: "Only " + what + " whose path begins so, as in `/clinical/`. By default all.",
	}
}

// pathPrefix reads that argument.
func pathPrefix(ctx context.Context, req list.ListRequest, diags *diag.Diagnostics) string {
	var v types.String
	diags.Append(req.Config.GetAttribute(ctx, path.Root("path_prefix"), &v)...)
	return v.ValueString()
}

// List streams the roles.
func (l *roleList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	prefix := pathPrefix(ctx, req, &diags)
	m, _, more := l.manager(ctx)
	if diags.Append(more...); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		left := req.Limit
		err := m.List(ctx, prefix, func(found *iamrole.Found) bool {
			if !l.made(found) {
				return true
			}
			result := req.NewListResult(ctx)
			if there := l.result(ctx, m, req, found, &result); !there {
				return true
			}
			left--
			return push(result) && left != 0
		})
		if err != nil {
			push(list.ListResult{Diagnostics: l.failure("The roles cannot be listed", err)})
		}
	}
}

// made reports whether the role was made from the template.
func (l *roleList) made(found *iamrole.Found) bool {
	name, _, ok := strings.Cut(found.Tags[tagTemplate], "@")
	if l.custom {
		return ok && template.Catalogue().Template(name, "") == nil
	}
	return ok && name == l.template.Name
}

// result is one role; false where it has gone in between.
func (l *roleList) result(ctx context.Context, m *iamrole.Manager, req list.ListRequest, found *iamrole.Found, out *list.ListResult) (there bool) {
	out.DisplayName = found.Name
	state := roleModel{Name: types.StringValue(found.Name), ARN: types.StringValue(found.ARN)}
	if req.IncludeResource {
		// As an import reads it: nothing is known but the name.
		out.Diagnostics.Append(l.get(ctx, l.types.empty(ctx), &state)...)
		state.Name = types.StringValue(found.Name)
		whole, own, err := l.found(ctx, m, &state)
		switch {
		case errors.Is(err, iamrole.ErrNotFound):
			return false
		case err != nil:
			out.Diagnostics.Append(l.failure("The role cannot be read", err)...)
			return true
		}
		l.refresh(ctx, &state, whole, own)
		var diags diag.Diagnostics
		out.Resource.Raw, diags = l.types.set(ctx, l.types.empty(ctx), present(l.fields(&state)))
		out.Diagnostics.Append(diags...)
	}
	out.Diagnostics.Append(setIdentity(ctx, out.Identity, &state)...)
	return true
}

// empty is a resource of which nothing is known.
func (a attributes) empty(ctx context.Context) tftypes.Value {
	vals, all := make(map[string]tftypes.Value, len(a)), make(map[string]tftypes.Type, len(a))
	for name, ty := range a {
		all[name] = ty.TerraformType(ctx)
		vals[name] = tftypes.NewValue(all[name], nil)
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: all}, vals)
}

// present are the fields that have a value.
func present(fields map[string]any) map[string]any {
	for name, field := range fields {
		if v, ok := valueOf(field); !ok || v.IsNull() {
			delete(fields, name)
		}
	}
	return fields
}

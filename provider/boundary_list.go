// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
)

var (
	_ list.ListResource              = (*boundaryList)(nil)
	_ list.ListResourceWithConfigure = (*boundaryList)(nil)
)

// boundaryList finds the account's permissions boundaries, by the tag that names
// their class.
type boundaryList struct {
	boundaryResource
}

func newBoundaryList() list.ListResource { return &boundaryList{} }

// ListResourceConfigSchema describes what narrows the list.
func (l *boundaryList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The account's permissions boundaries that were made from a class, which their tag `" + tagClass + "` names.",
		Attributes: map[string]schema.Attribute{
			"path_prefix": pathPrefixAttribute("policies"),
			"class": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf(classNames()...)}, MarkdownDescription: "Only those of this class. By default all.",
			},
		},
	}
}

// List streams the policies.
func (l *boundaryList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	prefix := pathPrefix(ctx, req, &diags)
	var class types.String
	diags.Append(req.Config.GetAttribute(ctx, path.Root("class"), &class)...)
	m, _, more := l.manager(ctx)
	if diags.Append(more...); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		left := req.Limit
		err := m.ListPolicies(ctx, prefix, func(found *iamrole.FoundPolicy) bool {
			of, _, ok := strings.Cut(found.Tags[tagClass], "@")
			if !ok || !class.IsNull() && of != class.ValueString() {
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
			push(list.ListResult{Diagnostics: l.failure("The boundaries cannot be listed", err)})
		}
	}
}

// result is one boundary; false where it has gone in between.
func (l *boundaryList) result(ctx context.Context, m *iamrole.Manager, req list.ListRequest, found *iamrole.FoundPolicy, out *list.ListResult) (there bool) {
	out.DisplayName = found.Name
	state := boundaryModel{ARN: types.StringValue(found.ARN)}
	if req.IncludeResource {
		out.Diagnostics.Append(l.get(ctx, boundaryTypes().empty(ctx), &state)...)
		whole, err := m.ReadPolicy(ctx, found.ARN)
		switch {
		case errors.Is(err, iamrole.ErrNotFound):
			return false
		case err != nil:
			out.Diagnostics.Append(l.failure("The boundary cannot be read", err)...)
			return true
		}
		l.refresh(&state, whole)
		var diags diag.Diagnostics
		out.Resource.Raw, diags = boundaryTypes().set(ctx, boundaryTypes().empty(ctx), present(state.fields()))
		out.Diagnostics.Append(diags...)
	}
	out.Diagnostics.Append(identifyPolicy(ctx, out.Identity, &state)...)
	return true
}

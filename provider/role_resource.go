// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

var (
	_ resource.Resource                   = (*roleResource)(nil)
	_ resource.ResourceWithConfigure      = (*roleResource)(nil)
	_ resource.ResourceWithValidateConfig = (*roleResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*roleResource)(nil)
	_ resource.ResourceWithImportState    = (*roleResource)(nil)
	_ resource.ResourceWithIdentity       = (*roleResource)(nil)
	_ resource.ResourceWithMoveState      = (*roleResource)(nil)
)

// roleResource is the resource of one role template, or hipaa_role, which takes
// its template as text.
type roleResource struct {
	configured

	// custom says that it is hipaa_role; its template is then read for each request,
	// by of.
	custom   bool
	template *template.Template
	// types are those of the schema's attributes and blocks.
	types attributes
	// rendering is what was rendered for the configuration at hand; nil where
	// nothing is remembered.
	rendering *rendering
}

// rendering is what a configuration was made into. Terraform validates a role
// just before it plans it, and asks for the same then.
type rendering struct {
	config tftypes.Value
	// args are the arguments in the configuration; nil as long as nobody asked.
	args *template.Arguments
	// with are the arguments that the configuration alone does not tell.
	with  renderedWith
	out   *template.Rendered
	diags diag.Diagnostics
}

// renderedWith are arguments of a template that may come from the provider.
type renderedWith struct {
	name, boundary cty.Value
	partition      string
}

func newRoleResource(t *template.Template) resource.Resource { return makeRole(t) }

func makeRole(t *template.Template) *roleResource {
	return &roleResource{template: t, types: attributeTypes(t)}
}

// attributeTypes derives the types once for each template; resources are made
// anew for every request.
func attributeTypes(t *template.Template) attributes {
	if known, ok := typesOf.Load(t); ok {
		if m, ok := known.(attributes); ok {
			return m
		}
	}
	out := attributesOf(roleSchema(t))
	typesOf.Store(t, out)
	return out
}

var typesOf sync.Map

// resourceType is the Terraform type of a template's resource.
func resourceType(t *template.Template) string { return typeName + "_" + t.Name + "_role" }

// typeName is the resource's Terraform type.
func (r *roleResource) typeName() string {
	if r.custom {
		return ownRoleType
	}
	return resourceType(r.template)
}

// Metadata names the resource.
func (r *roleResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.typeName()
}

// ValidateConfig renders the role and reports arguments that the template does
// not take. It needs no provider configuration.
func (r *roleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	r, known := r.of(ctx, req.Config.Raw, &resp.Diagnostics)
	if !known || resp.Diagnostics.HasError() {
		return
	}
	args, diags := r.configArguments(ctx, req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	var m roleModel
	resp.Diagnostics.Append(r.types.get(ctx, req.Config.Raw, map[string]any{"name": &m.Name, "permissions_boundary": &m.Boundary})...)
	if resp.Diagnostics.HasError() {
		return
	}
	args.RoleName, args.PermissionsBoundary = ctyString(m.Name), ctyString(m.Boundary)
	if r.settings != nil {
		args.Partition = r.settings.connection.Partition(ctx)
	}
	_, diags = r.render(args)
	resp.Diagnostics.Append(diags...)
}

// render makes the documents and turns problems into diagnostics on arguments.
func (r *roleResource) render(args template.Arguments) (*template.Rendered, diag.Diagnostics) {
	with := renderedWith{args.RoleName, args.PermissionsBoundary, args.Partition}
	if last := r.rendering; last != nil && last.out != nil && last.with.same(with) {
		return last.out, last.diags
	}
	out, problems, broken := r.template.Render(args)
	diags := problemDiagnostics(problems, broken, r.where)
	if r.rendering != nil {
		r.rendering.with, r.rendering.out, r.rendering.diags = with, out, diags
	}
	return out, diags
}

func (w renderedWith) same(v renderedWith) bool {
	return w.partition == v.partition && w.name.RawEquals(v.name) && w.boundary.RawEquals(v.boundary)
}

// sentence begins a message with a capital letter, where it begins with a word
// that errors begin with and not with a name, and ends it with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	first, _, _ := strings.Cut(s, " ")
	if firstWords[first] || strings.HasSuffix(first, "ing") && strings.Trim(first, "abcdefghijklmnopqrstuvwxyz") == "" {
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	if last := s[len(s)-1]; last != '.' && last != '?' {
		s += "."
	}
	return s
}

// firstWords begin errors, beside what is being done ("reading the role …").
var firstWords = map[string]bool{"a": true, "an": true, "the": true, "there": true, "it": true, "its": true, "nobody": true, "no": true, "give": true, "this": true, "which": true}

// trustPath is where diagnostics about the trust policy as a whole point.
var trustPath = path.Root("trust")

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/connection"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

var (
	_ resource.Resource                   = (*roleResource)(nil)
	_ resource.ResourceWithConfigure      = (*roleResource)(nil)
	_ resource.ResourceWithValidateConfig = (*roleResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*roleResource)(nil)
	_ resource.ResourceWithImportState    = (*roleResource)(nil)
	_ resource.ResourceWithIdentity       = (*roleResource)(nil)
)

// roleResource is the resource of one role template.
type roleResource struct {
	template *template.Template
	settings *settings
	// types are those of the schema's attributes and blocks.
	types map[string]attr.Type
}

func newRoleResource(t *template.Template) resource.Resource {
	return &roleResource{template: t, types: attributeTypes(t)}
}

// attributeTypes derives the types once for each template; resources are made
// anew for every request.
func attributeTypes(t *template.Template) map[string]attr.Type {
	if known, ok := typesOf.Load(t); ok {
		if m, ok := known.(map[string]attr.Type); ok {
			return m
		}
	}
	out := map[string]attr.Type{}
	if ty, ok := roleSchema(t).Type().(attr.TypeWithAttributeTypes); ok {
		out = ty.AttributeTypes()
	}
	typesOf.Store(t, out)
	return out
}

var typesOf sync.Map

// resourceType is the Terraform type of a template's resource.
func resourceType(t *template.Template) string { return typeName + "_" + t.Name + "_role" }

// Metadata names the resource.
func (r *roleResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = resourceType(r.template)
}

// Configure takes the provider's settings.
func (r *roleResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	if req.ProviderData == nil {
		// Validation comes before the provider is configured.
		return
	}
	s, ok := req.ProviderData.(*settings)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf("The provider gave %T. This is a bug in the provider; please report it.", req.ProviderData))
		return
	}
	r.settings = s
}

// ValidateConfig renders the role and reports arguments that the template does
// not take. It needs no provider configuration.
func (r *roleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	args, diags := r.arguments(ctx, req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	var m roleModel
	resp.Diagnostics.Append(r.get(ctx, req.Config.Raw, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	args.RoleName, args.PermissionsBoundary = ctyString(m.Name), ctyString(m.Boundary)
	_, diags = r.render(args)
	resp.Diagnostics.Append(diags...)
}

// render makes the documents and turns problems into diagnostics on arguments.
func (r *roleResource) render(args template.Arguments) (*template.Rendered, diag.Diagnostics) {
	var diags diag.Diagnostics
	out, problems, broken := r.template.Render(args)
	for _, p := range problems {
		if at := toPath(p.Path); len(at.Steps()) > 0 {
			diags.AddAttributeError(at, "Unsuitable argument", sentence(p.String()))
		} else {
			diags.AddError("Unsuitable arguments", sentence(p.String()))
		}
	}
	for _, d := range broken {
		diags.AddError("Broken template: "+d.Summary, d.Error())
	}
	return out, diags
}

// sentence ends a message with a full stop.
func sentence(s string) string {
	if s == "" || s[len(s)-1] == '.' || s[len(s)-1] == '?' {
		return s
	}
	return s + "."
}

// manager opens the connection.
func (r *roleResource) manager(ctx context.Context) (*iamrole.Manager, *connection.Clients, diag.Diagnostics) {
	var diags diag.Diagnostics
	if r.settings == nil {
		diags.AddError("Provider not configured", "The provider must be configured before AWS can be reached.")
		return nil, nil, diags
	}
	clients, err := r.settings.connection.Open(ctx)
	if err != nil {
		diags.AddError("AWS cannot be reached", sentence(err.Error()))
		return nil, nil, diags
	}
	return &iamrole.Manager{API: clients.IAM, Patience: r.settings.patience}, clients, diags
}

// trustPath is where diagnostics about the trust policy as a whole point.
var trustPath = path.Root("trust")

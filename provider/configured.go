// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/connection"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

// configured is what resources have of the provider.
type configured struct {
	settings *settings
}

// Configure takes the provider's settings.
func (c *configured) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	if req.ProviderData == nil {
		// Validation comes before the provider is configured.
		return
	}
	s, ok := req.ProviderData.(*settings)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf("The provider gave %T. This is a bug in the provider; please report it.", req.ProviderData))
		return
	}
	c.settings = s
}

// ready reports whether the provider is configured, and says so where not.
func (c *configured) ready(diags *diag.Diagnostics) bool {
	if c.settings == nil {
		diags.AddError("Provider not configured", "The provider must be configured before resources can be planned or AWS can be reached.")
	}
	return c.settings != nil
}

// manager opens the connection.
func (c *configured) manager(ctx context.Context) (*iamrole.Manager, *connection.Clients, diag.Diagnostics) {
	var diags diag.Diagnostics
	if !c.ready(&diags) {
		return nil, nil, diags
	}
	clients, err := c.settings.connection.Open(ctx)
	if err != nil {
		diags.AddError("AWS cannot be reached", sentence(err.Error()))
		return nil, nil, diags
	}
	return &iamrole.Manager{API: clients.IAM, Patience: c.settings.patience}, clients, diags
}

// problemDiagnostics are what a renderer found: arguments that a template does
// not take, where they stand, and mistakes of the template.
func problemDiagnostics(problems []template.Problem, broken hcl.Diagnostics, where func(cty.Path) (at path.Path, declared string)) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, p := range problems {
		at, declared := where(p.Path)
		text := sentence(p.String())
		if declared != "" {
			text += " It is declared at " + declared + "."
		}
		if len(at.Steps()) > 0 {
			diags.AddAttributeError(at, "Unsuitable argument", text)
		} else {
			diags.AddError("Unsuitable arguments", text)
		}
	}
	for _, d := range broken {
		diags.AddError("Broken template: "+d.Summary, d.Error())
	}
	return diags
}

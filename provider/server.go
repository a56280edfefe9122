// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Server returns a function that makes the provider as Terraform speaks to it.
// The version is the program's.
func Server(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer { return serverOf(&Provider{version: version}) }
}

// server is the framework's, with a shorter way for planning new roles.
//
// The framework walks a value again and again, and finds the schema's type anew
// for each leaf. A role has hundreds of leaves, so that this took more than
// three quarters of the time of a plan. What the framework does with a new role
// beside calling ModifyPlan is little, and a test holds both to the same answer.
type server struct {
	tfprotov6.ProviderServer

	provider *Provider
	// roles make the resources of roles by their types.
	roles map[string]func() *roleResource
}

func serverOf(p *Provider) *server {
	s := &server{ProviderServer: providerserver.NewProtocol6(p)(), provider: p, roles: map[string]func() *roleResource{ownRoleType: makeOwnRole}}
	for _, t := range template.Catalogue().Roles() {
		s.roles[resourceType(t)] = func() *roleResource { return makeRole(t) }
	}
	return s
}

// PlanResourceChange plans new roles itself and leaves all else to the framework.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	of := s.roles[req.TypeName]
	settings := s.provider.configured.Load()
	if of == nil || settings == nil || len(req.PriorPrivate) > 0 || req.PriorIdentity != nil {
		return s.ProviderServer.PlanResourceChange(ctx, req) //nolint:wrapcheck // the framework's answer is the answer
	}
	r := of()
	r.settings = settings
	if out := r.planNew(ctx, req); out != nil {
		return out, nil
	}
	return s.ProviderServer.PlanResourceChange(ctx, req) //nolint:wrapcheck // as above
}

// planNew plans a role that does not exist yet; nil where it is no such request.
func (r *roleResource) planNew(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	ty := r.types.object(ctx)
	var raw [3]tftypes.Value
	for i, v := range []*tfprotov6.DynamicValue{req.PriorState, req.Config, req.ProposedNewState} {
		if v == nil {
			return nil
		}
		var err error
		if raw[i], err = v.Unmarshal(ty); err != nil {
			return nil
		}
	}
	prior, config, proposed := raw[0], raw[1], raw[2]
	if !prior.IsNull() || config.IsNull() || proposed.IsNull() {
		return nil
	}
	attrs := map[string]tftypes.Value{}
	if err := proposed.As(&attrs); err != nil {
		return nil
	}
	for _, flag := range []string{"force_destroy", "exclusive"} {
		if attrs[flag].IsNull() {
			attrs[flag] = tftypes.NewValue(tftypes.Bool, false)
		}
	}
	plan := tfsdk.Plan{Raw: tftypes.NewValue(ty, attrs)}
	resp := &resource.ModifyPlanResponse{Plan: plan}
	r.ModifyPlan(ctx, resource.ModifyPlanRequest{Config: tfsdk.Config{Raw: config}, Plan: plan, State: tfsdk.State{Raw: prior}}, resp)
	planned, err := tfprotov6.NewDynamicValue(ty, resp.Plan.Raw)
	if err != nil {
		return nil
	}
	identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "account_id": tftypes.String}}
	none, err := tfprotov6.NewDynamicValue(identity, tftypes.NewValue(identity, nil))
	if err != nil {
		return nil
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: &planned, PlannedIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &none}, Diagnostics: protocolDiagnostics(resp.Diagnostics),
	}
}

// object is the type of the whole resource.
func (a attributes) object(ctx context.Context) tftypes.Object {
	out := tftypes.Object{AttributeTypes: make(map[string]tftypes.Type, len(a))}
	for name, ty := range a {
		out.AttributeTypes[name] = terraformType(ctx, ty)
	}
	return out
}

func terraformType(ctx context.Context, ty attr.Type) tftypes.Type { return ty.TerraformType(ctx) }

// protocolDiagnostics brings diagnostics into the protocol's form.
func protocolDiagnostics(diags diag.Diagnostics) []*tfprotov6.Diagnostic {
	var out []*tfprotov6.Diagnostic
	for _, d := range diags {
		p := &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: d.Summary(), Detail: d.Detail()}
		if d.Severity() == diag.SeverityError {
			p.Severity = tfprotov6.DiagnosticSeverityError
		}
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			p.Attribute = protocolPath(at.Path())
		}
		out = append(out, p)
	}
	return out
}

func protocolPath(p path.Path) *tftypes.AttributePath {
	out := tftypes.NewAttributePath()
	for _, step := range p.Steps() {
		switch s := step.(type) {
		case path.PathStepAttributeName:
			out = out.WithAttributeName(string(s))
		case path.PathStepElementKeyInt:
			out = out.WithElementKeyInt(int(s))
		case path.PathStepElementKeyString:
			out = out.WithElementKeyString(string(s))
		}
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"
	"sync"

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

// server is the framework's, with shorter ways for validating, reading and
// planning roles.
//
// The framework walks a value again and again, and finds the schema's type anew
// for each leaf. A role has hundreds of leaves, so that this took more than
// three quarters of the time of a plan. What the framework does with a role
// beside calling the resource is little, and tests hold both to the same answer.
type server struct {
	tfprotov6.ProviderServer

	provider *Provider
	roles    map[string]*roleKind

	mu sync.Mutex
	// validated are the renderings of configurations that are about to be planned:
	// Terraform validates each once more just before.
	validated map[string]*rendering
}

// roleKind is one of the types of roles.
type roleKind struct {
	make func() *roleResource
	// object is the Terraform type of the whole resource.
	object func() tftypes.Object
}

// maxValidated bounds what is remembered of configurations of which no plan
// comes. Terraform works at ten resources at once, unless told otherwise.
const maxValidated = 256

func serverOf(p *Provider) *server {
	s := &server{
		ProviderServer: providerserver.NewProtocol6(p)(), provider: p, roles: map[string]*roleKind{}, validated: map[string]*rendering{},
	}
	add := func(name string, make func() *roleResource) {
		s.roles[name] = &roleKind{make, sync.OnceValue(func() tftypes.Object { return make().types.object(context.Background()) })}
	}
	add(ownRoleType, makeOwnRole)
	for _, t := range template.Catalogue().Roles() {
		add(resourceType(t), func() *roleResource { return makeRole(t) })
	}
	return s
}

// ValidateResourceConfig passes roles in which there is nothing to find fault
// with, and leaves all else to the framework.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if kind := s.roles[req.TypeName]; kind != nil && req.Config != nil && s.sound(ctx, kind, req) {
		return &tfprotov6.ValidateResourceConfigResponse{}, nil
	}
	return s.ProviderServer.ValidateResourceConfig(ctx, req) //nolint:wrapcheck // the framework's answer is the answer
}

// sound reports whether there is nothing to say of a role's configuration.
func (s *server) sound(ctx context.Context, kind *roleKind, req *tfprotov6.ValidateResourceConfigRequest) bool {
	config, err := req.Config.Unmarshal(kind.object())
	if err != nil || config.IsNull() {
		return false
	}
	r := kind.make()
	r.settings, r.rendering = s.provider.configured.Load(), &rendering{config: config}
	if !r.checks().pass(ctx, config) {
		return false
	}
	var resp resource.ValidateConfigResponse
	r.ValidateConfig(ctx, resource.ValidateConfigRequest{Config: tfsdk.Config{Raw: config}}, &resp)
	if len(resp.Diagnostics) > 0 {
		return false
	}
	if r.settings != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.validated) >= maxValidated {
			clear(s.validated)
		}
		s.validated[renderingKey(req.TypeName, req.Config)] = r.rendering
	}
	return true
}

// taken returns what validation has rendered, once.
func (s *server) taken(name string, config *tfprotov6.DynamicValue) *rendering {
	key := renderingKey(name, config)
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.validated[key]
	delete(s.validated, key)
	return out
}

func renderingKey(name string, config *tfprotov6.DynamicValue) string {
	return name + "\n" + string(config.MsgPack) + string(config.JSON)
}

// PlanResourceChange plans roles that are made or changed, and leaves all else to
// the framework.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	kind := s.roles[req.TypeName]
	settings := s.provider.configured.Load()
	if kind == nil || settings == nil || len(req.PriorPrivate) > 0 || req.PriorState == nil || req.Config == nil || req.ProposedNewState == nil {
		return s.ProviderServer.PlanResourceChange(ctx, req) //nolint:wrapcheck // the framework's answer is the answer
	}
	r := kind.make()
	r.settings = settings
	r.rendering = s.taken(req.TypeName, req.Config)
	if out := r.planKnown(ctx, kind.object(), req); out != nil {
		return out, nil
	}
	return s.ProviderServer.PlanResourceChange(ctx, req) //nolint:wrapcheck // as above
}

// planKnown plans a role that is to be made or changed; nil where the request is
// none that is known here.
func (r *roleResource) planKnown(ctx context.Context, ty tftypes.Object, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	prior, err := req.PriorState.Unmarshal(ty)
	if err != nil {
		return nil
	}
	if r.rendering == nil {
		config, err := req.Config.Unmarshal(ty)
		if err != nil {
			return nil
		}
		r.rendering = &rendering{config: config}
	}
	config := r.rendering.config
	proposed, err := req.ProposedNewState.Unmarshal(ty)
	if err != nil || config.IsNull() || proposed.IsNull() {
		return nil
	}
	given, attrs := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	if config.As(&given) != nil || proposed.As(&attrs) != nil {
		return nil
	}
	attrs = maps.Clone(attrs) // it is the value's own
	for _, flag := range []string{"force_destroy", "exclusive"} {
		if given[flag].IsNull() {
			attrs[flag] = tftypes.NewValue(tftypes.Bool, false)
		}
	}
	plan := tfsdk.Plan{Raw: tftypes.NewValue(ty, attrs)}
	resp := &resource.ModifyPlanResponse{Plan: plan}
	model := r.plan(ctx, resource.ModifyPlanRequest{Config: tfsdk.Config{Raw: config}, Plan: plan, State: tfsdk.State{Raw: prior}}, resp)
	var fields map[string]any
	if model != nil {
		fields = r.fields(model)
	}
	out := &tfprotov6.PlanResourceChangeResponse{PlannedIdentity: req.PriorIdentity, Diagnostics: protocolDiagnostics(resp.Diagnostics)}
	if out.PlannedState, err = r.types.encode(ctx, attrs, fields); err != nil {
		return nil
	}
	for _, at := range resp.RequiresReplace {
		out.RequiresReplace = append(out.RequiresReplace, protocolPath(at))
	}
	if out.PlannedIdentity == nil || out.PlannedIdentity.IdentityData == nil {
		none, err := tfprotov6.NewDynamicValue(identityObject, tftypes.NewValue(identityObject, nil))
		if err != nil {
			return nil
		}
		out.PlannedIdentity = &tfprotov6.ResourceIdentityData{IdentityData: &none}
	}
	return out
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

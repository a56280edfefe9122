// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// UpgradeResourceState passes states of roles of this schema's version on, and
// leaves all else to the framework.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if kind := s.roles[req.TypeName]; kind != nil && req.RawState != nil && req.Version == kind.make().checks().schema.Version {
		v, err := req.RawState.UnmarshalWithOpts(kind.object(), tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
		if err == nil {
			if state, err := tfprotov6.NewDynamicValue(kind.object(), v); err == nil {
				return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &state}, nil
			}
		}
	}
	return s.ProviderServer.UpgradeResourceState(ctx, req) //nolint:wrapcheck // the framework's answer is the answer
}

// ReadResource reads roles itself and leaves all else to the framework, among
// that roles that are being imported, which have something in their private state.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	kind, settings := s.roles[req.TypeName], s.provider.configured.Load()
	if kind != nil && settings != nil && req.CurrentState != nil && len(req.Private) == 0 {
		r := kind.make()
		r.settings = settings
		if out := r.readKnown(ctx, kind.object(), req); out != nil {
			return out, nil
		}
	}
	return s.ProviderServer.ReadResource(ctx, req) //nolint:wrapcheck // as above
}

// readKnown reads a role; nil where the request is none that is known here.
func (r *roleResource) readKnown(ctx context.Context, ty tftypes.Object, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	raw, err := req.CurrentState.Unmarshal(ty)
	if err != nil || raw.IsNull() {
		return nil
	}
	whose := tftypes.NewValue(identityObject, nil)
	if req.CurrentIdentity != nil && req.CurrentIdentity.IdentityData != nil {
		if whose, err = req.CurrentIdentity.IdentityData.Unmarshal(identityObject); err != nil {
			return nil
		}
	}
	var identity resource.IdentitySchemaResponse
	r.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
	state := tfsdk.State{Raw: raw, Schema: r.checks().schema}
	resp := &resource.ReadResponse{State: state, Identity: &tfsdk.ResourceIdentity{Raw: whose, Schema: identity.IdentitySchema}}
	r.Read(ctx, resource.ReadRequest{State: state}, resp)
	if !resp.Diagnostics.HasError() && !whose.IsFullyNull() && !whose.Equal(resp.Identity.Raw) {
		// The framework says what it thinks of another identity.
		return nil
	}
	now, err := tfprotov6.NewDynamicValue(ty, resp.State.Raw)
	if err != nil {
		return nil
	}
	who, err := tfprotov6.NewDynamicValue(identityObject, resp.Identity.Raw)
	if err != nil {
		return nil
	}
	return &tfprotov6.ReadResourceResponse{
		NewState: &now, NewIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &who}, Diagnostics: protocolDiagnostics(resp.Diagnostics),
	}
}

// identityObject is the Terraform type of a role's identity.
var identityObject = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "account_id": tftypes.String}}

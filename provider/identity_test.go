// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// Identity needs a Terraform of version 1.12 or newer. These tests speak the
// protocol themselves, so that they run with any.

const keyRole = "hipaa_kms_key_administrator_role"

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "account_id": tftypes.String}}

// session is a configured provider.
type session struct {
	t      testing.TB
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

func configured(t testing.TB, endpoint string) *session { return configuredWith(t, endpoint, nil) }

// schemas are the same for every server, and take their time.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server, err := factories["hipaa"]()
	if err != nil {
		return nil, err
	}
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// unrepeated is a provider that repeats nothing, so that a test need not wait.
func unrepeated(t testing.TB, endpoint string) *session {
	return configuredWith(t, endpoint, map[string]any{"max_retries": int64(0)})
}

func configuredWith(t testing.TB, endpoint string, more map[string]any) *session {
	t.Helper()
	server, err := factories["hipaa"]()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t, server, schema}
	ty, ok := schema.Provider.ValueType().(tftypes.Object)
	if !ok {
		t.Fatalf("provider schema is %T", schema.Provider.ValueType())
	}
	vals := map[string]tftypes.Value{}
	for name, aty := range ty.AttributeTypes {
		vals[name] = tftypes.NewValue(aty, nil)
		if list, ok := aty.(tftypes.List); ok && schema.Provider.Block != nil {
			if _, block := list.ElementType.(tftypes.Object); block {
				vals[name] = tftypes.NewValue(aty, []tftypes.Value{})
			}
		}
	}
	for name, v := range map[string]string{"region": "us-east-1", "access_key": "a", "secret_key": "b"} {
		vals[name] = tftypes.NewValue(tftypes.String, v)
	}
	for name, v := range more {
		vals[name] = tftypes.NewValue(ty.AttributeTypes[name], v)
	}
	endpoints, _ := ty.AttributeTypes["endpoints"].(tftypes.List)
	one, _ := endpoints.ElementType.(tftypes.Object)
	urls := map[string]tftypes.Value{}
	for name := range one.AttributeTypes {
		urls[name] = tftypes.NewValue(tftypes.String, endpoint)
	}
	vals["endpoints"] = tftypes.NewValue(endpoints, []tftypes.Value{tftypes.NewValue(one, urls)})
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.12.0", Config: s.dynamic(ty, tftypes.NewValue(ty, vals))})
	if err != nil {
		t.Fatal(err)
	}
	s.clean(resp.Diagnostics)
	return s
}

func (s *session) dynamic(ty tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	s.t.Helper()
	out, err := tfprotov6.NewDynamicValue(ty, v)
	if err != nil {
		s.t.Fatal(err)
	}
	return &out
}

func (s *session) clean(diags []*tfprotov6.Diagnostic) {
	s.t.Helper()
	for _, d := range diags {
		s.t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
}

// identity reads an identity as a map; a null is "".
func (s *session) identity(d *tfprotov6.ResourceIdentityData) map[string]string {
	s.t.Helper()
	if d == nil {
		s.t.Fatal("no identity")
	}
	v, err := d.IdentityData.Unmarshal(identityType)
	if err != nil {
		s.t.Fatal(err)
	}
	fields := map[string]tftypes.Value{}
	if err := v.As(&fields); err != nil {
		s.t.Fatal(err)
	}
	out := map[string]string{}
	for name, f := range fields {
		var text *string
		if err := f.As(&text); err != nil {
			s.t.Fatal(err)
		}
		if text != nil {
			out[name] = *text
		}
	}
	return out
}

func TestIdentity(t *testing.T) {
	srv := iamtest.New(t)
	srv.Put(&iamtest.Role{Name: "keys", Path: "/security/", Trust: `{"Version":"2012-10-17","Statement":[]}`, MaxSession: 3600})
	s := configured(t, srv.URL)
	given := tftypes.NewValue(identityType, map[string]tftypes.Value{
		"name": tftypes.NewValue(tftypes.String, "keys"), "account_id": tftypes.NewValue(tftypes.String, nil),
	})
	imported, err := s.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: keyRole, Identity: &tfprotov6.ResourceIdentityData{IdentityData: s.dynamic(identityType, given)},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.clean(imported.Diagnostics)
	read := func(state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData) *tfprotov6.ReadResourceResponse {
		t.Helper()
		resp, err := s.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: keyRole, CurrentState: state, CurrentIdentity: identity})
		if err != nil {
			t.Fatal(err)
		}
		s.clean(resp.Diagnostics)
		return resp
	}
	got := read(imported.ImportedResources[0].State, imported.ImportedResources[0].Identity)
	want := map[string]string{"name": "keys", "account_id": "123456789012"}
	if diff := cmp.Diff(want, s.identity(got.NewIdentity)); diff != "" {
		t.Errorf("identity (-want +got):\n%s", diff)
	}
	// A role that is gone has its identity all the same: Terraform demands it.
	srv.Remove("keys")
	after := read(got.NewState, got.NewIdentity)
	if diff := cmp.Diff(want, s.identity(after.NewIdentity)); diff != "" {
		t.Errorf("identity of a role that is gone (-want +got):\n%s", diff)
	}
	state, err := after.NewState.Unmarshal(s.schema.ResourceSchemas[keyRole].ValueType())
	if err != nil {
		t.Fatal(err)
	}
	if !state.IsNull() {
		t.Errorf("the state still holds %s", state)
	}
}

func TestIdentityOfAnotherAccount(t *testing.T) {
	srv := iamtest.New(t)
	srv.Put(&iamtest.Role{Name: "keys", Trust: "{}", MaxSession: 3600})
	s := configured(t, srv.URL)
	for want, given := range map[string][2]string{"Another account": {"keys", "210987654321"}, "No such role": {"nobody", "123456789012"}} {
		v := tftypes.NewValue(identityType, map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, given[0]), "account_id": tftypes.NewValue(tftypes.String, given[1]),
		})
		resp, err := s.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
			TypeName: keyRole, Identity: &tfprotov6.ResourceIdentityData{IdentityData: s.dynamic(identityType, v)},
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary != want {
			t.Errorf("diagnostics %v, want %s", resp.Diagnostics, want)
		}
	}
}

func TestImportRefusesWhatIsNoName(t *testing.T) {
	s := configured(t, "http://127.0.0.1:1")
	for _, id := range []string{"a b", "arn:aws:iam::123456789012:policy/x", "arn:aws:s3:::role/x", strings.Repeat("x", 65), "arn:aws:iam::123456789012:role/"} {
		resp, err := s.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: keyRole, ID: id})
		if err != nil {
			t.Fatal(err)
		}
		if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary != "Invalid import identifier" {
			t.Errorf("%q: diagnostics %v", id, resp.Diagnostics)
		}
	}
}

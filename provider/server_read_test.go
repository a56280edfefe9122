// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"maps"
	"math/big"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/provider"
)

// TestRefreshesAsTheFramework holds the shorter ways of reading roles that are
// there, and of planning their changes, to what the framework answers.
func TestRefreshesAsTheFramework(t *testing.T) {
	text, err := os.ReadFile("../examples/resources/hipaa_role/pathology.hcl")
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]any{"name": "there", "template": string(text), "permissions_boundary": boundary, "parameters": pathologyParameters(), "trust": map[string]any{"saml": []any{map[string]any{
		"provider_arn": "arn:aws:iam::123456789012:saml-provider/Workforce", "mfa_enforced_by": "idp", "mfa_evidence": "SEC-12",
	}}}}
	for name, tc := range map[string]struct {
		resource      string
		first, second map[string]any
		edit          func(*iamtest.Role)
		noIdentity    bool
	}{
		"nothing changed":         {resource: keyRole, first: keys("there", map[string]any{"owner": "it@example.org"})},
		"by an older Terraform":   {resource: keyRole, first: keys("there", nil), noIdentity: true},
		"other arguments":         {resource: keyRole, first: keys("there", nil), second: keys("there", map[string]any{"description": "Words.", "tags": map[string]any{"a": "b"}, "exclusive": true})},
		"a flag is taken back":    {resource: keyRole, first: keys("there", map[string]any{"force_destroy": true}), second: keys("there", nil)},
		"arguments not known":     {resource: keyRole, first: keys("there", nil), second: keys("there", map[string]any{"keys": []any{tftypes.UnknownValue}, "owner": tftypes.UnknownValue})},
		"another name":            {resource: keyRole, first: keys("there", nil), second: keys("elsewhere", map[string]any{"path": "/x/"})},
		"refused by the template": {resource: keyRole, first: keys("there", nil), second: keys("there", map[string]any{"max_session_duration": int64(43200)})},
		"edited outside": {
			resource: keyRole, first: keys("there", nil),
			edit: func(r *iamtest.Role) {
				r.MaxSession, r.Tags["Owner"], r.Attached = 7200, "x", []string{"arn:aws:iam::aws:policy/ReadOnlyAccess"}
				delete(r.Inline, "hipaa-safeguards")
			},
		},
		"made anew outside": {resource: keyRole, first: keys("there", nil), edit: func(r *iamtest.Role) { r.ID = "AROASOMEBODYELSES" }},
		"a template of one's own": {resource: "hipaa_role", first: own, second: func() map[string]any {
			out := maps.Clone(own)
			out["description"] = "Words."
			return out
		}()},
	} {
		t.Run(name, func(t *testing.T) {
			srv := start(t)
			s := configured(t, srv.URL)
			plain := provider.Plain(s.server)
			ty := s.schema.ResourceSchemas[tc.resource].ValueType()
			had, _, err := s.run(tc.resource, s.none(tc.resource), withBlocks(ty, tc.first))
			if err != nil {
				t.Fatal(err)
			}
			if tc.noIdentity {
				had.identity = nil
			}
			if tc.edit != nil {
				srv.Edit("there", tc.edit)
			}
			// What is compared is what the bytes say, leaf by leaf, and all else as it is.
			readable := cmp.Transformer("value", func(d *tfprotov6.DynamicValue) map[string]string {
				if d == nil {
					return nil
				}
				v, err := d.Unmarshal(ty)
				if err != nil {
					if v, err = d.Unmarshal(identityType); err != nil {
						t.Fatal(err)
					}
				}
				return leaves(t, v)
			})
			compare := func(what string, framework, ours any) {
				t.Helper()
				if diff := cmp.Diff(framework, ours, readable); diff != "" {
					t.Errorf("%s (-framework +ours):\n%s", what, diff)
				}
			}
			upgrade := func(server tfprotov6.ProviderServer) *tfprotov6.UpgradeResourceStateResponse {
				out, err := server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
					TypeName: tc.resource, Version: 0, RawState: &tfprotov6.RawState{JSON: s.json(ty, had.state)},
				})
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			if s.json(ty, had.state) != nil {
				compare("upgraded", upgrade(plain), upgrade(s.server))
			}
			read := func(server tfprotov6.ProviderServer) *tfprotov6.ReadResourceResponse {
				out, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: tc.resource, CurrentState: had.state, CurrentIdentity: had.identity})
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			now := read(s.server)
			compare("read", read(plain), now)
			if s.isNull(ty, now.NewState) {
				return
			}
			if tc.second == nil {
				tc.second = tc.first
			}
			v := s.value(ty, withBlocks(ty, tc.second))
			plan := func(server tfprotov6.ProviderServer) *tfprotov6.PlanResourceChangeResponse {
				out, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
					TypeName: tc.resource, Config: s.dynamic(ty, v), PriorState: now.NewState, PriorIdentity: now.NewIdentity,
					ProposedNewState: s.dynamic(ty, s.defaults(ty, now.NewState, v)),
				})
				if err != nil {
					t.Fatal(err)
				}
				if errs, _ := said(out.Diagnostics); len(errs) > 0 {
					out.PlannedState = nil // Terraform does not look at it
				}
				return out
			}
			compare("planned", plan(plain), plan(s.server))
		})
	}
}

// leaves are a value's, by their paths.
func leaves(t *testing.T, v tftypes.Value) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := tftypes.Walk(v, func(at *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		whole := v.Type().Is(tftypes.Object{}) || v.Type().Is(tftypes.List{}) || v.Type().Is(tftypes.Map{}) || v.Type().Is(tftypes.Tuple{})
		if !whole || v.IsNull() || !v.IsKnown() {
			out[at.String()] = v.String()
		}
		return true, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// pathologyParameters are the parameters of the example's template.
func pathologyParameters() tftypes.Value {
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	slide := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"arn": tftypes.String, "prefix": tftypes.String}}
	slides := tftypes.Tuple{ElementTypes: []tftypes.Type{slide}}
	return tftypes.NewValue(
		tftypes.Object{AttributeTypes: map[string]tftypes.Type{"region": tftypes.String, "slides": slides, "reports": tftypes.Bool}},
		map[string]tftypes.Value{
			"region": text("us-east-1"), "reports": tftypes.NewValue(tftypes.Bool, true),
			"slides": tftypes.NewValue(slides, []tftypes.Value{tftypes.NewValue(slide, map[string]tftypes.Value{"arn": text("arn:aws:s3:::slides"), "prefix": text("2026/")})}),
		})
}

// json writes a state as Terraform keeps it.
func (s *session) json(ty tftypes.Type, state *tfprotov6.DynamicValue) []byte {
	s.t.Helper()
	v, err := state.Unmarshal(ty)
	if err != nil {
		s.t.Fatal(err)
	}
	whole, _ := ty.(tftypes.Object)
	if parameters := whole.AttributeTypes["parameters"]; parameters != nil && parameters.Is(tftypes.DynamicPseudoType) {
		return nil // Terraform writes its type beside it
	}
	var plain func(tftypes.Value) any
	plain = func(v tftypes.Value) any {
		var err error
		defer func() {
			if err != nil {
				s.t.Fatal(err)
			}
		}()
		switch ty := v.Type(); {
		case v.IsNull():
			return nil
		case ty.Is(tftypes.String):
			var out string
			err = v.As(&out)
			return out
		case ty.Is(tftypes.Bool):
			var out bool
			err = v.As(&out)
			return out
		case ty.Is(tftypes.Number):
			out := big.NewFloat(0)
			err = v.As(&out)
			return json.Number(out.Text('f', -1))
		case ty.Is(tftypes.List{}):
			var list []tftypes.Value
			err = v.As(&list)
			out := []any{}
			for _, e := range list {
				out = append(out, plain(e))
			}
			return out
		}
		var named map[string]tftypes.Value
		err = v.As(&named)
		out := map[string]any{}
		for name, e := range named {
			out[name] = plain(e)
		}
		return out
	}
	out, err := json.Marshal(plain(v))
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// TestUpgradeOfTheTemplate meets a role as an earlier version of its template
// made it: it is changed in place, and the plan names what that newly allows.
func TestUpgradeOfTheTemplate(t *testing.T) {
	const removed = `"kms:DescribeKey",`
	for name, tc := range map[string]struct {
		earlier func(document string) string
		config  map[string]any
		says    []string
	}{
		"it allows more now": {
			func(s string) string { return strings.Replace(s, removed, "", 1) }, nil,
			[]string{"from version 0.9.0 of its template to 1.", "newly allowed is, for one, kms:DescribeKey on arn:aws:kms:us-east-1:123456789012:key/1", "Who may assume it: This did not widen access."},
		},
		"it allows the same": {
			func(s string) string { return s }, nil, []string{"from version 0.9.0", "Its policies: This did not widen access."},
		},
		"not known until apply": {
			func(s string) string { return s }, map[string]any{"keys": []any{tftypes.UnknownValue}}, []string{"from version 0.9.0", "is known once all values are"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv := start(t)
			s := configured(t, srv.URL)
			had, _, err := s.run(keyRole, s.none(keyRole), keys("older", nil))
			if err != nil {
				t.Fatal(err)
			}
			id := srv.Role("older").ID
			srv.Edit("older", func(r *iamtest.Role) {
				r.Tags["HipaaRoleTemplate"] = "kms_key_administrator@0.9.0"
				for p, text := range r.Inline {
					r.Inline[p] = tc.earlier(text)
				}
			})
			had.state = s.edited(keyRole, had.state, func(attribute, text string) string {
				if attribute == "template_version" {
					return "0.9.0"
				}
				return tc.earlier(text)
			})
			ty := s.schema.ResourceSchemas[keyRole].ValueType()
			v := s.value(ty, keys("older", tc.config))
			plan, err := s.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: keyRole, Config: s.dynamic(ty, v), PriorState: had.state, ProposedNewState: s.dynamic(ty, s.defaults(ty, had.state, v)), PriorIdentity: had.identity,
			})
			if err != nil {
				t.Fatal(err)
			}
			errs, warnings := said(plan.Diagnostics)
			if len(errs) > 0 || len(plan.RequiresReplace) > 0 {
				t.Fatalf("%v; made anew because of %v", errs, plan.RequiresReplace)
			}
			text := strings.Join(warnings, "\n")
			for _, want := range tc.says {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in:\n%s", want, text)
				}
			}
			if tc.config != nil {
				return
			}
			if _, _, err := s.run(keyRole, had, keys("older", nil)); err != nil {
				t.Fatal(err)
			}
			if r := srv.Role("older"); r.ID != id || strings.HasSuffix(r.Tags["HipaaRoleTemplate"], "0.9.0") || !strings.Contains(r.Inline["hipaa-access"], removed) {
				t.Errorf("role %+v", r)
			}
		})
	}
}

// edited changes the texts of a state, each by the attribute that it is in.
func (s *session) edited(name string, state *tfprotov6.DynamicValue, edit func(attribute, text string) string) *tfprotov6.DynamicValue {
	s.t.Helper()
	ty := s.schema.ResourceSchemas[name].ValueType()
	v, err := state.Unmarshal(ty)
	if err != nil {
		s.t.Fatal(err)
	}
	v, err = tftypes.Transform(v, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		var text string
		if !v.Type().Is(tftypes.String) || v.IsNull() || v.As(&text) != nil {
			return v, nil
		}
		attribute, _ := at.LastStep().(tftypes.AttributeName)
		return tftypes.NewValue(tftypes.String, edit(string(attribute), text)), nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.dynamic(ty, v)
}

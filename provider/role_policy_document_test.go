// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

const renderedType = "hipaa_role_policy_document"

// typed is a value as it stands in an argument of any type.
func typed(t *testing.T, v cty.Value) tftypes.Value {
	t.Helper()
	switch ty := v.Type(); {
	case v.IsNull():
		return tftypes.NewValue(tftypes.String, nil)
	case ty == cty.String:
		return tftypes.NewValue(tftypes.String, v.AsString())
	case ty == cty.Bool:
		return tftypes.NewValue(tftypes.Bool, v.True())
	case ty == cty.Number:
		return tftypes.NewValue(tftypes.Number, v.AsBigFloat())
	case ty.IsObjectType() || ty.IsMapType():
		types, vals := map[string]tftypes.Type{}, map[string]tftypes.Value{}
		for k, e := range v.AsValueMap() {
			vals[k] = typed(t, e)
			types[k] = vals[k].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, vals)
	default:
		var types []tftypes.Type
		vals := []tftypes.Value{}
		for _, e := range v.AsValueSlice() {
			one := typed(t, e)
			types, vals = append(types, one.Type()), append(vals, one)
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: types}, vals)
	}
}

// rendered reads the data source with a template's arguments.
func (s *session) rendered(t *testing.T, config map[string]any, args template.Arguments) map[string]tftypes.Value {
	t.Helper()
	ty, ok := s.schema.DataSourceSchemas[renderedType].ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("it is no object")
	}
	vals := map[string]tftypes.Value{}
	for name, aty := range ty.AttributeTypes {
		vals[name] = s.value(aty, config[name])
	}
	vals["arguments"] = typed(t, cty.ObjectVal(args.Parameters))
	profiles := map[string]cty.Value{}
	for _, a := range args.Trust {
		list := []cty.Value{cty.ObjectVal(a.Parameters)}
		if have, ok := profiles[a.Profile]; ok {
			list = append(have.AsValueSlice(), list...)
		}
		profiles[a.Profile] = cty.TupleVal(list)
	}
	if len(profiles) > 0 {
		vals["trust"] = typed(t, cty.ObjectVal(profiles))
	}
	resp, err := s.server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: renderedType, Config: s.dynamic(ty, tftypes.NewValue(ty, vals))})
	if err != nil {
		t.Fatal(err)
	}
	if errs, _ := said(resp.Diagnostics); len(errs) > 0 {
		t.Fatal(errs)
	}
	return s.fields(t, ty, resp.State)
}

func (s *session) fields(t *testing.T, ty tftypes.Type, v *tfprotov6.DynamicValue) map[string]tftypes.Value {
	t.Helper()
	whole, err := v.Unmarshal(ty)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]tftypes.Value{}
	if err := whole.As(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRenderedFindings holds what the data source finds to what the resource of
// the same template does, under a configuration that makes findings certain.
func TestRenderedFindings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "strict.hcl")
	if err := os.WriteFile(file, []byte(`
trust { mfa = "always" }
principals { required_tags = ["Owner", "ReviewBy", "CostCenter"] }
limits { session = "1h" }
rule "governance-tags-missing" { severity = "low" }
rule "session-too-long" { severity = "low" }
`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := configuredWith(t, "http://127.0.0.1:1", map[string]any{"config_file": file})
	some := 0
	for _, tmpl := range template.Catalogue().Roles() {
		t.Run(tmpl.Name, func(t *testing.T) {
			s.t = t
			args := typical(t, tmpl.Name)
			resource := "hipaa_" + tmpl.Name + "_role"
			config := configuration(tmpl, "same", args)
			for _, name := range []string{"owner", "review_by", "justification"} {
				delete(config, name)
			}
			ty := s.schema.ResourceSchemas[resource].ValueType()
			v := s.dynamic(ty, s.value(ty, config))
			plan, err := s.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: resource, Config: v, PriorState: s.none(resource).state, ProposedNewState: v})
			if err != nil {
				t.Fatal(err)
			}
			if errs, _ := said(plan.Diagnostics); len(errs) > 0 {
				t.Fatal(errs)
			}
			want := s.fields(t, ty, plan.PlannedState)["findings"]
			got := s.rendered(t, map[string]any{"template": tmpl.Name, "role_name": "same", "permissions_boundary": config["permissions_boundary"]}, args)["findings"]
			if !got.Equal(want) {
				t.Errorf("findings are %s, and of the resource %s", got, want)
			}
			if strings.Contains(got.String(), "164.") {
				some++
			}
		})
	}
	if some == 0 {
		t.Error("nothing was found at all")
	}
}

// TestRenderedFindingsOfDocuments judges templates of no role, and a template of
// one's own that is too wide.
func TestRenderedFindingsOfDocuments(t *testing.T) {
	s := configured(t, "http://127.0.0.1:1")
	for _, tmpl := range template.Catalogue().Latest() {
		if tmpl.Kind == template.KindRole {
			continue
		}
		t.Run(tmpl.Name, func(t *testing.T) {
			s.t = t
			args := typical(t, tmpl.Name)
			args.Trust = nil
			for _, one := range s.rows(s.rendered(t, map[string]any{"template": tmpl.Name}, args)["findings"]) {
				if severity := s.text(one["severity"]); severity != "low" && one["accepted"].IsNull() {
					t.Errorf("found %s: %s", s.text(one["rule"]), s.text(one["message"]))
				}
			}
		})
	}
	t.Run("too wide", func(t *testing.T) {
		s.t = t
		source := `
template "wide" {
  version   = "1.0.0"
  title     = "Wide"
  purpose   = "Everything."
  citations = ["164.312(a)(1)"]
  trust "mfa@1" {}
  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "phi-workforce"
  }
  policy "access" {
    statement "All" {
      actions   = ["*"]
      resources = ["*"]
    }
  }
  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
`
		rules := map[string]bool{}
		for _, one := range s.rows(s.rendered(t, map[string]any{"source": source}, template.Arguments{Parameters: map[string]cty.Value{}})["findings"]) {
			if one["citations"].IsNull() || s.text(one["message"]) == "" {
				t.Errorf("no citations or message: %v", one)
			}
			rules[s.text(one["rule"])] = one["accepted"].IsNull()
		}
		if !rules["admin-access"] || rules["policy-invalid"] {
			t.Errorf("found %v", rules)
		}
	})
}

// rows are the objects of a list.
func (s *session) rows(list tftypes.Value) []map[string]tftypes.Value {
	s.t.Helper()
	var vals []tftypes.Value
	if err := list.As(&vals); err != nil {
		s.t.Fatal(err)
	}
	out := make([]map[string]tftypes.Value, len(vals))
	for i, v := range vals {
		out[i] = map[string]tftypes.Value{}
		if err := v.As(&out[i]); err != nil {
			s.t.Fatal(err)
		}
	}
	return out
}

func (s *session) text(v tftypes.Value) string {
	s.t.Helper()
	var out string
	if err := v.As(&out); err != nil {
		s.t.Fatal(err)
	}
	return out
}

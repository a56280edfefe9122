// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/connection"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// recordedPlan is what the test wants of a plan.
type recordedPlan struct {
	Changes []struct {
		Address string
		Type    string
		Change  struct {
			After   map[string]any
			Unknown map[string]any `json:"after_unknown"`
		}
	} `json:"resource_changes"`
}

// TestAgreesWithValidator judges the roles of the recorded plans as the provider
// does while planning, and holds what it finds to what the validator finds in
// the same plan (its golden file, which the validator's own tests keep true).
func TestAgreesWithValidator(t *testing.T) {
	defer SetNow(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))()
	files, err := filepath.Glob("../testdata/plans/template-*/plan.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded plans", err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		dir := filepath.Dir(file)
		var plan recordedPlan
		readJSON(t, file, &plan)
		want := validatorFound(t, filepath.Join(dir, "findings.golden.json"))
		for _, rc := range plan.Changes {
			if rc.Type == boundaryType {
				class, _ := rc.Change.After["class"].(string)
				seen[class] = true
				t.Run(filepath.Base(dir)+"/"+rc.Address, func(t *testing.T) {
					got := boundaryFound(t, rc.Address, rc.Change.After, rc.Change.Unknown)
					if diff := cmp.Diff(want[rc.Address], got); diff != "" {
						t.Errorf("-validator +provider:\n%s", diff)
					}
				})
			}
			if rc.Type == passwordType {
				seen[passwordType] = true
				t.Run(filepath.Base(dir)+"/"+rc.Address, func(t *testing.T) {
					got := passwordFound(t, rc.Address, rc.Change.After, rc.Change.Unknown)
					if diff := cmp.Diff(want[rc.Address], got); diff != "" {
						t.Errorf("-validator +provider:\n%s", diff)
					}
				})
			}
			if rc.Type == ownRoleType {
				seen[ownRoleType] = true
				t.Run(filepath.Base(dir)+"/"+rc.Address, func(t *testing.T) {
					text, _ := rc.Change.After["template"].(string)
					tmpl, bad := template.Own(text)
					if bad.HasErrors() {
						t.Fatal(bad)
					}
					got := providerFound(t, &roleResource{custom: true, template: tmpl, types: ownRoleTypes()}, rc.Address, rc.Change.After, rc.Change.Unknown)
					if diff := cmp.Diff(want[rc.Address], got); diff != "" {
						t.Errorf("-validator +provider:\n%s", diff)
					}
				})
			}
			for _, tmpl := range template.Catalogue().Roles() {
				if rc.Type != resourceType(tmpl) {
					continue
				}
				seen[tmpl.Name] = true
				t.Run(filepath.Base(dir)+"/"+rc.Address, func(t *testing.T) {
					got := providerFound(t, &roleResource{template: tmpl, types: attributeTypes(tmpl)}, rc.Address, rc.Change.After, rc.Change.Unknown)
					if diff := cmp.Diff(want[rc.Address], got); diff != "" {
						t.Errorf("-validator +provider:\n%s", diff)
					}
				})
			}
		}
	}
	for _, tmpl := range template.Catalogue().Roles() {
		if !seen[tmpl.Name] {
			t.Errorf("no recorded plan has a role of the template %s", tmpl.Name)
		}
	}
	for _, class := range append(classNames(), passwordType, ownRoleType) {
		if !seen[class] {
			t.Errorf("no recorded plan has a %s", class)
		}
	}
}

// validatorFound reads a golden file: findings by address, each with what is
// said of it and whether it blocks.
func validatorFound(t *testing.T, file string) map[string][]string {
	t.Helper()
	var golden struct {
		Findings []struct {
			Finding, Message string
			Blocks           bool
		}
	}
	readJSON(t, file, &golden)
	out := map[string][]string{}
	for _, f := range golden.Findings {
		words := strings.Fields(f.Finding) // status, severity, rule, address, [attribute]
		if len(words) < 4 {
			t.Fatalf("%s: %s", file, f.Finding)
		}
		if slices.Contains(untilApply, words[2]) {
			// The provider judges a role once more with all values, and says it then.
			continue
		}
		address := words[3]
		words[3] = "role"
		out[address] = append(out[address], fmt.Sprintf("%s; blocks: %t; %s", strings.Join(words, " "), f.Blocks, f.Message))
		slices.Sort(out[address])
	}
	return out
}

// providerFound plans a role with the values of a plan.
func providerFound(t *testing.T, r *roleResource, address string, after, unknown map[string]any) []string {
	t.Helper()
	r.settings = &settings{account: "123456789012", connection: connection.New(connection.Settings{Region: "us-east-1"})}
	raw := planObject(t, r.types, after, unknown)
	var plan roleModel
	diags := r.get(t.Context(), raw, &plan)
	args, d := r.arguments(t.Context(), raw)
	if diags.Append(d...); diags.HasError() {
		t.Fatal(diags)
	}
	args.RoleName, args.PermissionsBoundary = ctyString(plan.Name), ctyString(plan.Boundary)
	args.Partition = "aws"
	rendered, diags := r.render(args)
	if diags.HasError() {
		t.Fatal(diags)
	}
	// The values have to give the documents that the plan has.
	planned := plan
	if r.planDocuments(&planned, rendered); !planned.AssumeRoleStatements.Equal(plan.AssumeRoleStatements) || !planned.Policies.Equal(plan.Policies) || !planned.Accepts.Equal(plan.Accepts) {
		t.Fatal("the plan's documents are others than its arguments give")
	}
	result, _ := r.findings(t.Context(), &plan, nil, rendered, args)
	return foundTexts(result, r.typeName(), address)
}

// boundaryFound plans a boundary with the values of a plan.
func boundaryFound(t *testing.T, address string, after, unknown map[string]any) []string {
	t.Helper()
	r := &boundaryResource{configured{settings: &settings{connection: connection.New(connection.Settings{Region: "us-east-1"})}}}
	raw := planObject(t, boundaryTypes(), after, unknown)
	var plan boundaryModel
	diags := r.get(t.Context(), raw, &plan)
	_, rendered, d := r.render(t.Context(), plan.Class, raw, "aws")
	if diags.Append(d...); diags.HasError() {
		t.Fatal(diags)
	}
	if doc := rendered.Policies[0]; !documentValue(doc).Equal(plan.Policy) || !statementsValue(doc, false).Equal(plan.Statements) {
		t.Fatal("the plan's document is another than its arguments give")
	}
	return foundTexts(r.findings(t.Context(), &plan, nil, rendered), boundaryType, address)
}

// passwordFound plans a password policy with the values of a plan.
func passwordFound(t *testing.T, address string, after, unknown map[string]any) []string {
	t.Helper()
	r := &passwordResource{configured{settings: &settings{}}}
	var plan passwordModel
	if diags := r.get(t.Context(), planObject(t, passwordTypes(), after, unknown), &plan); diags.HasError() {
		t.Fatal(diags)
	}
	return foundTexts(r.findings(t.Context(), &plan, nil), passwordType, address)
}

// foundTexts is what is said of each finding, and whether it blocks.
func foundTexts(result *safeguard.Result, resourceType, address string) []string {
	var out []string
	for _, f := range result.Findings {
		attribute := ""
		if f.Attribute != "" {
			attribute = " [" + f.Attribute + "]"
		}
		blocks := f.Status == safeguard.Introduced && f.Severity >= config.Medium && accepted(&f, nil, resourceType) == ""
		out = append(out, fmt.Sprintf("%s %s %s role%s; blocks: %t; %s", f.Status, f.Severity, f.Rule, attribute, blocks, strings.ReplaceAll(f.Message, resourceType, address)))
	}
	slices.Sort(out)
	return out
}

// planObject brings the values of a plan in JSON into a resource's types.
func planObject(t *testing.T, of attributes, after, unknown map[string]any) tftypes.Value {
	t.Helper()
	attrs, types := map[string]tftypes.Value{}, map[string]tftypes.Type{}
	for name, ty := range of {
		types[name] = ty.TerraformType(t.Context())
		attrs[name] = planValue(t, types[name], after[name], unknown[name])
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, attrs)
}

// planValue brings a value of a plan in JSON into Terraform's types.
func planValue(t *testing.T, ty tftypes.Type, v, unknown any) tftypes.Value {
	t.Helper()
	if all, ok := unknown.(bool); ok && all {
		return tftypes.NewValue(ty, tftypes.UnknownValue)
	}
	if object, ok := ty.(tftypes.Object); ok && (v != nil || unknown != nil) {
		values, _ := v.(map[string]any)
		open, _ := unknown.(map[string]any)
		out := map[string]tftypes.Value{}
		for name, ty := range object.AttributeTypes {
			out[name] = planValue(t, ty, values[name], open[name])
		}
		return tftypes.NewValue(ty, out)
	}
	if ty.Is(tftypes.DynamicPseudoType) {
		return dynamicValue(v, unknown)
	}
	if v == nil {
		return tftypes.NewValue(ty, nil)
	}
	switch v := v.(type) {
	case []any:
		list, ok := ty.(tftypes.List)
		if !ok {
			t.Fatalf("a list for %s", ty)
		}
		open, _ := unknown.([]any)
		out := make([]tftypes.Value, len(v))
		for i, e := range v {
			var u any
			if i < len(open) {
				u = open[i]
			}
			out[i] = planValue(t, list.ElementType, e, u)
		}
		return tftypes.NewValue(ty, out)
	case map[string]any:
		m, ok := ty.(tftypes.Map)
		if !ok {
			t.Fatalf("a map for %s", ty)
		}
		open, _ := unknown.(map[string]any)
		out := map[string]tftypes.Value{}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out[key] = planValue(t, m.ElementType, v[key], open[key])
		}
		return tftypes.NewValue(ty, out)
	case float64:
		return tftypes.NewValue(ty, big.NewFloat(v))
	}
	return tftypes.NewValue(ty, v)
}

// dynamicValue brings a value of a plan in JSON into the type that it shows.
func dynamicValue(v, unknown any) tftypes.Value {
	if all, ok := unknown.(bool); ok && all {
		return tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)
	}
	switch v := v.(type) {
	case string:
		return tftypes.NewValue(tftypes.String, v)
	case bool:
		return tftypes.NewValue(tftypes.Bool, v)
	case float64:
		return tftypes.NewValue(tftypes.Number, big.NewFloat(v))
	case []any:
		open, _ := unknown.([]any)
		vals, types := make([]tftypes.Value, len(v)), make([]tftypes.Type, len(v))
		for i, e := range v {
			var u any
			if i < len(open) {
				u = open[i]
			}
			vals[i] = dynamicValue(e, u)
			types[i] = vals[i].Type()
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: types}, vals)
	case map[string]any:
		open, _ := unknown.(map[string]any)
		vals, types := map[string]tftypes.Value{}, map[string]tftypes.Type{}
		for name := range v {
			vals[name] = dynamicValue(v[name], open[name])
		}
		for name, u := range open {
			if _, ok := vals[name]; !ok {
				vals[name] = dynamicValue(nil, u)
			}
		}
		for name, e := range vals {
			types[name] = e.Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, vals)
	}
	return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
}

func readJSON(t *testing.T, file string, to any) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(src, to)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

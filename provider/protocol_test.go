// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// value brings Go values into one of Terraform's types: maps into objects, with
// nulls for what is missing, slices into lists.
func (s *session) value(ty tftypes.Type, v any) tftypes.Value {
	s.t.Helper()
	if given, ok := v.(tftypes.Value); ok {
		return given
	}
	switch ty := ty.(type) {
	case tftypes.Object:
		given, ok := v.(map[string]any)
		if !ok {
			return tftypes.NewValue(ty, nil)
		}
		out := map[string]tftypes.Value{}
		for name, aty := range ty.AttributeTypes {
			out[name] = s.value(aty, given[name])
		}
		for name := range given {
			if ty.AttributeTypes[name] == nil {
				s.t.Fatalf("there is no attribute %s", name)
			}
		}
		return tftypes.NewValue(ty, out)
	case tftypes.List:
		given, ok := v.([]any)
		if !ok {
			return tftypes.NewValue(ty, nil)
		}
		out := make([]tftypes.Value, len(given))
		for i, e := range given {
			out[i] = s.value(ty.ElementType, e)
		}
		return tftypes.NewValue(ty, out)
	case tftypes.Map:
		given, ok := v.(map[string]any)
		if !ok {
			return tftypes.NewValue(ty, nil)
		}
		out := map[string]tftypes.Value{}
		for name, e := range given {
			out[name] = s.value(ty.ElementType, e)
		}
		return tftypes.NewValue(ty, out)
	}
	return tftypes.NewValue(ty, v)
}

// kept is what Terraform keeps of a resource between runs.
type kept struct {
	state    *tfprotov6.DynamicValue
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
}

// none is a resource that Terraform does not know of.
func (s *session) none(name string) kept {
	ty := s.schema.ResourceSchemas[name].ValueType()
	return kept{state: s.dynamic(ty, tftypes.NewValue(ty, nil))}
}

// said are the errors and warnings of a response.
func said(diags []*tfprotov6.Diagnostic) (errs []string, warnings []string) {
	for _, d := range diags {
		text := d.Summary + ": " + d.Detail
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, text)
		} else {
			warnings = append(warnings, text)
		}
	}
	return errs, warnings
}

// run is terraform apply of one resource: refresh, plan, apply, with nil for a
// resource that is to go. What it returns is what Terraform would keep, also
// where it fails. A tainted resource is deleted first.
func (s *session) run(name string, had kept, config map[string]any) (kept, []string, error) {
	s.t.Helper()
	ty := s.schema.ResourceSchemas[name].ValueType()
	var warnings []string
	if !s.isNull(ty, had.state) {
		read, err := s.server.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: had.state, CurrentIdentity: had.identity})
		if err != nil {
			s.t.Fatal(err)
		}
		errs, more := said(read.Diagnostics)
		if warnings = append(warnings, more...); len(errs) > 0 {
			return had, warnings, fmt.Errorf("refresh: %s", strings.Join(errs, "\n"))
		}
		had.state, had.identity = read.NewState, read.NewIdentity
	}
	if had.tainted && config != nil {
		gone, more, err := s.step(name, had, nil)
		if warnings = append(warnings, more...); err != nil {
			return gone, warnings, err
		}
		had = s.none(name)
	}
	if config == nil && s.isNull(ty, had.state) {
		return had, warnings, nil
	}
	now, more, err := s.step(name, had, config)
	return now, append(warnings, more...), err
}

func (s *session) isNull(ty tftypes.Type, v *tfprotov6.DynamicValue) bool {
	s.t.Helper()
	got, err := v.Unmarshal(ty)
	if err != nil {
		s.t.Fatal(err)
	}
	return got.IsNull()
}

// step plans and applies.
func (s *session) step(name string, had kept, config map[string]any) (kept, []string, error) {
	s.t.Helper()
	ty := s.schema.ResourceSchemas[name].ValueType()
	want := s.dynamic(ty, tftypes.NewValue(ty, nil))
	proposed := want
	if config != nil {
		v := s.value(ty, config)
		want, proposed = s.dynamic(ty, v), s.dynamic(ty, s.defaults(ty, had.state, v))
	}
	plan, err := s.server.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: want, PriorState: had.state, ProposedNewState: proposed, PriorIdentity: had.identity,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	errs, warnings := said(plan.Diagnostics)
	if len(errs) > 0 {
		return had, warnings, fmt.Errorf("plan: %s", strings.Join(errs, "\n"))
	}
	if len(plan.RequiresReplace) > 0 && !s.isNull(ty, had.state) {
		return had, warnings, fmt.Errorf("plan: it would be made anew, because of %v", plan.RequiresReplace)
	}
	done, err := s.server.ApplyResourceChange(s.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, Config: want, PriorState: had.state, PlannedState: plan.PlannedState, PlannedIdentity: plan.PlannedIdentity,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	errs, more := said(done.Diagnostics)
	now := kept{state: done.NewState, identity: done.NewIdentity}
	if len(errs) > 0 {
		// As Terraform does: what a failed creation returns is tainted.
		now.tainted = s.isNull(ty, had.state) && !s.isNull(ty, done.NewState)
		return now, append(warnings, more...), fmt.Errorf("apply: %s", strings.Join(errs, "\n"))
	}
	return now, append(warnings, more...), nil
}

// defaults fills what a configuration leaves out with what was there, as
// Terraform proposes it.
func (s *session) defaults(ty tftypes.Type, prior *tfprotov6.DynamicValue, config tftypes.Value) tftypes.Value {
	s.t.Helper()
	old, err := prior.Unmarshal(ty)
	if err != nil {
		s.t.Fatal(err)
	}
	if old.IsNull() {
		return config
	}
	before, after := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	if err := old.As(&before); err != nil {
		s.t.Fatal(err)
	}
	if err := config.As(&after); err != nil {
		s.t.Fatal(err)
	}
	after = maps.Clone(after) // it is the configuration's own
	for name, v := range after {
		if v.IsNull() {
			after[name] = before[name]
		}
	}
	return tftypes.NewValue(ty, after)
}

// withBlocks gives blocks of a configuration that are not there as empty lists,
// as Terraform does.
func withBlocks(ty tftypes.Type, config map[string]any) map[string]any {
	given, ok := config["trust"].(map[string]any)
	whole, _ := ty.(tftypes.Object)
	trust, _ := whole.AttributeTypes["trust"].(tftypes.Object)
	if !ok {
		return config
	}
	full := map[string]any{}
	for profile, of := range trust.AttributeTypes {
		if full[profile] = given[profile]; full[profile] == nil && of.Is(tftypes.List{}) {
			full[profile] = []any{}
		}
	}
	out := maps.Clone(config)
	out["trust"] = full
	return out
}

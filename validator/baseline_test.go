// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

const (
	baselineDir = "../examples/modules"
	inModule    = "module.baseline."
)

// baseline is the recorded plan of the account as it should be, to be weakened.
type baseline struct {
	t    *testing.T
	plan map[string]any
}

func readBaseline(t *testing.T) *baseline {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(baselineDir, "recorded", "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	b := &baseline{t: t}
	if err := json.Unmarshal(text, &b.plan); err != nil {
		t.Fatal(err)
	}
	return b
}

// changes are the changes of resources by their address within the module.
func (b *baseline) changes() map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, c := range b.plan["resource_changes"].([]any) {
		c := c.(map[string]any)
		out[strings.TrimPrefix(c["address"].(string), inModule)] = c
	}
	return out
}

func (b *baseline) change(address string) map[string]any {
	b.t.Helper()
	c, ok := b.changes()[address]
	if !ok {
		b.t.Fatalf("the plan has no %s; it has %v", address, slices.Sorted(maps.Keys(b.changes())))
	}
	return c["change"].(map[string]any)
}

// set gives attributes other values, which are then known.
func (b *baseline) set(address string, values map[string]any) {
	b.t.Helper()
	change := b.change(address)
	after, unknown := change["after"].(map[string]any), change["after_unknown"].(map[string]any)
	for name, v := range values {
		if _, ok := after[name]; !ok && unknown[name] == nil {
			b.t.Fatalf("%s has no %s", address, name)
		}
		after[name] = v
		delete(unknown, name)
	}
	if before, ok := change["before"].(map[string]any); ok && before != nil {
		change["actions"] = []any{"update"}
	}
}

// replace changes a text in an attribute.
func (b *baseline) replace(address, attribute, old, with string) {
	b.t.Helper()
	text, ok := b.change(address)["after"].(map[string]any)[attribute].(string)
	if !ok || !strings.Contains(text, old) {
		b.t.Fatalf("%s of %s does not hold %q: %s", attribute, address, old, text)
	}
	b.set(address, map[string]any{attribute: strings.ReplaceAll(text, old, with)})
}

// remove takes a resource out of the plan, or in a standing account deletes it.
func (b *baseline) remove(address string) {
	b.t.Helper()
	change := b.change(address)
	if before, ok := change["before"].(map[string]any); ok && before != nil {
		change["actions"], change["after"], change["after_unknown"] = []any{"delete"}, nil, map[string]any{}
		return
	}
	list := b.plan["resource_changes"].([]any)
	b.plan["resource_changes"] = slices.DeleteFunc(list, func(c any) bool { return c.(map[string]any)["address"] == inModule+address })
}

// stand makes the account one that is there already, as far as the plan knows it.
func (b *baseline) stand() {
	for _, c := range b.changes() {
		change := c["change"].(map[string]any)
		text, err := json.Marshal(change["after"])
		if err != nil {
			b.t.Fatal(err)
		}
		var before any
		if err := json.Unmarshal(text, &before); err != nil {
			b.t.Fatal(err)
		}
		change["actions"], change["before"], change["before_sensitive"], change["after_unknown"] = []any{"no-op"}, before, map[string]any{}, map[string]any{}
	}
}

// introduced are the rules that the plan breaks, with their severities.
func (b *baseline) introduced() []string {
	b.t.Helper()
	text, err := json.Marshal(b.plan)
	if err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(b.t.TempDir(), "plan.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		b.t.Fatal(err)
	}
	p, err := plan.Read(context.Background(), file, plan.Options{Source: baselineDir})
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := validator.Check(context.Background(), p, configOf(b.t, baselineDir), validator.Options{FailOn: config.Medium, Scope: validator.ScopeIntroduced, Now: now})
	if err != nil {
		b.t.Fatal(err)
	}
	out := []string{}
	for _, f := range r.Findings {
		if f.Status == "introduced" {
			out = append(out, f.Severity+" "+f.Rule)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestBaseline: in the account as it should be no rule finds anything.
func TestBaseline(t *testing.T) {
	b := readBaseline(t)
	if diff := cmp.Diff([]string{}, b.introduced()); diff != "" {
		t.Error(diff)
	}
	b.stand()
	if diff := cmp.Diff([]string{}, b.introduced()); diff != "" {
		t.Errorf("once it stands: %s", diff)
	}
}

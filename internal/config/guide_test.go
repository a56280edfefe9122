// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// TestGuide: the examples of the guide are configurations.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile("../../tools/docs/guides/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```hcl\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 6 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, b := range blocks {
		l := config.LoadFrom(memory{
			"f.hcl": b[1], "guardrails/phi-boundary.json": denyAll, "guardrails/organization/a.json": denyAll, "guardrails/prod/a.json": denyAll,
		}, "f.hcl", names)
		if l.Diagnostics.HasErrors() {
			t.Errorf("%v in\n%s", l.Diagnostics, b[1])
		}
	}
}

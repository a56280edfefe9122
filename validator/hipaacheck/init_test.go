// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// TestInit: the file changes nothing as it is, is a configuration once its
// comments are taken off, and never takes the place of another.
func TestInit(t *testing.T) {
	plan, err := filepath.Abs("../../testdata/plans/governance-tags-missing/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ args, holds []string }{
		"with a plan": {[]string{"init", plan}, []string{"Tag keys in the plan: "}},
		"without":     {[]string{"init"}, []string{"DataClassification"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if code, out, said := runHere(c.args...); code != exitPass || said != "" || !strings.Contains(out, "is written") {
				t.Fatalf("exit %d\n%s%s", code, out, said)
			}
			src, err := os.ReadFile(config.FileName)
			if err != nil {
				t.Fatal(err)
			}
			text := string(src)
			for _, want := range c.holds {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in\n%s", want, text)
				}
			}
			if _, err := readConfig(config.Disk{}, config.FileName); err != nil {
				t.Error(err)
			}
			var b strings.Builder
			for line := range strings.Lines(text) {
				l := strings.TrimPrefix(strings.TrimRight(line, "\n"), "# ")
				if !strings.HasSuffix(l, ".") && !strings.HasPrefix(l, "  aliases") {
					b.WriteString(l + "\n")
				}
			}
			if err := os.WriteFile("decided.hcl", []byte(b.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := readConfig(config.Disk{}, "decided.hcl"); err != nil {
				t.Errorf("%v\n%s", err, b.String())
			}
			code, _, said := runHere(c.args...)
			if after, err := os.ReadFile(config.FileName); code != exitError || !strings.Contains(said, "left as it is") || err != nil || string(after) != text {
				t.Errorf("written over: exit %d\n%s", code, said)
			}
		})
	}
}

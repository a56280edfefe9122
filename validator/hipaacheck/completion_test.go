// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCompletion: the scripts are what their shells read, and offer what there is.
func TestCompletion(t *testing.T) {
	code, help, _ := run(t, nil)
	if code != exitError || !strings.Contains(help, "completion") {
		t.Errorf("%d, the help does not speak of it: %s", code, help)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		code, script, diagnostics := run(t, nil, "completion", shell)
		if code != exitPass || !strings.Contains(script, "hipaacheck") || diagnostics != "" {
			t.Errorf("%s: %d, %s", shell, code, diagnostics)
		}
		if shell == "bash" {
			cmd := exec.Command("bash", "-n")
			cmd.Stdin = strings.NewReader(script)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		}
	}
	for begun, want := range map[string]string{
		"plan --format ":        "gitlab-terraform",
		"plan --fail-on ":       "never",
		"verify --only ":        "trust-public",
		"explain ":              "trust-public",
		"template show ":        "clinician",
		"pla":                   "plan\tCheck plans: JSON, saved binary plans, directories of them, or - for standard input",
		"plan --format html=x ": ":0", // files
	} {
		words := strings.Split(begun, " ")
		code, out, _ := run(t, nil, append([]string{"__complete"}, words...)...)
		if lines := strings.Split(out, "\n"); code != exitPass || !slices.Contains(lines, want) {
			t.Errorf("%q offers %q", begun, out)
		}
	}
}

// TestMan: there is a page of every command, which names its flags.
func TestMan(t *testing.T) {
	code, page, _ := run(t, nil, "man")
	if code != exitPass || !strings.Contains(page, `.TH "HIPAACHECK" "1"`) || !strings.Contains(page, "hipaacheck-plan(1)") {
		t.Errorf("%d: %s", code, page)
	}
	dir := t.TempDir()
	if code, _, diagnostics := run(t, nil, "man", dir); code != exitPass {
		t.Fatal(code, diagnostics)
	}
	for file, want := range map[string]string{"hipaacheck.1": "completion", "hipaacheck-plan.1": "fail-on", "hipaacheck-policy-eval.1": "jsonl", "hipaacheck-evidence-verify.1": "head"} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if plain := strings.ReplaceAll(string(text), `\-`, "-"); err != nil || !strings.HasPrefix(plain, ".nh\n.TH") || !strings.Contains(plain, want) {
			t.Errorf("%s: %v: %.300s", file, err, plain)
		}
	}
	if code, _, diagnostics := run(t, nil, "man", filepath.Join(dir, "none")); code != exitError || !strings.Contains(diagnostics, "is no directory") {
		t.Errorf("%d, %s", code, diagnostics)
	}
}

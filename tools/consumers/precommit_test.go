// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// TestPreCommit runs each hook as pre-commit does: its entry with the names of
// the files that it wants, of which one is good and one is not.
func TestPreCommit(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct {
		ID       string `yaml:"id"`
		Name     string `yaml:"name"`
		Entry    string `yaml:"entry"`
		Language string `yaml:"language"`
		Files    string `yaml:"files"`
		Exclude  string `yaml:"exclude"`
	}
	if err := yaml.Unmarshal(text, &hooks); err != nil {
		t.Fatal(err)
	}
	cases := filepath.Join(root, "validator", "hipaacheck", "testdata", "commands")
	read := func(parts ...string) string {
		src, err := os.ReadFile(filepath.Join(append([]string{cases}, parts...)...))
		if err != nil {
			t.Fatal(err)
		}
		return string(src)
	}
	template := read("template-test-holds", "pathology.hcl")
	files := map[string]struct {
		good, bad, name string
		code            int
	}{
		"hipaacheck-config":   {"trust {\n  mfa = \"always\"\n}\n", "trust {\n  mfa = \"sometimes\"\n}\n", "stack/.hipaacheck.hcl", 2},
		"hipaacheck-fmt":      {"trust {\n  mfa = \"always\"\n}\n", "trust {\nmfa=\"always\"\n}\n", "stack/.hipaacheck.hcl", 0}, // it mends, which pre-commit sees
		"hipaacheck-template": {template, read("template-broken", "pathology.hcl"), "role-templates/pathology.hcl", 2},
	}
	offered := map[string]bool{}
	for _, h := range hooks {
		c, ok := files[h.ID]
		if !ok || h.Language != "golang" || h.Name == "" {
			t.Fatalf("%+v", h)
		}
		offered[h.ID] = true
		if !regexp.MustCompile(h.Files).MatchString(c.name) {
			t.Errorf("%s does not want %s", h.ID, c.name)
		}
		if h.Exclude != "" && !regexp.MustCompile(h.Exclude).MatchString("role-templates/pathology_test.hcl") {
			t.Errorf("%s wants the tests of a template", h.ID)
		}
		for name, try := range map[string]struct {
			text string
			code int
		}{"good": {c.good, 0}, "bad": {c.bad, c.code}} {
			p := newPipeline(t)
			path := filepath.Join(p.dir, c.name)
			if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(try.text), 0o600); err != nil {
				t.Fatal(err)
			}
			p.run(t, try.code, h.Entry+" "+c.name)
			if now := p.leaves(t, c.name); (now != try.text) != (h.ID == "hipaacheck-fmt" && name == "bad") {
				t.Errorf("%s, %s: %s", h.ID, name, now)
			}
		}
	}
	var example struct {
		Repos []struct {
			Repo  string
			Hooks []struct{ ID string }
		}
	}
	ciFile(t, "pre-commit-config.yaml", &example)
	if len(offered) != len(files) || len(example.Repos) != 1 || len(example.Repos[0].Hooks) != len(offered) {
		t.Errorf("%v, %+v", offered, example)
	}
	for _, h := range example.Repos[0].Hooks {
		if !offered[h.ID] {
			t.Errorf("there is no hook %s", h.ID)
		}
	}
}

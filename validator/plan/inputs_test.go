// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// smallest is the least that is a plan; format_version makes two of them differ.
const smallest = `{"format_version":"1.%d","planned_values":{},"resource_changes":[]}`

// TestInputs: what each file of a directory is taken for.
func TestInputs(t *testing.T) {
	one, two := fmt.Sprintf(smallest, 1), fmt.Sprintf(smallest, 2)
	for name, c := range map[string]struct {
		files map[string]string
		args  []string // below the directory; none: the directory itself
		want  []string // path stack, or path and what is wrong
	}{
		"in directories": {
			map[string]string{"network/plan.json": one, "iam/prod.json": one, "iam/deep/er/tfplan.json": two}, nil,
			[]string{"iam/prod.json: iam/prod", "iam/deep/er/tfplan.json: iam/deep/er", "network/plan.json: network"},
		},
		"a lone plan":               {map[string]string{"plan.json": one}, []string{"plan.json"}, []string{"plan.json: "}},
		"a lone plan, by directory": {map[string]string{"plan.json": one}, nil, []string{"plan.json: plan"}},
		"a stream": {
			map[string]string{"all.json": one + "\n" + two + one}, nil,
			[]string{"all.json#1: all#1", "all.json#2: all#2", "all.json#3: all#3"},
		},
		"a stream with a byte order mark": {map[string]string{"a.json": "\xEF\xBB\xBF" + one + two}, nil, []string{"a.json#1: a#1", "a.json#2: a#2"}},
		"an errored plan in a stream": {
			map[string]string{"a.json": one + `{"format_version":"1.2","errored":true}` + two}, nil,
			[]string{"a.json#1: a#1", "a.json#2 WRONG Errored plan 1:67", "a.json#3: a#3"},
		},
		"a duplicate key in a stream": {
			map[string]string{"a.json": `{"format_version":"1.2","format_version":"1.2"}` + "\n" + two}, nil,
			[]string{"a.json#1 WRONG Duplicate key 1:25", "a.json#2: a#2"},
		},
		"a stream that is cut": {
			map[string]string{"a.json": one + "\n" + two[:20]}, nil,
			[]string{"a.json#1: a#1", "a.json#2 WRONG Truncated JSON 2:21"},
		},
		"the same plan twice":          {map[string]string{"a.json": one, "b.json": one + "\n"}, nil, []string{"a.json: a", "b.json skipped The same plan twice"}},
		"the same plan of two stacks":  {map[string]string{"a/plan.json": one, "b/plan.json": one}, nil, []string{"a/plan.json: a", "b/plan.json: b"}},
		"two stacks of one name":       {map[string]string{"a/plan.json": one, "a/tfplan.json": two}, nil, []string{"a/plan.json: a", "a/tfplan.json: a~2"}},
		"files of tools":               {map[string]string{".terraform/plan.json": "{", "plan.json": one}, nil, []string{"plan.json: plan"}},
		"a configuration in JSON":      {map[string]string{"main.tf.json": "{}", "plan.json": one}, nil, []string{"plan.json: plan"}},
		"other JSON":                   {map[string]string{"package.json": `{"name":"x"}`, "plan.json": one}, nil, []string{"package.json skipped Not a plan", "plan.json: plan"}},
		"a list":                       {map[string]string{"list.json": `[]`, "plan.json": one}, nil, []string{"list.json skipped Not a plan", "plan.json: plan"}},
		"a state":                      {map[string]string{"a.json": `{"format_version":"1.0","values":{}}`, "plan.json": one}, nil, []string{"a.json skipped A state, not a plan", "plan.json: plan"}},
		"a state that is named":        {map[string]string{"a.json": `{"format_version":"1.0","values":{}}`}, []string{"a.json"}, []string{"a.json WRONG A state, not a plan 0:0"}},
		"a state of nothing":           {map[string]string{"a.json": `{"format_version":"1.0"}`}, nil, []string{"a.json WRONG A state, not a plan 0:0"}},
		"an empty file":                {map[string]string{"a.json": ""}, nil, []string{"a.json WRONG Empty input 0:0"}},
		"no JSON":                      {map[string]string{"a.json": "{ // why"}, nil, []string{"a.json WRONG Invalid JSON 1:3"}},
		"a plan without its format":    {map[string]string{"a.json": `{"resource_changes":[]}`}, nil, []string{"a.json WRONG Not a plan 0:0"}},
		"a plan in other letters":      {map[string]string{"a.json": `{"Resource_Changes":[]}`}, nil, []string{"a.json WRONG Ambiguous key 1:2"}},
		"an incomplete plan":           {map[string]string{"a.json": strings.Replace(one, "{", `{"complete":false,`, 1)}, nil, []string{"a.json WRONG Incomplete plan 0:0"}},
		"a log":                        {map[string]string{"a.json": `{"@level":"info"}` + "\n" + `{"@level":"info"}`}, nil, []string{"a.json WRONG Not a plan 0:0"}},
		"an encrypted plan":            {map[string]string{"a.json": `{"encrypted_data":"x"}`}, nil, []string{"a.json WRONG Encrypted plan 0:0"}},
		"an archive without a plan":    {map[string]string{"a.zip": archiveWith(t, "x"), "plan.json": one}, nil, []string{"a.zip skipped Not a plan", "plan.json: plan"}},
		"an archive that is damaged":   {map[string]string{"a": "PK\x03\x04 and no more"}, nil, []string{"a WRONG Damaged saved plan 0:0"}},
		"a saved plan and no CLI":      {map[string]string{"tfplan": archiveWith(t, "tfplan")}, nil, []string{"tfplan WRONG Cannot show the saved plan 0:0"}},
		"a configuration":              {map[string]string{"main.tf": ""}, nil, []string{". WRONG A configuration, not a plan 0:0"}},
		"nothing":                      {map[string]string{"README.md": ""}, nil, []string{". WRONG No plan 0:0"}},
		"a missing file beside a plan": {map[string]string{"plan.json": one}, []string{"missing.json", "plan.json"}, []string{"missing.json WRONG No such file 0:0", "plan.json: STACK"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range c.files {
				path := filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			args := []string{dir}
			if c.args != nil {
				args = nil
				for _, a := range c.args {
					args = append(args, filepath.Join(dir, a))
				}
			}
			noCLI := func(string) string { return "" }
			t.Setenv("PATH", t.TempDir())
			var got []string
			for in := range Inputs(context.Background(), args, Options{Getenv: noCLI}) {
				rel, err := filepath.Rel(dir, in.Path)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, rel+describe(in, filepath.Base(dir)))
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// describe says what an input was taken for. STACK stands for a name that
// holds the temporary directory's.
func describe(in Input, dir string) string {
	var e *Error
	switch {
	case in.Err == nil && strings.Contains(in.Stack, dir):
		return ": STACK"
	case in.Err == nil && in.Plan.SHA256 != "" && in.Plan.Path == in.Path:
		return ": " + in.Stack
	case !errors.As(in.Err, &e):
		return fmt.Sprint(" ", in.Err)
	case in.Skipped:
		return " skipped " + e.Summary
	}
	return fmt.Sprintf(" WRONG %s %d:%d", e.Summary, e.Line, e.Column)
}

func archiveWith(t *testing.T, name string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestStackOf: plans are named by their path.
func TestStackOf(t *testing.T) {
	for path, want := range map[string]string{
		"network/plan.json": "network", "network/tfplan": "network", "network/tfplan.json": "network", "a/b/prod.json": "a/b/prod",
		"network/plan.tfplan": "network", "plan.json": "plan", "prod.tfplan.json": "prod", ".json": ".json",
	} {
		if got := stackOf(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestInputsSavedPlan: of a saved plan and its JSON in one directory the saved
// one is taken, since it holds the source.
func TestInputsSavedPlan(t *testing.T) {
	dir := t.TempDir()
	copyFile(t, modulesCase+"plan.json", filepath.Join(dir, "a.json"))
	copyFile(t, modulesCase+"plan.tfplan", filepath.Join(dir, "saved"))
	tool, _ := fakeTerraform(t, mustAbs(t, modulesCase+"plan.json"), "")
	var got []string
	for in := range Inputs(context.Background(), []string{dir}, Options{Getenv: env(map[string]string{TerraformEnv: tool})}) {
		line := filepath.Base(in.Path) + describe(in, "STACK")
		if in.Plan != nil && in.Plan.Source != nil {
			line += ", with its source"
		}
		got = append(got, line)
	}
	if d := cmp.Diff([]string{"saved: saved, with its source", "a.json skipped The same plan twice"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

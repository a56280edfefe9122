// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	for name, text := range files {
		file, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

func TestEqual(t *testing.T) {
	plan := func(files ...string) []byte {
		m := map[string]string{"tfplan": files[0], "tfconfig/m-/main.tf": files[1]}
		return archive(t, m)
	}
	tests := []struct {
		name        string
		kept, fresh []byte
		want        bool
	}{
		{"the time", []byte(`{"a":1,"timestamp":"x"}`), []byte(`{"a":1,"timestamp":"y"}`), true},
		{"a value", []byte(`{"a":1}`), []byte(`{"a":2}`), false},
		{"a member more", []byte(`{"a":1}`), []byte(`{"a":1,"b":1}`), false},
		{"a time further down", []byte(`{"a":{"timestamp":"x"}}`), []byte(`{"a":{"timestamp":"y"}}`), false},
		{"moto's identifiers", []byte(`{"a":{"unique_id":"AROA1"}}`), []byte(`{"a":{"unique_id":"AROA2"}}`), true},
		{"the order of relevant attributes", []byte(`{"relevant_attributes":[{"a":1},{"b":1}]}`), []byte(`{"relevant_attributes":[{"b":1},{"a":1}]}`), true},
		{"other relevant attributes", []byte(`{"relevant_attributes":[{"a":1}]}`), []byte(`{"relevant_attributes":[{"b":1}]}`), false},
		{"nothing kept", nil, []byte(`{}`), false},
		{"saved plans of the same configuration", plan("1", "x"), plan("2", "x"), true},
		{"saved plans of another configuration", plan("1", "x"), plan("1", "y"), false},
		{"a saved plan and JSON", plan("1", "x"), []byte(`{}`), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := equal(test.kept, test.fresh); got != test.want {
				t.Errorf("equal = %t, want %t", got, test.want)
			}
		})
	}
}

func TestKeepWritesThePair(t *testing.T) {
	dir := t.TempDir()
	first := map[string][]byte{"plan.json": []byte(`{"a":1,"timestamp":"1"}`), "plan.tfplan": archive(t, map[string]string{"tfplan": "1", "tfconfig/m-/main.tf": "x"})}
	second := map[string][]byte{"plan.json": []byte(`{"a":1,"timestamp":"2"}`), "plan.tfplan": archive(t, map[string]string{"tfplan": "2", "tfconfig/m-/main.tf": "x # a remark"})}
	for i, step := range []struct {
		files map[string][]byte
		want  bool
	}{{first, true}, {first, false}, {second, true}} {
		changed, err := keep(dir, step.files)
		if err != nil {
			t.Fatal(err)
		}
		if changed != step.want {
			t.Errorf("step %d: changed = %t, want %t", i, changed, step.want)
		}
		for name, want := range step.files {
			got, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("step %d: %s is not of this run", i, name)
			}
		}
	}
}

func TestCleanRefusesThisMachine(t *testing.T) {
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"JSON":       []byte(`{"path":"` + home + `/x"}`),
		"saved plan": archive(t, map[string]string{"tfstate": home}),
		"endpoint":   []byte(`http://127.0.0.1:1234/`),
	} {
		t.Run(name, func(t *testing.T) {
			if err := clean(content, "http://127.0.0.1:1234"); err == nil || !strings.Contains(err.Error(), "of this machine") {
				t.Errorf("got %v, want it refused", err)
			}
		})
	}
	if err := clean([]byte(`{}`), "http://127.0.0.1:1234"); err != nil {
		t.Error(err)
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for path, text := range map[string]string{
		"terraform.tf":         "",
		"a-one/main.tf":        "",
		"a-two/main.tf":        "",
		"a-two/before/main.tf": "",
		"a-two/record.json":    `{"binary": true}`,
		"b/main.tf":            "",
	} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	names := func(only string) string {
		cases, err := find([]string{dir}, only)
		if err != nil {
			return err.Error()
		}
		var names []string
		for _, c := range cases {
			name := c.name
			if c.before != "" {
				name += "+before"
			}
			if c.Binary {
				name += "+binary"
			}
			names = append(names, name)
		}
		return strings.Join(names, " ")
	}
	for only, want := range map[string]string{
		"":    "a-one a-two+before+binary b",
		"a-*": "a-one a-two+before+binary",
		"c":   "no case matches -only c in " + dir,
	} {
		if diff := cmp.Diff(want, names(only)); diff != "" {
			t.Errorf("-only %q (-want +got):\n%s", only, diff)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "b", "record.json"), []byte(`{"binaries": true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := names(""); !strings.Contains(got, `unknown field "binaries"`) {
		t.Errorf("a misspelled option: %s", got)
	}
}

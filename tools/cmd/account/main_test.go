// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestKeep: a recording that differs by order only stays as it is.
func TestKeep(t *testing.T) {
	file := filepath.Join(t.TempDir(), "input.json")
	for _, step := range []struct{ fresh, want string }{
		{"[\n  1,\n  2\n]\n", "[\n  1,\n  2\n]\n"},
		{"[\n  2,\n  1\n]\n", "[\n  1,\n  2\n]\n"},
		{"[\n  2,\n  3\n]\n", "[\n  2,\n  3\n]\n"},
	} {
		if err := keep(file, []byte(step.fresh)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != step.want {
			t.Errorf("got %q, want %q", got, step.want)
		}
	}
	if err := keep(t.TempDir(), nil); err == nil {
		t.Error("a folder was written")
	}
}

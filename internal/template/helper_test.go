// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

var update = flag.Bool("update", false, "write golden files instead of comparing with them")

// golden compares a text with a file, or writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run the test with -update to write it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// cases are the folders in a folder of testdata.
func cases(t *testing.T, pattern string) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join("testdata", filepath.FromSlash(pattern)))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no cases in %s: %v", pattern, err)
	}
	return dirs
}

// arguments reads a file of arguments. unknown stands for a string that is not known yet, unknown_list for
// such a list.
func arguments(t *testing.T, file string) template.Arguments {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	args, diags := template.ParseArguments(src, file, map[string]cty.Value{
		"unknown": cty.UnknownVal(cty.String), "unknown_list": cty.UnknownVal(cty.List(cty.String)), "unknown_bool": cty.UnknownVal(cty.Bool),
	})
	fatal(t, diags)
	return args
}

func fatal(t *testing.T, diags hcl.Diagnostics) {
	t.Helper()
	if diags.HasErrors() {
		t.Fatal(diags)
	}
}

// show writes holes by their names.
func show(text string, holes []policy.Hole) string {
	for i, h := range holes {
		mark := "<"
		if h.Wild {
			mark = "<any "
		}
		text = strings.ReplaceAll(text, string(policy.HoleRune(i)), mark+h.Name+">")
	}
	return text
}

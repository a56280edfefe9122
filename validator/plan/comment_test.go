// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// commented writes a configuration and opens it as a source.
func commented(t *testing.T, files map[string]string) *plan.Source {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := plan.OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestComments: which block a comment stands beside, by its file alone.
func TestComments(t *testing.T) {
	const role = "resource \"aws_iam_role\" \"a\" {\n  name = \"a\"\n}\n"
	for name, c := range map[string]struct {
		file string
		want []string // line:column block text, or the problem
	}{
		"above":                {"# hipaacheck:waive x\n" + role, []string{"1:1 aws_iam_role.a  x"}},
		"slashes":              {"// hipaacheck:waive x\n" + role, []string{"1:1 aws_iam_role.a  x"}},
		"without a space":      {"#hipaacheck:waive x\n" + role, []string{"1:1 aws_iam_role.a  x"}},
		"above other comments": {"# hipaacheck:waive x\n# The role of a.\n/* two\n lines */\n" + role, []string{"1:1 aws_iam_role.a  x"}},
		"two":                  {"# hipaacheck:waive x\n# hipaacheck:waive y\n" + role, []string{"1:1 aws_iam_role.a  x", "2:1 aws_iam_role.a  y"}},
		"in the block":         {strings.Replace(role, "  name", "  # hipaacheck:waive x\n  name", 1), []string{"2:3 aws_iam_role.a  x"}},
		"behind an argument":   {strings.Replace(role, "\"a\"\n", "\"a\" # hipaacheck:waive x\n", 1), []string{"2:14 aws_iam_role.a  x"}},
		"behind the first line": {
			strings.Replace(role, "{\n", "{ # hipaacheck:waive x\n", 1), []string{"1:31 aws_iam_role.a  x"},
		},
		"behind the last line":           {role + "resource \"aws_iam_role\" \"b\" {} # hipaacheck:waive x\nresource \"aws_iam_role\" \"c\" {}\n", []string{"4:32 aws_iam_role.b  x"}},
		"windows lines":                  {"# hipaacheck:waive x\r\n" + strings.ReplaceAll(role, "\n", "\r\n"), []string{"1:1 aws_iam_role.a  x"}},
		"an empty line between":          {"# hipaacheck:waive x\n\n" + role, []string{"1: stands beside no resource"}},
		"behind the block":               {role + "# hipaacheck:waive x\n", []string{"4: stands beside no resource"}},
		"behind what stands above":       {"locals { a = 1 } # hipaacheck:waive x\n" + role, []string{"1: stands beside a locals block"}},
		"beside a module":                {"# hipaacheck:waive x\nmodule \"m\" { source = \"./m\" }\n" + role, []string{"1: stands beside a module block"}},
		"beside a data source":           {"# hipaacheck:waive x\ndata \"aws_iam_policy_document\" \"d\" {}\n", []string{"1: stands beside a data block"}},
		"a block comment":                {"/* hipaacheck:waive x */\n" + role, []string{"1: is written as a comment of one line"}},
		"another word":                   {"# hipaacheck:wave x\n" + role, []string{"1: hipaacheck:waive is what it knows"}},
		"words glued":                    {"# hipaacheck:waived x\n" + role, []string{"1: hipaacheck:waive is what it knows"}},
		"of others":                      {"# see hipaacheck:waive x\n# tfsec:ignore:x\n" + role, nil},
		"in a text":                      {"locals {\n  a = \"# hipaacheck:waive x\"\n  b = <<-EOT\n    # hipaacheck:waive x\n  EOT\n}\n" + role, nil},
		"two files' worth, same address": {"# hipaacheck:waive x\nresource \"aws_iam_role\" \"a\" {}\n# hipaacheck:waive y\nresource \"aws_iam_user\" \"a\" {}\n", []string{"1:1 aws_iam_role.a  x", "3:1 aws_iam_user.a  y"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, c := range commented(t, map[string]string{"main.tf": c.file}).Comments() {
				if c.Problem != "" {
					got = append(got, fmt.Sprintf("%d: %s", c.Location.Line, c.Problem))
				} else {
					got = append(got, fmt.Sprintf("%d:%d %s %s", c.Location.Line, c.Location.Column, c.Block, c.Text))
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for i, want := range c.want {
				line, problem, ok := strings.Cut(want, ": ")
				if got[i] != want && (!ok || !strings.HasPrefix(got[i], line+": ") || !strings.Contains(got[i], problem)) {
					t.Errorf("got %q, want %q", got[i], want)
				}
			}
		})
	}
}

// TestCommentCovers: a comment is of every instance of its block, and of no other
// block of this name.
func TestCommentCovers(t *testing.T) {
	s := commented(t, map[string]string{
		"main.tf":                         "module \"one\" { source = \"./team\" }\nmodule \"two\" { source = \"./team\" }\nmodule \"far\" { source = \"./far\" }\nmodule \"far_too\" { source = \"registry/x/y\" }\nresource \"aws_iam_role\" \"this\" {}\n",
		"team/a.tf":                       "# hipaacheck:waive x\nresource \"aws_iam_role\" \"this\" {}\n",
		"far/main.tf":                     "resource \"aws_iam_role\" \"this\" {}\nmodule \"deep\" { source = \"../team\" }\n",
		".terraform/modules/modules.json": `{"Modules":[{"Key":"far_too","Source":"registry/x/y","Dir":".terraform/modules/far_too"}]}`,
		".terraform/modules/far_too/a.tf": "# hipaacheck:waive y\nresource \"aws_iam_role\" \"this\" {}\n",
	})
	list := s.Comments()
	if len(list) != 1 || list[0].Location.File != "team/a.tf" {
		t.Fatalf("%+v", list)
	}
	got := map[string]bool{}
	for _, address := range []string{
		"module.one.aws_iam_role.this", `module.one["a.b"].aws_iam_role.this[0]`, `module.two[1].aws_iam_role.this["x"]`, "module.far.module.deep.aws_iam_role.this",
		"aws_iam_role.this", "module.far.aws_iam_role.this", "module.one.aws_iam_role.that", "module.one.data.aws_iam_role.this", "module.gone.aws_iam_role.this", "module.far_too.aws_iam_role.this", "",
	} {
		got[address] = s.Covers(list[0], address)
	}
	want := map[string]bool{
		"module.one.aws_iam_role.this": true, `module.one["a.b"].aws_iam_role.this[0]`: true, `module.two[1].aws_iam_role.this["x"]`: true, "module.far.module.deep.aws_iam_role.this": true,
		"aws_iam_role.this": false, "module.far.aws_iam_role.this": false, "module.one.aws_iam_role.that": false, "module.one.data.aws_iam_role.this": false,
		"module.gone.aws_iam_role.this": false, "module.far_too.aws_iam_role.this": false, "": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := (*plan.Source)(nil).Comments(); got != nil {
		t.Error(got)
	}
}

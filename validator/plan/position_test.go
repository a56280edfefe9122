// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// place writes a location short: file:line:column-line:column, and the inner one.
func place(l *Location) string {
	if l == nil {
		return "nowhere"
	}
	out := fmt.Sprintf("%s:%d:%d-%d:%d", l.File, l.Line, l.Column, l.EndLine, l.EndColumn)
	if l.Inner != nil {
		out += " > " + place(l.Inner)
	}
	return out
}

// tree writes files and returns their directory, outside of any repository.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestLocate finds resources and arguments in every form of source.
func TestLocate(t *testing.T) {
	dir := tree(t, map[string]string{
		"main.tf": `# ein Kommentar mit Umlauten: äöü
resource "aws_iam_role" "a" {
  /* ä */ max_session_duration = 3600
  inline_policy {
    name = "one"
  }
  inline_policy {
    policy = jsonencode({
      Version = "2012-10-17"
    })
  }
  dynamic "tag" {
    for_each = []
    content { key = "k" }
  }
}
module "local" {
  source = "./modules/m"
}
module "far" {
  source = "hashicorp/x/aws"
}
`,
		"main_override.tf": "resource \"aws_iam_role\" \"a\" {\n  path = \"/\"\n}\n",
		"extra.tf.json":    `{"resource": {"aws_iam_user": {"j": {"name": "j", "path": "/x/"}}}, "data": {"aws_iam_policy_document": {"d": {}}}}`,
		"broken.tf":        "resource \"aws_iam_role\" \"in_broken\" {\n  name = \"x\"\n}\nresource {{{",
		"modules/m/m.tf":   "resource \"aws_iam_role\" \"inner\" {\n  path = \"/\"\n}\nmodule \"deep\" {\n  source = \"../n\"\n}\n",
		"modules/n/n.tf":   "\n\nresource \"aws_iam_role\" \"deep\" {}\n",
		".terraform/modules/modules.json": `{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"far","Source":"registry.terraform.io/hashicorp/x/aws","Dir":".terraform/modules/far"},
			{"Key":"far.sub","Source":"./sub","Dir":".terraform/modules/far/sub"}]}`,
		".terraform/modules/far/f.tf":     "resource \"aws_iam_role\" \"f\" {\n  path = \"/\"\n}\n",
		".terraform/modules/far/sub/s.tf": "resource \"aws_iam_role\" \"s\" {}\n",
	})
	s, err := OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ address, attribute, want string }{
		{"aws_iam_role.a", "", "main.tf:2:1-2:28"},
		{`aws_iam_role.a["k.with.dots"]`, "", "main.tf:2:1-2:28"},
		{"aws_iam_role.a[0]", "max_session_duration", "main.tf:3:12-3:39"}, // the column counts bytes
		{"aws_iam_role.a", "inline_policy[0].name", "main.tf:5:5-5:17"},
		{"aws_iam_role.a", "inline_policy[1].policy", "main.tf:8:5-10:7"},
		{"aws_iam_role.a", "inline_policy[1].name", "main.tf:7:3-7:16"}, // the block, where the argument is not written
		{"aws_iam_role.a", "tag[3].key", "main.tf:12:3-12:16"},
		{"aws_iam_role.a", "tags", "main.tf:2:1-2:28"},
		{"aws_iam_role.in_broken", "name", "broken.tf:2:3-2:13"},
		{"aws_iam_user.j", "", "extra.tf.json:1:37-1:38"},
		{"aws_iam_user.j", "path", "extra.tf.json:1:51-1:64"},
		{"data.aws_iam_policy_document.d", "", "extra.tf.json:1:111-1:112"},
		{"module.local.aws_iam_role.inner", "path", "modules/m/m.tf:2:3-2:13"},
		{`module.local["a"].module.deep[0].aws_iam_role.deep`, "", "modules/n/n.tf:3:1-3:31"},
		{"module.far.aws_iam_role.f", "path", "main.tf:20:1-20:13 > .terraform/modules/far/f.tf:2:3-2:13"},
		{"module.far.module.sub.aws_iam_role.s", "", "main.tf:20:1-20:13 > .terraform/modules/far/sub/s.tf:1:1-1:28"},
		{"aws_iam_role.gone", "", "nowhere"},
		{"module.gone.aws_iam_role.a", "", "nowhere"},
		{"", "", "nowhere"},
	} {
		if got := place(s.Locate(c.address, c.attribute)); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.address, c.attribute, got, c.want)
		}
	}
	var none *Source
	if none.Locate("aws_iam_role.a", "") != nil {
		t.Error("a place without a source")
	}
}

// TestLocateInSavedPlan: the archive holds the source; where the same files lie
// beside the plan in a repository, their names are those of the repository.
func TestLocateInSavedPlan(t *testing.T) {
	root := tree(t, map[string]string{".git/HEAD": "ref: refs/heads/main\n", "infra/prod/empty": ""})
	dir := filepath.Join(root, "infra", "prod")
	copyFile(t, modulesCase+"plan.tfplan", filepath.Join(dir, "tfplan"))
	locate := func(address string) string {
		s, err := OpenSource(filepath.Join(dir, "tfplan"))
		if err != nil {
			t.Fatal(err)
		}
		return place(s.Locate(address, ""))
	}
	if got := locate("module.nested.module.team.aws_iam_role.this"); !strings.HasPrefix(got, "team/main.tf:") {
		t.Error(got)
	}
	for _, name := range []string{"main.tf", "terraform.tf"} {
		inside, ok, err := openTestArchive(t, filepath.Join(dir, "tfplan")).file("tfconfig/m-/" + name)
		if !ok || err != nil {
			t.Fatal(name, ok, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), inside, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := locate("module.nested.module.team.aws_iam_role.this"); !strings.HasPrefix(got, "infra/prod/team/main.tf:") {
		t.Error(got)
	}
}

func openTestArchive(t *testing.T, path string) *archive {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := openArchive(src, path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestOpenSourceRefuses: what is no source says so.
func TestOpenSourceRefuses(t *testing.T) {
	dir := tree(t, map[string]string{"empty/x.txt": "", "file.json": "{}"})
	for path, want := range map[string]string{
		"empty":     "Not a source: The directory holds no Terraform configuration (*.tf, *.tf.json). Give the root module's directory.",
		"file.json": "Not a source: The source is neither a directory nor a saved plan. Give the root module's directory, or the file that terraform plan -out wrote.",
		"gone":      "Cannot read the source: no such file or directory.",
	} {
		full := filepath.Join(dir, path)
		_, err := OpenSource(full)
		if err == nil {
			t.Errorf("%s: no error", path)
			continue
		}
		if diff := cmp.Diff(full+": "+want, err.Error()); diff != "" {
			t.Error(diff)
		}
	}
}

// TestReadWithSource: a source that is named goes before the plan's own.
func TestReadWithSource(t *testing.T) {
	p, err := Read(context.Background(), modulesCase+"plan.json", Options{Source: modulesCase})
	if err != nil {
		t.Fatal(err)
	}
	got := place(p.Source.Locate(`module.team["imaging.eu"].aws_iam_role.this`, ""))
	if !strings.HasPrefix(got, "testdata/plans/shape-modules/team/main.tf:") {
		t.Error(got)
	}
}

// TestLocateStatement finds a statement of a document where it is written: in
// the argument, in a local, in a data source, in a module's input; and where the
// statement lies in a module of others, the call that leads there.
func TestLocateStatement(t *testing.T) {
	statement := `{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }`
	dir := tree(t, map[string]string{
		"main.tf": `resource "aws_iam_policy" "here" {
  name   = "here"
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "s3:ListBucket", Resource = "*" },
      ` + statement + `,
    ]
  })
}
locals {
  statements = [
    ` + statement + `,
  ]
}
resource "aws_iam_policy" "local" {
  name   = "local"
  policy = jsonencode({ Statement = local.statements })
}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:PutObject"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "data" {
  name   = "data"
  policy = data.aws_iam_policy_document.d.json
}
resource "aws_iam_policy" "text" {
  name   = "text"
  policy = <<-EOT
    {"Statement": [
      {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    ]}
  EOT
}
module "far" {
  source = "hashicorp/x/aws"
  policy = jsonencode({
    Statement = [` + statement + `]
  })
}
`,
		".terraform/modules/modules.json": `{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"far","Source":"registry.terraform.io/hashicorp/x/aws","Dir":".terraform/modules/far"}]}`,
		".terraform/modules/far/f.tf": `variable "policy" {}
resource "aws_iam_policy" "given" {
  name   = "given"
  policy = var.policy
}
resource "aws_iam_policy" "own" {
  name   = "own"
  policy = jsonencode({
    Statement = [` + statement + `]
  })
}
`,
	})
	s, err := OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	var changes []string
	for _, address := range []string{"aws_iam_policy.here", "aws_iam_policy.local", "aws_iam_policy.data", "aws_iam_policy.text", "module.far.aws_iam_policy.given", "module.far.aws_iam_policy.own"} {
		name := address[strings.LastIndexByte(address, '.')+1:]
		changes = append(changes, fmt.Sprintf(`{"address":%q,"mode":"managed","type":"aws_iam_policy","name":%q,"change":{"actions":["create"],"before":null,"after":{"name":%q,"policy":"{}"}}}`, address, name, name))
	}
	p := decodePlan(t, "{}", changes...)
	p.Source = s
	if _, err := p.Change(nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		address   string
		statement int
		want      string
	}{
		{"aws_iam_policy.here", 0, "main.tf:5:7-5:69"},
		{"aws_iam_policy.here", 1, "main.tf:6:7-6:68"},
		{"aws_iam_policy.here", 7, "main.tf:4:17-7:6"}, // no such statement: the list
		{"aws_iam_policy.local", 0, "main.tf:12:5-12:66"},
		{"aws_iam_policy.data", 1, "main.tf:24:3-27:4"},
		{"aws_iam_policy.text", 0, "main.tf:37:7-37:69"},
		{"module.far.aws_iam_policy.given", 0, "main.tf:44:18-44:79 > .terraform/modules/far/f.tf:4:3-4:22"},
		{"module.far.aws_iam_policy.own", 0, "main.tf:41:1-41:13 > .terraform/modules/far/f.tf:9:18-9:79"},
		{"aws_iam_policy.gone", 0, "nowhere"},
	} {
		if got := place(p.LocateStatement(c.address, "policy", c.statement)); got != c.want {
			t.Errorf("%s statement %d: %s, want %s", c.address, c.statement, got, c.want)
		}
	}
	if got := place(p.LocateStatement("aws_iam_policy.here", "", 0)); got != "main.tf:1:1-1:33" {
		t.Errorf("the resource itself: %s", got)
	}
}

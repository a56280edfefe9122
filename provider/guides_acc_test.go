// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclparse"
	tfconfig "github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

const guides = "../tools/docs/guides"

var fenced = regexp.MustCompile("(?ms)^```(terraform|hcl)\n(.*?)^```$")

// guideBlocks are the blocks of one kind of every guide that has some.
func guideBlocks(t *testing.T, kind string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(guides, "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no guides")
	}
	out := map[string][]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
			is := m[1]
			if strings.Contains(m[2], "resource \"aws_") {
				is = "hcl" // of a provider that is not at hand
			}
			if is == kind {
				out[filepath.Base(file)] = append(out[filepath.Base(file)], m[2])
			}
		}
	}
	return out
}

// TestAccGuides plans what the guides say is a configuration: the blocks marked
// terraform of each, together, unless they are of the AWS provider.
func TestAccGuides(t *testing.T) {
	t.Setenv("TF_ACC_PROVIDER_NAMESPACE", "hipaa-iam")
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"} {
		t.Setenv(name, "")
	}
	for name, blocks := range guideBlocks(t, "terraform") {
		t.Run(name, func(t *testing.T) {
			text := strings.Join(blocks, "\n")
			if !strings.Contains(text, "required_providers") {
				text = "terraform {\n  required_providers {\n    hipaa = { source = \"hipaa-iam/hipaa\" }\n  }\n}\nprovider \"hipaa\" {\n  region              = \"us-east-1\"\n  allowed_account_ids = [\"123456789012\"]\n}\n" + text
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			resource.Test(t, resource.TestCase{
				Steps: []resource.TestStep{{ProtoV6ProviderFactories: factories, ConfigDirectory: tfconfig.StaticDirectory(dir), PlanOnly: true, ExpectNonEmptyPlan: true}},
			})
		})
	}
}

// TestGuides parses every other piece of HCL in the guides; what is a
// configuration of hipaacheck has no mistake.
func TestGuides(t *testing.T) {
	for name, blocks := range guideBlocks(t, "hcl") {
		for i, text := range blocks {
			if _, diags := hclparse.NewParser().ParseHCL([]byte(text), name); diags.HasErrors() {
				t.Errorf("%s, block %d: %v", name, i, diags)
			}
			if strings.HasPrefix(text, "# .hipaacheck.hcl\n") {
				file := filepath.Join(t.TempDir(), ".hipaacheck.hcl")
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				if _, diags := config.Load(file, safeguard.Catalogue()); diags.HasErrors() {
					t.Errorf("%s, block %d: %v", name, i, diags)
				}
			}
		}
	}
}

// TestGuides_ownTemplate: the guide shows the files of the example.
func TestGuides_ownTemplate(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(guides, "own-template.md"))
	if err != nil {
		t.Fatal(err)
	}
	for file, from := range map[string]string{"pathology.hcl": "template \"pathology\"", "pathology_test.hcl": "test ", "main.tf": "resource \"hipaa_role\""} {
		whole, err := os.ReadFile(filepath.Join("../examples/platform-team/modules/pathology", file))
		if err != nil {
			t.Fatal(err)
		}
		_, part, ok := strings.Cut(string(whole), from)
		if !ok {
			t.Fatalf("%s has no %s", file, from)
		}
		part = from + part
		if file == "main.tf" {
			part, _, _ = strings.Cut(part, "\noutput ")
		}
		if !strings.Contains(string(text), strings.TrimSpace(part)) {
			t.Errorf("the guide does not show %s as it is", file)
		}
	}
}

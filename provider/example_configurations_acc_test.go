// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// TestAccExampleConfigurations plans each whole configuration of examples/ as it
// stands there: nothing blocks, and no credentials are needed.
func TestAccExampleConfigurations(t *testing.T) {
	t.Setenv("TF_ACC_PROVIDER_NAMESPACE", "hipaa-iam")
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"} {
		t.Setenv(name, "")
	}
	for _, name := range []string{"clinic", "clinic-roles", "research-group", "vendor", "platform-team"} {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				// A folder, and providers of the step, so that modules are installed.
				Steps: []resource.TestStep{{ProtoV6ProviderFactories: factories, ConfigDirectory: exampleFolder(t, name), PlanOnly: true, ExpectNonEmptyPlan: true}},
			})
		})
	}
}

// exampleFolder is a copy of a folder's configuration, with paths that hold there.
func exampleFolder(t *testing.T, name string) config.TestStepConfigFunc {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", "examples", name))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no configuration: %v", name, err)
	}
	out := t.TempDir()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		moved := strings.NewReplacer("${path.root}", dir, "${path.module}", dir, `"./modules/`, `"`+dir+`/modules/`).Replace(string(text))
		if err := os.WriteFile(filepath.Join(out, filepath.Base(file)), []byte(moved), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config.StaticDirectory(out)
}

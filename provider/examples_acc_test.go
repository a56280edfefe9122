// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestAccExamples plans the example on the documentation page of every
// resource, and evaluates those of data sources and functions.
func TestAccExamples(t *testing.T) {
	files, err := filepath.Glob("../examples/*/*/*.tf")
	if err != nil {
		t.Fatal(err)
	}
	resources := 0
	for _, file := range files {
		kind := filepath.Base(filepath.Dir(filepath.Dir(file)))
		name := filepath.Base(filepath.Dir(file))
		config, prefix := nowhere, ""
		switch kind {
		case "resources":
			resources++
		case "data-sources":
			config = ""
		case "functions":
			config, prefix = "", "terraform {\n  required_providers {\n    hipaa = { source = \"hashicorp/hipaa\" }\n  }\n}\n"
		default:
			continue
		}
		t.Run(kind+"/"+name+"/"+filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: prefix + config + string(src), PlanOnly: true, ExpectNonEmptyPlan: true}},
			})
		})
	}
	if want := len(template.Catalogue().Latest()); resources < want {
		t.Errorf("%d examples for %d resources", resources, want)
	}
}

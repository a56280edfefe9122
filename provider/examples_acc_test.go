// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// live data sources ask AWS while planning; their own tests plan their examples
// against an endpoint.
var live = map[string]bool{"hipaa_business_associate_agreement": true, "hipaa_access_review": true}

// TestAccExamples plans the example on the documentation page of every
// resource, and evaluates those of data sources and functions: all in one
// configuration, since each run of Terraform takes its time.
func TestAccExamples(t *testing.T) {
	files, err := filepath.Glob("../examples/*/*/*.tf")
	if err != nil {
		t.Fatal(err)
	}
	config := "terraform {\n  required_providers {\n    hipaa = { source = \"hashicorp/hipaa\" }\n  }\n}\n" + nowhere
	seen := map[string]bool{}
	for _, file := range files {
		kind := filepath.Base(filepath.Dir(filepath.Dir(file)))
		switch kind {
		case "resources", "data-sources", "functions":
		default:
			continue
		}
		seen[filepath.Base(filepath.Dir(file))] = true
		if live[filepath.Base(filepath.Dir(file))] {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		dir, err := filepath.Abs(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		config += strings.ReplaceAll(string(src), "${path.module}", dir) + "\n"
	}
	for _, name := range registered(t) {
		if !seen[name] {
			t.Errorf("no example for %s", name)
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{{Config: config, PlanOnly: true, ExpectNonEmptyPlan: true}},
	})
}

// registered are the names of all resources, data sources and functions.
func registered(t *testing.T) []string {
	t.Helper()
	server, err := factories["hipaa"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	out := slices.Collect(maps.Keys(all.ResourceSchemas))
	out = slices.AppendSeq(out, maps.Keys(all.DataSourceSchemas))
	return slices.AppendSeq(out, maps.Keys(all.Functions))
}

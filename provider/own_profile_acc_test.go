// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// scanner writes a template with a profile of its own to a file.
func scanner(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "scanner.hcl")
	if err := os.WriteFile(file, []byte(`
profile "scanner@1" {
  title     = "Slide scanners"
  purpose   = "The scanners' gateway, from the laboratory's network alone."
  citations = ["164.312(d)"]
  people    = false

  parameter "gateways" {
    type        = list(string)
    description = "Roles of the gateways."
    validation {
      condition = length(var.gateways) > 0
      message   = "names no gateway"
    }
  }

  parameter "network" {
    type        = string
    default     = "10.0.0.0/8"
    description = "The laboratory's network."
  }

  statement "Gateway" {
    description = "The gateway, from its network."
    actions     = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = var.gateways
    }
    condition {
      test     = "IpAddress"
      variable = "aws:VpcSourceIp"
      values   = [var.network]
    }
  }
}

template "scanner" {
  version   = "1.0.0"
  title     = "Slide scanner"
  purpose   = "Puts images of slides into their bucket."
  citations = ["164.312(a)(1)"]

  trust "scanner@1" {}
  trust "mfa@1" {}

  limits {
    session     = "1h"
    max_session = "1h"
    boundary    = "phi-workload"
  }

  parameter "bucket" {
    type        = string
    description = "The bucket."
  }

  policy "access" {
    statement "PutSlides" {
      description = "Puts images."
      actions     = ["s3:PutObject"]
      resources   = ["${var.bucket}/*"]
    }
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// scanning is a role made of it, with what stands in its trust block.
func scanning(file, trust string) string {
	return fmt.Sprintf(`
resource "hipaa_role" "test" {
  template   = file(%q)
  name       = "scanner"
  parameters = { bucket = "arn:aws:s3:::slides" }
  trust {
    %s
  }
}
resource "terraform_data" "gateway" {
  input = "arn:aws:iam::123456789012:user/one"
}
`, file, trust)
}

func TestAccOwnRole_ownProfile(t *testing.T) {
	srv := start(t)
	file := scanner(t)
	principals := tfjsonpath.New("assume_role_statements").AtSliceIndex(0).AtMapKey("principals").AtSliceIndex(0)
	trusted := func(want ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			for _, w := range want {
				if !strings.Contains(srv.Role("scanner").Trust, w) {
					return fmt.Errorf("trust is %s, want %s", srv.Role("scanner").Trust, w)
				}
			}
			return nil
		}
	}
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{ // Its arguments are not known until apply; that it is used is.
				Config: at(srv.URL, "") + scanning(file, `profiles = { scanner = { gateways = [terraform_data.gateway.output] } }`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(ownRole, principals.AtMapKey("type"), knownvalue.StringExact("AWS")),
					plancheck.ExpectUnknownValue(ownRole, tfjsonpath.New("assume_role_policy")),
				}},
				Check: trusted("user/one", "10.0.0.0/8"),
			},
			{Config: at(srv.URL, "") + scanning(file, `profiles = { scanner = { gateways = [terraform_data.gateway.output] } }`), ConfigPlanChecks: empty},
			{ // Twice, beside one that comes with the provider.
				Config: at(srv.URL, "") + scanning(file, `
    profiles = { scanner = [{ gateways = ["arn:aws:iam::123456789012:user/one"] }, { gateways = ["arn:aws:iam::123456789012:user/two"], network = "10.1.0.0/16" }] }
    mfa { users = ["arn:aws:iam::123456789012:user/keys"] }`),
				Check: trusted("user/one", "user/two", "10.1.0.0/16", "user/keys", "MultiFactorAuth"),
			},
			{Config: at(srv.URL, "") + scanning(file, `profiles = { scanner = { gateways = [] } }`), ExpectError: saysAt("profiles = {", "names no gateway")},
			{Config: at(srv.URL, "") + scanning(file, `profiles = { scanner = { gateway = [] } }`), ExpectError: says(`Did you mean "gateways"?`)},
			{Config: at(srv.URL, "") + scanning(file, `profiles = { scaner = {} }`), ExpectError: saysAt("profiles = {", `does not allow "scaner"`)},
			{Config: at(srv.URL, "") + scanning(file, `profiles = { mfa = { users = [] } }`), ExpectError: saysAt("profiles = {", "mfa comes with the provider: write it as a block")},
			{Config: at(srv.URL, "") + scanning(file, ``), ExpectError: says("nobody may become the role: give at least one of scanner, mfa")},
			{ // Which are used is not known either.
				Config: at(srv.URL, "") + scanning(file, `profiles = terraform_data.all.output`) + `
resource "terraform_data" "all" {
  input = { scanner = { gateways = ["arn:aws:iam::123456789012:user/two"] } }
}`,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownValue(ownRole, tfjsonpath.New("assume_role_statements"))}},
				Check:            trusted("user/two"),
			},
		},
	})
}

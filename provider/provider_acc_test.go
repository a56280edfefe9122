// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// TestAccProvider_defaults puts tags and arguments of the provider's
// configuration under those of the role, and leaves others' tags alone.
func TestAccProvider_defaults(t *testing.T) {
	srv := start(t)
	settings := `
  default_tags { tags = { CostCenter = "1", Team = "iam", JobFunction = "none" } }
  ignore_tags {
    keys         = ["LastScan"]
    key_prefixes = ["audit:"]
  }
  role_defaults {
    path                 = "/clinical/"
    permissions_boundary = "` + boundary + `"
    owner                = "it@example.org"
    review_by            = "2027-01-31"
    justification        = "Standing roles"
  }`
	config := at(srv.URL, settings) + keyAdministrator("defaults", `tags = { CostCenter = "17" }`)
	const address = "hipaa_kms_key_administrator_role.test"
	tags := knownvalue.MapExact(map[string]knownvalue.Check{
		"CostCenter": knownvalue.StringExact("17"), "Team": knownvalue.StringExact("iam"), "JobFunction": knownvalue.StringExact("KeyAdministrator"),
		"DataClassification": knownvalue.StringExact("CompanyConfidential"), "HipaaRoleTemplate": knownvalue.StringExact("kms_key_administrator@1.0.0"),
		"Owner": knownvalue.StringExact("it@example.org"), "ReviewBy": knownvalue.StringExact("2027-01-31"),
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: config,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("tags_all"), tags),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("path"), knownvalue.StringExact("/clinical/")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("arn"), knownvalue.StringExact("arn:aws:iam::123456789012:role/clinical/defaults")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("permissions_boundary"), knownvalue.StringExact(boundary)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("description"), knownvalue.StringExact("Administrator of encryption keys. Standing roles.")),
				},
			},
			{
				PreConfig: func() {
					srv.Edit("defaults", func(r *iamtest.Role) { r.Tags["LastScan"], r.Tags["audit:by"] = "today", "x" })
				},
				Config:           config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
			{ // A role's own tag takes the place of a default argument.
				Config: at(srv.URL, settings) + keyAdministrator("defaults", `tags = { Owner = "lab@example.org" }`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("tags_all").AtMapKey("Owner"), knownvalue.StringExact("lab@example.org")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("owner"), knownvalue.Null()),
				},
				Check: func(*terraform.State) error {
					if r := srv.Role("defaults"); r.Tags["LastScan"] != "today" || r.Tags["CostCenter"] != "1" {
						t.Errorf("tags %v", r.Tags)
					}
					return nil
				},
			},
		},
	})
}

func TestAccProvider_accounts(t *testing.T) {
	srv := start(t)
	tests := map[string]struct{ settings, want string }{
		"not allowed":   {`allowed_account_ids = ["210987654321"]`, "account 123456789012, which allowed_account_ids does not list"},
		"forbidden":     {`forbidden_account_ids = ["123456789012"]`, "account 123456789012, which forbidden_account_ids lists"},
		"not asked for": {"allowed_account_ids = [\"123456789012\"]\n  skip_requesting_account_id = true", "cannot be kept with skip_requesting_account_id"},
		"no account":    {`allowed_account_ids = ["mine"]`, "an AWS account has twelve digits"},
		"no proxy":      {`http_proxy = "nonsense"`, "http_proxy is no URL"},
		"no mode":       {`retry_mode = "often"`, "retry_mode value must be one of"},
		"no duration": {`assume_role {
    role_arn = "arn:aws:iam::123456789012:role/x"
    duration = "1m"
  }`, `"1m" is no length of a session`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: at(srv.URL, tc.settings) + keyAdministrator("accounts", ""), ExpectError: says(tc.want)}},
			})
		})
	}
	if left := srv.Names(); len(left) > 0 {
		t.Errorf("made %v", left)
	}
}

func TestAccRoleTemplates(t *testing.T) {
	const address = "data.hipaa_role_templates.test"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: `data "hipaa_role_templates" "test" {}`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("templates").AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact("application")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("templates").AtSliceIndex(1).AtMapKey("resource_type"), knownvalue.StringExact("hipaa_auditor_role")),
				},
			},
			{
				Config: `data "hipaa_role_templates" "test" { name = "kms_key_administrator" }`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("templates"), knownvalue.ListSizeExact(1)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("templates").AtSliceIndex(0), knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"version":              knownvalue.StringExact("1.0.0"),
						"session_duration":     knownvalue.Int64Exact(3600),
						"max_session_duration": knownvalue.Int64Exact(3600),
						"boundary_class":       knownvalue.StringExact("nophi-kms"),
						"trust_profiles":       knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("mfa"), knownvalue.StringExact("saml")}),
						"policies":             knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("hipaa-access"), knownvalue.StringExact("hipaa-safeguards")}),
						"parameters": knownvalue.ListPartial(map[int]knownvalue.Check{
							0: knownvalue.ObjectPartial(map[string]knownvalue.Check{
								"name": knownvalue.StringExact("keys"), "type": knownvalue.StringExact("list(string)"), "required": knownvalue.Bool(false), "default": knownvalue.StringExact("[]"),
							}),
							2: knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact("create_keys"), "default": knownvalue.StringExact("true")}),
							3: knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact("regions"), "required": knownvalue.Bool(true), "default": knownvalue.Null()}),
						}),
					})),
				},
			},
			{Config: `data "hipaa_role_templates" "test" { name = "janitor" }`, ExpectError: says(`no template "janitor"; there are application`)},
		},
	})
}

func TestAccPolicyFindings(t *testing.T) {
	output := func(document string) string {
		return `output "test" { value = provider::hipaa::policy_findings(` + document + `) }`
	}
	// The configuration needs the provider by name for its functions.
	const needs = `
terraform {
  required_providers {
    hipaa = { source = "hashicorp/hipaa" }
  }
}
`
	first := func(rule, severity string) statecheck.StateCheck {
		return statecheck.ExpectKnownOutputValueAtPath("test", tfjsonpath.New(0), knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"rule": knownvalue.StringExact(rule), "severity": knownvalue.StringExact(severity),
		}))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config:            needs + output(`jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })`),
				ConfigStateChecks: []statecheck.StateCheck{first("admin-access", "critical")},
			},
			{
				Config:            needs + output(`jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" }] })`),
				ConfigStateChecks: []statecheck.StateCheck{first("trust-public", "critical")},
			},
			{
				Config:            needs + output(`"no policy"`),
				ConfigStateChecks: []statecheck.StateCheck{first("policy-invalid", "high")},
			},
			{
				Config:            needs + output(`jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::a/b" }] })`),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("test", knownvalue.ListSizeExact(0))},
			},
		},
	})
}

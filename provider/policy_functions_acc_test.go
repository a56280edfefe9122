// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

const withHIPAA = "terraform {\n  required_providers {\n    hipaa = { source = \"hashicorp/hipaa\" }\n  }\n}\n"

// TestAccPolicyFunctions evaluates the functions and the data sources of
// documents, all answers in one run.
func TestAccPolicyFunctions(t *testing.T) {
	answers := map[string]knownvalue.Check{
		"allowed": knownvalue.Bool(true), "denied_plain": knownvalue.Bool(false), "other": knownvalue.Bool(false),
		"wider": knownvalue.Bool(true), "narrower": knownvalue.Bool(false), "same": knownvalue.Bool(false), "first": knownvalue.Bool(true),
		"eligible": knownvalue.Bool(true), "not_eligible": knownvalue.Bool(false),
		"own_allows": knownvalue.Bool(true), "own_denies": knownvalue.Bool(false), "own_version": knownvalue.StringExact("1.2.0"),
		"own_trust": knownvalue.Bool(true), "clinician_trust": knownvalue.Bool(true), "listed": knownvalue.Bool(true),
	}
	var checks []statecheck.StateCheck
	for name, want := range answers {
		checks = append(checks, statecheck.ExpectKnownOutputValue(name, want))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{ConfigStateChecks: checks, Config: withHIPAA + `
locals {
  read = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::slides/*" },
    { Effect = "Deny", Action = "*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
  ] })
  more = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::slides/*" }] })
}
output "allowed" { value = provider::hipaa::policy_allows(local.read, "s3:GetObject", "arn:aws:s3:::slides/1") }
output "denied_plain" { value = provider::hipaa::policy_allows(local.read, "s3:GetObject", "arn:aws:s3:::slides/1", { "aws:SecureTransport" = ["false"] }) }
output "other" { value = provider::hipaa::policy_allows(local.read, "s3:GetObject", "arn:aws:s3:::other/1") }
output "wider" { value = provider::hipaa::grants_new_access(local.read, local.more) }
output "narrower" { value = provider::hipaa::grants_new_access(local.more, local.read) }
output "same" { value = provider::hipaa::grants_new_access(local.read, local.read) }
output "first" { value = provider::hipaa::grants_new_access("", local.read) }
output "eligible" { value = provider::hipaa::is_eligible_service("healthlake") }
output "not_eligible" { value = provider::hipaa::is_eligible_service("gamelift") }
data "hipaa_eligible_services" "all" {}
output "listed" { value = contains(data.hipaa_eligible_services.all.prefixes, "s3") }
data "hipaa_role_policy_document" "own" {
  source = <<-EOT
    template "pathology" {
      version   = "1.2.0"
      title     = "Pathologist"
      purpose   = "Reads slides."
      citations = ["164.312(a)(1)"]
      parameter "buckets" {
        type        = list(string)
        description = "Buckets with slides."
      }
      trust "saml@1" {}
      limits {
        session     = "1h"
        max_session = "1h"
        boundary    = "phi-workforce"
      }
      policy "access" {
        statement "ReadSlides" {
          actions   = ["s3:GetObject"]
          resources = [for b in var.buckets : format("%s/*", b)]
        }
        include "chain@1" {}
      }
      changelog "1.2.0" {
        date  = "2026-11-28"
        notes = ["First version."]
      }
    }
  EOT
  arguments = { buckets = ["arn:aws:s3:::slides"] }
}
output "own_allows" { value = provider::hipaa::policy_allows(data.hipaa_role_policy_document.own.policies["access"], "s3:GetObject", "arn:aws:s3:::slides/1") }
output "own_denies" { value = provider::hipaa::policy_allows(data.hipaa_role_policy_document.own.policies["access"], "s3:GetObject", "arn:aws:s3:::other/1") }
output "own_version" { value = data.hipaa_role_policy_document.own.template_version }
output "own_trust" { value = data.hipaa_role_policy_document.own.assume_role_policy == null }
data "hipaa_role_policy_document" "clinician" {
  template  = "clinician@1.0.0"
  arguments = { regions = ["us-east-1"], record_tables = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"] }
  trust     = { saml = { provider_arn = "arn:aws:iam::123456789012:saml-provider/Workforce" } }
}
output "clinician_trust" { value = strcontains(data.hipaa_role_policy_document.clinician.assume_role_policy, "saml-provider/Workforce") }
`}},
	})
}

// TestAccPolicyFunctions_refuse: what is no document, no request or no argument
// of a template is an error that says so.
func TestAccPolicyFunctions_refuse(t *testing.T) {
	tests := map[string]struct {
		config string
		want   *regexp.Regexp
	}{
		"all": {`
output "a" { value = provider::hipaa::policy_allows("{}", "s3:GetObject", "*") }
output "b" { value = provider::hipaa::grants_new_access("", "no json") }
output "c" { value = provider::hipaa::is_eligible_service("s3:GetObject") }
`, regexp.MustCompile(`(?s)AWS would refuse|no prefix`)},
		"arguments": {`
data "hipaa_role_policy_document" "x" {
  template  = "clinician"
  arguments = { region = ["us-east-1"] }
}
`, says(`there is no parameter "region". Did you mean "regions"?`)},
		"both": {`
data "hipaa_role_policy_document" "x" {
  template = "clinician"
  source   = "x"
}
`, says("Give either template")},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: withHIPAA + tc.config, ExpectError: tc.want}},
			})
		})
	}
}

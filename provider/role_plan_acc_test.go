// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/provider"
)

// nowhere is a provider that could reach nothing: no credentials, and an
// endpoint that is not there.
const nowhere = `
provider "hipaa" {
  region = "us-east-1"
  endpoints {
    iam = "http://127.0.0.1:1"
    sts = "http://127.0.0.1:1"
  }
}
`

// TestAccRole_planNeedsNothing plans a new role, partly of what is not known
// yet, without credentials or a connection. Statement by statement, and element
// by element, what can be known is.
func TestAccRole_planNeedsNothing(t *testing.T) {
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("HOME", t.TempDir())
	statement := func(i int) tfjsonpath.Path {
		return tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("statements").AtSliceIndex(i)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: nowhere + `
resource "terraform_data" "later" { input = "arn:aws:iam::123456789012:saml-provider/New" }
resource "hipaa_clinician_role" "test" {
  name_prefix           = "ward-"
  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/1"]
  record_tables         = ["arn:aws:dynamodb:us-east-1:123456789012:table/a", terraform_data.later.output]
  trust {
    saml {
      provider_arn = terraform_data.later.output
    }
  }
}`,
			PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPreRefresh: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("name"), knownvalue.StringRegexp(regexp.MustCompile(`^ward-[a-z2-7]{10}$`))),
				plancheck.ExpectKnownValue(clinicianRole, statement(0).AtMapKey("sid"), knownvalue.StringExact("ReadRecords")),
				plancheck.ExpectKnownValue(clinicianRole, statement(0).AtMapKey("resources"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.StringExact("arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/1"),
				})),
				plancheck.ExpectKnownValue(clinicianRole, statement(1).AtMapKey("actions"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.StringExact("dynamodb:GetItem"), knownvalue.StringExact("dynamodb:Query"),
				})),
				plancheck.ExpectKnownValue(clinicianRole, statement(1).AtMapKey("resources").AtSliceIndex(0), knownvalue.StringExact("arn:aws:dynamodb:us-east-1:123456789012:table/a")),
				plancheck.ExpectUnknownValue(clinicianRole, statement(1).AtMapKey("resources").AtSliceIndex(1)),
				plancheck.ExpectUnknownValue(clinicianRole, tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("json")),
				plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("policies").AtSliceIndex(1).AtMapKey("json"), knownvalue.NotNull()),
				plancheck.ExpectUnknownValue(clinicianRole, tfjsonpath.New("assume_role_policy")),
				plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("assume_role_statements").AtSliceIndex(0).AtMapKey("actions").AtSliceIndex(0), knownvalue.StringExact("sts:AssumeRoleWithSAML")),
				plancheck.ExpectUnknownValue(clinicianRole, tfjsonpath.New("findings")),
			}},
		}},
	})
}

// TestAccRole_unknownUntilApply applies a role that was planned in part.
func TestAccRole_unknownUntilApply(t *testing.T) {
	srv := start(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: at(srv.URL, "") + `
resource "terraform_data" "key" { input = "arn:aws:kms:us-east-1:123456789012:key/9" }
` + regexp.MustCompile(`"arn:aws:kms:[^"]*"`).ReplaceAllString(keyAdministrator("", ""), "terraform_data.key.output"),
				ExpectError: regexp.MustCompile(`name string length must be between`),
			},
			{
				Config: at(srv.URL, "") + `
resource "terraform_data" "key" { input = "arn:aws:kms:us-east-1:123456789012:key/9" }
` + regexp.MustCompile(`"arn:aws:kms:[^"]*"`).ReplaceAllString(keyAdministrator("later", ""), "terraform_data.key.output"),
				Check: complete(t, srv, "later"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("hipaa_kms_key_administrator_role.test", tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("json"), knownvalue.StringRegexp(regexp.MustCompile(`key/9`))),
				},
			},
			{ // A wildcard that only shows while applying is refused then.
				Config: at(srv.URL, "") + `
resource "terraform_data" "key" { input = "arn:aws:kms:us-east-1:123456789012:key/*" }
` + regexp.MustCompile(`"arn:aws:kms:[^"]*"`).ReplaceAllString(keyAdministrator("later", ""), "terraform_data.key.output"),
				ExpectError: says("holds a wildcard"),
			},
		},
	})
}

// TestAccRole_refused holds refusals to their message and to the line that
// causes them.
func TestAccRole_refused(t *testing.T) {
	tests := map[string]struct {
		config     string
		line, want string
	}{
		"a session too long": {
			clinician("x", "max_session_duration = 43200"), "max_session_duration = 43200",
			"max_session_duration is 43200 seconds; the template clinician allows at most 14400 (45 CFR 164.312(a)(2)(iii)).",
		},
		"a session too long, by name": {clinician("x", "max_session_duration = 43200"), "", "session-too-long: Session longer than the template allows"},
		"a session that AWS does not allow": {
			clinician("x", "max_session_duration = 60"), "max_session_duration = 60", "must be between 3600 and 43200",
		},
		"a wildcard": {
			`resource "hipaa_kms_key_administrator_role" "test" {
  regions = ["us-east-1"]
  keys    = ["arn:aws:kms:us-east-1:123456789012:key/*"]
  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/keys"]
    }
  }
}`, `keys = ["arn:aws:kms:us-east-1:123456789012:key/*"]`, `keys[0]: "arn:aws:kms:us-east-1:123456789012:key/*" holds a wildcard or a policy variable`,
		},
		"nobody trusted": {
			`resource "hipaa_kms_key_administrator_role" "test" {
  regions = ["us-east-1"]
}`, "", "nobody may become the role: give at least one of mfa, saml",
		},
		"no boundary": {
			`resource "hipaa_break_glass_role" "test" {
  scope = "platform"
  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/one", "arn:aws:iam::123456789012:user/two"]
    }
  }
}`, "boundary-missing", `needs a permissions boundary of the class "emergency"`,
		},
		"one person alone": {
			`resource "hipaa_break_glass_role" "test" {
  scope                = "platform"
  permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
  trust {
    mfa {
      users = ["arn:aws:iam::123456789012:user/one"]
    }
  }
}`, "mfa {", "emergency access must not depend on one person",
		},
		"two names":               {clinician("x", `name_prefix = "y"`), "name_prefix", "cannot be specified when"},
		"a date that is none":     {clinician("x", `review_by = "soon"`), `review_by = "soon"`, `"soon" is no day`},
		"a tag twice":             {clinician("x", "owner = \"a\"\n  tags = { Owner = \"b\" }"), `tags = { Owner = "b" }`, "The tag Owner comes from an argument of its own"},
		"a boundary that is none": {clinician("x", `permissions_boundary = "boundary"`), `permissions_boundary = "boundary"`, "is the ARN of a policy"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: nowhere + tc.config, PlanOnly: true, ExpectError: saysAt(tc.line, tc.want)}},
			})
		})
	}
}

// TestAccRole_configFile judges by the validator's configuration.
func TestAccRole_configFile(t *testing.T) {
	t.Cleanup(provider.SetNow(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)))
	with := func(t *testing.T, text string) string {
		file := filepath.Join(t.TempDir(), ".hipaacheck.hcl")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return at("http://127.0.0.1:1", "config_file = "+strconv.Quote(file))
	}
	tests := map[string]struct {
		config, role string
		want         string // empty: planned
	}{
		"a shorter limit": {`limits { session = "1h" }`, clinician("x", "max_session_duration = 7200"), "hipaacheck explain session-too-long"},
		"a shorter limit, waived": {`limits { session = "1h" }
waiver "session-too-long" {
  address = "hipaa_clinician_role.test"
  reason  = "Night shifts"
  owner   = "it@example.org"
  expires = "2027-01-01"
}`, clinician("x", "max_session_duration = 7200"), ""},
		"a waiver of another role": {`limits { session = "1h" }
waiver "session-too-long" {
  address = "hipaa_break_glass_role.test"
  reason  = "Night shifts"
  owner   = "it@example.org"
  expires = "2027-01-01"
}`, clinician("x", "max_session_duration = 7200"), "session-too-long"},
		"a waiver that has run out": {`limits { session = "1h" }
waiver "session-too-long" {
  address = "*"
  reason  = "Night shifts"
  owner   = "it@example.org"
  expires = "2026-11-22"
}`, clinician("x", "max_session_duration = 7200"), "session-too-long"},
		"a boundary demanded":         {`boundary { required = true }`, clinician("x", ""), "boundary-missing"},
		"tags demanded":               {`principals { required_tags = ["CostCenter"] }`, clinician("x", ""), "CostCenter"},
		"tags demanded and there":     {`principals { required_tags = ["CostCenter"] }`, clinician("x", `tags = { CostCenter = "17" }`), ""},
		"a misspelled name":           {`limitz { session = "1h" }`, clinician("x", ""), `Did you mean "limits"`},
		"MFA always, by the provider": {`trust { mfa = "always" }`, clinician("x", ""), ""},
		"MFA always, by nobody":       {`trust { mfa = "always" }`, regexp.MustCompile(`mfa_[a-z_]+ += "[^"]*"`).ReplaceAllString(clinician("x", ""), ""), "trust-without-mfa"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			step := resource.TestStep{Config: with(t, tc.config) + tc.role, PlanOnly: true}
			if tc.want == "" {
				step.ExpectNonEmptyPlan = true
			} else {
				step.ExpectError = says(tc.want)
			}
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{step}})
		})
	}
}

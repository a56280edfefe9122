// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

const ownRole = "hipaa_role.test"

// pathology writes the example's template to a file, changed by pairs of texts.
func pathology(t *testing.T, changes ...string) string {
	t.Helper()
	src, err := os.ReadFile("../examples/resources/hipaa_role/pathology.hcl")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "pathology.hcl")
	if err := os.WriteFile(file, []byte(strings.NewReplacer(changes...).Replace(string(src))), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// pathologist is a role made from a template in a file.
func pathologist(name, file, parameters, more string) string {
	return fmt.Sprintf(`
resource "hipaa_role" "test" {
  template   = file(%q)
  name       = %q
  parameters = %s
  %s
  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "SEC-12"
    }
  }
}
`, file, name, parameters, more)
}

const slides = `{ region = "us-east-1", slides = [{ arn = "arn:aws:s3:::slides", prefix = "2026/" }, { arn = "arn:aws:s3:::archive" }] }`

func TestAccOwnRole_lifecycleOnMoto(t *testing.T) {
	endpoint := iamtest.Moto(t)
	file := pathology(t)
	same := statecheck.CompareValue(compare.ValuesSame())
	statement := func(i int) tfjsonpath.Path {
		return tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("statements").AtSliceIndex(i)
	}
	update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(ownRole, plancheck.ResourceActionUpdate)}}
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             gone(endpoint, "pathologist"),
		Steps: []resource.TestStep{
			{
				Config: at(endpoint, "") + pathologist("pathologist", file, slides, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(ownRole, statement(0).AtMapKey("resources"), knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact("arn:aws:s3:::slides/2026/*"), knownvalue.StringExact("arn:aws:s3:::archive/*"),
					})),
					plancheck.ExpectKnownValue(ownRole, tfjsonpath.New("template_name"), knownvalue.StringExact("pathology")),
					plancheck.ExpectKnownValue(ownRole, tfjsonpath.New("max_session_duration"), knownvalue.Int64Exact(3600)),
					plancheck.ExpectKnownValue(ownRole, tfjsonpath.New("description"), knownvalue.StringExact("Pathologist.")),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					same.AddStateValue(ownRole, tfjsonpath.New("unique_id")),
					statecheck.ExpectKnownValue(ownRole, tfjsonpath.New("tags_all").AtMapKey("HipaaRoleTemplate"), knownvalue.StringExact("pathology@1.0.0")),
				},
			},
			{Config: at(endpoint, "") + pathologist("pathologist", file, slides, ""), ConfigPlanChecks: empty},
			{
				ResourceName: ownRole, ImportState: true, ImportStateId: "pathologist", ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"template", "parameters", "trust", "findings", "citations", "policies", "assume_role_statements"},
				ImportStateCheck: func(states []*terraform.InstanceState) error {
					if n := states[0].Attributes["policies.#"]; n != "2" {
						t.Errorf("%s policies were taken over", n)
					}
					return nil
				},
			},
			{ // Another argument.
				Config:           at(endpoint, "") + pathologist("pathologist", file, strings.Replace(slides, "}] }", "}], reports = true }", 1), ""),
				ConfigPlanChecks: update,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(ownRole, statement(1).AtMapKey("sid"), knownvalue.StringExact("WriteReports")),
					same.AddStateValue(ownRole, tfjsonpath.New("unique_id")),
				},
			},
			{ // A new version of the template changes the role in place, and drops what it no longer has.
				Config: at(endpoint, "") + pathologist("pathologist", pathology(t, `"1.0.0"`, `"1.1.0"`, `policy "safeguards"`, `policy "limits"`,
					`include "chain@1" {}`, "include \"chain@1\" {}\n    include \"org@1\" {\n      organization_id = \"o-exampleorg1\"\n    }"), slides, ""),
				ConfigPlanChecks: update,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(ownRole, tfjsonpath.New("template_version"), knownvalue.StringExact("1.1.0")),
					statecheck.ExpectKnownValue(ownRole, tfjsonpath.New("other_policies"), knownvalue.ListSizeExact(0)),
					same.AddStateValue(ownRole, tfjsonpath.New("unique_id")),
				},
			},
		},
	})
}

// TestAccOwnRole_refused holds refusals to the argument, and to the template's
// own positions.
func TestAccOwnRole_refused(t *testing.T) {
	for name, tc := range map[string]struct {
		changes              []string
		parameters, more     string
		line, message, place string
	}{
		"broken template":              {changes: []string{"statement \"ReadSlides\"", "statment \"ReadSlides\""}, message: "Unusable template", place: "template:59,5"},
		"an expression with a mistake": {changes: []string{"var.slides : \"${s.arn}/${s.prefix}*\"", "var.slide : \"${s.arn}/${s.prefix}*\""}, message: "Unusable template", place: "template:"},
		"a built-in's name":            {changes: []string{`template "pathology"`, `template "clinician"`}, message: "Name of a built-in template", place: "template:6,1"},
		"no such parameter":            {parameters: `{ region = "us-east-1", slides = [{ arn = "arn:aws:s3:::x" }], report = true }`, line: "report = true", message: `there is no parameter "report". Did you mean "reports"?`},
		"no such attribute":            {parameters: `{ region = "us-east-1", slides = [{ arn = "arn:aws:s3:::x", prefx = "a" }] }`, line: "slides =", message: `there is no attribute "prefx". Did you mean "prefix"?`, place: "template:34,3"},
		"a missing parameter":          {parameters: `{ slides = [{ arn = "arn:aws:s3:::x" }] }`, message: "is required: The Region to work in.", place: "template:25,3"},
		"a missing attribute":          {parameters: `{ region = "us-east-1", slides = [{ prefix = "x" }] }`, line: "slides =", message: "slides[0].arn: is required: ARN of the bucket."},
		"another type":                 {parameters: `{ region = ["a"], slides = [{ arn = "arn:aws:s3:::x" }] }`, line: "region = [", message: "must be string", place: "template:25,3"},
		"a validation":                 {parameters: `{ region = "mars", slides = [{ arn = "arn:aws:s3:::x" }] }`, line: `region = "mars"`, message: "must be the name of a Region"},
		"a wildcard":                   {parameters: `{ region = "us-east-1", slides = [{ arn = "arn:aws:s3:::*" }] }`, message: "holds a wildcard"},
		"no object":                    {parameters: `["us-east-1"]`, line: "parameters =", message: "must be an object"},
		"a longer session":             {more: "max_session_duration = 43200", line: "max_session_duration = 43200", message: "the template pathology allows at most 14400"},
		"another way in":               {more: "", parameters: slides, message: "", line: ""},
		"a rule that its text breaks": {
			changes: []string{`"${s.arn}/${s.prefix}*"`, `"*"`}, message: "data-read-wildcard",
		},
		"what the template accepts by itself": {
			changes: []string{`"${s.arn}/${s.prefix}*"`, `"*"`, `changelog "1.0.0" {`, "accepts \"data-read-wildcard\" {\n    reason = \"We want to.\"\n  }\n  changelog \"1.0.0\" {"}, message: "data-read-wildcard",
		},
	} {
		t.Run(name, func(t *testing.T) {
			parameters := tc.parameters
			if parameters == "" {
				parameters = slides
			}
			config := pathologist("x", pathology(t, tc.changes...), parameters, tc.more)
			if name == "another way in" {
				config = regexp.MustCompile(`(?s)saml \{.*?\}`).ReplaceAllString(config, "mfa {\n users = [\"arn:aws:iam::123456789012:user/one\"]\n}")
				tc.message = `does not allow "mfa"`
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: nowhere + config, PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)` + saysAt(tc.line, tc.message).String() + `.*` + regexp.QuoteMeta(tc.place))}},
			})
		})
	}
}

// TestAccOwnRole_unknownUntilApply plans a role of whose template, or of part of
// whose parameters, nothing is known yet.
func TestAccOwnRole_unknownUntilApply(t *testing.T) {
	srv := start(t)
	file := pathology(t)
	later := "resource \"terraform_data\" \"later\" { input = { text = file(%q), bucket = \"arn:aws:s3:::slides\" } }\n"
	config := fmt.Sprintf(later, file) + pathologist("later", file, `{ region = "us-east-1", slides = [{ arn = terraform_data.later.output.bucket, prefix = "2026/" }] }`, "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: at(srv.URL, "") + config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(ownRole, tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("statements").AtSliceIndex(0).AtMapKey("sid"), knownvalue.StringExact("ReadSlides")),
					plancheck.ExpectUnknownValue(ownRole, tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("json")),
					plancheck.ExpectKnownValue(ownRole, tfjsonpath.New("policies").AtSliceIndex(1).AtMapKey("json"), knownvalue.NotNull()),
				}},
				Check: complete(t, srv, "later"),
			},
			{Config: at(srv.URL, ""), Destroy: true},
			{
				Config: at(srv.URL, "") + strings.Replace(config, fmt.Sprintf("file(%q)\n  name", file), "terraform_data.later.output.text\n  name", 1),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(ownRole, tfjsonpath.New("policies")), plancheck.ExpectUnknownValue(ownRole, tfjsonpath.New("findings")),
					plancheck.ExpectKnownValue(ownRole, tfjsonpath.New("name"), knownvalue.StringExact("later")),
				}},
				Check: complete(t, srv, "later"),
			},
		},
	})
}

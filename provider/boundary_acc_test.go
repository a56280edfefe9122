// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

const boundaryAddress = "hipaa_permissions_boundary.test"

// ceiling is a boundary with more arguments as HCL.
func ceiling(name, more string) string {
	return fmt.Sprintf("resource \"hipaa_permissions_boundary\" \"test\" {\n  name = %q\n  %s\n}\n", name, more)
}

func policyARN(name string) string { return "arn:aws:iam::123456789012:policy/" + name }

func TestAccBoundary_lifecycleOnMoto(t *testing.T) {
	endpoint := iamtest.Moto(t)
	client := api(endpoint)
	same := statecheck.CompareValue(compare.ValuesSame())
	first := ceiling("ceiling-life", "class = \"phi-workforce\"\n tags = { CostCenter = \"17\" }")
	update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(boundaryAddress, plancheck.ResourceActionUpdate)}}
	steps := []resource.TestStep{
		{ // Everything but what AWS gives is known in the plan.
			Config: at(endpoint, "") + first,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(boundaryAddress, plancheck.ResourceActionCreate),
				plancheck.ExpectUnknownValue(boundaryAddress, tfjsonpath.New("arn")),
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("policy"), knownvalue.StringRegexp(regexp.MustCompile(`"healthlake:\*"`))),
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("statements").AtSliceIndex(0).AtMapKey("sid"), knownvalue.StringExact("Ceiling")),
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("description"), knownvalue.StringExact("Ceiling of people who work with PHI.")),
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("findings"), knownvalue.ListSizeExact(0)),
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("tags_all"), knownvalue.MapExact(map[string]knownvalue.Check{
					"CostCenter": knownvalue.StringExact("17"), "HipaaBoundaryClass": knownvalue.StringExact("phi-workforce@1.0.0"),
				})),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("arn"), knownvalue.StringExact(policyARN("ceiling-life"))),
				same.AddStateValue(boundaryAddress, tfjsonpath.New("policy_id")),
			},
		},
		{Config: at(endpoint, "") + first, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		{ResourceName: boundaryAddress, ImportState: true, ImportStateId: "ceiling-life", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"tags"}},
		{ResourceName: boundaryAddress, ImportState: true, ImportStateId: policyARN("ceiling-life"), ImportStateVerify: true, ImportStateVerifyIgnore: []string{"tags"}},
		{ResourceName: boundaryAddress, ImportState: true, ImportStateId: "arn:aws:iam::aws:policy/ReadOnlyAccess", ExpectError: says("is neither the name of a policy nor its ARN")},
		{ResourceName: boundaryAddress, ImportState: true, ImportStateId: "nobody", ExpectError: says("There is no policy nobody to import")},
		{ResourceName: boundaryAddress, ImportState: true, ImportStateId: policyARN("nobody"), ExpectError: says("to import")},
		{ // Edited outside Terraform, and put back.
			PreConfig: func() {
				if _, err := client.CreatePolicyVersion(t.Context(), &iam.CreatePolicyVersionInput{
					PolicyArn: aws.String(policyARN("ceiling-life")), SetAsDefault: true,
					PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`),
				}); err != nil {
					t.Fatal(err)
				}
			},
			Config: at(endpoint, "") + first, ConfigPlanChecks: update,
		},
	}
	// More changes than AWS keeps versions.
	for i := range 5 {
		steps = append(steps, resource.TestStep{
			Config:           at(endpoint, "") + ceiling("ceiling-life", fmt.Sprintf("class = \"phi-workforce\"\n resources = [\"arn:aws:s3:::records-%d/*\"]", i)),
			ConfigPlanChecks: update,
		})
	}
	steps = append(steps,
		resource.TestStep{ // Another class is another document of the same policy.
			Config: at(endpoint, "") + ceiling("ceiling-life", `class = "nophi-kms"`), ConfigPlanChecks: update,
			ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(boundaryAddress, tfjsonpath.New("policy_id"))},
			Check: func(*terraform.State) error {
				out, err := client.ListPolicyVersions(t.Context(), &iam.ListPolicyVersionsInput{PolicyArn: aws.String(policyARN("ceiling-life"))})
				if err != nil {
					return err
				}
				if len(out.Versions) != 5 {
					t.Errorf("%d versions are left", len(out.Versions))
				}
				p, err := client.GetPolicy(t.Context(), &iam.GetPolicyInput{PolicyArn: aws.String(policyARN("ceiling-life"))})
				if err != nil {
					return err
				}
				tags := map[string]string{}
				for _, tag := range p.Policy.Tags {
					tags[*tag.Key] = *tag.Value
				}
				if diff := cmp.Diff(map[string]string{"HipaaBoundaryClass": "nophi-kms@1.0.0"}, tags); diff != "" {
					t.Errorf("tags (-want +got):\n%s", diff)
				}
				return nil
			},
		},
		resource.TestStep{ // One that disappeared is made again.
			PreConfig: func() {
				out, err := client.ListPolicyVersions(t.Context(), &iam.ListPolicyVersionsInput{PolicyArn: aws.String(policyARN("ceiling-life"))})
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range out.Versions {
					if !v.IsDefaultVersion {
						if _, err := client.DeletePolicyVersion(t.Context(), &iam.DeletePolicyVersionInput{PolicyArn: aws.String(policyARN("ceiling-life")), VersionId: v.VersionId}); err != nil {
							t.Fatal(err)
						}
					}
				}
				if _, err := client.DeletePolicy(t.Context(), &iam.DeletePolicyInput{PolicyArn: aws.String(policyARN("ceiling-life"))}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           at(endpoint, "") + ceiling("ceiling-life", `class = "nophi-kms"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(boundaryAddress, plancheck.ResourceActionCreate)}},
		},
		resource.TestStep{ // The description cannot be changed.
			Config:           at(endpoint, "") + ceiling("ceiling-life", "class = \"nophi-kms\"\n description = \"Other words\""),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(boundaryAddress, plancheck.ResourceActionReplace)}},
		},
	)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories, Steps: steps,
		CheckDestroy: func(*terraform.State) error {
			if _, err := client.GetPolicy(contextOf(), &iam.GetPolicyInput{PolicyArn: aws.String(policyARN("ceiling-life"))}); err == nil || !strings.Contains(err.Error(), "NoSuchEntity") {
				return &leftError{"ceiling-life", err}
			}
			return nil
		},
	})
}

// TestAccBoundary_refused holds refusals to their message and their line.
func TestAccBoundary_refused(t *testing.T) {
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprintf("\"arn:aws:s3:::records-of-a-ward-%d/*\"", i))
	}
	for name, tc := range map[string]struct{ config, line, message string }{
		"no such class":                    {`class = "everything"`, `class = "everything"`, "value must be one of"},
		"an argument of another class":     {"class = \"emergency\"\n readable = [\"arn:aws:s3:::x/*\"]", "readable =", `there is no parameter "readable"`},
		"an argument the class validates":  {"class = \"phi-workforce\"\n resources = []", "resources = []", "leaves nothing"},
		"longer than AWS allows":           {"class = \"phi-workforce\"\n resources = [" + strings.Join(many, ", ") + "]", "", "policy-too-long: The document is longer than AWS allows"},
		"a tag that AWS keeps for itself":  {"class = \"emergency\"\n tags = { \"aws:x\" = \"y\" }", "", "Reserved tag"},
		"the mark of unfinished resources": {"class = \"emergency\"\n tags = { \"hipaa-iam:unfinished\" = \"y\" }", "", "value must be none of"},
	} {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: nowhere + ceiling("x", tc.config), PlanOnly: true, ExpectError: saysAt(tc.line, tc.message)}},
			})
		})
	}
}

// TestAccBoundary_unknownUntilApply plans a boundary of what is not known yet,
// and roles that carry it.
func TestAccBoundary_unknownUntilApply(t *testing.T) {
	srv := start(t)
	srv.Lag = 2
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: at(srv.URL, "") + `
resource "terraform_data" "later" { input = "arn:aws:s3:::letters/*" }
` + ceiling("later", "class = \"phi-workforce\"\n resources = [\"arn:aws:s3:::records/*\", terraform_data.later.output]") +
				clinician("carrier", "permissions_boundary = hipaa_permissions_boundary.test.arn"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("statements").AtSliceIndex(0).AtMapKey("resources").AtSliceIndex(0), knownvalue.StringExact("arn:aws:s3:::records/*")),
				plancheck.ExpectUnknownValue(boundaryAddress, tfjsonpath.New("statements").AtSliceIndex(0).AtMapKey("resources").AtSliceIndex(1)),
				plancheck.ExpectUnknownValue(boundaryAddress, tfjsonpath.New("policy")),
				plancheck.ExpectUnknownValue(boundaryAddress, tfjsonpath.New("findings")),
			}},
			Check: func(*terraform.State) error {
				if got := srv.Role("carrier").Boundary; got != policyARN("later") {
					t.Errorf("the role's boundary is %q", got)
				}
				if p := srv.Policy(policyARN("later")); !strings.Contains(p.Document(), "arn:aws:s3:::letters/*") || p.Tags["hipaa-iam:unfinished"] != "" {
					t.Errorf("policy %+v", p)
				}
				return nil
			},
		}},
	})
	if slices.Contains(srv.Policies(), policyARN("later")) {
		t.Error("the boundary is left behind")
	}
}

// TestAccBoundary_drift names what an edit outside Terraform leaves open.
func TestAccBoundary_drift(t *testing.T) {
	srv := start(t)
	config := at(srv.URL, "") + ceiling("drift", `class = "phi-workforce"`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					srv.EditPolicy(policyARN("drift"), func(p *iamtest.Policy) { p.AddVersion(strings.Replace(p.Document(), `"s3:*"`, `"s3:*","rds:*"`, 1)) })
				},
				Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(boundaryAddress, plancheck.ResourceActionUpdate)}},
				Check: func(*terraform.State) error {
					if strings.Contains(srv.Policy(policyARN("drift")).Document(), "rds:*") {
						t.Error("not put back")
					}
					return nil
				},
			},
			{ // In another form it means the same.
				PreConfig: func() {
					srv.EditPolicy(policyARN("drift"), func(p *iamtest.Policy) { p.AddVersion(strings.Replace(p.Document(), `"s3:*"`, `"S3:*"`, 1)) })
				},
				Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}

// TestAccBoundary_faults meets what moto lets pass: a policy of somebody else,
// a killed run, a policy in use.
func TestAccBoundary_faults(t *testing.T) {
	t.Run("somebody else's", func(t *testing.T) {
		srv := start(t)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{{
				Config: at(srv.URL, "") + ceiling("boundary", `class = "emergency"`), ExpectError: saysAt("policy named boundary exists already", "terraform import hipaa_permissions_boundary.NAME boundary"),
			}},
		})
	})
	for _, request := range []string{"CreatePolicy", "UntagPolicy"} {
		t.Run("killed at "+request, func(t *testing.T) {
			srv := start(t)
			dead := false
			srv.SetFault(func(c iamtest.Call) iamtest.Fault {
				switch {
				case dead:
					return iamtest.Reset
				case c.Action == request:
					dead = true
					if request == "CreatePolicy" {
						return iamtest.Lost
					}
					return iamtest.Reset
				}
				return iamtest.None
			})
			config := at(srv.URL, "max_retries = 1") + ceiling("killed", `class = "emergency"`)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{
					{Config: config, ExpectError: says("was not created")},
					{
						PreConfig: func() {
							if p := srv.Policy(policyARN("killed")); p == nil || p.Tags["hipaa-iam:unfinished"] == "" {
								t.Fatalf("the killed run left %+v", p)
							}
							srv.SetFault(nil)
						},
						Config: config,
						Check: func(*terraform.State) error {
							if p := srv.Policy(policyARN("killed")); p == nil || p.Tags["hipaa-iam:unfinished"] != "" {
								t.Errorf("policy %+v", p)
							}
							return nil
						},
					},
				},
			})
		})
	}
	t.Run("in use", func(t *testing.T) {
		srv := start(t)
		config := at(srv.URL, "") + ceiling("used", `class = "emergency"`)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: func() { srv.Put(&iamtest.Role{Name: "theirs", Boundary: policyARN("used")}) },
					Config:    at(srv.URL, ""), ExpectError: saysAt("is in use: roles theirs", "give them another one first"),
				},
				{PreConfig: func() { srv.Remove("theirs") }, Config: config},
			},
		})
	})
	t.Run("made anew", func(t *testing.T) {
		srv := start(t)
		config := at(srv.URL, "") + ceiling("anew", `class = "emergency"`)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: func() { srv.EditPolicy(policyARN("anew"), func(p *iamtest.Policy) { p.ID = "ANPASOMEBODYELSES" }) },
					Config:    config, ExpectError: says("policy named anew exists already"),
				},
			},
		})
		if srv.Policy(policyARN("anew")) == nil {
			t.Error("somebody else's policy was deleted")
		}
	})
}

// TestAccBoundary_knownARN: where the configuration names the only account, the
// ARN is known while planning, and with it the documents of roles that name it.
func TestAccBoundary_knownARN(t *testing.T) {
	srv := start(t)
	config := at(srv.URL, `allowed_account_ids = ["123456789012"]`) + ceiling("ceiling-known", "class = \"nophi-kms\"\n path = \"/ceilings/\"") +
		keyAdministrator("known", "permissions_boundary = "+boundaryAddress+".arn")
	const arn = "arn:aws:iam::123456789012:policy/ceilings/ceiling-known"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("arn"), knownvalue.StringExact(arn)),
				plancheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("id"), knownvalue.StringExact(arn)),
				plancheck.ExpectUnknownValue(boundaryAddress, tfjsonpath.New("policy_id")),
				plancheck.ExpectKnownValue("hipaa_kms_key_administrator_role.test", tfjsonpath.New("permissions_boundary"), knownvalue.StringExact(arn)),
			}},
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(boundaryAddress, tfjsonpath.New("arn"), knownvalue.StringExact(arn))},
		}},
	})
}

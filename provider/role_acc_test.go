// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
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

const clinicianRole = "hipaa_clinician_role.test"

// computedByArguments are attributes that say what the arguments are; AWS does
// not know them, so that an import cannot.
var computedByArguments = []string{
	"regions", "record_buckets", "keys", "trust", "justification", "tags", "findings", "owner", "review_by",
}

func TestAccRole_lifecycleOnMoto(t *testing.T) {
	endpoint := iamtest.Moto(t)
	same := statecheck.CompareValue(compare.ValuesSame())
	first := clinician("life-cycle", `
  owner         = "it@example.org"
  review_by     = "2027-01-31"
  justification = "Ward rounds"
  tags          = { CostCenter = "17" }`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             gone(endpoint, "life-cycle", "life-cycle-renamed"),
		Steps: []resource.TestStep{
			{ // Everything but what AWS gives is known in the plan.
				Config: at(endpoint, "") + first,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(clinicianRole, plancheck.ResourceActionCreate),
					plancheck.ExpectUnknownValue(clinicianRole, tfjsonpath.New("arn")),
					plancheck.ExpectUnknownValue(clinicianRole, tfjsonpath.New("unique_id")),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact("hipaa-access")),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("policies").AtSliceIndex(0).AtMapKey("json"), knownvalue.StringRegexp(regexp.MustCompile(`"s3:GetObject"`))),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("policies").AtSliceIndex(1).AtMapKey("name"), knownvalue.StringExact("hipaa-safeguards")),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("assume_role_policy"), knownvalue.StringRegexp(regexp.MustCompile(`sts:AssumeRoleWithSAML`))),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("template_version"), knownvalue.StringExact("1.0.0")),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("max_session_duration"), knownvalue.Int64Exact(3600)),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("description"), knownvalue.StringExact("Clinician who reads records. Ward rounds.")),
					plancheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("tags_all"), knownvalue.MapExact(map[string]knownvalue.Check{
						"CostCenter": knownvalue.StringExact("17"), "DataClassification": knownvalue.StringExact("PHI"), "JobFunction": knownvalue.StringExact("Clinician"),
						"HipaaRoleTemplate": knownvalue.StringExact("clinician@1.0.0"), "Owner": knownvalue.StringExact("it@example.org"), "ReviewBy": knownvalue.StringExact("2027-01-31"),
					})),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("arn"), knownvalue.StringExact("arn:aws:iam::123456789012:role/life-cycle")),
					statecheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("id"), knownvalue.StringExact("life-cycle")),
					statecheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("other_policies"), knownvalue.ListSizeExact(0)),
					same.AddStateValue(clinicianRole, tfjsonpath.New("unique_id")),
				},
			},
			{ // The same again is no change.
				Config:           at(endpoint, "") + first,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
			{ResourceName: clinicianRole, ImportState: true, ImportStateId: "life-cycle", ImportStateVerify: true, ImportStateVerifyIgnore: computedByArguments},
			{ResourceName: clinicianRole, ImportState: true, ImportStateId: "arn:aws:iam::123456789012:role/life-cycle", ImportStateVerify: true, ImportStateVerifyIgnore: computedByArguments},
			{ResourceName: clinicianRole, ImportState: true, ImportStateId: "arn:aws:iam::123456789012:user/x", ExpectError: says("is neither the name of a role nor its ARN")},
			{ResourceName: clinicianRole, ImportState: true, ImportStateId: "nobody", ExpectError: says("There is no role nobody to import")},
			{ // An update in place.
				Config: at(endpoint, "") + clinician("life-cycle", `
  max_session_duration = 7200
  description          = "Other words"
  record_tables        = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(clinicianRole, plancheck.ResourceActionUpdate),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("owner"), knownvalue.Null()),
					same.AddStateValue(clinicianRole, tfjsonpath.New("unique_id")),
				},
				Check: func(*terraform.State) error {
					role, err := api(endpoint).GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String("life-cycle")})
					if err != nil {
						return err
					}
					tags := map[string]string{}
					for _, tag := range role.Role.Tags {
						tags[*tag.Key] = *tag.Value
					}
					if diff := cmp.Diff(map[string]string{"DataClassification": "PHI", "JobFunction": "Clinician", "HipaaRoleTemplate": "clinician@1.0.0"}, tags); diff != "" {
						t.Errorf("tags (-want +got):\n%s", diff)
					}
					if *role.Role.MaxSessionDuration != 7200 || *role.Role.Description != "Other words" {
						t.Errorf("session %d, description %q", *role.Role.MaxSessionDuration, *role.Role.Description)
					}
					return nil
				},
			},
			{ // Another name is another role.
				Config: at(endpoint, "") + clinician("life-cycle-renamed", ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(clinicianRole, plancheck.ResourceActionReplace),
				}},
			},
		},
	})
}

// gone makes sure that no role of these names is left.
func gone(endpoint string, names ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		for _, name := range names {
			_, err := api(endpoint).GetRole(contextOf(), &iam.GetRoleInput{RoleName: aws.String(name)})
			if err == nil || !strings.Contains(err.Error(), "NoSuchEntity") {
				return &leftError{name, err}
			}
		}
		return nil
	}
}

func TestAccRole_driftOnMoto(t *testing.T) {
	endpoint := iamtest.Moto(t)
	client := api(endpoint)
	config := at(endpoint, "") + clinician("drift", "")
	update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(clinicianRole, plancheck.ResourceActionUpdate)}}
	steps := []resource.TestStep{{Config: config}}
	for name, change := range map[string]func() error{
		"an edited policy": func() error {
			_, err := client.PutRolePolicy(t.Context(), &iam.PutRolePolicyInput{
				RoleName: aws.String("drift"), PolicyName: aws.String("hipaa-access"),
				PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`),
			})
			return err
		},
		"a deleted policy": func() error {
			_, err := client.DeleteRolePolicy(t.Context(), &iam.DeleteRolePolicyInput{RoleName: aws.String("drift"), PolicyName: aws.String("hipaa-safeguards")})
			return err
		},
		"an edited trust policy": func() error {
			_, err := client.UpdateAssumeRolePolicy(t.Context(), &iam.UpdateAssumeRolePolicyInput{
				RoleName: aws.String("drift"), PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}`),
			})
			return err
		},
		"a longer session": func() error {
			_, err := client.UpdateRole(t.Context(), &iam.UpdateRoleInput{RoleName: aws.String("drift"), MaxSessionDuration: aws.Int32(43200)})
			return err
		},
		"a removed tag": func() error {
			_, err := client.UntagRole(t.Context(), &iam.UntagRoleInput{RoleName: aws.String("drift"), TagKeys: []string{"DataClassification"}})
			return err
		},
	} {
		steps = append(steps, resource.TestStep{
			PreConfig: func() {
				if err := change(); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			},
			Config: config, ConfigPlanChecks: update,
		})
	}
	steps = append(steps, resource.TestStep{ // A document in another form means the same.
		PreConfig: func() {
			out, err := client.GetRolePolicy(t.Context(), &iam.GetRolePolicyInput{RoleName: aws.String("drift"), PolicyName: aws.String("hipaa-access")})
			if err != nil {
				t.Fatal(err)
			}
			text := strings.ReplaceAll(unescape(t, *out.PolicyDocument), "s3:GetObject", "S3:getobject")
			if _, err := client.PutRolePolicy(t.Context(), &iam.PutRolePolicyInput{RoleName: aws.String("drift"), PolicyName: aws.String("hipaa-access"), PolicyDocument: &text}); err != nil {
				t.Fatal(err)
			}
		},
		Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	}, resource.TestStep{ // A role that disappeared is made again.
		PreConfig: func() {
			for _, p := range []string{"hipaa-access", "hipaa-safeguards"} {
				if _, err := client.DeleteRolePolicy(t.Context(), &iam.DeleteRolePolicyInput{RoleName: aws.String("drift"), PolicyName: &p}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := client.DeleteRole(t.Context(), &iam.DeleteRoleInput{RoleName: aws.String("drift")}); err != nil {
				t.Fatal(err)
			}
		},
		Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(clinicianRole, plancheck.ResourceActionCreate)}},
	})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, CheckDestroy: gone(endpoint, "drift"), Steps: steps})
}

func TestAccRole_foreignPolicies(t *testing.T) {
	srv := start(t)
	readOnly := "arn:aws:iam::aws:policy/ReadOnlyAccess"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy: func(*terraform.State) error {
			if left := srv.Names(); len(left) > 0 {
				return &leftError{strings.Join(left, ", "), nil}
			}
			return nil
		},
		Steps: []resource.TestStep{
			{Config: at(srv.URL, "") + clinician("foreign", "")},
			{ // What others attach is shown, and is no change.
				PreConfig: func() {
					srv.Edit("foreign", func(r *iamtest.Role) { r.Attached, r.Inline["by-hand"] = []string{readOnly}, "{}" })
				},
				Config:           at(srv.URL, "") + clinician("foreign", ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(clinicianRole, tfjsonpath.New("other_policies"), knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact(readOnly), knownvalue.StringExact("by-hand"),
					})),
				},
			},
			{ // An update leaves it alone.
				Config: at(srv.URL, "") + clinician("foreign", "max_session_duration = 7200"),
				Check: func(*terraform.State) error {
					if r := srv.Role("foreign"); len(r.Attached) != 1 || r.Inline["by-hand"] == "" || r.MaxSession != 7200 {
						t.Errorf("role %+v", r)
					}
					return nil
				},
			},
			{Config: at(srv.URL, "") + clinician("foreign", "max_session_duration = 7200"), Destroy: true, ExpectError: saysAt("attached policies arn:aws:iam::aws:policy/ReadOnlyAccess; inline policies by-hand", "Nothing was deleted. Take that away first; or set force_destroy = true, bring that into the state with terraform apply -target=hipaa_clinician_role.NAME, and destroy again.")},
			{Config: at(srv.URL, "") + clinician("foreign", "force_destroy = true")},
		},
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

func TestAccAuditAlarms(t *testing.T) {
	const address = "data.hipaa_audit_alarms.test"
	alarm := func(name string) tfjsonpath.Path { return tfjsonpath.New("alarms").AtMapKey(name) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: `data "hipaa_audit_alarms" "test" { names = ["root-uses"] }`, ExpectError: says(`value must be one of`)},
			{Config: `data "hipaa_audit_alarms" "test" { break_glass_users = ["x\" || ($.a = \""] }`, ExpectError: says(`write an ARN or a name`)},
			{
				Config: `data "hipaa_audit_alarms" "test" {}`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("alarms"), knownvalue.MapSizeExact(len(config.Alarms))),
					statecheck.ExpectKnownValue(address, alarm("root-use"), knownvalue.ObjectExact(map[string]knownvalue.Check{
						"name": knownvalue.StringExact("root-use"), "metric_name": knownvalue.StringExact("root-use"), "namespace": knownvalue.StringExact("HipaaAudit"),
						"description": knownvalue.StringExact("Somebody has to know of the use of the root user."), "metric_value": knownvalue.StringExact("1"),
						"pattern":             knownvalue.StringExact(`{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`),
						"comparison_operator": knownvalue.StringExact("GreaterThanOrEqualToThreshold"), "statistic": knownvalue.StringExact("Sum"), "threshold": knownvalue.Int64Exact(1),
						"period": knownvalue.Int64Exact(300), "evaluation_periods": knownvalue.Int64Exact(1), "treat_missing_data": knownvalue.StringExact("notBreaching"), "cis": knownvalue.StringExact("4.3"),
						"citations": knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("164.312(b)"), knownvalue.StringExact("164.308(a)(1)(ii)(D)"), knownvalue.StringExact("164.312(a)(2)(i)")}),
					})),
					statecheck.ExpectKnownValue(address, alarm("role-change").AtMapKey("cis"), knownvalue.Null()),
				},
			},
			{
				Config: `data "hipaa_audit_alarms" "test" {
  names             = ["break-glass-use", "root-use"]
  name_prefix       = "clinic-"
  namespace         = "Clinic"
  break_glass_roles = ["arn:aws:iam::123456789012:role/emergency"]
}`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("alarms"), knownvalue.MapSizeExact(2)),
					statecheck.ExpectKnownValue(address, alarm("root-use").AtMapKey("metric_name"), knownvalue.StringExact("clinic-root-use")),
					statecheck.ExpectKnownValue(address, alarm("break-glass-use").AtMapKey("pattern"), knownvalue.StringExact(`{ ($.eventName = "AssumeRole*") && ($.requestParameters.roleArn = "arn:aws:iam::123456789012:role/emergency") }`)),
				},
			},
		},
	})
}

func TestAccControlTowerControls(t *testing.T) {
	const address = "data.hipaa_control_tower_controls.test"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: `data "hipaa_control_tower_controls" "test" {
  region    = "us-east-1"
  citations = ["164.312(d)", "45 CFR 164.312(e)(1)"]
  behavior  = "preventive"
}`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("identifiers"), knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact("arn:aws:controltower:us-east-1::control/AWS-GR_RESTRICT_ROOT_USER"),
						knownvalue.StringExact("arn:aws:controltower:us-east-1::control/AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS"),
					})),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("controls"), knownvalue.ListSizeExact(4)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("controls").AtSliceIndex(3), knownvalue.ObjectExact(map[string]knownvalue.Check{
						"control": knownvalue.StringExact("CT.S3.PV.5"), "identifier": knownvalue.Null(), "title": knownvalue.StringExact("Require requests to S3 to be encrypted in transit"),
						"behavior": knownvalue.StringExact("preventive"), "guidance": knownvalue.StringExact("elective"), "guardrail": knownvalue.StringExact("transport"),
						"citations": knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("164.312(e)(1)"), knownvalue.StringExact("164.312(e)(2)(ii)")}),
					})),
				},
			},
			{Config: `data "hipaa_control_tower_controls" "test" {
  region    = "us-east-1"
  citations = ["164.999(z)"]
}`, ExpectError: says("There is no provision 164.999(z)")},
		},
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestAccGuardrailPolicyDocument(t *testing.T) {
	const address = "data.hipaa_guardrail_policy_document.test"
	guardrails := func(body string) string {
		return "data \"hipaa_guardrail_policy_document\" \"test\" {\n" + body + "\n}\n"
	}
	file := filepath.Join(t.TempDir(), ".hipaacheck.hcl")
	if err := os.WriteFile(file, []byte("eligible_services {\n  add    = [\"gamelift\"]\n  remove = [\"transfer\"]\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: guardrails(`
  type              = "SERVICE_CONTROL_POLICY"
  guardrails        = ["leave_organization", "backups"]
  exempt_principals = ["arn:aws:iam::*:role/deploy"]
  exemptions        = { backups = ["arn:aws:iam::*:role/vaults"] }`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("documents"), knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact(
						`{"Version":"2012-10-17","Statement":[{"Sid":"DenyLeaving","Effect":"Deny","Action":["account:CloseAccount","organizations:LeaveOrganization"],"Resource":"*"},` +
							`{"Sid":"DenyBackupLoss","Effect":"Deny","Action":["backup:DeleteBackupVault","backup:DeleteBackupVaultAccessPolicy","backup:DeleteBackupVaultLockConfiguration",` +
							`"backup:DeleteRecoveryPoint","backup:DisassociateRecoveryPoint","backup:PutBackupVaultAccessPolicy","backup:UpdateRecoveryPointLifecycle"],"Resource":"*",` +
							`"Condition":{"ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::*:role/deploy","arn:aws:iam::*:role/vaults"]}}}]}`)})),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("statements").AtSliceIndex(1), knownvalue.ObjectExact(map[string]knownvalue.Check{
						"sid": knownvalue.StringExact("DenyBackupLoss"), "guardrail": knownvalue.StringExact("backups"), "document": knownvalue.Int64Exact(0),
						"description": knownvalue.StringExact("Nothing of a backup is lost."),
						"citations":   knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("164.308(a)(7)(ii)(A)"), knownvalue.StringExact("164.312(c)(1)")}),
					})),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("quota_as_of"), knownvalue.StringExact("2026-11-23")),
				},
			},
			{
				Config: guardrails("type = \"RESOURCE_CONTROL_POLICY\"\nguardrails = [\"transport\"]"),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("documents").AtSliceIndex(0), knownvalue.StringExact(
					`{"Version":"2012-10-17","Statement":[{"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*",`+
						`"Action":["dynamodb:*","ecr:*","kms:*","s3:*","secretsmanager:*","sqs:*","sts:*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},`+
						`{"Sid":"DenyOldTls","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"NumericLessThan":{"s3:TlsVersion":"1.2"}}}]}`))},
			},
			{ // In as few documents as go, with a limit of one's own.
				Config: guardrails("type = \"SERVICE_CONTROL_POLICY\"\nguardrails = [\"audit_tampering\", \"encryption\"]\nmax_characters = 1500"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("documents"), knownvalue.ListSizeExact(2)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("statements").AtSliceIndex(6).AtMapKey("document"), knownvalue.Int64Exact(1)),
				},
			},
			{ // One list for the rules and the guardrail.
				Config: at("http://127.0.0.1:1", "config_file = "+strconv.Quote(file)) + guardrails("type = \"SERVICE_CONTROL_POLICY\"\nguardrails = [\"eligible_services\"]"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("documents").AtSliceIndex(0), knownvalue.StringRegexp(says(`"gamelift:*"`))),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("documents").AtSliceIndex(0), knownvalue.StringRegexp(regexp.MustCompile(`"transcribe:\*","transform:\*"`))),
				},
			},
			{Config: guardrails("type = \"SCP\"\nguardrails = [\"logs\"]"), ExpectError: says("value must be one of")},
			{Config: guardrails("type = \"SERVICE_CONTROL_POLICY\"\nguardrails = [\"log\"]"), ExpectError: says(`There is no guardrail "log" among those of an SCP; there are audit_tampering`)},
			{
				Config:      guardrails("type = \"SERVICE_CONTROL_POLICY\"\nguardrails = [\"logs\"]\nexempt_principals = [\"arn:aws:iam::*:role/*\"]"),
				ExpectError: says(`"arn:aws:iam::*:role/*" exempts whoever can choose a role's name`),
			},
			{
				Config:      guardrails("type = \"SERVICE_CONTROL_POLICY\"\nguardrails = [\"eligible_services\"]\nremoved_services = [\"secretsmanager\"]"),
				ExpectError: says(`The guardrails would lock the organisation out`),
			},
		},
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestAccKMSKeyPolicyDocument(t *testing.T) {
	const address = "data.hipaa_kms_key_policy_document.test"
	key := func(body string) string {
		return "data \"hipaa_kms_key_policy_document\" \"test\" {\n  account_id = \"123456789012\"\n" + body + "\n}\n"
	}
	const administered = `  administrators = ["arn:aws:iam::123456789012:role/keys"]` + "\n"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: key(administered + `
  users = ["arn:aws:iam::123456789012:role/app"]
  via_services = ["s3.us-east-1.amazonaws.com"]
  services = [{ principal = "cloudtrail.amazonaws.com" }]`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("json"), knownvalue.StringRegexp(says(
						`{"Sid":"Users","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/app"},"Action":["kms:Decrypt","kms:DescribeKey","kms:Encrypt","kms:GenerateDataKey",`+
							`"kms:GenerateDataKeyWithoutPlaintext","kms:ReEncryptFrom","kms:ReEncryptTo"],"Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}`))),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("json"), knownvalue.StringRegexp(says(`"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}`))),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("statements").AtSliceIndex(4).AtMapKey("sid"), knownvalue.StringExact("Administrators")),
				},
			},
			{
				Config:      key(administered + `users = ["arn:aws:iam::123456789012:role/app", "arn:aws:iam::123456789012:role/keys"]`),
				ExpectError: says(`administrators = ["arn:aws:iam::123456789012:role/keys"]`),
			},
			{Config: key(administered + `users = ["arn:aws:iam::123456789012:root"]`), ExpectError: says("is a whole account")},
			{Config: key(administered + `services = [{ principal = "sns.amazonaws.com", source_accounts = [] }]`), ExpectError: says("sns.amazonaws.com would act for anybody")},
		},
	})
}

func TestAccStorePolicyDocument(t *testing.T) {
	const address = "data.hipaa_store_policy_document.test"
	store := func(body string) string {
		return "data \"hipaa_store_policy_document\" \"test\" {\n  account_id = \"123456789012\"\n" + body + "\n}\n"
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: store(`
  type    = "queue"
  arn     = "arn:aws:sqs:us-east-1:123456789012:orders"
  writers = ["arn:aws:iam::123456789012:role/app"]
  grant_access = true`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("json"), knownvalue.StringExact(
						`{"Version":"2012-10-17","Statement":[{"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"arn:aws:sqs:us-east-1:123456789012:orders",`+
							`"Condition":{"Bool":{"aws:SecureTransport":"false"}}},{"Sid":"DenyOutsiders","Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"arn:aws:sqs:us-east-1:123456789012:orders",`+
							`"Condition":{"StringNotEqualsIfExists":{"aws:PrincipalAccount":"123456789012"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}},`+
							`{"Sid":"DenyOtherWriters","Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:orders",`+
							`"Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/app"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}},`+
							`{"Sid":"Writers","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/app"},"Action":["sqs:GetQueueUrl","sqs:SendMessage"],"Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}]}`)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("citations").AtSliceIndex(0), knownvalue.StringExact("164.312(e)(1)")),
				},
			},
			{
				Config: store(`
  type       = "queue"
  arn        = "arn:aws:sqs:us-east-1:123456789012:orders"
  writers    = ["arn:aws:iam::123456789012:role/app"]
  grant_access = true
  only_named   = false`),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("statements"), knownvalue.ListSizeExact(3))},
			},
			{Config: store("type = \"cluster\"\narn = \"x\""), ExpectError: says("type value must be one of")},
			{Config: store("type = \"secret\"\narn = \"arn:aws:s3:::records\""), ExpectError: says("is no ARN of a secret; AWS writes")},
		},
	})
}

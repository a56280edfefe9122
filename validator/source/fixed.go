// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"slices"
	"strings"
)

// What is known of an attribute before its value is: that it is one text
// without wildcards, neither null nor empty, and that another attribute will
// have the same value. Source: the documentation of hashicorp/aws 5 and 6
// ("Attribute Reference"), and the grammar of names in AWS's API references.

// freeNames are resource types whose identifiers repeat a text of the user's
// that may hold wildcards: object keys, record names, tags, item keys.
var freeNames = []string{
	"aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy", "aws_s3_objects", "aws_route53_record", "aws_dynamodb_table_item",
	"aws_ses_", "aws_sesv2_", "aws_cognito_user", "aws_cognito_resource_server", "aws_apigatewayv2_route", "aws_api_gateway_",
	"aws_ec2_tag", "aws_ecs_tag", "aws_dynamodb_tag", "aws_autoscaling_group_tag", "aws_transfer_tag", "aws_acm_certificate_validation",
	"aws_s3control_", "aws_lakeformation_", "aws_lambda_permission", "aws_lambda_invocation", "aws_ssm_document", "aws_iot_", "aws_appconfig_",
	"aws_cloudformation_", "aws_cloudcontrolapi_resource", "aws_caller_identity", "aws_partition", "aws_region", "aws_arn",
}

// plainNames are attributes, beside ids and ARNs, whose grammar leaves no room
// for wildcards.
var plainNames = map[string][]string{
	"aws_iam_role":                    {"name", "unique_id"},
	"aws_iam_user":                    {"name", "unique_id"},
	"aws_iam_group":                   {"name", "unique_id"},
	"aws_iam_policy":                  {"name", "policy_id"},
	"aws_iam_instance_profile":        {"name", "unique_id"},
	"aws_iam_openid_connect_provider": {"url"},
	"aws_s3_bucket":                   {"bucket", "bucket_domain_name", "bucket_regional_domain_name"},
	"aws_kms_key":                     {"key_id"},
	"aws_kms_alias":                   {"name", "target_key_arn", "target_key_id"},
	"aws_sqs_queue":                   {"name", "url"},
	"aws_sns_topic":                   {"name"},
	"aws_dynamodb_table":              {"name", "stream_arn"},
	"aws_lambda_function":             {"function_name", "qualified_arn", "invoke_arn"},
	"aws_cloudwatch_log_group":        {"name"},
	"aws_ecr_repository":              {"name", "repository_url", "registry_id"},
	"aws_ecs_cluster":                 {"name"},
	"aws_eks_cluster":                 {"name", "endpoint", "identity[0].oidc[0].issuer"},
	"aws_secretsmanager_secret":       {"name"},
	"aws_kinesis_stream":              {"name"},
	"aws_cloudfront_distribution":     {"domain_name"},
	"aws_organizations_organization":  {"master_account_arn", "roots[0].id", "roots[0].arn"},
	"aws_vpc":                         {"default_security_group_id", "main_route_table_id"},
	"aws_lb":                          {"arn_suffix", "dns_name"},
	"aws_instance":                    {"private_ip", "public_ip"},
	"aws_eip":                         {"public_ip", "private_ip"},
	"random_id":                       {"hex", "dec", "b64_url", "b64_std", "id"},
	"random_uuid":                     {"result", "id"},
	"random_integer":                  {"result", "id"},
	"time_static":                     {"rfc3339", "unix", "id"},
	"time_offset":                     {"rfc3339", "unix", "id"},
	"time_rotating":                   {"rfc3339", "unix", "id"},
	"null_resource":                   {"id"},
	"terraform_data":                  {"id"},
	"tls_private_key":                 {"id", "public_key_fingerprint_md5", "public_key_fingerprint_sha256"},
}

// same names, for an identifier, the attribute that has the same value and is
// known more often.
var same = map[string]map[string]string{
	"aws_iam_role":                    {"id": "name"},
	"aws_iam_user":                    {"id": "name"},
	"aws_iam_group":                   {"id": "name"},
	"aws_iam_instance_profile":        {"id": "name"},
	"aws_iam_policy":                  {"id": "arn"},
	"aws_s3_bucket":                   {"id": "bucket"},
	"aws_s3_bucket_policy":            {"id": "bucket"},
	"aws_sns_topic":                   {"id": "arn"},
	"aws_sqs_queue":                   {"url": "id"},
	"aws_dynamodb_table":              {"id": "name"},
	"aws_kms_key":                     {"id": "key_id"},
	"aws_lambda_function":             {"id": "function_name"},
	"aws_cloudwatch_log_group":        {"id": "name"},
	"aws_secretsmanager_secret":       {"id": "arn"},
	"aws_ecr_repository":              {"id": "name"},
	"aws_ecs_cluster":                 {"id": "arn"},
	"aws_eks_cluster":                 {"id": "name"},
	"aws_sfn_state_machine":           {"id": "arn"},
	"aws_backup_vault":                {"id": "name"},
	"aws_kinesis_stream":              {"id": "arn"},
	"aws_lb":                          {"id": "arn"},
	"aws_iam_openid_connect_provider": {"id": "arn"},
	"aws_iam_saml_provider":           {"id": "arn"},
	"terraform_data":                  {"output": "input"},
}

// isFixed reports whether an unknown attribute of a resource instance is sure
// to be one text without wildcards, neither null nor empty.
func isFixed(address, path string) bool {
	kind := kindOf(address)
	if slices.Contains(plainNames[kind], path) {
		return true
	}
	if strings.HasPrefix(kind, "hipaa_") && path == "name" {
		return true
	}
	if !strings.HasPrefix(kind, "aws_") && !strings.HasPrefix(kind, "awscc_") && !strings.HasPrefix(kind, "hipaa_") || slices.ContainsFunc(freeNames, func(p string) bool {
		return kind == p || strings.HasSuffix(p, "_") && strings.HasPrefix(kind, p)
	}) {
		return false
	}
	return path == "arn" || path == "id"
}

// isQuiet reports whether no attribute of a resource holds quotes. Its values are
// no plain texts of their own, since they are sure to stand elsewhere as well:
// the account, the partition, the region.
func isQuiet(address string) bool {
	return slices.Contains([]string{"aws_caller_identity", "aws_partition", "aws_region", "aws_canonical_user_id", "aws_elb_service_account", "aws_organizations_organization"}, kindOf(address))
}

// kindOf returns the resource type in an address.
func kindOf(address string) string {
	rest := address
	for strings.HasPrefix(rest, "module.") {
		if rest = afterStep(rest[len("module."):]); rest == "" {
			return ""
		}
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "data."), "ephemeral.")
	kind, _, _ := strings.Cut(rest, ".")
	return kind
}

// afterStep returns what follows a name with its instance key and a dot.
func afterStep(s string) string {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case !quoted && s[i] == '.':
			return s[i+1:]
		}
	}
	return ""
}

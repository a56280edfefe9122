// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// storeTypes are the resource types that can hold data, with the ARN that
// follows from the resource's name where AWS gives it no other part.
var storeTypes = map[string]string{
	"aws_s3_bucket":                 "arn:%s:s3:::{bucket}",
	"aws_dynamodb_table":            "",
	"aws_db_instance":               "",
	"aws_rds_cluster":               "",
	"aws_redshift_cluster":          "",
	"aws_efs_file_system":           "",
	"aws_healthlake_fhir_datastore": "",
	"aws_kinesis_stream":            "",
	"aws_opensearch_domain":         "",
	"aws_secretsmanager_secret":     "",
	"aws_sns_topic":                 "",
	"aws_sqs_queue":                 "",
	"aws_kms_key":                   "",
}

// relevant reports whether rules look at this resource's values.
func relevant(rc *tfjson.ResourceChange) bool {
	if rc.Mode == tfjson.DataResourceMode {
		return rc.Type == policyDocumentType
	}
	if rc.Mode != tfjson.ManagedResourceMode {
		return false
	}
	_, store := storeTypes[rc.Type]
	return store || isIAM(rc.Type) || rc.Type == trailType || slices.Contains(ruleTypes(), rc.Type)
}

// ruleTypes are the resource types of which rules read the arguments.
var ruleTypes = sync.OnceValue(safeguard.ResourceTypes)

// trailType is the audit trail.
const trailType = "aws_cloudtrail"

// policyDocumentType is the data source that shows a document by its statements.
const policyDocumentType = "aws_iam_policy_document"

// isIAM reports whether a type is one of IAM's, of the AWS provider or of this one.
func isIAM(name string) bool {
	return strings.HasPrefix(name, "aws_iam_") || isTemplateRole(name)
}

// isTemplateRole reports whether a type is a role of this project's provider.
func isTemplateRole(name string) bool {
	return name == "hipaa_role" || strings.HasPrefix(name, "hipaa_") && strings.HasSuffix(name, "_role")
}

// samlProviderType makes a SAML identity provider.
const samlProviderType = "aws_iam_saml_provider"

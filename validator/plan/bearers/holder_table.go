// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

const (
	roleARN  = "arn:{partition}:iam::{account}:role{path}{name}"
	bucketOf = "arn:{partition}:s3:::{bucket}"
)

// holderRows is tested against the provider's schema, and its formats against
// the Service Authorization Reference.
var holderRows = []Holder{
	// Principals and policies.
	{Type: "aws_iam_role", ARN: "arn", Keys: []string{"arn", "name", "id"}, Format: roleARN, Principal: "role"},
	{Type: "aws_iam_user", ARN: "arn", Keys: []string{"arn", "name", "id"}, Format: "arn:{partition}:iam::{account}:user{path}{name}", Principal: "user"},
	{Type: "aws_iam_group", ARN: "arn", Keys: []string{"arn", "name", "id"}, Format: "arn:{partition}:iam::{account}:group{path}{name}", Principal: "group"},
	{Type: "aws_iam_policy", ARN: "arn", Keys: []string{"arn", "id", "name"}, Format: "arn:{partition}:iam::{account}:policy{path}{name}"},
	{Type: "aws_ssoadmin_permission_set", ARN: "arn", Keys: []string{"arn"}},
	{Type: "aws_organizations_policy", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_organizations_organization", ARN: "arn", Keys: []string{"id", "master_account_id"}},
	{Type: "aws_organizations_organizational_unit", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_organizations_account", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_iot_policy", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:iot:{region}:{account}:policy/{name}"},
	{Type: "aws_rolesanywhere_profile", ARN: "arn", Keys: []string{"id", "arn"}},

	// Storage and keys.
	{Type: "aws_s3_bucket", ARN: "arn", Keys: []string{"bucket", "id", "arn"}, Format: bucketOf},
	{Type: "aws_s3_directory_bucket", ARN: "arn", Keys: []string{"bucket", "id", "arn"}, Format: "arn:{partition}:s3express:{region}:{account}:bucket/{bucket}"},
	{Type: "aws_s3_access_point", ARN: "arn", Keys: []string{"arn", "id", "name"}},
	{Type: "aws_s3control_bucket", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_s3control_multi_region_access_point", ARN: "arn", Keys: []string{"details[].name", "alias", "arn"}},
	{Type: "aws_s3control_object_lambda_access_point", ARN: "arn", Keys: []string{"name", "arn"}, Format: "arn:{partition}:s3-object-lambda:{region}:{account}:accesspoint/{name}"},
	{Type: "aws_s3control_access_grants_instance", ARN: "access_grants_instance_arn", Keys: []string{"access_grants_instance_arn"}, Format: "arn:{partition}:s3:{region}:{account}:access-grants/default"},
	{Type: "aws_s3tables_table_bucket", ARN: "arn", Keys: []string{"arn"}, Format: "arn:{partition}:s3tables:{region}:{account}:bucket/{name}"},
	{Type: "aws_s3tables_table", ARN: "arn", Keys: []string{"name", "arn"}},
	{Type: "aws_glacier_vault", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:glacier:{region}:{account}:vaults/{name}"},
	{Type: "aws_media_store_container", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:mediastore:{region}:{account}:container/{name}"},
	{Type: "aws_efs_file_system", ARN: "arn", Keys: []string{"id", "arn"}, Format: "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{id}"},
	{Type: "aws_backup_vault", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:backup:{region}:{account}:backup-vault:{name}"},
	{Type: "aws_backup_logically_air_gapped_vault", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:backup:{region}:{account}:backup-vault:{name}"},
	{Type: "aws_kms_key", ARN: "arn", Keys: []string{"key_id", "id", "arn"}, Format: "arn:{partition}:kms:{region}:{account}:key/{key_id}"},
	{Type: "aws_kms_external_key", ARN: "arn", Keys: []string{"id", "arn"}, Format: "arn:{partition}:kms:{region}:{account}:key/{id}"},
	{Type: "aws_kms_replica_key", ARN: "arn", Keys: []string{"key_id", "id", "arn"}, Format: "arn:{partition}:kms:{region}:{account}:key/{key_id}"},
	{Type: "aws_kms_replica_external_key", ARN: "arn", Keys: []string{"key_id", "id", "arn"}, Format: "arn:{partition}:kms:{region}:{account}:key/{key_id}"},
	// AWS adds six characters to a secret's name.
	{Type: "aws_secretsmanager_secret", ARN: "arn", Keys: []string{"arn", "id", "name"}},

	// Data.
	{Type: "aws_dynamodb_table", ARN: "arn", Keys: []string{"arn", "name", "id", "stream_arn"}, Format: "arn:{partition}:dynamodb:{region}:{account}:table/{name}"},
	{Type: "aws_kinesis_stream", ARN: "arn", Keys: []string{"arn", "id", "name"}, Format: "arn:{partition}:kinesis:{region}:{account}:stream/{name}"},
	{Type: "aws_kinesis_stream_consumer", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_opensearch_domain", ARN: "arn", Keys: []string{"domain_name", "arn"}, Format: "arn:{partition}:es:{region}:{account}:domain/{domain_name}"},
	{Type: "aws_elasticsearch_domain", ARN: "arn", Keys: []string{"domain_name", "arn"}, Format: "arn:{partition}:es:{region}:{account}:domain/{domain_name}"},
	{Type: "aws_cloudsearch_domain", ARN: "arn", Keys: []string{"id", "name", "arn"}, Format: "arn:{partition}:cloudsearch:{region}:{account}:domain/{name}"},
	{Type: "aws_redshift_cluster", ARN: "arn", Keys: []string{"cluster_namespace_arn", "arn"}},
	{Type: "aws_redshiftserverless_namespace", ARN: "arn", Keys: []string{"arn"}},
	{Type: "aws_msk_cluster", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_msk_serverless_cluster", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_sagemaker_model_package_group", ARN: "arn", Keys: []string{"model_package_group_name", "id", "arn"}, Format: "arn:{partition}:sagemaker:{region}:{account}:model-package-group/{model_package_group_name}"},

	// Messaging.
	{Type: "aws_sns_topic", ARN: "arn", Keys: []string{"arn", "id"}, Format: "arn:{partition}:sns:{region}:{account}:{name}"},
	{Type: "aws_sqs_queue", ARN: "arn", Keys: []string{"url", "id", "arn"}, Format: "arn:{partition}:sqs:{region}:{account}:{name}"},
	{Type: "aws_cloudwatch_event_bus", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:events:{region}:{account}:event-bus/{name}"},
	{Type: "aws_schemas_registry", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:schemas:{region}:{account}:registry/{name}"},
	{Type: "aws_ses_domain_identity", ARN: "arn", Keys: []string{"arn", "domain"}, Format: "arn:{partition}:ses:{region}:{account}:identity/{domain}"},
	{Type: "aws_ses_email_identity", ARN: "arn", Keys: []string{"arn", "email"}, Format: "arn:{partition}:ses:{region}:{account}:identity/{email}"},
	{Type: "aws_sesv2_email_identity", ARN: "arn", Keys: []string{"email_identity", "id", "arn"}, Format: "arn:{partition}:ses:{region}:{account}:identity/{email_identity}"},

	// Programs.
	{Type: "aws_lambda_function", ARN: "arn", Keys: []string{"function_name", "arn", "id"}, Format: "arn:{partition}:lambda:{region}:{account}:function:{function_name}"},
	{Type: "aws_lambda_layer_version", ARN: "arn", Keys: []string{"layer_name", "layer_arn", "arn"}},
	{Type: "aws_ecr_repository", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:ecr:{region}:{account}:repository/{name}"},
	{Type: "aws_ecrpublic_repository", ARN: "arn", Keys: []string{"repository_name", "id", "arn"}, Format: "arn:{partition}:ecr-public::{account}:repository/{repository_name}"},
	{Type: "aws_codeartifact_domain", ARN: "arn", Keys: []string{"domain", "arn"}, Format: "arn:{partition}:codeartifact:{region}:{account}:domain/{domain}"},
	{Type: "aws_codeartifact_repository", ARN: "arn", Keys: []string{"repository", "arn"}, Format: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}"},
	{Type: "aws_codebuild_project", ARN: "arn", Keys: []string{"arn", "id"}, Format: "arn:{partition}:codebuild:{region}:{account}:project/{name}"},
	{Type: "aws_codebuild_report_group", ARN: "arn", Keys: []string{"arn", "id"}, Format: "arn:{partition}:codebuild:{region}:{account}:report-group/{name}"},
	{Type: "aws_signer_signing_profile", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:signer:{region}:{account}:/signing-profiles/{name}"},
	{Type: "aws_api_gateway_rest_api", ARN: "arn", Keys: []string{"id", "arn"}, Format: "arn:{partition}:apigateway:{region}::/restapis/{id}"},
	{Type: "aws_api_gateway_domain_name", ARN: "arn", Keys: []string{"arn", "domain_name"}},

	// Operation and network.
	{Type: "aws_cloudwatch_log_destination", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:logs:{region}:{account}:destination:{name}"},
	{Type: "aws_cloudwatch_log_delivery_destination", ARN: "arn", Keys: []string{"name", "arn"}, Format: "arn:{partition}:logs:{region}:{account}:delivery-destination:{name}"},
	{Type: "aws_oam_sink", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_acmpca_certificate_authority", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_prometheus_workspace", ARN: "arn", Keys: []string{"id", "arn"}, Format: "arn:{partition}:aps:{region}:{account}:workspace/{id}"},
	{Type: "aws_vpc_endpoint", ARN: "arn", Keys: []string{"id", "arn"}, Format: "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}"},
	{Type: "aws_vpclattice_service", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_vpclattice_service_network", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_networkfirewall_firewall_policy", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_networkfirewall_rule_group", ARN: "arn", Keys: []string{"arn", "id"}},
	{Type: "aws_transfer_server", ARN: "arn", Keys: []string{"id"}},
	{Type: "aws_emr_studio", ARN: "arn", Keys: []string{"id"}},

	// hashicorp/aws 6.
	{Type: "aws_s3vectors_vector_bucket", ARN: "vector_bucket_arn", Keys: []string{"vector_bucket_arn"}, Provider: AWS6},
	{Type: "aws_s3files_file_system", ARN: "file_system_arn", Keys: []string{"file_system_id"}, Provider: AWS6},
	{Type: "aws_dsql_cluster", ARN: "arn", Keys: []string{"identifier", "arn"}, Format: "arn:{partition}:dsql:{region}:{account}:cluster/{identifier}", Provider: AWS6},
	{Type: "aws_osis_pipeline", ARN: "pipeline_arn", Keys: []string{"pipeline_arn"}, Format: "arn:{partition}:osis:{region}:{account}:pipeline/{pipeline_name}", Provider: AWS6},
	{Type: "aws_ssm_parameter", ARN: "arn", Keys: []string{"arn"}, Provider: AWS6},

	// hashicorp/awscc.
	{Type: "awscc_iam_role", ARN: "arn", Keys: []string{"role_name", "arn", "id"}, Format: "arn:{partition}:iam::{account}:role{path}{role_name}", Principal: "role"},
	{Type: "awscc_iam_user", ARN: "arn", Keys: []string{"user_name", "arn", "id"}, Format: "arn:{partition}:iam::{account}:user{path}{user_name}", Principal: "user"},
	{Type: "awscc_iam_group", ARN: "arn", Keys: []string{"group_name", "arn", "id"}, Format: "arn:{partition}:iam::{account}:group{path}{group_name}", Principal: "group"},
	{Type: "awscc_iam_managed_policy", ARN: "policy_arn", Keys: []string{"policy_arn", "id", "managed_policy_name"}, Format: "arn:{partition}:iam::{account}:policy{path}{managed_policy_name}"},
	{Type: "awscc_sso_permission_set", ARN: "permission_set_arn", Keys: []string{"permission_set_arn"}},
	{Type: "awscc_organizations_policy", ARN: "arn", Keys: []string{"policy_id", "id"}},
	{Type: "awscc_s3_bucket", ARN: "arn", Keys: []string{"bucket_name", "id", "arn"}, Format: "arn:{partition}:s3:::{bucket_name}"},
	{Type: "awscc_s3express_directory_bucket", ARN: "arn", Keys: []string{"bucket_name", "id", "arn"}, Format: "arn:{partition}:s3express:{region}:{account}:bucket/{bucket_name}"},
	{Type: "awscc_secretsmanager_secret", Keys: []string{"secret_id", "id"}},
	{Type: "awscc_sns_topic", ARN: "topic_arn", Keys: []string{"topic_arn", "id"}, Format: "arn:{partition}:sns:{region}:{account}:{topic_name}"},
	{Type: "awscc_sqs_queue", ARN: "arn", Keys: []string{"queue_url", "id", "arn"}, Format: "arn:{partition}:sqs:{region}:{account}:{queue_name}"},
	{Type: "awscc_lambda_function", ARN: "arn", Keys: []string{"function_name", "id", "arn"}, Format: "arn:{partition}:lambda:{region}:{account}:function:{function_name}"},
}

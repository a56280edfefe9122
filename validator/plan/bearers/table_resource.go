// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

var storageRows = []Bearer{
	{Type: "aws_s3_bucket", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_s3_bucket_policy"}},
	{Type: "aws_s3_bucket_policy", Path: "policy", Kind: Resource, On: on("bucket", "bucket", "aws_s3_bucket", "aws_s3_directory_bucket", "awscc_s3_bucket")},
	{Type: "aws_s3_access_point", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_s3control_access_point_policy"},
		Note: "what the access point grants the bucket's own policy has to allow as well"},
	{Type: "aws_s3control_access_point_policy", Path: "policy", Kind: Resource, On: on("access_point_arn", "arn", "aws_s3_access_point")},
	{Type: "aws_s3control_bucket_policy", Path: "policy", Kind: Resource, On: on("bucket", "arn", "aws_s3control_bucket")},
	{Type: "aws_s3control_multi_region_access_point_policy", Path: "details[].policy", Kind: Resource, On: on("details[].name", "details[].name", "aws_s3control_multi_region_access_point")},
	{Type: "aws_s3control_object_lambda_access_point_policy", Path: "policy", Kind: Resource, On: on("name", "name", "aws_s3control_object_lambda_access_point")},
	{Type: "aws_s3control_access_grants_instance_resource_policy", Path: "policy", Kind: Resource,
		Note: "of the one Access Grants instance that an account has in a Region"},
	{Type: "aws_s3tables_table_bucket_policy", Path: "resource_policy", Kind: Resource, On: on("table_bucket_arn", "arn", "aws_s3tables_table_bucket")},
	{Type: "aws_s3tables_table_policy", Path: "resource_policy", Kind: Resource, On: on("name", "name", "aws_s3tables_table")},
	{Type: "aws_glacier_vault", Path: "access_policy", Kind: Resource, On: self},
	{Type: "aws_glacier_vault_lock", Path: "policy", Kind: Resource, On: on("vault_name", "name", "aws_glacier_vault"), Note: "locked for good once complete_lock is set"},
	{Type: "aws_media_store_container_policy", Path: "policy", Kind: Resource, On: on("container_name", "name", "aws_media_store_container")},
	{Type: "aws_efs_file_system_policy", Path: "policy", Kind: Resource, On: on("file_system_id", "id", "aws_efs_file_system")},
	{Type: "aws_backup_vault_policy", Path: "policy", Kind: Resource, On: on("backup_vault_name", "name", "aws_backup_vault", "aws_backup_logically_air_gapped_vault")},

	{Type: "aws_kms_key", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_kms_key_policy"}, Note: noKeyPolicy},
	{Type: "aws_kms_external_key", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_kms_key_policy"}, Note: noKeyPolicy},
	{Type: "aws_kms_replica_key", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_kms_key_policy"}, Note: noKeyPolicy},
	{Type: "aws_kms_replica_external_key", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_kms_key_policy"}, Note: noKeyPolicy},
	{Type: "aws_kms_key_policy", Path: "policy", Kind: Resource, On: on("key_id", "key_id", keys...), Note: "removing it leaves the policy as it is: a key always has one"},
	{Type: "aws_secretsmanager_secret", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_secretsmanager_secret_policy"}},
	{Type: "aws_secretsmanager_secret_policy", Path: "policy", Kind: Resource, On: on("secret_arn", "arn", "aws_secretsmanager_secret", "awscc_secretsmanager_secret")},
}

const noKeyPolicy = "where none is written AWS lets the whole account use the key, as its IAM policies say"

// keys are the ways to make a KMS key.
var keys = []string{"aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"}

var dataRows = []Bearer{
	{Type: "aws_dynamodb_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_dynamodb_table"), Note: "of a table, or of its stream"},
	{Type: "aws_kinesis_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_kinesis_stream", "aws_kinesis_stream_consumer")},
	{Type: "aws_opensearch_domain", Path: "access_policies", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_opensearch_domain_policy"}},
	{Type: "aws_opensearch_domain_policy", Path: "access_policies", Kind: Resource, On: on("domain_name", "domain_name", "aws_opensearch_domain")},
	{Type: "aws_elasticsearch_domain", Path: "access_policies", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_elasticsearch_domain_policy"}},
	{Type: "aws_elasticsearch_domain_policy", Path: "access_policies", Kind: Resource, On: on("domain_name", "domain_name", "aws_elasticsearch_domain")},
	{Type: "aws_opensearchserverless_access_policy", Path: "policy", Kind: Resource, Note: "data access rules in a language of their own, whose principals are IAM's"},
	{Type: "aws_opensearchserverless_security_policy", Path: "policy", Kind: Other, Note: "type network says whether the collection is reachable from the internet"},
	{Type: "aws_cloudsearch_domain_service_access_policy", Path: "access_policy", Kind: Resource, On: on("domain_name", "id", "aws_cloudsearch_domain")},
	{Type: "aws_redshift_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "cluster_namespace_arn", "aws_redshift_cluster")},
	{Type: "aws_redshiftserverless_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_redshiftserverless_namespace"), Note: "of a snapshot"},
	{Type: "aws_msk_cluster_policy", Path: "policy", Kind: Resource, On: on("cluster_arn", "arn", "aws_msk_cluster", "aws_msk_serverless_cluster")},
	{Type: "aws_glue_resource_policy", Path: "policy", Kind: Resource, Note: "of the account's Data Catalog in the Region; the document names databases and tables"},
	{Type: "aws_sagemaker_model_package_group_policy", Path: "resource_policy", Kind: Resource, On: on("model_package_group_name", "model_package_group_name", "aws_sagemaker_model_package_group")},
}

var messagingRows = []Bearer{
	{Type: "aws_sns_topic", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_sns_topic_policy"},
		Note: "where none is written AWS lets the topic's own account use it"},
	{Type: "aws_sns_topic_policy", Path: "policy", Kind: Resource, On: on("arn", "arn", "aws_sns_topic", "awscc_sns_topic")},
	{Type: "aws_sqs_queue", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_sqs_queue_policy"}},
	{Type: "aws_sqs_queue_policy", Path: "policy", Kind: Resource, On: on("queue_url", "url", "aws_sqs_queue", "awscc_sqs_queue")},
	{Type: "aws_cloudwatch_event_bus_policy", Path: "policy", Kind: Resource, On: on("event_bus_name", "name", "aws_cloudwatch_event_bus"), Note: "of the default bus where none is named"},
	{Type: "aws_schemas_registry_policy", Path: "policy", Kind: Resource, On: on("registry_name", "name", "aws_schemas_registry")},
	{Type: "aws_ses_identity_policy", Path: "policy", Kind: Resource, On: on("identity", "arn", "aws_ses_domain_identity", "aws_ses_email_identity")},
	{Type: "aws_sesv2_email_identity_policy", Path: "policy", Kind: Resource, On: on("email_identity", "email_identity", "aws_sesv2_email_identity")},
	{Type: "aws_iot_policy", Path: "policy", Kind: Other, On: self, Note: "the IAM language with actions iot:…, policy variables of its own and certificates and Cognito identities as principals"},
	{Type: "aws_iot_policy_attachment", Path: "policy", Role: Attachment, Kind: Other, On: on("target", "arn"), Policy: Reference{Types: []string{"aws_iot_policy", "awscc_iot_policy"}, Key: "name"}},
}

var computeRows = []Bearer{
	{Type: "aws_ecr_repository_policy", Path: "policy", Kind: Resource, On: on("repository", "name", "aws_ecr_repository")},
	{Type: "aws_ecr_registry_policy", Path: "policy", Kind: Resource, Note: "of the account's registry in the Region; the document names repositories"},
	{Type: "aws_ecr_repository_creation_template", Path: "repository_policy", Kind: Resource, Note: "of every repository that AWS makes under prefix"},
	{Type: "aws_ecrpublic_repository_policy", Path: "policy", Kind: Resource, On: on("repository_name", "repository_name", "aws_ecrpublic_repository")},
	{Type: "aws_codeartifact_domain_permissions_policy", Path: "policy_document", Kind: Resource, On: on("domain", "domain", "aws_codeartifact_domain")},
	{Type: "aws_codeartifact_repository_permissions_policy", Path: "policy_document", Kind: Resource, On: on("repository", "repository", "aws_codeartifact_repository")},
	{Type: "aws_codebuild_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_codebuild_project", "aws_codebuild_report_group")},
	{Type: "aws_api_gateway_rest_api", Path: "policy", Kind: Resource, On: self, Computed: true, Elsewhere: []string{"aws_api_gateway_rest_api_policy"}},
	{Type: "aws_api_gateway_rest_api_policy", Path: "policy", Kind: Resource, On: on("rest_api_id", "id", "aws_api_gateway_rest_api")},
	{Type: "aws_api_gateway_domain_name", Path: "policy", Kind: Resource, On: self, Note: "of a private custom domain name"},
}

var operationRows = []Bearer{
	{Type: "aws_cloudwatch_log_resource_policy", Path: "policy_document", Kind: Resource, Note: "of the account's log groups in the Region; the document names them"},
	{Type: "aws_cloudwatch_log_destination_policy", Path: "access_policy", Kind: Resource, On: on("destination_name", "name", "aws_cloudwatch_log_destination")},
	{Type: "aws_cloudwatch_log_delivery_destination_policy", Path: "delivery_destination_policy", Kind: Resource, On: on("delivery_destination_name", "name", "aws_cloudwatch_log_delivery_destination")},
	{Type: "aws_xray_resource_policy", Path: "policy_document", Kind: Resource, Note: "of the account's traces in the Region"},
	{Type: "aws_oam_sink_policy", Path: "policy", Kind: Resource, On: on("sink_identifier", "id", "aws_oam_sink"), Note: "says which accounts may send their logs, metrics and traces here"},
	{Type: "aws_acmpca_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_acmpca_certificate_authority")},
}

var networkRows = []Bearer{
	{Type: "aws_vpc_endpoint", Path: "policy", Kind: Endpoint, On: self, Computed: true, Elsewhere: []string{"aws_vpc_endpoint_policy"}},
	{Type: "aws_vpc_endpoint_policy", Path: "policy", Kind: Endpoint, On: on("vpc_endpoint_id", "id", "aws_vpc_endpoint"), Computed: true},
	{Type: "aws_vpclattice_auth_policy", Path: "policy", Kind: Resource, On: on("resource_identifier", "arn", "aws_vpclattice_service", "aws_vpclattice_service_network"),
		Note: "counts only where the service's or network's auth_type is AWS_IAM"},
	{Type: "aws_vpclattice_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_vpclattice_service_network", "aws_vpclattice_service")},
	{Type: "aws_networkfirewall_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_networkfirewall_firewall_policy", "aws_networkfirewall_rule_group")},
	{Type: "aws_verifiedaccess_endpoint", Path: "policy_document", Kind: Other, On: self, Note: cedar},
	{Type: "aws_verifiedaccess_group", Path: "policy_document", Kind: Other, On: self, Note: cedar},
	{Type: "aws_verifiedpermissions_policy", Path: "definition[].static[].statement", Kind: Other, Note: cedar},
	{Type: "aws_verifiedpermissions_policy_template", Path: "statement", Kind: Other, Note: cedar},
}

const cedar = "Cedar, about the users of an application; it grants no action of AWS"

// aws6Rows are by the documentation of hashicorp/aws 6; nothing of version 5 in
// this table has another shape there, but for statements of Lambda (see
// lambdaShape). Removed there: none that the table names.
var aws6Rows = []Bearer{
	{Provider: AWS6, Type: "aws_s3vectors_vector_bucket_policy", Path: "policy", Kind: Resource, On: on("vector_bucket_arn", "vector_bucket_arn", "aws_s3vectors_vector_bucket")},
	{Provider: AWS6, Type: "aws_s3files_file_system_policy", Path: "policy", Kind: Resource, On: on("file_system_id", "file_system_id", "aws_s3files_file_system")},
	{Provider: AWS6, Type: "aws_fsx_s3_access_point_attachment", Path: "s3_access_point[].policy", Kind: Resource, On: self},
	{Provider: AWS6, Type: "aws_dsql_cluster_policy", Path: "policy", Kind: Resource, On: on("identifier", "identifier", "aws_dsql_cluster")},
	{Provider: AWS6, Type: "aws_lambda_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_lambda_function"), Note: "replaces every statement of aws_lambda_permission"},
	{Provider: AWS6, Type: "aws_bedrockagentcore_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn")},
	{Provider: AWS6, Type: "aws_osis_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "pipeline_arn", "aws_osis_pipeline")},
	{Provider: AWS6, Type: "aws_prometheus_resource_policy", Path: "policy_document", Kind: Resource, On: on("workspace_id", "id", "aws_prometheus_workspace")},
	{Provider: AWS6, Type: "aws_ssm_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn", "aws_ssm_parameter")},
	{Provider: AWS6, Type: "aws_pinpointsmsvoicev2_resource_policy", Path: "policy", Kind: Resource, On: on("resource_arn", "arn")},
	{Provider: AWS6, Type: "aws_odb_network", Path: "s3_policy_document", Kind: Endpoint, On: self},
}

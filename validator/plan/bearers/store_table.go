// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import (
	"slices"
	"sync"
)

// IsStore reports whether resources of this type hold data, or the keys to it.
func IsStore(resourceType string) bool { return storeSet()[resourceType] }

// Stores returns the resource types of which IsStore is true, in order.
func Stores() []string {
	out := make([]string, 0, len(holderRows))
	for name := range storeSet() {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

var storeSet = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, h := range storeRows {
		out[h.Type] = true
	}
	for _, name := range policedStores {
		out[name] = true
	}
	return out
})

// policedStores are the stores among the resources on which policies bear.
var policedStores = []string{
	"aws_s3_bucket", "aws_s3_directory_bucket", "aws_s3_access_point", "aws_s3control_bucket", "aws_s3control_multi_region_access_point",
	"aws_s3control_object_lambda_access_point", "aws_s3tables_table_bucket", "aws_s3tables_table", "aws_s3vectors_vector_bucket", "aws_s3files_file_system",
	"aws_glacier_vault", "aws_media_store_container", "aws_efs_file_system", "aws_backup_vault", "aws_backup_logically_air_gapped_vault",
	"aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key", "aws_secretsmanager_secret", "aws_ssm_parameter",
	"aws_dynamodb_table", "aws_kinesis_stream", "aws_opensearch_domain", "aws_elasticsearch_domain", "aws_cloudsearch_domain",
	"aws_redshift_cluster", "aws_redshiftserverless_namespace", "aws_msk_cluster", "aws_msk_serverless_cluster", "aws_dsql_cluster",
	"aws_sns_topic", "aws_sqs_queue", "aws_cloudwatch_event_bus", "aws_lambda_function", "aws_ecr_repository", "aws_ecrpublic_repository",
	"aws_codeartifact_domain", "aws_codeartifact_repository", "aws_api_gateway_rest_api",
	"awscc_s3_bucket", "awscc_s3express_directory_bucket", "awscc_secretsmanager_secret", "awscc_sns_topic", "awscc_sqs_queue", "awscc_lambda_function",
}

// storeRows are the stores on which no resource policy bears, or only one that
// speaks of them itself, as CloudWatch Logs' and Glue's do. Like holderRows they
// are tested against the provider's schema and the Service Authorization Reference.
var storeRows = []Holder{
	// Databases.
	{Type: "aws_db_instance", ARN: "arn", Keys: []string{"identifier", "id", "arn"}, Format: "arn:{partition}:rds:{region}:{account}:db:{identifier}"},
	{Type: "aws_db_snapshot", ARN: "db_snapshot_arn", Keys: []string{"id", "db_snapshot_identifier", "db_snapshot_arn"}, Format: "arn:{partition}:rds:{region}:{account}:snapshot:{db_snapshot_identifier}"},
	{Type: "aws_rds_cluster", ARN: "arn", Keys: []string{"cluster_identifier", "id", "arn"}, Format: "arn:{partition}:rds:{region}:{account}:cluster:{cluster_identifier}"},
	{Type: "aws_db_cluster_snapshot", ARN: "db_cluster_snapshot_arn", Keys: []string{"id", "db_cluster_snapshot_identifier", "db_cluster_snapshot_arn"}, Format: "arn:{partition}:rds:{region}:{account}:cluster-snapshot:{db_cluster_snapshot_identifier}"},
	{Type: "aws_neptune_cluster", ARN: "arn", Keys: []string{"cluster_identifier", "id", "arn"}, Format: "arn:{partition}:rds:{region}:{account}:cluster:{cluster_identifier}"},
	{Type: "aws_docdb_cluster", ARN: "arn", Keys: []string{"cluster_identifier", "id", "arn"}, Format: "arn:{partition}:rds:{region}:{account}:cluster:{cluster_identifier}"},
	{Type: "aws_docdbelastic_cluster", ARN: "arn", Keys: []string{"arn", "id", "name"}},
	{Type: "aws_timestreamwrite_database", ARN: "arn", Keys: []string{"database_name", "id", "arn"}, Format: "arn:{partition}:timestream:{region}:{account}:database/{database_name}"},
	{Type: "aws_timestreamwrite_table", ARN: "arn", Keys: []string{"table_name", "id", "arn"}, Format: "arn:{partition}:timestream:{region}:{account}:database/{database_name}/table/{table_name}"},
	{Type: "aws_keyspaces_table", ARN: "arn", Keys: []string{"table_name", "id", "arn"}, Format: "arn:{partition}:cassandra:{region}:{account}:/keyspace/{keyspace_name}/table/{table_name}"},
	{Type: "aws_memorydb_cluster", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:memorydb:{region}:{account}:cluster/{name}"},
	{Type: "aws_elasticache_replication_group", ARN: "arn", Keys: []string{"replication_group_id", "id", "arn"}, Format: "arn:{partition}:elasticache:{region}:{account}:replicationgroup:{replication_group_id}"},
	{Type: "aws_elasticache_cluster", ARN: "arn", Keys: []string{"cluster_id", "id", "arn"}, Format: "arn:{partition}:elasticache:{region}:{account}:cluster:{cluster_id}"},
	{Type: "aws_elasticache_serverless_cache", ARN: "arn", Keys: []string{"name", "arn"}, Format: "arn:{partition}:elasticache:{region}:{account}:serverlesscache:{name}"},
	{Type: "aws_opensearchserverless_collection", ARN: "arn", Keys: []string{"id", "name", "arn"}},
	{Type: "aws_glue_catalog_database", ARN: "arn", Keys: []string{"name", "arn"}, Format: "arn:{partition}:glue:{region}:{account}:database/{name}"},
	{Type: "aws_glue_catalog_table", ARN: "arn", Keys: []string{"name", "arn"}, Format: "arn:{partition}:glue:{region}:{account}:table/{database_name}/{name}"},
	{Type: "aws_sagemaker_feature_group", ARN: "arn", Keys: []string{"feature_group_name", "arn"}, Format: "arn:{partition}:sagemaker:{region}:{account}:feature-group/{feature_group_name}"},

	// Disks and file systems, whose identifiers AWS invents.
	{Type: "aws_ebs_volume", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_ebs_snapshot", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_ami", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_fsx_lustre_file_system", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_fsx_windows_file_system", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_fsx_ontap_file_system", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_fsx_ontap_volume", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_fsx_openzfs_file_system", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_fsx_openzfs_volume", ARN: "arn", Keys: []string{"id", "arn"}},

	// Streams, logs, messages, source code.
	{Type: "aws_kinesis_firehose_delivery_stream", ARN: "arn", Keys: []string{"name", "arn"}, Format: "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}"},
	{Type: "aws_kinesis_video_stream", ARN: "arn", Keys: []string{"name", "arn"}},
	{Type: "aws_cloudwatch_log_group", ARN: "arn", Keys: []string{"name", "id", "arn"}, Format: "arn:{partition}:logs:{region}:{account}:log-group:{name}"},
	{Type: "aws_mq_broker", ARN: "arn", Keys: []string{"id", "arn"}},
	{Type: "aws_codecommit_repository", ARN: "arn", Keys: []string{"repository_name", "id", "arn"}, Format: "arn:{partition}:codecommit:{region}:{account}:{repository_name}"},

	// hashicorp/aws 5 has no datastores of HealthLake.
	{Type: "aws_healthlake_fhir_datastore", ARN: "arn", Keys: []string{"id", "arn"}, Provider: AWS6},
	{Type: "awscc_healthlake_fhir_datastore", ARN: "datastore_arn", Keys: []string{"datastore_id", "datastore_arn"}},
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

// exceptions are the attributes of the real provider that look like a policy by
// their name and hold none: a resource type a line, then its attributes.
var exceptions = []struct{ reason, attributes string }{
	{"What AWS made of a statement that the table has; it cannot be written.", `
		aws_acmpca_permission policy
		aws_lambda_layer_version_permission policy
		aws_ssoadmin_managed_policy_attachment managed_policy_name
	`},
	{"The identifier, name, version or revision of a policy or statement that the table has.", `
		aws_cloudwatch_log_resource_policy policy_name
		aws_codeartifact_domain_permissions_policy policy_revision
		aws_codeartifact_repository_permissions_policy policy_revision
		aws_iam_policy policy_id
		aws_lambda_permission statement_id_prefix
		aws_opensearchserverless_access_policy policy_version
		aws_opensearchserverless_lifecycle_policy policy_version
		aws_opensearchserverless_security_policy policy_version
		aws_sesv2_email_identity_policy policy_name
		aws_signer_signing_profile_permission statement_id_prefix
		aws_xray_resource_policy policy_name policy_revision_id
	`},
	{"Says who gets the assignment, beside the permission set that the table has.", `
		aws_ssoadmin_account_assignment principal_id principal_type
	`},
	{"May only retire the grant, which takes access away.", `
		aws_kms_grant retiring_principal
	`},
	{"S3 access control lists: grants without a policy.", `
		aws_s3_bucket grant[].permissions[]
		aws_s3_bucket_acl access_control_policy[].grant[].permission
		aws_s3_bucket_logging target_grant[].permission
		aws_s3_object_copy grant[].permissions[]
	`},
	{"S3 Access Grants and access point scopes: grants and limits of S3 data without a policy.", `
		aws_s3control_access_grant grantee[].grantee_identifier grantee[].grantee_type permission
		aws_s3control_directory_bucket_access_point_scope scope[].permissions[]
	`},
	{"Lake Formation: permissions on tables and databases without a policy.", `
		aws_glue_catalog_database create_table_default_permission[].permissions[] create_table_default_permission[].principal[].data_lake_principal_identifier
		aws_lakeformation_data_lake_settings create_database_default_permissions[].permissions[] create_database_default_permissions[].principal create_table_default_permissions[].permissions[] create_table_default_permissions[].principal trusted_resource_owners[]
		aws_lakeformation_opt_in principal[].data_lake_principal_identifier
		aws_lakeformation_permissions permissions[] permissions_with_grant_option[] principal
	`},
	{"Resource Access Manager and sharing of one service: the share's permissions are AWS's, without a policy here.", `
		aws_elastictranscoder_pipeline content_config_permissions[].grantee content_config_permissions[].grantee_type thumbnail_config_permissions[].grantee thumbnail_config_permissions[].grantee_type
		aws_globalaccelerator_cross_account_attachment principals[]
		aws_licensemanager_grant principal
		aws_licensemanager_grant_accepter principal
		aws_network_interface_permission network_interface_permission_id permission
		aws_opensearch_authorize_vpc_endpoint_access authorized_principal[].principal authorized_principal[].principal_type
		aws_ram_principal_association principal
		aws_ram_resource_share permission_arns[]
		aws_redshift_endpoint_authorization grantee
		aws_servicecatalog_portfolio_share principal_id
		aws_servicecatalog_principal_portfolio_association principal_arn principal_type
		aws_ssm_document permissions{}
		aws_vpc_endpoint_service allowed_principals[]
		aws_vpc_endpoint_service_allowed_principal principal_arn
	`},
	{"Access within an application or a cluster that runs on AWS: EKS, QuickSight, Connect, Cloud9, AppStream, Grafana, IoT, Identity Center applications.", `
		aws_appstream_stack user_settings[].permission
		aws_cloud9_environment_membership permissions
		aws_connect_security_profile permissions[]
		aws_datasync_location_hdfs kerberos_principal
		aws_eks_access_entry principal_arn
		aws_eks_access_policy_association policy_arn principal_arn
		aws_grafana_workspace permission_type
		aws_iot_thing_principal_attachment principal
		aws_quicksight_analysis permissions[].principal
		aws_quicksight_dashboard permissions[].principal
		aws_quicksight_data_set column_level_permission_rules[].principals[] permissions[].principal row_level_permission_data_set[].permission_policy
		aws_quicksight_data_source permission[].principal
		aws_quicksight_folder permissions[].principal
		aws_quicksight_template permissions[].principal
		aws_quicksight_theme permissions[].principal
		aws_ssoadmin_application_assignment principal_id principal_type
	`},
	{"Tags of a session: they give policies values, and are no policy.", `
		aws_cognito_identity_pool_provider_principal_tag principal_tags{}
	`},
	{"Names the account, service or role that a service works for or with.", `
		aws_cloudtrail_organization_delegated_admin_account service_principal
		aws_ecs_account_setting_default principal_arn
		aws_lightsail_container_service principal_arn private_registry_access[].ecr_image_puller_role[].principal_arn
		aws_organizations_delegated_administrator service_principal
		aws_organizations_organization aws_service_access_principals[]
		aws_securitylake_custom_log_source configuration[].provider_identity[].principal
		aws_securitylake_subscriber subscriber_identity[].principal
		aws_servicecatalog_service_action definition[].assume_role
		aws_sns_platform_application platform_principal
		aws_vpc_ipam_organization_admin_account service_principal
	`},
	{"Which kinds of policies the organisation has switched on.", `
		aws_organizations_organization enabled_policy_types[]
	`},
	{"Whom the directory, identity provider or trust store believes: no policy.", `
		aws_alb_listener mutual_authentication[].advertise_trust_store_ca_names mutual_authentication[].trust_store_arn
		aws_api_gateway_domain_name mutual_tls_authentication[].truststore_uri mutual_tls_authentication[].truststore_version
		aws_apigatewayv2_domain_name mutual_tls_authentication[].truststore_uri mutual_tls_authentication[].truststore_version
		aws_cloudfront_distribution default_cache_behavior[].trusted_key_groups[] default_cache_behavior[].trusted_signers[] ordered_cache_behavior[].trusted_key_groups[] ordered_cache_behavior[].trusted_signers[]
		aws_directory_service_trust trust_direction trust_password trust_state trust_state_reason trust_type
		aws_emr_cluster kerberos_attributes[].cross_realm_trust_principal_password
		aws_iam_saml_provider saml_metadata_document
		aws_kms_custom_key_store trust_anchor_certificate
		aws_lb_listener mutual_authentication[].advertise_trust_store_ca_names mutual_authentication[].trust_store_arn
		aws_lb_trust_store_revocation trust_store_arn
		aws_sagemaker_domain domain_settings[].docker_settings[].vpc_only_trusted_accounts[]
		aws_ssoadmin_trusted_token_issuer trusted_token_issuer_type
		aws_transfer_connector sftp_config[].trusted_host_keys[]
		aws_verifiedaccess_instance verified_access_trust_providers[].device_trust_provider_type verified_access_trust_providers[].trust_provider_type verified_access_trust_providers[].user_trust_provider_type verified_access_trust_providers[].verified_access_trust_provider_id
		aws_verifiedaccess_instance_trust_provider_attachment verifiedaccess_trust_provider_id
		aws_verifiedaccess_trust_provider device_trust_provider_type policy_reference_name trust_provider_type user_trust_provider_type
	`},
	{"Transport security: the name of a set of ciphers and protocol versions.", `
		aws_alb_listener alpn_policy routing_http_response_content_security_policy_header_value ssl_policy
		aws_api_gateway_domain_name security_policy
		aws_apigatewayv2_domain_name domain_name_configuration[].security_policy
		aws_cloudfront_distribution default_cache_behavior[].viewer_protocol_policy ordered_cache_behavior[].viewer_protocol_policy origin[].custom_origin_config[].origin_protocol_policy
		aws_cloudfront_response_headers_policy security_headers_config[].content_security_policy[].content_security_policy
		aws_cloudfront_vpc_origin vpc_origin_endpoint_config[].origin_protocol_policy
		aws_cloudsearch_domain endpoint_options[].tls_security_policy
		aws_elasticsearch_domain domain_endpoint_options[].tls_security_policy
		aws_iot_domain_configuration tls_config[].security_policy
		aws_lb_listener alpn_policy routing_http_response_content_security_policy_header_value ssl_policy
		aws_lightsail_distribution origin[].protocol_policy
		aws_opensearch_domain domain_endpoint_options[].tls_security_policy
		aws_ses_configuration_set delivery_options[].tls_policy
		aws_ses_receipt_rule tls_policy
		aws_sesv2_configuration_set delivery_options[].tls_policy tracking_options[].https_policy
		aws_transfer_connector security_policy_name
		aws_transfer_server security_policy_name
	`},
	{"HTTP headers, caching and forwarding of requests.", `
		aws_cloudfront_distribution continuous_deployment_policy_id default_cache_behavior[].cache_policy_id default_cache_behavior[].origin_request_policy_id default_cache_behavior[].response_headers_policy_id ordered_cache_behavior[].cache_policy_id ordered_cache_behavior[].origin_request_policy_id ordered_cache_behavior[].response_headers_policy_id
		aws_cloudfront_response_headers_policy security_headers_config[].referrer_policy[].referrer_policy
		aws_wafv2_rule_group custom_response_body[].content
		aws_wafv2_web_acl custom_response_body[].content
	`},
	{"Life cycle, scaling, retention, placement and the masking of data.", `
		aws_appautoscaling_policy policy_type
		aws_autoscaling_group termination_policies[]
		aws_autoscaling_policy policy_type
		aws_autoscalingplans_scaling_plan scaling_instruction[].scaling_policy_update_behavior
		aws_batch_job_definition eks_properties[].pod_properties[].containers[].image_pull_policy eks_properties[].pod_properties[].dns_policy eks_properties[].pod_properties[].init_containers[].image_pull_policy
		aws_batch_job_queue scheduling_policy_arn
		aws_bedrockagent_data_source data_deletion_policy
		aws_cloudwatch_log_data_protection_policy policy_document
		aws_dlm_lifecycle_policy policy_details[].policy_type
		aws_ec2_fleet excess_capacity_termination_policy
		aws_ecr_lifecycle_policy policy
		aws_ecr_repository_creation_template lifecycle_policy
		aws_elasticsearch_domain auto_tune_options[].desired_state
		aws_emr_cluster core_instance_group[].autoscaling_policy
		aws_emr_instance_group autoscaling_policy
		aws_fsx_lustre_file_system auto_import_policy
		aws_fsx_ontap_volume snapshot_policy
		aws_gamelift_fleet new_game_session_protection_policy
		aws_gamelift_game_server_group game_server_protection_policy
		aws_lambda_code_signing_config policies[].untrusted_artifact_on_deployment
		aws_opensearch_domain auto_tune_options[].desired_state
		aws_opensearchserverless_lifecycle_policy policy
		aws_pipes_pipe desired_state
		aws_sns_topic_data_protection_policy policy
		aws_spot_fleet_request excess_capacity_termination_policy
	`},
	{"Messages: delivery, redrive, filtering, archiving. A redrive permission names queues of the same account and grants nobody access.", `
		aws_cloudwatch_log_account_policy policy_document policy_name policy_type
		aws_cloudwatch_log_index_policy policy_document
		aws_sns_topic archive_policy delivery_policy
		aws_sns_topic_subscription delivery_policy filter_policy filter_policy_scope redrive_policy replay_policy
		aws_sqs_queue redrive_allow_policy redrive_policy
		aws_sqs_queue_redrive_allow_policy redrive_allow_policy
		aws_sqs_queue_redrive_policy redrive_policy
		aws_storagegateway_nfs_file_share notification_policy
		aws_storagegateway_smb_file_share notification_policy
	`},
	{"Routing of network traffic and DNS.", `
		aws_alb dns_record_client_routing_policy
		aws_ec2_transit_gateway_policy_table_association transit_gateway_policy_table_id
		aws_lb dns_record_client_routing_policy
		aws_load_balancer_backend_server_policy policy_names[]
		aws_load_balancer_listener_policy policy_names[]
		aws_load_balancer_policy policy_name policy_type_name
		aws_networkfirewall_firewall firewall_policy_arn
		aws_networkfirewall_firewall_policy firewall_policy[].stateful_engine_options[].stream_exception_policy
		aws_networkmanager_core_network base_policy_document base_policy_region base_policy_regions[]
		aws_networkmanager_core_network_policy_attachment policy_document
		aws_route53_records_exclusive resource_record_set[].traffic_policy_instance_id
		aws_route53_traffic_policy document
		aws_route53_traffic_policy_instance traffic_policy_id
		aws_service_discovery_service dns_config[].routing_policy
	`},
	{"Mail: whether to accept it, and over which transport.", `
		aws_ses_receipt_filter policy
	`},
	{"Rules of another service in its own language: they check or block, and grant nothing.", `
		aws_appconfig_configuration_profile validator[].content
		aws_appconfig_hosted_configuration_version content
		aws_codecommit_approval_rule_template content
		aws_config_config_rule source[].custom_policy_details[].policy_runtime source[].custom_policy_details[].policy_text
		aws_config_conformance_pack template_body
		aws_config_organization_conformance_pack template_body
		aws_config_organization_custom_policy_rule policy_runtime policy_text
		aws_controltower_landing_zone manifest_json
		aws_fms_policy policy_update_token
		aws_kendra_index user_context_policy
		aws_securityhub_configuration_policy_association policy_id
		aws_wafv2_web_acl rule_json
		aws_workspacesweb_browser_settings browser_policy
	`},
	{"CloudFormation's stack policy, which says what an update may touch, and where a stack's documentation and permission model stand.", `
		aws_cloudformation_stack policy_body policy_url
		aws_cloudformation_stack_set permission_model
		aws_cloudformation_type documentation_url
	`},
	{"Verified Permissions: names of the stores and identities that Cedar policies are about.", `
		aws_verifiedpermissions_identity_source configuration[].open_id_connect_configuration[].token_selection[].access_token_only[].principal_id_claim configuration[].open_id_connect_configuration[].token_selection[].identity_token_only[].principal_id_claim policy_store_id principal_entity_type
		aws_verifiedpermissions_policy definition[].template_linked[].policy_template_id policy_id policy_store_id
		aws_verifiedpermissions_policy_store policy_store_id
		aws_verifiedpermissions_policy_template policy_store_id policy_template_id
		aws_verifiedpermissions_schema policy_store_id
	`},
	{"How a ledger asks IAM: a mode, no policy.", `
		aws_qldb_ledger permissions_mode
	`},
	{"POSIX permissions of files.", `
		aws_datasync_task options[].posix_permissions
		aws_efs_access_point root_directory[].creation_info[].permissions
	`},
	{"SQL and other statements of programs.", `
		aws_athena_prepared_statement query_statement
		aws_bcmdataexports_export export[].data_query[].query_statement
		aws_cloudwatch_event_target redshift_target[].statement_name
		aws_pipes_pipe target_parameters[].redshift_data_parameters[].statement_name
		aws_redshiftdata_statement statement_name
	`},
	{"Content of files, forms, messages, configuration and programs; nothing of AWS reads a policy in it.", `
		aws_api_gateway_documentation_part documentation_part_id
		aws_api_gateway_stage documentation_version
		aws_apigatewayv2_api body
		aws_appflow_flow source_flow_config[].source_connector_properties[].veeva[].document_type
		aws_bedrockagent_prompt variant[].template_configuration[].chat[].tool_configuration[].tool[].tool_spec[].input_schema[].json
		aws_cloudsearch_domain document_service_endpoint
		aws_codepipeline_webhook filter[].json_path
		aws_comprehend_document_classifier input_data_config[].augmented_manifests[].document_type input_data_config[].augmented_manifests[].source_documents_s3_uri
		aws_comprehend_entity_recognizer input_data_config[].augmented_manifests[].document_type input_data_config[].augmented_manifests[].source_documents_s3_uri
		aws_connect_contact_flow content
		aws_connect_contact_flow_module content
		aws_connect_vocabulary content
		aws_devopsguru_resource_collection tags[].app_boundary_key
		aws_elastictranscoder_preset thumbnails[].padding_policy thumbnails[].sizing_policy video[].padding_policy video[].sizing_policy video_watermarks[].sizing_policy
		aws_emr_cluster configurations_json
		aws_emr_instance_group configurations_json
		aws_glue_classifier json_classifier[].json_path
		aws_kendra_data_source custom_document_enrichment_configuration[].inline_configurations[].condition[].condition_document_attribute_key custom_document_enrichment_configuration[].inline_configurations[].target[].target_document_attribute_key custom_document_enrichment_configuration[].post_extraction_hook_configuration[].invocation_condition[].condition_document_attribute_key custom_document_enrichment_configuration[].pre_extraction_hook_configuration[].invocation_condition[].condition_document_attribute_key
		aws_kinesis_firehose_delivery_stream extended_s3_configuration[].data_format_conversion_configuration[].input_format_configuration[].deserializer[].open_x_json_ser_de[].column_to_json_key_mappings{} opensearch_configuration[].document_id_options[].default_document_id_format
		aws_lambda_event_source_mapping document_db_event_source_config[].full_document
		aws_lex_bot abort_statement[].message[].content clarification_prompt[].message[].content
		aws_lex_intent conclusion_statement[].message[].content confirmation_prompt[].message[].content follow_up_prompt[].prompt[].message[].content follow_up_prompt[].rejection_statement[].message[].content rejection_statement[].message[].content slot[].value_elicitation_prompt[].message[].content
		aws_m2_application definition[].content
		aws_medialive_channel encoder_settings[].video_descriptions[].codec_settings[].h265_settings[].mv_over_picture_boundaries input_attachments[].input_settings[].audio_selector[].selector_settings[].audio_language_selection[].language_selection_policy
		aws_opsworks_application document_root
		aws_opsworks_custom_layer custom_json
		aws_opsworks_ecs_cluster_layer custom_json
		aws_opsworks_ganglia_layer custom_json
		aws_opsworks_haproxy_layer custom_json
		aws_opsworks_java_app_layer custom_json
		aws_opsworks_memcached_layer custom_json
		aws_opsworks_mysql_layer custom_json
		aws_opsworks_nodejs_app_layer custom_json
		aws_opsworks_php_app_layer custom_json
		aws_opsworks_rails_app_layer custom_json
		aws_opsworks_stack custom_json
		aws_opsworks_static_web_layer custom_json
		aws_pinpoint_gcm_channel service_json
		aws_quicksight_analysis definition[].sheets[].text_boxes[].content
		aws_quicksight_dashboard definition[].sheets[].text_boxes[].content
		aws_quicksight_template definition[].sheets[].text_boxes[].content
		aws_s3_bucket website[].error_document website[].index_document
		aws_s3_bucket_object content
		aws_s3_object content
		aws_sagemaker_domain security_group_id_for_domain_boundary
		aws_sagemaker_endpoint_configuration data_capture_config[].capture_content_type_header[].json_content_types[]
		aws_sagemaker_human_task_ui ui_template[].content
		aws_schemas_schema content
		aws_ssm_association document_version
		aws_ssm_document content document_format document_type document_version
		aws_ssm_maintenance_window_task task_invocation_parameters[].automation_parameters[].document_version task_invocation_parameters[].run_command_parameters[].document_hash task_invocation_parameters[].run_command_parameters[].document_hash_type task_invocation_parameters[].run_command_parameters[].document_version
		aws_ssm_patch_baseline json
		aws_ssmincidents_response_plan action[].ssm_automation[].document_name action[].ssm_automation[].document_version
		aws_transfer_ssh_key body
	`},
}

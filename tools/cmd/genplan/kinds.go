// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
)

// kinds are the resource blocks of a team's module. What stands in the values
// is of the kind and length that AWS and people write.
var kinds = []kind{
	{
		name: "aws_iam_role", label: "service", count: 4, values: role,
		computed:  []string{"arn", "create_date", "id", "inline_policy", "managed_policy_arns", "unique_id"},
		arguments: map[string][]string{"assume_role_policy": {}, "name": {"var.name"}, "permissions_boundary": {"aws_iam_policy.access_0.arn", "aws_iam_policy.access_0"}},
	},
	{
		name: "aws_iam_role_policy", label: "inline", count: 2, values: rolePolicy,
		computed:  []string{"id", "name_prefix"},
		arguments: map[string][]string{"name": nil, "policy": {"aws_s3_bucket.data_0.arn", "aws_s3_bucket.data_0"}, "role": {"aws_iam_role.service_0.name", "aws_iam_role.service_0"}},
	},
	{
		name: "aws_iam_policy", label: "access", count: 3, values: policy,
		computed:  []string{"arn", "attachment_count", "id", "policy_id"},
		arguments: map[string][]string{"name": {"var.name"}, "policy": {"aws_s3_bucket.data_0.arn", "aws_s3_bucket.data_0"}},
	},
	{
		name: "aws_iam_role_policy_attachment", label: "access", count: 2, fixed: true, values: attachment,
		computed:  []string{"id", "policy_arn"},
		arguments: map[string][]string{"policy_arn": {"aws_iam_policy.access_0.arn", "aws_iam_policy.access_0"}, "role": {"aws_iam_role.service_0.name", "aws_iam_role.service_0"}},
	},
	{
		name: "aws_instance", label: "worker", count: 7, values: instance,
		computed: []string{"arn", "host_id", "id", "instance_state", "password_data", "primary_network_interface_id", "private_dns", "private_ip", "public_dns", "public_ip", "root_block_device"},
		arguments: map[string][]string{"ami": nil, "iam_instance_profile": {"var.name"}, "instance_type": nil, "subnet_id": {"aws_subnet.private", "count.index", "aws_subnet.private"},
			"tags": nil, "user_data": {"path.module"}, "vpc_security_group_ids": {"aws_security_group.workers_0.id", "aws_security_group.workers_0"}},
	},
	{
		name: "aws_security_group", label: "workers", count: 3, values: securityGroup,
		computed:  []string{"arn", "id", "owner_id"},
		arguments: map[string][]string{"description": nil, "egress": nil, "ingress": nil, "name": {"var.name"}, "tags": nil, "vpc_id": {"var.name"}},
	},
	{
		name: "aws_subnet", label: "private", count: 3, counted: true, values: subnet,
		computed:  []string{"arn", "id", "ipv6_cidr_block_association_id", "owner_id"},
		arguments: map[string][]string{"availability_zone": nil, "cidr_block": {"count.index"}, "tags": nil, "vpc_id": {"var.name"}},
	},
	{
		name: "aws_lambda_function", label: "job", count: 6, values: function,
		computed: []string{"arn", "id", "invoke_arn", "last_modified", "qualified_arn", "qualified_invoke_arn", "signing_job_arn", "source_code_size", "version"},
		arguments: map[string][]string{"environment": nil, "filename": nil, "function_name": {"var.name"}, "handler": nil,
			"role": {"aws_iam_role.service_0.arn", "aws_iam_role.service_0"}, "runtime": nil, "tags": nil},
	},
	{
		name: "aws_cloudwatch_log_group", label: "job", count: 3, values: logGroup,
		computed:  []string{"arn", "id"},
		arguments: map[string][]string{"name": {"var.name"}, "retention_in_days": nil, "tags": nil},
	},
	{
		name: "aws_cloudwatch_metric_alarm", label: "errors", count: 5, values: alarm,
		computed: []string{"arn", "id"},
		arguments: map[string][]string{"alarm_name": {"var.name"}, "comparison_operator": nil, "dimensions": {"aws_lambda_function.job_0.function_name", "aws_lambda_function.job_0"},
			"metric_name": nil, "namespace": nil, "period": nil, "statistic": nil, "threshold": nil},
	},
	{
		name: "aws_route53_record", label: "worker", count: 3, counted: true, values: record,
		computed:  []string{"fqdn", "id", "records"},
		arguments: map[string][]string{"name": {"var.name"}, "records": {"aws_instance.worker_0.private_ip", "aws_instance.worker_0"}, "ttl": nil, "type": nil, "zone_id": {"var.name"}},
	},
	{
		name: "aws_s3_bucket", label: "data", count: 3, values: bucket,
		computed:  []string{"arn", "bucket_domain_name", "bucket_regional_domain_name", "grant", "hosted_zone_id", "id", "policy", "versioning", "server_side_encryption_configuration"},
		arguments: map[string][]string{"bucket": {"var.name"}, "tags": nil},
	},
}

const account = "123456789012"

func tags(r resource) object {
	return object{"Name": r.called(), "Team": fmt.Sprintf("team-%05d", r.team), "Environment": "production", "ManagedBy": "terraform", "CostCenter": "cc-" + r.hash(1)[:4]}
}

// document is a policy as jsonencode writes it, with so many statements.
func document(r resource, statements int) string {
	var list []object
	for n := range statements {
		name := fmt.Sprintf("team-%05d-data-%d", r.team, n%3)
		list = append(list, object{
			"Sid": fmt.Sprintf("Objects%d", n), "Effect": "Allow",
			"Action":    []string{"s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:ListBucket"},
			"Resource":  []string{"arn:aws:s3:::" + name, "arn:aws:s3:::" + name + "/incoming/*"},
			"Condition": object{"StringEquals": object{"aws:PrincipalTag/Team": fmt.Sprintf("team-%05d", r.team)}},
		})
	}
	return encode(object{"Version": "2012-10-17", "Statement": list})
}

// bucketPolicy lets one role of the team read, over TLS.
func bucketPolicy(r resource) string {
	arn := "arn:aws:s3:::" + r.called()
	return encode(object{"Version": "2012-10-17", "Statement": []object{
		{"Sid": "Transport", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": []string{arn, arn + "/*"}, "Condition": object{"Bool": object{"aws:SecureTransport": "false"}}},
		{"Sid": "Readers", "Effect": "Allow", "Principal": object{"AWS": fmt.Sprintf("arn:aws:iam::%s:role/teams/team-%05d-service-0", account, r.team)}, "Action": []string{"s3:GetObject", "s3:ListBucket"}, "Resource": []string{arn, arn + "/*"}},
	}})
}

func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only maps and strings
	}
	return string(b)
}

func role(r resource) object {
	trust := encode(object{"Version": "2012-10-17", "Statement": []object{{
		"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": object{"Service": []string{"lambda.amazonaws.com", "ec2.amazonaws.com"}},
		"Condition": object{"StringEquals": object{"aws:SourceAccount": account}},
	}}})
	return object{
		"arn": "arn:aws:iam::" + account + ":role/teams/" + r.called(), "assume_role_policy": trust, "create_date": "2025-06-30T08:15:00Z",
		"description": "What the jobs & workers of the team run as, in every environment", "force_detach_policies": false, "id": r.called(),
		"inline_policy":       []any{object{"name": "inline", "policy": document(r, 2)}},
		"managed_policy_arns": []any{"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", fmt.Sprintf("arn:aws:iam::%s:policy/team-%05d-access-0", account, r.team)}, "max_session_duration": 3600,
		"name": r.called(), "name_prefix": "", "path": "/teams/", "permissions_boundary": fmt.Sprintf("arn:aws:iam::%s:policy/team-%05d-access-0", account, r.team),
		"tags": tags(r), "tags_all": tags(r), "unique_id": "AROA" + r.hash(2),
	}
}

func rolePolicy(r resource) object {
	return object{"id": fmt.Sprintf("team-%05d-service-%d:inline", r.team, r.number), "name": "inline", "name_prefix": "", "policy": document(r, 4), "role": fmt.Sprintf("team-%05d-service-%d", r.team, r.number)}
}

func policy(r resource) object {
	arn := "arn:aws:iam::" + account + ":policy/" + r.called()
	return object{
		"arn": arn, "attachment_count": 2, "description": "Reading and writing of what the team keeps in its buckets, and listing them", "id": arn, "name": r.called(), "name_prefix": "", "path": "/",
		"policy": document(r, 5), "policy_id": "ANPA" + r.hash(2), "tags": tags(r), "tags_all": tags(r),
	}
}

func attachment(r resource) object {
	role := fmt.Sprintf("team-%05d-service-%d", r.team, r.number)
	return object{"id": role + "-20250630081500" + r.hash(3), "policy_arn": fmt.Sprintf("arn:aws:iam::%s:policy/team-%05d-access-%d", account, r.team, r.number), "role": role}
}

func instance(r resource) object {
	address := fmt.Sprintf("10.%d.%d.%d", r.team%200, r.number, r.serial%250)
	return object{
		"ami": "ami-0" + r.hash(4), "arn": "arn:aws:ec2:us-east-1:" + account + ":instance/i-0" + r.hash(5), "associate_public_ip_address": false, "availability_zone": "us-east-1a",
		"capacity_reservation_specification": []any{object{"capacity_reservation_preference": "open", "capacity_reservation_target": []any{}}}, "cpu_core_count": 2,
		"cpu_options": []any{object{"amd_sev_snp": "", "core_count": 2, "threads_per_core": 2}}, "cpu_threads_per_core": 2, "credit_specification": []any{object{"cpu_credits": "unlimited"}},
		"disable_api_stop": false, "disable_api_termination": true, "ebs_block_device": []any{}, "ebs_optimized": true, "enable_primary_ipv6": nil, "enclave_options": []any{object{"enabled": false}},
		"ephemeral_block_device": []any{}, "get_password_data": false, "hibernation": false, "host_id": "", "host_resource_group_arn": nil, "iam_instance_profile": r.called(), "id": "i-0" + r.hash(5),
		"instance_initiated_shutdown_behavior": "stop", "instance_lifecycle": "", "instance_market_options": []any{}, "instance_state": "running", "instance_type": "m6i.large", "ipv6_address_count": 0, "ipv6_addresses": []any{},
		"key_name": "", "launch_template": []any{}, "maintenance_options": []any{object{"auto_recovery": "default"}},
		"metadata_options": []any{object{"http_endpoint": "enabled", "http_protocol_ipv6": "disabled", "http_put_response_hop_limit": 1, "http_tokens": "required", "instance_metadata_tags": "disabled"}},
		"monitoring":       true, "network_interface": []any{}, "outpost_arn": "", "password_data": "", "placement_group": "", "placement_partition_number": 0, "primary_network_interface_id": "eni-0" + r.hash(6),
		"private_dns":              "ip-10-0-0-12.ec2.internal",
		"private_dns_name_options": []any{object{"enable_resource_name_dns_a_record": false, "enable_resource_name_dns_aaaa_record": false, "hostname_type": "ip-name"}},
		"private_ip":               address, "public_dns": "", "public_ip": "",
		"root_block_device":     []any{object{"delete_on_termination": true, "device_name": "/dev/xvda", "encrypted": true, "iops": 3000, "kms_key_id": "arn:aws:kms:us-east-1:" + account + ":key/" + r.hash(7), "tags": object{}, "tags_all": object{}, "throughput": 125, "volume_id": "vol-0" + r.hash(8), "volume_size": 50, "volume_type": "gp3"}},
		"secondary_private_ips": []any{}, "security_groups": []any{}, "source_dest_check": true, "spot_instance_request_id": "", "subnet_id": "subnet-0" + r.hash(9), "tags": tags(r), "tags_all": tags(r), "tenancy": "default", "timeouts": nil,
		"user_data": r.hash(21) + r.hash(22) + r.hash(23)[:8], "user_data_base64": nil, "user_data_replace_on_change": false, "volume_tags": nil, "vpc_security_group_ids": []any{"sg-0" + r.hash(10), "sg-0" + r.hash(11)},
	}
}

func securityGroup(r resource) object {
	rule := func(port int, to string) object {
		return object{"cidr_blocks": []any{to}, "description": "Traffic of the workers <-> their network", "from_port": port, "ipv6_cidr_blocks": []any{}, "prefix_list_ids": []any{}, "protocol": "tcp", "security_groups": []any{}, "self": false, "to_port": port}
	}
	return object{
		"arn": "arn:aws:ec2:us-east-1:" + account + ":security-group/sg-0" + r.hash(10), "description": "Workers", "egress": []any{rule(443, "0.0.0.0/0")}, "id": "sg-0" + r.hash(10),
		"ingress": []any{rule(443, "10.0.0.0/8"), rule(8080, "10.0.0.0/8")}, "name": r.called(), "name_prefix": "", "owner_id": account, "revoke_rules_on_delete": false, "tags": tags(r), "tags_all": tags(r), "timeouts": nil, "vpc_id": "vpc-0" + r.hash(12),
	}
}

func subnet(r resource) object {
	return object{
		"arn": "arn:aws:ec2:us-east-1:" + account + ":subnet/subnet-0" + r.hash(9), "assign_ipv6_address_on_creation": false, "availability_zone": "us-east-1a", "availability_zone_id": "use1-az4", "cidr_block": fmt.Sprintf("10.%d.%d.0/24", r.team%200, r.number),
		"customer_owned_ipv4_pool": "", "enable_dns64": false, "enable_lni_at_device_index": 0, "enable_resource_name_dns_a_record_on_launch": false, "enable_resource_name_dns_aaaa_record_on_launch": false, "id": "subnet-0" + r.hash(9),
		"ipv6_cidr_block": "", "ipv6_cidr_block_association_id": "", "ipv6_native": false, "map_customer_owned_ip_on_launch": false, "map_public_ip_on_launch": false, "outpost_arn": "", "owner_id": account,
		"private_dns_hostname_type_on_launch": "ip-name", "tags": tags(r), "tags_all": tags(r), "timeouts": nil, "vpc_id": "vpc-0" + r.hash(12),
	}
}

func function(r resource) object {
	arn := "arn:aws:lambda:us-east-1:" + account + ":function:" + r.called()
	return object{
		"architectures": []any{"arm64"}, "arn": arn, "code_sha256": r.hash(13) + r.hash(14) + "a+b/c=", "code_signing_config_arn": "", "dead_letter_config": []any{}, "description": "Moves the team's files once they have come in",
		"environment":       []any{object{"variables": object{"BUCKET": fmt.Sprintf("team-%05d-data-0", r.team), "LOG_LEVEL": "info", "POWERTOOLS_SERVICE_NAME": r.called(), "QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/" + account + "/" + r.called() + "?a=1&b=2"}}},
		"ephemeral_storage": []any{object{"size": 512}}, "file_system_config": []any{}, "filename": "build/job.zip", "function_name": r.called(), "handler": "index.handler", "id": r.called(), "image_config": []any{}, "image_uri": "",
		"invoke_arn": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + arn + "/invocations", "kms_key_arn": "arn:aws:kms:us-east-1:" + account + ":key/" + r.hash(7), "last_modified": "2025-06-30T08:15:00.000+0000", "layers": []any{"arn:aws:lambda:us-east-1:" + account + ":layer:tools:12"},
		"logging_config": []any{object{"application_log_level": "", "log_format": "Text", "log_group": "/aws/lambda/" + r.called(), "system_log_level": ""}}, "memory_size": 512, "package_type": "Zip", "publish": true,
		"qualified_arn": arn + ":7", "qualified_invoke_arn": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + arn + ":7/invocations", "replace_security_groups_on_destroy": nil, "replacement_security_group_ids": nil,
		"reserved_concurrent_executions": -1, "role": fmt.Sprintf("arn:aws:iam::%s:role/teams/team-%05d-service-0", account, r.team), "runtime": "nodejs22.x", "s3_bucket": nil, "s3_key": nil, "s3_object_version": nil, "signing_job_arn": "", "signing_profile_version_arn": "",
		"skip_destroy": false, "snap_start": []any{}, "source_code_hash": r.hash(13) + r.hash(14) + "a+b/c=", "source_code_size": 48213 + r.number, "tags": tags(r), "tags_all": tags(r), "timeout": 30, "timeouts": nil, "tracing_config": []any{object{"mode": "Active"}}, "version": "7",
		"vpc_config": []any{object{"ipv6_allowed_for_dual_stack": false, "security_group_ids": []any{"sg-0" + r.hash(10)}, "subnet_ids": []any{"subnet-0" + r.hash(9), "subnet-0" + r.hash(15)}, "vpc_id": "vpc-0" + r.hash(12)}},
	}
}

func logGroup(r resource) object {
	return object{
		"arn": "arn:aws:logs:us-east-1:" + account + ":log-group:/aws/lambda/" + r.called(), "id": "/aws/lambda/" + r.called(), "kms_key_id": "arn:aws:kms:us-east-1:" + account + ":key/" + r.hash(7), "log_group_class": "STANDARD",
		"name": "/aws/lambda/" + r.called(), "name_prefix": "", "retention_in_days": 2192, "skip_destroy": false, "tags": tags(r), "tags_all": tags(r),
	}
}

func alarm(r resource) object {
	return object{
		"actions_enabled": true, "alarm_actions": []any{"arn:aws:sns:us-east-1:" + account + ":on-call"}, "alarm_description": "More than 1 % of the job's runs failed — see the runbook", "alarm_name": r.called(), "arn": "arn:aws:cloudwatch:us-east-1:" + account + ":alarm:" + r.called(),
		"comparison_operator": "GreaterThanThreshold", "datapoints_to_alarm": 0, "dimensions": object{"FunctionName": fmt.Sprintf("team-%05d-job-%d", r.team, r.number)}, "evaluate_low_sample_count_percentiles": "", "evaluation_periods": 3, "extended_statistic": "", "id": r.called(),
		"insufficient_data_actions": []any{}, "metric_name": "Errors", "metric_query": []any{}, "namespace": "AWS/Lambda", "ok_actions": []any{"arn:aws:sns:us-east-1:" + account + ":on-call"}, "period": 300, "statistic": "Sum", "tags": tags(r), "tags_all": tags(r), "threshold": 0.01, "threshold_metric_id": "", "treat_missing_data": "notBreaching", "unit": "",
	}
}

func record(r resource) object {
	return object{
		"alias": []any{}, "allow_overwrite": nil, "cidr_routing_policy": []any{}, "failover_routing_policy": []any{}, "fqdn": r.called() + ".internal.example.org", "geolocation_routing_policy": []any{}, "geoproximity_routing_policy": []any{}, "health_check_id": "", "id": "Z" + r.hash(16) + "_" + r.called() + "_A",
		"latency_routing_policy": []any{}, "multivalue_answer_routing_policy": false, "name": r.called(), "records": []any{fmt.Sprintf("10.%d.%d.%d", r.team%200, r.number, r.serial%250)}, "set_identifier": "", "timeouts": nil, "ttl": 300, "type": "A", "weighted_routing_policy": []any{}, "zone_id": "Z" + r.hash(16),
	}
}

func bucket(r resource) object {
	return object{
		"acceleration_status": "", "acl": nil, "arn": "arn:aws:s3:::" + r.called(), "bucket": r.called(), "bucket_domain_name": r.called() + ".s3.amazonaws.com", "bucket_prefix": "", "bucket_regional_domain_name": r.called() + ".s3.us-east-1.amazonaws.com", "cors_rule": []any{}, "force_destroy": false,
		"grant":          []any{object{"id": r.hash(17) + r.hash(18) + r.hash(19) + r.hash(20), "permissions": []any{"FULL_CONTROL"}, "type": "CanonicalUser", "uri": ""}},
		"hosted_zone_id": "Z3AQBSTGFYJSTF", "id": r.called(), "lifecycle_rule": []any{}, "logging": []any{}, "object_lock_configuration": []any{}, "object_lock_enabled": false,
		"policy": bucketPolicy(r), "region": "us-east-1", "replication_configuration": []any{}, "request_payer": "BucketOwner",
		"server_side_encryption_configuration": []any{object{"rule": []any{object{"apply_server_side_encryption_by_default": []any{object{"kms_master_key_id": "arn:aws:kms:us-east-1:" + account + ":key/" + r.hash(7), "sse_algorithm": "aws:kms"}}, "bucket_key_enabled": true}}}},
		"tags":                                 tags(r), "tags_all": tags(r), "timeouts": nil, "versioning": []any{object{"enabled": true, "mfa_delete": false}}, "website": []any{}, "website_domain": nil, "website_endpoint": nil,
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// copies are what holds what a store held, or what is said of it, and is no
// store of a plan by itself.
var copies = []string{
	"aws_db_snapshot", "aws_db_cluster_snapshot", "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_volume", "aws_cloudwatch_log_group",
	"aws_kinesis_firehose_delivery_stream",
}

// phiTypes are the resource types that say where PHI goes. Every rule about PHI
// needs them, so that they are read whichever rule runs.
var phiTypes = append(slices.Clone(copies),
	"aws_s3_bucket_replication_configuration", "aws_s3_bucket_server_side_encryption_configuration", "aws_dynamodb_kinesis_streaming_destination",
	"aws_dynamodb_table_replica", "aws_secretsmanager_secret_version", "aws_kms_alias", "aws_cloudtrail", "random_password", "random_string",
)

// flow is a way by which what one resource holds comes into another.
type flow struct {
	// kind is the type of the resource that makes it.
	kind string
	// from and to are the arguments that name both ends, "" being the resource
	// itself; a path goes through each element of the lists on it.
	from, to string
	// ends are the types at the end that is not the resource itself, or at the
	// start where both are named.
	starts []string
	// says what the target is: "a replica of".
	says string
}

// flows are the ways that are followed.
// Source: the AWS provider's documentation of each resource.
var flows = []flow{
	{"aws_s3_bucket_replication_configuration", "bucket", "rule.destination.bucket", []string{"aws_s3_bucket"}, "a replica of"},
	{"aws_s3_bucket", "", "replication_configuration.rules.destination.bucket", nil, "a replica of"},
	{"aws_db_snapshot", "db_instance_identifier", "", []string{"aws_db_instance"}, "a snapshot of"},
	{"aws_db_cluster_snapshot", "db_cluster_identifier", "", []string{"aws_rds_cluster"}, "a snapshot of"},
	{"aws_db_instance", "replicate_source_db", "", []string{"aws_db_instance", "aws_rds_cluster"}, "a replica of"},
	{"aws_db_instance", "snapshot_identifier", "", []string{"aws_db_snapshot"}, "restored from"},
	{"aws_db_instance", "restore_to_point_in_time.source_db_instance_identifier", "", []string{"aws_db_instance"}, "restored from"},
	{"aws_rds_cluster", "replication_source_identifier", "", []string{"aws_rds_cluster", "aws_db_instance"}, "a replica of"},
	{"aws_rds_cluster", "snapshot_identifier", "", []string{"aws_db_cluster_snapshot", "aws_db_snapshot"}, "restored from"},
	{"aws_rds_cluster", "restore_to_point_in_time.source_cluster_identifier", "", []string{"aws_rds_cluster"}, "restored from"},
	{"aws_ebs_snapshot", "volume_id", "", []string{"aws_ebs_volume"}, "a snapshot of"},
	{"aws_ebs_volume", "snapshot_id", "", []string{"aws_ebs_snapshot", "aws_ebs_snapshot_copy"}, "restored from"},
	{"aws_ebs_snapshot_copy", "source_snapshot_id", "", []string{"aws_ebs_snapshot", "aws_ebs_snapshot_copy"}, "a copy of"},
	{"aws_dynamodb_table", "restore_source_name", "", []string{"aws_dynamodb_table"}, "restored from"},
	{"aws_dynamodb_table", "restore_source_table_arn", "", []string{"aws_dynamodb_table"}, "restored from"},
	{"aws_dynamodb_kinesis_streaming_destination", "table_name", "stream_arn", []string{"aws_dynamodb_table"}, "the stream of changes of"},
	{"aws_kinesis_firehose_delivery_stream", "kinesis_source_configuration.kinesis_stream_arn", "", []string{"aws_kinesis_stream"}, "fed by"},
	{"aws_kinesis_firehose_delivery_stream", "", "extended_s3_configuration.bucket_arn", nil, "fed by"},
	{"aws_redshift_cluster", "snapshot_identifier", "", []string{"aws_redshift_cluster"}, "restored from"},
}

// naming are the attributes by which resources are named.
var naming = []string{
	"arn", "id", "bucket", "name", "identifier", "cluster_identifier", "db_snapshot_identifier", "db_snapshot_arn", "db_cluster_snapshot_identifier",
	"db_cluster_snapshot_arn", "key_id",
}

// names reports whether any argument at the path names the other resource.
func namesAt(r *account.Resource, path string, other *account.Resource) bool {
	return slices.ContainsFunc(valuesAt(r.Values, strings.Split(path, ".")), func(v account.Value) bool { return r.Names(v, other, naming...) })
}

// valuesAt returns the values at a path, through each element of the lists on it.
func valuesAt(v account.Value, path []string) []account.Value {
	if list := v.List(); list != nil {
		var out []account.Value
		for _, e := range list {
			out = append(out, valuesAt(e, path)...)
		}
		return out
	}
	if len(path) == 0 {
		return []account.Value{v}
	}
	return valuesAt(v.Attr(path[0]), path[1:])
}

// spread adds what a resource that holds PHI leads to.
func (c *checker) spread(side *account.Account, from *account.Resource, add func(*phiStore)) {
	for _, f := range flows {
		for _, via := range side.OfType(f.kind) {
			switch {
			case f.from == "" && via == from:
				for _, to := range side.Resources {
					if to != from && holdsData(to) && namesAt(via, f.to, to) {
						add(&phiStore{resource: to, why: f.says + " " + from.Address})
					}
				}
			case f.from == "" || !slices.Contains(f.starts, from.Type) || via == from || !namesAt(via, f.from, from):
			case f.to == "":
				add(&phiStore{resource: via, why: f.says + " " + from.Address})
			default:
				for _, to := range side.Resources {
					if to != from && holdsData(to) && namesAt(via, f.to, to) {
						add(&phiStore{resource: to, why: f.says + " " + from.Address})
					}
				}
			}
		}
	}
	c.recorded(side, from, add)
	for _, key := range side.OfType("aws_kms_key") {
		if encrypts(side, key, from) {
			add(&phiStore{resource: key, why: "the key of " + from.Address, opens: true})
		}
	}
	for _, secret := range side.OfType("aws_secretsmanager_secret") {
		if secretOpens(side, secret, from) {
			add(&phiStore{resource: secret, why: "the secret of " + from.Address, opens: true})
		}
	}
}

// holdsData reports whether a resource is of a type that can hold data.
func holdsData(r *account.Resource) bool {
	_, ok := shapes[r.Type]
	return ok && r.Type != "aws_kms_key"
}

// recorded adds the log group of a trail that records data events of a store:
// they name the objects, which in a clinic name the patient.
func (c *checker) recorded(side *account.Account, store *account.Resource, add func(*phiStore)) {
	for _, trail := range side.OfType("aws_cloudtrail") {
		records := false
		for _, v := range valuesAt(trail.Values, []string{"event_selector", "data_resource", "values"}) {
			records = records || store.ARN != "" && strings.HasPrefix(v.Text(), strings.TrimSuffix(store.ARN, "/")) || trail.Names(v, store, naming...)
		}
		if !records {
			continue
		}
		for _, group := range side.OfType("aws_cloudwatch_log_group") {
			v := trail.Attr("cloud_watch_logs_group_arn")
			if trail.Names(v, group, naming...) || group.ARN != "" && strings.TrimSuffix(v.Text(), ":*") == strings.TrimSuffix(group.ARN, ":*") {
				add(&phiStore{resource: group, why: "the log of data events of " + store.Address})
			}
		}
	}
}

// keyPaths are the arguments by which a resource names the KMS key that encrypts
// it. Source: the AWS provider's documentation of each resource.
var keyPaths = map[string][]string{
	"aws_s3_bucket":                 {"server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.kms_master_key_id"},
	"aws_dynamodb_table":            {"server_side_encryption.kms_key_arn"},
	"aws_sns_topic":                 {"kms_master_key_id"},
	"aws_sqs_queue":                 {"kms_master_key_id"},
	"aws_opensearch_domain":         {"encrypt_at_rest.kms_key_id"},
	"aws_healthlake_fhir_datastore": {"sse_configuration.kms_encryption_config.kms_key_id"},
	"aws_medicalimaging_datastore":  {"kms_key_arn"},
}

// encrypts reports whether a resource is encrypted with a key, which it names by
// itself or by an alias; a bucket also in a resource of its own.
func encrypts(side *account.Account, key, r *account.Resource) bool {
	paths := keyPaths[r.Type]
	if paths == nil {
		paths = []string{"kms_key_id"}
	}
	by := func(r *account.Resource, paths ...string) bool {
		for _, path := range paths {
			if namesAt(r, path, key) {
				return true
			}
			for _, alias := range side.OfType("aws_kms_alias") {
				if namesAt(r, path, alias) && namesAt(alias, "target_key_id", key) {
					return true
				}
			}
		}
		return false
	}
	if by(r, paths...) {
		return true
	}
	return r.Type == "aws_s3_bucket" && slices.ContainsFunc(side.OfType("aws_s3_bucket_server_side_encryption_configuration"), func(e *account.Resource) bool {
		return namesAt(e, "bucket", r) && by(e, "rule.apply_server_side_encryption_by_default.kms_master_key_id")
	})
}

// passwords are the arguments that hold what signs in to a store.
var passwords = map[string][]string{
	"aws_db_instance":      {"password", "password_wo"},
	"aws_rds_cluster":      {"master_password", "master_password_wo"},
	"aws_redshift_cluster": {"master_password", "master_password_wo"},
}

// secretOpens reports whether a secret opens a store: its value is made of the
// store, or holds the password that the store has too.
func secretOpens(side *account.Account, secret, store *account.Resource) bool {
	var signIn []account.Reference
	for _, path := range passwords[store.Type] {
		if store.Follow != nil {
			signIn = append(signIn, store.Follow(path)...)
		}
	}
	for _, version := range side.OfType("aws_secretsmanager_secret_version") {
		if version.Follow == nil || !namesAt(version, "secret_id", secret) {
			continue
		}
		for _, path := range []string{"secret_string", "secret_string_wo"} {
			for _, ref := range version.Follow(path) {
				if ref.Address == store.Address && passwords[store.Type] != nil || slices.ContainsFunc(signIn, func(p account.Reference) bool { return p.Address == ref.Address }) {
					return true
				}
			}
		}
		if slices.ContainsFunc(signIn, func(p account.Reference) bool { return p.Address == version.Address }) {
			return true
		}
	}
	return slices.ContainsFunc(signIn, func(p account.Reference) bool { return p.Address == secret.Address })
}

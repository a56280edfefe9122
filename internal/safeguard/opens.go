// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// keyArguments are the arguments by which a resource names the KMS key that
// encrypts it. Source: the AWS provider's documentation of each resource.
var keyArguments = map[string]string{
	"aws_s3_bucket": "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.kms_master_key_id",
	"aws_s3_bucket_server_side_encryption_configuration": "rule.apply_server_side_encryption_by_default.kms_master_key_id",
	"aws_dynamodb_table":                                 "server_side_encryption.kms_key_arn",
	"aws_db_instance":                                    "kms_key_id",
	"aws_rds_cluster":                                    "kms_key_id",
	"aws_redshift_cluster":                               "kms_key_id",
	"aws_efs_file_system":                                "kms_key_id",
	"aws_kinesis_stream":                                 "kms_key_id",
	"aws_secretsmanager_secret":                          "kms_key_id",
	"aws_sns_topic":                                      "kms_master_key_id",
	"aws_sqs_queue":                                      "kms_master_key_id",
	"aws_opensearch_domain":                              "encrypt_at_rest.kms_key_id",
	"aws_healthlake_fhir_datastore":                      "sse_configuration.kms_encryption_config.kms_key_id",
}

// encryptionType says how a bucket is encrypted, in a resource of its own.
const encryptionType = "aws_s3_bucket_server_side_encryption_configuration"

// holdsPHI reports whether a resource holds PHI by its tags, or by its ARN.
func (c *checker) holdsPHI(r *account.Resource) bool {
	return c.tagged(r.Tags) || c.matchesPHI(r.ARN)
}

// matchesPHI reports whether the configuration's patterns name what has this ARN,
// or something in it.
func (c *checker) matchesPHI(arn string) bool {
	return arn != "" && slices.ContainsFunc(c.config.PHI.Resources, func(pattern string) bool {
		g := policy.ResourceGlob(pattern, nil)
		return g.Match(arn, nil) || g.Match(arn+"/"+decide.Fresh, nil)
	})
}

// phiStores lists the stores of the plan that hold PHI.
func (c *checker) phiStores(side *account.Account, types ...string) []*account.Resource {
	var out []*account.Resource
	for _, s := range side.Stores {
		if r := s.Resource; r != nil && (len(types) == 0 || slices.Contains(types, r.Type)) && c.holdsPHI(r) {
			out = append(out, r)
		}
	}
	return out
}

// opens lists the PHI stores that a key encrypts. A key that is itself marked is
// one of them.
func (c *checker) opens(side *account.Account, key *account.Resource) []*account.Resource {
	var out []*account.Resource
	if c.holdsPHI(key) {
		out = append(out, key)
	}
	for _, s := range c.phiStores(side) {
		if s != key && (encryptedWith(side, s, key) || s.Type == "aws_s3_bucket" && slices.ContainsFunc(
			joined(side, s, "bucket", bucketKeys, encryptionType), func(r *account.Resource) bool { return encryptedWith(side, r, key) })) {
			out = append(out, s)
		}
	}
	return out
}

// bucketKeys are the attributes by which other resources name a bucket.
var bucketKeys = []string{"bucket", "id"}

// encryptedWith reports whether a resource names a key, by itself or by an alias.
func encryptedWith(side *account.Account, r, key *account.Resource) bool {
	path, ok := keyArguments[r.Type]
	if !ok {
		return false
	}
	for _, v := range leaves(r.Values, strings.Split(path, ".")) {
		if r.Names(v, key, "arn", "key_id", "id") {
			return true
		}
		for _, a := range side.OfType("aws_kms_alias") {
			if r.Names(v, a, "arn", "name", "id") && a.Names(a.Attr("target_key_id"), key, "arn", "key_id", "id") {
				return true
			}
		}
	}
	return false
}

// leaves returns the values at a path, through each element of the lists on it.
func leaves(v account.Value, path []string) []account.Value {
	if list := v.List(); list != nil {
		var out []account.Value
		for _, e := range list {
			out = append(out, leaves(e, path)...)
		}
		return out
	}
	if len(path) == 0 {
		return []account.Value{v}
	}
	return leaves(v.Attr(path[0]), path[1:])
}

// with adds resources that take part in a finding, by what they are to it.
func (v *violation) with(relation string, list ...*account.Resource) *violation {
	for _, r := range list {
		if r.Address != v.address {
			v.related = append(v.related, account.Related{Address: r.Address, Relation: relation})
		}
	}
	return v
}

// addresses lists resources by their names, for a message.
func addresses(list []*account.Resource) string {
	var out []string
	for _, r := range list {
		out = append(out, r.Address)
	}
	return join(out)
}

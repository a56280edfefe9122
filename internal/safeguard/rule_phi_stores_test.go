// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// phiConfig says that the tag Data = phi, and buckets named phi-…, mark PHI.
var phiConfig = &config.Config{PHI: config.PHI{Tags: map[string][]string{"Data": {"phi"}}, Resources: []string{"arn:aws:s3:::phi-*"}}}

const (
	aKey    = "aws_kms_key.k"
	aSecret = "aws_secretsmanager_secret.s"
	aBucket = "aws_s3_bucket.b"
)

func TestKMSRotationOff(t *testing.T) {
	marked := res(t, aKey, `{"tags":{"Data":"PHI"}}`)
	rotated := res(t, aKey, `{"enable_key_rotation":true,"tags":{"Data":"PHI"}}`)
	plain := res(t, aKey, `{"arn":"arn:aws:kms:us-east-1:123456789012:key/k","key_id":"k"}`)
	table := res(t, "aws_dynamodb_table.t", `{"tags":{"Data":"phi"},"server_side_encryption":[{"enabled":true,"kms_key_arn":"arn:aws:kms:us-east-1:123456789012:key/k"}]}`)
	bucket := res(t, aBucket, `{"bucket":"b","tags":{"Data":"phi"}}`)
	encryption := res(t, "aws_s3_bucket_server_side_encryption_configuration.b", `{"bucket":"b","rule":[{"apply_server_side_encryption_by_default":[{"kms_master_key_id":"alias/phi"}]}]}`)
	alias := res(t, "aws_kms_alias.a", `{"name":"alias/phi"}`, "target_key_id=aws_kms_key.k.key_id")
	judgeResources(t, "kms-rotation-off", map[string]resourceCase{
		"marked":                   {cfg: phiConfig, after: having(marked), want: []string{"introduced medium " + aKey}},
		"rotated":                  {cfg: phiConfig, after: having(rotated)},
		"no PHI":                   {cfg: phiConfig, after: having(plain)},
		"nothing says what PHI is": {after: having(marked)},
		"opens a PHI table":        {cfg: phiConfig, after: having(plain, table), want: []string{"introduced medium " + aKey}},
		"opens a bucket by alias":  {cfg: phiConfig, after: having(plain, bucket, encryption, alias), want: []string{"introduced medium " + aKey}},
		"another bucket's":         {cfg: phiConfig, after: having(plain, res(t, aBucket, `{"bucket":"c","tags":{"Data":"phi"}}`), encryption, alias)},
		"asymmetric":               {cfg: phiConfig, after: having(res(t, aKey, `{"customer_master_key_spec":"RSA_2048","tags":{"Data":"phi"}}`))},
		"HMAC":                     {cfg: phiConfig, after: having(res(t, aKey, `{"key_usage":"GENERATE_VERIFY_MAC","customer_master_key_spec":"HMAC_256","tags":{"Data":"phi"}}`))},
		"custom key store":         {cfg: phiConfig, after: having(res(t, aKey, `{"custom_key_store_id":"cks-1","tags":{"Data":"phi"}}`))},
		"not known":                {cfg: phiConfig, after: having(res(t, aKey, `{"tags":{"Data":"phi"}}`, "enable_key_rotation")), want: []string{"undetermined " + aKey}},
		"turned off":               {cfg: phiConfig, before: having(rotated), after: having(marked), want: []string{"introduced medium " + aKey}},
		"as before":                {cfg: phiConfig, before: having(marked), after: having(marked), want: []string{"existing medium " + aKey}},
	})
}

func TestKMSDeletionWindowShort(t *testing.T) {
	week, three := res(t, aKey, `{"deletion_window_in_days":7}`), res(t, aKey, `{"deletion_window_in_days":21}`)
	judgeResources(t, "kms-deletion-window-short", map[string]resourceCase{
		"a week":        {after: having(week), want: []string{"introduced low " + aKey}},
		"a week of PHI": {cfg: phiConfig, after: having(res(t, aKey, `{"deletion_window_in_days":7,"tags":{"Data":"phi"}}`)), want: []string{"introduced medium " + aKey}},
		"the most":      {after: having(res(t, aKey, `{"deletion_window_in_days":30}`))},
		"left out":      {after: having(res(t, aKey, `{}`))},
		"null":          {after: having(res(t, aKey, `{"deletion_window_in_days":null}`))},
		"external key":  {after: having(res(t, "aws_kms_external_key.k", `{"deletion_window_in_days":7}`)), want: []string{"introduced low aws_kms_external_key.k"}},
		"shorter":       {before: having(three), after: having(week), want: []string{"introduced low " + aKey}},
		"longer":        {before: having(week), after: having(three), want: []string{"existing low " + aKey}},
		"not known":     {after: having(res(t, aKey, `{}`, "deletion_window_in_days")), want: []string{"undetermined " + aKey}},
		"became PHI": {cfg: phiConfig, before: having(week), after: having(res(t, aKey, `{"deletion_window_in_days":7,"tags":{"Data":"phi"}}`)),
			want: []string{"introduced medium " + aKey}},
	})
}

func TestSecretRotationOff(t *testing.T) {
	const rotation = "aws_secretsmanager_secret_rotation.r"
	secret := res(t, aSecret, `{"name":"s","tags":{"Data":"phi"}}`)
	judgeResources(t, "secret-rotation-off", map[string]resourceCase{
		"no rotation":        {cfg: phiConfig, after: having(secret), want: []string{"introduced medium " + aSecret}},
		"no PHI":             {cfg: phiConfig, after: having(res(t, aSecret, `{"name":"s"}`))},
		"by reference":       {cfg: phiConfig, after: having(secret, res(t, rotation, `{}`, "secret_id="+aSecret+".id"))},
		"by name":            {cfg: phiConfig, after: having(secret, res(t, rotation, `{"secret_id":"s"}`))},
		"of another":         {cfg: phiConfig, after: having(secret, res(t, rotation, `{"secret_id":"t"}`)), want: []string{"introduced medium " + aSecret}},
		"of who knows which": {cfg: phiConfig, after: having(secret, res(t, rotation, `{}`, "secret_id")), want: []string{"undetermined " + aSecret}},
		"in the secret":      {cfg: phiConfig, after: having(res(t, aSecret, `{"name":"s","rotation_enabled":true,"tags":{"Data":"phi"}}`))},
		"taken away": {cfg: phiConfig, before: having(secret, res(t, rotation, `{"secret_id":"s"}`)), after: having(secret),
			want: []string{"introduced medium " + aSecret}},
		"given": {cfg: phiConfig, before: having(secret), after: having(secret, res(t, rotation, `{"secret_id":"s"}`)), want: []string{"resolved medium " + aSecret}},
	})
}

func TestSecretDefaultKey(t *testing.T) {
	judgeResources(t, "secret-default-key", map[string]resourceCase{
		"no key":    {cfg: phiConfig, after: having(res(t, aSecret, `{"tags":{"Data":"phi"}}`)), want: []string{"introduced low " + aSecret}},
		"AWS's key": {cfg: phiConfig, after: having(res(t, aSecret, `{"kms_key_id":"alias/aws/secretsmanager","tags":{"Data":"phi"}}`)), want: []string{"introduced low " + aSecret}},
		"by its ARN": {cfg: phiConfig, after: having(res(t, aSecret, `{"kms_key_id":"arn:aws:kms:us-east-1:123456789012:alias/aws/secretsmanager","tags":{"Data":"phi"}}`)),
			want: []string{"introduced low " + aSecret}},
		"its own":     {cfg: phiConfig, after: having(res(t, aSecret, `{"kms_key_id":"alias/phi","tags":{"Data":"phi"}}`))},
		"of the plan": {cfg: phiConfig, after: having(res(t, aSecret, `{"tags":{"Data":"phi"}}`, "kms_key_id=aws_kms_key.k.arn"))},
		"not known":   {cfg: phiConfig, after: having(res(t, aSecret, `{"tags":{"Data":"phi"}}`, "kms_key_id")), want: []string{"undetermined " + aSecret}},
		"no PHI":      {cfg: phiConfig, after: having(res(t, aSecret, `{"tags":{"Data":"none"}}`))},
	})
}

func TestPHIStorePublicAccessUnblocked(t *testing.T) {
	const block, ofAccount = "aws_s3_bucket_public_access_block.b", "aws_s3_account_public_access_block.a"
	whole := `"block_public_acls":true,"block_public_policy":true,"ignore_public_acls":true,"restrict_public_buckets":true}`
	bucket := res(t, aBucket, `{"bucket":"b","tags":{"Data":"phi"}}`)
	named := res(t, aBucket, `{"bucket":"phi-images","arn":"arn:aws:s3:::phi-images"}`)
	blocked := having(bucket, res(t, block, `{"bucket":"b",`+whole))
	far := res(t, ofAccount, `{"account_id":"999999999999",`+whole)
	judgeResources(t, "phi-store-public-access-unblocked", map[string]resourceCase{
		"no block":          {cfg: phiConfig, after: having(bucket), want: []string{"introduced medium " + aBucket}},
		"by its ARN":        {cfg: phiConfig, after: having(named), want: []string{"introduced medium " + aBucket}},
		"no PHI":            {cfg: phiConfig, after: having(res(t, aBucket, `{"bucket":"b","arn":"arn:aws:s3:::b"}`))},
		"whole":             {cfg: phiConfig, after: blocked},
		"whole, referring":  {cfg: phiConfig, after: having(bucket, res(t, block, `{`+whole, "bucket="+aBucket+".id"))},
		"three of four":     {cfg: phiConfig, after: having(bucket, res(t, block, `{"bucket":"b","block_public_acls":true,"block_public_policy":true,"ignore_public_acls":true}`)), want: []string{"introduced medium " + aBucket}},
		"of another bucket": {cfg: phiConfig, after: having(bucket, res(t, block, `{"bucket":"c",`+whole)), want: []string{"introduced medium " + aBucket}},
		"of the account":    {cfg: phiConfig, after: having(bucket, res(t, ofAccount, `{`+whole))},
		"both together": {cfg: phiConfig, after: having(bucket, res(t, block, `{"bucket":"b","block_public_acls":true,"ignore_public_acls":true}`),
			res(t, ofAccount, `{"block_public_policy":true,"restrict_public_buckets":true}`))},
		"of another account": {cfg: phiConfig, after: having(bucket, far), want: []string{"introduced medium " + aBucket}},
		"taken away":         {cfg: phiConfig, before: blocked, after: having(bucket), want: []string{"introduced medium " + aBucket}},
		"less": {cfg: phiConfig, before: having(bucket, res(t, block, `{"bucket":"b","block_public_acls":true}`)), after: having(bucket),
			want: []string{"introduced medium " + aBucket}},
		"one is not known": {cfg: phiConfig, after: having(bucket, res(t, block, `{"bucket":"b","block_public_acls":true,"block_public_policy":true,"ignore_public_acls":true}`, "restrict_public_buckets")),
			want: []string{"undetermined " + block}},
		"one is not known, one is false": {cfg: phiConfig, after: having(bucket, res(t, block, `{"bucket":"b","block_public_acls":true,"block_public_policy":false,"ignore_public_acls":true}`, "restrict_public_buckets")),
			want: []string{"introduced medium " + aBucket, "undetermined " + block}},
		"of who knows which": {cfg: phiConfig, after: having(bucket, res(t, block, `{`+whole, "bucket")), want: []string{"undetermined " + aBucket}},
		"a database":         {cfg: phiConfig, after: having(res(t, "aws_db_instance.d", `{"publicly_accessible":true,"tags":{"Data":"phi"}}`)), want: []string{"introduced medium aws_db_instance.d"}},
		"a database inside":  {cfg: phiConfig, after: having(res(t, "aws_db_instance.d", `{"publicly_accessible":false,"tags":{"Data":"phi"}}`))},
		"a cluster's instance": {cfg: phiConfig, after: having(res(t, "aws_rds_cluster.c", `{"cluster_identifier":"c","tags":{"Data":"phi"}}`),
			res(t, "aws_rds_cluster_instance.i", `{"cluster_identifier":"c","publicly_accessible":true}`)), want: []string{"introduced medium aws_rds_cluster_instance.i"}},
	})
	fixed := safeguard.Check(t.Context(), change(having(), having(res(t, "module.m[\"a.b\"].aws_s3_bucket.x[0]", `{"bucket":"b","tags":{"Data":"phi"}}`))), phiConfig, now)
	found := false
	for _, f := range fixed {
		if f.Rule == "phi-store-public-access-unblocked" {
			found = strings.Contains(f.Remediation, `"aws_s3_bucket_public_access_block" "x"`) && strings.Contains(f.Remediation, "= aws_s3_bucket.x[0].id")
		}
	}
	if !found {
		t.Error(fixed)
	}
}

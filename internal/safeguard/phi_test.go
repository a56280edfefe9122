// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// made makes a resource of a plan: arguments in JSON, and "path=address.attribute"
// for each argument that is a reference not known until apply.
func made(t *testing.T, address, arguments string, refs ...string) *account.Resource {
	t.Helper()
	values := map[string]any{}
	if err := json.Unmarshal([]byte(arguments), &values); err != nil {
		t.Fatal(err)
	}
	unknown, follow := map[string]any{}, map[string][]account.Reference{}
	for _, r := range refs {
		path, to, _ := strings.Cut(r, "=")
		i := strings.LastIndex(to, ".")
		unknown[path], follow[path] = true, append(follow[path], account.Reference{Address: to[:i], Attribute: to[i+1:]})
	}
	parts := strings.Split(address, ".")
	r := &account.Resource{
		Address: address, Type: parts[len(parts)-2], Account: "123456789012", Partition: "aws", Region: "us-east-1",
		Values: account.Value{V: values, Unknown: unknown}, Follow: func(path string) []account.Reference { return follow[path] },
	}
	r.ARN, _ = values["arn"].(string)
	if tags, ok := values["tags"].(map[string]any); ok {
		r.Tags.Values = map[string]string{}
		for k, v := range tags {
			r.Tags.Values[k], _ = v.(string)
		}
	}
	return r
}

// held makes a side of resources; what can hold data is a store, as in a plan.
func held(list ...*account.Resource) *account.Account {
	a := &account.Account{Resources: list}
	for _, r := range list {
		if holdsData(r) && !slices.Contains(copies, r.Type) || r.Type == "aws_kms_key" {
			a.Stores = append(a.Stores, &account.Store{Address: r.Address, Type: r.Type, ARN: r.ARN, Tags: r.Tags, Account: r.Account, Resource: r})
		}
	}
	return a
}

// TestPHISpreads: what holds PHI, and why.
func TestPHISpreads(t *testing.T) {
	const phi = `"tags":{"Data":"phi"}`
	cfg := &config.Config{PHI: config.PHI{Tags: map[string][]string{"Data": {"PHI"}}, Resources: []string{"arn:aws:s3:::scans-*", "arn:aws:healthlake:*", "arn:aws:s3:::mixed/phi/*"}}}
	bucket := made(t, "aws_s3_bucket.b", `{"bucket":"b","arn":"arn:aws:s3:::b",`+phi+`}`)
	database := made(t, "aws_db_instance.d", `{"identifier":"d",`+phi+`}`, "password=random_password.p.result", "kms_key_id=aws_kms_key.k.arn")
	for name, c := range map[string]struct {
		resources []*account.Resource
		want      []string
	}{
		"a tag, in another case":                {[]*account.Resource{bucket}, []string{"aws_s3_bucket.b: its tag Data"}},
		"another value":                         {[]*account.Resource{made(t, "aws_s3_bucket.o", `{"bucket":"o","tags":{"Data":"none"}}`)}, nil},
		"by its ARN":                            {[]*account.Resource{made(t, "aws_s3_bucket.s", `{"bucket":"scans-eu","arn":"arn:aws:s3:::scans-eu"}`)}, []string{"aws_s3_bucket.s: phi.resources"}},
		"by its name":                           {[]*account.Resource{made(t, "aws_s3_bucket.s", `{"bucket":"scans-eu"}`)}, []string{"aws_s3_bucket.s: phi.resources"}},
		"a name that is not known is not named": {[]*account.Resource{made(t, "aws_s3_bucket.s", `{}`)}, nil},
		"by its service, before it has a name":  {[]*account.Resource{made(t, "aws_healthlake_fhir_datastore.h", `{}`)}, []string{"aws_healthlake_fhir_datastore.h: phi.resources"}},
		"a part of it":                          {[]*account.Resource{made(t, "aws_s3_bucket.m", `{"bucket":"mixed"}`)}, []string{"aws_s3_bucket.m: phi.resources, in part"}},
		"a replica": {[]*account.Resource{
			bucket, made(t, "aws_s3_bucket.r", `{"bucket":"r"}`), made(t, "aws_s3_bucket.o", `{"bucket":"o","arn":"arn:aws:s3:::o"}`),
			made(t, "aws_s3_bucket_replication_configuration.c", `{"bucket":"b","rule":[{"destination":[{"bucket":"arn:aws:s3:::o"}]}]}`),
		}, []string{"aws_s3_bucket.b: its tag Data", "aws_s3_bucket.o: a replica of aws_s3_bucket.b"}},
		"a replica of a bucket without PHI": {[]*account.Resource{
			made(t, "aws_s3_bucket.a", `{"bucket":"a"}`), made(t, "aws_s3_bucket.o", `{"bucket":"o","arn":"arn:aws:s3:::o"}`),
			made(t, "aws_s3_bucket_replication_configuration.c", `{"bucket":"a","rule":[{"destination":[{"bucket":"arn:aws:s3:::o"}]}]}`),
		}, nil},
		"a snapshot, and what is restored from it": {[]*account.Resource{
			database, made(t, "aws_db_snapshot.s", `{}`, "db_instance_identifier=aws_db_instance.d.identifier"),
			made(t, "aws_db_instance.copy", `{"identifier":"copy"}`, "snapshot_identifier=aws_db_snapshot.s.id"),
		}, []string{"aws_db_instance.d: its tag Data", "aws_db_snapshot.s: a snapshot of aws_db_instance.d", "aws_db_instance.copy: restored from aws_db_snapshot.s"}},
		"a name of another type is no reference": {[]*account.Resource{
			made(t, "aws_s3_bucket.x", `{"bucket":"x",`+phi+`}`), made(t, "aws_db_snapshot.s", `{"db_instance_identifier":"x"}`),
		}, []string{"aws_s3_bucket.x: its tag Data"}},
		"its key and its secret": {[]*account.Resource{
			database, made(t, "aws_kms_key.k", `{}`), made(t, "aws_kms_key.other", `{}`), made(t, "aws_secretsmanager_secret.s", `{"name":"s"}`), made(t, "aws_secretsmanager_secret.other", `{"name":"o"}`),
			made(t, "aws_secretsmanager_secret_version.v", `{}`, "secret_id=aws_secretsmanager_secret.s.id", "secret_string=random_password.p.result"),
			made(t, "aws_secretsmanager_secret_version.o", `{}`, "secret_id=aws_secretsmanager_secret.other.id", "secret_string=random_password.q.result"),
		}, []string{"aws_db_instance.d: its tag Data", "aws_kms_key.k: the key of aws_db_instance.d", "aws_secretsmanager_secret.s: the secret of aws_db_instance.d"}},
		"the key of a bucket, by an alias": {[]*account.Resource{
			bucket, made(t, "aws_kms_key.k", `{"key_id":"1","arn":"arn:aws:kms:us-east-1:123456789012:key/1"}`), made(t, "aws_kms_alias.a", `{"name":"alias/a","target_key_id":"1"}`),
			made(t, "aws_s3_bucket_server_side_encryption_configuration.e", `{"bucket":"b","rule":[{"apply_server_side_encryption_by_default":[{"kms_master_key_id":"alias/a"}]}]}`),
		}, []string{"aws_s3_bucket.b: its tag Data", "aws_kms_key.k: the key of aws_s3_bucket.b"}},
		"what else a PHI key opens is not PHI": {[]*account.Resource{
			database, made(t, "aws_kms_key.k", `{}`), made(t, "aws_sqs_queue.q", `{"name":"q"}`, "kms_master_key_id=aws_kms_key.k.arn"),
		}, []string{"aws_db_instance.d: its tag Data", "aws_kms_key.k: the key of aws_db_instance.d"}},
		"the log of data events": {[]*account.Resource{
			bucket, made(t, "aws_cloudwatch_log_group.g", `{"name":"g","arn":"arn:aws:logs:us-east-1:123456789012:log-group:g"}`), made(t, "aws_cloudwatch_log_group.o", `{"name":"o"}`),
			made(t, "aws_cloudtrail.t", `{"event_selector":[{"data_resource":[{"values":["arn:aws:s3:::b/"]}]}],"cloud_watch_logs_group_arn":"arn:aws:logs:us-east-1:123456789012:log-group:g:*"}`),
		}, []string{"aws_s3_bucket.b: its tag Data", "aws_cloudwatch_log_group.g: the log of data events of aws_s3_bucket.b"}},
		"a stream of a table's changes": {[]*account.Resource{
			made(t, "aws_dynamodb_table.t", `{"name":"t",`+phi+`}`), made(t, "aws_kinesis_stream.s", `{"name":"s"}`),
			made(t, "aws_dynamodb_kinesis_streaming_destination.d", `{"table_name":"t"}`, "stream_arn=aws_kinesis_stream.s.arn"),
		}, []string{"aws_dynamodb_table.t: its tag Data", "aws_kinesis_stream.s: the stream of changes of aws_dynamodb_table.t"}},
	} {
		t.Run(name, func(t *testing.T) {
			k := &checker{config: cfg, phi: map[*account.Account][]*phiStore{}}
			var got []string
			for _, s := range k.marked(held(c.resources...)) {
				got = append(got, s.address+": "+s.why)
				if opens := strings.HasPrefix(s.why, "the key") || strings.HasPrefix(s.why, "the secret"); s.opens != opens {
					t.Errorf("%s opens: %v", s.address, s.opens)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

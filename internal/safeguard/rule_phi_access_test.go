// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// clinic says what holds PHI.
var clinic = &config.Config{PHI: config.PHI{Tags: map[string][]string{"Data": {"phi"}}, Resources: []string{"arn:aws:s3:::scans-*", "arn:aws:s3:::mixed/phi/*"}}}

// withStores makes a side of principals and of the stores of a clinic: PHI in the
// bucket images and its replica, the table charts and the database records with
// its key and secret; none in the bucket logs and the table sessions.
func withStores(t *testing.T, principals ...*account.Principal) *account.Account {
	t.Helper()
	const phi = `"tags":{"Data":"phi"}`
	a := having(
		res(t, "aws_s3_bucket.images", `{"bucket":"images","arn":"arn:aws:s3:::images",`+phi+`}`),
		res(t, "aws_s3_bucket.copy", `{"bucket":"images-copy","arn":"arn:aws:s3:::images-copy"}`),
		res(t, "aws_s3_bucket_replication_configuration.images", `{"bucket":"images","rule":[{"destination":[{"bucket":"arn:aws:s3:::images-copy"}]}]}`),
		res(t, "aws_s3_bucket.logs", `{"bucket":"logs","arn":"arn:aws:s3:::logs"}`),
		res(t, "aws_s3_bucket.mixed", `{"bucket":"mixed","arn":"arn:aws:s3:::mixed"}`),
		res(t, "aws_dynamodb_table.charts", `{"name":"charts",`+phi+`}`, "arn"),
		res(t, "aws_dynamodb_table.sessions", `{"name":"sessions"}`, "arn"),
		res(t, "aws_db_instance.records", `{"identifier":"records",`+phi+`}`, "arn", "password=random_password.p.result", "kms_key_id=aws_kms_key.phi.arn"),
		res(t, "aws_kms_key.phi", `{}`, "arn"),
		res(t, "aws_secretsmanager_secret.records", `{"name":"records-db"}`, "arn"),
		res(t, "aws_secretsmanager_secret_version.records", `{}`, "secret_id=aws_secretsmanager_secret.records.id", "secret_string=random_password.p.result"),
	)
	for _, r := range a.Resources {
		if r.ARN == "" {
			r.Region = "us-east-1"
		}
	}
	b := side(principals...)
	a.Principals, a.Documents = b.Principals, b.Documents
	return a
}

// toHole allows an action on a resource that is not known until apply.
func toHole(t *testing.T, action, format, reference string) *account.Principal {
	t.Helper()
	p := role(t, "r")
	text := allow(action, fmt.Sprintf(`"`+format+`"`, string(policy.HoleRune(0))))
	d := document(t, "aws_iam_role_policy.r0", text, policy.Identity, policy.Hole{Name: reference})
	p.Identity = []account.Attachment{{Document: d}}
	return p
}

// testInClinic judges principals that appear beside the stores of the clinic.
func testInClinic(t *testing.T, rule string, cases map[string]ruleCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want != "" {
				want = append(want, "introduced "+c.want+" "+rule+" "+c.who.Address)
			}
			if diff := cmp.Diff(want, judge(change(withStores(t), withStores(t, c.who)), clinic, rule)); diff != "" {
				t.Error(diff)
			}
			for i := range want {
				want[i] = strings.Replace(want[i], "introduced", "existing", 1)
			}
			if diff := cmp.Diff(want, judge(change(withStores(t, c.who), withStores(t, c.who)), clinic, rule)); diff != "" {
				t.Error("unchanged: " + diff)
			}
		})
	}
}

func TestPHIAccessBroad(t *testing.T) {
	const table, secret = `"arn:aws:dynamodb:us-east-1:123456789012:table/`, `"arn:aws:secretsmanager:us-east-1:123456789012:secret:`
	testInClinic(t, "phi-access-broad", map[string]ruleCase{
		"every object":             {role(t, "r", allow(`"s3:GetObject"`, `"*"`)), "high"},
		"every bucket":             {role(t, "r", allow(`"s3:PutObject"`, `"arn:aws:s3:::*/*"`)), "high"},
		"a part of the name":       {role(t, "r", allow(`"s3:DeleteObject"`, `"arn:aws:s3:::image*"`)), "high"},
		"one letter":               {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::image?/*"`)), "high"},
		"more of a mixed bucket":   {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::mixed/*"`)), "high"},
		"every table":              {role(t, "r", allow(`"dynamodb:Query"`, table+`*"`)), "high"},
		"its permissions":          {role(t, "r", allow(`"s3:PutBucketPolicy"`, `"arn:aws:s3:::*"`)), "high"},
		"everything but the logs":  {role(t, "r", statements(`{"Effect":"Allow","Action":"s3:*","NotResource":["arn:aws:s3:::logs","arn:aws:s3:::logs/*"]}`)), "high"},
		"the secret among others":  {role(t, "r", allow(`"secretsmanager:GetSecretValue"`, secret+`*"`)), "high"},
		"any key":                  {role(t, "r", allow(`"kms:Decrypt"`, `"*"`)), "high"},
		"a database among others":  {role(t, "r", allow(`"rds-db:connect"`, `"*"`)), "high"},
		"beside one that is right": {role(t, "r", allow(`"s3:GetObject"`, `["arn:aws:s3:::images/*","arn:aws:s3:::*"]`)), "high"},

		"the bucket":                        {role(t, "r", allow(`"s3:*"`, `["arn:aws:s3:::images","arn:aws:s3:::images/*"]`)), ""},
		"the bucket and another, each":      {role(t, "r", allow(`"s3:GetObject"`, `["arn:aws:s3:::images/*","arn:aws:s3:::logs/*"]`)), ""},
		"a prefix":                          {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::images/2026/*"`)), ""},
		"its replica":                       {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::images-copy/*"`)), ""},
		"what the configuration names":      {role(t, "r", allow(`"s3:GetObject"`, `["arn:aws:s3:::scans-*","arn:aws:s3:::scans-eu/*"]`)), ""},
		"the PHI part of a mixed bucket":    {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::mixed/phi/*"`)), ""},
		"the rest of a mixed bucket":        {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::mixed/public/*"`)), ""},
		"no PHI at all":                     {role(t, "r", allow(`"s3:*"`, `["arn:aws:s3:::logs","arn:aws:s3:::logs/*"]`)), ""},
		"the table, in any Region":          {role(t, "r", allow(`"dynamodb:*"`, `"arn:aws:dynamodb:*:*:table/charts*"`)), "high"},
		"the table and its index, anywhere": {role(t, "r", allow(`"dynamodb:Query"`, `["arn:aws:dynamodb:*:*:table/charts","arn:aws:dynamodb:*:*:table/charts/index/*"]`)), ""},
		"the secret, as AWS advises":        {role(t, "r", allow(`"secretsmanager:GetSecretValue"`, secret+`records-db-??????"`)), ""},
		"the table by reference":            {toHole(t, `"dynamodb:*"`, "%s", "aws_dynamodb_table.charts.arn"), ""},
		"its index by reference":            {toHole(t, `"dynamodb:Query"`, "%s/index/*", "aws_dynamodb_table.charts.arn"), ""},
		"the key by reference":              {toHole(t, `"kms:Decrypt"`, "%s", "aws_kms_key.phi.arn"), ""},
		"listing and describing":            {role(t, "r", allow(`["s3:ListBucket","s3:GetBucketPolicy","dynamodb:DescribeTable"]`, `"*"`)), ""},
		"PHI denied":                        {role(t, "r", allow(`"s3:*"`, `"*"`), statements(`{"Effect":"Deny","Action":"s3:*","Resource":["arn:aws:s3:::images*","arn:aws:s3:::scans-*","arn:aws:s3:::mixed*"]}`)), ""},
		"a boundary to other buckets":       {bounded(t, allow(`"s3:*"`, `"*"`), allow(`"s3:*"`, `"arn:aws:s3:::logs*"`)), ""},
		"by a tag of the table":             {role(t, "r", where(`"dynamodb:GetItem"`, `{"StringEquals":{"aws:ResourceTag/Data":"phi"}}`)), ""},
	})
	if got := judge(change(side(), side(role(t, "r", allow(`"*"`, `"*"`)))), &config.Config{}, "phi-access-broad"); len(got) != 0 {
		t.Error("without PHI: ", got)
	}
}

// TestPHIAccessBroadSays: the kinds of access are told apart, in the message, in
// what the fix writes, and in what is new.
func TestPHIAccessBroadSays(t *testing.T) {
	const rule = "phi-access-broad"
	read, both := role(t, "r", allow(`"s3:GetObject"`, `"*"`)), role(t, "r", allow(`["s3:GetObject","s3:DeleteObject"]`, `"*"`))
	one := func(before, after *account.Account) safeguard.Finding {
		t.Helper()
		found := safeguard.Judge(context.Background(), change(before, after), clinic, now, safeguard.Options{Only: []string{rule}}).Findings
		if len(found) != 1 {
			t.Fatal(found)
		}
		return found[0]
	}
	if f := one(withStores(t, read), withStores(t, both)); f.Status != safeguard.Introduced || !strings.Contains(f.Message, "read and delete PHI (arn:aws:s3:::scans-*, arn:aws:s3:::mixed/phi/*, aws_s3_bucket.images and aws_s3_bucket.copy)") {
		t.Errorf("%s: %s", f.Status, f.Message)
	} else if !strings.Contains(f.Remediation, `Action = ["s3:GetObject", "s3:DeleteObject"]`) || !strings.Contains(f.Remediation, `"${aws_s3_bucket.images.arn}/*"`) || strings.Contains(f.Remediation, "PutObject") {
		t.Error(f.Remediation)
	}
	if f := one(withStores(t, both), withStores(t, read)); f.Status != safeguard.Existing || !strings.Contains(f.Message, "may read PHI") {
		t.Errorf("%s: %s", f.Status, f.Message)
	}
	// another store holds PHI now, which the same statement reaches
	more := withStores(t, read)
	for _, s := range more.Stores {
		if s.Address == "aws_s3_bucket.logs" {
			s.Resource.Tags.Values["Data"] = "phi"
		}
	}
	if f := one(withStores(t, read), more); f.Status != safeguard.Introduced {
		t.Errorf("%s: %s", f.Status, f.Message)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
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

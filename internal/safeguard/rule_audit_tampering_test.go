// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// TestAuditRecords: who may delete what an audit log group or bucket of the plan
// holds, or let it go early, may cut the record of activity.
func TestAuditRecords(t *testing.T) {
	const (
		of, bucketOf = "arn:aws:logs:us-east-1:123456789012:log-group:audit", "arn:aws:s3:::audit"
		locked       = `{"bucket":"audit","rule":[{"default_retention":[{"mode":"COMPLIANCE","days":2192}]}]}`
	)
	who := func(actions, resources string, more ...*account.Resource) *account.Account {
		a := auditSide(t, append([]*account.Resource{group(t, `,"arn":"`+of+`"`)}, more...)...)
		a.Principals = []*account.Principal{role(t, "r", allow(actions, resources))}
		return a
	}
	found := []string{"introduced high aws_iam_role.r"}
	none := who(`"s3:GetObject"`, `"*"`)
	judgeResources(t, "audit-tampering-permitted", map[string]resourceCase{
		"the group":                {after: who(`"logs:DeleteLogGroup"`, `"`+of+`"`), want: found},
		"any group":                {after: who(`"logs:Delete*"`, `"*"`), want: found},
		"its streams":              {after: who(`"logs:DeleteLogStream"`, `"`+of+`:*"`), want: found},
		"how long it keeps":        {after: who(`"logs:PutRetentionPolicy"`, `"*"`), want: found},
		"another group":            {after: who(`"logs:*"`, `"arn:aws:logs:us-east-1:123456789012:log-group:app:*"`)},
		"writing to it":            {after: who(`["logs:CreateLogStream","logs:PutLogEvents"]`, `"*"`)},
		"the bucket's objects":     {after: who(`"s3:DeleteObject*"`, `"`+bucketOf+`/*"`), want: found},
		"the bucket":               {after: who(`"s3:DeleteBucket"`, `"*"`), want: found},
		"its lifecycle":            {after: who(`"s3:PutLifecycleConfiguration"`, `"`+bucketOf+`"`), want: found},
		"objects of another":       {after: who(`"s3:DeleteObject"`, `"arn:aws:s3:::images/*"`)},
		"objects that are locked":  {after: who(`"s3:DeleteObject*"`, `"*"`, res(t, "aws_s3_bucket_object_lock_configuration.audit", locked))},
		"reading them":             {after: who(`["s3:Get*","logs:Get*","logs:FilterLogEvents"]`, `"*"`)},
		"where there is no record": {after: &account.Account{Principals: []*account.Principal{role(t, "r", allow(`["logs:Delete*","s3:Delete*"]`, `"*"`))}}},
		"as before":                {before: who(`"logs:DeleteLogGroup"`, `"*"`), after: who(`"logs:DeleteLogGroup"`, `"*"`), want: []string{"existing high aws_iam_role.r"}},
		"more than before":         {before: who(`"logs:DeleteLogGroup"`, `"*"`), after: who(`["logs:DeleteLogGroup","s3:DeleteObject"]`, `"*"`), want: found},
		"no longer":                {before: who(`"logs:DeleteLogGroup"`, `"*"`), after: none, want: []string{"resolved high aws_iam_role.r"}},
	})
}

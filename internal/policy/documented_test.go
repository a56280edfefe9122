// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// What AWS's pages say of evaluation beyond the list of facts.

func TestParsePrincipalWithoutAName(t *testing.T) {
	for _, arn := range []string{
		"arn:aws:iam::1:role/", "arn:aws:iam::1:role/p/", "arn:aws:iam::1:user/p/q/",
		"arn:aws:sts::1:assumed-role/R/", "arn:aws:sts::1:assumed-role//s", "arn:aws:sts::1:assumed-role/R", "arn:aws:sts::1:federated-user/",
	} {
		if p, err := policy.ParsePrincipal(arn); err == nil {
			t.Errorf("%s is read as %+v", arn, p)
		}
	}
}

// IAM user guide, "NotPrincipal": "The NotPrincipal element with a Deny effect will
// always deny any IAM principal that has a permissions boundary policy attached,
// regardless of the values specified in the NotPrincipal element".
func TestNotPrincipalDeniesWhoHasABoundary(t *testing.T) {
	spared := doc(allow(anyone), deny(`"NotPrincipal":{"AWS":["`+root+`","`+role+`","`+session+`","`+user+`"]},`+anything))
	checkEvaluations(t, []evaluation{
		{name: "a role", who: role, resource: spared, want: "allow resource resource/0"},
		{name: "a role with a boundary", who: role, boundary: allowAll, resource: spared, want: "deny explicit-deny:resource resource/1"},
		{name: "a session of one", who: session, boundary: allowAll, resource: spared, want: "deny explicit-deny:resource resource/1"},
		{name: "a user with a boundary", who: user, boundary: allowAll, resource: spared, want: "deny explicit-deny:resource resource/1"},
		{name: "the root has none", who: root, boundary: allowAll, resource: spared, want: "allow resource resource/0"},
		{name: "only NotPrincipal", who: role, boundary: allowAll, resource: doc(allow(anyone), deny(`"Principal":{"AWS":"`+user+`"},`+anything)), want: "allow resource resource/0"},
		{name: "only a denial", who: role, boundary: allowAll, resource: doc(allow(`"NotPrincipal":{"AWS":["` + root + `","` + role + `"]},` + anything)), want: "deny implicit-deny:identity"},
		{name: "only what it denies", who: role, boundary: allowAll, resource: doc(allow(anyone), deny(`"NotPrincipal":{"AWS":"`+root+`"},"Action":"s3:PutObject","Resource":"*"`)), want: "allow resource resource/0"},
	})
}

// S3 API reference, PutBucketPolicy: the root principal in a bucket owner's account
// can perform the GetBucketPolicy, PutBucketPolicy, and DeleteBucketPolicy API
// actions, "even if their bucket policy explicitly denies the root principal's access".
func TestRootKeepsItsBucketPolicy(t *testing.T) {
	locked := doc(deny(anyone))
	const bucket = "arn:aws:s3:::b"
	checkEvaluations(t, []evaluation{
		{name: "reading", who: root, resource: locked, action: "s3:GetBucketPolicy", target: bucket, want: "allow identity"},
		{name: "writing", who: root, resource: locked, action: "s3:PutBucketPolicy", target: bucket, want: "allow identity"},
		{name: "deleting", who: root, resource: locked, action: "s3:DeleteBucketPolicy", target: bucket, want: "allow identity"},
		{name: "nothing else", who: root, resource: locked, action: "s3:GetBucketAcl", target: bucket, want: "deny explicit-deny:resource resource/0"},
		{name: "nobody else", who: user, identity: []string{allowAll}, resource: locked, action: "s3:PutBucketPolicy", target: bucket, want: "deny explicit-deny:resource resource/0"},
		{name: "no other account's", who: root, account: "444455556666", resource: locked, action: "s3:PutBucketPolicy", target: bucket, want: "deny explicit-deny:resource resource/0"},
		{name: "unless an SCP denies it", who: root, resource: locked, scp: [][]string{{allowAll, denyAll}}, action: "s3:PutBucketPolicy", target: bucket, want: "deny explicit-deny:scp scp/0"},
	})
}

// Organizations user guide, "Tasks and entities not restricted by SCPs": service-linked
// roles. What tells them is their path, which the ARN of a session does not hold.
func TestSessionsOfServiceLinkedRoles(t *testing.T) {
	const (
		linked = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s"
		path   = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
	)
	everything := []string{allowAll}
	checkEvaluations(t, []evaluation{
		{name: "its path is told", who: linked, identity: everything, scp: [][]string{{denyAll}}, context: []string{"aws:PrincipalArn", path}, want: "allow identity identity/0"},
		{name: "another path is told", who: linked, identity: everything, scp: [][]string{{denyAll}}, context: []string{"aws:PrincipalArn", "arn:aws:iam::111122223333:role/AWSServiceRoleForX"}, want: "deny explicit-deny:scp scp/0"},
		{name: "its path is not told", who: linked, identity: everything, scp: [][]string{{denyAll}}, want: "undetermined scp/0"},
		{name: "its path does not matter", who: linked, identity: everything, scp: [][]string{{allowAll}}, want: "allow identity identity/0"},
		{name: "nor without any limit", who: linked, identity: everything, want: "allow identity identity/0"},
		{name: "nor where nothing is allowed", who: linked, scp: [][]string{{denyAll}}, want: "deny explicit-deny:scp scp/0"},
		{name: "resource control policies", who: linked, identity: everything, rcp: [][]string{{doc(deny(anyone))}}, want: "undetermined rcp/0"},
		{name: "another name", who: session, identity: everything, scp: [][]string{{denyAll}}, want: "deny explicit-deny:scp scp/0"},
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// where writes a policy with one statement on every resource, under a condition.
func where(action, condition string) string {
	return statements(`{"Effect":"Allow","Action":` + action + `,"Resource":"*","Condition":` + condition + `}`)
}

// bounded is a role with one policy and a boundary.
func bounded(t *testing.T, text, boundary string) *account.Principal {
	t.Helper()
	p := role(t, "r", text)
	p.Boundary.State, p.Boundary.ARN = account.BoundaryPresent, "arn:aws:iam::123456789012:policy/b"
	p.Boundary.Document = document(t, "aws_iam_policy.b", boundary, policy.Boundary)
	return p
}

func TestPermissionsManagementWildcard(t *testing.T) {
	testRule(t, "permissions-management-wildcard", map[string]ruleCase{
		"any bucket":             {role(t, "r", allow(`"s3:PutBucketPolicy"`, `"*"`)), "high"},
		"odd spelling":           {role(t, "r", allow(`"S3:Put?ucketPol*"`, `"arn:aws:s3:::*"`)), "high"},
		"any function":           {role(t, "r", allow(`"lambda:AddPermission"`, `"arn:aws:lambda:us-east-1:123456789012:function:*"`)), "high"},
		"any role":               {role(t, "r", allow(`"iam:PutRolePolicy"`, `"arn:aws:iam::*:*"`)), "high"},
		"everything but":         {role(t, "r", statements(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`)), "high"},
		"all but one key":        {role(t, "r", statements(`{"Effect":"Allow","Action":"kms:PutKeyPolicy","NotResource":"arn:aws:kms:*:*:key/a"}`)), "high"},
		"one bucket":             {role(t, "r", allow(`"s3:Put*"`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), ""},
		"under a boundary":       {role(t, "r", where(`["iam:PutRolePolicy","iam:AttachRolePolicy"]`, `{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::123456789012:policy/b"}}`)), ""},
		"grants for AWS":         {role(t, "r", where(`"kms:CreateGrant"`, `{"Bool":{"kms:GrantIsForAWSResource":"true"}}`)), ""},
		"no resource to name":    {role(t, "r", allow(`["logs:CreateLogDelivery","logs:PutResourcePolicy","logs:DescribeLogGroups"]`, `"*"`)), ""},
		"CodeBuild in a network": {role(t, "r", allow(`"ec2:CreateNetworkInterfacePermission"`, `"arn:aws:ec2:us-east-1:123456789012:network-interface/*"`)), ""},
		"reading":                {managed(t, "ec2", "SecurityAudit"), ""},
		"denied":                 {role(t, "r", allow(`"s3:*"`, `"*"`), statements(`{"Effect":"Deny","Action":"s3:*","Resource":"*"}`)), ""},
	})
}

// TestWildcardStatus: another request makes the finding new, another text does not.
func TestWildcardStatus(t *testing.T) {
	const rule = "permissions-management-wildcard"
	mfa, all := where(`"s3:PutBucketPolicy"`, `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), allow(`"s3:PutBucketPolicy"`, `"*"`)
	for name, c := range map[string]struct{ before, after, want string }{
		"a condition falls": {mfa, all, "introduced"},
		"a condition comes": {all, mfa, "existing"},
		"rewritten":         {all, allow(`["s3:putbucketpolicy","s3:GetObject"]`, `["*","arn:aws:s3:::b"]`), "existing"},
		"mended":            {all, allow(`"s3:GetObject"`, `"*"`), "resolved"},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge(change(side(role(t, "r", c.before)), side(role(t, "r", c.after))), nil, rule)
			if diff := cmp.Diff([]string{c.want + " high " + rule + " aws_iam_role.r"}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

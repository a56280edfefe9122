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
		"any image to others":    {role(t, "r", allow(`"ec2:ModifyImageAttribute"`, `"*"`)), "high"},
		"any database snapshot":  {role(t, "r", allow(`"rds:ModifyDB*SnapshotAttribute"`, `"*"`)), "high"},
		"any permission set":     {role(t, "r", allow(`"sso:CreateAccountAssignment"`, `"*"`)), "high"},
		"one image":              {role(t, "r", allow(`"ec2:ModifyImageAttribute"`, `"arn:aws:ec2:us-east-1::image/ami-1"`)), ""},
		"one bucket":             {role(t, "r", allow(`"s3:Put*"`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), ""},
		"under a boundary":       {role(t, "r", where(`["iam:PutRolePolicy","iam:AttachRolePolicy"]`, `{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::123456789012:policy/b"}}`)), ""},
		"grants for AWS":         {role(t, "r", where(`"kms:CreateGrant"`, `{"Bool":{"kms:GrantIsForAWSResource":"true"}}`)), ""},
		"no resource to name":    {role(t, "r", allow(`["logs:CreateLogDelivery","logs:PutResourcePolicy","logs:DescribeLogGroups"]`, `"*"`)), ""},
		"CodeBuild in a network": {role(t, "r", allow(`"ec2:CreateNetworkInterfacePermission"`, `"arn:aws:ec2:us-east-1:123456789012:network-interface/*"`)), ""},
		"reading":                {managed(t, "ec2", "SecurityAudit"), ""},
		"denied":                 {role(t, "r", allow(`"s3:*"`, `"*"`), statements(`{"Effect":"Deny","Action":"s3:*","Resource":"*"}`)), ""},
	})
}

func TestSecretsReadWildcard(t *testing.T) {
	testRule(t, "secrets-read-wildcard", map[string]ruleCase{
		"any secret":               {role(t, "r", allow(`"secretsmanager:GetSecretValue"`, `"*"`)), "high"},
		"any secret, by its type":  {role(t, "r", allow(`"SecretsManager:Get*"`, `"arn:aws:secretsmanager:*:*:secret:*"`)), "high"},
		"a part of an action":      {role(t, "r", allow(`"secretsmanager:G?tSecretV*"`, `"arn:*:secretsmanager:*"`)), "high"},
		"any parameter":            {role(t, "r", allow(`["ssm:GetParameters"]`, `"arn:aws:ssm:us-east-1:123456789012:parameter/*"`)), "high"},
		"all but one":              {role(t, "r", statements(`{"Effect":"Allow","Action":"secretsmanager:*","NotResource":"arn:aws:secretsmanager:*:*:secret:root-??????"}`)), "high"},
		"with the second factor":   {role(t, "r", where(`"secretsmanager:GetSecretValue"`, `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`)), "high"},
		"one secret":               {role(t, "r", allow(`"secretsmanager:GetSecretValue"`, `"arn:aws:secretsmanager:us-east-1:123456789012:secret:app-??????"`)), ""},
		"the secrets of one app":   {role(t, "r", allow(`"secretsmanager:*"`, `"arn:aws:secretsmanager:us-east-1:123456789012:secret:app/*"`)), ""},
		"AWS's public parameters":  {role(t, "r", allow(`"ssm:GetParameter*"`, `"arn:aws:ssm:*::parameter/aws/service/*"`)), ""},
		"by a tag":                 {role(t, "r", where(`"secretsmanager:GetSecretValue"`, `{"StringEquals":{"aws:ResourceTag/App":"a"}}`)), ""},
		"described, not read":      {role(t, "r", allow(`["secretsmanager:DescribeSecret","secretsmanager:ListSecrets","ssm:DescribeParameters"]`, `"*"`)), ""},
		"denied":                   {role(t, "r", allow(`"*"`, `"*"`), statements(`{"Effect":"Deny","Action":["secretsmanager:Get*","ssm:Get*"],"Resource":"*"}`)), ""},
		"outside the boundary":     {bounded(t, allow(`"*"`, `"*"`), allow(`"s3:*"`, `"*"`)), ""},
		"under a boundary to some": {bounded(t, allow(`"secretsmanager:*"`, `"*"`), allow(`"secretsmanager:*"`, `"arn:aws:secretsmanager:*:*:secret:app-*"`)), ""},
	})
}

func TestKMSDecryptWildcard(t *testing.T) {
	testRule(t, "kms-decrypt-wildcard", map[string]ruleCase{
		"any key":                 {role(t, "r", allow(`"kms:Decrypt"`, `"*"`)), "high"},
		"any key of the account":  {role(t, "r", allow(`"kms:Decrypt"`, `"arn:aws:kms:*:123456789012:key/*"`)), "high"},
		"every action":            {role(t, "r", allow(`"kms:*"`, `"*"`)), "high"},
		"by encrypting anew":      {role(t, "r", allow(`"kms:ReEncrypt*"`, `"*"`)), "high"},
		"all but one action":      {role(t, "r", statements(`{"Effect":"Allow","NotAction":"kms:CreateKey","Resource":"*"}`)), "high"},
		"a Deny of one key":       {role(t, "r", allow(`"kms:Decrypt"`, `"*"`), statements(`{"Effect":"Deny","Action":"kms:Decrypt","Resource":"arn:aws:kms:us-east-1:123456789012:key/phi"}`)), "high"},
		"one key":                 {role(t, "r", allow(`"kms:Decrypt"`, `"arn:aws:kms:us-east-1:123456789012:key/1"`)), ""},
		"by its alias":            {role(t, "r", where(`"kms:Decrypt"`, `{"ForAnyValue:StringEquals":{"kms:ResourceAliases":"alias/app"}}`)), ""},
		"through one service":     {role(t, "r", where(`"kms:Decrypt"`, `{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}`)), ""},
		"with a context":          {role(t, "r", where(`"kms:Decrypt"`, `{"StringEquals":{"kms:EncryptionContext:app":"a"}}`)), ""},
		"encrypting only":         {role(t, "r", allow(`["kms:Encrypt","kms:GenerateDataKey*","kms:DescribeKey"]`, `"*"`)), ""},
		"on no key":               {role(t, "r", allow(`"kms:Decrypt"`, `"arn:aws:kms:*:*:alias/*"`)), ""},
		"denied but by a service": {role(t, "r", allow(`"kms:Decrypt"`, `"*"`), statements(`{"Effect":"Deny","Action":"kms:Decrypt","Resource":"*","Condition":{"StringNotEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}}`)), ""},
	})
}

func TestDataReadWildcard(t *testing.T) {
	testRule(t, "data-read-wildcard", map[string]ruleCase{
		"any object":           {role(t, "r", allow(`"s3:GetObject"`, `"*"`)), "medium"},
		"any object, by type":  {role(t, "r", allow(`"s3:Get*"`, `"arn:aws:s3:::*/*"`)), "medium"},
		"any table":            {role(t, "r", allow(`"dynamodb:Query"`, `"arn:aws:dynamodb:us-east-1:123456789012:table/*"`)), "medium"},
		"any FHIR resource":    {role(t, "r", allow(`"healthlake:*"`, `"arn:aws:healthlake:*"`)), "medium"},
		"any cache of a table": {role(t, "r", allow(`"dax:GetItem"`, `"*"`)), "medium"},
		"any vectors":          {role(t, "r", allow(`"aoss:APIAccessAll"`, `"arn:aws:aoss:us-east-1:123456789012:collection/*"`)), "medium"},
		"one collection":       {role(t, "r", allow(`"aoss:APIAccessAll"`, `"arn:aws:aoss:us-east-1:123456789012:collection/a"`)), ""},
		"any database user":    {role(t, "r", allow(`"rds-db:connect"`, `"*"`)), "medium"},
		"what AWS calls read":  {managed(t, "ec2", "ReadOnlyAccess"), "medium"},
		"what AWS calls less":  {managed(t, "ec2", "ViewOnlyAccess"), ""},
		"one bucket":           {role(t, "r", allow(`"s3:*"`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), ""},
		"buckets of one kind":  {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::artifacts-*"`)), ""},
		"listing only":         {role(t, "r", allow(`["s3:ListBucket","s3:ListAllMyBuckets","dynamodb:DescribeTable"]`, `"*"`)), ""},
		"writing only":         {role(t, "r", allow(`["s3:PutObject","sqs:SendMessage","kinesis:PutRecord"]`, `"*"`)), ""},
		"by the object's tag":  {role(t, "r", where(`"s3:GetObject"`, `{"StringEquals":{"s3:ExistingObjectTag/Class":"public"}}`)), ""},
		"logs":                 {role(t, "r", allow(`["logs:GetLogEvents","logs:FilterLogEvents"]`, `"*"`)), ""},
		"denied":               {role(t, "r", allow(`"s3:GetObject*"`, `"*"`), statements(`{"Effect":"Deny","Action":"s3:Get*","Resource":"*"}`)), ""},
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

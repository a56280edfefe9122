// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net/url"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/moto"
)

const (
	own = "arn:aws:iam::123456789012:policy/"

	readScans = `{"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::scans/*"}]}`
	// An old version that allows more than the default one.
	readAll  = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}`
	boundary = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", "logs:*"], "Resource": "*"}]}`
	// Characters that URL encoding and JSON treat each in a way of their own.
	odd        = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::scans/a+b%20c d/Zürich/\"q\"\\*", "Condition": {"StringLike": {"aws:PrincipalTag/Unit": "${aws:username}&=?#"}}}]}`
	denyDelete = `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]}`
	byService  = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`
	byPeople   = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}`
)

// calls make the account: an action, then its parameters.
var calls = [][]string{
	{"CreatePolicy", "PolicyName", "read-scans", "Path", "/phi/", "PolicyDocument", readAll},
	{"CreatePolicyVersion", "PolicyArn", own + "phi/read-scans", "PolicyDocument", readScans, "SetAsDefault", "true"},
	{"CreatePolicy", "PolicyName", "limits", "PolicyDocument", boundary},
	{"CreatePolicy", "PolicyName", "unused", "PolicyDocument", denyDelete},

	{"CreateGroup", "GroupName", "radiology"},
	{"AttachGroupPolicy", "GroupName", "radiology", "PolicyArn", own + "phi/read-scans"},
	{"PutGroupPolicy", "GroupName", "radiology", "PolicyName", "never-delete", "PolicyDocument", denyDelete},

	{"CreateUser", "UserName", "nurse", "Path", "/ward/", "PermissionsBoundary", own + "limits", "Tags.member.1.Key", "Owner", "Tags.member.1.Value", "ward@example.org"},
	{"AddUserToGroup", "UserName", "nurse", "GroupName", "radiology"},
	{"PutUserPolicy", "UserName", "nurse", "PolicyName", "odd+name@1", "PolicyDocument", odd},
	{"CreateUser", "UserName", "idle"},

	{"CreateRole", "RoleName", "intake", "Path", "/service/", "AssumeRolePolicyDocument", byService, "PermissionsBoundary", own + "limits", "Tags.member.1.Key", "DataClassification", "Tags.member.1.Value", "phi"},
	{"PutRolePolicy", "RoleName", "intake", "PolicyName", "scans", "PolicyDocument", readScans},
	{"AttachRolePolicy", "RoleName", "intake", "PolicyArn", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
	{"CreateRole", "RoleName", "auditor", "AssumeRolePolicyDocument", byPeople},
	{"AttachRolePolicy", "RoleName", "auditor", "PolicyArn", "arn:aws:iam::aws:policy/SecurityAudit"},
	{"AttachRolePolicy", "RoleName", "auditor", "PolicyArn", own + "phi/read-scans"},
	{"CreateInstanceProfile", "InstanceProfileName", "intake"},
	{"AddRoleToInstanceProfile", "InstanceProfileName", "intake", "RoleName", "intake"},
}

// fill makes the account in moto.
func fill(ctx context.Context, aws *moto.Server) error {
	for _, call := range calls {
		form := url.Values{"Action": {call[0]}, "Version": {"2010-05-08"}}
		for i := 1; i+1 < len(call); i += 2 {
			form.Set(call[i], call[i+1])
		}
		if _, err := aws.Call(ctx, "iam", form.Encode()); err != nil {
			return err
		}
	}
	return nil
}

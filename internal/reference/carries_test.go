// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

func TestMayCarry(t *testing.T) {
	for name, c := range map[string]struct {
		action, key string
		want        bool
	}{
		"with the action":               {"s3:ListBucket", "s3:prefix", true},
		"in other letters":              {"S3:listbucket", "S3:Prefix", true},
		"with another action":           {"s3:GetObject", "s3:prefix", false},
		"with the type of resource":     {"kms:Decrypt", "kms:ResourceAliases", true},
		"a template":                    {"s3:GetObject", "s3:ExistingObjectTag/team", true},
		"of another service":            {"s3:GetObject", "iam:PassedToService", false},
		"for every service":             {"s3:GetObject", "aws:SourceIp", true},
		"where the request is from":     {"s3:GetObject", "lambda:SourceFunctionArn", true},
		"tags of what is made":          {"iam:CreateRole", "aws:RequestTag/team", true},
		"tags of nothing":               {"s3:ListAllMyBuckets", "aws:RequestTag/team", false},
		"names of tags":                 {"iam:CreateRole", "aws:TagKeys", true},
		"tags of the resource":          {"secretsmanager:GetSecretValue", "aws:ResourceTag/team", true},
		"a claim":                       {"sts:AssumeRoleWithWebIdentity", "token.actions.githubusercontent.com:sub", true},
		"another's, that the other has": {"sts:AssumeRoleWithSAML", "saml:aud", true},
		"the external ID":               {"sts:AssumeRole", "sts:ExternalId", true},
		"of nobody":                     {"s3:GetObject", "frobnicator:x", true},
		"left out by the reference":     {"aws-marketplace:Subscribe", "aws-marketplace:ProductId", true},
	} {
		t.Run(name, func(t *testing.T) {
			s, a, ok := reference.LookupAction(c.action)
			if !ok {
				t.Fatal(c.action)
			}
			if got := s.MayCarry(a, c.key); got != c.want {
				t.Error(got)
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// resourceControls limit who may reach the resources of member accounts, whoever
// asks. Source: aws-samples/data-perimeter-policy-examples (2026-03) and the
// resource control policies of Control Tower's catalogue (2025-04).
var resourceControls = []*Guardrail{
	{
		Name: "transport", Kind: policy.RCP,
		Title:     "Encrypted transport",
		Purpose:   "No store answers a request without TLS, nor S3 one with a version of it that is outdated.",
		Citations: []string{"164.312(e)(1)", "164.312(e)(2)(ii)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{
				deny("DenyInsecureTransport", "Nothing without TLS.", []string{"dynamodb:*", "ecr:*", "kms:*", "s3:*", "secretsmanager:*", "sqs:*", "sts:*"}, template.Where("Bool", "aws:SecureTransport", "false")),
				deny("DenyOldTls", "No request to S3 with TLS older than 1.2.", []string{"s3:*"}, template.Where("NumericLessThan", "s3:TlsVersion", "1.2")),
			}
		},
	},
	{
		Name: "encryption", Kind: policy.RCP, Exempts: true,
		Title: "Objects under keys of one's own",
		Purpose: "No object is put under a key that is weaker than those of KMS, nor under one that the caller brings and nobody else has. " +
			"A request that names no encryption gets the bucket's, and is let through; so are AWS services, some of which deliver logs under no key of one's own.",
		Citations: []string{"164.312(a)(2)(iv)", "164.312(e)(2)(ii)"},
		statements: func(Arguments) []*template.Statement {
			return []*template.Statement{
				deny("DenyWeakEncryption", "KMS, where an encryption is named.", []string{"s3:PutObject"},
					template.Where("Null", "s3:x-amz-server-side-encryption", "false"), template.Where("StringNotEquals", "s3:x-amz-server-side-encryption", "aws:kms", "aws:kms:dsse"),
					// Some services that deliver logs know nothing but S3's own keys.
					template.Where("BoolIfExists", "aws:PrincipalIsAWSService", "false")),
				deny("DenyForeignKeys", "No key that the caller brings.", []string{"s3:PutObject"}, template.Where("Null", "s3:x-amz-server-side-encryption-customer-algorithm", "false")),
			}
		},
	},
	{
		Name: "organization_only", Kind: policy.RCP, Exempts: true, Needs: []string{Organization}, Takes: []string{TrustedAccounts},
		Title: "The organisation's own principals only",
		Purpose: "Nobody outside of the organisation reaches a store, a key or a role, whatever their policies allow. " +
			"AWS services do, and so does who signs in through an identity provider: a role's trust policy judges them.",
		Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)", "164.308(a)(4)(ii)(B)"},
		statements: func(a Arguments) []*template.Statement {
			ours := []template.Condition{template.Where("StringNotEqualsIfExists", "aws:PrincipalOrgID", a.OrganizationID), template.Where("BoolIfExists", "aws:PrincipalIsAWSService", "false")}
			if len(a.TrustedAccounts) > 0 {
				ours = append(ours, template.Where("StringNotEqualsIfExists", "aws:PrincipalAccount", a.TrustedAccounts...))
			}
			return []*template.Statement{deny("DenyOutsiders", "Nobody from outside.", []string{
				"dynamodb:*", "ecr:*", "kms:*", "s3:*", "secretsmanager:*", "sqs:*",
				// AssumeRoleWithSAML and AssumeRoleWithWebIdentity are left out: who signs in belongs to no organisation yet.
				"sts:AssumeRole", "sts:GetFederationToken", "sts:GetServiceBearerToken", "sts:GetSessionToken", "sts:SetContext",
			}, ours...)}
		},
	},
	{
		Name: "confused_deputy", Kind: policy.RCP, Needs: []string{Organization},
		Title:     "Services act for the organisation only",
		Purpose:   "An AWS service that acts for somebody outside of the organisation does not reach a store, a key or a role. It holds where the service says for whom it acts.",
		Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)"},
		statements: func(a Arguments) []*template.Statement {
			return []*template.Statement{deny("DenyOthersServices", "No service on behalf of others.", []string{"dynamodb:*", "ecr:*", "kms:*", "s3:*", "secretsmanager:*", "sqs:*", "sts:*"},
				template.Where("StringNotEqualsIfExists", "aws:SourceOrgID", a.OrganizationID), template.Where("Null", "aws:SourceAccount", "false"), template.Where("Bool", "aws:PrincipalIsAWSService", "true"))}
		},
	},
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// TestHere: the fix of a finding holds the statement that it is about, as the
// configuration would write it narrower.
func TestHere(t *testing.T) {
	bucket := res(t, "aws_s3_bucket.images", `{"bucket":"images"}`)
	many := res(t, "aws_s3_bucket.many[0]", `{"bucket":"many"}`)
	secret := res(t, "aws_secretsmanager_secret.db", `{"name":"db"}`)
	key := res(t, "aws_kms_key.phi", `{}`)
	task := role(t, "task")
	task.Trust = document(t, task.Address, statements(`{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}`), policy.Trust)
	trusting := func(statement string) *account.Principal {
		p := role(t, "r")
		p.Account, p.ARN = "123456789012", "arn:aws:iam::123456789012:role/r"
		p.Trust = document(t, p.Address, statements(statement), policy.Trust)
		return p
	}
	with := func(p *account.Principal, more ...*account.Resource) *account.Account {
		a := side(p, task)
		a.Resources = append(a.Resources, more...)
		for _, d := range a.Documents {
			if d.Address != "" && a.Resource(d.Address) == nil {
				a.Resources = append(a.Resources, res(t, d.Address, `{}`))
			}
		}
		return a
	}
	const all = `"*"`
	const oidc = `arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com`
	long := role(t, "r")
	long.Session.Seconds = 43200
	shared := role(t, "r", allow(`"s3:GetObject"`, all))
	shared.Identity[0].Document.Sensitive = true
	inModule := role(t, "r", allow(`"iam:PassRole"`, all))
	inModule.Address = "module.a[\"x.y\"].aws_iam_role.r"
	inModule.Identity[0].Document.Address = "module.a[\"x.y\"].aws_iam_role_policy.r0"
	for name, c := range map[string]struct {
		rule string
		cfg  *config.Config
		side *account.Account
		want string // what follows the rule's own fix
	}{
		"a store of the plan":       {"data-read-wildcard", nil, with(role(t, "r", allow(`["s3:GetObject","s3:ListBucket"]`, all)), bucket, many), ` Here: { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.images.arn}/*" }, { Effect = "Allow", Action = "s3:ListBucket", Resource = "*" }.`},
		"no store in the plan":      {"data-read-wildcard", nil, with(role(t, "r", allow(`"dynamodb:Query"`, all))), ` Here: { Effect = "Allow", Action = "dynamodb:Query", Resource = "arn:aws:dynamodb:*:123456789012:table/NAME" }.`},
		"a pattern of actions":      {"secrets-read-wildcard", nil, with(role(t, "r", allow(`"secretsmanager:Get*"`, all)), secret), ` Here: { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = aws_secretsmanager_secret.db.arn }.`},
		"keys, with a condition":    {"kms-decrypt-wildcard", nil, with(role(t, "r", statements(`{"Effect":"Allow","Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`)), key), ` Here: { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.phi.arn, Condition = { Bool = { "aws:SecureTransport" = "true" } } }, { Effect = "Allow", Action = "kms:DescribeKey", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "true" } } }.`},
		"roles of the plan":         {"pass-role-wildcard", nil, with(role(t, "r", allow(`["ecs:RunTask","iam:PassRole"]`, all))), ` Here: { Effect = "Allow", Action = "iam:PassRole", Resource = aws_iam_role.task.arn, Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } } }, { Effect = "Allow", Action = "ecs:RunTask", Resource = "*" }.`},
		"in a module without any":   {"pass-role-wildcard", nil, with(inModule), ` Here: { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/NAME", Condition = { StringEquals = { "iam:PassedToService" = "SERVICE.amazonaws.com" } } }.`},
		"a whole service":           {"service-wildcard", nil, with(role(t, "r", allow(`["dynamodb:*","ec2:DescribeVpcs"]`, all))), ` Here: { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:GetRecords"], Resource = "arn:aws:dynamodb:*:123456789012:table/NAME" }, { Effect = "Allow", Action = "ec2:DescribeVpcs", Resource = "*" }.`},
		"permissions":               {"permissions-management-wildcard", nil, with(role(t, "r", allow(`"s3:PutBucketPolicy"`, all))), ` Here: { Effect = "Allow", Action = "s3:PutBucketPolicy", Resource = "arn:aws:s3:::NAME" }.`},
		"all but some":              {"allow-not-action", nil, with(role(t, "r", statements(`{"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"}`))), ` The Deny, beside an Allow that names its actions: { Effect = "Deny", Action = ["iam:*", "organizations:*"], Resource = "*" }.`},
		"sensitive":                 {"data-read-wildcard", nil, with(shared), ""},
		"an AWS policy":             {"data-read-wildcard", nil, with(managed(t, "ec2", "AmazonS3ReadOnlyAccess")), ""},
		"no second factor":          {"trust-without-mfa", nil, with(trusting(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }.`},
		"one that is not asked":     {"trust-without-mfa", nil, with(trusting(`{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"},"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "123456789012" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" }, IpAddress = { "aws:SourceIp" = "203.0.113.0/24" } } }.`},
		"a service beside people":   {"trust-without-mfa", nil, with(trusting(`{"Effect":"Allow","Principal":{"AWS":"123456789012","Service":"codedeploy.amazonaws.com"},"Action":"sts:AssumeRole"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "123456789012" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }, { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "codedeploy.amazonaws.com" } }.`},
		"everything":                {"data-read-wildcard", nil, with(role(t, "r", allow(all, all))), ""},
		"objects of no bucket here": {"data-read-wildcard", nil, with(role(t, "r", allow(`"s3:GetObject"`, all))), ` Here: { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::NAME/*" }.`},
		"permissions of functions":  {"permissions-management-wildcard", nil, with(role(t, "r", allow(`["lambda:AddLayerVersionPermission","lambda:AddPermission","lambda:RemovePermission"]`, all))), ` Here: { Effect = "Allow", Action = ["lambda:AddPermission", "lambda:RemovePermission"], Resource = "arn:aws:lambda:*:123456789012:function:NAME" }.`},
		"an identity provider":      {"trust-without-mfa", nil, with(trusting(`{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:saml-provider/W"},"Action":"sts:AssumeRoleWithSAML","Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}`)), " Where it asks for one, in the configuration:\n\ntrust {\n  identity_provider \"arn:aws:iam::123456789012:saml-provider/W\" { enforces_mfa = true }\n}"},
		"an external account":       {"trust-external-without-id", nil, with(trusting(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/x"},"Action":"sts:AssumeRole"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::111122223333:role/x" }, Condition = { StringEquals = { "sts:ExternalId" = "AN-ID-OF-YOUR-OWN-FOR-THIS-VENDOR" } } }.`},
		"a service":                 {"trust-service-unscoped", nil, with(trusting(`{"Effect":"Allow","Principal":{"Service":"healthlake.amazonaws.com"},"Action":"sts:AssumeRole"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "healthlake.amazonaws.com" }, Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } } }.`},
		"any repository":            {"trust-oidc-unscoped", nil, with(trusting(`{"Effect":"Allow","Principal":{"Federated":"` + oidc + `"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}}}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "` + oidc + `" }, Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com", "token.actions.githubusercontent.com:sub" = "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main" } } }.`},
		"a repository, of a provider of the plan": {"trust-oidc-unscoped", nil, func() *account.Account {
			a := side(withHoles(t, web("OIDCHOLE", "")))
			a.Providers = []*account.IdentityProvider{{Address: "aws_iam_openid_connect_provider.gh", URL: "https://gitlab.com"}}
			return a
		}(), ` Here: { Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.gh.arn }, Condition = { StringEquals = { "gitlab.com:aud" = "https://gitlab.com", "gitlab.com:sub" = "project_path:GROUP/PROJECT:ref_type:branch:ref:main" } } }.`},
		"any audience":            {"trust-saml-unscoped", nil, with(trusting(`{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:saml-provider/W"},"Action":"sts:AssumeRoleWithSAML"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = "arn:aws:iam::123456789012:saml-provider/W" }, Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } } }.`},
		"anybody":                 {"trust-public", nil, with(trusting(`{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:role/ROLE" } }.`},
		"anybody but ours":        {"trust-public", &config.Config{Organization: config.Organization{ID: "o-exampleorg1"}}, with(trusting(`{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" }, Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorg1" } } }.`},
		"a whole account":         {"trust-account-wide", nil, with(trusting(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/ROLE" } } }.`},
		"MFA that nobody shows":   {"trust-mfa-impossible", nil, with(trusting(`{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::123456789012:role/app","arn:aws:iam::123456789012:user/jane"]},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`)), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:role/app" } }, { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:user/jane" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }.`},
		"an account nobody knows": {"trust-external-undeclared", nil, with(trusting(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/x"},"Action":"sts:AssumeRole"}`)), "\n\ntrust {\n  external_account \"111122223333\" {\n    name        = \"WHOSE IT IS\"\n    external_id = true\n  }\n}"},
		"emergencies": {"break-glass-weak", nil, func() *account.Account {
			p := trusting(`{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::123456789012:user/a","arn:aws:iam::123456789012:user/b"]},"Action":"sts:AssumeRole"}`)
			p.Name, p.Session.Seconds = "break-glass", 43200
			return with(p)
		}(), ` Here: { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["arn:aws:iam::123456789012:user/a", "arn:aws:iam::123456789012:user/b"] }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" }, NumericLessThan = { "aws:MultiFactorAuthAge" = "900" } } }. Here: max_session_duration = 3600.`},
		"tags": {"governance-tags-missing", &config.Config{
			Principals: config.Principals{RequiredTags: []string{"Owner", "ReviewBy", "cost:center"}, ReviewTag: "ReviewBy", ReviewOther: 90 * 24 * time.Hour},
		}, side(role(t, "r")), ` Here, in tags: { Owner = "OWNER", ReviewBy = "` + now.AddDate(0, 0, 90).Format(time.DateOnly) + `", "cost:center" = "COST:CENTER" }.`},
		"a password policy":               {"password-policy-weak", nil, &account.Account{PasswordPolicy: []*account.PasswordPolicy{{Address: "aws_iam_account_password_policy.this", MinimumLength: 8, Lowercase: true, Uppercase: true, Numbers: true, Reuse: 24, MaxAge: 90}}}, ` Here: minimum_password_length = 14, require_symbols = true.`},
		"a boundary":                      {"boundary-missing", &config.Config{Boundary: config.Boundary{Required: true, Allowed: []string{"arn:aws:iam::*:policy/x", "arn:aws:iam::123456789012:policy/phi"}}}, side(role(t, "r")), ` Here: permissions_boundary = "arn:aws:iam::123456789012:policy/phi".`},
		"no boundary is named":            {"boundary-missing", nil, side(role(t, "r")), ""},
		"a session":                       {"session-too-long", &config.Config{Limits: config.Limits{Session: 2 * 3600 * 1e9}}, side(long), " Here: max_session_duration = 7200."},
		"all but some resources":          {"allow-not-resource", nil, with(role(t, "r", statements(`{"Effect":"Allow","Action":"s3:GetObject","NotResource":["arn:aws:s3:::b/*"]}`))), ` The Deny, beside an Allow that names its resources: { Effect = "Deny", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }.`},
		"the trail, by name":              {"audit-tampering-permitted", nil, with(role(t, "r", allow(`["cloudtrail:StopLogging","cloudtrail:LookupEvents"]`, all))), ` Here: { Effect = "Allow", Action = "cloudtrail:LookupEvents", Resource = "*" }.`},
		"the trail, by a pattern":         {"audit-tampering-permitted", nil, with(role(t, "r", allow(`["cloudtrail:*","sqs:ListQueues"]`, all))), ` Here: { Effect = "Allow", Action = ["cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:List*", "cloudtrail:Lookup*", "sqs:ListQueues"], Resource = "*" }.`},
		"the trail and nothing else":      {"audit-tampering-permitted", nil, with(role(t, "r", allow(`"cloudtrail:StopLogging"`, all))), ` Here: take the statement out; it allows nothing else.`},
		"the trail, with everything":      {"audit-tampering-permitted", nil, with(role(t, "r", allow(all, all))), ``},
		"both sides of a key":             {"duties-not-separated", nil, with(role(t, "r", allow(`["kms:PutKeyPolicy","kms:Decrypt"]`, `"arn:aws:kms:us-east-1:123456789012:key/k"`))), ` Here: { Effect = "Allow", Action = "kms:PutKeyPolicy", Resource = "arn:aws:kms:us-east-1:123456789012:key/k" }.`},
		"a service that is not eligible":  {"ineligible-service", nil, with(role(t, "r", allow(`["workmail:*","sqs:ListQueues"]`, all))), ` Here: { Effect = "Allow", Action = "sqs:ListQueues", Resource = "*" }.`},
		"to change principals":            {"privilege-escalation", &config.Config{Boundary: config.Boundary{Allowed: []string{"arn:aws:iam::123456789012:policy/phi"}}}, with(role(t, "r", allow(`["iam:PutRolePolicy","iam:AttachRolePolicy","iam:GetRole"]`, all))), ` Here: { Effect = "Allow", Action = ["iam:PutRolePolicy", "iam:AttachRolePolicy"], Resource = "*", Condition = { StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::123456789012:policy/phi" } } }, { Effect = "Allow", Action = "iam:GetRole", Resource = "*" }.`},
		"keys of others":                  {"privilege-escalation", nil, with(role(t, "r", allow(`["iam:CreateAccessKey","iam:ListUsers"]`, all))), ` Here: { Effect = "Allow", Action = "iam:ListUsers", Resource = "*" }.`},
		"any role to a service":           {"privilege-escalation", nil, with(role(t, "r", allow(`["iam:PassRole","ecs:RunTask"]`, all))), ` Here: { Effect = "Allow", Action = "iam:PassRole", Resource = aws_iam_role.task.arn, Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } } }, { Effect = "Allow", Action = "ecs:RunTask", Resource = "*" }.`},
		"everybody, one organisation":     {"resource-public", &config.Config{Organization: config.Organization{ID: "o-exampleorg1"}}, policed(t, reads(`"*"`, "")), ` Here: { Effect = "Allow", Action = "s3:GetObject", Principal = { AWS = "*" }, Resource = "arn:aws:s3:::b/*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorg1" } } }.`},
		"everybody, no organisation told": {"resource-public", nil, policed(t, reads(`"*"`, "")), ` Here: { Effect = "Allow", Action = "s3:GetObject", Principal = { AWS = "*" }, Resource = "arn:aws:s3:::b/*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-ORGANIZATION" } } }.`},
		"an ACL":                          {"resource-public", nil, having(res(t, aBucket, `{"bucket":"b","acl":"public-read"}`)), ` Here: acl = "private".`},
		"a function URL":                  {"resource-public", nil, having(res(t, "aws_lambda_function_url.u", `{"authorization_type":"NONE"}`)), ` Here: authorization_type = "AWS_IAM".`},
		"an account of somebody else":     {"resource-external-undeclared", nil, policed(t, reads(`{"AWS":"999999999999"}`, "")), " Here, in .hipaacheck.hcl:\n\ntrust {\n  external_account \"999999999999\" {\n    name = \"NAME\"\n  }\n}"},
		"a misspelt action":               {"action-unknown", nil, with(role(t, "r", allow(`["s3:GetObjct","s3:PutObject"]`, `"arn:aws:s3:::b/*"`))), ` Here: { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::b/*" }.`},
		"an action like no other":         {"action-unknown", nil, with(role(t, "r", allow(`["s3:FrobnicateEverything"]`, `"arn:aws:s3:::b/*"`))), ``},
		"a misspelt key":                  {"condition-key-unknown", nil, with(role(t, "r", where(`"s3:GetObject"`, `{"Bool":{"aws:MultiFactorAuthPresnt":"true"}}`))), ` Here: { Effect = "Allow", Action = "s3:GetObject", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } } }.`},
		"a resource of another type":      {"action-resource-mismatch", nil, with(role(t, "r", allow(`"dynamodb:GetItem"`, `"arn:aws:s3:::b"`))), ` Here: { Effect = "Allow", Action = "dynamodb:GetItem", Resource = "arn:aws:dynamodb:*:123456789012:table/NAME" }.`},
		"a resource that is not taken":    {"action-resource-mismatch", nil, with(role(t, "r", allow(`"s3:ListAllMyBuckets"`, `"arn:aws:s3:::b"`))), ` Here: { Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" }.`},
		"a key that is not carried":       {"action-resource-mismatch", nil, with(role(t, "r", where(`"s3:GetObject"`, `{"StringLike":{"s3:prefix":"x"}}`))), ``},
		"a secret beside a key":           {"secret-default-key", phiConfig, having(res(t, "aws_secretsmanager_secret.db", `{"name":"db","tags":{"Data":"phi"}}`), key), ` Here: kms_key_id = aws_kms_key.phi.arn.`},
	} {
		t.Run(name, func(t *testing.T) {
			rule, _ := safeguard.Lookup(c.rule)
			found := false
			for _, f := range safeguard.Check(t.Context(), change(side(), c.side), c.cfg, now) {
				if f.Rule != c.rule {
					continue
				}
				found = true
				got, ok := strings.CutPrefix(f.Remediation, rule.Fix)
				if diff := cmp.Diff(c.want, got); diff != "" || !ok {
					t.Error(diff)
				}
				_, text, _ := strings.Cut(got, ": {")
				if text, _, _ = strings.Cut(text, ". Here: "); text != "" && !strings.Contains(got, "trust {") {
					if _, diags := hclsyntax.ParseExpression([]byte("[{"+strings.TrimSuffix(text, ".")+"]"), "fix", hcl.InitialPos); diags.HasErrors() {
						t.Error(diags)
					}
				}
				break
			}
			if !found {
				t.Error("no finding")
			}
		})
	}
}

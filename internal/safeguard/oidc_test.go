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

// web writes a statement that lets a web identity in.
func web(provider, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return fmt.Sprintf(`{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":%q}%s}`, provider, condition)
}

// TestTrustOIDCUnscoped: whose tokens a trust lets in.
func TestTrustOIDCUnscoped(t *testing.T) {
	const (
		issuer = "token.actions.githubusercontent.com"
		gh     = "arn:aws:iam::123456789012:oidc-provider/" + issuer
		lab    = "arn:aws:iam::123456789012:oidc-provider/gitlab.com"
		tfc    = "arn:aws:iam::123456789012:oidc-provider/app.terraform.io"
		eks    = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC"
		okta   = "arn:aws:iam::123456789012:oidc-provider/example.okta.com"
		pool   = "cognito-identity.amazonaws.com"
		google = "accounts.google.com"

		own       = "arn:aws:iam::123456789012:oidc-provider/"
		circle    = "oidc.circleci.com/org/1111-2222"
		bitbucket = "api.bitbucket.org/2.0/workspaces/example/pipelines-config/identity/oidc"
	)
	sub := func(operator, host, value string) string {
		return fmt.Sprintf(`{%q:{%q:%q},"StringEquals":{%q:"sts.amazonaws.com"}}`, operator, host+":sub", value, host+":aud")
	}
	like := func(value string) string { return sub("StringLike", issuer, value) }
	for name, c := range map[string]struct{ statement, want string }{
		"the audience only":               {web(gh, `{"StringEquals":{"`+issuer+`:aud":"sts.amazonaws.com"}}`), "critical"},
		"nothing asked":                   {web(gh, ""), "critical"},
		"any subject":                     {web(gh, like("*")), "critical"},
		"any repository":                  {web(gh, like("repo:*")), "critical"},
		"any owner's environment":         {web(gh, like("repo:*:environment:prod")), "critical"},
		"a repository name of any owner":  {web(gh, like("repo:*/records:*")), "critical"},
		"owners that begin alike":         {web(gh, like("repo:example*")), "critical"},
		"owners that end alike":           {web(gh, like("repo:*example/records:*")), "critical"},
		"a claim that anybody can choose": {web(gh, like("environment:prod")), "critical"},
		"only one owner is kept out":      {web(gh, `{"StringNotLike":{"`+issuer+`:sub":"repo:evil/*"}}`), "critical"},
		"a subject if there is one":       {web(gh, `{"ForAnyValue:StringLike":{"`+issuer+`:sub":["repo:example/records:*","repo:*"]}}`), "critical"},
		"after another statement":         {assume(`{"Service":"ec2.amazonaws.com"}`, "") + "," + web(gh, ""), "critical"},
		"an action pattern":               {strings.Replace(web(gh, ""), "sts:AssumeRoleWithWebIdentity", "sts:Assume*", 1), "critical"},
		"any repository of the owner":     {web(gh, like("repo:example/*")), "medium"},
		"repositories that begin alike":   {web(gh, like("repo:example/rec*")), "medium"},
		"any branch":                      {web(gh, like("repo:example/records:*")), "low"},
		"any branch, by its name":         {web(gh, like("repo:example/records:ref:refs/heads/*")), "low"},
		"one branch":                      {web(gh, like("repo:example/records:ref:refs/heads/main")), ""},
		"one environment":                 {web(gh, sub("StringEquals", issuer, "repo:example/records:environment:prod")), ""},
		"pull requests":                   {web(gh, sub("StringEquals", issuer, "repo:example/records:pull_request")), ""},
		"without regard to case":          {web(gh, sub("StringEqualsIgnoreCase", issuer, "repo:example/records:environment:prod")), ""},
		"the owner by another claim":      {web(gh, `{"StringEquals":{"`+issuer+`:repository_owner_id":"1234"}}`), "medium"},
		"from one network":                {web(gh, `{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}`), ""},
		"denied but for one owner":        {web(gh, "") + `,{"Effect":"Deny","Action":"sts:*","Principal":"*","Condition":{"StringNotLike":{"` + issuer + `:sub":"repo:example/records:environment:prod"}}}`, ""},
		"another action":                  {strings.Replace(web(gh, ""), "sts:AssumeRoleWithWebIdentity", "sts:TagSession", 1), ""},

		"GitLab, anybody":         {web(lab, sub("StringLike", "gitlab.com", "project_path:*:ref_type:branch:ref:main")), "critical"},
		"GitLab, one project":     {web(lab, sub("StringEquals", "gitlab.com", "project_path:example/records:ref_type:branch:ref:main")), ""},
		"GitLab, a group":         {web(lab, sub("StringLike", "gitlab.com", "project_path:example/*:ref_type:branch:ref:main")), "medium"},
		"Terraform, anybody":      {web(tfc, sub("StringLike", "app.terraform.io", "organization:*:project:p:workspace:w:run_phase:*")), "critical"},
		"Terraform, a workspace":  {web(tfc, sub("StringLike", "app.terraform.io", "organization:example:project:*:workspace:w:run_phase:*")), ""},
		"EKS, the audience only":  {web(eks, `{"StringEquals":{"oidc.eks.us-east-1.amazonaws.com/id/ABC:aud":"sts.amazonaws.com"}}`), "high"},
		"EKS, a service account":  {web(eks, sub("StringEquals", "oidc.eks.us-east-1.amazonaws.com/id/ABC", "system:serviceaccount:records:reader")), ""},
		"EKS, any namespace":      {web(eks, sub("StringLike", "oidc.eks.us-east-1.amazonaws.com/id/ABC", "system:serviceaccount:*:reader")), "medium"},
		"EKS, a namespace":        {web(eks, sub("StringLike", "oidc.eks.us-east-1.amazonaws.com/id/ABC", "system:serviceaccount:records:*")), ""},
		"Cognito, any pool":       {web(pool, `{"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}`), "critical"},
		"Cognito, one pool":       {web(pool, `{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:1234"},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}`), ""},
		"Cognito, guests":         {web(pool, `{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:1234"},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}`), "low"},
		"Cognito, guests as well": {web(pool, `{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:1234"}}`), "low"},
		"any provider":            {web("*", ""), "critical"},
		"any provider, a subject": {web("*", sub("StringEquals", issuer, "repo:example/records:environment:prod")), ""},
		"a branch of any owner":   {web(gh, `{"StringEquals":{"`+issuer+`:ref":"refs/heads/main"}}`), "critical"},
		"an environment of any":   {web(gh, `{"StringEquals":{"`+issuer+`:environment":"prod"}}`), "critical"},
		"a workflow's file":       {web(gh, `{"StringEquals":{"`+issuer+`:job_workflow_ref":"example/records/.github/workflows/deploy.yml@refs/heads/main"}}`), ""},
		"a repository's branch":   {web(gh, `{"StringEquals":{"`+issuer+`:repository":"example/records","`+issuer+`:ref":"refs/heads/main"}}`), ""},
		"a repository's claim":    {web(gh, `{"StringEquals":{"`+issuer+`:repository":"example/records"}}`), "low"},

		"CircleCI, the audience":      {web(own+circle, `{"StringEquals":{"`+circle+`:aud":"1111-2222"}}`), "medium"},
		"CircleCI, nothing asked":     {web(own+circle, ""), "high"},
		"CircleCI, a project":         {web(own+circle, sub("StringLike", circle, "org/1111-2222/project/3333-4444/user/*")), ""},
		"CircleCI, any project":       {web(own+circle, sub("StringLike", circle, "org/1111-2222/project/*")), "medium"},
		"Bitbucket, the audience":     {web(own+bitbucket, `{"StringEquals":{"`+bitbucket+`:aud":"ari:cloud:bitbucket::workspace/1111"}}`), "medium"},
		"Bitbucket, a repository":     {web(own+bitbucket, sub("StringLike", bitbucket, "{3333-4444}:*")), ""},
		"own GitLab, the audience":    {web(own+"gitlab.example.org", `{"StringEquals":{"gitlab.example.org:aud":"https://gitlab.example.org"}}`), "medium"},
		"own GitLab, a project":       {web(own+"gitlab.example.org", sub("StringEquals", "gitlab.example.org", "project_path:example/records:ref_type:branch:ref:main")), ""},
		"enterprise's own issuer":     {web(gh+"/example", `{"StringEquals":{"`+issuer+`/example:aud":"https://github.com/example"}}`), "medium"},
		"enterprise's, a repository":  {web(gh+"/example", sub("StringEquals", issuer+"/example", "repo:example/records:environment:prod")), ""},
		"Spacelift, the audience":     {web(own+"example.app.spacelift.io", `{"StringEquals":{"example.app.spacelift.io:aud":"example.app.spacelift.io"}}`), "medium"},
		"Spacelift, one of its space": {web(own+"example.app.spacelift.io", sub("StringLike", "example.app.spacelift.io", "space:records-01:*")), ""},

		"Google, anybody":         {web(google, ""), "critical"},
		"Google, one application": {web(google, `{"StringEquals":{"accounts.google.com:aud":"1234"}}`), ""},
		"own provider, anybody":   {web(okta, ""), "high"},
		"own provider, for AWS":   {web(okta, `{"StringEquals":{"example.okta.com:aud":"sts.amazonaws.com"}}`), "high"},
		"own provider, one client": {
			web(okta, `{"StringEquals":{"example.okta.com:aud":"0oa1234"}}`), "",
		},
		"own provider, a group":                {web(okta, `{"ForAnyValue:StringEquals":{"example.okta.com:groups":"x"},"StringEquals":{"example.okta.com:aud":"sts.amazonaws.com"}}`), ""},
		"of this plan, unscoped":               {web("OIDCHOLE", ""), "critical"},
		"of this plan, unscoped audience":      {web("OIDCHOLE", `{"StringEquals":{"`+issuer+`:aud":"sts.amazonaws.com"}}`), "critical"},
		"of this plan, one environment":        {web("OIDCHOLE", sub("StringEquals", issuer, "repo:example/records:environment:prod")), ""},
		"a cluster not known, the audience":    {web("CLUSTERHOLE", `{"StringEquals":{"CLUSTERHOLE:aud":"sts.amazonaws.com"}}`), "high"},
		"a cluster not known, and its account": {web("CLUSTERHOLE", `{"StringEquals":{"CLUSTERHOLE:aud":"sts.amazonaws.com","CLUSTERHOLE:sub":"system:serviceaccount:records:reader"}}`), ""},
		"an owner not known until apply":       {web(gh, like("repo:CLUSTERHOLE/records:environment:prod")), ""},
		"a SAML provider":                      {web("arn:aws:iam::123456789012:saml-provider/x", ""), ""},
		"a service":                            {assume(`{"Service":"ec2.amazonaws.com"}`, ""), ""},
		"one good provider, and one left open": {web(gh, sub("StringEquals", issuer, "repo:example/records:environment:prod")) + "," + web(google, ""), "critical"},
	} {
		t.Run(name, func(t *testing.T) {
			p := withHoles(t, c.statement)
			after := side(p)
			after.Providers = []*account.IdentityProvider{{Address: "aws_iam_openid_connect_provider.gh", URL: "https://" + issuer}}
			want := []string{}
			if c.want != "" {
				want = []string{"introduced " + c.want + " trust-oidc-unscoped aws_iam_role.r"}
			}
			if diff := cmp.Diff(want, judge(change(side(), after), nil, "trust-oidc-unscoped")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// withHoles makes a role whose trust refers to providers of the plan.
func withHoles(t *testing.T, statements string) *account.Principal {
	t.Helper()
	p := role(t, "r")
	p.Account, p.ARN = "123456789012", "arn:aws:iam::123456789012:role/r"
	holes := []policy.Hole{{Name: "aws_iam_openid_connect_provider.gh.arn"}, {Name: "module.eks.oidc_provider"}, {Name: "aws_iam_saml_provider.s.arn"}}
	text := strings.NewReplacer("OIDCHOLE", string(policy.HoleRune(0)), "CLUSTERHOLE", string(policy.HoleRune(1)), "SAMLHOLE", string(policy.HoleRune(2))).Replace(statements)
	p.Trust = document(t, p.Address, `{"Version":"2012-10-17","Statement":[`+text+`]}`, policy.Trust, holes...)
	return p
}

// TestTrustOIDCStatus: a provider or a subject that newly lets somebody in is introduced.
func TestTrustOIDCStatus(t *testing.T) {
	const gh = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
	sub := func(v string) string {
		return web(gh, `{"StringLike":{"token.actions.githubusercontent.com:sub":"`+v+`"}}`)
	}
	for name, c := range map[string]struct{ before, after, want string }{
		"as before":             {sub("repo:*"), sub("repo:*"), "existing critical"},
		"narrower":              {sub("repo:*"), sub("repo:*/records:*"), "existing critical"},
		"wider":                 {sub("repo:*/records:*"), sub("repo:*"), "introduced critical"},
		"from owner to anybody": {sub("repo:example/*"), sub("repo:*"), "introduced critical"},
		"another provider":      {sub("repo:*"), sub("repo:*") + "," + web("accounts.google.com", ""), "introduced critical"},
		"mended":                {sub("repo:*"), sub("repo:example/records:environment:prod"), "resolved critical"},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge(change(side(withHoles(t, c.before)), side(withHoles(t, c.after))), nil, "trust-oidc-unscoped")
			if len(got) != 1 || !strings.HasPrefix(got[0], c.want+" ") {
				t.Error(got)
			}
		})
	}
}

// TestTrustOIDCGuests: whoever has not signed in matters where the role reaches PHI.
func TestTrustOIDCGuests(t *testing.T) {
	p := withHoles(t, web("cognito-identity.amazonaws.com", `{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:1234"}}`))
	p.Tags.Values = map[string]string{"DataClassification": "phi"}
	cfg := &config.Config{PHI: config.PHI{Tags: map[string][]string{"DataClassification": {"phi"}}}}
	want := []string{"introduced high trust-oidc-unscoped aws_iam_role.r"}
	if diff := cmp.Diff(want, judge(change(side(), side(p)), cfg, "trust-oidc-unscoped")); diff != "" {
		t.Error(diff)
	}
}

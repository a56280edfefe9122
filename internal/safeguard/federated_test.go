// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// TestTrustSAMLUnscoped: for which audience an assertion has to be.
func TestTrustSAMLUnscoped(t *testing.T) {
	const (
		saml = `{"Federated":"arn:aws:iam::123456789012:saml-provider/x"}`
		aws  = `{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}`
	)
	for name, c := range map[string]struct {
		statement string
		want      bool
	}{
		"nothing asked":                  {assume(saml, ""), true},
		"any provider":                   {strings.Replace(web("*", ""), "WithWebIdentity", "WithSAML", 1), true},
		"any audience":                   {assume(saml, `{"StringLike":{"SAML:aud":"*"}}`), true},
		"the audience, if there is one":  {assume(saml, `{"StringEqualsIfExists":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}`), false},
		"another key":                    {assume(saml, `{"StringEquals":{"SAML:sub_type":"persistent"}}`), true},
		"only one audience is kept out":  {assume(saml, `{"StringNotEquals":{"SAML:aud":"https://example.org"}}`), true},
		"MFA":                            {assume(saml, `{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}`), true},
		"an action pattern":              {strings.Replace(assume(saml, ""), "AssumeRoleWithSAML", "Assume*", 1), true},
		"a provider of this plan":        {assume(`{"Federated":"SAMLHOLE"}`, ""), true},
		"in a second statement":          {assume(saml, aws) + "," + assume(saml, ""), true},
		"the audience of AWS":            {assume(saml, aws), false},
		"the key in lower case":          {assume(saml, `{"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml"}}`), false},
		"regional endpoints":             {assume(saml, `{"StringLike":{"SAML:aud":"https://*.signin.aws.amazon.com/saml*"}}`), false},
		"of this plan, with an audience": {assume(`{"Federated":"SAMLHOLE"}`, aws), false},
		"denied else":                    {assume(saml, "") + `,{"Effect":"Deny","Action":"sts:*","Principal":"*","Condition":{"StringNotEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}`, false},
		"a web identity":                 {web("arn:aws:iam::123456789012:oidc-provider/example.org", ""), false},
		"a web identity, any action":     {strings.Replace(web("OIDCHOLE", ""), "sts:AssumeRoleWithWebIdentity", "sts:*", 1), false},
		"a service":                      {assume(`{"Service":"ec2.amazonaws.com"}`, ""), false},
		"an account":                     {assume(`{"AWS":"123456789012"}`, ""), false},
		"everyone, any action":           {`{"Effect":"Allow","Action":"sts:*","Principal":{"AWS":"*"}}`, false}, // trust-public
	} {
		t.Run(name, func(t *testing.T) {
			after := side(withHoles(t, c.statement))
			after.Providers = []*account.IdentityProvider{{Address: "aws_iam_saml_provider.s", SAML: true}, {Address: "aws_iam_openid_connect_provider.gh"}}
			want := []string{}
			if c.want {
				want = []string{"introduced high trust-saml-unscoped aws_iam_role.r"}
			}
			if diff := cmp.Diff(want, judge(change(side(), after), nil, "trust-saml-unscoped")); diff != "" {
				t.Error(diff)
			}
		})
	}
	open, scoped := assume(saml, ""), assume(saml, aws)
	for name, c := range map[string]struct{ before, after, want string }{
		"as before": {open, open, "existing"}, "opened": {scoped, open, "introduced"}, "mended": {open, scoped, "resolved"},
	} {
		if got := judge(change(side(withHoles(t, c.before)), side(withHoles(t, c.after))), nil, "trust-saml-unscoped"); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Error(name, got)
		}
	}
}

// TestTrustMFAImpossible: who is asked for a key that its requests never carry.
func TestTrustMFAImpossible(t *testing.T) {
	const (
		mfa      = `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`
		ifExists = `{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}`
		saml     = `{"Federated":"arn:aws:iam::123456789012:saml-provider/x"}`
		roleARN  = `{"AWS":"arn:aws:iam::123456789012:role/x"}`
		deny     = `,{"Effect":"Deny","Action":"sts:*","Principal":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`
	)
	for name, c := range map[string]struct {
		statement string
		want      bool
	}{
		"SAML":                         {assume(saml, mfa), true},
		"SAML of this plan":            {assume(`{"Federated":"SAMLHOLE"}`, mfa), true},
		"a web identity":               {web("accounts.google.com", mfa), true},
		"a role":                       {assume(roleARN, mfa), true},
		"a role of this plan":          {assume(`{"AWS":"ROLEHOLE"}`, mfa), true},
		"a role session":               {assume(`{"AWS":"arn:aws:sts::123456789012:assumed-role/x/y"}`, mfa), true},
		"a role, by age":               {assume(roleARN, `{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}`), true},
		"a role, the key has to exist": {assume(roleARN, `{"Null":{"aws:MultiFactorAuthAge":"false"}}`), true},
		"a role, denied without":       {assume(roleARN, "") + deny, true},
		"a role beside a user":         {assume(`{"AWS":["arn:aws:iam::123456789012:role/x","arn:aws:iam::123456789012:user/ada"]}`, mfa), true},
		"a user":                       {assume(`{"AWS":"arn:aws:iam::123456789012:user/ada"}`, mfa), false},
		"a user of this plan":          {assume(`{"AWS":"USERHOLE"}`, mfa), false},
		"an account":                   {assume(`{"AWS":"arn:aws:iam::123456789012:root"}`, mfa), false},
		"SAML without":                 {assume(saml, ""), false},
		"SAML, if the key exists":      {assume(saml, ifExists), false},
		"a role, if the key exists":    {assume(roleARN, ifExists), false},
		"a role, let in without too":   {assume(roleARN, mfa) + "," + assume(roleARN, ""), false},
		"a role, and an account by MFA": {
			assume(roleARN, "") + "," + assume(`{"AWS":"123456789012"}`, mfa), false,
		},
		"a service": {assume(`{"Service":"ec2.amazonaws.com"}`, mfa), false},
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want {
				want = []string{"introduced medium trust-mfa-impossible aws_iam_role.r"}
			}
			if diff := cmp.Diff(want, judge(change(side(), side(trusting(t, c.statement))), nil, "trust-mfa-impossible")); diff != "" {
				t.Error(diff)
			}
		})
	}
	two := assume(saml, mfa) + "," + assume(roleARN, mfa)
	for name, c := range map[string]struct{ before, after, want string }{
		"as before": {two, two, "existing"}, "one more locked out": {assume(saml, mfa), two, "introduced"},
		"one less": {two, assume(saml, mfa), "existing"}, "mended": {two, assume(saml, ""), "resolved"},
	} {
		if got := judge(change(side(trusting(t, c.before)), side(trusting(t, c.after))), nil, "trust-mfa-impossible"); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Error(name, got)
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// trusting makes a role of account 123456789012 with this trust statement.
func trusting(t *testing.T, statements string, policies ...string) *account.Principal {
	t.Helper()
	p := role(t, "r", policies...)
	p.Account, p.ARN = "123456789012", "arn:aws:iam::123456789012:role/r"
	holes := []policy.Hole{{Name: "aws_iam_user.u.arn"}, {Name: "aws_iam_role.other.arn"}, {Name: "aws_iam_saml_provider.s.arn"}}
	text := strings.NewReplacer("USERHOLE", string(policy.HoleRune(0)), "ROLEHOLE", string(policy.HoleRune(1)), "SAMLHOLE", string(policy.HoleRune(2))).Replace(statements)
	p.Trust = document(t, p.Address, `{"Version":"2012-10-17","Statement":[`+text+`]}`, policy.Trust, holes...)
	return p
}

// assume writes a trust statement.
func assume(principal, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	action := "sts:AssumeRole"
	if strings.Contains(principal, "saml") || strings.Contains(principal, "SAML") {
		action = "sts:AssumeRoleWithSAML"
	}
	return fmt.Sprintf(`{"Effect":"Allow","Action":%q,"Principal":%s%s}`, action, principal, condition)
}

var organized = &config.Config{Organization: config.Organization{ID: "o-ours000000", Accounts: map[string]string{"prod": "123456789012", "dev": "210987654321"}}}

// TestTrustPublic: whom a trust lets in that nobody has named.
func TestTrustPublic(t *testing.T) {
	const star = `{"AWS":"*"}`
	for name, c := range map[string]struct {
		statement     string
		public, unset bool // with the organisation configured, and without any configuration
	}{
		"everyone":                          {assume(star, ""), true, true},
		"a bare star":                       {assume(`"*"`, ""), true, true},
		"an external ID":                    {assume(star, `{"StringEquals":{"sts:ExternalId":"x"}}`), true, true},
		"a session name":                    {assume(star, `{"StringLike":{"sts:RoleSessionName":"x-*"}}`), true, true},
		"a session tag":                     {assume(star, `{"StringEquals":{"aws:RequestTag/team":"x"}}`), true, true},
		"a principal tag":                   {assume(star, `{"StringEquals":{"aws:PrincipalTag/team":"x"}}`), true, true},
		"MFA":                               {assume(star, `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), true, true},
		"our organisation":                  {assume(star, `{"StringEquals":{"aws:PrincipalOrgID":"o-ours000000"}}`), false, false},
		"our organisation, if it exists":    {assume(star, `{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-ours000000"}}`), true, true},
		"any organisation":                  {assume(star, `{"StringLike":{"aws:PrincipalOrgID":"o-*"}}`), true, true},
		"another organisation":              {assume(star, `{"StringEquals":{"aws:PrincipalOrgID":"o-theirs00000"}}`), true, false},
		"a path of an organisation":         {assume(star, `{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-ours000000/*"}}`), false, false},
		"one of our accounts":               {assume(star, `{"StringEquals":{"aws:PrincipalAccount":"210987654321"}}`), false, false},
		"one ARN":                           {assume(star, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/x"}}`), false, false},
		"one ARN of somebody else":          {assume(star, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/x"}}`), false, false},
		"a role name in any account":        {assume(star, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}`), true, true},
		"one VPC endpoint":                  {assume(star, `{"StringEquals":{"aws:SourceVpce":"vpce-1"}}`), false, false},
		"an office's addresses":             {assume(star, `{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}`), false, false},
		"every address":                     {assume(star, `{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}`), true, true},
		"one foreign account":               {assume(`{"AWS":"111122223333"}`, ""), false, false},
		"one foreign user":                  {assume(`{"AWS":"arn:aws:iam::111122223333:user/x"}`, ""), false, false},
		"our account":                       {assume(`{"AWS":"arn:aws:iam::123456789012:root"}`, ""), false, false},
		"a service":                         {assume(`{"Service":"ec2.amazonaws.com"}`, ""), false, false},
		"a SAML provider":                   {assume(`{"Federated":"arn:aws:iam::123456789012:saml-provider/x"}`, ""), false, false},
		"a role of this plan":               {assume(`{"AWS":"ROLEHOLE"}`, ""), false, false},
		"everyone, and denied to outsiders": {assume(star, "") + `,{"Effect":"Deny","Action":"sts:*","Principal":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-ours000000"}}}`, false, false},
		"everyone in a second statement":    {assume(`{"Service":"ec2.amazonaws.com"}`, "") + "," + assume(star, ""), true, true},
		"everyone but one, by NotPrincipal": {`{"Effect":"Allow","Action":"sts:AssumeRole","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:root"}}`, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := trusting(t, c.statement)
			for cfg, want := range map[*config.Config]bool{organized: c.public, nil: c.unset} {
				got := judge(change(side(), side(p)), cfg, "trust-public")
				if (len(got) == 1) != want {
					t.Errorf("configured %v: %v", cfg != nil, got)
				}
			}
		})
	}
}

// TestTrustWithoutMFA: who counts as people, what counts as MFA, and when it is high.
func TestTrustWithoutMFA(t *testing.T) {
	const (
		ours     = `{"AWS":"arn:aws:iam::123456789012:root"}`
		none     = ""
		lowRisk  = "introduced low trust-without-mfa aws_iam_role.r"
		highRisk = "introduced high trust-without-mfa aws_iam_role.r"
	)
	writesIAM := allow(`"iam:PutRolePolicy"`, `"*"`)
	stopsTrail := allow(`"cloudtrail:StopLogging"`, `"*"`)
	for name, c := range map[string]struct {
		statement string
		policies  []string
		want      string
	}{
		"our account":                           {assume(ours, ""), nil, lowRisk},
		"our account, changes identities":       {assume(ours, ""), []string{writesIAM}, highRisk},
		"our account, changes the audit trail":  {assume(ours, ""), []string{stopsTrail}, highRisk},
		"our account, passes roles only":        {assume(ours, ""), []string{allow(`["iam:PassRole","iam:CreateServiceLinkedRole"]`, `"*"`)}, lowRisk},
		"another account of ours":               {assume(`{"AWS":"210987654321"}`, ""), []string{writesIAM}, highRisk},
		"with MFA":                              {assume(ours, `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), []string{writesIAM}, none},
		"with MFA, as a boolean":                {assume(ours, `{"Bool":{"aws:MultiFactorAuthPresent":true}}`), []string{writesIAM}, none},
		"with recent MFA":                       {assume(ours, `{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}`), []string{writesIAM}, none},
		"asks, and lets long-term keys through": {assume(ours, `{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}`), nil, highRisk},
		"denied without, but for absent keys": {
			assume(ours, "") + `,{"Effect":"Deny","Action":"sts:AssumeRole","Principal":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}`, nil, highRisk,
		},
		"denied without": {
			assume(ours, "") + `,{"Effect":"Deny","Action":"sts:AssumeRole","Principal":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`, []string{writesIAM}, none,
		},
		"an external ID is no factor":       {assume(ours, `{"StringEquals":{"sts:ExternalId":"x"}}`), []string{writesIAM}, highRisk},
		"a user":                            {assume(`{"AWS":"arn:aws:iam::123456789012:user/ada"}`, ""), []string{writesIAM}, highRisk},
		"a user of a vendor":                {assume(`{"AWS":"arn:aws:iam::111122223333:user/x"}`, ""), []string{writesIAM}, highRisk},
		"a user of this plan":               {assume(`{"AWS":"USERHOLE"}`, ""), []string{writesIAM}, highRisk},
		"a vendor's account":                {assume(`{"AWS":"arn:aws:iam::111122223333:root"}`, ""), []string{writesIAM}, none},
		"a role is judged on its own trust": {assume(`{"AWS":"arn:aws:iam::123456789012:role/x"}`, ""), []string{writesIAM}, none},
		"a role of this plan":               {assume(`{"AWS":"ROLEHOLE"}`, ""), []string{writesIAM}, none},
		"our account's roles only":          {assume(ours, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}`), []string{writesIAM}, none},
		"a service":                         {assume(`{"Service":"ec2.amazonaws.com"}`, ""), []string{writesIAM}, none},
		"a web identity":                    {`{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}}`, []string{writesIAM}, none},
		"a SAML provider":                   {assume(`{"Federated":"arn:aws:iam::123456789012:saml-provider/Other"}`, ""), []string{writesIAM}, highRisk},
		"a SAML provider that enforces MFA": {assume(`{"Federated":"arn:aws:iam::123456789012:saml-provider/Workforce"}`, ""), []string{writesIAM}, none},
		"a SAML provider of this plan":      {assume(`{"Federated":"SAMLHOLE"}`, ""), []string{writesIAM}, highRisk},
		"everyone":                          {assume(`{"AWS":"*"}`, ""), []string{writesIAM}, highRisk},
		"everyone with MFA":                 {assume(`{"AWS":"*"}`, `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), []string{writesIAM}, none},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := *organized
			cfg.Trust.EnforcesMFA = map[string]bool{"arn:aws:iam::123456789012:saml-provider/Workforce": true}
			after := side(trusting(t, c.statement, c.policies...))
			after.Providers = []*account.IdentityProvider{{Address: "aws_iam_saml_provider.s", SAML: true}}
			want := []string{}
			if c.want != "" {
				want = append(want, c.want)
			}
			if diff := cmp.Diff(want, judge(change(side(), after), &cfg, "trust-without-mfa")); diff != "" {
				t.Error(diff)
			}
		})
	}
	always := *organized
	always.Trust.MFA = "always"
	if diff := cmp.Diff([]string{highRisk}, judge(change(side(), side(trusting(t, assume(ours, "")))), &always, "trust-without-mfa")); diff != "" {
		t.Error("always", diff)
	}
}

// TestTrustStatus: a trust that lets somebody new in is introduced.
func TestTrustStatus(t *testing.T) {
	ours, star := assume(`{"AWS":"arn:aws:iam::123456789012:root"}`, ""), assume(`{"AWS":"*"}`, "")
	narrow := assume(`{"AWS":"*"}`, `{"StringEquals":{"sts:ExternalId":"x"}}`)
	for name, c := range map[string]struct {
		rule, before, after, want string
	}{
		"as before":       {"trust-public", star, star, "existing"},
		"narrower":        {"trust-public", star, narrow, "existing"},
		"wider":           {"trust-public", narrow, star, "introduced"},
		"newly public":    {"trust-public", ours, star, "introduced"},
		"no longer":       {"trust-public", star, ours, "resolved"},
		"another account": {"trust-without-mfa", ours, ours + "," + assume(`{"AWS":"210987654321"}`, ""), "introduced"},
		"one less":        {"trust-without-mfa", ours + "," + assume(`{"AWS":"210987654321"}`, ""), ours, "existing"},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge(change(side(trusting(t, c.before)), side(trusting(t, c.after))), organized, c.rule)
			if len(got) != 1 || !strings.HasPrefix(got[0], c.want+" ") {
				t.Error(got)
			}
		})
	}
}

// TestReachesPHI: by a tag, by a pattern of the configuration, by a store of
// the plan; and not by what only looks at the store's settings.
func TestReachesPHI(t *testing.T) {
	cfg := &config.Config{PHI: config.PHI{
		Tags: map[string][]string{"Data": {"phi"}}, Resources: []string{"arn:aws:s3:::scans-*", "arn:aws:secretsmanager:us-east-1:123456789012:secret:phi/*"},
	}}
	stores := []*account.Store{
		{Address: "aws_s3_bucket.images", Type: "aws_s3_bucket", ARN: "arn:aws:s3:::images", Tags: account.Tags{Values: map[string]string{"Data": "PHI"}}},
		{Address: "aws_dynamodb_table.t", Type: "aws_dynamodb_table", ARN: "arn:aws:dynamodb:us-east-1:123456789012:table/t", Tags: account.Tags{Values: map[string]string{"Data": "phi"}}},
		{Address: "aws_s3_bucket.logs", Type: "aws_s3_bucket", ARN: "arn:aws:s3:::logs"},
	}
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"objects of the bucket":   {allow(`"s3:GetObject"`, `"arn:aws:s3:::images/*"`), true},
		"objects of every bucket": {allow(`"s3:Get*"`, `"*"`), true},
		"the bucket's settings":   {allow(`["s3:GetBucketPolicy","s3:ListBucket"]`, `"arn:aws:s3:::images"`), false},
		"another bucket":          {allow(`"s3:*"`, `["arn:aws:s3:::logs","arn:aws:s3:::logs/*"]`), false},
		"a bucket by the pattern": {allow(`"s3:PutObject"`, `"arn:aws:s3:::scans-eu/in/*"`), true},
		"items of the table":      {allow(`"dynamodb:Query"`, `"arn:aws:dynamodb:us-east-1:123456789012:table/t"`), true},
		"the table's description": {allow(`"dynamodb:DescribeTable"`, `"*"`), false},
		"a secret by the pattern": {allow(`"secretsmanager:GetSecretValue"`, `"arn:aws:secretsmanager:us-east-1:123456789012:secret:phi/db-AbCdEf"`), true},
		"denied again":            {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":["arn:aws:s3:::images/*","arn:aws:s3:::scans-*"]}]}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			after := side(role(t, "r", c.text))
			after.Stores = stores
			got := judge(change(side(), after), cfg, "boundary-missing")
			want := "introduced low boundary-missing aws_iam_role.r"
			if c.want {
				want = "introduced medium boundary-missing aws_iam_role.r"
			}
			if diff := cmp.Diff([]string{want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("by a reference that is not known", func(t *testing.T) {
		p := role(t, "r")
		d := document(t, "aws_iam_role_policy.p", allow(`"dynamodb:GetItem"`, `"`+string(policy.HoleRune(0))+`"`), policy.Identity, policy.Hole{Name: "aws_dynamodb_table.new.arn"})
		p.Identity = []account.Attachment{{Document: d}}
		after := side(p)
		after.Stores = []*account.Store{{Address: "aws_dynamodb_table.new", Type: "aws_dynamodb_table", ARN: "arn:*:dynamodb:*:*:table/new", Tags: account.Tags{Values: map[string]string{"Data": "phi"}}}}
		if diff := cmp.Diff([]string{"introduced medium boundary-missing aws_iam_role.r"}, judge(change(side(), after), cfg, "boundary-missing")); diff != "" {
			t.Error(diff)
		}
	})
}

// TestBoundaryPolicyRemoved: a boundary's policy goes while somebody has it.
func TestBoundaryPolicyRemoved(t *testing.T) {
	const arn = "arn:aws:iam::123456789012:policy/b"
	d := document(t, "aws_iam_policy.b", allow(`"s3:*"`, `"*"`), policy.Boundary)
	before, after := role(t, "r"), role(t, "r")
	before.Boundary = account.Boundary{State: account.BoundaryPresent, ARN: arn, Address: d.Address, Document: d}
	after.Boundary = account.Boundary{State: account.BoundaryNotAtHand, ARN: arn}
	old := side(before)
	old.Documents = append(old.Documents, d)
	if diff := cmp.Diff([]string{"introduced high boundary-removed aws_iam_policy.b"}, judge(change(old, side(after)), nil, "boundary-removed")); diff != "" {
		t.Error(diff)
	}
	if got := judge(change(old, side()), nil, "boundary-removed"); len(got) != 0 {
		t.Errorf("the role goes as well: %v", got)
	}
}

// TestCheckDocument: one document by itself.
func TestCheckDocument(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		kind policy.Kind
		want string
	}{
		"administrator": {allow(`"*"`, `"*"`), policy.Identity, "admin-access: The role may do any action on any resource"},
		"harmless":      {allow(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`), policy.Identity, ""},
		"any role":      {allow(`"iam:PassRole"`, `"*"`), policy.Identity, "pass-role-wildcard: The role may pass any role of the account to a service, by this document."},
		"no second factor": {
			`{"Version":"2012-10-17","Statement":[` + assume(`{"AWS":"arn:aws:iam::123456789012:root"}`, "") + `]}`, policy.Trust,
			"trust-without-mfa: People may assume the role without MFA.",
		},
		"any secret":     {allow(`"secretsmanager:GetSecretValue"`, `"*"`), policy.Identity, "secrets-read-wildcard: The role may read any secret"},
		"both of a pair": {allow(`["kms:PutKeyPolicy","kms:Decrypt"]`, `"arn:aws:kms:us-east-1:123456789012:key/1"`), policy.Identity, "duties-not-separated: The role may administer a key and decrypt with it"},
		"a slip":         {allow(`"s3:GetObjcet"`, `"arn:aws:s3:::b/*"`), policy.Identity, "action-unknown: "},
		"a whole account": {
			`{"Version":"2012-10-17","Statement":[` + assume(`{"AWS":"arn:aws:iam::123456789012:root"}`, "") + `]}`, policy.Trust, "trust-account-wide: The trust of the role names a whole account",
		},
		"a slip in a boundary": {allow(`"s3:GetObjcet"`, `"*"`), policy.Boundary, "action-unknown: "},
		"no JSON":              {`{"Version":`, policy.Identity, "policy-invalid: AWS would refuse this policy: line 1, column 12 of the document: the policy is not valid JSON: unexpected end of text; expected a value."},
		"public trust":         {`{"Version":"2012-10-17","Statement":[` + assume(`{"AWS":"*"}`, "") + `]}`, policy.Trust, "trust-public: Any AWS account outside of the organisation may assume the role."},
		"boundary":             {`{"Version":"2012-10-17","Statement":[]}`, policy.Boundary, "policy-invalid: AWS would refuse this policy: line 1, column 37 of the document: Statement is an empty list."},
	} {
		t.Run(name, func(t *testing.T) {
			found := safeguard.CheckDocument([]byte(c.text), c.kind, nil)
			for _, f := range found {
				for _, text := range witnessed(f) {
					if odd := regexp.MustCompile(`(by|of|at|in|the) ?[.,;:>]|  | \.|<>|\(\)`).FindString(text); odd != "" {
						t.Errorf("%s: %q in %q", f.Rule, odd, text)
					}
				}
			}
			if c.want == "" {
				if len(found) != 0 {
					t.Error(found)
				}
				return
			}
			if !slices.ContainsFunc(found, func(f safeguard.Finding) bool { return strings.HasPrefix(f.Rule+": "+f.Message, c.want) }) {
				t.Errorf("%+v", found)
			}
		})
	}
}

// witnessed are the texts of a finding that name who or what it is about.
func witnessed(f safeguard.Finding) []string {
	out := []string{f.Message}
	if f.Witness != nil {
		out = append(out, f.Witness.Principal, f.Witness.Action, f.Witness.Resource)
	}
	return out
}

// TestCancelled: a check that is cancelled runs no rule.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := safeguard.Judge(ctx, change(side(), side(role(t, "r", allow(`"*"`, `"*"`)))), nil, now, safeguard.Options{})
	if len(r.Findings) != 0 {
		t.Error(r.Findings)
	}
}

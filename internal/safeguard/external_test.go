// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// declaring is the organisation with two declared accounts of others: one that
// needs an external ID, and one that does not.
func declaring() *config.Config {
	cfg := *organized
	cfg.Trust.External = map[string]config.ExternalAccount{"444455556666": {ExternalID: true}, "777788889999": {}}
	return &cfg
}

const (
	vendor    = `{"AWS":"arn:aws:iam::111122223333:root"}` // not declared
	needsID   = `{"AWS":"arn:aws:iam::444455556666:role/x"}`
	needsNone = `{"AWS":"777788889999"}`
	ourRoot   = `{"AWS":"arn:aws:iam::123456789012:root"}`
	ourOther  = `{"AWS":"210987654321"}`
	byID      = `{"StringEquals":{"sts:ExternalId":"x"}}`
	byMFA     = `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`
	byOrg     = `{"StringEquals":{"aws:PrincipalOrgID":"o-ours000000"}}`
)

// TestTrustExternal: which external accounts a trust lets in, declared or not,
// with the organisation configured and without any configuration.
func TestTrustExternal(t *testing.T) {
	for name, c := range map[string]struct {
		statement                        string
		undeclared, undeclaredUnset      string
		withoutID, withoutIDUnconfigured string
	}{
		"a vendor":                           {assume(vendor, ""), "high", "low", "high", "high"},
		"a vendor's role":                    {assume(`{"AWS":"arn:aws:iam::111122223333:role/x"}`, ""), "high", "low", "high", "high"},
		"a vendor's user":                    {assume(`{"AWS":"arn:aws:iam::111122223333:user/x"}`, ""), "high", "low", "high", "high"},
		"a vendor with an external ID":       {assume(vendor, byID), "high", "low", "", ""},
		"a vendor with any external ID":      {assume(vendor, `{"StringLike":{"sts:ExternalId":"*"}}`), "high", "low", "high", "high"},
		"a vendor with an ID, if it exists":  {assume(vendor, `{"StringEqualsIfExists":{"sts:ExternalId":"x"}}`), "high", "low", "high", "high"},
		"a vendor's people with MFA":         {assume(vendor, byMFA), "high", "low", "", ""},
		"a vendor by its account number":     {assume(`{"AWS":"*"}`, `{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}`), "high", "low", "high", "high"},
		"a vendor after ours":                {assume(ourRoot, "") + "," + assume(vendor, ""), "high", "low", "high", "high"},
		"a vendor, denied again":             {assume(vendor, "") + `,{"Effect":"Deny","Action":"*","Principal":{"AWS":"111122223333"}}`, "", "", "", ""},
		"of our organisation":                {assume(vendor, byOrg), "", "", "", ""},
		"declared, without the ID it needs":  {assume(needsID, ""), "", "low", "high", "high"},
		"declared, with the ID":              {assume(needsID, byID), "", "low", "", ""},
		"declared, with MFA, without the ID": {assume(needsID, byMFA), "", "low", "high", ""},
		"declared, needs no ID":              {assume(needsNone, ""), "", "low", "", "high"},
		"the role's own account":             {assume(ourRoot, ""), "", "", "", ""},
		"another account of ours":            {assume(ourOther, ""), "", "low", "", "high"},
		"a service":                          {assume(`{"Service":"ec2.amazonaws.com"}`, ""), "", "", "", ""},
		"everyone":                           {assume(`{"AWS":"*"}`, ""), "", "", "", ""}, // trust-public
		"a role of this plan":                {assume(`{"AWS":"ROLEHOLE"}`, ""), "", "", "", ""},
		"a SAML provider of another account": {assume(`{"Federated":"arn:aws:iam::111122223333:saml-provider/x"}`, ""), "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, k := range []struct {
				rule, want string
				cfg        *config.Config
			}{
				{"trust-external-undeclared", c.undeclared, declaring()}, {"trust-external-undeclared", c.undeclaredUnset, nil},
				{"trust-external-without-id", c.withoutID, declaring()}, {"trust-external-without-id", c.withoutIDUnconfigured, nil},
			} {
				want := []string{}
				if k.want != "" {
					want = append(want, "introduced "+k.want+" "+k.rule+" aws_iam_role.r")
				}
				if diff := cmp.Diff(want, judge(change(side(), side(trusting(t, c.statement))), k.cfg, k.rule)); diff != "" {
					t.Errorf("%s, configured %v: %s", k.rule, k.cfg != nil, diff)
				}
			}
		})
	}
	t.Run("nothing tells which account is ours", func(t *testing.T) {
		p := trusting(t, assume(vendor, ""))
		p.Account, p.ARN = "", ""
		if got := judge(change(side(), side(p)), nil, "trust-external-undeclared", "trust-external-without-id"); len(got) != 0 {
			t.Error(got)
		}
	})
	two := assume(vendor, "") + "," + assume(`{"AWS":"555566667777"}`, "")
	for name, c := range map[string]struct{ rule, before, after, want string }{
		"undeclared as before":        {"trust-external-undeclared", assume(vendor, ""), assume(vendor, ""), "existing"},
		"one more account":            {"trust-external-undeclared", assume(vendor, ""), two, "introduced"},
		"one account less":            {"trust-external-undeclared", two, assume(vendor, ""), "existing"},
		"no longer":                   {"trust-external-undeclared", two, assume(ourRoot, ""), "resolved"},
		"the ID is taken away":        {"trust-external-without-id", assume(vendor, byID), assume(vendor, ""), "introduced"},
		"the ID is asked for":         {"trust-external-without-id", assume(vendor, ""), assume(vendor, byID), "resolved"},
		"one more, without ID":        {"trust-external-without-id", assume(vendor, ""), two, "introduced"},
		"still without ID, narrower":  {"trust-external-without-id", assume(vendor, ""), assume(`{"AWS":"arn:aws:iam::111122223333:role/x"}`, ""), "existing"},
		"another ID, none before too": {"trust-external-without-id", assume(vendor, ""), assume(vendor, `{"StringLike":{"sts:ExternalId":"*"}}`), "existing"},
	} {
		got := judge(change(side(trusting(t, c.before)), side(trusting(t, c.after))), organized, c.rule)
		if len(got) != 1 || !strings.HasPrefix(got[0], c.want+" ") {
			t.Error(name, got)
		}
	}
}

// TestTrustAccountWide: what is asked of an account that a trust names.
func TestTrustAccountWide(t *testing.T) {
	for name, c := range map[string]struct {
		statement string
		want      bool
	}{
		"an account":                   {assume(ourRoot, ""), true},
		"an account by its number":     {assume(ourOther, ""), true},
		"a vendor's account":           {assume(vendor, ""), true},
		"beside a service":             {assume(`{"Service":"ec2.amazonaws.com"}`, "") + "," + assume(ourRoot, ""), true},
		"roles of any name":            {assume(ourRoot, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}`), true},
		"within the organisation":      {assume(ourRoot, byOrg), true},
		"an account not known":         {assume(`{"AWS":"arn:aws:iam::USERHOLE:root"}`, ""), true},
		"an account by a condition":    {assume(`{"AWS":"*"}`, `{"StringEquals":{"aws:PrincipalAccount":"123456789012"}}`), true},
		"a role":                       {assume(`{"AWS":"arn:aws:iam::123456789012:role/x"}`, ""), false},
		"roles of a name":              {assume(ourRoot, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/portal-*"}}`), false},
		"users":                        {assume(`{"AWS":"arn:aws:iam::123456789012:user/ada"}`, ""), false},
		"with a tag":                   {assume(ourRoot, `{"StringEquals":{"aws:PrincipalTag/team":"x"}}`), false},
		"with an external ID":          {assume(vendor, byID), false},
		"with MFA":                     {assume(ourRoot, byMFA), false},
		"from a network":               {assume(ourRoot, `{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}`), false},
		"a service":                    {assume(`{"Service":"ec2.amazonaws.com"}`, ""), false},
		"everyone in the organisation": {assume(`{"AWS":"*"}`, byOrg), false},
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want {
				want = []string{"introduced low trust-account-wide aws_iam_role.r"}
			}
			if diff := cmp.Diff(want, judge(change(side(), side(trusting(t, c.statement))), nil, "trust-account-wide")); diff != "" {
				t.Error(diff)
			}
		})
	}
	both := assume(ourRoot, "") + "," + assume(ourOther, "")
	for name, c := range map[string]struct{ before, after, want string }{
		"as before": {both, both, "existing"}, "one account more": {assume(ourRoot, ""), both, "introduced"},
		"one less": {both, assume(ourRoot, ""), "existing"}, "mended": {both, assume(ourRoot, byMFA), "resolved"},
	} {
		if got := judge(change(side(trusting(t, c.before)), side(trusting(t, c.after))), nil, "trust-account-wide"); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Error(name, got)
		}
	}
}

// TestTrustServiceUnscoped: on whose behalf a service acts. A service of which
// AWS does not say that it sends the keys is never accused.
func TestTrustServiceUnscoped(t *testing.T) {
	const (
		lake    = `{"Service":"healthlake.amazonaws.com"}`
		account = `{"StringEquals":{"aws:SourceAccount":"123456789012"}}`
		store   = `{"ArnEquals":{"aws:SourceArn":"arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/abc"}}`
	)
	for name, c := range map[string]struct {
		statement string
		want      bool
	}{
		"nothing asked":                  {assume(lake, ""), true},
		"any account":                    {assume(lake, `{"StringLike":{"aws:SourceAccount":"*"}}`), true},
		"any data store":                 {assume(lake, `{"ArnLike":{"aws:SourceArn":"arn:aws:healthlake:*:*:datastore/fhir/*"}}`), true},
		"the account, if it is sent":     {assume(lake, `{"StringEqualsIfExists":{"aws:SourceAccount":"123456789012"}}`), true},
		"beside another service":         {assume(`{"Service":["ec2.amazonaws.com","healthlake.amazonaws.com"]}`, ""), true},
		"in a second statement":          {assume(lake, account) + "," + assume(lake, ""), true},
		"another key":                    {assume(lake, `{"Bool":{"aws:SecureTransport":"true"}}`), true},
		"the account":                    {assume(lake, account), false},
		"the data store":                 {assume(lake, store), false},
		"every data store of ours":       {assume(lake, `{"ArnLike":{"aws:SourceArn":"arn:aws:healthlake:*:123456789012:*"}}`), false},
		"the organisation":               {assume(lake, `{"StringEquals":{"aws:SourceOrgID":"o-ours000000"}}`), false},
		"a data store of this plan":      {assume(lake, `{"ArnEquals":{"aws:SourceArn":"ROLEHOLE"}}`), false},
		"denied else":                    {assume(lake, "") + `,{"Effect":"Deny","Action":"*","Principal":"*","Condition":{"StringNotEquals":{"aws:SourceAccount":"123456789012"}}}`, false},
		"instances":                      {assume(`{"Service":"ec2.amazonaws.com"}`, ""), false},
		"a service without a source":     {assume(`{"Service":"omics.amazonaws.com"}`, ""), false},
		"an account":                     {assume(ourRoot, ""), false},
		"the service, in another action": {strings.Replace(assume(lake, ""), "sts:AssumeRole", "sts:TagSession", 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want {
				want = []string{"introduced medium trust-service-unscoped aws_iam_role.r"}
			}
			if diff := cmp.Diff(want, judge(change(side(), side(trusting(t, c.statement))), nil, "trust-service-unscoped")); diff != "" {
				t.Error(diff)
			}
		})
	}
	open := assume(lake, "")
	for name, c := range map[string]struct{ before, after, want string }{
		"as before": {open, open, "existing"}, "opened": {assume(lake, account), open, "introduced"}, "mended": {open, assume(lake, store), "resolved"},
	} {
		if got := judge(change(side(trusting(t, c.before)), side(trusting(t, c.after))), nil, "trust-service-unscoped"); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Error(name, got)
		}
	}
}

// TestTrustSensitive: nothing of a sensitive trust is repeated.
func TestTrustSensitive(t *testing.T) {
	p := trusting(t, assume(vendor, "")+","+assume(`{"Federated":"arn:aws:iam::123456789012:saml-provider/Secret"}`, byMFA))
	p.Trust.Sensitive = true
	got := safeguard.Check(context.Background(), change(side(), side(p)), organized, now)
	if len(got) < 4 {
		t.Errorf("%d findings", len(got))
	}
	for _, f := range got {
		if strings.Contains(f.Message, "111122223333") || strings.Contains(f.Message, "Secret") || f.Witness != nil {
			t.Error(f.Rule, f.Message, f.Witness)
		}
	}
}

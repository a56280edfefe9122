// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// TestAcceptance: what a role's template is meant to break does not block; a
// plan's word for it, and what others attach to the role, are not believed.
func TestAcceptance(t *testing.T) {
	const (
		pass  = "pass-role-wildcard"
		admin = "admin-access"
	)
	anyRole := allow(`"iam:PassRole"`, `"*"`)
	breakGlass := account.Template{Name: "break_glass", Version: "1.0.0", Accepts: []string{pass, admin}}
	// made is a role whose own resource holds the first document; the others are
	// attached by resources of their own.
	made := func(tmpl *account.Template, own string, attached ...string) *account.Principal {
		p := role(t, "r", attached...)
		p.Template = tmpl
		d := document(t, p.Address, own, policy.Identity)
		d.Attribute = "policies[0].json"
		p.Identity = append([]account.Attachment{{Document: d}}, p.Identity...)
		return p
	}
	with := func(change func(*account.Template)) *account.Template {
		out := breakGlass
		change(&out)
		return &out
	}
	const accepted = " (accepted by template break_glass@1.0.0)"
	for name, c := range map[string]struct {
		rule          string
		before, after *account.Principal
		want          string
	}{
		"accepted":                         {pass, nil, made(&breakGlass, anyRole), "introduced" + accepted},
		"no template":                      {pass, nil, made(nil, anyRole), "introduced"},
		"not with these arguments":         {pass, nil, made(with(func(t *account.Template) { t.Accepts = nil }), anyRole), "introduced"},
		"the catalogue does not accept it": {"privilege-escalation", nil, made(with(func(t *account.Template) { t.Name, t.Accepts = "clinician", []string{"privilege-escalation"} }), allow(`"iam:*"`, `"*"`)), "introduced"},
		"no such template":                 {pass, nil, made(with(func(t *account.Template) { t.Name = "administrator" }), anyRole), "introduced"},
		"no such version":                  {pass, nil, made(with(func(t *account.Template) { t.Version = "99.0.0" }), anyRole), "introduced"},
		"no version":                       {pass, nil, made(with(func(t *account.Template) { t.Version = "" }), anyRole), "introduced"},
		"attached by somebody else":        {pass, nil, made(&breakGlass, allow(`"s3:GetObject"`, `"*"`), anyRole), "introduced"},
		"what is attached adds nothing":    {pass, nil, made(&breakGlass, anyRole, allow(`"s3:GetObject"`, `"*"`)), "introduced" + accepted},
		"what is attached adds to it":      {admin, nil, made(&breakGlass, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"s3:GetObject","Resource":"*"}]}`, allow(`"*"`, `"*"`)), "introduced"},
		"existing":                         {pass, made(&breakGlass, anyRole), made(&breakGlass, anyRole), "existing" + accepted},
		"resolved needs no acceptance":     {pass, made(&breakGlass, anyRole), made(&breakGlass, allow(`"s3:GetObject"`, `"*"`)), "resolved"},
	} {
		t.Run(name, func(t *testing.T) {
			before := side()
			if c.before != nil {
				before = side(c.before)
			}
			r := safeguard.Judge(context.Background(), change(before, side(c.after)), nil, now, safeguard.Options{Only: []string{c.rule}})
			var got []string
			for _, f := range r.Findings {
				text := string(f.Status)
				if f.Acceptance != nil {
					text += " (accepted by " + f.Acceptance.Owner() + ")"
					if f.Acceptance.Reason == "" {
						t.Error("no reason")
					}
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
				t.Error(diff)
			}
			if len(r.Undetermined) != 0 {
				t.Error(r.Undetermined)
			}
		})
	}
}

// TestRoleDeclaresMFA: a role of this project's provider declares that its own
// SAML provider asks for a second factor; it counts for that role alone.
func TestRoleDeclaresMFA(t *testing.T) {
	const arn = "arn:aws:iam::123456789012:saml-provider/Workforce"
	sign := `{"Effect":"Allow","Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"` + arn + `"},"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}`
	signer := func(enforces ...string) *account.Principal {
		p := trusting(t, sign)
		p.EnforcesMFA = map[string]bool{}
		for _, id := range enforces {
			p.EnforcesMFA[id] = true
		}
		return p
	}
	unknown := func(name string, enforces ...string) *account.Principal {
		p := signer(enforces...)
		p.Trust = document(t, p.Address, `{"Version":"2012-10-17","Statement":[`+strings.ReplaceAll(sign, arn, string(policy.HoleRune(0)))+`]}`, policy.Trust, policy.Hole{Name: name})
		return p
	}
	declared := &config.Config{Trust: config.Trust{EnforcesMFA: map[string]bool{arn: true}}}
	other := signer()
	other.Address, other.Name = "aws_iam_role.other", "other"
	for name, c := range map[string]struct {
		cfg           *config.Config
		before, after []*account.Principal
		want          string
	}{
		"not declared":                  {nil, nil, []*account.Principal{signer()}, "introduced"},
		"by the configuration":          {declared, nil, []*account.Principal{signer()}, ""},
		"by the role":                   {nil, nil, []*account.Principal{signer(arn)}, ""},
		"another provider":              {nil, nil, []*account.Principal{signer(arn + "2")}, "introduced"},
		"by another role":               {nil, nil, []*account.Principal{other, signer(arn)}, "introduced"},
		"the declaration is taken back": {nil, []*account.Principal{signer(arn)}, []*account.Principal{signer()}, "introduced"},
		"not known until apply":         {nil, nil, []*account.Principal{unknown("trust.saml[0].provider_arn")}, "introduced"},
		"not known until apply, declared": {
			nil, nil, []*account.Principal{unknown("trust.saml[0].provider_arn", "<trust.saml[0].provider_arn>")}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := safeguard.Judge(context.Background(), change(side(c.before...), side(c.after...)), c.cfg, now, safeguard.Options{Only: []string{"trust-without-mfa"}})
			var got []string
			for _, f := range r.Findings {
				got = append(got, string(f.Status))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// trustMFAImpossible is broken where a trust names a role or an identity
// provider and lets it in with MFA only: their requests never carry the key.
// Source: IAM user guide, aws:MultiFactorAuthPresent.
var _ = register(&Rule{
	Name:     "trust-mfa-impossible",
	Title:    "The trust asks for MFA from somebody who can never show it",
	Severity: medium,
	Description: "Sessions of roles and sign-ins by SAML or a web identity never carry the MFA key, so that the trust locks out those it names. " +
		"Whoever has to get in then removes the condition in a hurry, or keeps a way around it.",
	Citations: []string{"164.312(d)", "164.312(a)(2)(i)"},
	NIST:      []string{"IA-2", "AC-3"},
	Fix: "Ask for MFA where it can be shown: in the trust of the role that people assume first, or at the identity provider. " +
		"Take the condition out of the statement for roles and identity providers.",
	Bad: `resource "aws_iam_role" "radiologist" {
  name = "radiologist"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithSAML"
      Principal = { Federated = "arn:aws:iam::123456789012:saml-provider/Workforce" }
      Condition = {
        StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" }
        Bool         = { "aws:MultiFactorAuthPresent" = "true" }
      }
    }]
  })
}`,
	Good: `resource "aws_iam_role" "radiologist" {
  name = "radiologist"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithSAML"
      Principal = { Federated = "arn:aws:iam::123456789012:saml-provider/Workforce" }
      Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
    }]
  })
}`,
	here: withoutMFAFor,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			var locked []string
			var q decide.Question
			for _, id := range withoutKey(p.Trust.Policy) {
				ask := byPrincipal(id)
				with := decide.DocumentGrants(p.Trust.Policy, ask, yesOrNo)
				ask.Conditions = noMFA
				if with.Result == decide.Yes && decide.DocumentGrants(p.Trust.Policy, ask, yesOrNo).Result == decide.No {
					locked, q = append(locked, id), byPrincipal(id)
				}
			}
			if len(locked) == 0 {
				continue
			}
			who := join(locked)
			if p.Trust.Sensitive {
				who = "those whom it names"
			}
			v := trustViolation(p, q, decide.Answer{}, fmt.Sprintf("The trust of the %s asks for MFA from %s, whose requests never carry the key: nobody gets in.", p.Label(), who))
			v.meaning = locked
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		return slices.ContainsFunc(after.meaning, func(id string) bool { return !slices.Contains(before.meaning, id) })
	},
})

// noMFA says that a request carries no sign of a second factor.
var noMFA = []*policy.Condition{
	condition("BoolIfExists", mfaKey, "false"),
	condition("Null", "aws:MultiFactorAuthAge", "true"), // the age is there only with MFA
}

// byPrincipal asks whether one principal may become the role.
func byPrincipal(id string) decide.Question {
	return decide.Question{Actions: assuming, Principals: func(w policy.Principal) bool { return w.ID == id }}
}

// withoutKey lists the principals that a trust names and whose requests never
// carry an MFA key: roles, their sessions, and identity providers.
func withoutKey(d *policy.Document) []string {
	var out []string
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, s := range d.Statements {
		if s.Effect != policy.Allow || s.Principal == nil {
			continue
		}
		for _, t := range s.Principal.AWS {
			id := d.Show(t.Value)
			p, err := policy.ParsePrincipal(id)
			if err == nil && (p.Kind == policy.Role || p.Kind == policy.RoleSession) || strings.HasPrefix(id, "<") && refersTo(id, "aws_iam_role") {
				add(id)
			}
		}
		for _, t := range s.Principal.Federated {
			add(d.Show(t.Value))
		}
	}
	return out
}

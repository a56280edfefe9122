// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// trustSAMLUnscoped is broken where a SAML assertion for an audience that the
// trust does not name lets somebody become the role.
var _ = register(&Rule{
	Name:     "trust-saml-unscoped",
	Title:    "SAML assertions for any audience let people assume the role",
	Severity: high,
	Description: "An assertion that the identity provider wrote for something else than AWS sign-in can then be used to become the role. " +
		"The Security Rule asks to verify that a person who seeks access is the one claimed, and an assertion proves it only to the audience it was written for.",
	Citations: []string{"164.312(d)", "164.312(a)(2)(i)"},
	NIST:      []string{"IA-2", "IA-8"},
	Fix:       "Add a condition StringEquals on SAML:aud with the sign-in endpoint of AWS, https://signin.aws.amazon.com/saml, to the statement that lets the provider in.",
	Bad: `resource "aws_iam_role" "radiologist" {
  name = "radiologist"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithSAML"
      Principal = { Federated = "arn:aws:iam::123456789012:saml-provider/Workforce" }
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
	here: withAudience,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			q := otherAudience(side, p.Trust.Policy)
			switch answer := decide.DocumentGrants(p.Trust.Policy, q, decide.Options{}); answer.Result {
			case decide.Undetermined:
				c.unsure(side, "trust-saml-unscoped", p, answer)
			case decide.Yes:
				out = append(out, trustViolation(p, q, answer, fmt.Sprintf("SAML assertions for any audience let people assume the %s.", p.Label())))
			}
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		return trustsMore(before, after, otherAudience(c.change.After, after.principal.Trust.Policy))
	},
})

// otherAudience asks whether a SAML provider that a trust names lets somebody
// in by an assertion for an audience that nobody names.
func otherAudience(side *account.Account, d *policy.Document) decide.Question {
	web := map[string]bool{}
	for _, p := range side.Providers {
		web["<"+p.Address+".arn>"] = !p.SAML
	}
	named := map[string]bool{}
	for _, s := range d.Statements {
		if s.Principal != nil {
			for _, t := range s.Principal.Federated {
				named[d.Show(t.Value)] = true
			}
		}
	}
	return decide.Question{
		Actions: assuming[1:2],
		Principals: func(w policy.Principal) bool {
			saml := strings.Contains(w.ID, ":saml-provider/") || strings.HasPrefix(w.ID, "<") && !web[w.ID]
			return w.Kind == policy.FederatedLogin && (named[w.ID] || named["*"]) && saml
		},
		Conditions: []*policy.Condition{condition("StringLike", "SAML:aud", "https://"+decide.Fresh)},
	}
}

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

var _ = register(&Rule{
	Name:     "trust-without-mfa",
	Title:    "People may assume the role without MFA",
	Severity: high,
	Description: "A password or a key that leaks is then enough to become the role. " +
		"The Security Rule asks to verify that a person who seeks access is the one claimed; for what reaches PHI, identities or the audit trail one factor does not.",
	Citations: []string{"164.312(d)", "164.312(a)(2)(i)"},
	NIST:      []string{"IA-2", "IA-5"},
	Fix: "Add a condition Bool aws:MultiFactorAuthPresent = \"true\" to the statement that lets people in (Bool, not BoolIfExists: the key is absent with long-term keys). " +
		"For a SAML provider that enforces MFA itself, declare it: trust { identity_provider \"ARN\" { enforces_mfa = true } }.",
	Bad: `resource "aws_iam_role" "radiologist" {
  name = "radiologist"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}`,
	Good: `resource "aws_iam_role" "radiologist" {
  name = "radiologist"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}`,
	here: withMFA,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			if v := c.withoutMFA(side, p); v != nil {
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		return trustsMore(before, after, c.peopleWithoutMFA(after.principal)) || trustsMore(before, after, c.peopleBySAML(c.change.After, after.principal))
	},
})

func (c *checker) withoutMFA(side *account.Account, p *account.Principal) *violation {
	if !slices.ContainsFunc(p.Trust.Policy.Statements, trustsOthers) {
		return nil // services are no people
	}
	who := "People"
	q := c.peopleWithoutMFA(p)
	answer := decide.DocumentGrants(p.Trust.Policy, q, decide.Options{})
	if answer.Result != decide.Yes {
		saml := c.peopleBySAML(side, p)
		if a := decide.DocumentGrants(p.Trust.Policy, saml, decide.Options{}); a.Result == decide.Yes || answer.Result == decide.No {
			answer, q, who = a, saml, "People of a SAML provider that is not declared to enforce MFA"
		}
	}
	switch answer.Result {
	case decide.Undetermined:
		c.unsure(side, "trust-without-mfa", p, answer)
		return nil
	case decide.No:
		return nil
	}
	f := c.factsOf(side, p)
	var why []string
	for _, w := range []struct {
		holds bool
		text  string
	}{
		{f.phi(), "reaches PHI"}, {f.iam(), "can change identities and permissions"}, {f.audit(), "can change the audit trail"},
		{c.config.Trust.MFA == "always", "must be assumed with MFA, as every role (trust.mfa)"},
	} {
		if w.holds {
			why = append(why, w.text)
		}
	}
	message := fmt.Sprintf("%s may assume the %s without MFA", who, p.Label())
	if len(why) > 0 {
		message += ", which " + join(why)
	}
	v := trustViolation(p, q, answer, message+".")
	if meansMFA(p.Trust.Policy, q) {
		v.message += " A condition on MFA is there, and lets requests through that do not carry the key."
	} else if len(why) == 0 {
		v.severity = low
	}
	return v
}

// meansMFA reports whether the statement that lets people in, or a Deny, has a
// condition on MFA, which then does not do what it means to.
func meansMFA(d *policy.Document, q decide.Question) bool {
	for _, s := range d.Statements {
		for _, k := range s.Conditions {
			key := k.LowerKey()
			if (key == strings.ToLower(mfaKey) || key == "aws:multifactorauthage") && (s.Effect == policy.Deny || about(d, s, q)) {
				return true
			}
		}
	}
	return false
}

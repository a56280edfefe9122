// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// breakGlassSession is how long an emergency session lasts at most; a longer one
// is started again, with the second factor.
const breakGlassSession = time.Hour

// breakGlassName is how people call emergency access. "emergency" alone is left
// out: a hospital has an emergency department.
var breakGlassName = regexp.MustCompile(`(?i)break[-_ ]?glass|fire[-_ ]?call|emergency[-_ ]?access`)

// breakGlassWeak: a role for emergency access, which is known by its template, its
// name or its tag JobFunction, breaks it when people become it without a second
// factor, when one person or one identity provider is all it depends on, when it
// can cut the record of what it does, or (medium, by itself) when its sessions may
// last longer than an hour.
var _ = register(&Rule{
	Name:     "break-glass-weak",
	Title:    "Emergency access is not safe, or not there when needed",
	Severity: high,
	Description: "Emergency access goes around every other control, so whoever gets hold of it has everything, and it must work when all else does not. " +
		"The Security Rule requires a procedure to reach PHI in an emergency, and it has to be one that is known to its users and leaves a record.",
	Citations: []string{"164.312(a)(2)(ii)", "164.308(a)(7)(ii)(C)", "164.312(d)", "164.312(b)"},
	NIST:      []string{"AC-2", "CP-2", "IA-2"},
	Fix:       "Let two or more named IAM users become the role with MFA (Bool aws:MultiFactorAuthPresent, and NumericLessThan aws:MultiFactorAuthAge), for an hour at most, deny it the audit trail, and set off an alarm at each use; the resource hipaa_break_glass_role makes such a role.",
	Bad: `resource "aws_iam_role" "break_glass" {
  name                 = "break-glass"
  max_session_duration = 43200
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::123456789012:user/admin" }
    }]
  })
}`,
	Good: `resource "aws_iam_role" "break_glass" {
  name                 = "break-glass"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = ["arn:aws:iam::123456789012:user/emergency-1", "arn:aws:iam::123456789012:user/emergency-2"] }
      Condition = {
        Bool            = { "aws:MultiFactorAuthPresent" = "true" }
        NumericLessThan = { "aws:MultiFactorAuthAge" = "900" }
      }
    }]
  })
}`,
	here: stronger,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range trusts(side) {
			if !p.Outside && ForEmergencies(p) && !servicesOnly(p) {
				if v := c.weakEmergency(side, p); v != nil {
					out = append(out, v)
				}
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		return !contains(before.meaning, after.meaning) || after.size > before.size && contains(after.meaning, []string{"session"})
	},
})

// ForEmergencies reports whether a role is for emergency access.
func ForEmergencies(p *account.Principal) bool {
	function, _ := p.Tags.Get("JobFunction")
	made, _ := p.Tags.Get("HipaaRoleTemplate")
	return p.Template != nil && p.Template.Name == "break_glass" || strings.HasPrefix(made, "break_glass@") ||
		strings.EqualFold(function, "emergency") || breakGlassName.MatchString(p.Name)
}

// weakEmergency judges one role for emergencies.
func (c *checker) weakEmergency(side *account.Account, p *account.Principal) *violation {
	q := c.peopleWithoutMFA(p)
	answer := decide.DocumentGrants(p.Trust.Policy, q, decide.Options{})
	if answer.Result == decide.Undetermined {
		c.unsure(side, "break-glass-weak", p, answer)
	}
	v := trustViolation(p, q, answer, "")
	v.meaning = nil
	var says []string
	add := func(holds bool, meaning, text string) {
		if holds {
			v.meaning = append(v.meaning, meaning)
			says = append(says, text)
		}
	}
	add(answer.Result == decide.Yes, "mfa", "people become it without a second factor")
	users, others := whoBecomes(p.Trust.Policy)
	add(users == 1 && others == 0, "one", "it depends on a single user")
	federated := decide.Question{Principals: func(w policy.Principal) bool { return w.Kind != policy.FederatedLogin && w.Kind != policy.Service }}
	add(decide.DocumentGrants(p.Trust.Policy, federated, yesOrNo).Result == decide.No, "provider", "it is reached through an identity provider only, which may be what has failed")
	add(decide.Grants(p.Access(), tampering, yesOrNo).Result == decide.Yes, "audit", "it can cut the record of what it does")
	v.severity = 0
	if len(says) == 0 {
		v.severity = medium
	}
	long := time.Duration(p.Session.Seconds) * time.Second
	add(long > breakGlassSession, "session", "its sessions may last "+hours(long))
	if len(says) == 0 {
		return nil
	}
	if answer.Result != decide.Yes {
		v.witness, v.document = nil, nil
	}
	v.size = p.Session.Seconds
	v.message = fmt.Sprintf("The %s is for emergencies, and %s.", p.Label(), join(says))
	return v
}

// whoBecomes counts the IAM users that the statements of a trust name, and other
// entries.
func whoBecomes(d *policy.Document) (users, others int) {
	seen := map[string]bool{}
	for _, s := range d.Statements {
		if s.Effect != policy.Allow {
			continue
		}
		if s.Principal == nil {
			others++
			continue
		}
		others += len(s.Principal.Federated) + len(s.Principal.Service) + len(s.Principal.CanonicalUser)
		if s.Principal.All {
			others++
		}
		for _, t := range s.Principal.AWS {
			text := d.Show(t.Value)
			p, err := policy.ParsePrincipal(t.Value)
			switch {
			case err == nil && p.Kind == policy.User || strings.HasPrefix(text, "<") && refersTo(text, "aws_iam_user"):
				if !seen[text] {
					seen[text] = true
					users++
				}
			default:
				others++
			}
		}
	}
	return users, others
}

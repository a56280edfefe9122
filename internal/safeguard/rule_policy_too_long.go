// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strconv"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
)

// The sizes that AWS accepts, in characters without white space.
// Source: IAM user guide, "IAM and AWS STS quotas, name requirements, and
// character limits", as of 2026-11-23.
const (
	managedLength = 6_144
	trustLength   = 2_048
	// trustRaised is what AWS raises the quota of trust policies to on request.
	trustRaised = 4_096
	// controlLength is that of control policies, and scpRaised what is reported of SCPs
	// since May 2026. White space counts there, and is left out here: what is too long
	// without it is too long with it.
	// Source: AWS Organizations user guide, Quotas and service limits.
	controlLength = 5_120
	scpRaised     = 10_240
)

// inlineLength bounds the sum of all inline policies of one identity.
var inlineLength = map[account.Kind]int{account.User: 2_048, account.Group: 5_120, account.Role: 10_240}

// policyTooLong is broken where a managed policy, a trust policy, a control policy or
// the inline policies of one identity together are longer than AWS accepts. A value that is
// not known until apply counts as one character. A trust policy that fits the
// raised quota is low. Roles of this project's provider spread their documents
// over managed policies, and break the rule where those are too many.
var _ = register(&Rule{
	Name:     "policy-too-long",
	Title:    "The policy is longer than AWS accepts",
	Severity: medium,
	Description: "The apply stops halfway, with some of the change made and some not. " +
		"What is then cut in a hurry to make it fit is seldom reviewed.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(ii)(C)"},
	NIST:      []string{"AC-3", "CM-3"},
	Fix:       "Split the policy into several managed ones, or shorten it: drop Sids, put statements with the same resources together.",
	Bad: `resource "aws_iam_policy" "reader" {
  name   = "reader"
  policy = jsonencode({ Version = "2012-10-17", Statement = [for n in range(200) : { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example-${n}/*" }] })
}`,
	Good: `resource "aws_iam_policy" "reader" {
  name   = "reader"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = [for n in range(100) : "arn:aws:s3:::example-${n}/*"] }] })
}`,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, d := range side.Documents {
			if outside(d) || d.Policy == nil {
				continue
			}
			switch n := d.Policy.Length; {
			case d.Managed && n > managedLength:
				out = append(out, tooLong(d, "The managed policy", n, managedLength))
			case d.Kind == policy.Trust && n > trustRaised:
				out = append(out, tooLong(d, "The trust policy", n, trustRaised))
			case d.Kind == policy.Trust && n > trustLength:
				v := tooLong(d, "The trust policy", n, trustLength)
				v.severity = low
				v.message += fmt.Sprintf(" The quota can be raised to %d.", trustRaised)
				out = append(out, v)
			case d.Kind == policy.RCP && n > controlLength:
				out = append(out, tooLong(d, "The resource control policy", n, controlLength))
			case d.Kind == policy.SCP && n > scpRaised:
				out = append(out, tooLong(d, "The service control policy", n, scpRaised))
			case d.Kind == policy.SCP && n > controlLength:
				v := tooLong(d, "The service control policy", n, controlLength)
				v.severity = low
				v.message += fmt.Sprintf(" Where the quota is raised it is %d.", scpRaised)
				out = append(out, v)
			}
		}
		for _, p := range side.Principals {
			sum := 0
			v := &violation{key: "inline policies of " + p.Key(), previous: "inline policies of " + p.PreviousKey(), address: p.Address, principal: p}
			for _, a := range p.Identity {
				if d := a.Document; !d.Managed && !d.NotAtHand && d.Policy != nil {
					sum += d.Policy.Length
					v.related = append(v.related, a.Via...)
				}
			}
			most := inlineLength[p.Kind]
			if most == 0 || sum <= most {
				continue
			}
			if v.address == "" {
				v.address = p.At
			}
			v.size, v.meaning = sum, []string{strconv.Itoa(sum)}
			v.message = fmt.Sprintf("The inline policies of the %s have %d characters together; AWS accepts %d.", p.Label(), sum, most)
			if p.Spreads && !spreadTooFar(p, v) {
				continue
			}
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return after.size > before.size },
})

// spreadTooFar reports whether the documents of a role that are spread over
// managed policies need more of them than a role can have, and says so.
func spreadTooFar(p *account.Principal, v *violation) bool {
	var documents []spread.Document
	for _, a := range p.Identity {
		if d := a.Document; !d.Managed && d.Policy != nil {
			documents = append(documents, spread.Document{Name: d.Name, Text: string(d.Policy.Canonical())})
		}
	}
	parts, err := spread.Arrange(documents)
	n := spread.Attached(parts)
	switch {
	case err != nil:
		v.message = fmt.Sprintf("The documents of the %s do not fit in managed policies: %v.", p.Label(), err)
		return true
	case n <= spread.MaxAttached:
		return false
	}
	v.message = fmt.Sprintf("The documents of the %s are spread over %d managed policies; AWS accepts %d attached to a role.", p.Label(), n, spread.MaxAttached)
	if n <= spread.MostAttached {
		v.severity = low
		v.message += fmt.Sprintf(" The quota can be raised to %d.", spread.MostAttached)
	}
	return true
}

func tooLong(d *account.Document, what string, length, most int) *violation {
	v := &violation{
		key: d.Address + "." + d.Attribute, address: d.Address, attribute: d.Attribute, sensitive: d.Sensitive, size: length,
		meaning: []string{strconv.Itoa(length)}, document: &DocumentRef{Known: d.Known, Whole: true},
		message: fmt.Sprintf("%s has %d characters without white space; AWS accepts %d.", what, length, most),
	}
	if d.PreviousAddress != "" {
		v.previous = d.PreviousAddress + "." + d.Attribute
	}
	return v
}

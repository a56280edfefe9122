// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// policyUndetermined runs last: it also reports the questions of other rules
// that the engine could not answer.
var _ = register(&Rule{
	Name:     "policy-undetermined",
	Title:    "What the change grants cannot be told",
	Severity: high,
	Description: "A policy that is known only after apply is reviewed by nobody before it takes effect. " +
		"It may say anything, so it is not passed over.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "CM-3"},
	Fix:       "Write the document with data.aws_iam_policy_document, which a plan shows statement by statement, and give it no text that is made elsewhere during the apply.",
	Bad: `resource "aws_iam_role_policy" "vendor" {
  role   = aws_iam_role.vendor.name
  policy = data.aws_s3_object.vendor_policy.body # of an object that is made in the same apply
}`,
	Good: `resource "aws_iam_role_policy" "vendor" {
  role   = aws_iam_role.vendor.name
  policy = data.aws_iam_policy_document.vendor.json
}`,
	last: true,
	find: func(c *checker, side *account.Account) []*violation {
		open := undeterminedDocuments(side)
		if side == c.change.After {
			for _, u := range c.questions {
				open = append(open, questionViolation(u))
			}
		}
		if c.change.SourceGiven || len(open) == 0 {
			return open
		}
		return []*violation{forThePlan(open)}
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

// undeterminedDocuments lists the documents of a side that are not known.
func undeterminedDocuments(side *account.Account) []*violation {
	var out []*violation
	for _, d := range side.Documents {
		if d.Undetermined == nil {
			continue
		}
		v := &violation{
			key: d.Address + "." + d.Attribute, address: d.Address, attribute: d.Attribute, meaning: []string{d.Address + "." + d.Attribute},
			message:      fmt.Sprintf("What this policy will say is not known: %s.", d.Undetermined.Reason),
			sensitive:    d.Sensitive, // the source beside it may show it
			undetermined: []Undetermined{{Address: d.Address, Attribute: d.Attribute, Reason: d.Undetermined.Reason, SettledBy: d.Undetermined.SettledBy}},
		}
		if d.Carried {
			v.message = fmt.Sprintf("Policies in this are not judged: %s.", d.Undetermined.Reason)
			v.fix = "Write the resources in Terraform, where their policies are judged, or judge the account as it is after the apply (--account)."
		}
		if d.PreviousAddress != "" {
			v.previous = d.PreviousAddress + "." + d.Attribute
		}
		out = append(out, v)
	}
	return out
}

// questionViolation is a question of another rule that has no answer.
func questionViolation(u Undetermined) *violation {
	return &violation{
		key: u.Address + ": " + u.Reason, address: u.Address, meaning: []string{u.Address + ": " + u.Reason},
		message: "It cannot be told " + u.Reason + ".", undetermined: []Undetermined{u},
	}
}

// forThePlan puts everything that is open into one finding, which says how to
// settle most of it.
func forThePlan(open []*violation) *violation {
	v := &violation{
		key: "plan", severity: medium,
		fix: "Give the configuration's source with --source DIR, or check the saved plan itself, which holds it. " + "Where that does not tell either, write the document with data.aws_iam_policy_document.",
	}
	var places []string
	for _, o := range open {
		v.meaning = append(v.meaning, o.meaning...)
		v.undetermined = append(v.undetermined, o.undetermined...)
		place := o.address
		if o.attribute != "" {
			place += " (" + o.attribute + ")"
		}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
		v.related = append(v.related, account.Related{Address: o.address, Relation: "undetermined"})
	}
	slices.SortFunc(v.related, func(a, b account.Related) int { return compareText(a.Address, b.Address) })
	v.related = slices.Compact(v.related)
	noun := "policies"
	if len(places) == 1 {
		noun = "policy"
	}
	v.message = fmt.Sprintf("What %d %s will say is not known before apply, and the plan was given without its source: %s.", len(places), noun, join(places))
	return v
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "policy-not-at-hand",
	Title:    "An attached policy is outside of the plan",
	Severity: low,
	Description: "What the attached policy allows is not in the plan, so it could not be judged. " +
		"A change that attaches it may grant more than anything this report shows.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Review the policy where it is made, or manage it in the same configuration.",
	Bad: `resource "aws_iam_role_policy_attachment" "reader" {
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::123456789012:policy/made-elsewhere"
}`,
	Good: `resource "aws_iam_role_policy_attachment" "reader" {
  role       = aws_iam_role.reader.name
  policy_arn = aws_iam_policy.reader.arn
}`,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			v := &violation{key: p.Key(), previous: p.PreviousKey(), address: p.Address, principal: p}
			var shown []string
			for _, a := range p.Identity {
				if !a.Document.NotAtHand {
					continue
				}
				v.meaning = append(v.meaning, a.Document.ARN)
				shown = append(shown, names([]grant{{attachment: a}}))
				v.relate(p, a)
				if v.address == "" && len(a.Via) > 0 {
					v.address = a.Via[0].Address
				}
			}
			for _, m := range p.GroupsNotAtHand() {
				v.meaning = append(v.meaning, "group "+m.Group.Name)
				shown = append(shown, "those of the "+m.Group.Label())
				v.related = append(v.related, account.Related{Address: m.Address, Relation: "membership"})
				if v.address == "" {
					v.address = m.Address
				}
			}
			if len(v.meaning) == 0 {
				continue
			}
			v.related = without(v.related, v.address)
			slices.Sort(shown)
			v.message = fmt.Sprintf("The %s has policies that are not at hand, so they were not judged: %s.", p.Label(), join(slices.Compact(shown)))
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

var _ = register(&Rule{
	Name:     "direct-user-policy",
	Title:    "A policy on a user itself",
	Severity: medium,
	Description: "Access that is given to one user at a time is reviewed by nobody as a whole and stays when the person's work changes. " +
		"Through a group or a role it is given for a duty, and ends with it.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-2", "AC-6"},
	Fix:       "Attach the policy to a group, or better to a role that the user assumes with MFA.",
	Bad: `resource "aws_iam_user_policy_attachment" "ada" {
  user       = aws_iam_user.ada.name
  policy_arn = aws_iam_policy.reports.arn
}`,
	Good: `resource "aws_iam_group_policy_attachment" "reporting" {
  group      = aws_iam_group.reporting.name
  policy_arn = aws_iam_policy.reports.arn
}`,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			if p.Kind != account.User || len(p.Identity) == 0 {
				continue
			}
			v := &violation{key: p.Key(), previous: p.PreviousKey(), address: p.Address, principal: p}
			var list []grant
			for _, a := range p.Identity {
				d := a.Document
				list = append(list, grant{attachment: a})
				v.relate(p, a)
				v.sensitive = v.sensitive || d.Sensitive
				v.meaning = append(v.meaning, meaningOf(d))
				if d.Policy == nil {
					v.size++ // what it allows cannot be compared
				}
			}
			if v.address == "" {
				v.address = p.At
				if via := p.Identity[0].Via; len(via) > 0 {
					v.address = via[0].Address
				}
			}
			v.related = without(v.related, v.address)
			v.message = fmt.Sprintf("The %s has policies of its own: %s.", p.Label(), names(list))
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool {
		return after.size > before.size || decide.NewAccess(direct(before), direct(after), decide.Question{}, yesOrNo).Result != decide.No
	},
})

// direct is what a user's own policies give, without its groups.
func direct(v *violation) *decide.Access {
	p := *v.principal
	p.Groups = nil
	return p.Access()
}

// meaningOf is a document's meaning for a digest.
func meaningOf(d *account.Document) string {
	switch {
	case d.Policy != nil:
		return string(d.Policy.Canonical())
	case d.ARN != "":
		return d.ARN
	}
	return d.Address + "." + d.Attribute
}

func without(list []account.Related, address string) []account.Related {
	var out []account.Related
	for _, r := range list {
		if r.Address != address {
			out = append(out, r)
		}
	}
	return out
}

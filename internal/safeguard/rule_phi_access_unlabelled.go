// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// phiAccessUnlabelled: a role or user of the plan breaks it when it may get at
// what is in a PHI store and carries no tag of phi.tags. Where the organisation
// marks PHI by ARN only, there is no label to ask for.
var _ = register(&Rule{
	Name:     "phi-access-unlabelled",
	Title:    "A principal reaches PHI and does not say so",
	Severity: medium,
	Description: "Who reviews access, or answers for a breach, looks for the label: a role without it is left out of the review and of the answer. " +
		"The label also decides what is demanded of the role, such as a short session and a second factor.",
	Citations: []string{"164.308(a)(4)(i)", "164.308(a)(4)(ii)(C)", "164.312(a)(1)", "164.502(b)"},
	NIST:      []string{"AC-2", "AC-6"},
	Fix:       "Add the tag by which the organisation marks PHI (phi.tags), or take the access away.",
	Bad: `resource "aws_iam_role" "viewer" {
  name               = "viewer"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "viewer" {
  role = aws_iam_role.viewer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}`,
	Good: `resource "aws_iam_role" "viewer" {
  name               = "viewer"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { DataClassification = "phi" }
}

resource "aws_iam_role_policy" "viewer" {
  role = aws_iam_role.viewer.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			if p.Outside || p.Kind == account.Group || p.ServiceLinked() || len(c.config.PHI.Tags) == 0 || c.mayBeTagged(p.Tags) {
				continue
			}
			if v := c.unlabelled(side, p); v != nil {
				out = append(out, v)
			}
		}
		return out
	},
})

// mayBeTagged reports whether a principal carries a PHI tag, or one whose value is
// not known until apply.
func (c *checker) mayBeTagged(tags account.Tags) bool {
	return c.tagged(tags) || tags.AllUnknown || slices.ContainsFunc(tags.Unknown, func(key string) bool { return c.config.PHI.Tags[key] != nil })
}

func (c *checker) unlabelled(side *account.Account, p *account.Principal) *violation {
	access := chosen(p).Access()
	var doubt decide.Answer
	for _, s := range c.phiOf(side) {
		for _, q := range s.content() {
			switch answer := decide.Grants(access, q, decide.Options{}); answer.Result {
			case decide.Undetermined:
				doubt = answer
			case decide.Yes:
				v := accessViolation(p, q, answer, nil)
				v.attribute = p.Tags.Attribute
				key := slices.Min(slices.Collect(maps.Keys(c.config.PHI.Tags)))
				v.message = fmt.Sprintf("The %s reaches PHI in %s%s, and no tag says so.%s", p.Label(), s.name(), by(p, v.grants), notLimiting(p))
				v.meaning = []string{"unlabelled"}
				if values := c.config.PHI.Tags[key]; len(values) > 0 {
					v.fix = fmt.Sprintf("Add the tag by which the organisation marks PHI, or take the access away. Here: tags = { %s = %q }.", key, values[0])
				}
				if s.address != "" && s.address != v.address {
					v.related = append(v.related, account.Related{Address: s.address, Relation: "PHI store"})
				}
				return v
			}
		}
	}
	if doubt.Result == decide.Undetermined {
		c.unsure(side, "phi-access-unlabelled", p, doubt)
	}
	return nil
}

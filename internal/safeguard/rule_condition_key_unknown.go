// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// conditionKeyUnknown is broken where a condition is on a key that AWS does not
// have, neither by itself nor by a template such as aws:RequestTag/…, or not with any
// of the statement's actions, so that the condition asks for nothing. Where the
// statement then never applies, action-resource-mismatch says so, but for the keys
// about tags. The claims of identity providers are keys.
var _ = register(&Rule{
	Name:     "condition-key-unknown",
	Title:    "The policy has a condition on a key that AWS does not have",
	Severity: low,
	Description: "No request carries such a key, so that the condition never holds, or with a negated operator or IfExists always does. " +
		"Whoever reviews the policy takes it to ask for what it does not.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(ii)(C)"},
	NIST:      []string{"AC-3", "CM-3"},
	Fix:       "Write the key as the Service Authorization Reference does, or take the condition out.",
	Bad: `resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example/*"
      Condition = { StringEquals = { "aws:PrincipalOrg" = "o-example0000" } }
    }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example/*"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-example0000" } }
    }]
  })
}`,
	find: func(c *checker, side *account.Account) []*violation {
		return c.oddDocuments(side, "The policy has conditions on keys that no request carries", func(d *policy.Document) []oddity {
			var out []oddity
			for _, s := range d.Statements {
				for _, k := range s.Conditions {
					if _, ok := reference.LookupConditionKey(k.Key); ok || !known(d, k.Key) {
						continue
					}
					o := oddity{statement: s, name: k.LowerKey(), text: k.Key}
					if near, ok := reference.NearestConditionKey(k.Key); ok {
						o.text, o.mend = fmt.Sprintf("%s (did you mean %s?)", k.Key, near), rekey(k.Key, near)
					}
					out = append(out, o)
				}
				for _, k := range uncarried(d, s) {
					what := "so that the condition always holds"
					switch k.Evaluate(nil, false, nil) {
					case policy.False:
						if !reference.IsTagKey(k.Key) {
							continue
						}
						what = "so that the statement never applies"
					case policy.Unknown:
						continue
					}
					out = append(out, oddity{statement: s, name: k.LowerKey() + " " + named(s.Action), text: fmt.Sprintf("%s with %s, %s", k.Key, named(s.Action), what)})
				}
			}
			return out
		})
	},
	worse: moreOddities,
})

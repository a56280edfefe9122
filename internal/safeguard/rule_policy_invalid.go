// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "policy-invalid",
	Title:    "AWS would refuse the policy",
	Severity: high,
	Description: "The apply stops halfway, with some of the change made and some not. " +
		"A policy that does not say what its author meant also cannot be reviewed.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(ii)(C)"},
	NIST:      []string{"AC-3", "CM-3"},
	Fix:       "Mend what the message names. data.aws_iam_policy_document writes documents that AWS accepts.",
	Bad: `resource "aws_iam_role_policy" "reader" {
  role   = aws_iam_role.reader.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "allow", Action = "s3:GetObject" }] })
}`,
	Good: `resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example/*" }]
  })
}`,
	find: func(_ *checker, side *account.Account) []*violation {
		var out []*violation
		for _, d := range side.Documents {
			// What an account holds AWS has taken, whatever it takes today.
			if len(d.Problems) > 0 && d.Known != account.KnownAccount && d.Known != account.KnownState {
				out = append(out, invalid(d))
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

// invalid describes what AWS would refuse in a document. What is wrong with a
// sensitive one is said without its values.
func invalid(d *account.Document) *violation {
	v := &violation{
		key: d.Address + "." + d.Attribute, address: d.Address, attribute: d.Attribute, sensitive: d.Sensitive,
		document: &DocumentRef{Known: d.Known, Whole: true},
	}
	if d.PreviousAddress != "" {
		v.previous = d.PreviousAddress + "." + d.Attribute
	}
	for _, p := range d.Problems {
		v.meaning = append(v.meaning, p.Message)
	}
	first := d.Problems[0]
	if d.Policy != nil {
		for _, s := range d.Policy.Statements {
			if s.Range.Start.Offset <= first.Range.Start.Offset && first.Range.Start.Offset < s.Range.End.Offset {
				v.document.Statement, v.document.Sid = s.Index, s.Sid
			}
		}
	}
	what := first.Message
	if d.Sensitive {
		what = "it breaks the rules of the policy language (the value is sensitive and is not shown)"
	}
	if first.Range.Start.Line > 0 {
		what = fmt.Sprintf("line %d, column %d of the document: %s", first.Range.Start.Line, first.Range.Start.Column, what)
	}
	v.message = "AWS would refuse this policy: " + what + "."
	if n := len(d.Problems) - 1; n > 0 && !d.Sensitive {
		v.message += fmt.Sprintf(" There are %d more problems in it.", n)
	}
	return v
}

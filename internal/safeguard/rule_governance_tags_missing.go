// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// suggestedTags are asked for, at low severity, where the organisation has not
// said which tags it wants.
var suggestedTags = []string{"Owner", "DataClassification", "ReviewBy"}

var _ = register(&Rule{
	Name:     "governance-tags-missing",
	Title:    "Nobody answers for the principal",
	Severity: medium,
	Description: "A role without an owner and a review date is reviewed by nobody and stays when its purpose has gone. " +
		"The Security Rule asks to review and modify access rights, which starts with knowing whose they are.",
	Citations: []string{"164.308(a)(1)(i)", "164.308(a)(4)(ii)(C)", "164.308(a)(8)", "164.316(b)(1)"},
	NIST:      []string{"AC-2", "CM-3"},
	Fix:       "Add the tags, on the resource or by default_tags of the provider. Which are wanted is said by principals.required_tags.",
	Bad: `resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}`,
	Good: `resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags = {
    Owner              = "imaging@example.org"
    DataClassification = "phi"
    ReviewBy           = "2027-06-30"
  }
}`,
	here: withTags,
	find: func(c *checker, side *account.Account) []*violation {
		wanted, chosen := c.config.Principals.RequiredTags, c.config.Principals.RequiredTags != nil
		if !chosen {
			wanted = suggestedTags
		}
		var out []*violation
		for _, p := range side.Principals {
			if p.Outside || p.Kind == account.Group || p.ServiceLinked() {
				continue
			}
			var missing []string
			for _, key := range wanted {
				value, there := p.Tags.Get(key)
				if !p.Tags.Has(key) || there && strings.TrimSpace(value) == "" {
					missing = append(missing, key)
				}
			}
			if len(missing) == 0 {
				continue
			}
			v := &violation{
				key: p.Key(), previous: p.PreviousKey(), address: p.Address, attribute: p.Tags.Attribute, principal: p, meaning: missing,
				message: fmt.Sprintf("The %s lacks the tags %s.", p.Label(), join(missing)),
			}
			if len(missing) == 1 {
				v.message = fmt.Sprintf("The %s lacks the tag %s.", p.Label(), missing[0])
			}
			if !chosen {
				v.severity = low
			}
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

// contains reports whether every text of part is in all.
func contains(all, part []string) bool {
	have := map[string]bool{}
	for _, t := range all {
		have[t] = true
	}
	for _, t := range part {
		if !have[t] {
			return false
		}
	}
	return true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// KeyAge is how long an access key may be used, in days. Source: AWS Config rule
// access-keys-rotated, and CIS AWS Foundations Benchmark.
const KeyAge = 90

// The day on which a key was made stands in the state, for keys of the plan, and
// in a credential report.
var _ = register(&Rule{
	Name:     "access-key-old",
	Title:    "An access key has not been changed for long",
	Severity: medium,
	Description: "Whoever has ever had the key, on a laptop, in a build log or in a backup, can still use it. " +
		"Changing it bounds how long a copy that nobody knows of is worth anything.",
	Citations: []string{"164.308(a)(4)(ii)(B)", "164.312(d)"},
	NIST:      []string{"IA-5", "AC-2"},
	Fix:       "Make a new key, move what uses the old one, and delete it; or use a role and no key.",
	Bad: `resource "aws_iam_access_key" "sync" {
  user   = aws_iam_user.sync.name
  status = "Active" # made a year ago
}`,
	Good: `resource "aws_iam_role" "sync" {
  name               = "sync"
  assume_role_policy = data.aws_iam_policy_document.roles_anywhere.json
}`,
	types: []string{"aws_iam_access_key"},
	find: func(c *checker, side *account.Account) []*violation {
		if c.now.IsZero() {
			return nil
		}
		old := func(made time.Time) (int, bool) {
			days := int(c.now.Sub(made) / (24 * time.Hour))
			return days, days > KeyAge
		}
		var out []*violation
		for _, r := range side.OfType("aws_iam_access_key") {
			made, err := time.Parse(time.RFC3339, r.Attr("create_date").Text())
			if days, is := old(made); err == nil && is && r.Attr("status").Text() != "Inactive" {
				out = append(out, at(r, "", fmt.Sprintf("The access key %s is %d days old; the limit is %d.", r.Address, days, KeyAge), "old"))
			}
		}
		for _, p := range side.Principals {
			if p.SignIn == nil || len(p.AccessKeys) > 0 {
				continue // the plan knows the keys better
			}
			oldest := 0
			for _, key := range p.SignIn.Keys {
				if days, is := old(key.Rotated); is {
					oldest = max(oldest, days)
				}
			}
			if oldest > 0 {
				out = append(out, userViolation(p, fmt.Sprintf("The %s has an access key that has not been changed for %d days; the limit is %d.", p.Label(), oldest, KeyAge), "old"))
			}
		}
		return out
	},
})

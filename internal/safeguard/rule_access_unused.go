// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// UnusedAfter is how long access may lie unused. Source: IAM Access Analyzer,
// whose findings about unused access begin after 90 days where nothing else is set.
const UnusedAfter = 90 * 24 * time.Hour

// accessUnused: a role breaks it when what AWS reports of it (RoleLastUsed, given
// by --account) says that nobody has used it for 90 days. A role younger than that,
// and one of which nothing is told, is left alone.
var _ = register(&Rule{
	Name:     "access-unused",
	Title:    "A role is not used",
	Severity: low,
	Description: "Access that nobody uses serves nobody but whoever finds it, and its misuse is not noticed since nobody misses it. " +
		"The Security Rule asks to end access when it is no longer needed.",
	Citations: []string{"164.308(a)(3)(ii)(C)", "164.308(a)(4)(ii)(C)", "164.312(a)(1)", "164.502(b)"},
	NIST:      []string{"AC-2", "AC-6"},
	Fix:       "Ask the role's owner what it is for; remove it, or say in its description when it is needed.",
	Bad: `# last used in 2025
resource "aws_iam_role" "migration" {
  name               = "migration-2025"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}`,
	Good: `# used every day
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			u := p.Usage
			if p.Outside || p.Kind != account.Role || p.ServiceLinked() || u == nil || !u.Tracked || c.now.IsZero() {
				continue
			}
			last := u.LastUsed
			never := last.IsZero()
			if never {
				last = u.Created
			}
			if last.IsZero() || c.now.Sub(last) <= UnusedAfter || !u.Created.IsZero() && c.now.Sub(u.Created) <= UnusedAfter {
				continue
			}
			how := "has not been used since " + last.UTC().Format(time.DateOnly)
			if never {
				how = "has not been used since AWS keeps track of it, and is there since " + last.UTC().Format(time.DateOnly)
			}
			out = append(out, &violation{
				key: p.Key(), previous: p.PreviousKey(), address: p.Address, principal: p, meaning: []string{"unused"},
				message: fmt.Sprintf("The %s %s.", p.Label(), how),
			})
		}
		return out
	},
})

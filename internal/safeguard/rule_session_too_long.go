// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strconv"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "session-too-long",
	Title:    "Sessions last longer than the limit",
	Severity: medium,
	Description: "A session that is left behind on a shared workstation, or whose credentials leak, works until it ends by itself. " +
		"The Security Rule asks to end sessions after a time without use; a short maximum is how a role does it.",
	Citations: []string{"164.312(a)(2)(iii)"},
	NIST:      []string{"AC-11", "AC-12"},
	Fix:       "Lower max_session_duration. The limit is 4 hours for roles that reach PHI and 12 hours else; limits.session sets another one for every role.",
	Bad: `resource "aws_iam_role" "reader" {
  name                 = "phi-reader"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 43200
  tags                 = { DataClassification = "phi" }
}`,
	Good: `resource "aws_iam_role" "reader" {
  name                 = "phi-reader"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 14400
  tags                 = { DataClassification = "phi" }
}`,
	here: func(c *checker, v *violation) string {
		limit := c.config.SessionLimit(c.factsOf(c.change.After, v.principal).phi())
		if v.principal.Kind == account.PermissionSet {
			return fmt.Sprintf(" Here: %s = \"PT%dM\".", v.attribute, int(limit.Minutes()))
		}
		return fmt.Sprintf(" Here: %s = %d.", v.attribute, int(limit.Seconds()))
	},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			if p.Kind != account.Role && p.Kind != account.PermissionSet || p.Outside || p.ServiceLinked() {
				continue
			}
			if p.Session.Seconds == 0 {
				if p.Address != "" && p.Session.Attribute != "" {
					c.unknownAt(side, "session-too-long", p.Address, p.Session.Attribute)
				}
				continue
			}
			long := time.Duration(p.Session.Seconds) * time.Second
			limit := c.config.SessionLimit(false)
			why := "the limit of every role"
			if long <= limit && c.config.Limits.Session == 0 && long > c.config.SessionLimit(true) && c.factsOf(side, p).phi() {
				limit, why = c.config.SessionLimit(true), "the limit for roles that reach PHI"
			}
			if long <= limit {
				continue
			}
			out = append(out, &violation{
				key: p.Key(), previous: p.PreviousKey(), address: p.Address, attribute: p.Session.Attribute, principal: p, size: p.Session.Seconds,
				message: fmt.Sprintf("Sessions of the %s may last %s; %s is %s.", p.Label(), hours(long), why, hours(limit)),
				meaning: []string{strconv.Itoa(p.Session.Seconds)},
			})
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return after.size > before.size },
})

// hours writes a duration in whole hours where it is one, else in seconds too.
func hours(d time.Duration) string {
	switch h := int(d / time.Hour); {
	case d%time.Hour != 0:
		return fmt.Sprintf("%d seconds (%s)", int(d/time.Second), d)
	case h == 1:
		return "1 hour"
	default:
		return fmt.Sprintf("%d hours", h)
	}
}

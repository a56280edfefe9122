// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strconv"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "log-retention-short",
	Title:    "Audit records are deleted too soon",
	Severity: medium,
	Description: "An audit record is asked for years after the event, by a patient, an investigator or a court. " +
		"HIPAA keeps the documentation of actions and activities for six years, and records that are gone cannot be shown.",
	Citations: []string{"164.316(b)(2)(i)", "164.312(b)"},
	NIST:      []string{"AU-11"},
	Fix:       "Keep the records for at least as long as limits.log_retention says (2192 days by default), or for ever: leave retention_in_days out.",
	Bad: `resource "aws_cloudwatch_log_group" "audit" {
  name              = "audit"
  retention_in_days = 365
}`,
	Good: `resource "aws_cloudwatch_log_group" "audit" {
  name              = "audit"
  retention_in_days = 2192
}`,
	types: auditTypes,
	find: func(c *checker, side *account.Account) []*violation {
		const rule = "log-retention-short"
		want := c.retentionDays()
		var out []*violation
		add := func(r retention, what string, of *account.Resource) {
			if shorter(r.days, want) {
				v := at(r.at, r.path, fmt.Sprintf("%s %s deletes audit records after %d days; they have to be kept for %d.", what, of.Name(), r.days, want), strconv.Itoa(r.days))
				v.size = want - r.days
				v.fix = fmt.Sprintf("Set %s to %d or more, or leave it out to keep them for ever.", v.attribute, longer(what, want))
				out = append(out, v.with("bucket", of))
			}
		}
		for _, g := range c.auditGroups(side) {
			if r, ok := c.groupRetention(side, rule, g); ok {
				add(r, "The log group", g)
			}
		}
		for _, b := range c.auditBuckets(side) {
			if r, ok := c.bucketRetention(side, rule, b); ok || r.days != 0 {
				add(r, "The bucket", b)
			}
		}
		for _, l := range side.OfType(lakeType) {
			if v, ok := c.argument(side, rule, l, "retention_period"); ok {
				add(retention{at: l, path: "retention_period", days: v.Number()}, "The event data store", l)
			}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return after.size > before.size },
})

// groupPeriods are the periods that CloudWatch Logs takes, in days.
// Source: AWS, CloudWatch Logs API, PutRetentionPolicy.
var groupPeriods = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

// longer is the shortest period that can be set and is long enough.
func longer(what string, want int) int {
	if what == "The log group" {
		for _, p := range groupPeriods {
			if p >= want {
				return p
			}
		}
	}
	return want
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strconv"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "audit-store-removed",
	Title:    "Audit records are thrown away",
	Severity: high,
	Description: "With the log group or the bucket every record in it goes, at once and for good. " +
		"The Security Rule asks to record and examine activity and to keep the records for six years, and whoever wants to hide something begins here.",
	Citations: []string{"164.312(b)", "164.316(b)(2)(i)", "164.312(c)(1)"},
	NIST:      []string{"AU-9", "AU-11"},
	Fix:       "Keep the log group or bucket, with its lock and its retention. To take it out of this configuration only, use a removed block with destroy = false.",
	Bad:       `# resource "aws_cloudwatch_log_group" "audit" was here`,
	Good: `resource "aws_cloudwatch_log_group" "audit" {
  name              = "audit"
  retention_in_days = 2192
}`,
	types: auditTypes,
	change: func(c *checker, before, after *account.Account) []*violation {
		var out []*violation
		groups, buckets := c.auditGroups(before), c.auditBuckets(before)
		for what, list := range map[string][]*account.Resource{"log group": groups, "bucket": buckets, "event data store": before.OfType(lakeType)} {
			for _, r := range list {
				if laterOf(after, r) == nil {
					out = append(out, at(r, "", fmt.Sprintf("The %s %s is removed, and the audit records in it.", what, r.Name()), "removed"))
				}
			}
		}
		for _, b := range buckets {
			if later := laterOf(after, b); later != nil {
				out = append(out, c.lockCut(before, after, b)...)
				was, _ := c.bucketRetention(before, "", b)
				is, _ := c.bucketRetention(after, "", later)
				out = append(out, c.retentionCut("bucket", b, was, is)...)
			}
		}
		for _, g := range groups {
			if later := laterOf(after, g); later != nil {
				was, ok := c.groupRetention(before, "audit-store-removed", g)
				is, still := c.groupRetention(after, "audit-store-removed", later)
				if ok && still {
					out = append(out, c.retentionCut("log group", g, was, is)...)
				}
			}
		}
		return out
	},
})

// lockCut reports the object lock of a bucket taken away or made weaker.
func (c *checker) lockCut(before, after *account.Account, bucket *account.Resource) []*violation {
	was := lockOf(before, bucket)
	if was == nil {
		return nil
	}
	now := laterOf(after, was.at)
	if now == nil {
		if other := lockOf(after, laterOf(after, bucket)); other != nil && other.days >= was.days && (other.compliance || !was.compliance) {
			return nil
		}
		return []*violation{at(was.at, "", fmt.Sprintf("The object lock of the bucket %s, which holds audit records, is removed.", bucket.Name()), "removed").with("bucket", bucket)}
	}
	is := readLock(now)
	text := ""
	switch {
	case now.Attr("rule").HasUnknown():
		c.unknown(after, "audit-store-removed", now, "rule")
		return nil
	case is == nil:
		text = "no longer locks anything"
	case is.days < was.days:
		text = fmt.Sprintf("holds them for %d days instead of %d", is.days, was.days)
	case was.compliance && !is.compliance:
		text = "can be lifted by whoever may bypass governance"
	default:
		return nil
	}
	return []*violation{at(now, "rule", fmt.Sprintf("The object lock of the bucket %s, which holds audit records, %s.", bucket.Name(), text), "cut", text).with("bucket", bucket)}
}

// retentionCut reports records that are deleted sooner than before, and too soon.
func (c *checker) retentionCut(what string, of *account.Resource, was, is retention) []*violation {
	if !shorter(is.days, was.days) || !shorter(is.days, c.retentionDays()) {
		return nil
	}
	kept := "for ever"
	if was.days != 0 {
		kept = fmt.Sprintf("for %d days", was.days)
	}
	return []*violation{at(is.at, is.path, fmt.Sprintf("The audit records in the %s %s are deleted after %d days; before, they were kept %s.", what, of.Name(), is.days, kept), "cut", strconv.Itoa(is.days)).with(what, of)}
}

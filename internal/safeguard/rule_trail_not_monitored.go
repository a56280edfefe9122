// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "trail-not-monitored",
	Title:    "An audit trail is not delivered where alarms can watch it",
	Severity: medium,
	Description: "Files in a bucket are read after something has happened, while a log group can raise an alarm within minutes. " +
		"The Security Rule asks to review activity regularly and to monitor log-ins, which starts with delivering the events to where they are watched.",
	Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)", "164.308(a)(5)(ii)(C)"},
	NIST:      []string{"AU-6", "SI-4"},
	Fix:       "Set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn, and put metric filters with alarms on the log group.",
	Bad: `resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true
}`,
	Good: `resource "aws_cloudtrail" "audit" {
  name                       = "audit"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.delivery.arn
}`,
	types: []string{trailType, groupType},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range side.OfType(trailType) {
			if set, ok := c.names(side, "trail-not-monitored", r, "cloud_watch_logs_group_arn"); ok && !set {
				out = append(out, at(r, "cloud_watch_logs_group_arn", fmt.Sprintf("The events of the CloudTrail trail %s are not delivered to a log group.", r.Name())))
			}
		}
		return out
	},
})

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "trail-validation-off",
	Title:    "Nobody could tell that an audit log was altered",
	Severity: medium,
	Description: "Without signed digest files a log file that was edited or deleted in the bucket looks like one that was never written. " +
		"An audit record is worth what its integrity is worth, and validation is the mechanism that shows it.",
	Citations: []string{"164.312(b)", "164.312(c)(1)", "164.312(c)(2)"},
	NIST:      []string{"AU-9", "AU-10", "SI-7"},
	Fix:       "Set enable_log_file_validation = true.",
	Bad: `resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true
}`,
	Good: `resource "aws_cloudtrail" "audit" {
  name                       = "audit"
  s3_bucket_name             = aws_s3_bucket.audit.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
}`,
	types: []string{trailType},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range side.OfType(trailType) {
			if v, ok := c.argument(side, "trail-validation-off", r, "enable_log_file_validation"); ok && !v.Truth() {
				out = append(out, at(r, "enable_log_file_validation", fmt.Sprintf("The CloudTrail trail %s writes no digests: nobody could tell that its log files were altered or deleted.", r.Name())))
			}
		}
		return out
	},
})

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "trail-stopped",
	Title:    "An audit trail does not record",
	Severity: critical,
	Description: "The trail is there and records nothing, which is noticed only when somebody needs it. " +
		"The Security Rule asks for mechanisms that record activity in systems with PHI.",
	Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)"},
	NIST:      []string{"AU-2", "AU-6", "AU-12"},
	Fix:       "Set enable_logging = true, or leave it out. To record less, narrow the event selectors.",
	Bad: `resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = aws_s3_bucket.audit.id
  enable_logging = false
}`,
	Good: `resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = aws_s3_bucket.audit.id
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, t := range side.Trails {
			if t.LoggingUnknown {
				c.unknownAt(side, "trail-stopped", t.Address, "enable_logging")
			}
			if !t.Logging && !t.LoggingUnknown {
				out = append(out, &violation{
					key: t.Address, previous: t.PreviousAddress, address: t.Address, attribute: "enable_logging", meaning: []string{"stopped"},
					message: fmt.Sprintf("The CloudTrail trail %s does not record.", trailName(t)),
				})
			}
		}
		return out
	},
})

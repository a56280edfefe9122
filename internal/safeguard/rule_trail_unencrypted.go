// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "trail-unencrypted",
	Title:    "An audit trail is not encrypted with a key of its own",
	Severity: medium,
	Description: "Without a KMS key whoever may read the bucket may read the audit log, and log entries name patients' objects and the people who opened them. " +
		"A key of its own makes reading a decision of its own, which its policy limits and CloudTrail records.",
	Citations: []string{"164.312(b)", "164.312(a)(2)(iv)", "164.312(e)(2)(ii)"},
	NIST:      []string{"AU-9", "SC-28", "SC-12"},
	Fix:       "Set kms_key_id to a KMS key that lets CloudTrail encrypt, and the people who read the log decrypt.",
	Bad: `resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true
}`,
	Good: `resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true
  kms_key_id            = aws_kms_key.audit.arn
}`,
	types: []string{trailType, "aws_kms_key", "aws_kms_alias"},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range side.OfType(trailType) {
			if set, ok := c.names(side, "trail-unencrypted", r, "kms_key_id"); ok && !set {
				out = append(out, at(r, "kms_key_id", fmt.Sprintf("The CloudTrail trail %s is not encrypted with a KMS key.", r.Name())))
			}
		}
		return out
	},
})

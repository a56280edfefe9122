// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strconv"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// deletionWindow is the longest waiting period before a key is deleted, in days,
// and the provider's default. Source: AWS, KMS API, ScheduleKeyDeletion.
const deletionWindow = 30

// A key that nothing says to open PHI may well open some: low, and medium where
// it is known.
var _ = register(&Rule{
	Name:     "kms-deletion-window-short",
	Title:    "A deleted key is gone before anybody notices",
	Severity: medium,
	Description: "When a KMS key is deleted, everything encrypted with it is lost for good, backups included. " +
		"The waiting period is the only time in which a mistake or a malicious deletion can be taken back, and thirty days is as long as it gets.",
	Citations: []string{"164.312(a)(2)(iv)", "164.312(c)(1)", "164.308(a)(7)(ii)(A)"},
	NIST:      []string{"SC-12", "CP-9"},
	Fix:       "Set deletion_window_in_days = 30, or leave it out.",
	Bad: `resource "aws_kms_key" "phi" {
  enable_key_rotation     = true
  deletion_window_in_days = 7
}`,
	Good: `resource "aws_kms_key" "phi" {
  enable_key_rotation     = true
  deletion_window_in_days = 30
}`,
	types: []string{"aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key", "aws_kms_alias", encryptionType},
	find: func(c *checker, side *account.Account) []*violation {
		const name = "deletion_window_in_days"
		var out []*violation
		for _, r := range side.OfType("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key") {
			days, ok := c.argument(side, "kms-deletion-window-short", r, name)
			if n := days.Number(); !ok || n == 0 || n >= deletionWindow {
				continue
			}
			v := at(r, name, fmt.Sprintf("The KMS key %s is deleted %d days after somebody asks for it, instead of %d.", r.Address, days.Number(), deletionWindow), strconv.Itoa(days.Number()))
			v.size = deletionWindow - days.Number()
			if opened := c.opens(side, r); len(opened) > 0 {
				v.message = fmt.Sprintf("The KMS key %s, which opens PHI, is deleted %d days after somebody asks for it, instead of %d.", r.Address, days.Number(), deletionWindow)
				v.with("store", opened...)
			} else {
				v.severity = low
			}
			out = append(out, v)
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return after.size > before.size },
})

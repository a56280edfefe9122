// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "trail-removed",
	Title:    "An audit trail is removed",
	Severity: critical,
	Description: "Without the trail nobody can tell afterwards who changed access or read what. " +
		"The Security Rule asks for mechanisms that record activity in systems with PHI, and this takes one away.",
	Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)"},
	NIST:      []string{"AU-2", "AU-6", "AU-12"},
	Fix:       "Keep the trail. If another one takes its place, let it record first, and remove this one in a later change.",
	Bad:       `# resource "aws_cloudtrail" "organization" was here`,
	Good: `resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true
}`,
	change: func(_ *checker, before, after *account.Account) []*violation {
		kept := map[string]bool{}
		for _, t := range after.Trails {
			kept[t.Address] = true
			kept[t.PreviousAddress] = true
		}
		var out []*violation
		for _, t := range before.Trails {
			if !kept[t.Address] {
				out = append(out, &violation{
					key: t.Address, address: t.Address, message: fmt.Sprintf("The CloudTrail trail %s is removed.", trailName(t)), meaning: []string{"removed", t.Name},
				})
			}
		}
		return out
	},
})

// trailName is a trail's name, or where it is not known or not to be shown its
// address.
func trailName(t *account.Trail) string {
	if t.Name != "" {
		return t.Name
	}
	return t.Address
}

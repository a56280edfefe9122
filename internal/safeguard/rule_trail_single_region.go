// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// A trail that records no management events watches data where the data is, and
// loses nothing by being of one Region.
var _ = register(&Rule{
	Name:     "trail-single-region",
	Title:    "An audit trail records one Region only",
	Severity: medium,
	Description: "Whoever has credentials can act in any Region that is enabled, and this trail sees one of them. " +
		"What happens elsewhere, and changes to IAM, which AWS records in one Region for all, may be in no log at all.",
	Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)", "164.308(a)(5)(ii)(C)"},
	NIST:      []string{"AU-2", "AU-12"},
	Fix:       "Set is_multi_region_trail = true.",
	Bad: `resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = aws_s3_bucket.audit.id
}`,
	Good: `resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true
}`,
	types: []string{trailType},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range side.OfType(trailType) {
			if v, ok := c.argument(side, "trail-single-region", r, "is_multi_region_trail"); ok && !v.Truth() && recordsManagement(r) {
				out = append(out, at(r, "is_multi_region_trail", fmt.Sprintf("The CloudTrail trail %s records the events of one Region only.", r.Name())))
			}
		}
		return out
	},
})

// recordsManagement reports whether a trail records management events, as it does
// unless its selectors leave them out.
// Source: AWS, CloudTrail user guide, Logging management events.
func recordsManagement(r *account.Resource) bool {
	basic, advanced := r.Attr("event_selector").List(), r.Attr("advanced_event_selector").List()
	if len(basic) == 0 && len(advanced) == 0 {
		return true
	}
	for _, s := range basic {
		if v := s.Attr("include_management_events"); v.V == nil || v.Truth() {
			return true
		}
	}
	for _, s := range advanced {
		for _, f := range s.Attr("field_selector").List() {
			if f.Attr("field").Text() != "eventCategory" {
				continue
			}
			if values, unknown := f.Attr("equals").Strings(); unknown > 0 || len(values) > 0 && values[0] == "Management" {
				return true
			}
		}
	}
	return false
}

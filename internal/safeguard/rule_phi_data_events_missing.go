// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/logfilter"
)

// A trail records management events unless told otherwise, and data events only
// where a selector asks for them. Whether one does is asked of a read and a write
// of each PHI bucket and table. A stack without a trail is not told of: another
// stack's records.
var _ = register(&Rule{
	Name:     "phi-data-events-missing",
	Title:    "Nobody could tell who read PHI",
	Severity: medium,
	Description: "CloudTrail leaves out who read or wrote an object or an item unless a trail asks for data events. " +
		"After an incident the question is whose records were seen, and without these events the answer has to be: everybody's.",
	Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)"},
	NIST:      []string{"AU-2", "AU-3", "AU-12"},
	Fix:       "Add an advanced_event_selector for the data events of the PHI buckets and tables, reads and writes.",
	Bad: `resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true
}

resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}`,
	Good: `resource "aws_cloudtrail" "audit" {
  name                  = "audit"
  s3_bucket_name        = aws_s3_bucket.audit.id
  is_multi_region_trail = true

  event_selector {
    read_write_type           = "All"
    include_management_events = true

    data_resource {
      type   = "AWS::S3::Object"
      values = ["${aws_s3_bucket.images.arn}/"]
    }
  }
}

resource "aws_s3_bucket" "images" {
  bucket = "images"
  tags   = { DataClassification = "phi" }
}`,
	types: []string{trailType, lakeType, bucketType, "aws_dynamodb_table"},
	find: func(c *checker, side *account.Account) []*violation {
		recorders := side.OfType(trailType, lakeType)
		if len(recorders) == 0 {
			return nil
		}
		var lacking []*account.Resource
		var meaning []string
		for _, s := range c.phiStores(side, bucketType, "aws_dynamodb_table") {
			for _, write := range []bool{false, true} {
				e := dataEventOf(s, write)
				best := logfilter.No
				for _, r := range recorders {
					best = max(best, records(r, s, e))
				}
				switch best {
				case logfilter.No:
					meaning = append(meaning, keyOf(s)+" "+e.name)
					if !slices.Contains(lacking, s) {
						lacking = append(lacking, s)
					}
				case logfilter.Maybe:
					c.unsettled(side, "phi-data-events-missing", s, "", "the event selectors of the trail are not known until apply", "selectors that are known while planning")
				}
			}
		}
		if len(lacking) == 0 {
			return nil
		}
		r := recorders[0]
		for _, o := range recorders {
			if recordsData(o) && !recordsData(r) || recordsData(o) == recordsData(r) && o.Attr("is_multi_region_trail").Truth() && !r.Attr("is_multi_region_trail").Truth() {
				r = o
			}
		}
		attribute := "event_selector"
		if len(r.Attr("advanced_event_selector").List()) > 0 || r.Type == lakeType {
			attribute = "advanced_event_selector"
		}
		v := at(r, attribute, fmt.Sprintf("No trail records who reads and writes the PHI in %s.", addresses(lacking)), meaning...)
		v.key, v.previous = "plan", ""
		v.fix = "Add to " + r.Address + ", for reads and writes:\n\n" + selectorsHCL(lacking)
		return []*violation{v.with("store", lacking...)}
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

// keyOf is what a resource is called on both sides of a change.
func keyOf(r *account.Resource) string {
	if r.PreviousAddress != "" {
		return r.PreviousAddress
	}
	return r.Address
}

// selectorsHCL writes selectors for the data events of stores.
func selectorsHCL(list []*account.Resource) string {
	out := ""
	for _, s := range list {
		field, value := "starts_with", `"${`+inModule(s.Address)+`.arn}/"`
		if s.Type != bucketType {
			field, value = "equals", inModule(s.Address)+".arn"
		}
		out += fmt.Sprintf(`  advanced_event_selector {
    name = %q

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = [%q]
    }

    field_selector {
      field = "resources.ARN"
      %s = [%s]
    }
  }
`, lastName(s.Address), dataEventOf(s, false).kind, field, value)
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// An account of AWS itself, to which it delivers a load balancer's log, is nobody
// else's.
var _ = register(&Rule{
	Name:     "resource-external-undeclared",
	Title:    "An account of somebody else may get at the resource",
	Severity: high,
	Description: "Whoever runs that account decides who in it gets in, and can pass it on without our knowledge. " +
		"PHI may go to others only under a business associate agreement, so each such account has to be declared and known.",
	Citations: []string{"164.312(a)(1)", "164.308(b)(1)", "164.502(e)"},
	NIST:      []string{"AC-3", "AC-4", "SA-9"},
	Fix:       "Declare the account with trust.external_account in the configuration, list it in organization.accounts if it is ours, or take it out of the policy.",
	Bad: `resource "aws_s3_bucket_policy" "images" {
  bucket = aws_s3_bucket.images.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::999999999999:root" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.images.arn}/*"
    }]
  })
}`,
	Good: `resource "aws_s3_bucket_policy" "images" {
  bucket = aws_s3_bucket.images.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:role/reader" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.images.arn}/*"
    }]
  })
}`,
	types: sharedTypes,
	here:  func(_ *checker, v *violation) string { return declaring(v.accounts) },
	find: func(c *checker, side *account.Account) []*violation {
		const rule = "resource-external-undeclared"
		told := func(own string) bool { return own != "" || len(c.config.Organization.Accounts) > 0 }
		var out []*violation
		for _, s := range side.Stores {
			if !told(s.Account) || s.Type == "aws_iam_role" {
				continue
			}
			for _, at := range s.Policies {
				if at.Document.Policy == nil {
					continue
				}
				doc := c.effective(s, at.Document)
				var in []string
				var first decide.Answer
				var asked decide.Question
				for _, number := range slices.Sorted(maps.Keys(namedIn(at.Document.Policy))) {
					if len(number) != 12 || !accountNumber.MatchString(number) || c.ours(s, number) || c.declared(number) {
						continue
					}
					q := c.ofOutside(number)
					a := decide.DocumentGrants(doc, q, decide.Options{})
					if a.Result == decide.Undetermined {
						c.unsureOf(side, rule, at.Document, a)
					}
					if a.Result == decide.Yes {
						if in == nil {
							first, asked = a, q
						}
						in = append(in, number)
					}
				}
				if in == nil {
					continue
				}
				who := "Accounts that its policy names, which are not declared,"
				if !at.Document.Sensitive {
					who = "The account " + in[0] + ", which is not declared,"
					if len(in) > 1 {
						who = "The accounts " + join(in) + ", which are not declared,"
					}
				}
				v := letsIn(s, at, doc, asked, first, fmt.Sprintf("%s may get at %s.", who, storeName(s)))
				v.severity, v.accounts = c.unlessTold(), in
				out = append(out, v)
			}
		}
		for _, r := range side.OfType(sharedTypes...) {
			list, path := sharedWith(r)
			in := slices.DeleteFunc(list, func(n string) bool {
				return len(n) != 12 || !accountNumber.MatchString(n) || c.ours(&account.Store{Account: r.Account}, n) || c.declared(n)
			})
			if len(in) > 0 && told(r.Account) {
				v := at(r, path, fmt.Sprintf("What %s shares is shared with %s, which is not declared.", r.Address, join(in)), in...)
				v.severity, v.accounts = c.unlessTold(), in
				out = append(out, v)
			}
		}
		return out
	},
	worse: func(c *checker, before, after *violation) bool {
		if before.policy == nil || after.policy == nil {
			return letsInMore(before, after)
		}
		return slices.ContainsFunc(after.accounts, func(number string) bool {
			return decide.DocumentNewAccessIn(before.policy, after.policy, policy.Resource, c.ofOutside(number), yesOrNo).Result != decide.No
		})
	},
})

// declared reports whether an account is declared as somebody else's, or AWS's own.
func (c *checker) declared(number string) bool {
	_, ok := c.config.Trust.External[number]
	return ok || slices.Contains(deliveryAccounts, number)
}

// ofOutside asks whether somebody of an account gets in who is not of our organisation.
func (c *checker) ofOutside(number string) decide.Question {
	q := c.ofAccount(number)
	q.Actions = nil
	return q
}

// deliveryAccounts are AWS's, from which load balancers deliver their logs.
// Source: AWS, Elastic Load Balancing user guide, Enable access logs.
var deliveryAccounts = []string{
	"127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648", "589379963580", "718504428378", "383597477331", "600734575887",
	"114774131450", "783225319266", "582318560864", "985666609251", "054676820928", "156460612806", "652711504416", "635631232127", "009996457667", "897822967062",
	"076674570225", "507241528517", "048591011584", "190560391635",
}

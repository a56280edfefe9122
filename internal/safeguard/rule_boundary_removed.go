// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "boundary-removed",
	Title:    "A permissions boundary is taken away",
	Severity: high,
	Description: "What the boundary kept back is granted from the moment it is gone, without any policy being changed. " +
		"Taking a limit away deserves the same review as granting what it limited.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "AC-6", "CM-3"},
	Fix:       "Keep permissions_boundary, or replace it by a boundary that the organisation allows.",
	Bad: `resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  # permissions_boundary was here
}`,
	Good: `resource "aws_iam_role" "reader" {
  name                 = "reader"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-boundary"
}`,
	change: func(_ *checker, before, after *account.Account) []*violation {
		var out []*violation
		gone := map[string]bool{}
		for _, pair := range account.Join(before, after) {
			b, a := pair.Before, pair.After
			if b == nil || a == nil || b.Outside || b.Boundary.State == account.BoundaryAbsent {
				continue
			}
			old := b.Boundary
			switch {
			case a.Boundary.State == account.BoundaryAbsent:
				out = append(out, &violation{
					key: b.Key(), address: a.Address, attribute: old.Attribute, principal: a,
					message: fmt.Sprintf("The %s loses its permissions boundary %s.", a.Label(), boundaryName(old)),
					meaning: []string{"removed", boundaryName(old)}, mend: keeping(old),
				})
			case old.Address != "" && !gone[old.Address] && a.Boundary.State == account.BoundaryNotAtHand && a.Boundary.ARN == old.ARN && !holds(after, old.Address):
				// The policy is destroyed while it still is somebody's boundary.
				gone[old.Address] = true
				out = append(out, &violation{
					key: old.Address, address: old.Address, principal: a,
					message: fmt.Sprintf("The policy %s is removed, and it still is the permissions boundary of the %s.", boundaryName(old), a.Label()),
					meaning: []string{"policy removed", boundaryName(old)},
					related: []account.Related{{Address: a.Address, Relation: "boundary"}},
				})
			}
		}
		return out
	},
})

// keeping writes the argument that sets a boundary; "" where its ARN is not known.
func keeping(b account.Boundary) string {
	if b.Sensitive || b.ARN == "" {
		return ""
	}
	return fmt.Sprintf(" Here: permissions_boundary = %s.", hclQuoted(b.ARN))
}

// holds reports whether a resource holds a document on this side, under this
// address or moved from it.
func holds(side *account.Account, address string) bool {
	for _, d := range side.Documents {
		if d.Address == address || d.PreviousAddress == address {
			return true
		}
	}
	return false
}

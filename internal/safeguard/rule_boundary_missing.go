// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

var _ = register(&Rule{
	Name:     "boundary-missing",
	Title:    "No permissions boundary",
	Severity: medium,
	Description: "Without a boundary one careless policy, attached at any time, is all it takes to give a role everything. " +
		"A boundary is the limit that holds whatever is attached later.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Set permissions_boundary to a policy that names the most the role can ever need. Which policies count is said by boundary.allowed.",
	Bad: `resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}`,
	Good: `resource "aws_iam_role" "reader" {
  name                 = "reader"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-boundary"
}`,
	here: func(c *checker, _ *violation) string {
		for _, arn := range c.config.Boundary.Allowed {
			if !strings.Contains(arn, "*") {
				return fmt.Sprintf(" Here: permissions_boundary = %s.", hclQuoted(arn))
			}
		}
		return ""
	},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			if p.Outside || p.Kind == account.Group || p.ServiceLinked() || c.config.Boundary.Chosen && !c.config.Boundary.Required {
				continue
			}
			b := p.Boundary
			v := &violation{key: p.Key(), previous: p.PreviousKey(), address: p.Address, attribute: b.Attribute, principal: p}
			switch {
			case b.State == account.BoundaryAbsent:
				v.message = fmt.Sprintf("The %s has no permissions boundary", p.Label())
				v.meaning = []string{"absent"}
			case !c.allowedBoundary(b):
				v.message = fmt.Sprintf("The %s has a permissions boundary that is none of boundary.allowed (%s)", p.Label(), boundaryName(b))
				v.meaning = []string{"not allowed", boundaryName(b)}
			default:
				continue
			}
			f := c.factsOf(side, p)
			switch {
			case f.phi():
				v.message += ", and it reaches PHI"
			case f.iam():
				v.message += ", and it can change identities and permissions"
			case !c.config.Boundary.Required:
				v.severity = low // whether boundaries are wanted is the organisation's choice
			}
			v.message += "."
			out = append(out, v)
		}
		return out
	},
})

func boundaryName(b account.Boundary) string {
	switch {
	case b.Sensitive:
		return "a sensitive value"
	case b.ARN != "":
		return b.ARN
	case b.Document != nil && b.Document.Name != "":
		return b.Document.Name
	case b.Address != "":
		return b.Address
	}
	return "not known until apply"
}

// allowedBoundary reports whether a boundary is one that counts. Where its ARN
// is not known until apply, its name has to do; where that is not known either,
// the plan does not tell and nothing is held against it.
func (c *checker) allowedBoundary(b account.Boundary) bool {
	allowed := c.config.Boundary.Allowed
	if len(allowed) == 0 {
		return true
	}
	name := b.ARN
	if name == "" && b.Document != nil {
		name = b.Document.Name
	}
	if name == "" {
		return true
	}
	for _, pattern := range allowed {
		if b.ARN == "" {
			pattern = pattern[strings.LastIndexByte(pattern, '/')+1:]
		}
		if config.Match(pattern, name) {
			return true
		}
	}
	return false
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// boundaryHollow: a principal breaks it when the document of its boundary is at
// hand and there is no request that the boundary keeps back. One that denies a
// single action limits something. A policy made to be a boundary that nobody
// carries yet breaks it by itself.
var _ = register(&Rule{
	Name:     "boundary-hollow",
	Title:    "A permissions boundary that limits nothing",
	Severity: high,
	Description: "A boundary that allows everything counts as one in every list and inventory, and holds nothing back. " +
		"Whoever relies on it grants more than they would without.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "AC-6"},
	Fix:       "Let the boundary name the services that the role can ever need, and deny in it what no role may do: to change IAM, audit or the boundary itself.",
	Bad: `resource "aws_iam_role" "reader" {
  name                 = "reader"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = "arn:aws:iam::aws:policy/AdministratorAccess"
}`,
	Good: `resource "aws_iam_role" "reader" {
  name                 = "reader"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		answers := map[*policy.Statement]decide.Answer{}
		for _, p := range side.Principals {
			b := p.Boundary
			if b.State != account.BoundaryPresent || b.Document == nil || b.Document.Policy == nil || len(b.Document.Policy.Statements) == 0 {
				continue
			}
			answer, asked := answers[b.Document.Policy.Statements[0]]
			if !asked {
				// Boundaries of one text share their statements.
				answer = decide.DocumentNewAccess(b.Document.Policy, everything(), policy.Identity, yesOrNo)
				answers[b.Document.Policy.Statements[0]] = answer
			}
			if answer.Result == decide.Undetermined {
				c.unsure(side, "boundary-hollow", p, answer)
			}
			if answer.Result != decide.No {
				continue
			}
			v := &violation{
				key: p.Key(), previous: p.PreviousKey(), address: p.Address, attribute: b.Attribute, principal: p,
				sensitive: b.Sensitive || b.Document.Sensitive, meaning: []string{string(b.Document.Policy.Canonical())},
				message: fmt.Sprintf("The permissions boundary %s of the %s allows every action on every resource.", boundaryName(b), p.Label()),
			}
			if v.address == "" {
				v.address = p.At
			}
			if b.Address != "" && b.Address != v.address {
				v.related = []account.Related{{Address: b.Address, Relation: "boundary"}}
			}
			out = append(out, v)
		}
		return append(out, hollowPolicies(side)...)
	},
})

// hollowPolicies are the policies made to be boundaries that keep nothing back
// and that nobody at hand carries.
func hollowPolicies(side *account.Account) []*violation {
	carried := map[string]bool{}
	for _, p := range side.Principals {
		carried[p.Boundary.Address] = true
	}
	var out []*violation
	for _, d := range side.Documents {
		if d.Kind != policy.Boundary || !d.Managed || d.Address == "" || d.Policy == nil || carried[d.Address] {
			continue
		}
		if decide.DocumentNewAccess(d.Policy, everything(), policy.Identity, yesOrNo).Result != decide.No {
			continue
		}
		out = append(out, &violation{
			key: d.Address, previous: d.PreviousAddress, address: d.Address, attribute: d.Attribute, sensitive: d.Sensitive,
			meaning: []string{string(d.Policy.Canonical())}, document: &DocumentRef{Known: d.Known, Whole: true},
			message: fmt.Sprintf("The permissions boundary %s allows every action on every resource.", d.Name),
		})
	}
	return out
}

// everything is a policy that allows everything.
var everything = sync.OnceValue(func() *policy.Document {
	d, _ := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`), policy.Identity)
	return d
})

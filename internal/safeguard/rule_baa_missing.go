// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
)

// baaMissing: a PHI store, or a role or user that carries a PHI tag or reaches a
// PHI store, breaks it in an account that baa.accounts does not name, or before
// baa.effective. An account that nothing tells is no finding, nor is anything
// where the organisation has not said which accounts are under the addendum. Keys and secrets
// hold no PHI and are left out. A role with PHI breaks it as well where somebody of an
// external account may become it with whom, by the configuration that declares the
// account, no agreement is in force; unless it tells of no agreement with anybody.
var _ = register(&Rule{
	Name:     "baa-missing",
	Title:    "PHI in an account outside the business associate addendum",
	Severity: high,
	Description: "AWS may hold PHI for a covered entity only under a business associate agreement, which is accepted account by account or for an organisation. " +
		"PHI in an account outside it is disclosed without the assurances that the rules ask for, whatever else protects it.",
	Citations: []string{"164.308(b)(1)", "164.502(e)", "164.504(e)", "164.314(a)(2)"},
	NIST:      []string{"SA-9", "PS-7"},
	Fix:       "Accept the AWS business associate addendum for the account (AWS Artifact) and name it in baa.accounts, or keep PHI out of the account. For an external account, set baa of its trust.external_account to the day on which the agreement with them took effect.",
	Bad: `# baa { accounts = ["123456789012"] }, and this account is 210987654321
resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
  tags   = { DataClassification = "phi" }
}`,
	Good: `# baa { accounts = ["123456789012"] }, and this account is 123456789012
resource "aws_s3_bucket" "images" {
  bucket = "cardiology-images"
  tags   = { DataClassification = "phi" }
}`,
	find: func(c *checker, side *account.Account) []*violation {
		return c.withAgreements(side, c.outsideAddendum(side))
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

// outsideAddendum lists the PHI stores and the principals that reach PHI outside of
// the accounts under the addendum.
func (c *checker) outsideAddendum(side *account.Account) []*violation {
	if !c.config.BAA.Chosen {
		return nil
	}
	var out []*violation
	for _, s := range c.marked(side) {
		r := s.resource
		if why := c.outsideBAA(r.Account); why != "" && !s.opens {
			out = append(out, &violation{
				key: r.Address, previous: r.PreviousAddress, address: r.Address, meaning: []string{why},
				message: fmt.Sprintf("%s holds PHI (%s) and is in %s.", r.Address, s.why, why),
			})
		}
	}
	for _, p := range side.Principals {
		why := c.outsideBAA(p.Account)
		if why == "" || p.Outside || p.Kind == account.Group || p.ServiceLinked() {
			continue
		}
		what := "reaches PHI"
		switch tag := c.phiTag(p.Tags); {
		case tag != "":
			what = "carries the PHI tag " + tag
		case !c.factsOf(side, p).phi():
			continue
		}
		out = append(out, &violation{
			key: p.Key(), previous: p.PreviousKey(), address: p.Address, principal: p, meaning: []string{why},
			message: fmt.Sprintf("The %s %s and is in %s.", p.Label(), what, why),
		})
	}
	return out
}

// withAgreements adds the roles that reach PHI and let in an external account
// without an agreement to those that are broken anyway. Where the configuration
// tells of no agreement at all, it does not say that there is none.
func (c *checker) withAgreements(side *account.Account, out []*violation) []*violation {
	told := c.config.BAA.Chosen
	for _, e := range c.config.Trust.External {
		told = told || !e.BAA.IsZero()
	}
	if !told {
		return out
	}
	for _, p := range trusts(side) {
		without := slices.DeleteFunc(c.externals(p), func(number string) bool {
			e, declared := c.config.Trust.External[number]
			return !declared || !e.BAA.IsZero() && !c.now.Before(e.BAA)
		})
		if p.Outside || len(without) == 0 || !c.factsOf(side, p).phi() {
			continue
		}
		in, q, a := c.letIn(side, "baa-missing", p, without, func(n string) decide.Question { return c.ofAccount(n) })
		if len(in) == 0 {
			continue
		}
		what := fmt.Sprintf("The external %s may assume the %s, which reaches PHI, and no business associate agreement is in force there (trust.external_account).", accountsIn(p, in), p.Label())
		if i := slices.IndexFunc(out, func(v *violation) bool { return v.key == p.Key() }); i >= 0 {
			out[i].message += " " + what
			out[i].meaning = append(out[i].meaning, in...)
			continue
		}
		v := trustViolation(p, q, a, what)
		v.meaning = in
		out = append(out, v)
	}
	return out
}

// outsideBAA says what is wrong with PHI in an account, or "".
func (c *checker) outsideBAA(number string) string {
	switch effective := c.config.BAA.Effective; {
	case number == "":
		return ""
	case !slices.Contains(c.config.BAA.Accounts, number):
		return "account " + number + ", which is not under the business associate addendum (baa.accounts)"
	case !effective.IsZero() && !c.now.IsZero() && c.now.Before(effective):
		return "account " + number + ", whose business associate addendum takes effect on " + effective.Format(time.DateOnly)
	}
	return ""
}

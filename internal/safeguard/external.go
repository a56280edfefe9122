// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"maps"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// externals lists the accounts that a trust names and that are not ours. Where
// nothing tells which are ours, there are none.
func (c *checker) externals(p *account.Principal) []string {
	if !c.accountsTold(p) {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(namedIn(p.Trust.Policy))) {
		if len(name) == 12 && accountNumber.MatchString(name) && !c.insider(p, name) {
			out = append(out, name)
		}
	}
	return out
}

// ofAccount asks whether somebody of an external account may become the role.
// Whoever is of our organisation is no outsider.
func (c *checker) ofAccount(number string, conditions ...*policy.Condition) decide.Question {
	q := decide.Question{
		Actions: assuming[:1],
		Principals: func(w policy.Principal) bool {
			return w.Account == number && w.HasIdentity()
		},
		Conditions: append([]*policy.Condition{
			condition("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-"+decide.Fresh+"/*"),
		}, conditions...),
	}
	if id := c.config.Organization.ID; id != "" {
		q.Conditions = append(q.Conditions, condition("StringNotEqualsIfExists", "aws:PrincipalOrgID", id))
	} else {
		// One that is named is taken for ours, as in outsiders.
		q.Conditions = append(q.Conditions, condition("StringEqualsIfExists", "aws:PrincipalOrgID", "o-"+decide.Fresh))
	}
	return q
}

// letIn asks one question for each of some accounts, and returns those that are
// let in with the first question and answer.
func (c *checker) letIn(side *account.Account, rule string, p *account.Principal, accounts []string, ask func(number string) decide.Question) (in []string, q decide.Question, answer decide.Answer) {
	for _, number := range accounts {
		one := ask(number)
		switch a := decide.DocumentGrants(p.Trust.Policy, one, decide.Options{}); a.Result {
		case decide.Undetermined:
			c.unsure(side, rule, p, a)
		case decide.Yes:
			if in == nil {
				q, answer = one, a
			}
			in = append(in, number)
		}
	}
	return in, q, answer
}

// unlessTold is the severity of what rests on knowing which accounts are ours.
func (c *checker) unlessTold() Severity {
	if len(c.config.Organization.Accounts) == 0 {
		return low
	}
	return 0
}

// accountsIn names accounts in a message, or only counts them where the trust
// is sensitive.
func accountsIn(p *account.Principal, accounts []string) string {
	what := "account "
	if len(accounts) > 1 {
		what = "accounts "
	}
	if p.Trust.Sensitive {
		return strings.TrimSpace(what) + " that its trust names"
	}
	return what + join(accounts)
}

// withoutID says that a request has an external ID which the trust does not
// name, or none.
func withoutID() *policy.Condition {
	return condition("StringLikeIfExists", "sts:ExternalId", decide.Fresh)
}

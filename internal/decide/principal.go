// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"regexp"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Accounts and names that stand for "any" in witnesses. AWS reserves none; the
// documents at hand are searched so that an account of theirs is not taken.
const exampleAccount = "123456789012"

var freshAccounts = []string{"999999999999", "888888888888", "777777777777", "666666666666"}

// candidate is one kind of principal that documents can tell apart.
type candidate struct {
	principal policy.Principal
	// fixed says that this very principal asks; otherwise any role of the
	// account does, and aws:PrincipalArn may be chosen within it.
	fixed bool
	// anywhere says that the account may be chosen too: the documents name no
	// principals, only condition keys do.
	anywhere bool
}

// anyRole is a role of which documents without principals know nothing.
func anyRole(account string) *candidate {
	p, _ := policy.ParsePrincipal("arn:aws:iam::" + account + ":role/example")
	return &candidate{principal: p, anywhere: true}
}

var accountNumber = regexp.MustCompile(`\b\d{12}\b`)

// openPrincipals lists the principals that trust and resource policies can
// tell apart: each one that is named, any role and user of each account that
// is named, of one that is not, any service, provider, and nobody at all.
func openPrincipals(docs []*policy.Document, q Question) []*candidate {
	var out []*candidate
	seen := map[string]bool{}
	add := func(c *candidate) {
		key := c.principal.ID
		if !c.fixed {
			key += "?"
		}
		if !seen[key] && (q.Principals == nil || q.Principals(c.principal)) {
			seen[key] = true
			out = append(out, c)
		}
	}
	accounts := []string{}
	account := func(a string) {
		for _, have := range accounts {
			if have == a {
				return
			}
		}
		accounts = append(accounts, a)
	}
	for _, d := range docs {
		for _, s := range d.Statements {
			for _, e := range []*policy.Principals{s.Principal, s.NotPrincipal} {
				if e != nil {
					namedIn(e, d, add, account)
				}
			}
			for _, k := range s.Conditions {
				if key := k.LowerKey(); key == "aws:principalaccount" || key == "aws:principalarn" || key == "aws:userid" {
					for _, v := range k.Values {
						for _, a := range accountNumber.FindAllString(v.Value, -1) {
							account(a)
						}
					}
				}
			}
		}
	}
	for _, a := range freshAccounts {
		if len(accounts) == 0 || !contains(accounts, a) {
			account(a)
			break
		}
	}
	for _, a := range accounts {
		for _, kind := range []string{"role", "user"} {
			p, err := policy.ParsePrincipal("arn:aws:iam::" + a + ":" + kind + "/example")
			if err == nil {
				add(&candidate{principal: p})
			}
		}
	}
	add(&candidate{principal: policy.ServicePrincipal("example.amazonaws.com"), fixed: true})
	add(&candidate{principal: policy.FederatedPrincipal("arn:aws:iam::" + exampleAccount + ":saml-provider/Example"), fixed: true})
	anonymous, _ := policy.ParsePrincipal("anonymous")
	add(&candidate{principal: anonymous, fixed: true})
	return out
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// namedIn adds the principals and accounts that an element names.
func namedIn(e *policy.Principals, d *policy.Document, add func(*candidate), account func(string)) {
	for _, t := range e.AWS {
		v := d.Show(t.Value)
		p, err := policy.ParsePrincipal(v)
		switch {
		case err == nil && p.Kind == policy.Root:
			account(p.Account)
		case err == nil && p.Kind != policy.Anonymous:
			add(&candidate{principal: p, fixed: true})
			account(p.Account)
		case strings.HasPrefix(v, "<") && strings.HasSuffix(v, ">"):
			// One principal of this plan, by the reference that will give its ARN.
			add(&candidate{principal: policy.Principal{Kind: policy.Role, ID: v, RoleARN: v}, fixed: true})
		}
	}
	for _, t := range e.Service {
		add(&candidate{principal: policy.ServicePrincipal(d.Show(t.Value)), fixed: true})
	}
	for _, t := range e.Federated {
		add(&candidate{principal: policy.FederatedPrincipal(d.Show(t.Value)), fixed: true})
	}
	for _, t := range e.CanonicalUser {
		add(&candidate{principal: policy.Principal{Kind: policy.Canonical, ID: t.Value}, fixed: true})
	}
}

// value returns what a key holds because of who asks: its values, whether they
// are fixed, and whether the key is sure to be there.
func (c *candidate) value(key string) (values []string, fixed, present bool) {
	p := c.principal
	switch key {
	case "aws:principalarn":
		if p.ARN() == "" {
			return nil, true, false
		}
		return []string{p.ARN()}, c.fixed, true
	case "aws:principalaccount":
		if p.Account == "" || p.Kind == policy.FederatedLogin {
			return nil, p.ID == "" || !strings.HasPrefix(p.ID, "<"), false
		}
		return []string{p.Account}, !c.anywhere, true
	case "aws:resourceaccount":
		return nil, false, true
	case "aws:username":
		if p.Kind == policy.User && c.fixed {
			return []string{p.Name}, true, true
		}
		if p.Kind == policy.User {
			return nil, false, true
		}
		return nil, !c.anywhere, false
	}
	return nil, false, false
}

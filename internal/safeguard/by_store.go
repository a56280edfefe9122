// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// byStore is what a principal may do to a store together with the store's own
// policies; nil where there are none, or nobody who could be named.
func byStore(p *account.Principal, s *phiStore) *decide.Access {
	if p == nil || s == nil || s.policed == nil || p.Kind != account.Role && p.Kind != account.User {
		return nil
	}
	out := &decide.Access{Policies: p.Policies(), Principal: p.Subject(), ResourceAccount: s.policed.Account}
	out.Resource = s.policed.Policy()
	return out
}

// byName is [byStore] by the statements that name somebody. What lets everybody
// in makes nobody a principal that was given PHI; other rules are about it.
func byName(p *account.Principal, s *phiStore) *decide.Access {
	out := byStore(p, s)
	if out == nil {
		return nil
	}
	d := *out.Resource
	d.Statements = slices.DeleteFunc(slices.Clone(d.Statements), func(s *policy.Statement) bool {
		return s.Effect == policy.Allow && (s.Principal == nil || s.Principal.All)
	})
	out.Resource = &d
	return out
}

// letsDo lists the statements of a store's policies that let somebody do what a
// question asks about, and take part in that it may.
func letsDo(p *account.Principal, s *phiStore, q decide.Question) []grant {
	var out []grant
	for _, at := range s.policed.Policies {
		d := at.Document.Policy
		if d == nil {
			continue
		}
		for _, statement := range d.Statements {
			if statement.Effect != policy.Allow || !about(d, statement, q) {
				continue
			}
			alone := *d
			alone.Statements = []*policy.Statement{statement}
			access := &decide.Access{Principal: p.Subject(), ResourceAccount: s.policed.Account}
			access.Resource = &alone
			if decide.Grants(access, q, yesOrNo).Result != decide.No {
				out = append(out, grant{attachment: at, statement: statement})
			}
		}
	}
	return out
}

// newByStore reports whether a principal may do something together with the
// store's policies that it could not before.
func newByStore(pair account.Pair, before, after *phiStore, q decide.Question) bool {
	is := byStore(pair.After, after)
	if is == nil {
		return false
	}
	was := byStore(pair.Before, before)
	if was == nil {
		was = pair.Before.Access()
	}
	return decide.NewAccess(was, is, q, yesOrNo).Result == decide.Yes
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// setPolicies notes the store whose policies bear on what holds PHI, if there is one.
func (s *phiStore) setPolicies(store *account.Store) {
	if store == nil {
		return
	}
	if s.policy = store.Policy(); s.policy == nil {
		return
	}
	s.policed = store
	named := *s.policy
	// What lets everybody in makes nobody a principal that was given PHI; other
	// rules are about it.
	named.Statements = slices.DeleteFunc(slices.Clone(named.Statements), func(o *policy.Statement) bool {
		return o.Effect == policy.Allow && (o.Principal == nil || o.Principal.All)
	})
	if named.HasAllow() {
		s.named = &named
	}
}

// byStore is what a principal may do to a store together with the store's own
// policies; nil where there are none, or nobody who could be named.
func byStore(p *account.Principal, s *phiStore) *decide.Access {
	if s == nil {
		return nil
	}
	return together(p, s, s.policy)
}

// byName is [byStore] by the statements that name somebody.
func byName(p *account.Principal, s *phiStore) *decide.Access { return together(p, s, s.named) }

func together(p *account.Principal, s *phiStore, d *policy.Document) *decide.Access {
	if p == nil || d == nil || p.Kind != account.Role && p.Kind != account.User {
		return nil
	}
	out := &decide.Access{Policies: p.Policies(), Principal: p.Subject(), ResourceAccount: s.policed.Account}
	out.Resource = d
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

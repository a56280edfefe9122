// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// resourceKind is the kind of grants that a resource's own policy makes.
const resourceKind = "resource"

// storeChanges lists every store whose resource policy changes in meaning.
func storeChanges(c *account.Change, in frame, phi holdsPHI) ([]Change, error) {
	out := []Change{}
	for _, pair := range c.StorePairs() {
		b, a := pair.Before, pair.After
		if b != nil && a == nil && c.Kept[b.Place()] {
			continue
		}
		before, after := standingStore(b, phi(c.Before, b)), standingStore(a, phi(c.After, a))
		if slices.Equal(grantsOf(before), grantsOf(after)) {
			continue
		}
		one := Change{Grants: let(b, a), Revokes: let(a, b)}
		if len(one.Grants)+len(one.Revokes) == 0 && !openStore(b) && !openStore(a) {
			continue // another text with the same meaning
		}
		who := a
		if who == nil {
			who = b
		}
		one.Stack, one.Principal = in.split(who.Place())
		one.Grants, one.Revokes = in.grants(one.Stack, one.Grants), in.grants(one.Stack, one.Revokes)
		name := who.ARN
		if name == "" {
			name = who.Type + " " + one.Principal
		}
		m := changeMeaning{Account: who.Account, Stack: one.Stack, Address: one.Principal, Principal: name, Before: in.meaning(one.Stack, before), After: in.meaning(one.Stack, after)}
		var err error
		if one.Digest, err = m.digest(); err != nil {
			return nil, err
		}
		one.PHI, one.Account = m.reachesPHI(), who.Account
		out = append(out, one)
	}
	return out, nil
}

// holdsPHI tells of a store whether it holds PHI on one side.
type holdsPHI func(side *account.Account, s *account.Store) bool

// standingStore collects what bears on a store; nil for none, or where nothing does.
func standingStore(s *account.Store, phi bool) *standingMeaning {
	if s == nil || len(s.Policies) == 0 {
		return nil
	}
	out := &standingMeaning{Grants: []string{}, Undetermined: []string{}, PHI: phi}
	for _, a := range s.Policies {
		out.document(a.Document)
	}
	out.sort()
	return out
}

func grantsOf(m *standingMeaning) []string {
	if m == nil {
		return nil
	}
	return m.Grants
}

func openStore(s *account.Store) bool { return s != nil && s.Undetermined() }

// let asks what a store's policies let others do that they did not before.
func let(before, after *account.Store) []Grant {
	out := []Grant{}
	if after == nil {
		return out
	}
	var old *policy.Document
	if before != nil {
		old = before.Policy()
	}
	d := after.Policy()
	if d == nil {
		return out
	}
	secret := slices.ContainsFunc(after.Policies, func(a account.Attachment) bool { return a.Document.Sensitive })
	for _, s := range d.Statements {
		if s.Effect != policy.Allow {
			continue
		}
		one := *d
		one.Statements = slices.DeleteFunc(slices.Clone(d.Statements), func(o *policy.Statement) bool { return o.Effect == policy.Allow && o != s })
		answer := decide.DocumentNewAccess(old, &one, policy.Resource, decide.Options{})
		if answer.Result == decide.No {
			continue
		}
		if secret {
			return []Grant{{Action: hidden, Resource: after.Place(), Condition: hidden, Kind: resourceKind, Who: hidden}}
		}
		g := Grant{
			Action: elementText(d, s.Action, s.NotAction), Resource: elementText(d, s.Resource, s.NotResource), Condition: conditionText(d, s),
			Kind: resourceKind, Who: principalText(d, s),
		}
		if w := answer.Witness; w != nil {
			g.Witness = newWitness(w.Principal, w.Action, w.Resource, w.Context)
		}
		out = append(out, g)
	}
	return out
}

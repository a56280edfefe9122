// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"context"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Reach is one kind of what a principal can do with what is in one PHI store,
// before and after a change.
type Reach struct {
	// Principal is the one after the change, or before where it goes away.
	Principal *account.Principal
	// Before is the same principal before, nil where it is new.
	Before *account.Principal
	// Store is the address of the PHI store or its pattern in the configuration,
	// and Why says how it is known to hold PHI.
	Store, Why string
	// Level is what can be done: "read", "write", "delete", "export" or "change the
	// permissions of".
	Level string
	// Was and Is are whether it could before and can after the change. New says
	// that some request is allowed that was not.
	Was, Is decide.Result
	New     bool
	// Through are the attachments whose statements allow it, Statements these. They
	// are the principal's, or the store's, whose policies before are StoreWas.
	Through    []account.Attachment
	Statements []ReachStatement
	StoreWas   []account.Attachment
	// Witness is an example after the change, else before; nil where a document
	// that takes part is marked sensitive.
	Witness *Witness
}

// ReachStatement is a statement that allows something.
type ReachStatement struct {
	Attachment account.Attachment
	Statement  *policy.Statement
}

// Bounds of the pairs of a principal and a store: how many are asked about, most
// of which no letter of a policy speaks of, and how many are told.
const (
	maxPairs   = 50_000
	maxReaches = 4000
)

// Reaches lists which principals reach which PHI stores, and how, on both sides
// of a change. It returns how many pairs were left out since there are too many.
func Reaches(ctx context.Context, change *account.Change, cfg *config.Config) (out []Reach, left int) {
	return reaches(ctx, change, cfg, touches)
}

func reaches(ctx context.Context, change *account.Change, cfg *config.Config, levels []touch) (out []Reach, left int) {
	c := newChecker(change, cfg)
	before, after := c.phiOf(change.Before), c.phiOf(change.After)
	type sides struct{ before, after *phiStore }
	var stores []sides
	old := map[string]*phiStore{}
	for _, s := range before {
		old[s.service+" "+s.name()] = s
	}
	for _, s := range after {
		key := s.service + " " + s.key()
		stores = append(stores, sides{old[key], s})
		delete(old, key)
	}
	for _, s := range before {
		if old[s.service+" "+s.name()] != nil {
			stores = append(stores, sides{s, nil})
		}
	}
	asked, told := 0, 0
	for _, pair := range change.Pairs() {
		who := pair.After
		if who == nil {
			who = pair.Before
		}
		if who.Kind == account.Group || ctx.Err() != nil {
			continue
		}
		was, is := pair.Before.Access(), pair.After.Access()
		for _, s := range stores {
			if asked++; asked > maxPairs || told == maxReaches {
				left++
				continue
			}
			reaches := false
			for _, level := range levels {
				r := Reach{Principal: who, Before: pair.Before, Level: string(level)}
				if s.after != nil {
					r.Store, r.Why = s.after.name(), s.after.why
				} else {
					r.Store, r.Why = s.before.name(), s.before.why
				}
				if s.before != nil && s.before.policed != nil {
					r.StoreWas = s.before.policed.Policies
				}
				c.reach(&r, pair, was, is, s.before, s.after, level)
				if r.Was != decide.No || r.Is != decide.No {
					out = append(out, r)
					reaches = true
				}
			}
			if reaches {
				told++
			}
		}
	}
	return out, left
}

// reach answers for one principal, store and level.
func (c *checker) reach(r *Reach, pair account.Pair, was, is *decide.Access, before, after *phiStore, level touch) {
	sensitive := false
	var w *decide.Witness
	take := func(grants []grant) {
		for _, g := range grants {
			sensitive = sensitive || g.attachment.Document.Sensitive
			if !slices.ContainsFunc(r.Statements, func(o ReachStatement) bool { return o.Statement == g.statement }) {
				r.Statements = append(r.Statements, ReachStatement{Attachment: g.attachment, Statement: g.statement})
			}
			if !slices.ContainsFunc(r.Through, func(a account.Attachment) bool { return a.Document == g.attachment.Document }) {
				r.Through = append(r.Through, g.attachment)
			}
		}
	}
	ask := func(p *account.Principal, access *decide.Access, s *phiStore, result *decide.Result) {
		if p == nil || s == nil {
			return
		}
		let := byStore(p, s)
		for _, q := range s.questions(level) {
			answer := decide.Grants(access, q, decide.Options{})
			lets := answer.Result == decide.No && let != nil
			if lets {
				answer = decide.Grants(let, q, decide.Options{})
			}
			if answer.Result == decide.No {
				continue
			}
			if *result != decide.Yes {
				*result = answer.Result
			}
			if answer.Witness != nil {
				w = answer.Witness
			}
			if p == r.Principal {
				grants, _ := causes(p, q)
				if lets {
					grants = letsDo(p, s, q)
				}
				take(grants)
			}
		}
	}
	ask(pair.Before, was, before, &r.Was)
	ask(pair.After, is, after, &r.Is)
	if r.Is != decide.No {
		r.New = r.Was == decide.No
		if !r.New {
			for _, q := range after.questions(level) {
				r.New = r.New || decide.NewAccess(was, is, q, yesOrNo).Result == decide.Yes || newByStore(pair, before, after, q)
			}
		}
	}
	if w != nil && !sensitive {
		r.Witness = witness(r.Principal, w)
	}
}

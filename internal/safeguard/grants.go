// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// grant is one statement that takes part in what a principal may do.
type grant struct {
	attachment account.Attachment
	statement  *policy.Statement
}

// only returns a document with one statement, read as an Allow, so that the
// engine can say what the statement by itself is about.
func only(d *policy.Document, s *policy.Statement) *policy.Document {
	one := *s
	one.Effect = policy.Allow
	out := *d
	out.Statements = []*policy.Statement{&one}
	return &out
}

// about reports whether a statement is about any request of the question.
func about(d *policy.Document, s *policy.Statement, q decide.Question) bool {
	return decide.DocumentGrants(only(d, s), q, yesOrNo).Result != decide.No
}

// causes lists the statements that allow what a question asks about, and the
// meaning of all statements that bear on it, denies and the boundary included.
func causes(p *account.Principal, q decide.Question) (grants []grant, meaning []string) {
	for _, a := range p.All() {
		d := a.Document.Policy
		if d == nil {
			continue
		}
		for _, s := range d.Statements {
			if !about(d, s, q) {
				continue
			}
			meaning = append(meaning, string(d.CanonicalStatement(s)))
			if s.Effect == policy.Allow {
				grants = append(grants, grant{attachment: a, statement: s})
			}
		}
	}
	if b := p.Boundary; b.State == account.BoundaryPresent && b.Document.Policy != nil {
		meaning = append(meaning, "boundary "+string(b.Document.Policy.Canonical()))
	}
	return grants, meaning
}

// accessViolation describes that a principal may do what a question asks about.
func accessViolation(p *account.Principal, q decide.Question, a decide.Answer, message string) *violation {
	v := &violation{key: p.Key(), previous: previousOf(p), address: p.Address, principal: p, message: message}
	grants, meaning := causes(p, q)
	v.meaning = meaning
	for _, g := range grants {
		d := g.attachment.Document
		v.sensitive = v.sensitive || d.Sensitive
		v.relate(p, g.attachment)
	}
	if len(grants) > 0 {
		first := grants[0]
		d := first.attachment.Document
		v.document = &DocumentRef{Known: d.Known, Statement: first.statement.Index, Sid: first.statement.Sid}
		if d.Address == p.Address && p.Address != "" {
			v.attribute = d.Attribute
		}
		if p.Address == "" {
			v.address = p.At
			if via := first.attachment.Via; len(via) > 0 {
				v.address = via[0].Address
			}
		}
	}
	if v.address == "" {
		v.address = p.At
	}
	v.related = slices.DeleteFunc(v.related, func(r account.Related) bool { return r.Address == v.address })
	v.witness = witness(p, a.Witness)
	v.message += notLimiting(p)
	return v
}

// relate adds how an attachment reaches the principal.
func (v *violation) relate(p *account.Principal, a account.Attachment) {
	add := func(r account.Related) {
		if r.Address != "" && r.Address != p.Address && !slices.Contains(v.related, r) {
			v.related = append(v.related, r)
		}
	}
	for _, r := range a.Via {
		add(r)
	}
	if !slices.ContainsFunc(v.related, func(r account.Related) bool { return r.Address == a.Document.Address }) {
		add(account.Related{Address: a.Document.Address, Relation: "policy"})
	}
}

// notLimiting says which limits are not at hand.
func notLimiting(p *account.Principal) string {
	if p.Outside {
		return ""
	}
	switch p.Boundary.State {
	case account.BoundaryNotAtHand:
		return fmt.Sprintf(" Its permissions boundary %s is not at hand and is taken not to limit.", p.Boundary.ARN)
	case account.BoundaryUnknown:
		return " Its permissions boundary is not known until apply and is taken not to limit."
	}
	return ""
}

// previousOf is the key of the same principal before the change.
func previousOf(p *account.Principal) string {
	if p.PreviousAddress != "" {
		return p.PreviousAddress
	}
	return p.Key()
}

// witness turns the engine's witness into a finding's.
func witness(p *account.Principal, w *decide.Witness) *Witness {
	if w == nil {
		return nil
	}
	out := &Witness{Principal: w.Principal, Action: w.Action, Resource: w.Resource, Context: w.Context}
	if p != nil {
		out.Principal = p.Requester()
	}
	return out
}

// names lists the documents of grants for a message.
func names(grants []grant) string {
	var out []string
	for _, g := range grants {
		d := g.attachment.Document
		name := d.Address
		switch {
		case d.Known == account.KnownManaged:
			name = "the AWS managed policy " + d.Name
		case name == "":
			name = d.ARN
		}
		if d.Address != "" && strings.Contains(d.Attribute, "[") {
			name += " (" + d.Attribute + ")"
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return join(out)
}

// join writes a list in words.
func join(list []string) string {
	switch n := len(list); {
	case n == 0:
		return ""
	case n == 1:
		return list[0]
	case n > 4:
		return strings.Join(list[:3], ", ") + fmt.Sprintf(" and %d more", n-3)
	default:
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
}

// unsure notes that the engine could not answer a rule's question.
func (c *checker) unsure(side *account.Account, rule string, p *account.Principal, a decide.Answer) {
	if side != c.change.After {
		return
	}
	at := p.Address
	if at == "" {
		at = p.At
	}
	c.undetermined = append(c.undetermined, Undetermined{
		Address: at, Reason: fmt.Sprintf("whether %s breaks %s: %s", p.Label(), rule, a.Reason), SettledBy: a.SettledBy,
	})
}

// allowsMore reports whether a principal may do something a question asks about
// that it could not do before. Doubt counts as yes.
func allowsMore(before, after *violation, q decide.Question) bool {
	return decide.NewAccess(before.principal.Access(), after.principal.Access(), q, yesOrNo).Result != decide.No
}

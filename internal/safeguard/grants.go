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

// accessViolation describes that a principal may do what a question asks about;
// its message is still to be written. narrow, where given, picks the statements
// that the finding is about.
func accessViolation(p *account.Principal, q decide.Question, a decide.Answer, narrow func([]grant) []grant) *violation {
	v := &violation{key: p.Key(), previous: p.PreviousKey(), address: p.Address, principal: p}
	grants, meaning := causes(p, q)
	if narrow != nil {
		grants = narrow(grants)
	}
	v.grants, v.meaning = grants, meaning
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
	out := ""
	switch b := p.Boundary; {
	case b.State == account.BoundaryNotAtHand:
		out = fmt.Sprintf(" Its permissions boundary %s is not at hand and is taken not to limit.", boundaryName(b))
	case b.State == account.BoundaryUnknown, b.State == account.BoundaryPresent && b.Document.Policy == nil:
		out = " Its permissions boundary is not known until apply and is taken not to limit."
	}
	var open []string
	for _, d := range p.Guardrails.All() {
		if d.Policy == nil && !slices.Contains(open, d.Address) {
			open = append(open, d.Address)
		}
	}
	if len(open) > 0 {
		out += fmt.Sprintf(" What %s will say is not known, and is taken not to limit.", join(open))
	}
	return out
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

// by says which policies allow it, unless that is plain from who it is.
func by(p *account.Principal, grants []grant) string {
	if p.Kind == account.Policy || len(grants) == 0 {
		return ""
	}
	return ", by " + names(grants)
}

// names lists the documents of grants for a message.
func names(grants []grant) string {
	var out []string
	for _, g := range grants {
		d := g.attachment.Document
		name := d.Address
		switch {
		case d.Known == account.KnownManaged && !d.Sensitive:
			name = "the AWS managed policy " + d.Name
		case name == "" && d.Sensitive:
			name = "a policy whose ARN is sensitive"
		case name == "" && d.ARN != "":
			name = d.ARN
		case name == "":
			name = "this document"
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
	reason := a.Reason
	if p.Trust != nil && p.Trust.Sensitive || slices.ContainsFunc(p.All(), func(a account.Attachment) bool { return a.Document.Sensitive }) {
		reason = "a value in its policies, which are sensitive, is not known"
	}
	c.questions = append(c.questions, Undetermined{
		Address: at, Reason: fmt.Sprintf("whether the %s breaks %s: %s", p.Label(), rule, reason), SettledBy: a.SettledBy,
	})
}

// holders lists who may do something on a side: its principals, and for each
// policy that is attached to nobody whoever will get it. A policy that the
// organisation allows as a boundary is one, and grants nothing.
func (c *checker) holders(side *account.Account) []*account.Principal {
	if out, ok := c.subjects[side]; ok {
		return out
	}
	out := slices.Clone(side.Principals)
	for _, p := range side.Unattached() {
		d := p.Identity[0].Document
		asBoundary := account.Boundary{ARN: d.ARN, Document: d}
		if len(c.config.Boundary.Allowed) == 0 || !c.allowedBoundary(asBoundary) {
			out = append(out, p)
		}
	}
	c.subjects[side] = out
	return out
}

// may begins a sentence about what somebody may do.
func may(p *account.Principal) string {
	if p.Kind == account.Policy {
		return fmt.Sprintf("The %s, attached to nobody here, lets whoever gets it", p.Label())
	}
	return fmt.Sprintf("The %s may", p.Label())
}

// allowsMore reports whether a principal may do something a question asks about
// that it could not do before. Doubt counts as yes.
func allowsMore(before, after *violation, q decide.Question) bool {
	return decide.NewAccess(before.principal.Access(), after.principal.Access(), q, yesOrNo).Result != decide.No
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gowebpki/jcs"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// digestSchema is part of what is hashed, so that a later form of the meaning
// cannot be taken for this one.
const digestSchema = "hipaacheck.change/v1"

// changeMeaning is what a change means, in one form: free of order, Sid, white
// space and time. Two plans of the same change have the same, a wider one never.
type changeMeaning struct {
	Schema    string           `json:"schema"`
	Account   string           `json:"account"`
	Stack     string           `json:"stack"`
	Address   string           `json:"address"`
	Principal string           `json:"principal"`
	Before    *standingMeaning `json:"before"`
	After     *standingMeaning `json:"after"`
}

// standingMeaning is what bears on a principal or a store on one side.
type standingMeaning struct {
	// Grants are the canonical documents: of a principal the attached and inline
	// ones, of a store its resource policies.
	Grants   []string `json:"grants"`
	Trust    string   `json:"trust"`
	Boundary string   `json:"boundary"`
	// PHI says that it reaches PHI, or holds it.
	PHI bool `json:"phi"`
	// Guardrails are the organisation's policies that bear on it, by kind and level,
	// where the plan changes any: they decide what the grants come to.
	Guardrails []string `json:"guardrails,omitempty"`
	// Undetermined are the documents that are not known, by their place.
	Undetermined []string `json:"undetermined"`
}

// digest is the SHA-256 of a change's meaning in RFC 8785 form, "sha256:…".
func (m *changeMeaning) digest() (string, error) {
	m.Schema = digestSchema
	text, err := json.Marshal(m)
	if err == nil {
		text, err = jcs.Transform(text)
	}
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// reachesPHI tells of a principal whether it reaches PHI on one side.
type reachesPHI func(side *account.Account, p *account.Principal) bool

// reachesPHI reports whether it does on either side.
func (m *changeMeaning) reachesPHI() bool {
	return m.Before != nil && m.Before.PHI || m.After != nil && m.After.PHI
}

// standing collects what bears on a principal; nil for none.
func standing(p *account.Principal, phi bool) *standingMeaning {
	if p == nil {
		return nil
	}
	out := &standingMeaning{Grants: []string{}, Undetermined: []string{}, PHI: phi}
	for _, a := range p.All() {
		out.document(a.Document)
	}
	if p.Trust != nil {
		if out.Trust = p.Trust.Meaning(); p.Trust.Policy == nil {
			out.Undetermined = append(out.Undetermined, out.Trust)
		}
	}
	switch b := p.Boundary; b.State {
	case account.BoundaryPresent:
		out.Boundary = b.Document.Meaning()
	case account.BoundaryNotAtHand:
		out.Boundary = b.ARN
	case account.BoundaryUnknown:
		if !p.Outside {
			out.Boundary = "not known"
			out.Undetermined = append(out.Undetermined, "boundary")
		}
	}
	out.Undetermined = append(out.Undetermined, groupLines(p)...)
	out.sort()
	return out
}

// guardrailsChange reports whether the plan changes what the organisation allows.
func guardrailsChange(c *account.Change) bool {
	of := func(a *account.Account) []string {
		var out []string
		for _, g := range a.Guardrails {
			for _, t := range g.Targets {
				out = append(out, g.Document.Kind.String()+" "+cmp.Or(t.ID, t.Holder)+" "+g.Document.Meaning())
			}
		}
		slices.Sort(out)
		return out
	}
	return !slices.Equal(of(c.Before), of(c.After))
}

// groupLines are the groups whose policies are not at hand: who joins one may do
// what nothing here tells.
func groupLines(p *account.Principal) []string {
	var out []string
	for _, m := range p.GroupsNotAtHand() {
		out = append(out, "group "+m.Group.Name)
	}
	return slices.Compact(out)
}

// guardrailLines are the guardrails that bear on a principal, each with its
// level: a policy means something else at another one.
func guardrailLines(p *account.Principal) []string {
	if p == nil || p.Guardrails == nil {
		return nil
	}
	var out []string
	for i, levels := range [][][]*account.Document{p.Guardrails.SCP, p.Guardrails.RCP} {
		for at, level := range levels {
			for _, d := range level {
				out = append(out, fmt.Sprintf("%s %d %s", []string{"scp", "rcp"}[i], at, d.Meaning()))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *standingMeaning) under(p *account.Principal) {
	if s != nil {
		s.Guardrails = guardrailLines(p)
	}
}

func (s *standingMeaning) document(d *account.Document) {
	text := d.Meaning()
	s.Grants = append(s.Grants, text)
	if d.Policy == nil && !d.NotAtHand {
		s.Undetermined = append(s.Undetermined, text)
	}
}

func (s *standingMeaning) sort() {
	slices.Sort(s.Grants)
	slices.Sort(s.Undetermined)
	slices.Sort(s.Guardrails)
	s.Guardrails = slices.Compact(s.Guardrails)
	s.Grants, s.Undetermined = slices.Compact(s.Grants), slices.Compact(s.Undetermined)
}

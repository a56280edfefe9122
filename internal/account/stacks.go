// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"regexp"
	"strconv"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Stacks are the names of the stacks of a change that [Unite] made of several. In
// it every address stands as in a module of its stack's own, so that equal
// addresses of two stacks differ, and so do the references to them.
type Stacks []string

// stackMark is how an address of a stack begins. No module has such a name.
var stackMark = regexp.MustCompile(`module\.⟦([0-9]+)⟧\.`)

func markOf(stack int) string { return "module.⟦" + strconv.Itoa(stack) + "⟧." }

// Split takes the stack off an address. Where it has none, stack is what is given.
func (s Stacks) Split(address, none string) (stack, plain string) {
	if at := stackMark.FindStringSubmatchIndex(address); len(s) > 0 && at != nil && at[0] == 0 {
		if n, err := strconv.Atoi(address[at[2]:at[3]]); err == nil && n < len(s) {
			return s[n], address[at[1]:]
		}
	}
	return none, address
}

// Text writes the addresses of a text as people know them: those of one stack as
// its configuration has them, those of others with the stack before them.
func (s Stacks) Text(own, text string) string {
	if len(s) == 0 {
		return text
	}
	return s.Rewrite(text, func(stack string) string {
		if stack == own {
			return ""
		}
		return stack + ":"
	})
}

// Rewrite writes for each address of a text what stands for its stack before it.
func (s Stacks) Rewrite(text string, name func(stack string) string) string {
	return stackMark.ReplaceAllStringFunc(text, func(mark string) string {
		stack, rest := s.Split(mark, "")
		if rest != "" {
			return mark // of no stack
		}
		return name(stack)
	})
}

// renamer copies one side of a change with a mark before every address. What
// several places share they share in the copy.
type renamer struct {
	mark       string
	principals map[*Principal]*Principal
	documents  map[*Document]*Document
	policies   policyCopies
	stores     map[*Store]*Store
	resources  map[*Resource]*Resource
	guardrails map[*Guardrails]*Guardrails
}

// under returns the change as that of a stack among others.
func (c *Change) under(mark string) *Change {
	policies := policyCopies{}
	side := func(a *Account) *Account {
		r := &renamer{
			mark: mark, principals: map[*Principal]*Principal{}, documents: map[*Document]*Document{}, policies: policies,
			stores: map[*Store]*Store{}, resources: map[*Resource]*Resource{}, guardrails: map[*Guardrails]*Guardrails{},
		}
		return r.account(a)
	}
	out := &Change{Before: side(c.Before), After: side(c.After), Recorded: side(c.Recorded), Kept: map[string]bool{}, SourceGiven: c.SourceGiven}
	if c.Recorded == nil {
		out.Recorded = side(c.Before) // as it was found, it was written
	}
	for address, kept := range c.Kept {
		out.Kept[mark+address] = kept
	}
	return out
}

func (r *renamer) at(address string) string {
	if address == "" {
		return ""
	}
	return r.mark + address
}

func (r *renamer) account(a *Account) *Account {
	if a == nil {
		return nil
	}
	out := &Account{SCP: r.levels(a.SCP)}
	out.Principals = copies(a.Principals, r.principal)
	out.Documents = copies(a.Documents, r.document)
	out.Stores = copies(a.Stores, r.store)
	out.Resources = copies(a.Resources, r.resource)
	for _, t := range a.Trails {
		c := *t
		c.Address, c.PreviousAddress = r.at(t.Address), r.at(t.PreviousAddress)
		out.Trails = append(out.Trails, &c)
	}
	for _, p := range a.PasswordPolicy {
		c := *p
		c.Address, c.PreviousAddress = r.at(p.Address), r.at(p.PreviousAddress)
		out.PasswordPolicy = append(out.PasswordPolicy, &c)
	}
	for _, p := range a.Providers {
		c := *p
		c.Address = r.at(p.Address)
		out.Providers = append(out.Providers, &c)
	}
	for _, g := range a.Guardrails {
		c := &Guardrail{Document: r.document(g.Document)}
		for _, t := range g.Targets {
			t.Address, t.PreviousAddress, t.Holder = r.at(t.Address), r.at(t.PreviousAddress), r.at(t.Holder)
			c.Targets = append(c.Targets, t)
		}
		out.Guardrails = append(out.Guardrails, c)
	}
	return out
}

func copies[T any](list []*T, one func(*T) *T) []*T {
	var out []*T
	for _, e := range list {
		out = append(out, one(e))
	}
	return out
}

// once returns the copy of something, which is made the first time.
func once[T any](made map[*T]*T, of *T, fill func(c *T)) *T {
	if of == nil {
		return nil
	}
	if c, ok := made[of]; ok {
		return c
	}
	c := *of
	made[of] = &c
	fill(&c)
	return &c
}

func (r *renamer) principal(p *Principal) *Principal {
	return once(r.principals, p, func(c *Principal) {
		c.Address, c.PreviousAddress, c.At, c.PreviousAt = r.at(p.Address), r.at(p.PreviousAddress), r.at(p.At), r.at(p.PreviousAt)
		c.Trust = r.document(p.Trust)
		c.Identity = r.attachments(p.Identity)
		c.Boundary.Address, c.Boundary.Document = r.at(p.Boundary.Address), r.document(p.Boundary.Document)
		c.Guardrails = once(r.guardrails, p.Guardrails, func(g *Guardrails) { g.SCP, g.RCP = r.levels(g.SCP), r.levels(g.RCP) })
		c.Groups = nil
		for _, m := range p.Groups {
			c.Groups = append(c.Groups, Membership{Group: r.principal(m.Group), Address: r.at(m.Address)})
		}
		c.AccessKeys = copies(p.AccessKeys, r.credential)
		c.Login = r.credential(p.Login)
		c.EnforcesMFA = nil
		for who, holds := range p.EnforcesMFA {
			if c.EnforcesMFA == nil {
				c.EnforcesMFA = map[string]bool{}
			}
			c.EnforcesMFA[r.reference(who)] = holds
		}
	})
}

// reference marks what stands for a value that is not known: <address.attribute>.
func (r *renamer) reference(s string) string {
	if len(s) > 1 && s[0] == '<' {
		return "<" + r.mark + s[1:]
	}
	return s
}

func (r *renamer) credential(c *Credential) *Credential {
	if c == nil {
		return nil
	}
	out := *c
	out.Address, out.PreviousAddress = r.at(c.Address), r.at(c.PreviousAddress)
	return &out
}

func (r *renamer) attachments(list []Attachment) []Attachment {
	var out []Attachment
	for _, a := range list {
		one := Attachment{Document: r.document(a.Document)}
		for _, v := range a.Via {
			one.Via = append(one.Via, Related{Address: r.at(v.Address), Relation: v.Relation})
		}
		out = append(out, one)
	}
	return out
}

func (r *renamer) levels(list [][]*Document) [][]*Document {
	var out [][]*Document
	for _, level := range list {
		out = append(out, copies(level, r.document))
	}
	return out
}

func (r *renamer) document(d *Document) *Document {
	return once(r.documents, d, func(c *Document) {
		c.Address, c.PreviousAddress = r.at(d.Address), r.at(d.PreviousAddress)
		c.Policy = r.policies.rename(d.Policy, r.mark)
	})
}

func (r *renamer) store(s *Store) *Store {
	return once(r.stores, s, func(c *Store) {
		c.Address, c.PreviousAddress, c.At, c.PreviousAt = r.at(s.Address), r.at(s.PreviousAddress), r.at(s.At), r.at(s.PreviousAt)
		c.Resource, c.Policies = r.resource(s.Resource), r.attachments(s.Policies)
		c.Patterns = nil
		for _, p := range s.Patterns {
			c.Patterns = append(c.Patterns, r.reference(p))
		}
	})
}

func (r *renamer) resource(one *Resource) *Resource {
	return once(r.resources, one, func(c *Resource) {
		c.Address, c.PreviousAddress = r.at(one.Address), r.at(one.PreviousAddress)
		if one.Follow == nil {
			return
		}
		c.Follow = func(path string) []Reference {
			var out []Reference
			for _, ref := range one.Follow(path) {
				ref.Address = r.at(ref.Address)
				out = append(out, ref)
			}
			return out
		}
	})
}

// policyCopies are the policies that were renamed. Documents that share their
// statements, being read as two kinds, share them in the copies.
type policyCopies map[statementsKey]*policy.Document

type statementsKey struct {
	first *policy.Statement
	kind  policy.Kind
}

func (made policyCopies) rename(d *policy.Document, mark string) *policy.Document {
	if d == nil || len(d.Holes) == 0 || len(d.Statements) == 0 {
		return d
	}
	key := statementsKey{d.Statements[0], d.Kind}
	if made[key] == nil {
		made[key] = d.Rename(func(name string) string { return mark + name })
	}
	c := *made[key]
	c.Name = d.Name
	return &c
}

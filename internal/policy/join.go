// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"slices"
	"strings"
)

// Join returns documents that AWS evaluates together as one, which has the kind
// and the name of the first: a key policy and the key's grants, for one. Nil
// documents are left out; nil is returned where nothing is left. Statements are
// numbered anew and keep their Sids, so that a Sid may stand twice.
func Join(docs ...*Document) *Document {
	docs = slices.DeleteFunc(slices.Clone(docs), func(d *Document) bool { return d == nil })
	switch len(docs) {
	case 0:
		return nil
	case 1:
		return docs[0]
	}
	first := docs[0]
	out := &Document{Name: first.Name, Kind: first.Kind, Version: first.Version}
	for _, d := range docs {
		by := rune(len(out.Holes))
		for _, s := range d.Statements {
			c := s.shift(by)
			c.Index = len(out.Statements)
			out.Statements = append(out.Statements, c)
		}
		out.Holes = append(out.Holes, d.Holes...)
		out.Length += d.Length
		out.FullLength += d.FullLength
	}
	return out
}

// shift returns a copy of the statement in which the characters that stand for
// unknown values are those of a document with more holes before its own. What
// was compiled from the texts goes by the holes' names, and stays.
func (s *Statement) shift(by rune) *Statement {
	c := *s
	if by == 0 {
		return &c
	}
	c.Principal, c.NotPrincipal = s.Principal.shift(by), s.NotPrincipal.shift(by)
	c.Action, c.NotAction = s.Action.shift(by), s.NotAction.shift(by)
	c.Resource, c.NotResource = s.Resource.shift(by), s.NotResource.shift(by)
	c.Conditions = make([]*Condition, len(s.Conditions))
	for i, k := range s.Conditions {
		_ = k.ID() // made of the texts as they stand in their own document, and kept
		n := *k
		n.Key, n.Values = shiftText(k.Key, by), shiftTexts(k.Values, by)
		c.Conditions[i] = &n
	}
	return &c
}

func (p *Patterns) shift(by rune) *Patterns {
	if p == nil {
		return nil
	}
	c := *p
	c.List = make([]*Pattern, len(p.List))
	for i, e := range p.List {
		n := *e
		n.Text.Value = shiftText(e.Text.Value, by)
		c.List[i] = &n
	}
	return &c
}

func (e *Principals) shift(by rune) *Principals {
	if e == nil {
		return nil
	}
	c := *e
	c.AWS, c.Service = shiftTexts(e.AWS, by), shiftTexts(e.Service, by)
	c.Federated, c.CanonicalUser = shiftTexts(e.Federated, by), shiftTexts(e.CanonicalUser, by)
	return &c
}

func shiftTexts(list []Text, by rune) []Text {
	out := make([]Text, len(list))
	for i, t := range list {
		out[i] = Text{Value: shiftText(t.Value, by), Range: t.Range}
	}
	if list == nil {
		return nil
	}
	return out
}

func shiftText(s string, by rune) string {
	return strings.Map(func(r rune) rune {
		if r >= holeBase && r < holeBase+maxHoles {
			return r + by
		}
		return r
	}, s)
}

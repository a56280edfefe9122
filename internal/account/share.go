// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "reflect"

// Share makes the principals and documents that a change leaves exactly as they
// are the same objects on both sides, so that what is found out about one is found
// out once. Most of a plan is so. Principals and documents are not to be altered
// afterwards.
func (c *Change) Share() {
	s := &sharer{documents: map[*Document]*Document{}, principals: map[*Principal]*Principal{}}
	s.collect(c.Before, c.After)
	for i, d := range c.Before.Documents {
		c.Before.Documents[i] = s.document(d)
	}
	for _, store := range c.Before.Stores {
		s.attachments(store.Policies)
	}
	for _, g := range c.Before.Guardrails {
		g.Document = s.document(g.Document)
	}
	for _, p := range c.Before.Principals {
		p.Trust, p.Boundary.Document = s.document(p.Trust), s.document(p.Boundary.Document)
		s.attachments(p.Identity)
	}
	after := map[string]*Principal{}
	for _, p := range c.After.Principals {
		after[p.Key()] = p
	}
	// Groups first: users refer to them.
	for _, groups := range []bool{true, false} {
		for i, p := range c.Before.Principals {
			if (p.Kind == Group) != groups {
				continue
			}
			for j, m := range p.Groups {
				if g := s.principals[m.Group]; g != nil {
					p.Groups[j].Group = g
				}
			}
			if a := after[p.Key()]; a != nil && a.PreviousAddress == "" && a.PreviousAt == "" && reflect.DeepEqual(p, a) {
				s.principals[p] = a
				c.Before.Principals[i] = a
			}
		}
	}
}

// sharer knows what stands for a document or a principal of the side before.
type sharer struct {
	documents  map[*Document]*Document
	principals map[*Principal]*Principal
}

// placeOf is where a document stands. A document outside of the plan is known by
// its ARN.
type placeOf struct{ address, attribute, arn, name string }

func (s *sharer) collect(before, after *Account) {
	places := map[placeOf]*Document{}
	for _, d := range after.Documents {
		places[placeOf{d.Address, d.Attribute, d.ARN, d.Name}] = d
	}
	for _, d := range before.Documents {
		if a := places[placeOf{d.Address, d.Attribute, d.ARN, d.Name}]; a != nil && a.PreviousAddress == "" && reflect.DeepEqual(d, a) {
			s.documents[d] = a
		}
	}
}

func (s *sharer) document(d *Document) *Document {
	if a := s.documents[d]; a != nil {
		return a
	}
	return d
}

func (s *sharer) attachments(list []Attachment) {
	for i := range list {
		list[i].Document = s.document(list[i].Document)
	}
}

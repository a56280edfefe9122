// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

// Rename returns the document with other names for what is not known until apply,
// so that equal references of two configurations are not taken for one. A
// document without such values is returned as it is.
func (d *Document) Rename(name func(string) string) *Document {
	if d == nil || len(d.Holes) == 0 {
		return d
	}
	c := *d
	c.Holes = make([]Hole, len(d.Holes))
	for i, h := range d.Holes {
		c.Holes[i] = Hole{Name: name(h.Name), Wild: h.Wild}
	}
	p := &parser{kind: d.Kind, holes: c.Holes, variables: d.Version == "2012-10-17"}
	c.Statements = make([]*Statement, len(d.Statements))
	for i, s := range d.Statements {
		n := *s
		n.Principal, n.NotPrincipal = s.Principal.rename(p.holes), s.NotPrincipal.rename(p.holes)
		n.Action, n.NotAction = s.Action.rename(p.action), s.NotAction.rename(p.action)
		n.Resource, n.NotResource = s.Resource.rename(p.resource), s.NotResource.rename(p.resource)
		n.Conditions = make([]*Condition, len(s.Conditions))
		for j, k := range s.Conditions {
			one := *k
			one.compile(p.holes, p.variables)
			n.Conditions[j] = &one
		}
		c.Statements[i] = &n
	}
	return &c
}

func (p *Patterns) rename(compile func(Text) *Pattern) *Patterns {
	if p == nil {
		return nil
	}
	c := &Patterns{Range: p.Range}
	for _, e := range p.List {
		c.List = append(c.List, compile(e.Text))
	}
	c.index()
	return c
}

func (e *Principals) rename(holes []Hole) *Principals {
	if e == nil {
		return nil
	}
	c := &Principals{All: e.All, AWS: e.AWS, Service: e.Service, Federated: e.Federated, CanonicalUser: e.CanonicalUser, Range: e.Range}
	c.index(holes)
	return c
}

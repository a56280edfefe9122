// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// place is an argument of a resource instance.
type place struct {
	n  *resourceNode
	at hcl.Range
	// x is the expression, with the steps into its value that follow; or attr
	// is an attribute that the configuration does not give; or blocks are the
	// nested blocks that the path ends at.
	x      hcl.Expression
	scope  *scope
	steps  hcl.Traversal
	attr   string
	blocks []written
}

// place finds an argument by its path.
func (n *resourceNode) place(path string) (*place, error) {
	e := n.m.e
	if path == "" {
		return &place{n: n, at: n.block.def}, nil
	}
	t, diags := hclsyntax.ParseTraversalAbs([]byte(path), "path", hcl.InitialPos)
	if diags.HasErrors() || len(path) > maxText {
		return nil, fail(n.block.def, "%q is no path of an argument", path)
	}
	s, err := n.scope()
	if err != nil {
		return nil, err
	}
	p := &place{n: n, at: n.block.def, scope: s}
	b := n.block
	for {
		name := stepText(t[0])
		t = t[1:]
		if a := b.attr(name); a != nil {
			p.x, p.at, p.steps = a.Expr, a.Expr.Range(), t
			return p, nil
		}
		if !b.hasBlocks(name) {
			if b == n.block {
				p.attr, p.steps = name, t
			} // else the argument is absent
			return p, nil
		}
		list, open, err := e.nestedBlocks(b, p.scope, name)
		if err != nil {
			return nil, err
		}
		if open != nil {
			f, err := e.scan(open.value)
			if err != nil {
				return nil, err
			}
			return nil, &halt{what: e.because("which "+name+" blocks there are", f), at: p.at}
		}
		if len(t) == 0 {
			p.blocks = list
			if list == nil {
				p.blocks = []written{}
			}
			return p, nil
		}
		w, rest, err := pick(list, name, t, n.block.def)
		if err != nil {
			return nil, err
		}
		b, p.scope, p.at, t = w.block, w.scope, w.at, rest
		if len(t) == 0 {
			p.blocks = []written{w}
			return p, nil
		}
	}
}

// pick takes one of nested blocks: by its number, or the only one.
func pick(list []written, name string, t hcl.Traversal, at hcl.Range) (written, hcl.Traversal, error) {
	i := 0
	if x, ok := t[0].(hcl.TraverseIndex); ok {
		n, isNumber := lengthNumber(x.Key)
		if !isNumber {
			return written{}, nil, fail(at, "%s blocks are found by number", name)
		}
		i, t = n, t[1:]
	}
	if i >= len(list) {
		return written{}, nil, fail(at, "there is no %s[%d]", name, i)
	}
	return list[i], t, nil
}

// value evaluates the argument.
func (p *place) value() (cty.Value, error) {
	e := p.n.m.e
	switch {
	case p.x != nil:
		n, err := e.node(p.x, p.scope)
		if err != nil {
			return cty.NilVal, err
		}
		if n, err = e.walk(n, p.steps); err != nil {
			return cty.NilVal, err
		}
		return n.value()
	case p.blocks != nil:
		return cty.NilVal, fail(p.at, "a block is no value")
	case p.attr == "" || p.n.mode != "data":
		return cty.NullVal(cty.DynamicPseudoType), nil
	}
	// A data source is read: it has attributes that nobody writes.
	x, err := p.n.attr(p.attr, p.at)
	if err != nil {
		return cty.NilVal, err
	}
	if x, err = e.walk(x, p.steps); err != nil {
		return cty.NilVal, err
	}
	return x.value()
}

// origin returns the expression of the argument, for positions.
func (p *place) origin() *origin {
	o := &origin{x: p.x, scope: p.scope}
	if p.x == nil {
		if p.n.mode != "data" || p.attr == "" {
			return nil
		}
		o.x, o.resource = nil, p.n
		here := o.at(p.attr)
		return &here
	}
	for _, s := range p.steps {
		switch s := s.(type) {
		case hcl.TraverseAttr:
			*o = o.at(s.Name)
		case hcl.TraverseIndex:
			if s.Key.Type() == cty.String {
				*o = o.at(s.Key.AsString())
			} else if i, ok := lengthNumber(s.Key); ok {
				*o = o.at(i)
			}
		}
	}
	return o
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// forExpr evaluates [for …] and {for …}.
func (e *engine) forExpr(x *hclsyntax.ForExpr, s *scope) (cty.Value, error) {
	n, err := e.node(x.CollExpr, s)
	if err != nil {
		return cty.NilVal, err
	}
	l, err := n.elements(x.CollExpr.Range())
	if err != nil {
		return cty.NilVal, err
	}
	switch {
	case l.isOpen():
		f, err := e.scan(l.open)
		if err != nil {
			return cty.NilVal, err
		}
		return e.undecided("for "+e.show(l.open), e.because("what a for-expression goes through", f), l.open)
	case l.null:
		return cty.NilVal, fail(x.CollExpr.Range(), "a for-expression goes through null")
	case l.single:
		return cty.NilVal, fail(x.CollExpr.Range(), "a for-expression goes through what is no collection")
	}
	loose, err := e.loose(l)
	if err != nil {
		return cty.NilVal, err
	}
	out := &forResult{e: e, x: x, marks: l.marks}
	for _, i := range l.list {
		if done, v, err := out.add(i, s); done || err != nil {
			return v, err
		}
	}
	v, err := out.value()
	if err == nil && loose {
		v = v.Mark(unordered{})
	}
	return v, err
}

// loose reports whether the order, or the number, of elements depends on holes.
func (e *engine) loose(l *elements) (bool, error) {
	if _, marked := l.marks[unordered{}]; marked {
		return true, nil
	}
	if !l.set && !l.keyed {
		return false, nil
	}
	for _, i := range l.list {
		v := i.key
		if l.set {
			var err error
			if v, err = i.value.value(); err != nil {
				return false, err
			}
		}
		f, err := e.scan(v)
		if err != nil || f.open() {
			return true, err
		}
	}
	return false, nil
}

// forResult collects the results of a for-expression.
type forResult struct {
	e     *engine
	x     *hclsyntax.ForExpr
	marks cty.ValueMarks
	list  []cty.Value
	named map[string][]cty.Value
}

// mark adds marks to the whole result.
func (r *forResult) mark(marks cty.ValueMarks) {
	if len(marks) > 0 {
		r.marks = cty.NewValueMarks(r.marks, marks)
	}
}

// add evaluates one round. done says that v is the whole result.
func (r *forResult) add(i element, s *scope) (done bool, v cty.Value, err error) {
	e, x := r.e, r.x
	if err := e.step(1); err != nil {
		return true, cty.NilVal, err
	}
	vars := map[string]node{x.ValVar: i.value}
	if x.KeyVar != "" {
		key := i.key
		if key.Type() == cty.NilType || key == cty.NilVal {
			key = cty.NullVal(cty.DynamicPseudoType)
		}
		vars[x.KeyVar] = valueNode{e, key}
	}
	in := s.with(vars)
	if x.CondExpr != nil {
		v, err := e.eval(x.CondExpr, in)
		if err != nil {
			return true, v, err
		}
		f, err := e.scan(v)
		if err != nil {
			return true, v, err
		}
		if f.open() {
			v, err = e.undecided("for … if "+e.show(v), e.because("the if of a for-expression", f), v)
			return true, v, err
		}
		b, err := e.truthOf(v, x.CondExpr.Range())
		if err != nil {
			return true, v, err
		}
		_, marks := v.Unmark()
		r.mark(marks)
		if !b {
			return false, v, nil
		}
	}
	var name string
	if x.KeyExpr != nil {
		key, err := e.eval(x.KeyExpr, in)
		if err != nil {
			return true, key, err
		}
		var marks cty.ValueMarks
		if name, marks, err = e.key(key, x.KeyExpr.Range()); err != nil {
			return true, key, err
		}
		r.mark(marks)
	}
	if v, err = e.eval(x.ValExpr, in); err != nil {
		return true, v, err
	}
	if x.KeyExpr == nil {
		r.list = append(r.list, v)
		return false, v, nil
	}
	if r.named == nil {
		r.named = map[string][]cty.Value{}
	}
	if _, twice := r.named[name]; twice && !x.Group {
		return true, v, fail(x.KeyExpr.Range(), "two rounds of a for-expression give the same key")
	}
	r.named[name] = append(r.named[name], v)
	return false, v, nil
}

func (r *forResult) value() (cty.Value, error) {
	if r.x.KeyExpr == nil {
		return cty.TupleVal(r.list).WithMarks(r.marks), nil
	}
	fields := map[string]cty.Value{}
	for name, list := range r.named {
		if r.x.Group {
			fields[name] = cty.TupleVal(list)
		} else {
			fields[name] = list[0]
		}
	}
	return cty.ObjectVal(fields).WithMarks(r.marks), nil
}

// splat evaluates collection[*].attribute.
func (e *engine) splat(x *hclsyntax.SplatExpr, s *scope) (cty.Value, error) {
	n, err := e.node(x.Source, s)
	if err != nil {
		return cty.NilVal, err
	}
	l, err := n.elements(x.Source.Range())
	if err != nil {
		return cty.NilVal, err
	}
	if l.isOpen() {
		return e.extend(l.open, "[*]"+e.eachName(x.Each))
	}
	if l.null {
		if v, err := n.value(); err != nil || !v.Type().IsListType() && !v.Type().IsTupleType() && !v.Type().IsSetType() {
			return cty.EmptyTupleVal.WithMarks(l.marks), err
		}
		return cty.NilVal, fail(x.SrcRange, "a splat goes through null")
	}
	if l.keyed || l.single {
		l = &elements{list: []element{{value: n}}} // one value is a list of one
	}
	loose, err := e.loose(l)
	if err != nil {
		return cty.NilVal, err
	}
	list := make([]cty.Value, 0, len(l.list))
	for _, i := range l.list {
		v, err := e.eval(x.Each, &scope{parent: s, mod: s.mod, symbol: x.Item, item: i.value})
		if err != nil {
			return v, err
		}
		list = append(list, v)
	}
	out := cty.TupleVal(list).WithMarks(l.marks)
	if v, ok := n.(valueNode); ok && len(list) > 0 && cty.CanListVal(list) && (v.v.Type().IsListType() || v.v.Type().IsSetType()) {
		out = cty.ListVal(list).WithMarks(l.marks)
	}
	if loose {
		out = out.Mark(unordered{})
	}
	return out, nil
}

// eachName writes the part of a splat after the star, as far as it is a path.
func (e *engine) eachName(x hcl.Expression) string {
	t, ok := x.(*hclsyntax.RelativeTraversalExpr)
	if !ok {
		return ""
	}
	var name string
	for _, s := range t.Traversal {
		switch s := s.(type) {
		case hcl.TraverseAttr:
			name += "." + s.Name
		case hcl.TraverseIndex:
			name += "[" + e.show(s.Key) + "]"
		}
	}
	return name
}

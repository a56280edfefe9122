// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// origin is where a part of a value comes from: an expression, and the steps
// into its value.
type origin struct {
	x     hcl.Expression
	scope *scope
	// resource takes the place of x for an attribute of a resource.
	resource *resourceNode
	// steps are names, numbers, and asDocument for "the text, decoded".
	steps []any
}

// asDocument is the step from the text of a document to what it says.
type documentStep struct{}

var asDocument = documentStep{}

func (o origin) at(step any) origin {
	o.steps = append(slices.Clip(slices.Clone(o.steps)), step)
	return o
}

// locate follows an origin as far as it goes. Nothing that it meets is an error:
// the place is for people.
func (e *engine) locate(o origin, fallback hcl.Range) hcl.Range {
	at := fallback
	for range maxDepth {
		if e.step(1) != nil {
			return at
		}
		if o.resource == nil && o.x != nil {
			if o.x.Range().Filename != "" {
				at = o.x.Range()
			}
			if len(o.steps) == 0 {
				return at
			}
		}
		next, place := e.follow(o)
		if place != nil {
			return *place
		}
		if next == nil {
			return at
		}
		o = *next
	}
	return at
}

// follow takes one step: to another origin, or to the place itself.
func (e *engine) follow(o origin) (*origin, *hcl.Range) {
	if o.resource != nil {
		return e.followResource(o)
	}
	with := func(x hcl.Expression, s *scope, steps []any) (*origin, *hcl.Range) {
		return &origin{x: x, scope: s, steps: steps}, nil
	}
	switch x := o.x.(type) {
	case *hclsyntax.ParenthesesExpr:
		return with(x.Expression, o.scope, o.steps)
	case *hclsyntax.TemplateWrapExpr:
		return with(x.Wrapped, o.scope, o.steps)
	case *hclsyntax.ConditionalExpr:
		c, err := e.eval(x.Condition, o.scope)
		if err != nil || !c.IsKnown() {
			return nil, nil
		}
		if s, _ := asString(c); s == "true" {
			return with(x.TrueResult, o.scope, o.steps)
		}
		return with(x.FalseResult, o.scope, o.steps)
	case *hclsyntax.ScopeTraversalExpr:
		return e.followReference(x.Traversal, o), nil
	case *hclsyntax.RelativeTraversalExpr:
		return with(x.Source, o.scope, append(stepsOf(x.Traversal), o.steps...))
	case *hclsyntax.IndexExpr:
		k, err := e.eval(x.Key, o.scope)
		if err != nil || !k.IsKnown() || k.IsNull() {
			return nil, nil
		}
		return with(x.Collection, o.scope, append(stepsOf(hcl.Traversal{hcl.TraverseIndex{Key: plainValue(k)}}), o.steps...))
	case *hclsyntax.ObjectConsExpr:
		name, ok := o.steps[0].(string)
		if !ok {
			return nil, nil
		}
		for i := len(x.Items) - 1; i >= 0; i-- {
			k, err := e.eval(x.Items[i].KeyExpr, o.scope)
			if err != nil || !k.IsKnown() {
				return nil, nil
			}
			if s, ok := asString(k); ok && (s == name || name == "Statement" && strings.EqualFold(s, name)) {
				return with(x.Items[i].ValueExpr, o.scope, o.steps[1:])
			}
		}
	case *hclsyntax.TupleConsExpr:
		if i, ok := o.steps[0].(int); ok && i < len(x.Exprs) {
			return with(x.Exprs[i], o.scope, o.steps[1:])
		}
	case *hclsyntax.ForExpr:
		return e.followFor(x, o), nil
	case *hclsyntax.FunctionCallExpr:
		return e.followCall(x, o)
	case *hclsyntax.TemplateExpr:
		return nil, e.inTemplate(x, o, e.tree.texts[x.SrcRange.Filename])
	}
	return nil, nil
}

func stepsOf(t hcl.Traversal) []any {
	var out []any
	for _, s := range t {
		switch s := s.(type) {
		case hcl.TraverseRoot:
			out = append(out, s.Name)
		case hcl.TraverseAttr:
			out = append(out, s.Name)
		case hcl.TraverseIndex:
			if s.Key.Type() == cty.String {
				out = append(out, s.Key.AsString())
			} else if i, ok := lengthNumber(s.Key); ok {
				out = append(out, i)
			}
		}
	}
	return out
}

// followFor goes into the round of a for-expression that gives an element.
func (e *engine) followFor(x *hclsyntax.ForExpr, o origin) *origin {
	n, err := e.node(x.CollExpr, o.scope)
	if err != nil {
		return nil
	}
	l, err := n.elements(x.CollExpr.Range())
	if err != nil || l.isOpen() {
		return nil
	}
	taken := 0
	for _, i := range l.list {
		if e.step(1) != nil {
			return nil
		}
		vars := map[string]node{x.ValVar: i.value}
		if x.KeyVar != "" && i.key != cty.NilVal {
			vars[x.KeyVar] = valueNode{e, i.key}
		}
		in := o.scope.with(vars)
		if x.CondExpr != nil {
			c, err := e.eval(x.CondExpr, in)
			if err != nil || !c.IsKnown() {
				return nil
			}
			if s, _ := asString(c); s != "true" {
				continue
			}
		}
		var match bool
		if x.KeyExpr == nil {
			match = o.steps[0] == taken
		} else {
			k, err := e.eval(x.KeyExpr, in)
			if err != nil || !k.IsKnown() {
				return nil
			}
			s, ok := asString(k)
			match = ok && o.steps[0] == s
		}
		if match {
			return &origin{x: x.ValExpr, scope: in, steps: o.steps[1:]}
		}
		taken++
	}
	return nil
}

// followReference goes to the definition of what a reference names.
func (e *engine) followReference(t hcl.Traversal, o origin) *origin {
	steps := append(stepsOf(t), o.steps...)
	name := func(i int) string {
		if i < len(steps) {
			s, _ := steps[i].(string)
			return s
		}
		return ""
	}
	m := o.scope.mod
	if m == nil || o.scope.lookup(name(0)) != nil {
		return nil
	}
	switch name(0) {
	case "local":
		if x := m.called.locals[name(1)]; x != nil {
			return &origin{x: x, scope: m.scope(), steps: steps[2:]}
		}
	case "var":
		if m.block != nil {
			if a := m.block.attr(name(1)); a != nil {
				return &origin{x: a.Expr, scope: m.outer, steps: steps[2:]}
			}
		}
		if _, given := e.in.Variables[name(1)]; m.block == nil && given {
			return nil
		}
		if a := m.called.variables[name(1)].attr("default"); a != nil {
			return &origin{x: a.Expr, scope: &scope{}, steps: steps[2:]}
		}
	case "module":
		return e.followModule(m, steps)
	case "data":
		key := "data." + name(1) + "." + name(2)
		b := m.called.resources[key]
		if b == nil {
			return nil
		}
		rest := steps[3:]
		x, err := m.expand(b, key, within(m.address, key))
		if err != nil {
			return nil
		}
		i, rest, ok := x.step(rest)
		if !ok {
			return nil
		}
		return &origin{resource: m.instance(b, key, x, i), steps: rest}
	}
	return nil
}

// step takes the instance key off a path.
func (x *expansion) step(rest []any) (element, []any, bool) {
	if x.kind == single {
		return x.list[0], rest, true
	}
	if len(rest) == 0 {
		return element{}, nil, false
	}
	var key cty.Value
	switch k := rest[0].(type) {
	case int:
		key = cty.NumberIntVal(int64(k))
	case string:
		key = cty.StringVal(k)
	default:
		return element{}, nil, false
	}
	i, ok := x.find(key)
	return i, rest[1:], ok
}

// followModule goes to the output of a module.
func (e *engine) followModule(m *moduleInstance, steps []any) *origin {
	if len(steps) < 3 {
		return nil
	}
	name, _ := steps[1].(string)
	b := m.called.calls[name]
	if b == nil {
		return nil
	}
	x, err := m.expand(b, "module."+name, within(m.address, "module."+name))
	if err != nil {
		return nil
	}
	i, rest, ok := x.step(steps[2:])
	if !ok || len(rest) == 0 {
		return nil
	}
	child, _, err := m.child(b, x, i)
	if err != nil || child == nil {
		return nil
	}
	out, _ := rest[0].(string)
	o := child.called.outputs[out]
	a := o.attr("value")
	if a == nil {
		return nil
	}
	return &origin{x: a.Expr, scope: child.scope(), steps: rest[1:]}
}

// followResource goes to the statement of a policy document.
func (e *engine) followResource(o origin) (*origin, *hcl.Range) {
	n := o.resource
	if n.kind != policyDocument || len(o.steps) != 4 || o.steps[1] != any(asDocument) {
		r := n.block.def
		return nil, &r
	}
	at := n.block.def
	d, err := n.document()
	index, ok := o.steps[3].(int)
	if err != nil || !ok || index >= len(d.all) {
		return nil, &at
	}
	s := d.all[index]
	if s.from != nil {
		return s.from, nil
	}
	return nil, &s.at
}

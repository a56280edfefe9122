// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// eval evaluates an expression to a value.
func (e *engine) eval(x hcl.Expression, s *scope) (cty.Value, error) {
	n, err := e.node(x, s)
	if err != nil {
		return cty.NilVal, err
	}
	return n.value()
}

// node evaluates an expression no further than it has to.
func (e *engine) node(x hcl.Expression, s *scope) (node, error) {
	if err := e.enter(x.Range()); err != nil {
		e.leave()
		return nil, err
	}
	defer e.leave()
	switch x := x.(type) {
	case *hclsyntax.ParenthesesExpr:
		return e.node(x.Expression, s)
	case *hclsyntax.TemplateWrapExpr:
		return e.node(x.Wrapped, s)
	case *hclsyntax.ScopeTraversalExpr:
		return e.reference(x.Traversal, s)
	case *hclsyntax.RelativeTraversalExpr:
		n, err := e.node(x.Source, s)
		if err != nil {
			return nil, err
		}
		return e.walk(n, x.Traversal)
	case *hclsyntax.IndexExpr:
		n, err := e.node(x.Collection, s)
		if err != nil {
			return nil, err
		}
		key, err := e.eval(x.Key, s)
		if err != nil {
			return nil, err
		}
		return n.index(key, x.BracketRange)
	case *hclsyntax.AnonSymbolExpr:
		if n := s.splatItem(x); n != nil {
			return n, nil
		}
		return nil, fail(x.SrcRange, "a splat stands for nothing here")
	case *hclsyntax.ObjectConsKeyExpr:
		if !x.ForceNonLiteral {
			if t, ok := x.Wrapped.(*hclsyntax.ScopeTraversalExpr); ok && len(t.Traversal) > 1 {
				return nil, fail(t.SrcRange, "a key of an object is no reference unless it stands in parentheses")
			}
			if word := hcl.ExprAsKeyword(x.Wrapped); word != "" {
				return valueNode{e, cty.StringVal(word)}, nil
			}
		}
		return e.node(x.Wrapped, s)
	}
	v, err := e.compute(x, s)
	if err != nil {
		return nil, err
	}
	return valueNode{e, v}, nil
}

// compute evaluates the expressions that make new values.
func (e *engine) compute(x hcl.Expression, s *scope) (cty.Value, error) {
	switch x := x.(type) {
	case *hclsyntax.LiteralValueExpr:
		if x.Val.IsKnown() && !x.Val.IsNull() && x.Val.Type() == cty.String {
			return x.Val, e.ownText(x.Val.AsString())
		}
		return x.Val, nil
	case *hclsyntax.TemplateExpr:
		return e.interpolate(x, s)
	case *hclsyntax.TemplateJoinExpr:
		return e.joinTemplate(x, s)
	case *hclsyntax.TupleConsExpr:
		list := make([]cty.Value, 0, len(x.Exprs))
		for _, y := range x.Exprs {
			v, err := e.eval(y, s)
			if err != nil {
				return v, err
			}
			list = append(list, v)
		}
		return cty.TupleVal(list), nil
	case *hclsyntax.ObjectConsExpr:
		return e.object(x, s)
	case *hclsyntax.ForExpr:
		return e.forExpr(x, s)
	case *hclsyntax.SplatExpr:
		return e.splat(x, s)
	case *hclsyntax.ConditionalExpr:
		return e.conditional(x, s)
	case *hclsyntax.BinaryOpExpr:
		return e.binary(x, s)
	case *hclsyntax.UnaryOpExpr:
		return e.unary(x, s)
	case *hclsyntax.FunctionCallExpr:
		return e.call(x, s)
	case *hclsyntax.ExprSyntaxError:
		return cty.NilVal, &halt{what: "the expression does not parse", settle: "source that parses", at: x.SrcRange}
	}
	if _, native := x.(hclsyntax.Expression); native {
		return cty.NilVal, fail(x.Range(), "this kind of expression (%T) is not supported", x)
	}
	return e.jsonExpr(x, s)
}

// object evaluates { key = value, … }.
func (e *engine) object(x *hclsyntax.ObjectConsExpr, s *scope) (cty.Value, error) {
	fields := make(map[string]cty.Value, len(x.Items))
	var marks []cty.ValueMarks
	for _, i := range x.Items {
		key, err := e.eval(i.KeyExpr, s)
		if err != nil {
			return key, err
		}
		name, more, err := e.key(key, i.KeyExpr.Range())
		if err != nil {
			return key, err
		}
		marks = append(marks, more)
		v, err := e.eval(i.ValueExpr, s)
		if err != nil {
			return v, err
		}
		fields[name] = v
	}
	return cty.ObjectVal(fields).WithMarks(marks...), nil
}

// key makes the name of an attribute of a value: a hole stays one in it.
func (e *engine) key(v cty.Value, at hcl.Range) (string, cty.ValueMarks, error) {
	v = e.asText(v)
	v, marks := v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return "", nil, fail(at, "the key of an object is null or not known")
	}
	if _, err := e.scan(v); err != nil {
		return "", nil, err
	}
	name, ok := asString(v)
	if !ok {
		return "", nil, fail(at, "the key of an object is no text")
	}
	delete(marks, unordered{})
	return name, marks, nil
}

// jsonExpr evaluates an expression of the JSON syntax: texts are templates.
func (e *engine) jsonExpr(x hcl.Expression, s *scope) (cty.Value, error) {
	v, diags := x.Value(nil)
	if err := failed(diags, x.Range()); err != nil {
		return cty.NilVal, err
	}
	return e.jsonValue(v, s, x.Range())
}

func (e *engine) jsonValue(v cty.Value, s *scope, at hcl.Range) (cty.Value, error) {
	if err := e.step(1); err != nil {
		return v, err
	}
	if v.IsNull() || !v.IsKnown() {
		return v, nil
	}
	ty := v.Type()
	switch {
	case ty == cty.String:
		return e.jsonText(v.AsString(), s, at)
	case ty.IsTupleType():
		var list []cty.Value
		for it := v.ElementIterator(); it.Next(); {
			_, x := it.Element()
			y, err := e.jsonValue(x, s, at)
			if err != nil {
				return y, err
			}
			list = append(list, y)
		}
		return cty.TupleVal(list), nil
	case ty.IsObjectType():
		fields := map[string]cty.Value{}
		var marks []cty.ValueMarks
		for it := v.ElementIterator(); it.Next(); {
			k, x := it.Element()
			key, err := e.jsonText(k.AsString(), s, at)
			if err != nil {
				return key, err
			}
			name, more, err := e.key(key, at)
			if err != nil {
				return key, err
			}
			marks = append(marks, more)
			if fields[name], err = e.jsonValue(x, s, at); err != nil {
				return v, err
			}
		}
		return cty.ObjectVal(fields).WithMarks(marks...), nil
	}
	return v, nil
}

// jsonText evaluates one text of the JSON syntax. Positions in it are those of
// the whole expression: the parser does not tell where each text stands.
func (e *engine) jsonText(text string, s *scope, at hcl.Range) (cty.Value, error) {
	if err := guard([]byte(text)); err != nil {
		return cty.NilVal, &halt{what: err.Error(), settle: "a simpler configuration", at: at}
	}
	x, diags := hclsyntax.ParseTemplate([]byte(text), at.Filename, at.Start)
	if err := failed(diags, at); err != nil {
		return cty.NilVal, err
	}
	return e.eval(x, s)
}

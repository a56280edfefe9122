// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// variable evaluates an input variable: of the root module from the plan, of
// another one from the call.
func (m *moduleInstance) variable(name string, at hcl.Range) (node, error) {
	b := m.called.variables[name]
	if b == nil {
		return nil, m.absent("var."+name, at)
	}
	label := within(m.address, "var."+name)
	return m.e.once(m.memo, "var."+name, label, at, func() (node, error) {
		v, err := m.variableValue(b, label)
		if err != nil {
			return nil, err
		}
		if m.e.flag(b, "sensitive") {
			v = v.Mark(sensitiveMark{})
		}
		return valueNode{m.e, v}, nil
	})
}

func (m *moduleInstance) variableValue(b *block, label string) (cty.Value, error) {
	e := m.e
	v, err := m.given(b)
	if err != nil {
		return v, err
	}
	ty, defaults, err := e.variableType(b)
	if err != nil {
		return v, err
	}
	nullable := b.attr("nullable") == nil || e.flag(b, "nullable")
	isNull := v != cty.NilVal && v.IsKnown() && v.IsNull()
	if v == cty.NilVal || isNull && !nullable {
		a := b.attr("default")
		if a == nil {
			if isNull {
				return v, fail(b.def, "%s is null", label)
			}
			// Terraform has asked for it, so the plan was made with a value.
			return e.unknown(hole{name: label, wild: true, why: "the plan does not tell the value of " + label})
		}
		if v, err = e.constant(a); err != nil {
			return v, err
		}
	}
	if defaults != nil {
		if f, err := e.scan(v); err != nil {
			return v, err
		} else if f.open() {
			// The defaults of optional attributes are laid over lists of like
			// elements, which the ones with unknown parts no longer are.
			if v, err = e.plain(v); err != nil {
				return v, err
			}
		}
		v = defaults.Apply(v)
	}
	if ty == cty.DynamicPseudoType {
		return v, nil
	}
	return e.convert(v, ty, b.def)
}

// constant evaluates a default. In the JSON syntax its texts are no templates.
func (e *engine) constant(a *hcl.Attribute) (cty.Value, error) {
	if _, native := a.Expr.(hclsyntax.Expression); native {
		return e.eval(a.Expr, &scope{})
	}
	v, diags := a.Expr.Value(nil)
	if err := failed(diags, a.Range); err != nil {
		return v, err
	}
	if foreign, err := e.foreign(v, nil); err != nil || foreign {
		if err == nil {
			err = fail(a.Range, "a text holds a private-use character, which AWS accepts in no document")
		}
		return v, err
	}
	return v, nil
}

// given returns the value that a variable is given, or NilVal.
func (m *moduleInstance) given(b *block) (cty.Value, error) {
	if m.parent != nil {
		a := m.block.attr(b.name)
		if a == nil {
			return cty.NilVal, nil
		}
		return m.e.eval(a.Expr, m.outer)
	}
	raw, ok := m.e.in.Variables[b.name]
	if !ok {
		return cty.NilVal, nil
	}
	return m.e.fromPlan(Values{Values: raw}, "", "var."+b.name)
}

// variableType reads a type constraint.
func (e *engine) variableType(b *block) (cty.Type, *typeexpr.Defaults, error) {
	a := b.attr("type")
	if a == nil {
		return cty.DynamicPseudoType, nil, nil
	}
	if !plainType(a.Expr) {
		return cty.DynamicPseudoType, nil, fail(a.Range, "the type of var.%s is no type", b.name)
	}
	// Before Terraform 0.12 types were quoted words.
	if v, diags := a.Expr.Value(nil); !diags.HasErrors() && v.IsKnown() && !v.IsNull() && v.Type() == cty.String {
		switch v.AsString() {
		case "string":
			return cty.String, nil, nil
		case "list":
			return cty.List(cty.DynamicPseudoType), nil, nil
		case "map":
			return cty.Map(cty.DynamicPseudoType), nil, nil
		}
	}
	switch hcl.ExprAsKeyword(a.Expr) {
	case "list":
		return cty.List(cty.DynamicPseudoType), nil, nil
	case "map":
		return cty.Map(cty.DynamicPseudoType), nil, nil
	}
	ty, defaults, diags := typeexpr.TypeConstraintWithDefaults(a.Expr)
	if diags.HasErrors() {
		return cty.DynamicPseudoType, nil, failed(diags, a.Range)
	}
	return ty, defaults, nil
}

// plainType reports whether a type constraint holds nothing that takes work to
// evaluate: its defaults are evaluated without a bound.
func plainType(x hcl.Expression) bool {
	native, ok := x.(hclsyntax.Expression)
	if !ok {
		return true // of JSON: texts
	}
	plain := true
	diags := hclsyntax.VisitAll(native, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n.(type) {
		case *hclsyntax.ForExpr, *hclsyntax.SplatExpr, *hclsyntax.BinaryOpExpr:
			plain = false
		}
		return nil
	})
	return plain && !diags.HasErrors()
}

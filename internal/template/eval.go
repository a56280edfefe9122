// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// scope is the names that an expression may use, twice: once with unknown values
// as unknown, and once with a hole character in place of each unknown string.
// What expressions choose by is always read from the first, so that nothing is
// decided by a placeholder.
type scope struct {
	unknown, holes *hcl.EvalContext
	// inputs are the parameters behind each local value.
	inputs map[string][]string
}

func newScope(unknown, holes map[string]cty.Value) scope {
	return scope{
		unknown: &hcl.EvalContext{Variables: unknown, Functions: functions},
		holes:   &hcl.EvalContext{Variables: holes, Functions: functions},
		inputs:  map[string][]string{},
	}
}

func (s scope) child(names map[string][2]cty.Value) scope {
	out := scope{unknown: s.unknown.NewChild(), holes: s.holes.NewChild(), inputs: s.inputs}
	out.unknown.Variables, out.holes.Variables = map[string]cty.Value{}, map[string]cty.Value{}
	for name, v := range names {
		out.unknown.Variables[name], out.holes.Variables[name] = v[0], v[1]
	}
	return out
}

// eval evaluates an expression both ways. In the second result a string with an
// unknown part keeps what is known around it, wherever that can be said without
// guessing; the rest stays unknown.
func (s scope) eval(e hcl.Expression) (unknown, holes cty.Value, diags hcl.Diagnostics) {
	unknown, diags = e.Value(s.unknown)
	if diags.HasErrors() || unknown.IsWhollyKnown() {
		return unknown, unknown, diags
	}
	return unknown, s.fill(e, unknown), diags
}

// fill finds the value of an expression with holes, given its value without. It
// follows only constructs that put strings somewhere; anything that looks into
// a string leaves it unknown.
func (s scope) fill(e hcl.Expression, value cty.Value) cty.Value {
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return orUnknown(e.Value(s.holes))(value)
	case *hclsyntax.RelativeTraversalExpr:
		if _, plain := e.Source.(*hclsyntax.ScopeTraversalExpr); plain {
			return orUnknown(e.Value(s.holes))(value)
		}
	case *hclsyntax.IndexExpr:
		return s.fillIndex(e, value)
	case *hclsyntax.ParenthesesExpr:
		return s.fill(e.Expression, value)
	case *hclsyntax.TemplateWrapExpr:
		return s.fill(e.Wrapped, value)
	case *hclsyntax.TemplateExpr:
		return s.fillTemplate(e, value)
	case *hclsyntax.ConditionalExpr:
		return s.fillConditional(e, value)
	case *hclsyntax.TupleConsExpr:
		vals := make([]cty.Value, len(e.Exprs))
		for i, item := range e.Exprs {
			v, ok := s.both(item)
			if !ok {
				return value
			}
			vals[i] = v
		}
		return cty.TupleVal(vals)
	case *hclsyntax.ForExpr:
		return s.fillFor(e, value)
	case *hclsyntax.FunctionCallExpr:
		return s.fillCall(e, value)
	}
	return value
}

// both is eval's second result; ok is false where the expression fails.
func (s scope) both(e hcl.Expression) (cty.Value, bool) {
	_, v, diags := s.eval(e)
	return v, !diags.HasErrors()
}

// orUnknown takes the result of an evaluation, or a fallback where it failed.
func orUnknown(v cty.Value, diags hcl.Diagnostics) func(cty.Value) cty.Value {
	return func(fallback cty.Value) cty.Value {
		if diags.HasErrors() {
			return fallback
		}
		return v
	}
}

func (s scope) fillIndex(e *hclsyntax.IndexExpr, value cty.Value) cty.Value {
	key, diags := e.Key.Value(s.unknown)
	if diags.HasErrors() || !key.IsWhollyKnown() {
		return value
	}
	collection, ok := s.both(e.Collection)
	if !ok {
		return value
	}
	v, diags := hcl.Index(collection, key, e.SrcRange.Ptr())
	return orUnknown(v, diags)(value)
}

func (s scope) fillTemplate(e *hclsyntax.TemplateExpr, value cty.Value) cty.Value {
	text := ""
	for _, part := range e.Parts {
		v, ok := s.both(part)
		if !ok {
			return value
		}
		v, err := convert.Convert(v, cty.String)
		if err != nil || v.IsNull() || !v.IsKnown() {
			return value
		}
		text += v.AsString()
	}
	return cty.StringVal(text)
}

func (s scope) fillConditional(e *hclsyntax.ConditionalExpr, value cty.Value) cty.Value {
	cond, diags := e.Condition.Value(s.unknown)
	if diags.HasErrors() || !cond.IsKnown() || cond.IsNull() {
		return value
	}
	cond, err := convert.Convert(cond, cty.Bool)
	if err != nil {
		return value
	}
	branch := e.FalseResult
	if cond.True() {
		branch = e.TrueResult
	}
	v, ok := s.both(branch)
	if !ok {
		return value
	}
	// The conditional has unified the types of its branches.
	if v, err = convert.Convert(v, value.Type()); err != nil {
		return value
	}
	return v
}

// fillFor handles the for expressions that make a list.
func (s scope) fillFor(e *hclsyntax.ForExpr, value cty.Value) cty.Value {
	if e.KeyExpr != nil || e.Group {
		return value
	}
	coll, holes, diags := s.eval(e.CollExpr)
	if diags.HasErrors() || !iterable(coll) || !iterable(holes) || coll.Type().IsSetType() {
		return value
	}
	if coll.LengthInt() != holes.LengthInt() {
		return value
	}
	vals := make([]cty.Value, 0, coll.LengthInt())
	itU, itH := coll.ElementIterator(), holes.ElementIterator()
	for itU.Next() && itH.Next() {
		kU, vU := itU.Element()
		kH, vH := itH.Element()
		names := map[string][2]cty.Value{e.ValVar: {vU, vH}}
		if e.KeyVar != "" {
			names[e.KeyVar] = [2]cty.Value{kU, kH}
		}
		inner := s.child(names)
		if e.CondExpr != nil {
			cond, diags := e.CondExpr.Value(inner.unknown)
			if diags.HasErrors() || !cond.IsKnown() || cond.IsNull() {
				return value
			}
			cond, err := convert.Convert(cond, cty.Bool)
			if err != nil {
				return value
			}
			if cond.False() {
				continue
			}
		}
		v, ok := inner.both(e.ValExpr)
		if !ok {
			return value
		}
		vals = append(vals, v)
	}
	return cty.TupleVal(vals)
}

func iterable(v cty.Value) bool { return v.IsKnown() && !v.IsNull() && v.CanIterateElements() }

func (s scope) fillCall(e *hclsyntax.FunctionCallExpr, value cty.Value) cty.Value {
	if !placing[e.Name] || e.ExpandFinal {
		return value
	}
	f := functions[e.Name]
	args := make([]cty.Value, len(e.Args))
	for i, a := range e.Args {
		v, ok := s.both(a)
		if !ok {
			return value
		}
		// As in any call, a tuple serves where a list is wanted.
		param := f.VarParam()
		if i < len(f.Params()) {
			param = &f.Params()[i]
		}
		if param == nil {
			return value
		}
		v, err := convert.Convert(v, param.Type)
		if err != nil {
			return value
		}
		args[i] = v
	}
	v, err := f.Call(args)
	if err != nil {
		return value
	}
	return v
}

// inputsOf returns the parameters that an expression depends on, through local
// values as well.
func (s scope) inputsOf(e hcl.Expression) []string {
	if e == nil {
		return nil
	}
	var out []string
	for _, t := range e.Variables() {
		if len(t) < 2 {
			continue
		}
		a, ok := t[1].(hcl.TraverseAttr)
		switch {
		case !ok:
		case t.RootName() == "var":
			out = append(out, a.Name)
		case t.RootName() == "local":
			out = append(out, s.inputs[a.Name]...)
		}
	}
	return unique(out)
}

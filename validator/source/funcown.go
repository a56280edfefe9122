// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// try returns the first argument that can be evaluated. Where it depends on what
// is not known yet whether that is the first one, the result is not decided.
func (c *invocation) try(x *hclsyntax.FunctionCallExpr) (cty.Value, error) {
	last := c.wrongArguments()
	for i, a := range x.Args {
		v, err := c.e.eval(a, c.scope)
		if stops(err) {
			return v, err
		}
		if err != nil {
			last = err
			continue
		}
		f, err := c.e.scan(v)
		if err != nil {
			return v, err
		}
		if i < len(x.Args)-1 && c.e.mayFail(f) {
			return c.e.undecided("try("+c.e.show(v)+", …)", c.e.because("which argument of try is taken", f), v)
		}
		return v, nil
	}
	return cty.NilVal, last
}

// can tells whether an expression can be evaluated.
func (c *invocation) can(x *hclsyntax.FunctionCallExpr) (cty.Value, error) {
	if len(x.Args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	v, err := c.e.eval(x.Args[0], c.scope)
	if stops(err) {
		return v, err
	}
	if err != nil {
		return cty.False, nil
	}
	f, err := c.e.scan(v)
	if err != nil {
		return v, err
	}
	if c.e.mayFail(f) {
		return c.e.undecided("can("+c.e.show(v)+")", c.e.because("can", f), v)
	}
	return cty.True, nil
}

// mayFail reports whether an expression with these holes may turn out to fail:
// a part of a list or an object that is not known, or what was not decided. An
// attribute itself is always there.
func (e *engine) mayFail(f *found) bool {
	for _, id := range f.holes {
		h := e.holes.list[id]
		if h.why != "" || h.wild && strings.ContainsAny(h.attribute, ".[") {
			return true
		}
	}
	return f.unknown && len(f.holes) == 0
}

// invented is a function whose result differs from call to call: one text, made
// at apply, without wildcards.
func (c *invocation) invented() (cty.Value, error) {
	name := c.name + "()"
	if n := len(c.e.current); n > 0 {
		x := c.e.current[n-1]
		if x.invented == nil {
			x.invented = map[string]int{}
		}
		if x.invented[c.name]++; x.invented[c.name] > 1 {
			name = fmt.Sprintf("%s#%d", name, x.invented[c.name])
		}
		name += " in " + x.label
	}
	return c.e.unknown(hole{name: name})
}

func (c *invocation) planTimestamp() (cty.Value, error) {
	if c.e.in.Timestamp != "" {
		return cty.StringVal(c.e.in.Timestamp), c.e.ownText(c.e.in.Timestamp)
	}
	return c.e.unknown(hole{name: "plantimestamp()"})
}

func (c *invocation) first() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	return c.args[0], nil
}

func (c *invocation) sensitive() (cty.Value, error) {
	v, err := c.first()
	if err != nil {
		return v, err
	}
	return v.Mark(sensitiveMark{}), nil
}

func (c *invocation) nonsensitive() (cty.Value, error) {
	v, err := c.first()
	if err != nil {
		return v, err
	}
	v, marks := v.Unmark()
	delete(marks, sensitiveMark{})
	return v.WithMarks(marks), nil
}

func (c *invocation) isSensitive() (cty.Value, error) {
	v, err := c.first()
	if err != nil {
		return v, err
	}
	return cty.BoolVal(v.HasMark(sensitiveMark{})), nil
}

// to converts to a type: tostring, toset, ….
func (c *invocation) to() (cty.Value, error) {
	v, err := c.first()
	if err != nil {
		return v, err
	}
	ty := map[string]cty.Type{
		"tostring": cty.String, "tonumber": cty.Number, "tobool": cty.Bool,
		"toset": cty.Set(cty.DynamicPseudoType), "tolist": cty.List(cty.DynamicPseudoType), "tomap": cty.Map(cty.DynamicPseudoType),
	}[c.name]
	loose := v.Type().IsSetType() && c.in.open()
	if v, err = c.e.convert(v, ty, c.at); err != nil {
		if c.in.sensitive {
			return v, c.failed(err)
		}
		return v, err
	}
	if loose && v.Type().IsListType() {
		v = v.Mark(unordered{})
	}
	return v, nil
}

func (c *invocation) length() (cty.Value, error) {
	v, err := c.first()
	if err != nil {
		return v, err
	}
	if !v.IsKnown() || v.HasMark(unordered{}) {
		return c.undecided("the length of a list")
	}
	v, _ = v.Unmark()
	switch {
	case v.IsNull():
		return v, fail(c.at, "length of null")
	case v.Type() == cty.String:
		if c.in.open() {
			return c.undecided("the length of a text")
		}
		n, err := stdlib.Strlen(v)
		return c.keep(n), err
	case v.Type().IsSetType() && c.in.open() && v.LengthInt() > 1:
		return c.undecided("the length of a set")
	case v.CanIterateElements():
		return c.keep(cty.NumberIntVal(int64(v.LengthInt()))), nil
	}
	return v, c.wrongArguments()
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// interpolate evaluates "text ${value} text". A value that is not known is one
// character in the result.
func (e *engine) interpolate(x *hclsyntax.TemplateExpr, s *scope) (cty.Value, error) {
	var b strings.Builder
	sensitive := false
	for _, p := range x.Parts {
		v, err := e.eval(p, s)
		if err != nil {
			return v, err
		}
		marked, err := e.write(&b, v, p.Range())
		if err != nil {
			return v, err
		}
		sensitive = sensitive || marked
	}
	return text(b.String(), sensitive), nil
}

// joinTemplate evaluates the %{ for } of a template.
func (e *engine) joinTemplate(x *hclsyntax.TemplateJoinExpr, s *scope) (cty.Value, error) {
	v, err := e.eval(x.Tuple, s)
	if err != nil {
		return v, err
	}
	f, err := e.scan(v)
	if err != nil {
		return v, err
	}
	if !v.IsKnown() {
		return v, nil
	}
	if n, ok := lengthOf(v); f.unordered && ok && n > 1 {
		return e.undecided("for "+e.show(v), e.because("the order of the lines", f), v)
	}
	l, err := valueNode{e, v}.elements(x.Range())
	if err != nil {
		return v, err
	}
	var b strings.Builder
	for _, i := range l.list {
		y, err := i.value.value()
		if err != nil {
			return v, err
		}
		if _, err := e.write(&b, y, x.Range()); err != nil {
			return v, err
		}
	}
	return text(b.String(), f.sensitive), nil
}

func text(s string, sensitive bool) cty.Value {
	v := cty.StringVal(s)
	if sensitive {
		v = v.Mark(sensitiveMark{})
	}
	return v
}

// write appends a value to a text as interpolation does.
func (e *engine) write(b *strings.Builder, v cty.Value, at hcl.Range) (sensitive bool, err error) {
	f, err := e.scan(v)
	if err != nil {
		return false, err
	}
	if v.IsKnown() && v.IsNull() {
		return false, fail(at, "a null value stands in a text")
	}
	if !v.IsKnown() {
		v = e.asText(v)
	}
	s, ok := asString(v)
	if !ok {
		return false, fail(at, "a value stands in a text that is no string, number or bool")
	}
	if b.Len()+len(s) > maxText {
		return false, &halt{what: "a text is larger than 4 MiB", settle: "a simpler configuration", at: at}
	}
	b.WriteString(s)
	return f.sensitive, nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// derived finds an attribute that the plan does not tell by what is known of
// the resource's type and by its configuration.
func (n *resourceNode) derived(name string) (v cty.Value, done bool, err error) {
	e := n.m.e
	if n.mode == "" {
		if other := same[n.kind][name]; other != "" {
			x, err := n.attr(other, n.block.def)
			if err != nil {
				return cty.NilVal, false, err
			}
			v, err := x.value()
			return v, true, err
		}
	}
	if n.mode == "data" {
		switch {
		case n.kind == policyDocument && (name == "json" || name == "minified_json"):
			v, err = n.policyDocument()
		case (n.kind == keyDocument || n.kind == storeDocument) && name == "json":
			v, err = n.ownDocument()
		case n.kind == "template_file" && name == "rendered":
			v, err = n.renderedTemplate()
		case n.kind == "null_data_source" && (name == "outputs"):
			v, done, err = n.configured("inputs")
			if !done && err == nil {
				return v, false, nil
			}
		default:
			goto configuration
		}
		if f, ok := err.(*failure); ok { //nolint:errorlint // made here, never wrapped
			v, err = e.undecided(n.address+"."+name, n.address+"."+name+": "+f.what)
		}
		return v, true, err
	}
configuration:
	if isFixed(n.address, name) {
		return cty.NilVal, false, nil // the reference says more than a text made of others
	}
	v, done, err = n.configured(name)
	if f, ok := err.(*failure); ok { //nolint:errorlint // made here, never wrapped
		v, err = e.undecided(n.address+"."+name, n.address+"."+name+": "+f.what)
	}
	return v, done, err
}

// renderedTemplate evaluates data.template_file.
func (n *resourceNode) renderedTemplate() (cty.Value, error) {
	e := n.m.e
	text, ok, err := n.configured("template")
	if err != nil {
		return text, err
	}
	if !ok {
		return text, fail(n.block.def, "the template is not given")
	}
	vars := map[string]node{}
	if v, ok, err := n.configured("vars"); err != nil {
		return v, err
	} else if ok {
		l, err := valueNode{e, v}.elements(n.block.def)
		if err != nil {
			return v, err
		}
		if l.isOpen() {
			f, err := e.scan(l.open)
			if err != nil {
				return v, err
			}
			return e.undecided(n.address+".rendered", e.because("what variables the template has", f), v)
		}
		if l.keyed {
			for _, x := range l.list {
				vars[x.key.AsString()] = x.value
			}
		}
	}
	return e.renderText(text, vars, n.address+".rendered", n.block.def)
}

// renderText evaluates a template that is itself a value.
func (e *engine) renderText(text cty.Value, vars map[string]node, name string, at hcl.Range) (cty.Value, error) {
	f, err := e.scan(text)
	if err != nil {
		return text, err
	}
	if f.open() {
		return e.undecided(name, e.because("the template", f), text)
	}
	text, marks := text.Unmark()
	s, ok := asString(text)
	if !ok {
		return text, fail(at, "the template is no text")
	}
	v, err := e.template([]byte(s), at.Filename, at.Start, vars, at)
	if err != nil {
		return v, err
	}
	return v.WithMarks(marks), nil
}

// template evaluates the text of a template with its variables and nothing else.
func (e *engine) template(text []byte, filename string, start hcl.Pos, vars map[string]node, at hcl.Range) (cty.Value, error) {
	if err := guard(text); err != nil {
		return cty.NilVal, &halt{what: "the template " + filename + ": " + err.Error(), settle: "a simpler template", at: at}
	}
	const maxTemplates = 32
	if e.templates == maxTemplates {
		return cty.NilVal, &halt{what: "templates read one another without end", settle: "templates without cycles", at: at}
	}
	x, diags := hclsyntax.ParseTemplate(text, filename, start)
	if err := failed(diags, at); err != nil {
		return cty.NilVal, err
	}
	e.templates++
	defer func() { e.templates-- }()
	v, err := e.eval(x, &scope{vars: vars})
	if err != nil {
		return v, err
	}
	// A template of one interpolation is that value as it is.
	return v, nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Arguments are what a role is made of. Values may be unknown, wholly or in part.
type Arguments struct {
	// Parameters are by name; null and absent ones take the default.
	Parameters map[string]cty.Value
	// Trust are the profiles by which the role may be assumed, one or several,
	// and the same one several times if need be.
	Trust []TrustArgument
	// RoleName and PermissionsBoundary are strings; NilVal counts as null.
	RoleName, PermissionsBoundary cty.Value
	// Partition is AWS's, "aws" where it is empty.
	Partition string
}

// TrustArgument is one way to become the role.
type TrustArgument struct {
	// Profile is the name that [TrustUse.Name] gives, "saml".
	Profile    string
	Parameters map[string]cty.Value
}

// Problem is an argument that a template does not take.
type Problem struct {
	// Path leads to the argument: "session_hours", or "trust", "saml", 0,
	// "provider_arn". It is empty for a problem of the arguments together.
	Path    cty.Path
	Message string
}

// String is the message with the path before it.
func (p Problem) String() string {
	if at := strings.TrimPrefix(pathText(p.Path), "."); at != "" {
		return at + ": " + p.Message
	}
	return p.Message
}

// values brings arguments to their declared types, fills in defaults, and
// refuses what is wrong by itself. What it cannot use becomes unknown, so that
// the rest can go on.
func (r *renderer) values(at cty.Path, params []*Parameter, given map[string]cty.Value) map[string]cty.Value {
	out := make(map[string]cty.Value, len(params))
	for _, p := range params {
		path := at.Copy().GetAttr(p.Name)
		v, ok := given[p.Name]
		if !ok || v == cty.NilVal || v.IsKnown() && v.IsNull() {
			if p.Required() {
				r.problem(path, "is required: %s", p.Description)
				v = cty.UnknownVal(p.Type)
			} else {
				v = p.Default
			}
			out[p.Name] = v
			continue
		}
		r.strange(path, p, v)
		converted, err := convertTo(v, p.lenient())
		if err != nil {
			r.problem(path, "must be %s: %s", friendly(p.Type), err)
			out[p.Name] = cty.UnknownVal(p.Type)
			continue
		}
		if p.Required() && !converted.IsKnown() {
			// It will be something, which settles comparisons with null.
			converted = converted.RefineNotNull()
		}
		out[p.Name] = r.value(path, p, converted)
	}
	for name := range given {
		if find(params, name) == nil {
			r.problem(at.Copy().GetAttr(name), "there is no parameter %q.%s", name, nearest(name, parameterNames(params)))
		}
	}
	return out
}

// lenient is the parameter's type with attributes that may be missing: what is
// then missing takes its default, or is refused by name.
func (p *Parameter) lenient() cty.Type {
	if p.Nesting == NestingNone {
		return p.Type
	}
	types, names := map[string]cty.Type{}, []string{}
	for _, a := range p.Attributes {
		types[a.Name] = a.Type
		names = append(names, a.Name)
	}
	object := cty.ObjectWithOptionalAttrs(types, names)
	if p.Nesting == NestingList {
		return cty.List(object)
	}
	return object
}

// strange refuses attributes that a parameter's objects do not have; a
// conversion would drop them without a word.
func (r *renderer) strange(path cty.Path, p *Parameter, v cty.Value) {
	if p.Nesting == NestingNone || !v.IsKnown() || v.IsNull() {
		return
	}
	check := func(path cty.Path, v cty.Value) {
		if !v.IsKnown() || v.IsNull() || !v.Type().IsObjectType() {
			return
		}
		for _, name := range keysOf(v.Type().AttributeTypes()) {
			if find(p.Attributes, name) == nil {
				r.problem(path.Copy().GetAttr(name), "there is no attribute %q.%s", name, nearest(name, parameterNames(p.Attributes)))
			}
		}
	}
	if p.Nesting == NestingSingle || !v.CanIterateElements() || v.Type().IsObjectType() {
		check(path, v)
		return
	}
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		check(path.Copy().Index(k), e)
	}
}

// value fills in the defaults of attributes and refuses nulls and wildcards.
func (r *renderer) value(path cty.Path, p *Parameter, v cty.Value) cty.Value {
	switch {
	case !v.IsKnown():
		return v
	case p.Nesting == NestingSingle:
		return r.object(path, p, v)
	case p.Nesting == NestingList:
		var vals []cty.Value
		for it := v.ElementIterator(); it.Next(); {
			k, e := it.Element()
			if !e.IsKnown() {
				vals = append(vals, e)
				continue
			}
			if e.IsNull() {
				r.problem(path.Copy().Index(k), "may not be null")
				return cty.UnknownVal(p.Type)
			}
			vals = append(vals, r.object(path.Copy().Index(k), p, e))
		}
		if len(vals) == 0 {
			return cty.ListValEmpty(p.Type.ElementType())
		}
		return cty.ListVal(vals)
	}
	r.strings(path, p, v)
	return v
}

func (r *renderer) object(path cty.Path, p *Parameter, v cty.Value) cty.Value {
	vals := map[string]cty.Value{}
	for _, a := range p.Attributes {
		at, av := path.Copy().GetAttr(a.Name), v.GetAttr(a.Name)
		if av.IsKnown() && av.IsNull() {
			if a.Required() {
				r.problem(at, "is required: %s", a.Description)
				vals[a.Name] = cty.UnknownVal(a.Type)
				continue
			}
			av = a.Default
		}
		r.strings(at, a, av)
		vals[a.Name] = av
	}
	return cty.ObjectVal(vals)
}

// strings refuses null elements, empty strings, wildcards and what is no text
// of a policy. An argument means one thing by its text; a "*" in an ARN would
// silently mean many.
func (r *renderer) strings(path cty.Path, p *Parameter, v cty.Value) {
	if v.IsNull() {
		return
	}
	err := cty.Walk(v, func(sub cty.Path, e cty.Value) (bool, error) {
		at := append(path.Copy(), sub...)
		switch {
		case !e.IsKnown():
		case e.IsNull():
			r.problem(at, "may not be null")
		case e.Type() != cty.String:
			return true, nil
		case strings.ContainsFunc(e.AsString(), func(c rune) bool { return c < ' ' || c > 0xFF }):
			r.problem(at, "holds a character that AWS does not allow in a policy")
		case !p.Wildcards && strings.ContainsAny(e.AsString(), "*?"), !p.Wildcards && strings.Contains(e.AsString(), "${"):
			r.problem(at, "%q holds a wildcard or a policy variable, which would reach more than one thing; give the exact text", e.AsString())
		}
		return true, nil
	})
	if err != nil {
		r.problem(path, "%s", err)
	}
}

// validate runs the checks of a unit on its arguments. A check whose answer is
// unknown waits for the values.
func (r *renderer) validate(at cty.Path, u *unit, params []*Parameter, extra []*validation, s scope) {
	for _, p := range params {
		for _, v := range p.validations {
			r.validation(at.Copy().GetAttr(p.Name), v, s)
		}
	}
	for _, v := range append(append([]*validation{}, u.validations...), extra...) {
		r.validation(at, v, s)
	}
}

func (r *renderer) validation(at cty.Path, v *validation, s scope) {
	cond, diags := v.condition.Value(s.unknown)
	if diags.HasErrors() {
		r.diags = append(r.diags, diags...)
		return
	}
	cond, err := convertTo(cond, cty.Bool)
	if err != nil || cond.IsNull() {
		r.broken(v.condition.Range(), "A validation's condition must be true or false.")
		return
	}
	if !cond.IsKnown() || cond.True() {
		return
	}
	text, diags := v.message.Value(s.unknown)
	r.diags = append(r.diags, diags...)
	if diags.HasErrors() {
		return
	}
	text, err = convertTo(text, cty.String)
	if err != nil || text.IsNull() || !text.IsKnown() {
		r.broken(v.message.Range(), "A validation's message must be a text that does not depend on what is unknown.")
		return
	}
	r.problem(at, "%s", text.AsString())
}

func (r *renderer) problem(at cty.Path, format string, args ...any) {
	r.problems = append(r.problems, Problem{Path: at, Message: fmt.Sprintf(format, args...)})
}

// broken reports a mistake in the template that only these arguments show.
func (r *renderer) broken(rng hcl.Range, detail string) {
	r.diags = append(r.diags, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Template cannot be rendered", Detail: detail, Subject: rng.Ptr(),
	})
}

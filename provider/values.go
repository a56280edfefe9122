// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

func isNumber(ty cty.Type) bool { return ty == cty.Number }
func isBool(ty cty.Type) bool   { return ty == cty.Bool }

// elementType is the type of a collection's elements, which the template
// language keeps to primitive ones.
func elementType(ty cty.Type) attr.Type {
	switch ty.ElementType() {
	case cty.Number:
		return types.NumberType
	case cty.Bool:
		return types.BoolType
	}
	return types.StringType
}

// hclText writes a value as it would stand in a configuration.
func hclText(v cty.Value) string {
	return strings.TrimSpace(string(hclwrite.TokensForValue(v).Bytes()))
}

// nullOf is a parameter's value where an argument need not be given.
func nullOf(p *template.Parameter) cty.Value { return cty.NullVal(p.Type) }

// toCty brings a framework value to the type that a template's parameter has.
// What is unknown stays unknown, element by element.
func toCty(v attr.Value, ty cty.Type) (cty.Value, error) {
	switch {
	case v.IsUnknown():
		return cty.UnknownVal(ty), nil
	case v.IsNull():
		return cty.NullVal(ty), nil
	}
	switch v := v.(type) {
	case types.String:
		return cty.StringVal(v.ValueString()), nil
	case types.Bool:
		return cty.BoolVal(v.ValueBool()), nil
	case types.Number:
		return cty.NumberVal(new(big.Float).Copy(v.ValueBigFloat())), nil
	case types.List:
		return sequence(v.Elements(), ty, cty.ListVal, cty.ListValEmpty)
	case types.Set:
		return sequence(v.Elements(), ty, cty.SetVal, cty.SetValEmpty)
	case types.Map:
		return mapping(v.Elements(), ty)
	case types.Object:
		out := map[string]cty.Value{}
		for name, aty := range ty.AttributeTypes() {
			e, ok := v.Attributes()[name]
			if !ok {
				return cty.NilVal, fmt.Errorf("attribute %s is missing", name)
			}
			c, err := toCty(e, aty)
			if err != nil {
				return cty.NilVal, err
			}
			out[name] = c
		}
		return cty.ObjectVal(out), nil
	}
	return cty.NilVal, fmt.Errorf("a value of type %T has no counterpart in templates", v)
}

func sequence(elements []attr.Value, ty cty.Type, make func([]cty.Value) cty.Value, empty func(cty.Type) cty.Value) (cty.Value, error) {
	if len(elements) == 0 {
		return empty(ty.ElementType()), nil
	}
	var vals []cty.Value
	for _, e := range elements {
		c, err := toCty(e, ty.ElementType())
		if err != nil {
			return cty.NilVal, err
		}
		vals = append(vals, c)
	}
	return make(vals), nil
}

func mapping(elements map[string]attr.Value, ty cty.Type) (cty.Value, error) {
	if len(elements) == 0 {
		return cty.MapValEmpty(ty.ElementType()), nil
	}
	vals := map[string]cty.Value{}
	for k, e := range elements {
		c, err := toCty(e, ty.ElementType())
		if err != nil {
			return cty.NilVal, err
		}
		vals[k] = c
	}
	return cty.MapVal(vals), nil
}

// toPath turns the path of a template's argument into one of the resource.
func toPath(p cty.Path) path.Path {
	out := path.Empty()
	for i, step := range p {
		switch s := step.(type) {
		case cty.GetAttrStep:
			if i == 0 {
				out = path.Root(s.Name)
			} else {
				out = out.AtName(s.Name)
			}
		case cty.IndexStep:
			switch {
			case !s.Key.IsKnown() || s.Key.IsNull():
				return out
			case s.Key.Type() == cty.Number:
				n, _ := s.Key.AsBigFloat().Int64()
				out = out.AtListIndex(int(n))
			case s.Key.Type() == cty.String:
				out = out.AtMapKey(s.Key.AsString())
			default:
				return out
			}
		}
	}
	return out
}

// ctyString is a framework string for the renderer.
func ctyString(v types.String) cty.Value {
	switch {
	case v.IsUnknown():
		return cty.UnknownVal(cty.String)
	case v.IsNull():
		return cty.NullVal(cty.String)
	}
	return cty.StringVal(v.ValueString())
}

// union lists what is in any of the lists, each once, in order of appearance.
func union(lists ...[]string) []string {
	out := []string{}
	for _, list := range lists {
		for _, s := range list {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// objectOf is a resource as conditions see it; to be shown, what is not known
// until apply is a text that says what it will be. Its address is that of its own
// configuration, whatever else is judged together with it.
func objectOf(r *account.Resource, stacks account.Stacks, shown bool) cty.Value {
	c := converter{}
	if shown {
		c.of = r.Address
	}
	_, address := stacks.Split(r.Address, "")
	return config.ResourceObject(address, r.Type, c.members(r.Values))
}

// converter turns values of a plan into those of the language.
type converter struct {
	// of is the address for texts that stand for what is not known; "": unknown values.
	of string
}

// members are the members of an object; those that are not known until apply
// stand in its unknown tree alone.
func (c converter) members(v account.Value) map[string]cty.Value {
	names := map[string]bool{}
	for _, tree := range []any{v.V, v.Unknown} {
		if m, ok := tree.(map[string]any); ok {
			for name := range m {
				names[name] = true
			}
		}
	}
	out := map[string]cty.Value{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		out[name] = c.value(v.Attr(name))
	}
	return out
}

func (c converter) unknown(v account.Value) cty.Value {
	if c.of == "" {
		return cty.DynamicVal
	}
	return cty.StringVal("<" + c.of + "." + v.Path + ">")
}

// value turns one value. Lists and sets are tuples, and maps objects, as JSON
// does not tell them apart.
func (c converter) value(v account.Value) cty.Value {
	out := c.unknown(v)
	if !v.IsUnknown() {
		out = c.known(v)
	}
	if marked, _ := v.Sensitive.(bool); marked {
		out = out.Mark(config.Sensitive)
	}
	return out
}

func (c converter) known(v account.Value) cty.Value {
	switch t := v.V.(type) {
	case nil:
		if !v.HasUnknown() {
			return cty.NullVal(cty.DynamicPseudoType)
		}
		if _, ok := v.Unknown.(map[string]any); ok {
			return cty.ObjectVal(c.members(v))
		}
	case bool:
		return cty.BoolVal(t)
	case string:
		return cty.StringVal(t)
	case float64:
		return cty.NumberFloatVal(t)
	case json.Number:
		if f, _, err := big.ParseFloat(t.String(), 10, 512, big.ToNearestEven); err == nil {
			return cty.NumberVal(f)
		}
	case []any:
		if u, ok := v.Unknown.([]any); ok && len(u) > len(t) {
			break // how many there will be is not known
		}
		var out []cty.Value
		for _, e := range v.List() {
			out = append(out, c.value(e))
		}
		return cty.TupleVal(out)
	case map[string]any:
		return cty.ObjectVal(c.members(v))
	}
	return c.unknown(v)
}

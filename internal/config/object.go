// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// object makes the field of an argument that is an object with these members.
// Each is read like an argument of its own, for its position.
func (d *decoder) object(name, doc string, members ...field) field {
	properties := kind{}
	for _, m := range members {
		properties[m.name] = m.schema()
	}
	return field{
		name: name, doc: doc, kind: kind{"type": "object", "additionalProperties": false, "properties": properties},
		decode: func(path string, a *hcl.Attribute) {
			if d.members(path, a, members) {
				d.config.origins[path] = a.Range
			}
		},
		value: func() any {
			out := map[string]any{}
			for _, m := range members {
				if v := m.value(); v != nil {
					out[m.name] = v
				}
			}
			if len(out) == 0 {
				return nil
			}
			return out
		},
	}
}

// members reads the members of an object.
func (d *decoder) members(path string, a *hcl.Attribute, want []field) bool {
	pairs, diags := hcl.ExprMap(a.Expr)
	d.diags = append(d.diags, diags...)
	names, known := []string{}, map[string]field{}
	for _, f := range want {
		names = append(names, f.name)
		known[f.name] = f
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := keyOf(pair.Key)
		if seen[key] {
			d.fail("Duplicate argument", fmt.Sprintf("The argument %q is there twice.", key), pair.Key.Range())
		}
		seen[key] = true
		if f, ok := known[key]; ok {
			at := hcl.RangeBetween(pair.Key.Range(), pair.Value.Range())
			f.decode(join(path, key), &hcl.Attribute{Name: key, Expr: pair.Value, Range: at, NameRange: pair.Key.Range()})
			continue
		}
		detail := fmt.Sprintf("An argument named %q is not expected here.", key)
		if near := Nearest(key, names); near != "" {
			detail += fmt.Sprintf(" Did you mean %q?", near)
		}
		d.fail("Unsupported argument", detail, pair.Key.Range())
	}
	return !diags.HasErrors()
}

// keyOf is the key of an object's member, "" where it is no text.
func keyOf(e hcl.Expression) string {
	if key := hcl.ExprAsKeyword(e); key != "" {
		return key
	}
	if v, diags := e.Value(nil); !diags.HasErrors() && isText(v) {
		return v.AsString()
	}
	return ""
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import "github.com/hashicorp/hcl/v2"

// expression is an argument that is kept as it stands, to be evaluated later.
func (d *decoder) expression(name, doc string, to *hcl.Expression, try func(a *hcl.Attribute)) field {
	return field{
		name: name, doc: doc,
		// In JSON an expression is a text, "${…}".
		kind: kind{"type": []string{"string", "boolean"}},
		decode: func(path string, a *hcl.Attribute) {
			*to = a.Expr
			d.config.origins[path] = a.Range
			if try != nil {
				try(a)
			}
		},
		value: func() any {
			if *to == nil {
				return nil
			}
			return d.config.textAt((*to).Range())
		},
	}
}

// textAt is the source at a place of a file that was read.
func (c *Config) textAt(at hcl.Range) string {
	src := c.sources[at.Filename]
	if !at.CanSliceBytes(src) {
		return ""
	}
	return string(at.SliceBytes(src))
}

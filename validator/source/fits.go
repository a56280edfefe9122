// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/zclconf/go-cty/cty"
)

// identifying are arguments that a plan shows as they are written.
var identifying = []string{"name", "name_prefix", "path", "role", "user", "group", "bucket"}

// fits compares what the plan and the source say of a resource, so that a source
// of another revision, or of another place, does not pass for the plan's.
func (n *resourceNode) fits() error {
	planned, ok := n.planned()
	if !ok || n.mode != "" {
		return nil
	}
	values, _ := planned.Values.(map[string]any)
	for _, name := range identifying {
		want, known := values[name].(string)
		a := n.block.attr(name)
		if !known || a == nil || n.ignores(name) {
			continue
		}
		v, done, err := n.configured(name)
		if stops(err) {
			return err
		}
		if !done || err != nil {
			continue
		}
		f, err := n.m.e.scan(v)
		if err != nil {
			return err
		}
		if f.open() || v.IsNull() || v.Type() != cty.String {
			continue
		}
		got, _ := asString(v)
		if got == want {
			continue
		}
		if f.sensitive || anyTrue(part(planned.Sensitive, name)) {
			got, want = "another", "one text"
		}
		return fail(a.Range, "the source is not the one that the plan was made from: %s.%s is %q in the plan and %q in the source", n.address, name, want, got)
	}
	return nil
}

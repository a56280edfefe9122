// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// The functions of this file carry parts that are not known along. A list that
// is not known as a whole stands in another one as a single hole, which may be
// anything: any number of any texts.

// items returns the elements of a list, tuple or set. For a list that is not
// known it is that list itself; loose then says that there may be any number.
func (c *invocation) items(v cty.Value) (list []cty.Value, loose, ok bool) {
	if !v.IsKnown() {
		return []cty.Value{v}, true, true
	}
	loose = v.HasMark(unordered{})
	v, _ = v.Unmark()
	ty := v.Type()
	if v.IsNull() || !ty.IsListType() && !ty.IsTupleType() && !ty.IsSetType() {
		return nil, loose, false
	}
	for it := v.ElementIterator(); it.Next(); {
		_, x := it.Element()
		list = append(list, x)
	}
	if ty.IsSetType() && len(list) > 1 {
		if f, err := c.e.scan(v); err != nil || f.open() {
			loose = true
		}
	}
	return list, loose, true
}

// tuple makes the result of a function of lists.
func (c *invocation) tuple(list []cty.Value, loose bool) cty.Value {
	v := c.keep(cty.TupleVal(list))
	if loose {
		v = v.Mark(unordered{})
	}
	return v
}

func (c *invocation) concat() (cty.Value, error) {
	var all []cty.Value
	loose := false
	for _, a := range c.args {
		list, l, ok := c.items(a)
		if !ok {
			return cty.NilVal, c.wrongArguments()
		}
		all = append(all, list...)
		loose = loose || l
	}
	return c.tuple(all, loose), nil
}

func (c *invocation) flatten() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	var all []cty.Value
	loose := c.in.unordered
	var add func(v cty.Value) bool
	add = func(v cty.Value) bool {
		list, l, ok := c.items(v)
		if !ok {
			return false
		}
		loose = loose || l
		for _, x := range list {
			if !x.IsKnown() {
				// One value, or a list of them: either way it may be anything.
				all, loose = append(all, x), true
			} else if !add(x) {
				all = append(all, x)
			}
		}
		return true
	}
	if !add(c.args[0]) {
		return cty.NilVal, c.wrongArguments()
	}
	return c.tuple(all, loose), nil
}

// merge lays maps over one another. One that is not known as a whole may hold
// any key, so that nothing is known of the result.
func (c *invocation) merge() (cty.Value, error) {
	fields := map[string]cty.Value{}
	for _, a := range c.args {
		if !a.IsKnown() {
			return c.undecided(c.name)
		}
		a, _ = a.Unmark()
		if a.IsNull() {
			continue
		}
		if !a.Type().IsObjectType() && !a.Type().IsMapType() {
			return cty.NilVal, c.wrongArguments()
		}
		for it := a.ElementIterator(); it.Next(); {
			k, x := it.Element()
			fields[k.AsString()] = x
		}
	}
	return c.keep(cty.ObjectVal(fields)), nil
}

func (c *invocation) mapping(v cty.Value) (cty.Value, bool) {
	if !v.IsKnown() {
		return v, false
	}
	v, _ = v.Unmark()
	return v, !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType())
}

// openKeys reports whether the keys of a map have holes, so that their order is
// not known.
func (c *invocation) openKeys(v cty.Value) bool {
	for it := v.ElementIterator(); it.Next(); {
		if k, _ := it.Element(); len(c.e.idsIn(k.AsString())) > 0 {
			return true
		}
	}
	return false
}

func (c *invocation) keys() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	m, ok := c.mapping(c.args[0])
	if !ok {
		return c.undecided(c.name)
	}
	var list []cty.Value
	for it := m.ElementIterator(); it.Next(); {
		k, _ := it.Element()
		list = append(list, k)
	}
	return c.tuple(list, c.openKeys(m)), nil
}

func (c *invocation) values() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	m, ok := c.mapping(c.args[0])
	if !ok {
		return c.undecided(c.name)
	}
	var list []cty.Value
	for it := m.ElementIterator(); it.Next(); {
		_, x := it.Element()
		list = append(list, x)
	}
	return c.tuple(list, c.openKeys(m)), nil
}

func (c *invocation) zipmap() (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	keys, l1, ok1 := c.items(c.args[0])
	values, l2, ok2 := c.items(c.args[1])
	if !ok1 || !ok2 || l1 || l2 || len(keys) != len(values) {
		return c.undecided(c.name)
	}
	fields := map[string]cty.Value{}
	for i, k := range keys {
		name, _, err := c.e.key(k, c.at)
		if err != nil {
			return cty.NilVal, err
		}
		fields[name] = values[i]
	}
	return c.keep(cty.ObjectVal(fields)), nil
}

func (c *invocation) reverse() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	list, loose, ok := c.items(c.args[0])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	list = slices.Clone(list)
	slices.Reverse(list)
	return c.tuple(list, loose), nil
}

func (c *invocation) compact() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	list, loose, ok := c.items(c.args[0])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	var out []cty.Value
	for _, x := range list {
		is, known := c.absent(x)
		loose = loose || !known
		if !is {
			out = append(out, x)
		}
	}
	return c.tuple(out, loose), nil
}

// distinct keeps what may be a repetition: in a document it changes nothing.
func (c *invocation) distinct() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	list, loose, ok := c.items(c.args[0])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	out, open := c.unique(list)
	return c.tuple(out, loose || open), nil
}

// unique leaves out what is the same beyond doubt.
func (c *invocation) unique(list []cty.Value) (out []cty.Value, open bool) {
	const compared = 2_000
	for _, x := range list {
		twice := false
		for _, y := range out[:min(len(out), compared)] {
			if twice = x.RawEquals(y); twice {
				break
			}
		}
		if !twice {
			out = append(out, x)
		}
	}
	return out, true
}

func (c *invocation) sort() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	list, _, ok := c.items(c.args[0])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	return c.tuple(list, len(list) != 1 || !c.args[0].IsKnown()), nil
}

func (c *invocation) setUnion() (cty.Value, error) {
	var all []cty.Value
	for _, a := range c.args {
		list, _, ok := c.items(a)
		if !ok {
			return cty.NilVal, c.wrongArguments()
		}
		all = append(all, list...)
	}
	out, _ := c.unique(all)
	return c.tuple(out, true), nil
}

// sortedNames lists the keys of a map in order.
func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

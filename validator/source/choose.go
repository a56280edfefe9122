// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// The functions of this file choose. They do where what is known decides.

// number reads an argument that has to be a known whole number.
func (c *invocation) number(i int) (int, bool) {
	if i >= len(c.args) || !c.args[i].IsKnown() {
		return 0, false
	}
	v, _ := c.args[i].Unmark()
	n, err := convert.Convert(v, cty.Number)
	if err != nil || n.IsNull() {
		return 0, false
	}
	x, _ := n.AsBigFloat().Int64()
	const far = 1 << 30
	return int(max(min(x, far), -far)), true
}

func (c *invocation) slice() (cty.Value, error) {
	if len(c.args) != 3 {
		return cty.NilVal, c.wrongArguments()
	}
	list, loose, ok := c.items(c.args[0])
	from, ok1 := c.number(1)
	to, ok2 := c.number(2)
	if !ok || loose || !ok1 || !ok2 {
		return c.undecided(c.name)
	}
	if from < 0 || to < from || to > len(list) {
		return cty.NilVal, fail(c.at, "slice goes beyond the list")
	}
	return c.tuple(list[from:to], false), nil
}

func (c *invocation) element() (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	list, loose, ok := c.items(c.args[0])
	n, ok1 := c.number(1)
	if ok1 && !c.args[0].IsKnown() {
		if x, ok := c.e.leading(c.args[0], c.args[1]); ok {
			return x, nil
		}
	}
	if !ok || loose && len(list) != 1 || !ok1 || !c.args[0].IsKnown() {
		return c.undecided("which element is taken")
	}
	if len(list) == 0 {
		return cty.NilVal, fail(c.at, "element of an empty list")
	}
	n %= len(list)
	if n < 0 {
		n += len(list)
	}
	return c.keep(list[n]), nil
}

func (c *invocation) one() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	list, loose, ok := c.items(c.args[0])
	switch {
	case !ok || loose && len(list) != 1 || !c.args[0].IsKnown():
		return c.undecided("which element is taken")
	case len(list) == 0:
		return cty.NullVal(cty.DynamicPseudoType), nil
	case len(list) > 1:
		return cty.NilVal, fail(c.at, "one is given more than one element")
	}
	return c.keep(list[0]), nil
}

// absent reports whether a value counts as not given to coalesce.
func (c *invocation) absent(v cty.Value) (is, known bool) {
	if !v.IsKnown() {
		id, ok := holeIn(v)
		return false, ok && c.e.fixed(id)
	}
	v, _ = v.Unmark()
	if v.IsNull() {
		return true, true
	}
	if v.Type() != cty.String {
		return false, true
	}
	if v.AsString() == "" {
		return true, true
	}
	for _, r := range v.AsString() {
		id, _, ok := holeOf(r)
		if !ok || c.e.fixed(id) {
			return false, true // some of it is there
		}
	}
	return false, false
}

func (c *invocation) coalesce() (cty.Value, error) {
	for _, a := range c.args {
		is, known := c.absent(a)
		if !known {
			return c.undecided("which argument of coalesce is given")
		}
		if !is {
			return c.keep(a), nil
		}
	}
	return cty.NilVal, fail(c.at, "every argument of coalesce is null or empty")
}

func (c *invocation) coalesceList() (cty.Value, error) {
	for _, a := range c.args {
		if a.IsKnown() && a.IsNull() {
			continue
		}
		list, _, ok := c.items(a)
		if !ok {
			return cty.NilVal, c.wrongArguments()
		}
		if !a.IsKnown() {
			return c.undecided("which argument of coalescelist is given")
		}
		if len(list) > 0 {
			return c.keep(a), nil
		}
	}
	return cty.NilVal, fail(c.at, "every argument of coalescelist is empty")
}

func (c *invocation) lookup() (cty.Value, error) {
	if len(c.args) < 2 {
		return cty.NilVal, c.wrongArguments()
	}
	f, err := c.e.scan(c.args[1])
	if err != nil {
		return cty.NilVal, err
	}
	m, ok := c.mapping(c.args[0])
	if f.open() || !ok {
		return c.undecided("a look-up")
	}
	if why, ok, err := c.e.searchable(m); err != nil || !ok {
		if err != nil {
			return cty.NilVal, err
		}
		return c.e.undecided(c.shown(), why, c.args...)
	}
	key, ok := asString(c.args[1])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	for it := m.ElementIterator(); it.Next(); {
		if k, x := it.Element(); k.AsString() == key {
			return c.keep(x), nil
		}
	}
	if len(c.args) > 2 {
		return c.keep(c.args[2]), nil
	}
	return cty.NilVal, fail(c.at, "the map has no such key")
}

// contains is decided where an element is the same beyond doubt, or all are
// different.
func (c *invocation) contains() (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	list, _, ok := c.items(c.args[0])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	sure := c.args[0].IsKnown()
	for _, x := range list {
		f, err := c.e.scan(x, c.args[1])
		if err != nil {
			return cty.NilVal, err
		}
		var is, known bool
		if f.open() {
			is, known = c.e.equal(x, c.args[1])
		} else {
			a, _ := x.UnmarkDeep()
			b, _ := c.args[1].UnmarkDeep()
			eq, err := stdlib.Equal(a, b)
			is, known = err == nil && eq.IsKnown() && eq.True(), true
		}
		if known && is {
			return c.keep(cty.True), nil
		}
		sure = sure && known
	}
	if sure {
		return c.keep(cty.False), nil
	}
	return c.undecided(c.name)
}

func (c *invocation) allTrue() (cty.Value, error) { return c.bools(false) }
func (c *invocation) anyTrue() (cty.Value, error) { return c.bools(true) }

// bools is decided where one element decides alone.
func (c *invocation) bools(decides bool) (cty.Value, error) {
	if len(c.args) != 1 || !c.args[0].IsKnown() {
		return c.undecided(c.name)
	}
	list, _, ok := c.items(c.args[0])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	open := false
	for _, x := range list {
		f, err := c.e.scan(x)
		if err != nil {
			return cty.NilVal, err
		}
		if f.open() {
			open = true
			continue
		}
		if s, _ := asString(x); (s == "true") == decides {
			return c.keep(cty.BoolVal(decides)), nil
		}
	}
	if open {
		return c.undecided(c.name)
	}
	return c.keep(cty.BoolVal(!decides)), nil
}

func (c *invocation) startsWith() (cty.Value, error) {
	return c.affix(func(s, t string) (bool, bool) {
		pre, _, _ := c.e.around(s)
		return strings.HasPrefix(pre, t), strings.HasPrefix(pre, t) || !strings.HasPrefix(t, pre)
	})
}

func (c *invocation) endsWith() (cty.Value, error) {
	return c.affix(func(s, t string) (bool, bool) {
		_, suf, _ := around(s)
		return strings.HasSuffix(suf, t), strings.HasSuffix(suf, t) || !strings.HasSuffix(t, suf)
	})
}

// affix is decided by what stands outside of the holes.
func (c *invocation) affix(decide func(s, t string) (is, known bool)) (cty.Value, error) {
	if len(c.args) != 2 {
		return cty.NilVal, c.wrongArguments()
	}
	s, ok := asString(c.args[0])
	t, ok1 := asString(c.args[1])
	if !ok || !ok1 || len(c.e.idsIn(t)) > 0 {
		return c.undecided(c.name)
	}
	is, known := decide(s, t)
	if !known {
		return c.undecided(c.name)
	}
	return c.keep(cty.BoolVal(is)), nil
}

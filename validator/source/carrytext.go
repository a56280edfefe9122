// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// format carries holes along where the verbs only copy: %s, %v and %q for texts
// without a width, and what takes known values.
func (c *invocation) format() (cty.Value, error) {
	if len(c.args) == 0 {
		return cty.NilVal, c.wrongArguments()
	}
	f, err := c.e.scan(c.args[0])
	if err != nil {
		return cty.NilVal, err
	}
	layout, ok := asString(c.args[0])
	if f.open() || !ok || !copies(layout) {
		return c.undecided(c.name)
	}
	for i, a := range c.args[1:] {
		if c.args[i+1], err = c.plainText(a); err != nil {
			return cty.NilVal, err
		}
	}
	v, err := c.native(natives["format"])
	if _, ok := err.(*failure); ok { //nolint:errorlint // made here, never wrapped
		return c.undecided(c.name) // %d of what is not known yet
	}
	return v, err
}

// plainText writes a value of which a part is not known as the text that format
// and join take; lists inside it are left.
func (c *invocation) plainText(v cty.Value) (cty.Value, error) {
	v, err := c.e.plain(v)
	if err != nil || !v.HasMark(unordered{}) {
		return v, err
	}
	v, marks := v.Unmark()
	delete(marks, unordered{})
	return v.WithMarks(marks), nil
}

// copies reports whether every verb of a layout writes its value as it is.
func copies(layout string) bool {
	for {
		i := strings.IndexByte(layout, '%')
		if i < 0 {
			return true
		}
		rest := strings.TrimLeft(layout[i+1:], "0123456789[]")
		if rest == "" {
			return false
		}
		if len(layout[i+1:])-len(rest) > 0 && !strings.HasPrefix(layout[i+1:], "[") {
			return false // a width
		}
		switch rest[0] {
		case '%', 's', 'v', 'd', 't':
		default:
			return false
		}
		layout = rest[1:]
	}
}

// formatList formats each element of lists in turn.
func (c *invocation) formatList() (cty.Value, error) {
	if len(c.args) == 0 {
		return cty.NilVal, c.wrongArguments()
	}
	rows, loose := 1, false
	lists := make([][]cty.Value, len(c.args))
	anyList := false
	for i, a := range c.args {
		if !a.IsKnown() {
			lists[i] = nil // a text, or a list of which nothing is known
			id, ok := holeIn(a)
			if !ok || !c.e.fixed(id) {
				return c.undecided(c.name)
			}
			continue
		}
		list, l, ok := c.items(a)
		if !ok {
			continue
		}
		if anyList && len(list) != rows {
			return cty.NilVal, c.wrongArguments()
		}
		anyList, rows, loose, lists[i] = true, len(list), loose || l, append([]cty.Value{}, list...)
	}
	out := make([]cty.Value, 0, rows)
	for r := range rows {
		row := &invocation{e: c.e, name: "format", at: c.at, scope: c.scope}
		for i, a := range c.args {
			if lists[i] != nil {
				a = lists[i][r]
			}
			row.args = append(row.args, a)
		}
		var err error
		if row.in, err = c.e.scan(row.args...); err != nil {
			return cty.NilVal, err
		}
		v, err := row.run()
		if err != nil {
			return v, err
		}
		out = append(out, v)
	}
	return c.tuple(out, loose), nil
}

// join joins texts; the order of a list that has none in common with the plan
// decides the result.
func (c *invocation) join() (cty.Value, error) {
	if len(c.args) < 2 {
		return cty.NilVal, c.wrongArguments()
	}
	sep, ok := asString(c.e.asText(c.args[0]))
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	var parts []string
	size := 0
	for _, a := range c.args[1:] {
		list, loose, ok := c.items(a)
		if !ok {
			return cty.NilVal, c.wrongArguments()
		}
		if loose && (len(list) != 1 || !a.IsKnown()) {
			return c.undecided("the order of what is joined")
		}
		for _, x := range list {
			s, ok := asString(c.e.asText(x))
			if !ok {
				return cty.NilVal, fail(c.at, "join is given an element that is no text")
			}
			parts = append(parts, s)
			size += len(s) + len(sep)
		}
	}
	if size > maxText {
		return cty.NilVal, &halt{what: "join makes a text larger than 4 MiB", settle: "a simpler configuration", at: c.at}
	}
	return text(strings.Join(parts, sep), c.in.sensitive), nil
}

// jsonEncode writes JSON. What is not known stands in it as a text, of which
// jsonencode itself makes sure that it stays in its quotes.
func (c *invocation) jsonEncode() (cty.Value, error) {
	if len(c.args) != 1 {
		return cty.NilVal, c.wrongArguments()
	}
	v, err := c.e.plain(c.args[0])
	if err != nil {
		return v, err
	}
	v, err = c.e.quoted(v, true)
	if err != nil {
		return v, err
	}
	c.args[0] = v
	return c.native(natives["jsonencode"])
}

// quoted rewrites the holes in all texts of a value, and drops the marks that
// are only of interest to evaluation.
func (e *engine) quoted(v cty.Value, as bool) (cty.Value, error) {
	if err := e.step(1); err != nil {
		return v, err
	}
	v, marks := v.Unmark()
	delete(marks, unordered{})
	if v.IsNull() || !v.IsKnown() {
		return v.WithMarks(marks), nil
	}
	ty := v.Type()
	switch {
	case ty == cty.String:
		return cty.StringVal(requote(v.AsString(), as)).WithMarks(marks), nil
	case ty.IsObjectType() || ty.IsMapType():
		fields := map[string]cty.Value{}
		for it := v.ElementIterator(); it.Next(); {
			k, x := it.Element()
			y, err := e.quoted(x, as)
			if err != nil {
				return v, err
			}
			fields[requote(k.AsString(), as)] = y
		}
		return cty.ObjectVal(fields).WithMarks(marks), nil
	case v.CanIterateElements():
		var list []cty.Value
		for it := v.ElementIterator(); it.Next(); {
			_, x := it.Element()
			y, err := e.quoted(x, as)
			if err != nil {
				return v, err
			}
			list = append(list, y)
		}
		return cty.TupleVal(list).WithMarks(marks), nil
	}
	return v.WithMarks(marks), nil
}

// jsonDecode reads JSON in whose texts holes stand. One that may be anything and
// was written into the JSON as it is may hold quotes, so that nothing is known.
func (c *invocation) jsonDecode() (cty.Value, error) {
	if len(c.args) != 1 || !c.args[0].IsKnown() {
		return c.undecided(c.name)
	}
	s, ok := asString(c.args[0])
	if !ok {
		return cty.NilVal, c.wrongArguments()
	}
	if len(c.e.loud(s)) > 0 {
		return c.undecided(c.name)
	}
	v, err := natives["jsondecode"].Call([]cty.Value{cty.StringVal(s)}) // without marks: keep lays them on again
	if err != nil {
		return c.undecided(c.name)
	}
	if foreign, err := c.e.foreign(v, c.in); err != nil || foreign {
		if err == nil {
			err = fail(c.at, "jsondecode makes a private-use character, which AWS accepts in no document")
		}
		return v, err
	}
	if v, err = c.e.quoted(v, false); err != nil {
		return v, err
	}
	return c.keep(v), nil
}

// loud returns the holes of a text that may be anything and that no jsonencode
// keeps within quotes.
func (e *engine) loud(s string) []int {
	var out []int
	eachHole(s, func(id int, quoted bool) {
		if !quoted && id < len(e.holes.list) && !e.fixed(id) && !e.holes.list[id].quiet {
			out = append(out, id)
		}
	})
	return out
}

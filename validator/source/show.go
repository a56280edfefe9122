// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// show writes a value as an expression, for names and reasons. What is
// sensitive is not shown.
func (e *engine) show(v cty.Value) string {
	var b strings.Builder
	e.showInto(&b, v, 0)
	return b.String()
}

func (e *engine) showInto(b *strings.Builder, v cty.Value, depth int) {
	if b.Len() > 4*maxName || depth > 8 {
		b.WriteString("…")
		return
	}
	if v.HasMark(sensitiveMark{}) {
		b.WriteString("(sensitive)")
		return
	}
	if !v.IsKnown() {
		if id, ok := holeIn(v); ok {
			b.WriteString(e.holes.list[id].name)
		} else {
			b.WriteString("(not known)")
		}
		return
	}
	v, _ = v.Unmark()
	ty := v.Type()
	switch {
	case v.IsNull():
		b.WriteString("null")
	case ty == cty.String:
		e.showText(b, v.AsString())
	case ty == cty.Number:
		b.WriteString(v.AsBigFloat().Text('g', 20))
	case ty == cty.Bool:
		b.WriteString(strconv.FormatBool(v.True()))
	case ty.IsObjectType() || ty.IsMapType():
		b.WriteString("{")
		first := true
		for it := v.ElementIterator(); it.Next() && b.Len() <= 4*maxName; {
			k, x := it.Element()
			if !first {
				b.WriteString(", ")
			}
			first = false
			e.showInto(b, k, depth+1)
			b.WriteString(" = ")
			e.showInto(b, x, depth+1)
		}
		b.WriteString("}")
	case v.CanIterateElements():
		b.WriteString("[")
		first := true
		for it := v.ElementIterator(); it.Next() && b.Len() <= 4*maxName; {
			_, x := it.Element()
			if !first {
				b.WriteString(", ")
			}
			first = false
			e.showInto(b, x, depth+1)
		}
		b.WriteString("]")
	default:
		b.WriteString("(value)")
	}
}

// showText writes a string as HCL would, holes as interpolations.
func (e *engine) showText(b *strings.Builder, s string) {
	if id, ok := wholeHole(s); ok && id < len(e.holes.list) {
		b.WriteString(e.holes.list[id].name)
		return
	}
	if len(s) > 2*maxName {
		s = s[:2*maxName] + "…"
	}
	q := strconv.Quote(strings.Map(func(r rune) rune {
		if _, _, ok := holeOf(r); ok {
			return r
		}
		if r == '\\' || r < ' ' {
			return ' '
		}
		return r
	}, s))
	// strconv escapes the characters that stand for holes.
	for _, id := range e.idsIn(s) {
		for _, quoted := range []bool{false, true} {
			esc := strconv.Quote(string(holeRune(id, quoted)))
			q = strings.ReplaceAll(q, esc[1:len(esc)-1], "${"+e.holes.list[id].name+"}")
		}
	}
	b.WriteString(q)
}

func (e *engine) idsIn(s string) []int {
	var out []int
	eachHole(s, func(id int, _ bool) {
		if id < len(e.holes.list) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	})
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// kind is the type of an argument as a JSON Schema.
type kind map[string]any

// value evaluates an argument. The file has no variables and no functions
// outside of conditions.
func (d *decoder) value(a *hcl.Attribute) (cty.Value, bool) {
	v, diags := a.Expr.Value(nil)
	d.diags = append(d.diags, diags...)
	return v, !diags.HasErrors()
}

func (d *decoder) wrong(a *hcl.Attribute, want string) {
	d.fail("Wrong type", fmt.Sprintf("The argument %q must be %s.", a.Name, want), a.Expr.Range())
}

func (d *decoder) invalid(a *hcl.Attribute, problem string) {
	d.fail("Invalid value", fmt.Sprintf("The argument %q is wrong: %s.", a.Name, problem), a.Expr.Range())
}

func isText(v cty.Value) bool {
	return v.IsWhollyKnown() && !v.IsNull() && v.Type() == cty.String
}

func isList(v cty.Value) bool {
	return v.IsWhollyKnown() && !v.IsNull() && (v.Type().IsTupleType() || v.Type().IsListType())
}

func isMap(v cty.Value) bool {
	return v.IsWhollyKnown() && !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType())
}

// text reads a string.
func text(f form) reader[string] {
	k := kind{"type": "string"}
	if f.pattern != "" {
		k["pattern"] = f.pattern
	}
	if f.values != nil {
		k["enum"] = f.values
	}
	return reader[string]{kind: k, plain: unset[string], read: func(d *decoder, a *hcl.Attribute) (string, bool) {
		v, good := d.value(a)
		if !good {
			return "", false
		}
		if !isText(v) {
			d.wrong(a, "a string")
			return "", false
		}
		if problem := f.check(v.AsString()); problem != "" {
			d.invalid(a, problem)
			return "", false
		}
		return v.AsString(), true
	}}
}

// unset is nil for a zero value.
func unset[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

var boolean = reader[bool]{kind: kind{"type": "boolean"}, plain: func(b bool) any { return b }, read: func(d *decoder, a *hcl.Attribute) (bool, bool) {
	v, good := d.value(a)
	switch {
	case !good:
	case v.IsNull() || v.Type() != cty.Bool:
		d.wrong(a, "true or false")
	default:
		return v.True(), true
	}
	return false, false
}}

// list reads a list of strings.
func list(f form) reader[[]string] {
	return reader[[]string]{
		kind: kind{"type": "array", "items": text(f).kind},
		plain: func(l []string) any {
			if l == nil {
				return nil
			}
			return l
		},
		read: func(d *decoder, a *hcl.Attribute) ([]string, bool) {
			v, good := d.value(a)
			if !good {
				return nil, false
			}
			out, good := textsOf(v)
			if !good {
				d.wrong(a, "a list of strings")
				return nil, false
			}
			for _, s := range out {
				if problem := f.check(s); problem != "" {
					d.invalid(a, problem)
					good = false
				}
			}
			return out, good
		},
	}
}

// textsOf returns the strings of a list; the list is never nil.
func textsOf(v cty.Value) ([]string, bool) {
	if !isList(v) {
		return nil, false
	}
	out := make([]string, 0, v.LengthInt())
	for _, e := range v.AsValueSlice() {
		if !isText(e) {
			return nil, false
		}
		out = append(out, e.AsString())
	}
	return out, true
}

// texts reads a map of strings.
func texts(f form) reader[map[string]string] {
	return reader[map[string]string]{
		kind:  kind{"type": "object", "additionalProperties": text(f).kind},
		plain: plainMap[string],
		read: func(d *decoder, a *hcl.Attribute) (map[string]string, bool) {
			v, good := d.value(a)
			if !good {
				return nil, false
			}
			if !isMap(v) {
				d.wrong(a, "a map of strings")
				return nil, false
			}
			out := map[string]string{}
			for key, e := range v.AsValueMap() {
				if !isText(e) {
					d.wrong(a, "a map of strings")
					return nil, false
				}
				out[key] = e.AsString()
			}
			for _, key := range sortedKeys(out) {
				if problem := f.check(out[key]); problem != "" {
					d.invalid(a, problem)
					good = false
				}
			}
			return out, good
		},
	}
}

func plainMap[T any](m map[string]T) any {
	if m == nil {
		return nil
	}
	return m
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// lists reads a map of lists; a lone string is a list of one.
var lists = reader[map[string][]string]{
	kind: kind{"type": "object", "additionalProperties": kind{"anyOf": []any{
		kind{"type": "string"}, kind{"type": "array", "items": kind{"type": "string"}},
	}}},
	plain: plainMap[[]string],
	read: func(d *decoder, a *hcl.Attribute) (map[string][]string, bool) {
		v, good := d.value(a)
		if !good {
			return nil, false
		}
		if !isMap(v) {
			d.wrong(a, "a map of lists of strings")
			return nil, false
		}
		out := map[string][]string{}
		for key, e := range v.AsValueMap() {
			if isText(e) {
				out[key] = []string{e.AsString()}
				continue
			}
			list, ok := textsOf(e)
			if !ok {
				d.wrong(a, "a map of lists of strings")
				return nil, false
			}
			out[key] = list
		}
		return out, true
	},
}

const durationPattern = `^[1-9][0-9]{0,5}[dhm]$`

// duration reads "90d", "4h" or "30m", from least to most; zero: no bound. what
// says why there are bounds.
func duration(least, most time.Duration, what string) reader[time.Duration] {
	return reader[time.Duration]{
		kind: kind{"type": "string", "pattern": durationPattern},
		plain: func(d time.Duration) any {
			if d == 0 {
				return nil
			}
			return durationOf(d)
		},
		read: func(d *decoder, a *hcl.Attribute) (time.Duration, bool) {
			s, good := text(durationForm).read(d, a)
			if !good {
				return 0, false
			}
			out, _ := parseDuration(s) // durationForm has checked it
			if out < least || most != 0 && out > most {
				d.invalid(a, what)
				return 0, false
			}
			return out, true
		},
	}
}

// date reads a day, "2027-03-31".
var date = reader[time.Time]{
	kind: kind{"type": "string", "format": "date"},
	plain: func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t.Format(time.DateOnly)
	},
	read: func(d *decoder, a *hcl.Attribute) (time.Time, bool) {
		s, good := text(dateForm).read(d, a)
		if !good {
			return time.Time{}, false
		}
		t, _ := time.Parse(time.DateOnly, s) // dateForm has checked it
		return t, true
	},
}

// number reads a whole number.
func number(least, most int) reader[int] {
	return reader[int]{
		kind:  kind{"type": "integer", "minimum": least, "maximum": most},
		plain: unset[int],
		read: func(d *decoder, a *hcl.Attribute) (int, bool) {
			v, good := d.value(a)
			if !good {
				return 0, false
			}
			if v.IsNull() || !v.IsWhollyKnown() || v.Type() != cty.Number {
				d.wrong(a, "a number")
				return 0, false
			}
			n, acc := v.AsBigFloat().Int64()
			if acc != big.Exact || n < int64(least) || n > int64(most) {
				d.invalid(a, fmt.Sprintf("it must be a whole number from %d to %d", least, most))
				return 0, false
			}
			return int(n), true
		},
	}
}

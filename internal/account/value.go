// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "strconv"

// Value is one value of a plan with what is known about it.
type Value struct {
	V         any
	Unknown   any
	Sensitive any
	// Path is the way to it from the resource, "inline_policy[0].policy".
	Path string
}

// Attr returns a member of an object; one that is absent is null.
func (v Value) Attr(name string) Value {
	out := Value{Path: name, Unknown: member(v.Unknown, name), Sensitive: member(v.Sensitive, name)}
	if v.Path != "" {
		out.Path = v.Path + "." + name
	}
	if m, ok := v.V.(map[string]any); ok {
		out.V = m[name]
	}
	return out
}

// member returns a part of an unknown or sensitive tree: true stands for all of it.
func member(tree any, name string) any {
	switch t := tree.(type) {
	case bool:
		return t
	case map[string]any:
		return t[name]
	}
	return nil
}

// List returns the elements of a list; of a lone object, the object.
func (v Value) List() []Value {
	l, ok := v.V.([]any)
	if !ok {
		return nil
	}
	out := make([]Value, len(l))
	for i, e := range l {
		at := func(tree any) any {
			switch t := tree.(type) {
			case bool:
				return t
			case []any:
				if i < len(t) {
					return t[i]
				}
			}
			return nil
		}
		out[i] = Value{V: e, Unknown: at(v.Unknown), Sensitive: at(v.Sensitive), Path: v.Path + "[" + strconv.Itoa(i) + "]"}
	}
	return out
}

// IsUnknown reports whether the value as a whole is not known until apply.
func (v Value) IsUnknown() bool { b, ok := v.Unknown.(bool); return ok && b }

// IsNull reports whether the value is known to be absent.
func (v Value) IsNull() bool { return v.V == nil && !v.IsUnknown() }

// IsSensitive reports whether the value, or any part of it, is marked.
func (v Value) IsSensitive() bool { return anyTrue(v.Sensitive) }

// HasUnknown reports whether the value, or any part of it, is not known until apply.
func (v Value) HasUnknown() bool { return anyTrue(v.Unknown) }

func anyTrue(tree any) bool {
	switch t := tree.(type) {
	case bool:
		return t
	case []any:
		for _, e := range t {
			if anyTrue(e) {
				return true
			}
		}
	case map[string]any:
		for _, e := range t {
			if anyTrue(e) {
				return true
			}
		}
	}
	return false
}

// Text returns a string value, or "" where it is none or not known.
func (v Value) Text() string {
	s, _ := v.V.(string)
	return s
}

// Shown is text, but for a value that is marked sensitive.
func (v Value) Shown() string {
	if v.IsSensitive() {
		return ""
	}
	return v.Text()
}

// Truth returns a boolean value, or false where it is none or not known.
func (v Value) Truth() bool {
	b, _ := v.V.(bool)
	return b
}

// Number returns a whole number, also where a provider writes it as a string.
func (v Value) Number() int {
	switch n := v.V.(type) {
	case float64:
		return int(n)
	case string:
		i, err := strconv.Atoi(n)
		if err == nil {
			return i
		}
	}
	return 0
}

// Strings returns the known strings of a list or set, and how many elements
// are not known.
func (v Value) Strings() (known []string, unknown int) {
	if v.IsUnknown() {
		return nil, 1
	}
	for _, e := range v.List() {
		if s, ok := e.V.(string); ok {
			if s != "" { // the provider leaves these out
				known = append(known, s)
			}
		} else if e.IsUnknown() || e.V == nil {
			unknown++
		}
	}
	return known, unknown
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strconv"

	tfjson "github.com/hashicorp/terraform-json"
)

// value is one value of a plan with what is known about it.
type value struct {
	v         any
	unknown   any
	sensitive any
	// path is the way to it from the resource, "inline_policy[0].policy".
	path string
}

// side returns a resource's values before or after; ok is false where there is
// no resource on that side.
func side(c *tfjson.Change, after bool) (value, bool) {
	if !after {
		return value{v: c.Before, sensitive: c.BeforeSensitive}, c.Before != nil
	}
	return value{v: c.After, unknown: c.AfterUnknown, sensitive: c.AfterSensitive}, c.After != nil
}

// attr returns a member of an object; one that is absent is null.
func (v value) attr(name string) value {
	out := value{path: name, unknown: member(v.unknown, name), sensitive: member(v.sensitive, name)}
	if v.path != "" {
		out.path = v.path + "." + name
	}
	if m, ok := v.v.(map[string]any); ok {
		out.v = m[name]
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

// list returns the elements of a list; of a lone object, the object.
func (v value) list() []value {
	l, ok := v.v.([]any)
	if !ok {
		return nil
	}
	out := make([]value, len(l))
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
		out[i] = value{v: e, unknown: at(v.unknown), sensitive: at(v.sensitive), path: v.path + "[" + strconv.Itoa(i) + "]"}
	}
	return out
}

// isUnknown reports whether the value as a whole is not known until apply.
func (v value) isUnknown() bool { b, ok := v.unknown.(bool); return ok && b }

// isNull reports whether the value is known to be absent.
func (v value) isNull() bool { return v.v == nil && !v.isUnknown() }

// isSensitive reports whether the value, or any part of it, is marked.
func (v value) isSensitive() bool { return anyTrue(v.sensitive) }

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

// text returns a string value, or "" where it is none or not known.
func (v value) text() string {
	s, _ := v.v.(string)
	return s
}

// shown is text, but for a value that is marked sensitive.
func (v value) shown() string {
	if v.isSensitive() {
		return ""
	}
	return v.text()
}

func (v value) truth() bool {
	b, _ := v.v.(bool)
	return b
}

// number returns a whole number, also where a provider writes it as a string.
func (v value) number() int {
	switch n := v.v.(type) {
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

// strings returns the known strings of a list or set, and how many elements
// are not known.
func (v value) strings() (known []string, unknown int) {
	if v.isUnknown() {
		return nil, 1
	}
	for _, e := range v.list() {
		if s, ok := e.v.(string); ok {
			if s != "" { // the provider leaves these out
				known = append(known, s)
			}
		} else if e.isUnknown() || e.v == nil {
			unknown++
		}
	}
	return known, unknown
}

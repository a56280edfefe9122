// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package logfilter

import (
	"regexp"
	"strconv"
	"strings"
)

// find returns what a selector leads to.
func find(event any, path []step) (v any, ok bool) {
	v = event
	for _, s := range path {
		switch t := v.(type) {
		case map[string]any:
			if v, ok = t[s.name]; !ok || s.index >= 0 {
				return nil, false
			}
		case []any:
			if s.index < 0 || s.index >= len(t) {
				return nil, false
			}
			v = t[s.index]
		default:
			return nil, false
		}
	}
	return v, true
}

type exists struct {
	path []step
	want bool
}

func (n exists) eval(e any) Truth {
	_, ok := find(e, n.path)
	return truth(ok == n.want)
}

type is struct {
	path []step
	want any
}

func (n is) eval(e any) Truth {
	v, ok := find(e, n.path)
	return truth(ok && v == n.want)
}

type compare struct {
	path            []step
	op, text        string
	quoted, numeric bool
	number          float64
	re              *regexp.Regexp
}

func (n compare) eval(e any) Truth {
	v, ok := find(e, n.path)
	if !ok {
		if n.op == "!=" {
			return Maybe
		}
		return No
	}
	switch n.op {
	case "=":
		return truth(n.equal(v))
	case "!=":
		return truth(!n.equal(v))
	}
	x, ok := v.(float64)
	if !ok {
		return No
	}
	switch n.op {
	case ">":
		return truth(x > n.number)
	case "<":
		return truth(x < n.number)
	case ">=":
		return truth(x >= n.number)
	}
	return truth(x <= n.number)
}

func (n compare) equal(v any) bool {
	var text string
	switch t := v.(type) {
	case string:
		text = t
	case float64:
		if n.numeric {
			return t == n.number
		}
		text = strconv.FormatFloat(t, 'f', -1, 64)
	case bool:
		text = strconv.FormatBool(t)
	default:
		return false
	}
	if n.re != nil {
		return n.re.MatchString(text)
	}
	return like(n.text, text)
}

// like matches a text that may hold *, each of which stands for any text.
func like(pattern, s string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == s
	}
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	s = s[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s = s[i+len(part):]
	}
	return strings.HasSuffix(s, parts[len(parts)-1])
}

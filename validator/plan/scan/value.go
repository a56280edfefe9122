// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"fmt"
	"strconv"
)

// Value decodes the value that comes next as encoding/json does into an any:
// map[string]any, []any, string, float64, bool or nil.
func (r *Reader) Value() (any, error) {
	kind, err := r.Kind()
	if err != nil {
		return nil, err
	}
	switch kind {
	case '{':
		return r.object()
	case '[':
		return r.array()
	case '"':
		text, err := r.body()
		return string(text), err
	case 'n', 't', 'f':
		if err := r.Skip(); err != nil {
			return nil, err
		}
		if kind == 'n' {
			return nil, nil
		}
		return kind == 't', nil
	}
	return r.float()
}

func (r *Reader) object() (map[string]any, error) {
	more, err := r.enter('}')
	object := map[string]any{}
	for ; more; more, err = r.next('}') {
		text, _, err := r.label()
		if err != nil {
			return nil, err
		}
		name := r.intern(text)
		if object[name], err = r.Value(); err != nil {
			return nil, err
		}
	}
	return object, err
}

func (r *Reader) array() ([]any, error) {
	more, err := r.enter(']')
	list := []any{}
	for ; more; more, err = r.next(']') {
		v, err := r.Value()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, err
}

func (r *Reader) float() (float64, error) {
	start := r.pos
	h := r.hold(start)
	i, err := r.number(start)
	start = r.release(h)
	r.pos = i
	if err != nil {
		return 0, err
	}
	text := r.buf[start:i]
	if len(text) <= 15 && text[0] != '-' {
		// Up to 15 digits a float64 is exact.
		n := 0
		for _, c := range text {
			if !digit(c) {
				n = -1
				break
			}
			n = 10*n + int(c-'0')
		}
		if n >= 0 {
			return float64(n), nil
		}
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return 0, r.fail(start, Shape, fmt.Sprintf("The number is too large: at most %g can be read.", 1.797e308))
	}
	return f, nil
}

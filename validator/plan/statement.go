// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// statements renders the statement blocks of the data source.
func (w *writer) statements(v value) ([]statement, error) {
	if v.IsUnknown() {
		return nil, fmt.Errorf("the statements are not known until apply")
	}
	var out []statement
	for _, e := range v.List() {
		s, err := w.statement(e)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (w *writer) statement(v value) (statement, error) {
	effect := v.Attr("effect")
	if v.IsUnknown() || effect.IsUnknown() {
		return nil, fmt.Errorf("%s is not known until apply", effect.Path)
	}
	s := statement{"Effect": "Allow"} // null means Allow
	if t := effect.Text(); t != "" {
		s["Effect"] = t
	}
	if sid := v.Attr("sid").Text(); sid != "" {
		s["Sid"] = sid
	}
	allow := s["Effect"] == "Allow"
	for name, element := range map[string]string{"actions": "Action", "not_actions": "NotAction"} {
		if list := w.list(v.Attr(name), anything); len(list) > 0 {
			s[element] = list
		}
	}
	shape := startsWithARN
	if !allow {
		shape = anything // to deny more than is written would hide what is allowed
	}
	if list := w.list(v.Attr("resources"), shape); len(list) > 0 {
		s["Resource"] = list
	}
	if list := w.list(v.Attr("not_resources"), anything); len(list) > 0 {
		s["NotResource"] = list
	}
	for name, element := range map[string]string{"principals": "Principal", "not_principals": "NotPrincipal"} {
		p, err := w.principals(v.Attr(name))
		if err != nil {
			return nil, err
		}
		if p != nil {
			s[element] = p
		}
	}
	if conditions := w.conditions(v.Attr("condition")); len(conditions) > 0 {
		s["Condition"] = conditions
	}
	return s, nil
}

// principals renders principals blocks; "*" of type "*" is everyone.
func (w *writer) principals(v value) (any, error) {
	if v.IsUnknown() {
		return nil, fmt.Errorf("%s is not known until apply", v.Path)
	}
	out := map[string]any{}
	for _, e := range v.List() {
		kind := e.Attr("type")
		if kind.IsUnknown() {
			return nil, fmt.Errorf("%s is not known until apply", kind.Path)
		}
		list := w.list(e.Attr("identifiers"), wholeARN)
		if kind.Text() == "*" {
			return "*", nil
		}
		old, _ := out[kind.Text()].([]string)
		out[kind.Text()] = append(old, list...)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

func (w *writer) conditions(v value) map[string]any {
	out := map[string]any{}
	if v.IsUnknown() {
		w.perhaps(out, w.label(v))
		return out
	}
	for _, e := range v.List() {
		test, variable := e.Attr("test"), e.Attr("variable")
		if test.IsUnknown() {
			w.perhaps(out, w.label(test))
			continue
		}
		key := variable.Text()
		if variable.IsUnknown() {
			key = string(w.hole(policy.Hole{Name: w.label(variable)}))
		}
		keys, _ := out[test.Text()].(map[string]any)
		if keys == nil {
			keys = map[string]any{}
			out[test.Text()] = keys
		}
		old, _ := keys[key].([]string)
		s := anything
		if strings.Contains(test.Text(), "StringEquals") || strings.Contains(test.Text(), "StringNotEquals") {
			s = literal // these compare without wildcards
		}
		keys[key] = append(old, w.list(e.Attr("values"), s)...)
	}
	return out
}

// perhaps adds a condition of which nothing is known: with it a statement may hold
// or not, whatever the request.
func (w *writer) perhaps(conditions map[string]any, name string) {
	keys, _ := conditions["StringEquals"].(map[string]any)
	if keys == nil {
		keys = map[string]any{}
		conditions["StringEquals"] = keys
	}
	keys[string(w.hole(policy.Hole{Name: name}))] = []string{string(w.hole(policy.Hole{Name: name, Wild: true}))}
}

// shape is what is taken for granted of a text that refers to the ARN of one
// resource and to nothing else.
type shape uint8

const (
	// anything: nothing is.
	anything shape = iota
	// startsWithARN: it is the ARN, and what may follow it ("/*").
	startsWithARN
	// wholeARN: it is the ARN.
	wholeARN
	// literal: it is some text that is compared as it stands.
	literal
)

// list renders a list of texts. "&{" is how the data source writes "${".
func (w *writer) list(v value, s shape) []string {
	if v.IsUnknown() {
		return []string{w.unknown(w.label(v), s.alone())}
	}
	elements := v.List()
	var refs []target
	open := 0
	for _, e := range elements {
		if e.IsUnknown() || e.V == nil {
			open++
		}
	}
	if open > 0 {
		refs = w.openRefs(v, open)
	}
	var out []string
	for _, e := range elements {
		if text, ok := e.V.(string); ok {
			out = append(out, strings.ReplaceAll(text, "&{", "${"))
			continue
		}
		if len(refs) == 0 {
			out = append(out, w.unknown(w.label(e), s.alone()))
			continue
		}
		t := refs[0]
		refs = refs[1:]
		switch arn := w.arn(t.change); {
		case s == literal:
			out = append(out, w.unknown(t.reference, s))
		case t.attribute != "arn" && (t.attribute != "" || s != wholeARN):
			out = append(out, w.unknown(t.reference, anything))
		case arn != "" && s != anything:
			out = append(out, s.rest(arn, t.change.Type)...)
		case s == startsWithARN:
			out = append(out, s.rest(w.unknown(t.reference, wholeARN), t.change.Type)...)
		default:
			out = append(out, w.unknown(t.reference, s))
		}
	}
	return out
}

// unknown writes a text that is not known until apply.
func (w *writer) unknown(name string, s shape) string {
	if s == anything {
		return string(w.hole(policy.Hole{Name: name, Wild: true}))
	}
	return string(w.hole(policy.Hole{Name: name}))
}

// alone is what is known of a text that refers to nothing known.
func (s shape) alone() shape {
	if s == literal {
		return literal
	}
	return anything
}

// rest returns what a text that starts with an ARN may be: of a bucket, the
// bucket or its objects; of anything else, whatever follows.
func (s shape) rest(arn, kind string) []string {
	switch {
	case s != startsWithARN:
		return []string{arn}
	case kind == "aws_s3_bucket":
		return []string{arn, arn + "/*"}
	}
	return []string{arn + "*"}
}

// openRefs returns the references of the unknown elements in order, where each
// element has one that is not known, else nil. What else stands in an element
// (a variable with a known value) does not matter.
func (w *writer) openRefs(v value, open int) []target {
	c := w.refs.of(w.rc)
	if c == nil {
		return nil
	}
	var out []target
	for _, ref := range argument(c.Expressions, v.Path).full() {
		f := w.refs.one(ref, w.refs.from(w.rc))
		if len(f.targets) > 1 || len(f.lost) != 0 {
			return nil
		}
		out = append(out, f.targets...)
	}
	if len(out) != open {
		return nil
	}
	return out
}

// label names a value that is not known, by what it refers to where that is
// told, else by its place.
func (w *writer) label(v value) string {
	if c := w.refs.of(w.rc); c != nil {
		path := v.Path
		if i := strings.LastIndexByte(path, '['); i >= 0 && strings.HasSuffix(path, "]") {
			path = path[:i]
		}
		if refs := argument(c.Expressions, path).full(); len(refs) == 1 {
			if f := w.refs.one(refs[0], w.refs.from(w.rc)); len(f.targets) == 1 {
				return f.targets[0].reference
			}
			return w.refs.name(refs[0], w.refs.from(w.rc))
		}
	}
	return w.rc.Address + "." + v.Path
}

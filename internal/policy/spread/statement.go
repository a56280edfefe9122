// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package spread

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// document has its fields in the order in which they are written.
type document struct {
	Version   string      `json:",omitempty"`
	Statement []statement `json:""`
}

type statement struct {
	Sid         string                      `json:",omitempty"`
	Effect      string                      `json:",omitempty"`
	Action      texts                       `json:",omitempty"`
	NotAction   texts                       `json:",omitempty"`
	Resource    texts                       `json:",omitempty"`
	NotResource texts                       `json:",omitempty"`
	Condition   map[string]map[string]texts `json:",omitempty"`
}

// texts is written as a text where there is one.
type texts []string

// UnmarshalJSON reads a text or a list.
func (t *texts) UnmarshalJSON(src []byte) error {
	var one string
	if json.Unmarshal(src, &one) == nil {
		*t = texts{one}
		return nil
	}
	return json.Unmarshal(src, (*[]string)(t)) //nolint:wrapcheck // read says what could not be read
}

// MarshalJSON writes a text or a list.
func (t texts) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return encode(t[0]), nil
	}
	return encode([]string(t)), nil
}

// encode writes JSON as it stands in policies, without escapes for HTML.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // texts, lists and maps of texts into memory: there is nothing to fail
	return bytes.TrimRight(b.Bytes(), "\n")
}

func read(text string) (*document, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	doc := &document{}
	if err := dec.Decode(doc); err != nil {
		return nil, fmt.Errorf("it cannot be cut into parts: %w", err)
	}
	return doc, nil
}

// with writes the document with other statements.
func (d *document) with(list []statement) string {
	return string(encode(document{Version: d.Version, Statement: list}))
}

// frame is the size of the document without statements.
func (d *document) frame() int { return Size(d.with([]statement{})) }

func (s *statement) size() int { return Size(string(encode(s))) }

// list is a list of a statement along which it can be cut.
type list struct {
	values texts
	// with returns the statement with other values in the list.
	with func(texts) statement
}

// lists are those along which the statement can be cut: of each one, it is
// enough that one of the values matches, so that two statements with a part of
// them each mean what the one means.
func (s *statement) lists() []list {
	out := []list{
		{s.Resource, func(v texts) statement { c := *s; c.Resource = v; return c }},
		{s.Action, func(v texts) statement { c := *s; c.Action = v; return c }},
	}
	for _, operator := range slices.Sorted(maps.Keys(s.Condition)) {
		if !alternatives(operator) {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(s.Condition[operator])) {
			out = append(out, list{s.Condition[operator][key], func(v texts) statement {
				c := *s
				c.Condition = maps.Clone(s.Condition)
				c.Condition[operator] = maps.Clone(s.Condition[operator])
				c.Condition[operator][key] = v
				return c
			}})
		}
	}
	return out
}

// alternatives reports whether an operator is met by one of its values alone.
// ForAllValues is not: a request whose values are some of one list and some of
// another would be met by neither part. Nor are negations.
func alternatives(operator string) bool {
	name := strings.TrimPrefix(strings.ToLower(operator), "foranyvalue:")
	switch strings.TrimSuffix(name, "ifexists") {
	case "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress", "numericequals", "dateequals", "binaryequals":
		return true
	}
	return false
}

// longest is the list that takes most room of those with more than one value.
func (s *statement) longest() (along list, ok bool) {
	most := 0
	for _, l := range s.lists() {
		if size := Size(string(encode([]string(l.values)))); len(l.values) > 1 && size > most {
			along, most = l, size
		}
	}
	return along, most > 0
}

// cut cuts the statement in two along its longest list, so that the first is as
// long as it can be without being longer than this.
func (s *statement) cut(most int) (first, second statement, ok bool) {
	along, ok := s.longest()
	if !ok {
		return first, second, false
	}
	// All but the list, which has brackets and commas.
	shell := along.with(texts{"", ""})
	size := shell.size() - len(`"",""`)
	n := 0
	for n < len(along.values)-1 {
		if size += Size(string(encode(along.values[n]))) + 1; size-1 > most {
			break
		}
		n++
	}
	if n == 0 {
		return first, second, false
	}
	return along.with(along.values[:n:n]), along.with(along.values[n:]), true
}

// halve cuts the statement in two whose longest lists are equally long.
func (s *statement) halve() (first, second statement, ok bool) {
	along, ok := s.longest()
	if !ok {
		return first, second, false
	}
	n := len(along.values) / 2
	return along.with(along.values[:n:n]), along.with(along.values[n:]), true
}

// extend takes a statement that was cut off this one back in; it reports whether
// it was one.
func (s *statement) extend(other *statement) bool {
	if s.Sid == "" || s.Sid != other.Sid {
		return false
	}
	mine, theirs := s.lists(), other.lists()
	if len(mine) != len(theirs) {
		return false
	}
	for i, l := range mine {
		if len(l.values) > 0 && len(theirs[i].values) > 0 && reflect.DeepEqual(l.with(nil), theirs[i].with(nil)) {
			*s = l.with(append(slices.Clone(l.values), theirs[i].values...))
			return true
		}
	}
	return false
}

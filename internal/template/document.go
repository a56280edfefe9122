// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"bytes"
	"encoding/json"
)

// Document is one rendered policy document.
type Document struct {
	// Name is the policy's, "access"; the trust policy's is "trust".
	Name string
	// Statements are in the order of the template, those left out that do not apply.
	Statements []*Statement
	// Unknown says that it is not known yet which statements there will be;
	// Statements then holds those that are there in any case and those that may be.
	Unknown bool
}

// Statement is one rendered statement.
type Statement struct {
	Sid, Description, Effect string
	// Citations are why the statement is there.
	Citations []string
	// Block is the name of the block it comes from, "audit@1", or empty.
	Block string
	// Maybe says that it is not known yet whether the statement will be there.
	Maybe                                        bool
	Principals                                   []Principals
	Actions, NotActions, Resources, NotResources Texts
	Conditions                                   []Condition
	// Inputs are the template's parameters that the statement depends on, or for
	// a trust statement the profile's.
	Inputs []string
	// TrustIndex is the trust argument that a trust statement comes from.
	TrustIndex int
}

// Principals are those of one type in a trust statement.
type Principals struct {
	// Type is AWS, Service or Federated, or "*" for everybody, which stands alone.
	Type        string
	Identifiers Texts
}

// Condition is one operator with one key and its values.
type Condition struct {
	Test, Variable Text
	Values         Texts
	// Maybe says that it is not known yet whether the condition will be there.
	Maybe bool
}

// Known reports whether everything in the document is known.
func (d *Document) Known() bool {
	if d.Unknown {
		return false
	}
	for _, s := range d.Statements {
		if !s.Known() {
			return false
		}
	}
	return true
}

// Known reports whether everything in the statement is known.
func (s *Statement) Known() bool {
	known := !s.Maybe && s.Actions.Known() && s.NotActions.Known() && s.Resources.Known() && s.NotResources.Known()
	for _, p := range s.Principals {
		known = known && p.Identifiers.Known()
	}
	for _, c := range s.Conditions {
		known = known && c.Known()
	}
	return known
}

// Known reports whether everything in the condition is known.
func (c Condition) Known() bool {
	return !c.Maybe && c.Test.Known() && c.Variable.Known() && c.Values.Known()
}

// JSON writes the document as AWS takes it, without white space. Unknown parts
// stand as hole characters; ok is false where the document cannot be written
// because it is not known which parts it has.
func (d *Document) JSON() (text string, ok bool) {
	if d.Unknown {
		return "", false
	}
	w := &writer{}
	w.open('{')
	w.field("Version", "2012-10-17")
	w.key("Statement")
	w.open('[')
	for _, s := range d.Statements {
		if !w.statement(s) {
			return "", false
		}
	}
	w.close(']')
	w.close('}')
	return w.String(), true
}

// writer writes JSON with keys in a fixed order, which encoding/json does not do
// for maps in an order of one's own.
type writer struct {
	bytes.Buffer
	comma bool
}

func (w *writer) separate() {
	if w.comma {
		w.WriteByte(',')
	}
	w.comma = true
}

func (w *writer) open(c byte) {
	w.separate()
	w.WriteByte(c)
	w.comma = false
}

func (w *writer) close(c byte) {
	w.WriteByte(c)
	w.comma = true
}

func (w *writer) text(s string) {
	if plain(s) {
		w.WriteByte('"')
		w.WriteString(s)
		w.WriteByte('"')
		return
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	// A string always encodes.
	_ = enc.Encode(s)
	w.Write(bytes.TrimRight(b.Bytes(), "\n"))
}

// plain reports whether a text stands in JSON as it is. Nearly all of a policy do.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

func (w *writer) key(k string) {
	w.separate()
	w.text(k)
	w.WriteByte(':')
	w.comma = false
}

func (w *writer) field(k, v string) {
	w.key(k)
	w.text(v)
	w.comma = true
}

// values writes one value as a string and several as a list.
func (w *writer) values(k string, t Texts) bool {
	if t.Unknown {
		return false
	}
	w.key(k)
	if len(t.Values) == 1 {
		w.text(string(t.Values[0]))
	} else {
		w.open('[')
		for _, v := range t.Values {
			w.separate()
			w.text(string(v))
		}
		w.close(']')
	}
	w.comma = true
	return true
}

func (w *writer) statement(s *Statement) bool {
	if s.Maybe {
		return false
	}
	w.open('{')
	w.field("Sid", s.Sid)
	w.field("Effect", s.Effect)
	if len(s.Principals) == 1 && s.Principals[0].Type == "*" {
		w.field("Principal", "*")
	} else if len(s.Principals) > 0 {
		w.key("Principal")
		w.open('{')
		for _, p := range s.Principals {
			if !w.values(p.Type, p.Identifiers) {
				return false
			}
		}
		w.close('}')
	}
	for _, e := range []struct {
		key   string
		texts Texts
	}{{"Action", s.Actions}, {"NotAction", s.NotActions}, {"Resource", s.Resources}, {"NotResource", s.NotResources}} {
		if e.texts.Unknown || len(e.texts.Values) > 0 {
			if !w.values(e.key, e.texts) {
				return false
			}
		}
	}
	if !w.conditions(s.Conditions) {
		return false
	}
	w.close('}')
	return true
}

// conditions groups by operator; the renderer has made sure that no operator
// has the same key twice.
func (w *writer) conditions(list []Condition) bool {
	if len(list) == 0 {
		return true
	}
	w.key("Condition")
	w.open('{')
	done := map[Text]bool{}
	for _, c := range list {
		if c.Maybe || !c.Test.Known() {
			return false
		}
		if done[c.Test] {
			continue
		}
		done[c.Test] = true
		w.key(string(c.Test))
		w.open('{')
		for _, other := range list {
			if other.Test == c.Test && !w.values(string(other.Variable), other.Values) {
				return false
			}
		}
		w.close('}')
	}
	w.close('}')
	return true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// merge lays the documents of an argument over the statements at hand.
func (d *documentBuilder) merge(name string) error {
	b := d.n.block
	v, err := d.value(b, d.scope, name)
	if err != nil || v == cty.NilVal {
		return err
	}
	from := origin{x: b.attr(name).Expr, scope: d.scope}
	if strings.HasSuffix(name, "_json") {
		return d.mergeText(name, v, from)
	}
	if !v.IsKnown() || v.HasMark(unordered{}) && d.named() {
		return d.giveUp(name, v)
	}
	l, err := valueNode{d.e, v}.elements(b.def)
	if err != nil {
		return err
	}
	if l.null || l.single || l.keyed {
		return fail(b.def, "%s is no list of documents", name)
	}
	for n, i := range l.list {
		x, err := i.value.value()
		if err != nil {
			return err
		}
		if x.IsKnown() && x.IsNull() {
			continue
		}
		if err := d.mergeText(name, x, from.at(n)); err != nil || d.open != nil {
			return err
		}
	}
	return nil
}

// named reports whether a statement at hand has a Sid, so that the order of
// what is laid over it matters.
func (d *documentBuilder) named() bool {
	for _, s := range d.all {
		if s.fields["Sid"] != nil {
			return true
		}
	}
	return false
}

// mergeText lays one document over the statements at hand.
func (d *documentBuilder) mergeText(name string, v cty.Value, from origin) error {
	if !v.IsKnown() {
		return d.giveUp(name, v)
	}
	s, ok := asString(v)
	if !ok {
		return fail(d.n.block.def, "%s is no document", name)
	}
	if strings.TrimSpace(s) == "" {
		return nil
	}
	if _, whole := wholeHole(s); whole || len(d.e.loud(s)) > 0 {
		return d.giveUp(name, v)
	}
	var doc struct {
		Version   string
		ID        string `json:"Id"`
		Statement json.RawMessage
	}
	if err := json.Unmarshal([]byte(s), &doc); err != nil {
		return d.notJSON(name, v)
	}
	list, ok := statementsOf(doc.Statement)
	if !ok {
		return d.notJSON(name, v)
	}
	if doc.Version > d.version {
		d.version = doc.Version
	}
	if doc.ID != "" {
		d.id = requote(doc.ID, true)
	}
	out := make([]statement, len(list))
	for i, fields := range list {
		here := from.at(asDocument).at("Statement").at(i)
		out[i] = statement{fields: fields, at: d.n.block.def, from: &here}
	}
	return d.lay(out)
}

// notJSON is a document that does not parse; with a hole in it that may be why.
func (d *documentBuilder) notJSON(name string, v cty.Value) error {
	f, err := d.e.scan(v)
	if err != nil {
		return err
	}
	if f.open() {
		d.open, d.what = f, name
		return nil
	}
	return fail(d.n.block.def, "a document of %s is no policy in JSON", name)
}

// elementNames are what the provider reads of a statement.
var elementNames = []string{"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"}

// statementsOf reads the Statement element: a list, or one statement.
func statementsOf(raw json.RawMessage) ([]map[string]any, bool) {
	if len(raw) == 0 {
		return nil, true
	}
	var one any
	if err := json.Unmarshal(raw, &one); err != nil {
		return nil, false
	}
	list, ok := one.([]any)
	if !ok {
		list = []any{one}
	}
	out := make([]map[string]any, 0, len(list))
	for _, x := range list {
		m, ok := x.(map[string]any)
		if !ok {
			return nil, x == nil && len(list) == 1
		}
		fields := map[string]any{}
		for _, name := range elementNames {
			for k, v := range m {
				if strings.EqualFold(k, name) {
					fields[name] = requoteAll(v)
				}
			}
		}
		if sid, _ := fields["Sid"].(string); sid == "" {
			delete(fields, "Sid")
		}
		out = append(out, fields)
	}
	return out, true
}

// requoteAll rewrites the holes of decoded JSON as quoted: they are encoded again.
func requoteAll(v any) any {
	switch v := v.(type) {
	case string:
		return requote(v, true)
	case []any:
		for i := range v {
			v[i] = requoteAll(v[i])
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[requote(k, true)] = requoteAll(x)
		}
		return out
	}
	return v
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"encoding/json"
	"errors"
	"strconv"
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
	doc, err := readDocument([]byte(s))
	if err != nil {
		return d.notJSON(name, v)
	}
	if doc.Version > d.version {
		d.version = doc.Version
	}
	if doc.ID != "" {
		d.id = requote(doc.ID, true)
	}
	out := make([]statement, len(doc.Statement))
	for i, read := range doc.Statement {
		here := from.at(asDocument).at("Statement").at(i)
		out[i] = statement{fields: read.fields(), at: d.n.block.def, from: &here}
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

// readStatement is what the provider reads of a statement: by Go's rules for
// JSON, without regard to case, the last of a repeated name, nothing else.
type readStatement struct {
	Sid          string
	Effect       string
	Action       any
	NotAction    any
	Resource     any
	NotResource  any
	Principal    *readPrincipals
	NotPrincipal *readPrincipals
	Condition    map[string]map[string]any
}

// readPrincipals is a Principal element: a text of whatever kind is everyone.
type readPrincipals struct{ of any }

// UnmarshalJSON reads the element as the provider does.
func (p *readPrincipals) UnmarshalJSON(src []byte) error {
	var v any
	if err := json.Unmarshal(src, &v); err != nil {
		return err
	}
	switch v := v.(type) {
	case string:
		p.of = "*"
	case map[string]any:
		for _, ids := range v {
			switch ids.(type) {
			case string, []any:
			default:
				return errors.New("a principal is neither a text nor a list")
			}
		}
		if len(v) == 1 && (v["*"] == any("*") || isStarList(v["*"])) {
			p.of = "*"
		} else if len(v) > 0 {
			p.of = v
		}
	default:
		return errors.New("the principals are neither a text nor an object")
	}
	return nil
}

func isStarList(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 1 && list[0] == any("*")
}

// readPolicy is a document as the provider reads it.
type readPolicy struct {
	Version   string
	ID        string `json:"Id"`
	Statement []*readStatement
}

func readDocument(text []byte) (*readPolicy, error) {
	doc := &readPolicy{}
	if err := json.Unmarshal(text, doc); err != nil {
		return nil, err
	}
	for _, s := range doc.Statement {
		if s == nil {
			return nil, errors.New("a statement is null")
		}
	}
	return doc, nil
}

// fields writes the statement as the provider does: of the conditions it keeps
// texts, lists and bools. A number is dropped, and its condition with it.
func (s *readStatement) fields() map[string]any {
	out := map[string]any{}
	for name, v := range map[string]string{"Sid": s.Sid, "Effect": s.Effect} {
		if v != "" {
			out[name] = requote(v, true)
		}
	}
	for name, v := range map[string]any{"Action": s.Action, "NotAction": s.NotAction, "Resource": s.Resource, "NotResource": s.NotResource} {
		if v != nil {
			out[name] = requoteAll(v)
		}
	}
	for name, p := range map[string]*readPrincipals{"Principal": s.Principal, "NotPrincipal": s.NotPrincipal} {
		if p != nil && p.of != nil {
			out[name] = requoteAll(p.of)
		}
	}
	conditions := map[string]any{}
	for test, keys := range s.Condition {
		kept := map[string]any{}
		for key, v := range keys {
			switch v := v.(type) {
			case string, []any:
				kept[requote(key, true)] = requoteAll(v)
			case bool:
				kept[requote(key, true)] = strconv.FormatBool(v)
			}
		}
		if len(kept) > 0 {
			conditions[requote(test, true)] = kept
		}
	}
	if len(conditions) > 0 {
		out["Condition"] = conditions
	}
	return out
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

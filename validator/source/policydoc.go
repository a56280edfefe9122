// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const policyDocument = "aws_iam_policy_document"

// statement is a statement in the form of JSON, with the place where it is
// written.
type statement struct {
	fields map[string]any
	at     hcl.Range
	// from is the expression that the statement comes from, where it is not a
	// block of the data source itself.
	from *origin
}

// documentBuilder computes data.aws_iam_policy_document as the provider does.
// Source: hashicorp/aws, data source aws_iam_policy_document: the documents of
// source_policy_documents first, the own statements over them, the documents of
// override_policy_documents over all; a statement takes the place of the one
// with the same Sid.
type documentBuilder struct {
	e         *engine
	n         *resourceNode
	scope     *scope
	version   string
	id        string
	all       []statement
	sensitive bool
	// open is a reason why the whole is not decided.
	open *found
	what string
}

// policyDocument computes the attribute json.
func (n *resourceNode) policyDocument() (cty.Value, error) {
	d, err := n.document()
	if err != nil {
		return cty.NilVal, err
	}
	if d.open != nil {
		v, err := d.e.undecided(n.address+".json", d.e.because(d.what, d.open))
		if err == nil && d.sensitive {
			v = v.Mark(sensitiveMark{})
		}
		return v, err
	}
	out, err := d.json()
	if err != nil {
		return cty.NilVal, err
	}
	return text(out, d.sensitive), nil
}

// document evaluates the arguments and the blocks.
func (n *resourceNode) document() (*documentBuilder, error) {
	s, err := n.scope()
	if err != nil {
		return nil, err
	}
	d := &documentBuilder{e: n.m.e, n: n, scope: s}
	for _, step := range []func() error{
		func() error { return d.merge("source_json") },
		func() error { return d.merge("source_policy_documents") },
		d.own,
		func() error { return d.merge("override_policy_documents") },
		func() error { return d.merge("override_json") },
	} {
		if err := step(); err != nil || d.open != nil {
			return d, err
		}
	}
	return d, nil
}

// give up records why the document is not decided.
func (d *documentBuilder) giveUp(what string, v cty.Value) error {
	f, err := d.e.scan(v)
	d.open, d.what = f, what
	return err
}

// value evaluates an argument of a block; NilVal where it is absent or null.
func (d *documentBuilder) value(b *block, s *scope, name string) (cty.Value, error) {
	a := b.attr(name)
	if a == nil {
		return cty.NilVal, nil
	}
	v, err := d.e.eval(a.Expr, s)
	if err != nil {
		return v, err
	}
	marked, err := d.e.sensitive(v)
	if err != nil {
		return v, err
	}
	d.sensitive = d.sensitive || marked
	if v.IsKnown() && v.IsNull() {
		return cty.NilVal, nil
	}
	return v, nil
}

// str evaluates an argument that is one text.
func (d *documentBuilder) str(b *block, s *scope, name string) (string, error) {
	v, err := d.value(b, s, name)
	if err != nil || v == cty.NilVal {
		return "", err
	}
	out, ok := asString(d.e.asText(v))
	if !ok {
		return "", fail(b.def, "%s is no text", name)
	}
	return requote(out, true), nil
}

// set evaluates an argument that is a set of texts.
func (d *documentBuilder) set(b *block, s *scope, name string) ([]string, error) {
	list, err := d.strings(b, s, name)
	slices.Sort(list)
	return slices.Compact(list), err
}

// strings evaluates an argument that is a list of texts. A list that is not
// known is one hole.
func (d *documentBuilder) strings(b *block, s *scope, name string) ([]string, error) {
	v, err := d.value(b, s, name)
	if err != nil || v == cty.NilVal {
		return nil, err
	}
	if !v.IsKnown() {
		out, ok := asString(d.e.asText(v))
		if !ok {
			return nil, d.giveUp(name, v)
		}
		return []string{requote(out, true)}, nil
	}
	l, err := valueNode{d.e, v}.elements(b.def)
	if err != nil {
		return nil, err
	}
	if l.null || l.single || l.keyed {
		if id, ok := keyHole(plainValue(v)); ok {
			return []string{string(holeRune(id, true))}, nil
		}
		return nil, fail(b.def, "%s is no list of texts", name)
	}
	out := []string{}
	for _, i := range l.list {
		x, err := i.value.value()
		if err != nil {
			return nil, err
		}
		if x.IsKnown() && x.IsNull() {
			continue
		}
		t, ok := asString(d.e.asText(x))
		if !ok {
			return nil, fail(b.def, "an element of %s is no text", name)
		}
		out = append(out, requote(t, true))
	}
	return out, nil
}

func plainValue(v cty.Value) cty.Value {
	v, _ = v.Unmark()
	return v
}

// own adds the statements of the data source itself.
func (d *documentBuilder) own() error {
	b := d.n.block
	version, err := d.str(b, d.scope, "version")
	if err != nil {
		return err
	}
	if version == "" {
		version = "2012-10-17"
	}
	if version > d.version {
		d.version = version
	}
	id, err := d.str(b, d.scope, "policy_id")
	if err != nil {
		return err
	}
	if id != "" {
		d.id = id
	}
	list, open, err := d.e.nestedBlocks(b, d.scope, "statement")
	if err != nil {
		return err
	}
	if open != nil {
		return d.giveUp("which statements there are", open.value)
	}
	var own []statement
	for _, w := range list {
		s, err := d.statement(w)
		if err != nil || d.open != nil {
			return err
		}
		own = append(own, s)
	}
	return d.lay(own)
}

// lay puts statements over those at hand.
func (d *documentBuilder) lay(list []statement) error {
	for _, s := range list {
		sid, _ := s.fields["Sid"].(string)
		at := -1
		for i := range d.all {
			old, _ := d.all[i].fields["Sid"].(string)
			if sid == "" || old == "" {
				continue
			}
			same, known := d.e.equalTexts(sid, old)
			if !known {
				return d.giveUp("which statement one of the same Sid takes the place of", cty.TupleVal([]cty.Value{cty.StringVal(sid), cty.StringVal(old)}))
			}
			if same {
				at = i
				break
			}
		}
		if at < 0 {
			d.all = append(d.all, s)
		} else {
			d.all[at] = s
		}
	}
	return d.e.step(len(list) * (1 + len(d.all)/stepWeight))
}

// statement evaluates one statement block.
func (d *documentBuilder) statement(w written) (statement, error) {
	s := statement{fields: map[string]any{"Effect": "Allow"}, at: w.at}
	for name, element := range map[string]string{"effect": "Effect", "sid": "Sid"} {
		v, err := d.str(w.block, w.scope, name)
		if err != nil {
			return s, err
		}
		if v != "" {
			s.fields[element] = v
		}
	}
	for _, l := range []struct{ name, element string }{
		{"actions", "Action"}, {"not_actions", "NotAction"}, {"resources", "Resource"}, {"not_resources", "NotResource"},
	} {
		v, err := d.set(w.block, w.scope, l.name)
		if err != nil || d.open != nil {
			return s, err
		}
		if strings.HasSuffix(l.name, "resources") {
			v = variables(v)
		}
		if len(v) > 0 {
			s.fields[l.element] = oneOrMore(v)
		}
	}
	for _, l := range []struct{ name, element string }{{"principals", "Principal"}, {"not_principals", "NotPrincipal"}} {
		v, err := d.principals(w, l.name)
		if err != nil || d.open != nil {
			return s, err
		}
		if v != nil {
			s.fields[l.element] = v
		}
	}
	v, err := d.conditions(w)
	if err == nil && v != nil {
		s.fields["Condition"] = v
	}
	return s, err
}

// variables writes IAM's own variables, which the data source spells "&{…}".
func variables(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ReplaceAll(s, "&{", "${")
	}
	return out
}

// oneOrMore writes a list of one as that one.
func oneOrMore(list []string) any {
	if len(list) == 1 {
		return list[0]
	}
	return list
}

func (d *documentBuilder) principals(w written, name string) (any, error) {
	list, open, err := d.e.nestedBlocks(w.block, w.scope, name)
	if err != nil {
		return nil, err
	}
	if open != nil {
		return nil, d.giveUp("which "+name+" there are", open.value)
	}
	if len(list) == 0 {
		return nil, nil
	}
	out := map[string][]string{}
	seen := map[string]bool{}
	for _, p := range list {
		kind, err := d.str(p.block, p.scope, "type")
		if err != nil {
			return nil, err
		}
		ids, err := d.set(p.block, p.scope, "identifiers")
		if err != nil || d.open != nil {
			return nil, err
		}
		if same := kind + "\x00" + strings.Join(ids, "\x00"); seen[same] {
			continue // the blocks are a set
		} else {
			seen[same] = true
		}
		ids = variables(ids)
		out[kind] = append(out[kind], ids...)
	}
	if all := out["*"]; len(out) == 1 && len(all) == 1 && all[0] == "*" {
		return "*", nil
	}
	fields := map[string]any{}
	for kind, ids := range out {
		fields[kind] = oneOrMore(ids)
	}
	return fields, nil
}

func (d *documentBuilder) conditions(w written) (any, error) {
	list, open, err := d.e.nestedBlocks(w.block, w.scope, "condition")
	if err != nil {
		return nil, err
	}
	if open != nil {
		return nil, d.giveUp("which conditions there are", open.value)
	}
	if len(list) == 0 {
		return nil, nil
	}
	out := map[string]map[string][]string{}
	seen := map[string]bool{}
	for _, c := range list {
		test, err := d.str(c.block, c.scope, "test")
		if err != nil {
			return nil, err
		}
		key, err := d.str(c.block, c.scope, "variable")
		if err != nil {
			return nil, err
		}
		values, err := d.strings(c.block, c.scope, "values")
		if err != nil || d.open != nil {
			return nil, err
		}
		if same := test + "\x00" + key + "\x00" + strings.Join(values, "\x00"); seen[same] {
			continue // the blocks are a set
		} else {
			seen[same] = true
		}
		if out[test] == nil {
			out[test] = map[string][]string{}
		}
		out[test][key] = append(out[test][key], variables(values)...)
	}
	fields := map[string]any{}
	for test, keys := range out {
		m := map[string]any{}
		for key, values := range keys {
			m[key] = oneOrMore(values)
		}
		fields[test] = m
	}
	return fields, nil
}

// json writes the document.
func (d *documentBuilder) json() (string, error) {
	doc := map[string]any{"Version": d.version}
	if d.id != "" {
		doc["Id"] = d.id
	}
	list := make([]map[string]any, len(d.all))
	for i, s := range d.all {
		list[i] = s.fields
	}
	if len(list) > 0 {
		doc["Statement"] = list
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return string(out), err
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Narrowed is a document without what allows the actions of some services.
type Narrowed struct {
	// JSON is the narrower document, on one line; nil where nothing is left that
	// allows anything.
	JSON []byte
	// Left are statements, counted from 0, that allow by NotAction and stand as
	// they were: what they allow cannot be listed.
	Left []int
}

// WithoutServices returns the document without what allows actions of the unused
// services (prefixes of actions, in lower case). A pattern for several services, as
// *, becomes one for each that is used. Deny statements stay, and so does what
// allows actions of a service that is in neither list, by its name. changed is
// false where there is nothing to take away.
//
// The narrower document allows nothing that this one does not, and as much of the
// services that are used.
func (d *Document) WithoutServices(used, unused []string) (out Narrowed, changed bool) {
	used = slices.Sorted(slices.Values(used))
	var statements []writtenStatement
	allows := false
	for _, s := range d.Statements {
		w := d.written(s)
		if s.Effect == Allow && s.NotAction != nil {
			out.Left = append(out.Left, s.Index)
		}
		if s.Effect == Allow && s.Action != nil {
			actions, less := keptActions(d.shown(s.Action), used, unused)
			changed = changed || less
			if len(actions) == 0 {
				continue
			}
			w.Action = oneOrMany(actions)
		}
		allows = allows || s.Effect == Allow
		statements = append(statements, w)
	}
	if !allows {
		return out, changed
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(writtenDocument{Version: d.Version, Statement: statements}) // strings into memory: there is nothing to fail
	out.JSON = bytes.TrimSpace(b.Bytes())
	return out, changed
}

// keptActions leaves the patterns of an Action element that are of services in
// use; less says that something went.
func keptActions(patterns, used, unused []string) (out []string, less bool) {
	for _, p := range patterns {
		service, name, ok := strings.Cut(p, ":")
		if !ok {
			if strings.Trim(p, "*") != "" {
				out = append(out, p) // AWS refuses it
				continue
			}
			service, name = "*", "*"
		}
		if !strings.ContainsAny(service, "*?") {
			if slices.Contains(unused, strings.ToLower(service)) {
				less = true
			} else {
				out = append(out, p)
			}
			continue
		}
		less = true
		g := ActionGlob(service + ":x")
		for _, k := range used {
			if g.Match(k+":x", nil) && !slices.Contains(out, k+":"+name) {
				out = append(out, k+":"+name)
			}
		}
	}
	return out, less
}

// writtenDocument and writtenStatement have their fields in the order in which
// people write them.
type writtenDocument struct {
	Version   string `json:",omitzero"`
	Statement []writtenStatement
}

type writtenStatement struct {
	Sid         string `json:",omitzero"`
	Effect      string
	Action      any                       `json:",omitzero"`
	NotAction   any                       `json:",omitzero"`
	Resource    any                       `json:",omitzero"`
	NotResource any                       `json:",omitzero"`
	Condition   map[string]map[string]any `json:",omitzero"`
}

// oneOrMany is written as one string where there is one; nil: nothing.
func oneOrMany(list []string) any {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}

// written is a statement of an identity policy as it was read.
func (d *Document) written(s *Statement) writtenStatement {
	w := writtenStatement{
		Sid: s.Sid, Effect: s.Effect.String(), Action: oneOrMany(d.shown(s.Action)), NotAction: oneOrMany(d.shown(s.NotAction)),
		Resource: oneOrMany(d.shown(s.Resource)), NotResource: oneOrMany(d.shown(s.NotResource)),
	}
	for _, c := range s.Conditions {
		values := []string{}
		for _, v := range c.Values {
			values = append(values, d.Show(v.Value))
		}
		if w.Condition == nil {
			w.Condition = map[string]map[string]any{}
		}
		if w.Condition[c.Operator.Name] == nil {
			w.Condition[c.Operator.Name] = map[string]any{}
		}
		w.Condition[c.Operator.Name][c.Key] = values
		if len(values) == 1 {
			w.Condition[c.Operator.Name][c.Key] = values[0]
		}
	}
	return w
}

func (d *Document) shown(p *Patterns) []string {
	var out []string
	for _, t := range p.Texts() {
		out = append(out, d.Show(t.Value))
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// Canonical returns the document in one form, so that documents that differ
// only in order, spelling or repetition are byte-equal: lists sorted and
// without repetition, actions and keys lower-case, operators and principals in
// one spelling, entries that a wider entry of the same list covers left out,
// statements sorted, Sid and Id left out.
func (d *Document) Canonical() []byte {
	version := "2012-10-17"
	var statements []string
	for _, s := range d.Statements {
		c := d.CanonicalStatement(s)
		if d.Version != version && bytes.Contains(c, []byte("${")) {
			version = "2008-10-17" // the text is the same, but there it is no variable
		}
		statements = append(statements, string(c))
	}
	sort.Strings(statements)
	statements = slices.Compact(statements)
	return []byte(`{"Version":"` + version + `","Statement":[` + strings.Join(statements, ",") + `]}`)
}

// canonicalStatement has its fields in the order in which they are written.
type canonicalStatement struct {
	Effect       string
	Principal    any                            `json:",omitzero"`
	NotPrincipal any                            `json:",omitzero"`
	Action       []string                       `json:",omitzero"`
	NotAction    []string                       `json:",omitzero"`
	Resource     []string                       `json:",omitzero"`
	NotResource  []string                       `json:",omitzero"`
	Condition    map[string]map[string][]string `json:",omitzero"`
}

// CanonicalStatement returns one statement in its canonical form.
func (d *Document) CanonicalStatement(s *Statement) []byte {
	c := canonicalStatement{
		Effect:       s.Effect.String(),
		Principal:    d.canonicalPrincipals(s.Principal),
		NotPrincipal: d.canonicalPrincipals(s.NotPrincipal),
		Action:       d.canonicalPatterns(s.Action, true),
		NotAction:    d.canonicalPatterns(s.NotAction, true),
		Resource:     d.canonicalPatterns(s.Resource, false),
		NotResource:  d.canonicalPatterns(s.NotResource, false),
	}
	c.Condition = d.canonicalConditions(s.Conditions)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(c) // strings, lists and maps of strings into memory: there is nothing to fail
	return bytes.TrimSpace(b.Bytes())
}

// canonicalConditions writes conditions under one spelling of each operator.
// Where a key stands under two spellings (ArnEquals means ArnLike), both have
// to hold and cannot be merged: the second one is written ArnEquals. What AWS
// refuses because it stands twice is told apart by a mark that AWS refuses too.
func (d *Document) canonicalConditions(list []*Condition) map[string]map[string][]string {
	if len(list) == 0 {
		return nil
	}
	type place struct{ op, key string }
	found := map[place][][]string{}
	for _, k := range list {
		values := []string{}
		for _, v := range k.Values {
			values = append(values, d.Show(canonicalValue(k.Operator.Test, v.Value)))
		}
		at := place{k.Operator.Canonical(), k.match.key}
		found[at] = append(found[at], sorted(values))
	}
	out := map[string]map[string][]string{}
	for at, lists := range found {
		slices.SortFunc(lists, slices.Compare)
		lists = slices.CompactFunc(lists, slices.Equal)
		for i, values := range lists {
			op := at.op
			if i > 0 {
				op = strings.NewReplacer("ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals").Replace(op)
			}
			if op == at.op {
				op += strings.Repeat("+", i)
			} else {
				op += strings.Repeat("+", i-1)
			}
			if out[op] == nil {
				out[op] = map[string][]string{}
			}
			out[op][at.key] = values
		}
	}
	return out
}

// canonicalValue brings values that compare alike into one spelling.
func canonicalValue(test Test, v string) string {
	switch test {
	case BoolEquals, Null:
		return strings.ToLower(v)
	case StringEqualsIgnoreCase:
		return glob.Lower(v)
	case IPAddress:
		if p, ok := ParsePrefix(v); ok {
			return p.String()
		}
	}
	return v
}

func sorted(in []string) []string {
	sort.Strings(in)
	return slices.Compact(in)
}

// canonicalPatterns leaves out what another entry of the list covers.
func (d *Document) canonicalPatterns(p *Patterns, fold bool) []string {
	if p == nil {
		return nil
	}
	texts := make([]string, len(p.List))
	for i, e := range p.List {
		texts[i] = d.Show(oneStar(e.Text.Value))
		if fold {
			texts[i] = glob.Lower(texts[i])
		}
	}
	out := []string{}
	for i, e := range p.List {
		covered := false
		for j, other := range p.List {
			// The readings of e take no more than its usual one, save the one of a
			// short ARN; other has no reading but the usual one. Of two spellings of
			// the same the smaller one stays.
			covered = covered || i != j && e.Short == nil && other.Narrow == nil && other.Short == nil && glob.Covers(other.Glob, e.Glob) &&
				(texts[j] < texts[i] || !glob.Covers(e.Glob, other.Glob))
		}
		if !covered {
			out = append(out, texts[i])
		}
	}
	return sorted(out)
}

func (d *Document) canonicalPrincipals(p *Principals) any {
	if p == nil {
		return nil
	}
	if p.All {
		return "*"
	}
	out := map[string][]string{}
	for name, list := range map[string][]Text{"AWS": p.AWS, "Service": p.Service, "Federated": p.Federated, "CanonicalUser": p.CanonicalUser} {
		for _, t := range list {
			v := d.Show(t.Value)
			if a := accountEntry(v); a != "" && name == "AWS" {
				v = a
			}
			if name == "Service" {
				v = strings.ToLower(v)
			}
			out[name] = append(out[name], v)
		}
		if out[name] != nil {
			out[name] = sorted(out[name])
		}
	}
	return out
}

// Show returns a text of the document for people, with values that are not
// known until apply as <reference>.
func (d *Document) Show(s string) string { return showHoles(s, d.Holes) }

func showHoles(s string, holes []Hole) string {
	if !holeIn(s, holes) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r >= holeBase && int(r-holeBase) < len(holes) {
			b.WriteString("<" + holes[r-holeBase].Name + ">")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

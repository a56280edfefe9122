// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// rendered is a document rebuilt from a planned data source: its text, in which
// one private-use character stands for each part that is not known until apply.
type rendered struct {
	json      []byte
	holes     []policy.Hole
	sensitive bool
}

// statement is one statement in the form of JSON.
type statement = map[string]any

// dataSources renders planned aws_iam_policy_document data sources as the AWS
// provider does. Source: hashicorp/aws, data source aws_iam_policy_document:
// sources first, own statements over them, overrides over both, by Sid.
type dataSources struct {
	refs *resolver
	// arn returns the ARN of a resource that is known by its name.
	arn func(rc *tfjson.ResourceChange) string
}

// maxNesting bounds how deep documents may be built from one another.
const maxNesting = 16

func (s *dataSources) render(rc *tfjson.ResourceChange, depth int) (*rendered, error) {
	if rc.Type != policyDocumentType {
		return nil, fmt.Errorf("the plan shows no statements")
	}
	if depth > maxNesting {
		return nil, fmt.Errorf("the parts nest more than %d deep", maxNesting)
	}
	w := &writer{dataSources: s, rc: rc, depth: depth}
	doc := map[string]any{"Version": "2012-10-17"}
	after, ok := side(rc.Change, true)
	if !ok {
		return nil, errors.New("the plan shows no statements")
	}
	w.out.sensitive = after.IsSensitive()
	own, err := w.statements(after.Attr("statement"))
	if err != nil {
		return nil, err
	}
	var all []statement
	for _, name := range []string{"source_json", "source_policy_documents"} {
		if all, err = w.merge(all, after.Attr(name)); err != nil {
			return nil, err
		}
	}
	all = override(all, own)
	for _, name := range []string{"override_policy_documents", "override_json"} {
		if all, err = w.merge(all, after.Attr(name)); err != nil {
			return nil, err
		}
	}
	if v := after.Attr("version").Text(); v != "" {
		doc["Version"] = v
	}
	doc["Statement"] = all
	if w.out.json, err = json.Marshal(doc, json.Deterministic(true)); err != nil {
		return nil, err
	}
	return &w.out, nil
}

// override lays statements over others: one with the same Sid takes the place
// of the older one.
func override(all, over []statement) []statement {
	for _, s := range over {
		i := -1
		if sid, _ := s["Sid"].(string); sid != "" {
			i = slices.IndexFunc(all, func(o statement) bool { return o["Sid"] == sid })
		}
		if i < 0 {
			all = append(all, s)
		} else {
			all[i] = s
		}
	}
	return all
}

// writer renders one data source.
type writer struct {
	*dataSources
	rc    *tfjson.ResourceChange
	depth int
	out   rendered
}

// merge lays the documents of an argument over statements.
func (w *writer) merge(all []statement, v value) ([]statement, error) {
	if v.IsNull() {
		return all, nil
	}
	if v.IsUnknown() && v.V == nil && len(v.List()) == 0 {
		// A lone text (source_json), or a list of which nothing is known.
		if !strings.HasSuffix(v.Path, "_json") {
			return nil, fmt.Errorf("%s is not known until apply", v.Path)
		}
		v = value{V: []any{nil}, Unknown: []any{true}, Path: v.Path}
	} else if text, ok := v.V.(string); ok {
		v = value{V: []any{text}, Path: v.Path}
	}
	var parts []target
	if c := w.refs.of(w.rc); c != nil {
		parts = w.refs.follow(argument(c.Expressions, strings.TrimSuffix(v.Path, "[0]")), w.refs.from(w.rc)).targets
	}
	open := 0
	for _, e := range v.List() {
		if e.IsUnknown() {
			open++
		}
	}
	if open != 0 && len(parts) != open {
		// What else may be in it, a policy written out for one, no reference tells.
		return nil, fmt.Errorf("%s is not known until apply", v.Path)
	}
	for _, e := range v.List() {
		var text []byte
		if e.IsUnknown() {
			r, err := w.render(parts[0].change, w.depth+1)
			if err != nil {
				return nil, fmt.Errorf("%s comes from %s, of which %w", v.Path, parts[0].change.Address, err)
			}
			parts = parts[1:]
			text = w.adopt(r)
		} else {
			text = []byte(e.Text())
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		list, err := statementsOf(text)
		if err != nil {
			return nil, fmt.Errorf("%s is no policy: %w", v.Path, err)
		}
		all = override(all, list)
	}
	return all, nil
}

// adopt takes over another document's holes and returns its text with them.
func (w *writer) adopt(r *rendered) []byte {
	w.out.sensitive = w.out.sensitive || r.sensitive
	numbers := make([]rune, len(r.holes))
	for i, h := range r.holes {
		numbers[i] = w.hole(h)
	}
	return bytes.Map(func(c rune) rune {
		if i := int(c - policy.HoleRune(0)); i >= 0 && i < len(numbers) {
			return numbers[i]
		}
		return c
	}, r.json)
}

func (w *writer) hole(h policy.Hole) rune {
	i := slices.Index(w.out.holes, h)
	if i < 0 {
		i = len(w.out.holes)
		w.out.holes = append(w.out.holes, h)
	}
	return policy.HoleRune(i)
}

func statementsOf(text []byte) ([]statement, error) {
	var doc struct {
		Statement any
	}
	if err := json.Unmarshal(text, &doc, json.MatchCaseInsensitiveNames(true)); err != nil {
		return nil, err
	}
	if doc.Statement == nil {
		return nil, nil // {} is a document for the provider
	}
	list, ok := doc.Statement.([]any)
	if !ok {
		list = []any{doc.Statement}
	}
	var out []statement
	for _, e := range list {
		s, ok := e.(map[string]any)
		if !ok {
			return nil, errors.New("a statement is no object")
		}
		out = append(out, s)
	}
	return out, nil
}

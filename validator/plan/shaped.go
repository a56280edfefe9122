// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"maps"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// shaped gives the attributes of a resource that make a statement, with a hole for
// each that is not known until apply.
type shaped struct {
	b         *builder
	it        item
	holes     []policy.Hole
	known     account.Known
	sensitive bool
}

func (w *shaped) hole(name string, wild bool) string {
	w.holes = append(w.holes, policy.Hole{Name: name, Wild: wild})
	if w.known == "" {
		w.known = account.KnownReferences
	}
	return string(policy.HoleRune(len(w.holes) - 1))
}

// values returns the resource's values as Render takes them.
func (w *shaped) values(s *bearers.Shape) map[string]any {
	all, _ := w.it.v.V.(map[string]any)
	out := maps.Clone(all)
	if out == nil {
		out = map[string]any{}
	}
	paths := []string{s.Action, s.Principal, s.Block[0], s.Block[1], s.Block[2], s.Equals, s.Subset}
	for _, c := range s.Conditions {
		paths = append(paths, c.Path)
	}
	for _, path := range paths {
		if path == "" {
			continue
		}
		steps := bearers.Steps(path)
		v := w.it.v.Attr(steps[0].Name)
		w.sensitive = w.sensitive || v.IsSensitive()
		if filled, ok := w.fill(v, steps[1:], steps[0]); ok {
			out[steps[0].Name] = filled
		}
	}
	return out
}

// fill returns a value with holes in it; ok is false where nothing is open.
func (w *shaped) fill(v value, rest []bearers.Step, step bearers.Step) (any, bool) {
	if !v.HasUnknown() {
		return nil, false
	}
	switch {
	case v.IsUnknown() && len(rest) == 0 && step.Map:
		return map[string]any{}, true
	case v.IsUnknown() && len(rest) == 0 && step.List:
		return []any{w.open(v)}, true
	case v.IsUnknown() && len(rest) == 0:
		if !w.b.written(w.it.rc, v.Path) && w.b.refs.of(w.it.rc) != nil {
			return nil, false // the provider's
		}
		return w.open(v), true
	case step.List:
		list := v.List()
		out := make([]any, len(list))
		for i, e := range list {
			out[i] = e.V
			if filled, ok := w.fill(e, rest, bearers.Step{Name: step.Name}); ok {
				out[i] = filled
			}
		}
		return out, true
	case len(rest) > 0:
		m, _ := v.V.(map[string]any)
		out := maps.Clone(m)
		if out == nil {
			out = map[string]any{}
		}
		if filled, ok := w.fill(v.Attr(rest[0].Name), rest[1:], rest[0]); ok {
			out[rest[0].Name] = filled
		}
		return out, true
	case step.Map:
		m, _ := v.V.(map[string]any)
		out := maps.Clone(m)
		if out == nil {
			out = map[string]any{}
		}
		if unknown, ok := v.Unknown.(map[string]any); ok {
			for _, key := range slices.Sorted(maps.Keys(unknown)) {
				if inner := v.Attr(key); inner.IsUnknown() {
					out[key] = w.open(inner)
				}
			}
		}
		return out, true
	}
	return nil, false
}

// open writes a text that is not known until apply: what the source says of it,
// else the one ARN that it refers to, else something that may be anything.
func (w *shaped) open(v value) string {
	if e := w.b.evaluator(); e != nil && w.b.when == atAfter {
		if text, err := e.Attribute(w.it.rc.Address, v.Path); err == nil && !text.Null {
			w.known = account.KnownSource
			w.sensitive = w.sensitive || text.Sensitive
			out := make([]rune, 0, len(text.Value))
			for _, r := range text.Value {
				if i := int(r - policy.HoleRune(0)); i >= 0 && i < len(text.Holes) {
					out = append(out, []rune(w.hole(text.Holes[i].Name, text.Holes[i].Wild))...)
					continue
				}
				out = append(out, r)
			}
			return string(out)
		}
	}
	refs := w.b.resolve(w.it.rc, v.Path)
	if len(refs.targets) == 1 && len(refs.lost) == 0 {
		t := refs.targets[0]
		if arn := w.b.arnByName(t.change); arn != "" && t.attribute == "arn" {
			w.known = account.KnownReferences
			return arn
		}
		return w.hole(t.reference, t.attribute != "arn")
	}
	return w.hole(w.it.rc.Address+"."+v.Path, true)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import "maps"

// Schema is the JSON Schema (draft 2020-12) of the file in HCL's JSON syntax,
// made from the table that the decoder reads by.
func Schema(rules Catalogue) map[string]any {
	d := &decoder{config: &Config{}, rules: rules, files: Disk{}}
	out := d.root().schema(rules)
	out["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	out["title"] = FileName
	return out
}

func (f field) schema() map[string]any {
	out := maps.Clone(f.kind)
	if f.doc != "" {
		out["description"] = f.doc
	}
	if f.fallback != "" {
		out["description"] = f.doc + " Default: " + f.fallback + "."
	}
	return out
}

func (b body) schema(rules Catalogue) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range b.fields {
		properties[f.name] = f.schema()
		if f.required {
			required = append(required, f.name)
		}
	}
	for _, s := range b.sections {
		properties[s.name] = s.schema(rules)
	}
	out := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// schema of a section: blocks with a label are an object by label, and what may
// repeat is a list of them as well.
func (s section) schema(rules Catalogue) map[string]any {
	one := s.body(bare).schema(rules)
	if s.label == "" {
		one["description"] = s.doc
		return one
	}
	if s.repeats {
		one = map[string]any{"anyOf": []any{one, map[string]any{"type": "array", "items": one}}}
	}
	out := map[string]any{"type": "object", "description": s.doc, "additionalProperties": one}
	switch {
	case s.rule:
		// A check's name may stand for a rule's as well.
		names := map[string]any{"anyOf": []any{map[string]any{"enum": rules.Rules}, map[string]any{"pattern": checkName.pattern}}}
		out["propertyNames"] = names
	case s.labelForm.pattern != "":
		out["propertyNames"] = map[string]any{"pattern": s.labelForm.pattern}
	}
	return out
}

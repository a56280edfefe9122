// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// body is what a block, or the file, may hold. The decoder, the JSON Schema and
// the list of settings in force are all made from it, so none of them can know
// an argument that the others do not.
type body struct {
	fields   []field
	sections []section
	// done takes the block once its arguments are read.
	done func()
}

// field is one argument.
type field struct {
	name, doc string
	required  bool
	// fallback says what holds where the argument is not given.
	fallback string
	kind     kind
	// decode reads the argument; path is its name from the root, "limits.session".
	decode func(path string, a *hcl.Attribute)
	// value is what is in force, as plain JSON values; nil where nothing is set.
	value func() any
}

// section is one kind of block.
type section struct {
	name, doc string
	// label says what the label names; "" for a block without one.
	label string
	// labelForm is what a label has to look like.
	labelForm form
	// rule says that the label is the name of a rule.
	rule bool
	// noun names such a block in messages; empty: the block's name.
	noun string
	// repeats says that blocks of one label may stand side by side.
	repeats bool
	// body makes the body of one block, which is a bare one for a schema.
	body func(b *hcl.Block) body
	// present lists the blocks in force, of sections with a label.
	present func() []present
}

// present is a block in force.
type present struct {
	label string
	body  body
}

// form is what a text has to look like.
type form struct {
	// problem says what is wrong with a text, or "".
	problem func(text string) string
	// pattern and values say the same to a JSON Schema, as far as it can be said.
	pattern string
	values  []string
}

func (f form) check(text string) string {
	if f.problem == nil {
		return ""
	}
	return f.problem(text)
}

// take reads a body that may hold these arguments and blocks, and nothing else.
func (d *decoder) take(path string, b hcl.Body, want body) {
	schema := &hcl.BodySchema{}
	for _, f := range want.fields {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: f.name, Required: f.required})
	}
	for _, s := range want.sections {
		header := hcl.BlockHeaderSchema{Type: s.name}
		if s.label != "" {
			header.LabelNames = []string{s.label}
		}
		schema.Blocks = append(schema.Blocks, header)
	}
	content, diags := b.Content(schema)
	d.diags = append(d.diags, diags...)
	for _, f := range want.fields {
		if a, ok := content.Attributes[f.name]; ok {
			f.decode(join(path, f.name), a)
		}
	}
	for _, s := range want.sections {
		first := map[string]hcl.Range{}
		for _, block := range content.Blocks.OfType(s.name) {
			d.section(path, s, block, first)
		}
	}
	if want.done != nil {
		want.done()
	}
}

// section reads one block; first is where each label stood first.
func (d *decoder) section(path string, s section, block *hcl.Block, first map[string]hcl.Range) {
	at, label := join(path, s.name), ""
	if s.label != "" {
		label = block.Labels[0]
		at = join(at, label)
		if s.repeats {
			at += fmt.Sprintf("[%d]", len(s.present()))
		}
		d.label(s, block)
	}
	earlier, again := first[label]
	switch {
	case again && s.label == "":
		d.fail("Duplicate block", fmt.Sprintf("There is already a %s block at %s; a file has only one.", s.name, earlier), block.DefRange)
	case again && !s.repeats:
		d.fail("Duplicate "+s.called(), fmt.Sprintf("The %s %q has two blocks.", s.called(), label), block.DefRange)
	default:
		first[label] = block.DefRange
		d.config.origins[at] = block.DefRange
		d.take(at, block.Body, s.body(block))
	}
}

func (s section) called() string {
	if s.noun != "" {
		return s.noun
	}
	return s.name
}

// label checks the name that a block bears.
func (d *decoder) label(s section, block *hcl.Block) {
	if s.rule {
		d.knownRule(block)
		return
	}
	if problem := s.labelForm.check(block.Labels[0]); problem != "" {
		d.fail("Invalid "+s.called(), problem, block.LabelRanges[0])
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (d *decoder) fail(summary, detail string, at hcl.Range) {
	d.diags = append(d.diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &at})
}

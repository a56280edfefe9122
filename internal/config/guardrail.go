// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func (d *decoder) boundary() section {
	b := &d.config.Boundary
	return section{name: "boundary", doc: "Which permissions boundaries are demanded.", body: func(*hcl.Block) body {
		return body{
			fields: []field{
				setting(d, "required", "Every role and user must have a boundary.", boolean, &b.Required, func(before, after bool) string {
					if !after && !b.Chosen {
						return "it may not be made false"
					}
					return stillTrue(before, after)
				}).then(func(*hcl.Attribute) { b.Chosen = true }),
				setting(d, "allowed", "ARNs of the policies that count as a boundary; none: any does.", list(policyARN), &b.Allowed, narrows),
			},
			sections: []section{d.boundaryDocument()},
		}
	}}
}

func (d *decoder) boundaryDocument() section {
	b := &d.config.Boundary
	of := func(arn string) body {
		doc := b.Documents[arn]
		return body{
			fields: []field{d.policyFile("file", "The file that holds the policy, relative to this one.", &doc)},
			done: func() {
				if b.Documents == nil {
					b.Documents = map[string]PolicyFile{}
				}
				b.Documents[arn] = doc
			},
		}
	}
	return section{
		name: "document", doc: "The text of a boundary that lives outside the plan.", label: "arn", labelForm: policyARN, noun: "boundary",
		body: func(block *hcl.Block) body { return of(block.Labels[0]) },
		present: func() []present {
			var out []present
			for _, arn := range sortedKeys(b.Documents) {
				out = append(out, present{arn, of(arn)})
			}
			return out
		},
	}
}

// policyFile is an argument that names a file with a permissions boundary.
func (d *decoder) policyFile(name, doc string, to *PolicyFile) field {
	r := reader[PolicyFile]{
		kind:  text(notEmpty).kind,
		plain: func(f PolicyFile) any { return unset(f.Path) },
		read: func(d *decoder, a *hcl.Attribute) (PolicyFile, bool) {
			name, ok := text(notEmpty).read(d, a)
			if !ok {
				return PolicyFile{}, false
			}
			path := beside(a.Range.Filename, name)
			src, err := d.files.Read(path)
			if err != nil {
				d.fail("Cannot read the boundary", fmt.Sprintf("The file %s cannot be read: %s.", path, reason(err)), a.Expr.Range())
				return PolicyFile{}, false
			}
			return PolicyFile{Path: path, Text: src}, true
		},
	}
	return setting(d, name, doc, r, to, func(before, after PolicyFile) string {
		return unchanged(string(before.Text), string(after.Text))
	}).must()
}

func (d *decoder) guardrails() section {
	const want = "a list of lists of files, a list for each level, the root first"
	names := list(notEmpty)
	r := reader[[][]PolicyFile]{
		kind: kind{"type": "array", "items": names.kind},
		plain: func(levels [][]PolicyFile) any {
			if levels == nil {
				return nil
			}
			out := make([][]string, len(levels))
			for i, level := range levels {
				for _, f := range level {
					out[i] = append(out[i], f.Path)
				}
			}
			return out
		},
		read: func(d *decoder, a *hcl.Attribute) ([][]PolicyFile, bool) {
			levels, diags := hcl.ExprList(a.Expr)
			if diags.HasErrors() {
				d.wrong(a, want)
				return nil, false
			}
			out := [][]PolicyFile{}
			for _, level := range levels {
				files, diags := hcl.ExprList(level)
				if diags.HasErrors() {
					d.wrong(&hcl.Attribute{Name: a.Name, Expr: level}, want)
					continue
				}
				one := []PolicyFile{}
				for _, f := range files {
					one = append(one, d.guardrailFiles(&hcl.Attribute{Name: a.Name, Expr: f, Range: f.Range()})...)
				}
				out = append(out, one)
			}
			return out, true
		},
	}
	return plainBlock("guardrails", "Guardrails that hold for the accounts and live outside the plan.",
		setting(d, "scp", "Service control policies: a list of files for each level, the root first; * and ? stand for parts of a name.", r, &d.config.Guardrails.SCP, sameTexts).must())
}

// guardrailFiles reads the policies that a pattern names, beside the file.
func (d *decoder) guardrailFiles(a *hcl.Attribute) []PolicyFile {
	pattern, ok := text(notEmpty).read(d, a)
	if !ok {
		return nil
	}
	at, path := a.Expr.Range(), beside(a.Range.Filename, pattern)
	names, err := d.files.Glob(path)
	if err != nil {
		d.fail("Invalid pattern", fmt.Sprintf("The pattern %q cannot be read: %s.", pattern, reason(err)), at)
		return nil
	}
	if len(names) == 0 {
		d.fail("No such file", fmt.Sprintf("The pattern %q names no file. A guardrail that is not there guards nothing.", path), at)
		return nil
	}
	var out []PolicyFile
	for _, name := range names {
		src, err := d.files.Read(name)
		if err != nil {
			d.fail("Cannot read the guardrail", fmt.Sprintf("The file %s cannot be read: %s.", name, reason(err)), at)
			continue
		}
		// One that AWS refuses limits nothing.
		if _, problems := policy.Parse(src, policy.SCP); len(problems) > 0 {
			p := problems[0]
			d.fail("Invalid guardrail", fmt.Sprintf("The file %s is no service control policy, at line %d, column %d: %s.", name, p.Range.Start.Line, p.Range.Start.Column, p.Message), at)
			continue
		}
		out = append(out, PolicyFile{Path: name, Text: src})
	}
	return out
}

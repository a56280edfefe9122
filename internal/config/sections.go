// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

func (d *decoder) baa(b hcl.Body) {
	out := &d.config.BAA
	out.Chosen = true
	d.take(b, []field{
		{name: "accounts", required: true, decode: func(a *hcl.Attribute) { d.list(a, &out.Accounts, accountID) }},
		{name: "effective", decode: func(a *hcl.Attribute) { d.date(a, &out.Effective) }},
	}, nil)
}

// maxReview reads one duration for all, or one each: { phi = "90d", other = "365d" }.
func (d *decoder) maxReview(a *hcl.Attribute) {
	p := &d.config.Principals
	if _, diags := hcl.ExprMap(a.Expr); diags.HasErrors() {
		if d.duration(a, &p.ReviewPHI) {
			p.ReviewOther = p.ReviewPHI
		}
		return
	}
	d.members(a, map[string]func(*hcl.Attribute){
		"phi":   func(m *hcl.Attribute) { d.duration(m, &p.ReviewPHI) },
		"other": func(m *hcl.Attribute) { d.duration(m, &p.ReviewOther) },
	})
}

// members reads an object whose members have these names; each is read like an
// argument of its own, for its position.
func (d *decoder) members(a *hcl.Attribute, decode map[string]func(*hcl.Attribute)) {
	pairs, diags := hcl.ExprMap(a.Expr)
	d.diags = append(d.diags, diags...)
	names := make([]string, 0, len(decode))
	for name := range decode {
		names = append(names, name)
	}
	slices.Sort(names)
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := hcl.ExprAsKeyword(pair.Key)
		if key == "" {
			if v, diags := pair.Key.Value(nil); !diags.HasErrors() && isText(v) {
				key = v.AsString()
			}
		}
		if seen[key] {
			d.fail("Duplicate argument", fmt.Sprintf("The argument %q is there twice.", key), pair.Key.Range())
		}
		seen[key] = true
		if f := decode[key]; f != nil {
			f(&hcl.Attribute{Name: key, Expr: pair.Value, Range: pair.Value.Range(), NameRange: pair.Key.Range()})
			continue
		}
		detail := fmt.Sprintf("An argument named %q is not expected here.", key)
		if near := Nearest(key, names); near != "" {
			detail += fmt.Sprintf(" Did you mean %q?", near)
		}
		d.fail("Unsupported argument", detail, pair.Key.Range())
	}
}

// guardrails reads the levels of service control policies: lists of files, in
// which * and ? stand for parts of a name.
func (d *decoder) guardrails(a *hcl.Attribute) {
	levels, diags := hcl.ExprList(a.Expr)
	if diags.HasErrors() {
		d.wrong(a, "a list of lists of files, a list for each level, the root first")
		return
	}
	for _, level := range levels {
		names, diags := hcl.ExprList(level)
		if diags.HasErrors() {
			d.wrong(&hcl.Attribute{Name: a.Name, Expr: level}, "a list of lists of files, a list for each level, the root first")
			continue
		}
		files := []PolicyFile{}
		for _, n := range names {
			var pattern string
			if d.text(&hcl.Attribute{Name: a.Name, Expr: n}, &pattern, notEmpty) {
				files = append(files, d.policyFiles(pattern, n.Range())...)
			}
		}
		d.config.Guardrails.SCP = append(d.config.Guardrails.SCP, files)
	}
}

// policyFiles reads the files that a pattern names, beside the configuration.
func (d *decoder) policyFiles(pattern string, at hcl.Range) []PolicyFile {
	path := beside(d.config.Path, pattern)
	names, err := d.glob(path)
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
		text, err := d.read(name)
		if err != nil {
			d.fail("Cannot read the guardrail", fmt.Sprintf("The file %s cannot be read: %s.", name, reason(err)), at)
			continue
		}
		out = append(out, PolicyFile{Path: name, Text: text})
	}
	return out
}

// glob lists the files that a pattern names, in order.
func (d *decoder) glob(pattern string) ([]string, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", fs.ErrInvalid, err)
	}
	slices.Sort(names)
	return names, nil
}

var prefixForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func servicePrefix(text string) string {
	if prefixForm.MatchString(text) {
		return ""
	}
	return fmt.Sprintf("%q is no service prefix, which is what stands before the colon of an action, such as \"s3\"", text)
}

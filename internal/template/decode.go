// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

var (
	nameRE     = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	numberedRE = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}@[1-9][0-9]*$`)
	versionRE  = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$`)
	citationRE = regexp.MustCompile(`^164\.[0-9]{3}(\([a-zA-Z0-9]+\))*$`)
	sidRE      = regexp.MustCompile(`^[A-Za-z0-9]+$`)
	dateRE     = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	policyRE   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
)

var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "template", LabelNames: []string{"name"}},
	{Type: "block", LabelNames: []string{"name"}},
	{Type: "profile", LabelNames: []string{"name"}},
}}

// decoder reads one file. It collects everything that is wrong.
type decoder struct {
	library *Library
	src     []byte
	file    *File
	diags   hcl.Diagnostics
}

// Parse reads a template file. Templates in it may use the blocks and profiles
// of the library and those of the file itself. The file is usable only where
// the diagnostics hold no error; they name every mistake with its position.
func Parse(src []byte, filename string, library *Library) (*File, hcl.Diagnostics) {
	parsed, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return &File{}, diags
	}
	d := &decoder{library: library, src: src, file: &File{}, diags: diags}
	if d.library == nil {
		d.library = &Library{}
	}
	content := d.content(parsed.Body, fileSchema)
	// Blocks and profiles first: templates refer to them.
	for _, b := range content.Blocks {
		switch b.Type {
		case "block":
			d.file.Blocks = append(d.file.Blocks, d.block(b))
		case "profile":
			d.file.Profiles = append(d.file.Profiles, d.profile(b))
		}
	}
	d.duplicates(content.Blocks, func(b *hcl.Block) string { return b.Type + " " + b.Labels[0] })
	for _, b := range content.Blocks.OfType("template") {
		d.file.Templates = append(d.file.Templates, d.template(b))
	}
	slices.SortStableFunc(d.diags, func(a, b *hcl.Diagnostic) int { return start(a) - start(b) })
	return d.file, d.diags
}

// start is where a diagnostic points.
func start(d *hcl.Diagnostic) int {
	if d.Subject == nil {
		return 0
	}
	return d.Subject.Start.Byte
}

func (d *decoder) errorf(rng hcl.Range, summary, format string, args ...any) {
	d.diags = append(d.diags, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: rng.Ptr(),
	})
}

func (d *decoder) content(body hcl.Body, schema *hcl.BodySchema) *hcl.BodyContent {
	content, diags := body.Content(schema)
	d.diags = append(d.diags, diags...)
	return content
}

// duplicates reports blocks that share a key.
func (d *decoder) duplicates(blocks hcl.Blocks, key func(*hcl.Block) string) {
	seen := map[string]hcl.Range{}
	for _, b := range blocks {
		k := key(b)
		if first, dup := seen[k]; dup {
			d.errorf(b.DefRange, "Duplicate "+b.Type, "%s was already declared at %s.", k, first)
			continue
		}
		seen[k] = b.DefRange
	}
}

func (d *decoder) name(b *hcl.Block, re *regexp.Regexp, rule string) string {
	name := b.Labels[0]
	if !re.MatchString(name) {
		d.errorf(b.LabelRanges[0], "Invalid name", "%q is no name for a %s: %s.", name, b.Type, rule)
	}
	return name
}

// static evaluates an attribute that may not depend on arguments.
func (d *decoder) static(a *hcl.Attribute, ty cty.Type) (cty.Value, bool) {
	if a == nil {
		return cty.NilVal, false
	}
	v, diags := a.Expr.Value(&hcl.EvalContext{Functions: functions})
	d.diags = append(d.diags, diags...)
	if diags.HasErrors() {
		return cty.NilVal, false
	}
	v, err := convertTo(v, ty)
	if err != nil || v.IsNull() || !v.IsWhollyKnown() {
		if err == nil {
			err = fmt.Errorf("it may not be null")
		}
		d.errorf(a.Expr.Range(), "Unsuitable value", "%s must be %s: %s.", a.Name, friendly(ty), err)
		return cty.NilVal, false
	}
	return v, true
}

func (d *decoder) text(a *hcl.Attribute) string {
	v, ok := d.static(a, cty.String)
	if !ok {
		return ""
	}
	s := strings.TrimSpace(v.AsString())
	if s == "" {
		d.errorf(a.Expr.Range(), "Empty text", "%s may not be empty.", a.Name)
	}
	return s
}

func (d *decoder) texts(a *hcl.Attribute) []string {
	v, ok := d.static(a, cty.List(cty.String))
	if !ok {
		return nil
	}
	var out []string
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() {
			d.errorf(a.Expr.Range(), "Unsuitable value", "%s holds null.", a.Name)
			continue
		}
		out = append(out, e.AsString())
	}
	return out
}

func (d *decoder) flag(a *hcl.Attribute) bool {
	v, ok := d.static(a, cty.Bool)
	return ok && v.True()
}

func (d *decoder) citations(a *hcl.Attribute) []string {
	list := d.texts(a)
	for _, c := range list {
		if !citationRE.MatchString(c) {
			d.errorf(a.Expr.Range(), "Invalid citation", "%q is no section of 45 CFR part 164; write it as in \"164.312(a)(1)\".", c)
		}
	}
	return list
}

// sourceOf returns the text of a block, for its hash.
func (d *decoder) sourceOf(b *hcl.Block) []byte {
	rng := b.DefRange
	if body, ok := b.Body.(*hclsyntax.Body); ok {
		rng = hcl.RangeBetween(b.DefRange, body.Range())
	}
	if !rng.CanSliceBytes(d.src) {
		return d.src
	}
	return rng.SliceBytes(d.src)
}

// hash is of a template's text and of all that it uses, in a fixed order.
func (t *Template) hash() string {
	parts := map[string][]byte{}
	for _, u := range t.Trust {
		if u.Profile != nil {
			parts["profile "+u.Profile.Name] = u.Profile.source
		}
	}
	for _, p := range t.Policies {
		for _, it := range p.items {
			if it.include != nil && it.include.block != nil {
				parts["block "+it.include.block.Name] = it.include.block.source
			}
		}
	}
	names := make([]string, 0, len(parts))
	for name := range parts {
		names = append(names, name)
	}
	sort.Strings(names)
	var all bytes.Buffer
	// A length before each part keeps two different sequences from joining to one text.
	all.WriteString(fmt.Sprintf("%d\n%s\n", len(t.source), t.source))
	for _, name := range names {
		all.WriteString(fmt.Sprintf("%s %d\n%s\n", name, len(parts[name]), parts[name]))
	}
	sum := sha256.Sum256(all.Bytes())
	return "sha256:" + hex.EncodeToString(sum[:])
}

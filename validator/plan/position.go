// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// Location is a place in the configuration's source.
type Location struct {
	// File is a slash path from the repository's root, else from the root module.
	File string
	// Line and Column are 1-based, columns count bytes, the end is exclusive.
	Line, Column, EndLine, EndColumn int
	// Text is the whole file.
	Text []byte
	// Inner is the place in a downloaded module, where File is the module call
	// of this repository that leads to it.
	Inner *Location
}

// block is one block of the source.
type block struct {
	file *sourceFile
	body hcl.Body
	def  hcl.Range
}

type sourceFile struct {
	name string
	text []byte
	// native is the file's body, nil where it is written in JSON.
	native *hclsyntax.Body
}

// moduleIndex holds the blocks of one module.
type moduleIndex struct {
	// resources are by mode, type and name; calls by name.
	resources map[string]*block
	calls     map[string]*block
	files     []*sourceFile
}

var indexSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}},
}}

// open indexes a module. What does not parse has no positions: the plan has
// been made from it all the same.
func (s *Source) open(m *sourceModule) *moduleIndex {
	if m.index != nil {
		return m.index
	}
	m.index = &moduleIndex{resources: map[string]*block{}, calls: map[string]*block{}}
	names := s.files.list(m)
	// Override files come last: the block they change is the one to show.
	slices.SortStableFunc(names, func(a, b string) int {
		switch x, y := isOverride(a), isOverride(b); {
		case x == y:
			return strings.Compare(a, b)
		case x:
			return 1
		}
		return -1
	})
	for _, name := range names {
		text, err := s.files.read(m, name)
		if err != nil {
			continue
		}
		shown := path.Join(s.prefix, m.dir, name)
		var f *hcl.File
		if strings.HasSuffix(name, ".json") {
			f, _ = hcljson.Parse(text, shown)
		} else {
			f, _ = hclsyntax.ParseConfig(text, shown, hcl.InitialPos)
		}
		if f == nil || f.Body == nil {
			continue
		}
		content, _, _ := f.Body.PartialContent(indexSchema)
		if content == nil {
			continue
		}
		file := &sourceFile{name: shown, text: text}
		file.native, _ = f.Body.(*hclsyntax.Body)
		m.index.files = append(m.index.files, file)
		for _, b := range content.Blocks {
			to, key := m.index.resources, ""
			switch b.Type {
			case "module":
				to, key = m.index.calls, b.Labels[0]
			case "data":
				key = "data." + b.Labels[0] + "." + b.Labels[1]
			default:
				key = b.Labels[0] + "." + b.Labels[1]
			}
			if to[key] == nil {
				to[key] = &block{file: file, body: b.Body, def: b.DefRange}
			}
		}
	}
	return m.index
}

func isOverride(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	return base == "override" || strings.HasSuffix(base, "_override")
}

// module finds a module: in the list that init wrote, else by the local path
// that its caller names.
func (s *Source) module(steps []step) *sourceModule {
	key := moduleKey(steps)
	if m := s.modules[key]; m != nil {
		return m
	}
	if len(steps) == 0 {
		return nil
	}
	parent := s.module(steps[:len(steps)-1])
	if parent == nil {
		return nil
	}
	call := s.open(parent).calls[steps[len(steps)-1].name]
	if call == nil {
		return nil
	}
	content, _, _ := call.body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "source"}}})
	attr := content.Attributes["source"]
	if attr == nil {
		return nil
	}
	v, diags := attr.Expr.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return nil
	}
	from := v.AsString()
	if !strings.HasPrefix(from, "./") && !strings.HasPrefix(from, "../") {
		return nil
	}
	m := &sourceModule{key: key, dir: path.Join(parent.dir, from), downloaded: parent.downloaded}
	s.modules[key] = m
	return m
}

// Locate returns where a resource, or an argument of it, is written; nil where
// the source does not tell. For a resource in a downloaded module that is the
// module call in this repository, and Inner is the resource itself.
func (s *Source) Locate(address, attribute string) *Location {
	if s == nil || address == "" {
		return nil
	}
	steps := modulePath(address)
	var outer *Location
	for i := 1; i <= len(steps) && outer == nil; i++ {
		m := s.module(steps[:i])
		if m != nil && !m.downloaded {
			continue
		}
		parent := s.module(steps[:i-1])
		if parent == nil {
			return nil
		}
		call := s.open(parent).calls[steps[i-1].name]
		if call == nil {
			return nil
		}
		outer = call.at(call.def)
	}
	var inner *Location
	if m := s.module(steps); m != nil {
		if b := s.open(m).resources[resourceName(address)]; b != nil {
			inner = b.at(b.argument(attribute))
		}
	}
	if outer == nil {
		return inner
	}
	outer.Inner = inner
	return outer
}

// resourceName is the part of an address that names the block: data.TYPE.NAME
// or TYPE.NAME.
func resourceName(address string) string {
	parts := splitAddress(address)
	parts = parts[2*len(modulePath(address)):]
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.name
	}
	return strings.Join(names, ".")
}

// argument returns the place of an attribute path in a block, as far as it is
// written; else the block's own.
func (b *block) argument(attribute string) hcl.Range {
	at, body := b.def, b.body
	if attribute == "" {
		return at
	}
	for _, s := range splitAddress(attribute) {
		native, ok := body.(*hclsyntax.Body)
		if !ok {
			content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: s.name}}})
			if attr := content.Attributes[s.name]; attr != nil {
				return attr.Range
			}
			return at
		}
		if attr := native.Attributes[s.name]; attr != nil {
			return attr.SrcRange
		}
		nth := indexOf(s.key)
		var next *hclsyntax.Block
		for _, nested := range native.Blocks {
			if nested.Type != s.name && !(nested.Type == "dynamic" && len(nested.Labels) == 1 && nested.Labels[0] == s.name) {
				continue
			}
			if next = nested; nth == 0 || nested.Type == "dynamic" {
				break
			}
			nth--
		}
		if next == nil {
			return at
		}
		at, body = next.DefRange(), next.Body
	}
	return at
}

// at turns a range into a location with columns in bytes.
func (b *block) at(r hcl.Range) *Location {
	column := func(p hcl.Pos) int {
		start := strings.LastIndexByte(string(b.file.text[:min(p.Byte, len(b.file.text))]), '\n') + 1
		return p.Byte - start + 1
	}
	return &Location{
		File: b.file.name, Text: b.file.text,
		Line: r.Start.Line, Column: column(r.Start), EndLine: r.End.Line, EndColumn: column(r.End),
	}
}

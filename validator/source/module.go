// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// module is the configuration of one module's directory.
type module struct {
	variables map[string]*block
	locals    map[string]hcl.Expression
	outputs   map[string]*block
	calls     map[string]*block
	callOrder []*block
	// resources are by "TYPE.NAME", "data.TYPE.NAME", "ephemeral.TYPE.NAME".
	resources map[string]*block
	// broken says that part of the configuration could not be read.
	broken bool
}

func newModule() *module {
	return &module{
		variables: map[string]*block{}, locals: map[string]hcl.Expression{}, outputs: map[string]*block{},
		calls: map[string]*block{}, resources: map[string]*block{},
	}
}

var moduleSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "locals"},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "ephemeral", LabelNames: []string{"type", "name"}},
}}

// add reads one file. An override changes the blocks that are there.
func (m *module) add(text []byte, name string, override bool) hcl.Diagnostics {
	if err := guard(text); err != nil {
		return hcl.Diagnostics{problem(hcl.DiagError, "Not a configuration", name+": "+err.Error()+".", nil)}
	}
	var f *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		f, diags = hcljson.Parse(text, name)
	} else {
		f, diags = hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	}
	if f == nil || f.Body == nil {
		return diags
	}
	content, _, more := f.Body.PartialContent(moduleSchema)
	diags = append(diags, more...)
	if content == nil {
		return diags
	}
	for _, b := range content.Blocks {
		if i := slices.IndexFunc(b.Labels, func(l string) bool { return !hclsyntax.ValidIdentifier(l) }); i >= 0 {
			diags = append(diags, problem(hcl.DiagError, "Not a name", "A "+b.Type+" block has a label that is no name.", &b.DefRange))
			continue
		}
		switch b.Type {
		case "locals":
			attrs, more := b.Body.JustAttributes()
			diags = append(diags, more...)
			for n, a := range attrs {
				m.locals[n] = a.Expr
			}
		case "variable":
			put(m.variables, b.Labels[0], b, override)
		case "output":
			put(m.outputs, b.Labels[0], b, override)
		case "module":
			if n := put(m.calls, b.Labels[0], b, override); n != nil {
				m.callOrder = append(m.callOrder, n)
			}
		case "resource":
			put(m.resources, b.Labels[0]+"."+b.Labels[1], b, override)
		default:
			put(m.resources, b.Type+"."+b.Labels[0]+"."+b.Labels[1], b, override)
		}
	}
	return diags
}

// put stores a block, and returns it where it is a new one.
func put(to map[string]*block, key string, b *hcl.Block, override bool) *block {
	if old := to[key]; old != nil {
		// Without an override file the second one is an error, which Terraform
		// would have reported; the last one counts here.
		if !override {
			old.bodies = nil
		}
		old.bodies = append(old.bodies, b.Body)
		return nil
	}
	to[key] = &block{name: b.Labels[len(b.Labels)-1], kind: b.Type, labels: b.Labels, bodies: []hcl.Body{b.Body}, def: b.DefRange}
	return to[key]
}

// block is a block with the overrides of it, the strongest last.
type block struct {
	kind, name string
	labels     []string
	bodies     []hcl.Body
	def        hcl.Range
}

// attr returns an argument, or nil.
func (b *block) attr(name string) *hcl.Attribute {
	if b == nil {
		return nil
	}
	for i := len(b.bodies) - 1; i >= 0; i-- {
		if native, ok := b.bodies[i].(*hclsyntax.Body); ok {
			if a := native.Attributes[name]; a != nil {
				return a.AsHCLAttribute()
			}
			continue
		}
		content, _, _ := b.bodies[i].PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
		if content != nil && content.Attributes[name] != nil {
			return content.Attributes[name]
		}
	}
	return nil
}

// nested returns the blocks of a type in the order in which they are written,
// those that are generated (dynamic) among them. An override that has any takes
// the place of all.
func (b *block) nested(name string) []*hcl.Block {
	schema := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: name}, {Type: "dynamic", LabelNames: []string{"type"}}}}
	for i := len(b.bodies) - 1; i >= 0; i-- {
		content, _, _ := b.bodies[i].PartialContent(schema)
		if content == nil {
			continue
		}
		var out []*hcl.Block
		for _, n := range content.Blocks {
			if n.Type == name || len(n.Labels) == 1 && n.Labels[0] == name {
				out = append(out, n)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// hasBlocks reports whether blocks of a type are written, which an attribute of
// the same name is not.
func (b *block) hasBlocks(name string) bool { return b != nil && len(b.nested(name)) > 0 }

// source is the literal source argument of a module call.
func (b *block) source() string {
	a := b.attr("source")
	if a == nil {
		return ""
	}
	return literalText(a.Expr)
}

// literalText returns the text of an expression that is nothing else, or "".
func literalText(x hcl.Expression) string {
	if native, ok := x.(hclsyntax.Expression); ok {
		t, ok := native.(*hclsyntax.TemplateExpr)
		if !ok || !t.IsStringLiteral() {
			return ""
		}
	}
	v, diags := x.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

// inner makes a block of a nested one.
func inner(b *hcl.Block) *block {
	return &block{kind: b.Type, bodies: []hcl.Body{b.Body}, def: b.DefRange}
}

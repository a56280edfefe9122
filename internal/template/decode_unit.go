// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

var validationSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "condition", Required: true}, {Name: "message", Required: true},
}}

var parameterSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "type"}, {Name: "nesting"}, {Name: "description", Required: true}, {Name: "default"}, {Name: "wildcards"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "attribute", LabelNames: []string{"name"}}, {Type: "validation"}},
}

var blockSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "title", Required: true}, {Name: "purpose", Required: true}, {Name: "citations", Required: true},
	},
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "parameter", LabelNames: []string{"name"}}, {Type: "validation"}, {Type: "locals"},
		{Type: "statement", LabelNames: []string{"sid"}},
	},
}

var profileSchema = &hcl.BodySchema{
	Attributes: append([]hcl.AttributeSchema{{Name: "people", Required: true}}, blockSchema.Attributes...),
	Blocks:     blockSchema.Blocks,
}

// unit reads what templates, blocks and profiles share, then checks that
// expressions name only what is there.
func (d *decoder) unit(b *hcl.Block, content *hcl.BodyContent) unit {
	u := unit{source: d.sourceOf(b)}
	for _, p := range content.Blocks.OfType("parameter") {
		u.Parameters = append(u.Parameters, d.parameter(p, true))
	}
	d.duplicates(content.Blocks.OfType("parameter"), func(b *hcl.Block) string { return "parameter " + b.Labels[0] })
	u.validations = d.validations(content.Blocks)
	for _, l := range content.Blocks.OfType("locals") {
		attrs, diags := l.Body.JustAttributes()
		d.diags = append(d.diags, diags...)
		u.locals = append(u.locals, sorted(attrs)...)
	}
	return u
}

func (d *decoder) validations(blocks hcl.Blocks) []*validation {
	var out []*validation
	for _, b := range blocks.OfType("validation") {
		content := d.content(b.Body, validationSchema)
		if c, m := content.Attributes["condition"], content.Attributes["message"]; c != nil && m != nil {
			out = append(out, &validation{condition: c.Expr, message: m.Expr, rng: b.DefRange})
		}
	}
	return out
}

// parameter reads a parameter block, or an attribute block in one, where top is false.
func (d *decoder) parameter(b *hcl.Block, top bool) *Parameter {
	p := &Parameter{Range: b.DefRange, Type: cty.DynamicPseudoType}
	p.Name = d.name(b, nameRE, "it is lower case letters, digits and underscores, at most 40")
	content := d.content(b.Body, parameterSchema)
	p.Description = d.text(content.Attributes["description"])
	p.Wildcards = d.flag(content.Attributes["wildcards"])
	attributes := content.Blocks.OfType("attribute")
	d.duplicates(attributes, func(b *hcl.Block) string { return "attribute " + b.Labels[0] })
	if !top && len(attributes) > 0 {
		d.errorf(attributes[0].DefRange, "Attribute in an attribute", "Attributes have plain types; a parameter is nested one level deep at most.")
	}
	for _, a := range attributes {
		p.Attributes = append(p.Attributes, d.parameter(a, false))
	}
	p.validations = d.validations(content.Blocks)
	if !top && len(p.validations) > 0 {
		d.errorf(p.validations[0].rng, "Validation in an attribute", "Put the validation into the parameter block.")
	}
	d.parameterType(p, content, b.DefRange)
	if a := content.Attributes["default"]; a != nil {
		p.Default = d.defaultValue(p, a)
	}
	return p
}

func (d *decoder) parameterType(p *Parameter, content *hcl.BodyContent, rng hcl.Range) {
	typ, nesting := content.Attributes["type"], content.Attributes["nesting"]
	switch {
	case typ != nil && (nesting != nil || len(p.Attributes) > 0):
		d.errorf(typ.Range, "Two types", "A parameter has either type, or nesting with attribute blocks.")
	case typ != nil:
		ty, diags := typeexpr.TypeConstraint(typ.Expr)
		d.diags = append(d.diags, diags...)
		if !diags.HasErrors() && !supported(ty) {
			d.errorf(typ.Expr.Range(), "Unsupported type",
				"A parameter is string, number or bool, or a list, set or map of one of them; for objects use nesting with attribute blocks.")
			return
		}
		p.Type = ty
	case nesting == nil || len(p.Attributes) == 0:
		d.errorf(rng, "Missing type", "%s has neither type, nor nesting with attribute blocks.", p.Name)
	default:
		attrs := map[string]cty.Type{}
		for _, a := range p.Attributes {
			attrs[a.Name] = a.Type
		}
		p.Nesting, p.Type = Nesting(d.text(nesting)), cty.Object(attrs)
		switch p.Nesting {
		case NestingSingle:
		case NestingList:
			p.Type = cty.List(p.Type)
		default:
			d.errorf(nesting.Expr.Range(), "Unsupported nesting", `nesting is "single" or "list".`)
		}
	}
}

// supported reports whether a type can be an argument of a Terraform resource
// that shows it with its elements.
func supported(ty cty.Type) bool {
	if ty.IsListType() || ty.IsSetType() || ty.IsMapType() {
		ty = ty.ElementType()
	}
	return ty.IsPrimitiveType()
}

func (d *decoder) defaultValue(p *Parameter, a *hcl.Attribute) cty.Value {
	v, diags := a.Expr.Value(&hcl.EvalContext{Functions: functions})
	d.diags = append(d.diags, diags...)
	if diags.HasErrors() {
		return cty.NullVal(p.Type)
	}
	v, err := convertTo(v, p.Type)
	if err != nil {
		d.errorf(a.Expr.Range(), "Unsuitable default", "The default of %s must be %s: %s.", p.Name, friendly(p.Type), err)
		return cty.NullVal(p.Type)
	}
	return v
}

func (d *decoder) block(b *hcl.Block) *Block {
	content := d.content(b.Body, blockSchema)
	out := &Block{
		Name:      d.name(b, numberedRE, `it is lower case with "@" and a number, as in "audit@1"`),
		Title:     d.text(content.Attributes["title"]),
		Purpose:   d.text(content.Attributes["purpose"]),
		Citations: d.citations(content.Attributes["citations"]),
		Range:     b.DefRange,
		unit:      d.unit(b, content),
	}
	out.statements = d.statements(content.Blocks, out.Citations, false)
	d.check(&out.unit, unitExpressions(&out.unit, out.statements), false)
	return out
}

func (d *decoder) profile(b *hcl.Block) *Profile {
	content := d.content(b.Body, profileSchema)
	out := &Profile{
		Name:      d.name(b, numberedRE, `it is lower case with "@" and a number, as in "saml@1"`),
		Title:     d.text(content.Attributes["title"]),
		Purpose:   d.text(content.Attributes["purpose"]),
		Citations: d.citations(content.Attributes["citations"]),
		People:    d.flag(content.Attributes["people"]),
		Range:     b.DefRange,
		unit:      d.unit(b, content),
	}
	out.statements = d.statements(content.Blocks, out.Citations, true)
	d.check(&out.unit, unitExpressions(&out.unit, out.statements), false)
	return out
}

// convertTo converts and says in words what does not fit.
func convertTo(v cty.Value, ty cty.Type) (cty.Value, error) {
	out, err := convert.Convert(v, ty)
	if err != nil {
		return cty.NilVal, fmt.Errorf("%s", convert.MismatchMessage(v.Type(), ty))
	}
	return out, nil
}

// friendly names a type in a message.
func friendly(ty cty.Type) string { return typeexpr.TypeString(ty) }

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"sort"

	"github.com/hashicorp/hcl/v2"
)

var statementSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "description"}, {Name: "citations"}, {Name: "effect"}, {Name: "when"},
		{Name: "actions"}, {Name: "not_actions"}, {Name: "resources"}, {Name: "not_resources"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "condition"}, {Type: "principals"}},
}

var conditionSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "test", Required: true}, {Name: "variable", Required: true}, {Name: "values", Required: true}, {Name: "when"},
}}

var principalsSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "type", Required: true}, {Name: "identifiers", Required: true}, {Name: "when"},
}}

// sorted returns attributes in the order of the source.
func sorted(attrs hcl.Attributes) []*hcl.Attribute {
	out := make([]*hcl.Attribute, 0, len(attrs))
	for _, a := range attrs {
		out = append(out, a)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Range.Start.Byte < out[j].Range.Start.Byte })
	return out
}

func (d *decoder) statements(blocks hcl.Blocks, citations []string, trust bool) []*statement {
	var out []*statement
	for _, b := range blocks.OfType("statement") {
		out = append(out, d.statement(b, citations, trust))
	}
	d.duplicates(blocks.OfType("statement"), func(b *hcl.Block) string { return "statement " + b.Labels[0] })
	return out
}

// statement reads one statement. Where it has no citations of its own, it has
// those of what holds it.
func (d *decoder) statement(b *hcl.Block, citations []string, trust bool) *statement {
	content := d.content(b.Body, statementSchema)
	a := content.Attributes
	s := &statement{
		sid:       d.name(b, sidRE, "AWS allows letters and digits"),
		citations: citations, effect: "Allow", rng: b.DefRange,
		when: expr(a["when"]), actions: expr(a["actions"]), notActions: expr(a["not_actions"]),
		resources: expr(a["resources"]), notResources: expr(a["not_resources"]),
	}
	if a["description"] != nil {
		s.description = d.text(a["description"])
	}
	if a["citations"] != nil {
		s.citations = d.citations(a["citations"])
	}
	if e := a["effect"]; e != nil {
		if s.effect = d.text(e); s.effect != "Allow" && s.effect != "Deny" {
			d.errorf(e.Expr.Range(), "Unsupported effect", `effect is "Allow" or "Deny".`)
		}
	}
	d.oneOf(b.DefRange, s.actions, s.notActions, "actions", "not_actions")
	if trust {
		if s.resources != nil || s.notResources != nil {
			d.errorf(b.DefRange, "Resources in a trust statement", "A trust policy has no resources; the role itself is the resource.")
		}
	} else {
		d.oneOf(b.DefRange, s.resources, s.notResources, "resources", "not_resources")
	}
	for _, c := range content.Blocks.OfType("condition") {
		at := d.content(c.Body, conditionSchema).Attributes
		if at["test"] != nil && at["variable"] != nil && at["values"] != nil {
			s.conditions = append(s.conditions, &condition{
				when: expr(at["when"]), test: at["test"].Expr, variable: at["variable"].Expr, values: at["values"].Expr, rng: c.DefRange,
			})
		}
	}
	d.principals(s, content.Blocks.OfType("principals"), trust)
	return s
}

func (d *decoder) principals(s *statement, blocks hcl.Blocks, trust bool) {
	if trust && len(blocks) == 0 {
		d.errorf(s.rng, "Missing principals", "A trust statement names principals.")
	}
	for _, p := range blocks {
		if !trust {
			d.errorf(p.DefRange, "Principals outside a profile", "Only the statements of a profile name principals.")
		}
		at := d.content(p.Body, principalsSchema).Attributes
		if at["type"] != nil && at["identifiers"] != nil {
			s.principals = append(s.principals, &principals{
				when: expr(at["when"]), kind: at["type"].Expr, identifiers: at["identifiers"].Expr, rng: p.DefRange,
			})
		}
	}
}

func (d *decoder) oneOf(rng hcl.Range, a, b hcl.Expression, nameA, nameB string) {
	if (a == nil) == (b == nil) {
		d.errorf(rng, "Unsuitable statement", "A statement has either %s or %s.", nameA, nameB)
	}
}

func expr(a *hcl.Attribute) hcl.Expression {
	if a == nil {
		return nil
	}
	return a.Expr
}

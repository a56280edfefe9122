// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"sort"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

var templateSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "version", Required: true}, {Name: "title", Required: true}, {Name: "purpose", Required: true},
		{Name: "citations", Required: true}, {Name: "tags"}, {Name: "kind"},
	},
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "parameter", LabelNames: []string{"name"}}, {Type: "validation"}, {Type: "locals"},
		{Type: "trust", LabelNames: []string{"profile"}}, {Type: "limits"},
		{Type: "policy", LabelNames: []string{"name"}}, {Type: "accepts", LabelNames: []string{"rule"}},
		{Type: "changelog", LabelNames: []string{"version"}},
	},
}

var policySchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "statement", LabelNames: []string{"sid"}}, {Type: "include", LabelNames: []string{"block"}},
}}

var limitsSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "session", Required: true}, {Name: "max_session", Required: true},
	{Name: "boundary", Required: true}, {Name: "boundary_required"},
}}

var acceptsSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "reason", Required: true}, {Name: "when"}}}

var changelogSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "date", Required: true}, {Name: "notes", Required: true},
}}

// AWS's bounds of a role's maximum session duration.
const (
	minSession = time.Hour
	maxSession = 12 * time.Hour
)

func (d *decoder) template(b *hcl.Block) *Template {
	content := d.content(b.Body, templateSchema)
	t := &Template{
		Name:      d.name(b, nameRE, "it is lower case letters, digits and underscores, at most 40"),
		Version:   d.text(content.Attributes["version"]),
		Title:     d.text(content.Attributes["title"]),
		Purpose:   d.text(content.Attributes["purpose"]),
		Citations: d.citations(content.Attributes["citations"]),
		Range:     b.DefRange,
		unit:      d.unit(b, content),
		tags:      expr(content.Attributes["tags"]),
		Kind:      KindRole,
	}
	if k := content.Attributes["kind"]; k != nil {
		if t.Kind = Kind(d.text(k)); t.Kind != KindRole && t.Kind != KindDocument && t.Kind != KindBoundary {
			d.errorf(k.Expr.Range(), "Unsupported kind", `kind is "role", "document" or "boundary".`)
		}
	}
	if v := content.Attributes["version"]; v != nil && t.Version != "" && !versionRE.MatchString(t.Version) {
		d.errorf(v.Expr.Range(), "Invalid version", "%q is no version; write it as in \"1.0.0\".", t.Version)
	}
	for _, tb := range content.Blocks.OfType("trust") {
		if u := d.trustUse(tb); u != nil {
			t.Trust = append(t.Trust, u)
		}
	}
	d.duplicates(content.Blocks.OfType("trust"), func(b *hcl.Block) string { return "profile " + b.Labels[0] })
	if t.Kind == KindRole {
		d.limits(t, content.Blocks.OfType("limits"), b.DefRange)
	}
	for _, pb := range content.Blocks.OfType("policy") {
		t.Policies = append(t.Policies, d.policy(pb, t.Citations))
	}
	d.duplicates(content.Blocks.OfType("policy"), func(b *hcl.Block) string { return "policy " + b.Labels[0] })
	for _, a := range content.Blocks.OfType("accepts") {
		at := d.content(a.Body, acceptsSchema).Attributes
		t.Accepts = append(t.Accepts, &Accept{Rule: a.Labels[0], Reason: d.text(at["reason"]), when: expr(at["when"]), Range: a.DefRange})
	}
	d.duplicates(content.Blocks.OfType("accepts"), func(b *hcl.Block) string { return "accepts " + b.Labels[0] })
	d.changelog(t, content.Blocks.OfType("changelog"), b.DefRange)
	if t.Kind == KindRole && len(t.Trust) == 0 {
		d.errorf(b.DefRange, "Missing trust", "A template names at least one profile in a trust block; without one nobody could become the role.")
	}
	if len(t.Policies) == 0 {
		d.errorf(b.DefRange, "Missing policy", "A template has at least one policy block.")
	}
	if t.Kind != KindRole {
		for _, b := range append(content.Blocks.OfType("trust"), content.Blocks.OfType("limits")...) {
			d.errorf(b.DefRange, "Block of a role", "Only a template of the kind \"role\" has a %s block.", b.Type)
		}
	}
	if t.Kind == KindBoundary && len(t.Policies) > 1 {
		d.errorf(t.Policies[1].Range, "Second policy", "A permissions boundary is one document: put the statements into one policy block.")
	}
	d.check(&t.unit, templateExpressions(t), true)
	t.Hash = t.hash()
	return t
}

// trustUse reads a trust block. Attributes in it are defaults for the profile's
// parameters.
func (d *decoder) trustUse(b *hcl.Block) *TrustUse {
	u := &TrustUse{Range: b.DefRange, Defaults: map[string]cty.Value{}}
	if u.Profile = d.findProfile(b.Labels[0]); u.Profile == nil {
		d.errorf(b.LabelRanges[0], "Unknown profile", "There is no profile %q.%s", b.Labels[0], nearest(b.Labels[0], d.profileNames()))
		return nil
	}
	u.Name, _, _ = strings.Cut(u.Profile.Name, "@")
	schema := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "validation"}}}
	for _, p := range u.Profile.Parameters {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: p.Name})
	}
	content := d.content(b.Body, schema)
	for _, a := range sorted(content.Attributes) {
		u.Defaults[a.Name] = d.defaultValue(u.Profile.Parameter(a.Name), a)
	}
	u.validations = d.validations(content.Blocks)
	d.check(&u.Profile.unit, validationExpressions(u.validations), false)
	return u
}

func (d *decoder) limits(t *Template, blocks hcl.Blocks, rng hcl.Range) {
	if len(blocks) != 1 {
		d.errorf(rng, "Unsuitable limits", "A template has exactly one limits block.")
		return
	}
	at := d.content(blocks[0].Body, limitsSchema).Attributes
	t.Limits = Limits{
		Session: d.session(at["session"]), MaxSession: d.session(at["max_session"]),
		Boundary: d.text(at["boundary"]), BoundaryRequired: d.flag(at["boundary_required"]), Range: blocks[0].DefRange,
	}
	if t.Limits.Session > t.Limits.MaxSession && t.Limits.MaxSession != 0 {
		d.errorf(at["session"].Expr.Range(), "Unsuitable limits", "session is longer than max_session.")
	}
}

func (d *decoder) session(a *hcl.Attribute) time.Duration {
	s := d.text(a)
	if s == "" {
		return 0
	}
	v, err := time.ParseDuration(s)
	if err != nil || v < minSession || v > maxSession || v%time.Second != 0 {
		d.errorf(a.Expr.Range(), "Unsuitable duration", "%q is no session length; AWS allows 1h to 12h.", s)
		return 0
	}
	return v
}

func (d *decoder) policy(b *hcl.Block, citations []string) *Policy {
	p := &Policy{Range: b.DefRange}
	p.Name = d.name(b, policyRE, "it is lower case letters, digits and hyphens, at most 40")
	content := d.content(b.Body, policySchema)
	for _, c := range content.Blocks {
		if c.Type == "statement" {
			p.items = append(p.items, item{statement: d.statement(c, citations, false)})
		} else if inc := d.include(c); inc != nil {
			p.items = append(p.items, item{include: inc})
		}
	}
	if len(p.items) == 0 {
		d.errorf(b.DefRange, "Empty policy", "The policy %s has no statement.", p.Name)
	}
	d.sids(p)
	return p
}

// sids refuses two statements of one document with the same Sid, which AWS would refuse.
func (d *decoder) sids(p *Policy) {
	seen := map[string]bool{}
	add := func(sid string, rng hcl.Range) {
		if seen[sid] {
			d.errorf(rng, "Duplicate statement", "The policy %s has two statements %s.", p.Name, sid)
		}
		seen[sid] = true
	}
	for _, it := range p.items {
		if it.statement != nil {
			add(it.statement.sid, it.statement.rng)
			continue
		}
		for _, s := range it.include.block.statements {
			add(s.sid, it.include.rng)
		}
	}
}

func (d *decoder) include(b *hcl.Block) *include {
	inc := &include{rng: b.DefRange, arguments: map[string]*hcl.Attribute{}}
	if inc.block = d.findBlock(b.Labels[0]); inc.block == nil {
		d.errorf(b.LabelRanges[0], "Unknown block", "There is no block %q.%s", b.Labels[0], nearest(b.Labels[0], d.blockNames()))
		return nil
	}
	attrs, diags := b.Body.JustAttributes()
	d.diags = append(d.diags, diags...)
	for _, a := range sorted(attrs) {
		switch {
		case a.Name == "when":
			inc.when = a.Expr
		case inc.block.Parameter(a.Name) == nil:
			d.errorf(a.NameRange, "Unknown parameter", "The block %s has no parameter %q.%s",
				inc.block.Name, a.Name, nearest(a.Name, parameterNames(inc.block.Parameters)))
		default:
			inc.arguments[a.Name] = a
		}
	}
	for _, p := range inc.block.Parameters {
		if p.Required() && inc.arguments[p.Name] == nil {
			d.errorf(b.DefRange, "Missing argument", "The block %s needs %s.", inc.block.Name, p.Name)
		}
	}
	return inc
}

func (d *decoder) changelog(t *Template, blocks hcl.Blocks, rng hcl.Range) {
	found := false
	for _, b := range blocks {
		at := d.content(b.Body, changelogSchema).Attributes
		c := &Change{Version: b.Labels[0], Date: d.text(at["date"]), Notes: d.texts(at["notes"]), Range: b.DefRange}
		if c.Date != "" && !dateRE.MatchString(c.Date) {
			d.errorf(at["date"].Expr.Range(), "Invalid date", "%q is no date; write it as YYYY-MM-DD.", c.Date)
		}
		found = found || c.Version == t.Version
		t.Changelog = append(t.Changelog, c)
	}
	if !found {
		d.errorf(rng, "Missing changelog", "There is no changelog block for version %s.", t.Version)
	}
	sort.SliceStable(t.Changelog, func(i, j int) bool { return t.Changelog[i].Date > t.Changelog[j].Date })
}

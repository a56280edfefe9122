// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// decoder turns the syntax into a Config and collects every mistake.
type decoder struct {
	config *Config
	rules  Catalogue
	read   func(path string) ([]byte, error)
	diags  hcl.Diagnostics
}

// field is an argument of a block: decode is nil for one that this version does not have.
type field struct {
	name     string
	required bool
	decode   func(attr *hcl.Attribute)
}

// section is a nested block: decode is nil for one that this version does not have.
type section struct {
	name   string
	labels []string
	many   bool
	decode func(block *hcl.Block)
}

// take reads a body that may hold these arguments and blocks, and nothing else.
func (d *decoder) take(b hcl.Body, fields []field, sections []section) {
	schema := &hcl.BodySchema{}
	for _, f := range fields {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: f.name, Required: f.required})
	}
	for _, s := range sections {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: s.name, LabelNames: s.labels})
	}
	content, diags := b.Content(schema)
	d.diags = append(d.diags, diags...)
	for _, f := range fields {
		attr, ok := content.Attributes[f.name]
		switch {
		case !ok:
		case f.decode == nil:
			d.unavailable("argument", f.name, attr.NameRange)
		default:
			f.decode(attr)
		}
	}
	for _, s := range sections {
		blocks := content.Blocks.OfType(s.name)
		for i, block := range blocks {
			switch {
			case s.decode == nil:
				d.unavailable("block", s.name, block.DefRange)
			case i > 0 && !s.many:
				d.fail("Duplicate block", fmt.Sprintf("There is already a %s block at %s; a file has only one.", s.name, blocks[0].DefRange), block.DefRange)
			default:
				s.decode(block)
			}
		}
	}
}

func (d *decoder) fail(summary, detail string, at hcl.Range) {
	d.diags = append(d.diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &at})
}

// unavailable refuses what the language has and this version does not: passing
// it over would check less than the file asks for.
func (d *decoder) unavailable(kind, name string, at hcl.Range) {
	d.fail("Not available in this version", fmt.Sprintf("The %s %q is not available in this version. Remove it, or use a version that has it.", kind, name), at)
}

func (d *decoder) root(b hcl.Body) {
	c := d.config
	d.take(b, []field{
		{name: "profile", decode: func(a *hcl.Attribute) { d.profile(a) }},
		{name: "extends"},
		{name: "final"},
	}, []section{
		{name: "organization", decode: func(b *hcl.Block) {
			d.take(b.Body, []field{
				{name: "id", decode: func(a *hcl.Attribute) { d.text(a, &c.Organization.ID, organizationID) }},
				{name: "accounts", decode: func(a *hcl.Attribute) { d.texts(a, &c.Organization.Accounts, accountID) }},
				{name: "aliases", decode: func(a *hcl.Attribute) { d.texts(a, &c.Organization.Aliases, accountID) }},
			}, nil)
		}},
		{name: "baa", decode: func(b *hcl.Block) { d.baa(b.Body) }},
		{name: "eligible_services", decode: func(b *hcl.Block) {
			d.take(b.Body, []field{
				{name: "add", decode: func(a *hcl.Attribute) { d.list(a, &c.EligibleServices.Add, servicePrefix) }},
				{name: "remove", decode: func(a *hcl.Attribute) { d.list(a, &c.EligibleServices.Remove, servicePrefix) }},
			}, nil)
		}},
		{name: "phi", decode: func(b *hcl.Block) {
			d.take(b.Body, []field{
				{name: "tags", decode: func(a *hcl.Attribute) { d.lists(a, &c.PHI.Tags) }},
				{name: "resources", decode: func(a *hcl.Attribute) { d.list(a, &c.PHI.Resources, arnPattern) }},
			}, nil)
		}},
		{name: "audit", decode: func(b *hcl.Block) {
			d.take(b.Body, []field{
				{name: "tags", decode: func(a *hcl.Attribute) { d.lists(a, &c.Audit.Tags) }},
				{name: "alarms", decode: func(a *hcl.Attribute) { d.list(a, &c.Audit.Alarms, oneOf(Alarms...)) }},
			}, nil)
		}},
		{name: "principals", decode: func(b *hcl.Block) {
			d.take(b.Body, []field{
				{name: "required_tags", decode: func(a *hcl.Attribute) { d.list(a, &c.Principals.RequiredTags, notEmpty) }},
				{name: "review_tag", decode: func(a *hcl.Attribute) { d.text(a, &c.Principals.ReviewTag, notEmpty) }},
				{name: "max_review", decode: func(a *hcl.Attribute) { d.maxReview(a) }},
			}, nil)
		}},
		{name: "trust", decode: func(b *hcl.Block) { d.trust(b.Body) }},
		{name: "boundary", decode: func(b *hcl.Block) { d.boundary(b.Body) }},
		{name: "limits", decode: func(b *hcl.Block) {
			d.take(b.Body, []field{
				{name: "session", decode: func(a *hcl.Attribute) { d.session(a) }},
				{name: "log_retention", decode: func(a *hcl.Attribute) { d.duration(a, &c.Limits.LogRetention) }},
				{name: "password", decode: func(a *hcl.Attribute) { d.password(a) }},
			}, nil)
		}},
		{name: "guardrails", decode: func(b *hcl.Block) {
			d.take(b.Body, []field{{name: "scp", required: true, decode: func(a *hcl.Attribute) { d.guardrails(a) }}}, nil)
		}},
		{name: "rule", labels: []string{"name"}, many: true, decode: func(b *hcl.Block) { d.rule(b) }},
		{name: "waiver", labels: []string{"rule"}, many: true, decode: func(b *hcl.Block) { d.waiver(b) }},
		{name: "check", labels: []string{"name"}, many: true},
		{name: "approval", labels: []string{"name"}, many: true, decode: func(b *hcl.Block) { d.approval(b) }},
	})
}

func (d *decoder) trust(b hcl.Body) {
	t := &d.config.Trust
	d.take(b, []field{
		{name: "mfa", decode: func(a *hcl.Attribute) { d.text(a, &t.MFA, oneOf("phi", "always")) }},
	}, []section{
		{name: "external_account", labels: []string{"account"}, many: true, decode: func(b *hcl.Block) { d.externalAccount(b) }},
		{name: "identity_provider", labels: []string{"arn"}, many: true, decode: func(b *hcl.Block) {
			if problem := providerARN(b.Labels[0]); problem != "" {
				d.fail("Invalid identity provider", problem, b.LabelRanges[0])
			}
			enforces := false
			d.take(b.Body, []field{
				{name: "enforces_mfa", required: true, decode: func(a *hcl.Attribute) { d.boolean(a, &enforces) }},
			}, nil)
			if t.EnforcesMFA == nil {
				t.EnforcesMFA = map[string]bool{}
			}
			if _, ok := t.EnforcesMFA[b.Labels[0]]; ok {
				d.fail("Duplicate identity provider", fmt.Sprintf("The identity provider %q has two blocks.", b.Labels[0]), b.DefRange)
			}
			t.EnforcesMFA[b.Labels[0]] = enforces
		}},
	})
}

func (d *decoder) externalAccount(b *hcl.Block) {
	number, e := b.Labels[0], ExternalAccount{}
	if problem := accountID(number); problem != "" {
		d.fail("Invalid external account", problem, b.LabelRanges[0])
	}
	d.take(b.Body, []field{
		{name: "name", decode: func(a *hcl.Attribute) { d.text(a, &e.Name, notEmpty) }},
		{name: "external_id", decode: func(a *hcl.Attribute) { d.boolean(a, &e.ExternalID) }},
		{name: "baa", decode: func(a *hcl.Attribute) { d.date(a, &e.BAA) }},
	}, nil)
	t := &d.config.Trust
	if _, ok := t.External[number]; ok {
		d.fail("Duplicate external account", fmt.Sprintf("The external account %q has two blocks.", number), b.DefRange)
	}
	if t.External == nil {
		t.External = map[string]ExternalAccount{}
	}
	t.External[number] = e
}

func (d *decoder) boundary(b hcl.Body) {
	out := &d.config.Boundary
	d.take(b, []field{
		{name: "required", decode: func(a *hcl.Attribute) { d.boolean(a, &out.Required); out.Chosen = true }},
		{name: "allowed", decode: func(a *hcl.Attribute) { d.list(a, &out.Allowed, policyARN) }},
	}, []section{
		{name: "document", labels: []string{"arn"}, many: true, decode: func(b *hcl.Block) { d.boundaryDocument(b) }},
	})
}

func (d *decoder) boundaryDocument(b *hcl.Block) {
	arn := b.Labels[0]
	if problem := policyARN(arn); problem != "" {
		d.fail("Invalid boundary", problem, b.LabelRanges[0])
	}
	docs := d.config.Boundary.Documents
	if docs == nil {
		docs = map[string]PolicyFile{}
		d.config.Boundary.Documents = docs
	}
	if _, ok := docs[arn]; ok {
		d.fail("Duplicate boundary document", fmt.Sprintf("The boundary %q has two documents.", arn), b.DefRange)
	}
	d.take(b.Body, []field{
		{name: "file", required: true, decode: func(a *hcl.Attribute) {
			var name string
			if !d.text(a, &name, notEmpty) {
				return
			}
			path := beside(d.config.Path, name)
			text, err := d.read(path)
			if err != nil {
				d.fail("Cannot read the boundary", fmt.Sprintf("The file %s cannot be read: %s.", path, reason(err)), a.Expr.Range())
				return
			}
			docs[arn] = PolicyFile{Path: path, Text: text}
		}},
	}, nil)
}

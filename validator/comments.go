// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// CommentError are mistakes in comments that waive rules: nothing is decided
// then, as with a mistake in the configuration.
type CommentError struct {
	Diagnostics hcl.Diagnostics
	// Files are the source's, for snippets.
	Files map[string]*hcl.File
}

func (e *CommentError) Error() string { return e.Diagnostics.Error() }

// waiverUnused is the rule whose findings are waivers that hold nothing.
const waiverUnused = "waiver-unused"

// comments are the waivers that stand beside resources.
type comments struct {
	waivers []*config.Waiver
	places  map[*config.Waiver]*Location
	// kept are those that the change leaves in place; nil: all.
	kept map[*config.Waiver]bool
}

// commentsOf reads the comments of the source, or of what a trusted ref has of it.
func commentsOf(p *plan.Plan, cfg *config.Config) (*comments, error) {
	source := p.Source
	out := &comments{places: map[*config.Waiver]*Location{}}
	current := map[string]bool{}
	if p.TrustedRef {
		source = p.Trusted
		out.kept = map[*config.Waiver]bool{}
		for _, c := range p.Source.Comments() {
			// A mistake in what does not count yet is told once it does.
			if w, diags := cfg.CommentWaiver(c.Text, c.Range, safeguard.Catalogue()); !diags.HasErrors() {
				current[commentKey(c, w)] = true
			}
		}
	}
	wrong := &CommentError{Files: map[string]*hcl.File{}}
	for _, c := range source.Comments() {
		if c.Problem != "" {
			at := c.Range
			wrong.Diagnostics = append(wrong.Diagnostics, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Invalid waiver", Detail: c.Problem, Subject: &at})
			wrong.Files[c.Range.Filename] = &hcl.File{Bytes: c.Source}
			continue
		}
		w, diags := cfg.CommentWaiver(c.Text, c.Range, safeguard.Catalogue())
		if diags.HasErrors() {
			wrong.Diagnostics = append(wrong.Diagnostics, diags...)
			wrong.Files[c.Range.Filename] = &hcl.File{Bytes: c.Source}
			continue
		}
		w.Address = c.Block
		w.Covers = func(address string) bool { return source.Covers(c, address) }
		if current[commentKey(c, w)] {
			out.kept[w] = true
		}
		out.waivers = append(out.waivers, w)
		out.places[w] = locationOf(c.Location)
	}
	if len(wrong.Diagnostics) > 0 {
		return nil, wrong
	}
	return out, nil
}

// commentsOfAll reads the comments of several stacks, each of which speaks of its
// own stack alone.
func commentsOfAll(plans []Stacked, cfg *config.Config) (*comments, error) {
	if len(plans) == 1 {
		return commentsOf(plans[0].Plan, cfg)
	}
	out := &comments{places: map[*config.Waiver]*Location{}, kept: map[*config.Waiver]bool{}}
	for _, p := range plans {
		own, err := commentsOf(p.Plan, cfg)
		if err != nil {
			return nil, err
		}
		for _, w := range own.waivers {
			w.Stack = p.Stack
			out.waivers = append(out.waivers, w)
			out.places[w], out.kept[w] = own.places[w], own.reported(w)
		}
	}
	return out, nil
}

// commentKey tells which waivers of two states of the source are the same one.
func commentKey(c *plan.Comment, w *config.Waiver) string {
	return fmt.Sprintf("%s\x00%s\x00%s", c.Module, c.Block, w.Rule)
}

// place names a location in one word.
func (l *Location) place() string { return fmt.Sprintf("%s:%d:%d", l.File, l.Line, l.Column) }

// reported says whether a comment that has run out or holds nothing is worth a
// finding: what the change takes away anyway is not.
func (c *comments) reported(w *config.Waiver) bool {
	return c.kept == nil || c.kept[w]
}

// used tells of each comment whether it holds or held a finding.
func (c *comments) used(findings []safeguard.Finding) map[string]bool {
	out := map[string]bool{}
	for _, w := range c.waivers {
		place := c.places[w].place()
		out[place] = out[place] || !slices.ContainsFunc(findings, func(f safeguard.Finding) bool { return f.Comment == w && f.Rule == waiverUnused })
	}
	return out
}

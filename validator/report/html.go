// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

var (
	//go:embed page/page.html
	pageText string
	//go:embed page/page.css
	pageStyle string
	//go:embed page/page.js
	pageScript string

	pageTemplate = template.Must(template.Must(template.New("page").Parse(pageText)).New("graph").Parse(graphMarkup)).Lookup("page")
)

// HTML writes the report as one page that needs no network: the verdict, the
// change in words, the findings with their source, who reaches which PHI store
// before and after, and the way there as a graph. It is for screens in light and
// dark, for keyboards, and for paper. Its policy lets it run its own script and
// load nothing.
func HTML(w io.Writer, r *validator.Report, opt Options) error {
	r = cleaned(r)
	p := &page{
		Policy:  fmt.Sprintf("default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src %s; script-src %s", hashOf(pageStyle), hashOf(pageScript)),
		Style:   template.CSS(pageStyle), //nolint:gosec // the page's own
		Script:  template.JS(pageScript), //nolint:gosec // the page's own
		Verdict: verdict(r), Class: map[validator.Verdict]string{validator.Fail: "fail", validator.ApprovalRequired: "approval"}[r.Verdict],
		Lead: lead(r), Counts: countsLine(r), Tool: strings.TrimSpace("hipaacheck " + r.Tool.Version), Link: opt.Link,
		Matrix: matrixOf(r), Graph: graphOf(r),
	}
	if len(r.Unread) > 0 {
		p.Class = "fail"
	}
	p.notes(r)
	for i := range r.Changes {
		c := &r.Changes[i]
		one := pageChange{Principal: c.Principal, Words: changeWords(c)}
		if len(r.Plans) > 1 {
			one.Stack = c.Stack
		}
		p.Changes = append(p.Changes, one)
	}
	for _, f := range byWeight(r, func(*validator.Finding) bool { return true }) {
		p.Findings = append(p.Findings, findingOf(r, f))
	}
	p.kinds()
	for _, plan := range r.Plans {
		p.Plans = append(p.Plans, pagePlan{
			Path: plan.Path, Stack: plan.Stack, Terraform: plan.TerraformVersion, SHA256: plan.SHA256,
			Judged: fmt.Sprintf("%d of %d resources", plan.Judged, plan.Resources),
		})
	}
	for _, u := range r.Undetermined {
		p.Undetermined = append(p.Undetermined, strings.TrimSpace(u.Stack+" "+u.Address+" "+u.Attribute)+": "+u.Reason+". What would settle it: "+u.SettledBy+".")
	}
	var b bytes.Buffer // so that a template that fails leaves nothing half-written
	if err := pageTemplate.Execute(&b, p); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// hashOf names an inline text in a content security policy.
func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

type page struct {
	Policy, Verdict, Class, Lead, Counts, Tool string
	Style                                      template.CSS
	Script                                     template.JS
	Notes, Severities, Statuses, Undetermined  []string
	Changes                                    []pageChange
	Findings                                   []pageFinding
	Plans                                      []pagePlan
	Matrix                                     *matrix
	Graph                                      *graph
	Link                                       func(string, int) string
}

type pageChange struct {
	Principal, Stack string
	Words            []string
}

type pagePlan struct{ Path, Stack, Terraform, SHA256, Judged string }

type pageFinding struct {
	Severity, Rule, Address, Group, Stack, Message, Witness, Waiver, Fix, Citations, NIST, Digest string

	Blocks, Open bool
	Where        *pageWhere
	Snippet      []pageLine
	Related      []string
}

type pageWhere struct {
	File string
	Line int
}

// Text is the place as it is shown.
func (w *pageWhere) Text() string { return fmt.Sprintf("%s:%d", w.File, w.Line) }

type pageLine struct {
	Number                int
	Before, Marked, After string
}

// Href is the address of a place, "" where it has none.
func (p *page) Href(w *pageWhere) string {
	if p.Link == nil {
		return ""
	}
	return p.Link(w.File, w.Line)
}

func (p *page) notes(r *validator.Report) {
	for _, u := range r.Unread {
		p.Notes = append(p.Notes, "Not checked: "+u.Path+": "+u.Reason+".")
	}
	if only := r.Rules.Only; len(only) > 0 {
		p.Notes = append(p.Notes, "Only these rules ran: "+strings.Join(only, ", ")+".")
	}
	if skip := r.Rules.Skip; len(skip) > 0 {
		p.Notes = append(p.Notes, "These rules were left out: "+strings.Join(skip, ", ")+".")
	}
	for _, plan := range r.Plans {
		if plan.Incomplete {
			p.Notes = append(p.Notes, "The plan "+plan.Path+" is incomplete, and was admitted by --allow-incomplete: what it leaves out was not checked.")
		}
	}
}

// kinds lists the severities and statuses that there are, for the filter.
func (p *page) kinds() {
	for _, f := range p.Findings {
		if !slices.Contains(p.Severities, f.Severity) {
			p.Severities = append(p.Severities, f.Severity)
		}
		if !slices.Contains(p.Statuses, f.Group) {
			p.Statuses = append(p.Statuses, f.Group)
		}
	}
	slices.SortFunc(p.Severities, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	slices.Sort(p.Statuses)
}

func findingOf(r *validator.Report, f *validator.Finding) pageFinding {
	out := pageFinding{
		Severity: f.Severity, Rule: f.Rule, Address: f.Address, Group: f.Status, Message: f.Message, Fix: f.Remediation, NIST: strings.Join(f.NIST, ", "),
		Digest: f.Digest, Blocks: f.Blocks, Open: f.Blocks,
	}
	if len(r.Plans) > 1 {
		out.Stack = f.Stack
	}
	if len(f.Citations) > 0 {
		out.Citations = citations(f.Citations)
	}
	if f.Witness != nil {
		out.Witness = witness(f.Witness)
	}
	if f.Waiver != nil {
		out.Group, out.Waiver = "waived", held(f.Waiver)
	}
	if f.Drift {
		out.Message += " (drift)"
	}
	if f.Location != nil {
		out.Where = &pageWhere{File: f.Location.File, Line: f.Location.Line}
	}
	lines, more := snippetOf(f)
	for _, l := range lines {
		out.Snippet = append(out.Snippet, pageLine{Number: l.number, Before: l.before, Marked: l.marked, After: l.after})
	}
	if more {
		out.Snippet[len(out.Snippet)-1].After += " …"
	}
	for _, rel := range f.Related {
		s := rel.Relation + ": " + named(rel)
		if rel.Location != nil {
			s += " (" + at(*rel.Location) + ")"
		}
		out.Related = append(out.Related, s)
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// findings shows what blocks or is introduced in full, and the rest a line each.
func (t *text) findings() {
	var inFull, rest []validator.Finding
	for _, f := range t.r.Findings {
		if f.Blocks || f.Status == "introduced" && f.Waiver == nil && f.Severity != "low" && !t.opt.Quiet {
			inFull = append(inFull, f)
		} else {
			rest = append(rest, f)
		}
	}
	if len(inFull) > maxBoxes {
		t.grouped(inFull)
	} else {
		for _, f := range inFull {
			t.finding(f)
		}
	}
	if t.opt.Quiet {
		return
	}
	for _, part := range []struct {
		title string
		in    func(validator.Finding) bool
	}{
		{"Introduced, too low to block", func(f validator.Finding) bool { return f.Waiver == nil && f.Status == "introduced" }},
		{"Existing before this change", func(f validator.Finding) bool { return f.Waiver == nil && f.Status == "existing" }},
		{"Resolved by this change", func(f validator.Finding) bool { return f.Waiver == nil && f.Status == "resolved" }},
		{"Waived", func(f validator.Finding) bool { return f.Waiver != nil }},
	} {
		t.short(part.title, slices.DeleteFunc(slices.Clone(rest), func(f validator.Finding) bool { return !part.in(f) }))
	}
}

// short shows findings a line each.
func (t *text) short(title string, list []validator.Finding) {
	if len(list) == 0 {
		return
	}
	t.line("")
	t.line(t.bold(title))
	for _, f := range list {
		at := f.Address
		if at == "" {
			at = "(the plan)"
			if f.Location != nil {
				at = fmt.Sprintf("%s:%d", f.Location.File, f.Location.Line)
			}
		}
		line := fmt.Sprintf("  %-8s  %-24s  %s", f.Severity, f.Rule, at)
		if f.Drift {
			line += "  (drift)"
		}
		t.line(line)
		if w := f.Waiver; w != nil {
			t.wrapped("            ", held(w))
		}
	}
}

// finding shows one finding in full.
func (t *text) finding(f validator.Finding) {
	color := colors[f.Severity]
	bar := t.paint(color, "│") + " "
	rule := t.paint(color, strings.ToUpper(f.Severity[:1])+f.Severity[1:]+": ") + t.bold(f.Rule)
	t.line("")
	t.line(t.paint(color, "╷"))
	status := ""
	if f.Status != "introduced" {
		status = " (" + f.Status + ")"
	}
	t.line(bar + rule + status)
	t.line(bar)
	if f.Address != "" {
		end := ":"
		if f.Location != nil {
			end = ","
		}
		t.line(bar + "  with " + f.Address + end)
	}
	t.snippet(bar, f)
	if f.Address != "" || f.Location != nil {
		t.line(bar)
	}
	t.paragraph(bar, f.Message)
	if w := f.Witness; w != nil {
		t.line(bar)
		t.paragraph(bar, "Example: "+witness(w))
	}
	for _, r := range f.Related {
		at := ""
		if r.Location != nil {
			at = fmt.Sprintf(" (%s:%d)", r.Location.File, r.Location.Line)
		}
		t.paragraph(bar, r.Relation+": "+named(r)+at)
	}
	t.line(bar)
	t.paragraph(bar, citations(f.Citations))
	t.paragraph(bar, "Fix: "+f.Remediation)
	t.line(bar + "Digest " + f.Digest) // for a waiver that names what it holds
	t.line(t.paint(color, "╵"))
}

func (t *text) paragraph(bar, s string) {
	for _, l := range wrap(s, width-2) {
		t.line(bar + l)
	}
}

// witness writes a request in one sentence.
func witness(w *validator.Witness) string {
	out := fmt.Sprintf("%s does %s on %s", w.Principal, w.Action, w.Resource)
	var with []string
	for _, key := range slices.Sorted(maps.Keys(w.Context)) {
		with = append(with, fmt.Sprintf("%s = %v", key, w.Context[key]))
	}
	if len(with) > 0 {
		out += ", with " + strings.Join(with, ", ")
	}
	return out + "."
}

// citations writes what the regulation says, with the standard's title and
// whether it is required or addressable.
func citations(list []string) string {
	if len(list) == 0 {
		return "No section of 45 CFR is named." // a check of the configuration need not
	}
	var out []string
	for _, c := range list {
		full, ok := reference.LookupCitation(c)
		if !ok {
			out = append(out, c)
			continue
		}
		text := c + " " + full.Title
		if r := full.Requirement.String(); r != "" {
			text += " (" + r + ")"
		}
		out = append(out, text)
	}
	return "45 CFR " + strings.Join(out, "; ") + "."
}

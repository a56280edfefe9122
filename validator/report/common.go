// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"cmp"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// place is where a format that needs a line shows a finding: its own place, else
// the first line of the configuration, else of the plan.
func place(r *validator.Report, f *validator.Finding) validator.Location {
	if f.Location != nil && f.Location.Line > 0 {
		return *f.Location
	}
	config, plan := r.Config, "plan.json"
	for i, p := range r.Plans {
		if i == 0 || p.Stack == f.Stack {
			plan, config = p.Path, cmp.Or(p.Config, r.Config)
		}
	}
	if plan == "-" {
		plan = "plan.json" // the name of what came by standard input is not known
	}
	return validator.Location{File: filepath.ToSlash(cmp.Or(config, filepath.Clean(plan))), Line: 1}
}

// at is a place in one word, file:line.
func at(l validator.Location) string { return fmt.Sprintf("%s:%d", l.File, l.Line) }

// subject is what a finding is about, in a few words.
func subject(f *validator.Finding) string {
	switch {
	case f.Address != "":
		return f.Address
	case f.AboutConfig:
		return "the configuration"
	}
	return "the plan"
}

// named is what takes part in a finding, with its stack where that is another one.
func named(r validator.Related) string {
	if r.Stack != "" {
		return r.Stack + ":" + r.Address
	}
	return r.Address
}

// rank orders severities, the worst first.
func rank(severity string) int {
	return slices.Index([]string{"critical", "high", "medium", "low"}, severity)
}

// byWeight returns the findings that keep says, those that block first, then by
// severity, then as they stood.
func byWeight(r *validator.Report, keep func(*validator.Finding) bool) []*validator.Finding {
	var out []*validator.Finding
	for i := range r.Findings {
		if keep(&r.Findings[i]) {
			out = append(out, &r.Findings[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *validator.Finding) int {
		return cmp.Or(-compareBool(a.Blocks, b.Blocks), cmp.Compare(rank(a.Severity), rank(b.Severity)))
	})
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// present reports whether a finding holds after the change and nothing holds it.
func present(f *validator.Finding) bool { return f.Waiver == nil && f.Status != "resolved" }

// introduced reports whether the change breaks the rule and nothing holds the finding.
func introduced(f *validator.Finding) bool { return f.Waiver == nil && f.Status == "introduced" }

// full is a finding in one paragraph: what, the example, and how to fix it.
func full(f *validator.Finding) string {
	parts := []string{f.Message}
	if f.Witness != nil {
		parts = append(parts, "Example: "+witness(f.Witness))
	}
	if f.Remediation != "" {
		parts = append(parts, "Fix: "+f.Remediation)
	}
	if len(f.Citations) > 0 {
		parts = append(parts, citations(f.Citations))
	}
	return strings.Join(parts, " ")
}

// held says what holds a waived finding.
func held(w *validator.Waiver) string {
	about := []string{"until " + w.Expires, w.Owner, w.Ticket, w.Reason}
	if w.Expires == "" {
		about[0] = "accepted"
	}
	return strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), ", ")
}

// cut shortens a text to at most n bytes, at a character's end, and says so by
// three dots.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n -= len("…")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:max(n, 0)] + "…"
}

// numbered gives each fingerprint that comes again a number, so that consumers
// who drop what they have seen do not lose a finding.
type numbered map[string]int

func (n numbered) next(fingerprint string) string {
	n[fingerprint]++
	if n[fingerprint] == 1 {
		return fingerprint
	}
	return fmt.Sprintf("%s-%d", fingerprint, n[fingerprint])
}

// ran reports whether a rule was asked for.
func ran(r *validator.Report, rule string) bool {
	return (len(r.Rules.Only) == 0 || slices.Contains(r.Rules.Only, rule)) && !slices.Contains(r.Rules.Skip, rule)
}

// EscapePath makes a path of the source part of an address in Markdown or HTML.
func EscapePath(file string) string {
	parts := strings.Split(file, "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(url.PathEscape(p), "(", "%28"), ")", "%29")
	}
	return strings.Join(parts, "/")
}

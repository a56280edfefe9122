// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// width is the number of columns that the text keeps to.
const width = 80

// Text writes the report for people, in the look of Terraform's diagnostics:
// the verdict first, then what the change newly allows, then the findings, the
// counts last.
func Text(w io.Writer, r *validator.Report, opt Options) error {
	t := &text{r: cleaned(r), opt: opt}
	r = t.r
	t.line(t.bold(verdict(t.r)))
	if s := lead(r); s != "" && !opt.Quiet {
		t.wrapped("", s)
	}
	t.selection()
	if len(r.Plans) > 1 || len(r.Unread) > 0 && r.Plans[0].Stack != "" {
		t.stacks()
	} else {
		t.body()
	}
	t.line("")
	t.line(t.bold(countsLine(t.r)))
	_, err := w.Write(t.out.Bytes())
	return err
}

// body is what stands between verdict and counts.
func (t *text) body() {
	t.notes()
	if !t.opt.Quiet {
		t.changes()
	}
	t.findings()
}

type text struct {
	r   *validator.Report
	opt Options
	out bytes.Buffer
}

func (t *text) line(s string) { t.out.WriteString(strings.TrimRight(s, " ") + "\n") }

func (t *text) paint(code, s string) string {
	if !t.opt.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *text) bold(s string) string { return t.paint("1", s) }

// colors are those of severities.
var colors = map[string]string{"critical": "1;31", "high": "31", "medium": "33", "low": "36"}

// verdict is the first line.
func verdict(r *validator.Report) string {
	if r.Verdict == validator.Fail {
		var n validator.Counts
		for _, f := range r.Findings {
			if f.Blocks {
				add(&n, f.Severity)
			}
		}
		return fmt.Sprintf("FAIL: %s (%s).", plural(n.Total(), "finding blocks", "findings block"), severities(n))
	}
	if n := len(r.Unread); n > 0 {
		return "NO PASS: no finding blocks, but " + plural(n, "plan could not be checked.", "plans could not be checked.")
	}
	if r.Verdict == validator.ApprovalRequired {
		return "APPROVAL REQUIRED: no finding blocks, but approvals are missing."
	}
	judged := 0
	for _, p := range r.Plans {
		judged += p.Judged
	}
	if judged == 0 && len(r.Findings) == 0 {
		if len(r.Plans) > 1 {
			return "PASS: the plans have no IAM in them, so there was nothing to judge."
		}
		return "PASS: the plan has no IAM in it, so there was nothing to judge."
	}
	return "PASS: no finding blocks."
}

func add(n *validator.Counts, severity string) {
	switch severity {
	case "critical":
		n.Critical++
	case "high":
		n.High++
	case "medium":
		n.Medium++
	default:
		n.Low++
	}
}

// severities writes counts in words, "1 critical, 2 high".
func severities(n validator.Counts) string {
	var out []string
	for _, e := range []struct {
		n    int
		name string
	}{{n.Critical, "critical"}, {n.High, "high"}, {n.Medium, "medium"}, {n.Low, "low"}} {
		if e.n > 0 {
			out = append(out, fmt.Sprintf("%d %s", e.n, e.name))
		}
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// countsLine is the last line.
func countsLine(r *validator.Report) string {
	s := r.Summary
	out := fmt.Sprintf("Introduced: %s. Existing: %s. Resolved: %s.", severities(s.Introduced), severities(s.Existing), severities(s.Resolved))
	if s.Waived > 0 {
		out += fmt.Sprintf(" Waived: %d.", s.Waived)
	}
	return out
}

// notes say what a plan leaves out.
func (t *text) notes() {
	for _, p := range t.r.Plans {
		if p.Incomplete {
			t.wrapped("", "The plan is incomplete, and was admitted by --allow-incomplete: what it leaves out was not checked.")
		}
	}
}

// selection says what was not checked at all.
func (t *text) selection() {
	for _, u := range t.r.Unread {
		t.wrapped("", "Not checked: "+u.Path+": "+u.Reason+".")
	}
	if ref := t.r.TrustedRef; ref != nil {
		t.wrapped("", fmt.Sprintf("Configuration and waivers are those of %s (commit %.12s).", ref.Ref, ref.Commit))
	}
	if only := t.r.Rules.Only; len(only) > 0 {
		t.wrapped("", "Only these rules ran: "+strings.Join(only, ", ")+".")
	}
	if skip := t.r.Rules.Skip; len(skip) > 0 {
		t.wrapped("", "These rules were left out: "+strings.Join(skip, ", ")+".")
	}
}

// wrapped writes a paragraph within the width, each line after the prefix.
func (t *text) wrapped(prefix, s string) {
	for _, l := range wrap(s, width-len([]rune(prefix))) {
		t.line(prefix + l)
	}
}

// wrap breaks a text at its spaces; a word that is longer than a line stays whole.
func wrap(s string, columns int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case len([]rune(line))+1+len([]rune(word)) <= columns:
			line += " " + word
		default:
			out = append(out, line)
			line = word
		}
	}
	return append(out, line)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// maxAnnotations is how many errors, and how many warnings, GitHub shows of one
// step. Source: GitHub Docs, REST API for checks, and the runner's own limit.
const maxAnnotations = 10

// GitHub writes workflow commands of GitHub Actions, which annotate the lines of
// a pull request: what blocks as errors, what is introduced besides as warnings.
// GitHub drops whatever comes after ten of a kind, so the tenth one tells how many
// there are besides, and every finding stands in the log as a plain line too.
//
// Source: GitHub Docs, workflow commands; @actions/core, command.ts, for escapes.
func GitHub(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	var b strings.Builder
	b.WriteString(verdict(r) + "\n")
	for _, u := range r.Unread {
		b.WriteString(annotation("error", validator.Location{}, "hipaacheck: not checked", u.Path+": "+u.Reason))
	}
	for _, part := range []struct {
		command string
		keep    func(*validator.Finding) bool
	}{
		{"error", func(f *validator.Finding) bool { return f.Blocks }},
		{"warning", func(f *validator.Finding) bool { return !f.Blocks && introduced(f) && f.Severity != "low" }},
	} {
		list := byWeight(r, part.keep)
		shown := maxAnnotations
		if part.command == "error" {
			shown -= min(len(r.Unread), maxAnnotations-1)
		}
		for i, f := range list {
			if i == shown-1 && len(list) > shown {
				b.WriteString(annotation(part.command, validator.Location{}, "hipaacheck: more findings",
					fmt.Sprintf("%d more findings are not annotated, since GitHub shows %d of a kind; the log and the summary of the step list them.", len(list)-i, maxAnnotations)))
			}
			if i >= shown-1 && len(list) > shown {
				fmt.Fprintf(&b, "%s: %s [%s] %s\n", at(place(r, f)), f.Severity, f.Rule, f.Message)
				continue
			}
			b.WriteString(annotation(part.command, place(r, f), fmt.Sprintf("%s (%s)", f.Rule, f.Severity), about(f)))
		}
	}
	b.WriteString(countsLine(r) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// about is a finding as an annotation tells it: whom, then what.
func about(f *validator.Finding) string {
	lines := []string{f.Message}
	if f.Address != "" {
		lines[0] = f.Address + ": " + f.Message
	}
	if f.Witness != nil {
		lines = append(lines, "Example: "+witness(f.Witness))
	}
	if f.Remediation != "" {
		lines = append(lines, "Fix: "+f.Remediation)
	}
	if len(f.Citations) > 0 {
		lines = append(lines, citations(f.Citations))
	}
	return strings.Join(lines, "\n")
}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// annotation is one workflow command. Columns are left out where it spans lines:
// GitHub refuses them there.
func annotation(command string, l validator.Location, title, message string) string {
	var p []string
	set := func(name string, value any) {
		p = append(p, name+"="+githubProperty.Replace(fmt.Sprint(value)))
	}
	if l.File != "" {
		set("file", l.File)
		set("line", l.Line)
		if l.EndLine > l.Line {
			set("endLine", l.EndLine)
		} else if l.Column > 0 && l.EndColumn > l.Column {
			set("col", l.Column)
			set("endColumn", l.EndColumn)
		}
	}
	set("title", title)
	return fmt.Sprintf("::%s %s::%s\n", command, strings.Join(p, ","), githubData.Replace(message))
}

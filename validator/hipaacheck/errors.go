// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// diagnosticsError are mistakes in a configuration file.
type diagnosticsError struct {
	diags hcl.Diagnostics
	// files are those that were read, for snippets.
	files map[string]*hcl.File
}

func (e *diagnosticsError) Error() string { return e.diags.Error() }

// fail writes why nothing was decided, in the look of Terraform's diagnostics.
func (a *app) fail(err error) {
	var diags *diagnosticsError
	if errors.As(err, &diags) {
		a.failDiagnostics(diags)
		return
	}
	var comments *validator.CommentError
	if errors.As(err, &comments) {
		a.failDiagnostics(&diagnosticsError{diags: comments.Diagnostics, files: comments.Files})
		return
	}
	var p *plan.Error
	if errors.As(err, &p) {
		at := ""
		switch {
		case p.Path == "-" && p.Line > 0:
			at = fmt.Sprintf("  on standard input line %d, column %d:", p.Line, p.Column)
		case p.Path == "-":
			at = "  on standard input:"
		case p.Line > 0:
			at = fmt.Sprintf("  on %s line %d, column %d:", p.Path, p.Line, p.Column)
		case p.Path != "":
			at = "  on " + p.Path + ":"
		}
		a.box("Error: "+p.Summary, at, p.Detail)
		return
	}
	text := err.Error()
	first, rest, _ := strings.Cut(capital(text), "\n")
	a.box("Error: "+first, "", rest)
}

// capital begins a text with a capital letter, unless it begins with a name: of
// a file, a flag, a rule or an attribute.
func capital(text string) string {
	first, _, _ := strings.Cut(text, " ")
	if word := strings.TrimRight(first, ",:;"); word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// say writes to the stream for diagnostics. Where that fails there is nowhere
// left to say so; the exit code still tells.
func (a *app) say(s string) {
	a.told.hide()
	_, _ = fmt.Fprint(a.err, s)
}

// box writes a message between bars.
func (a *app) box(title, at, text string) {
	lines := []string{title}
	if at != "" {
		lines = append(lines, "", at)
	}
	if text != "" {
		lines = append(lines, "")
		lines = append(lines, strings.Split(text, "\n")...)
	}
	var b strings.Builder
	b.WriteString("╷\n")
	for _, l := range lines {
		b.WriteString(strings.TrimRight("│ "+l, " ") + "\n")
	}
	b.WriteString("╵\n")
	a.say(b.String())
}

func (a *app) failDiagnostics(e *diagnosticsError) {
	a.told.hide()
	const width = 0 // no wrapping: the reader's terminal does that
	w := hcl.NewDiagnosticTextWriter(a.err, e.files, width, false)
	if err := w.WriteDiagnostics(e.diags); err != nil {
		a.say(e.Error() + "\n")
	}
}

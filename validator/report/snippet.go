// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// maxSnippet is how many lines of the source are shown.
const maxSnippet = 6

// snippetLine is a line of the source, cut into what stands before, in and after
// the part that the finding is about.
type snippetLine struct {
	number                int
	before, marked, after string
}

// snippetOf returns the lines of the source that a finding is about, and whether
// there are more of them than are shown.
func snippetOf(f *validator.Finding) (lines []snippetLine, more bool) {
	if f.Location == nil || f.Location.Text == nil {
		return nil, false
	}
	l := statementOf(f)
	text := strings.Split(string(l.Text), "\n")
	for n := l.Line; n <= l.EndLine && n <= len(text); n++ {
		if n == l.Line+maxSnippet {
			return lines, true
		}
		line := strings.TrimRight(text[n-1], "\r")
		start, end := 0, len(line)
		if n == l.Line {
			start = min(max(l.Column-1, 0), len(line))
		} else {
			start = len(line) - len(strings.TrimLeft(line, " \t"))
		}
		if n == l.EndLine && l.EndColumn > 0 {
			end = min(max(l.EndColumn-1, start), len(line))
		}
		show := func(s string) string { return clean(strings.ReplaceAll(s, "\t", "  ")) }
		lines = append(lines, snippetLine{number: n, before: show(line[:start]), marked: show(line[start:end]), after: show(line[end:])})
	}
	return lines, false
}

// statementOf is the place of the statement that a finding is about, where the
// source writes the document at the finding's place and as an object; else the
// finding's own place.
func statementOf(f *validator.Finding) validator.Location {
	l := *f.Location
	if f.Document == nil || l.EndLine <= l.Line {
		return l
	}
	file, _ := hclsyntax.ParseConfig(l.Text, l.File, hcl.InitialPos)
	if file == nil {
		return l
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return l
	}
	offset := 0 // of the finding's place
	rest := l.Text
	for n := 1; n < l.Line; n++ {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return l
		}
		offset += i + 1
		rest = rest[i+1:]
	}
	offset += l.Column - 1
	_ = hclsyntax.VisitAll(body, func(node hclsyntax.Node) hcl.Diagnostics {
		a, ok := node.(*hclsyntax.Attribute)
		if !ok || a.SrcRange.Start.Byte != offset {
			return nil
		}
		if r, ok := statementRange(a.Expr, f.Document.Statement); ok {
			l.Line, l.Column = r.Start.Line, columnOf(l.Text, r.Start.Byte)
			l.EndLine, l.EndColumn = r.End.Line, columnOf(l.Text, r.End.Byte)
		}
		return nil
	})
	return l
}

// columnOf is the column, in bytes, of an offset.
func columnOf(text []byte, offset int) int { return offset - bytes.LastIndexByte(text[:offset], '\n') }

// statementRange finds one statement in an expression that writes a document.
func statementRange(e hclsyntax.Expression, index int) (hcl.Range, bool) {
	var found hcl.Range
	ok := false
	_ = hclsyntax.VisitAll(e, func(node hclsyntax.Node) hcl.Diagnostics {
		object, is := node.(*hclsyntax.ObjectConsExpr)
		if !is || ok {
			return nil
		}
		for _, item := range object.Items {
			key, diags := item.KeyExpr.Value(nil)
			if diags.HasErrors() || !key.IsKnown() || key.IsNull() || key.Type().FriendlyName() != "string" || !strings.EqualFold(key.AsString(), "Statement") {
				continue
			}
			switch list, is := item.ValueExpr.(*hclsyntax.TupleConsExpr); {
			case is && index < len(list.Exprs):
				found, ok = list.Exprs[index].Range(), true
			case !is && index == 0:
				found, ok = item.ValueExpr.Range(), true
			}
			return nil
		}
		return nil
	})
	return found, ok
}

// snippet shows where the finding is written, and underlines what it is about:
// as terminals do where there are colours, else by carets where it is a part of
// one line.
func (t *text) snippet(bar string, f validator.Finding) {
	l := f.Location
	if l == nil {
		return
	}
	lead := "  on "
	if f.Address == "" {
		lead = "  in "
	}
	t.line(fmt.Sprintf("%s%s%s line %d:", bar, lead, l.File, l.Line))
	lines, more := snippetOf(&f)
	for _, s := range lines {
		t.line(fmt.Sprintf("%s  %4d: %s%s%s", bar, s.number, s.before, t.underline(s.marked), s.after))
	}
	if more {
		t.line(bar + "        …")
	}
	if len(lines) == 1 && !t.opt.Color {
		if s := lines[0]; s.marked != "" && (strings.TrimSpace(s.before) != "" || strings.TrimSpace(s.after) != "") {
			t.line(bar + "        " + strings.Repeat(" ", utf8.RuneCountInString(s.before)) + strings.Repeat("^", utf8.RuneCountInString(s.marked)))
		}
	}
}

func (t *text) underline(s string) string {
	if s == "" {
		return ""
	}
	return t.paint("4", s)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// Comment is a comment of the source that speaks to hipaacheck.
type Comment struct {
	// Text is what follows [config.CommentWord], and Range its place.
	Text  string
	Range hcl.Range
	// Problem says what is wrong with the comment as a whole, or "".
	Problem string
	// Block is the resource that it stands beside, "aws_iam_role.ci", and Module
	// that module's directory as the source knows it.
	Block, Module string
	// Location is the comment's place, as reports show it, and Source the whole file.
	Location *Location
	Source   []byte
	start    hcl.Pos
}

// maxModules bounds how deep calls of modules are followed.
const maxModules = 64

// Comments lists the comments that speak to hipaacheck, in the modules that are
// of this repository. A downloaded module cannot excuse itself.
func (s *Source) Comments() []*Comment {
	if s == nil {
		return nil
	}
	var out []*Comment
	seen := map[string]bool{}
	var walk func(steps []step)
	walk = func(steps []step) {
		m := s.module(steps)
		if m == nil || m.downloaded || len(steps) > maxModules {
			return
		}
		index := s.open(m)
		if !seen[m.dir] {
			seen[m.dir] = true
			for _, f := range index.files {
				out = append(out, f.comments(m)...)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(index.calls)) {
			walk(append(slices.Clone(steps), step{name: name}))
		}
	}
	walk(nil)
	return out
}

// Covers reports whether an address is an instance of the block that a comment
// of this source stands beside.
func (s *Source) Covers(c *Comment, address string) bool {
	if address == "" {
		return false
	}
	m := s.module(modulePath(address))
	return m != nil && !m.downloaded && m.dir == c.Module && resourceName(address) == c.Block
}

// comments lists those of one file, with the blocks that they stand beside.
func (f *sourceFile) comments(m *sourceModule) []*Comment {
	if f.native == nil || !strings.Contains(string(f.text), "hipaacheck:") {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(f.text, f.name, hcl.InitialPos)
	var out []*Comment
	var alone []int // lines that hold a comment and nothing else
	code := 0       // the last line with something else on it
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenComment:
			last := t.Range.End.Line
			if t.Range.End.Column == 1 {
				last-- // the token holds the end of its line
			}
			for line := t.Range.Start.Line; line <= last && line != code; line++ {
				alone = append(alone, line)
			}
			if c := f.comment(t); c != nil {
				out = append(out, c)
			}
		case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
		default:
			code = t.Range.End.Line
		}
	}
	for _, c := range out {
		f.place(c, alone)
		c.Module, c.Source = m.dir, f.text
		c.Location = (&block{file: f}).at(hcl.Range{Start: c.start, End: c.Range.End})
	}
	return out
}

// comment reads a comment's token; nil where it does not speak to hipaacheck.
func (f *sourceFile) comment(t hclsyntax.Token) *Comment {
	text := strings.TrimRight(string(t.Bytes), "\r\n")
	body, line := strings.CutPrefix(text, "#")
	if !line {
		body, line = strings.CutPrefix(text, "//")
	}
	if !line {
		body = strings.TrimPrefix(text, "/*")
	}
	word := strings.TrimLeft(body, " \t")
	if !strings.HasPrefix(word, "hipaacheck:") {
		return nil
	}
	name, _, _ := strings.Cut(strings.TrimRight(word, " \t"), " ")
	start := t.Range.Start
	skipped := len(text) - len(word)
	c := &Comment{start: start, Range: hcl.Range{
		Filename: f.name,
		Start:    hcl.Pos{Line: start.Line, Column: start.Column + skipped, Byte: start.Byte + skipped},
		End:      hcl.Pos{Line: start.Line, Column: start.Column + len([]rune(text)), Byte: start.Byte + len(text)},
	}}
	if !line {
		first, _, _ := strings.Cut(text, "\n")
		c.Range.End = hcl.Pos{Line: start.Line, Column: start.Column + len([]rune(first)), Byte: start.Byte + len(first)}
		c.Problem = "A waiver is written as a comment of one line, that begins with # or //."
		return c
	}
	if name != config.CommentWord {
		c.Problem = "The comment speaks to hipaacheck and says nothing that it knows; " + config.CommentWord + " is what it knows."
		return c
	}
	c.Text = word[len(name):]
	c.Range.Start.Column += len(name)
	c.Range.Start.Byte += len(name)
	return c
}

// place finds the block that a comment stands in or directly above.
func (f *sourceFile) place(c *Comment, alone []int) {
	line := c.Range.Start.Line
	for _, b := range f.native.Blocks {
		r := b.Range()
		first := b.DefRange().Start.Line
		for slices.Contains(alone, first-1) {
			first--
		}
		if line < first || line > r.End.Line || line < b.DefRange().Start.Line && !slices.Contains(alone, line) {
			continue
		}
		if b.Type == "resource" && len(b.Labels) == 2 {
			c.Block = strings.Join(b.Labels, ".")
			return
		}
		if c.Problem == "" {
			c.Problem = "The comment stands beside a " + b.Type + " block; it has to stand in, or directly above, the resource that is waived."
			if b.Type == "module" {
				c.Problem += " What a module makes is waived beside the resource in the module, or by a waiver block in " + config.FileName + "."
			}
		}
		return
	}
	if c.Problem == "" {
		c.Problem = "The comment stands beside no resource; it has to stand in, or directly above, the resource that is waived, with no empty line between."
	}
}

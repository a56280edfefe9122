// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
)

// CommentWord is what begins a comment that waives a rule for the resource that
// it stands beside.
const CommentWord = "hipaacheck:waive"

// commentForm is how such a comment is written, for messages.
const commentForm = "# " + CommentWord + ` RULE expires=YYYY-MM-DD owner=NAME reason="…"`

// commentKeys are the words that a comment may give; the first three it must.
var commentKeys = []string{"expires", "owner", "reason", "ticket", "digest"}

// CommentWaiver reads what stands behind [CommentWord] in a comment: a rule,
// then expires, owner and reason, and perhaps ticket and digest. at is the place
// of the text. The diagnostics hold every mistake; a comment with one waives
// nothing. What the waiver is of, Covers, is the caller's to say.
func (c *Config) CommentWaiver(text string, at hcl.Range, rules Catalogue) (*Waiver, hcl.Diagnostics) {
	if c == nil {
		c = &Config{}
	}
	d := &decoder{config: c, rules: rules}
	w := &Waiver{Range: at}
	given := map[string]bool{}
	for i, word := range d.words(text, at) {
		key, value, pair := strings.Cut(word.text, "=")
		switch {
		case i == 0 && pair:
			d.fail("Waiver without a rule", "The rule comes first: "+commentForm, at)
		case i == 0:
			w.Rule = word.text
			d.waivedRule(w.Rule, word.at)
			continue
		case !pair:
			d.fail("Invalid waiver", fmt.Sprintf("%q gives nothing: words are KEY=VALUE, and a value with spaces stands in quotes, reason=\"…\".", word.text), word.at)
			continue
		}
		switch {
		case !slices.Contains(commentKeys, key):
			problem := fmt.Sprintf("A waiver has no %q; it takes %s.", key, strings.Join(commentKeys, ", "))
			if near := Nearest(key, commentKeys); near != "" {
				problem += fmt.Sprintf(" Did you mean %q?", near)
			}
			d.fail("Invalid waiver", problem, word.at)
			continue
		case given[key]:
			d.fail("Invalid waiver", fmt.Sprintf("%q is given twice.", key), word.at)
			continue
		}
		given[key] = true
		if value == "" {
			d.fail("Invalid waiver", fmt.Sprintf("%q is empty.", key), word.at)
			continue
		}
		switch key {
		case "expires":
			day, err := time.Parse(time.DateOnly, value)
			if err != nil {
				d.fail("Invalid waiver", fmt.Sprintf("expires is the last day on which the waiver holds, such as 2027-03-31, not %q.", value), word.at)
			}
			w.Expires = day
		case "owner":
			w.Owner = value
		case "reason":
			w.Reason = value
		case "ticket":
			w.Ticket = value
		case "digest":
			if problem := digestForm.check(value); problem != "" {
				d.fail("Invalid waiver", problem+".", word.at)
			}
			w.Digest = value
		}
	}
	if w.Rule == "" && !d.diags.HasErrors() {
		d.fail("Waiver without a rule", "The comment names no rule. It is written: "+commentForm, at)
		return w, d.diags
	}
	for _, key := range commentKeys[:3] {
		if !given[key] {
			d.fail("Incomplete waiver", fmt.Sprintf("A waiver needs %s: %s", key, commentForm), at)
		}
	}
	return w, d.diags
}

// waivedRule checks that the rule is there, and that no central file that says it
// is final keeps waivers out.
func (d *decoder) waivedRule(name string, at hcl.Range) {
	if slices.Contains(d.rules.Later, name) {
		d.fail("Not available in this version", fmt.Sprintf("The rule %q is not available in this version.", name), at)
		return
	}
	if problem := d.ruleProblem(name); problem != "" {
		d.fail("Unknown rule", problem, at)
		return
	}
	if problem := d.unwaivable(name); problem != "" {
		d.fail("Setting is final", problem, at)
	}
}

// commentWord is one word of a comment.
type commentWord struct {
	text string
	at   hcl.Range
}

// words cuts a comment at its spaces, save those in quotes, and takes the quotes
// off. A quote or backslash in quotes is written with a backslash before it.
func (d *decoder) words(text string, at hcl.Range) []commentWord {
	var out []commentWord
	for i := 0; i < len(text); {
		if isSpace(text[i]) {
			i++
			continue
		}
		start, quoted := i, false
		var word strings.Builder
		for ; i < len(text) && (quoted || !isSpace(text[i])); i++ {
			switch c := text[i]; {
			case c == '"':
				quoted = !quoted
			case quoted && c == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\'):
				i++
				word.WriteByte(text[i])
			default:
				word.WriteByte(c)
			}
		}
		place := within(at, text, start, i)
		if quoted {
			d.fail("Invalid waiver", "A quote is opened and not closed on this line.", place)
		}
		out = append(out, commentWord{word.String(), place})
	}
	return out
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// within is the place of a part of a text that stands on one line.
func within(at hcl.Range, text string, start, end int) hcl.Range {
	move := func(n int) hcl.Pos {
		return hcl.Pos{Line: at.Start.Line, Column: at.Start.Column + len([]rune(text[:n])), Byte: at.Start.Byte + n}
	}
	return hcl.Range{Filename: at.Filename, Start: move(start), End: move(end)}
}

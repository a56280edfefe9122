// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
)

// The functions of this file look at a part of a text only: where no hole lies
// there, they do with the text what they would do with the whole.

// plainTexts returns the arguments as texts, holes in them.
func (c *invocation) plainTexts(n int) ([]string, bool) {
	if len(c.args) != n {
		return nil, false
	}
	out := make([]string, n)
	for i, a := range c.args {
		s, ok := asString(c.e.asText(a))
		if !ok {
			return nil, false
		}
		out[i] = s
	}
	return out, true
}

// exactly calls Terraform's own function with the texts.
func (c *invocation) exactly(texts []string) (cty.Value, error) {
	for i, s := range texts {
		c.args[i] = text(s, c.in.sensitive)
	}
	return c.native(natives[c.name])
}

// edges reports whether a text begins and ends with something that is sure to be
// no white space: a letter, or a plain text.
func (e *engine) edges(s string) bool {
	s = strings.TrimSpace(s)
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	for _, r := range []rune{first, last} {
		if id, _, ok := holeOf(r); ok && !e.fixed(id) {
			return false
		}
	}
	return true
}

// trimSpace is trimspace and chomp.
func (c *invocation) trimSpace() (cty.Value, error) {
	texts, ok := c.plainTexts(1)
	if !ok || !c.e.edges(texts[0]) {
		return c.derive()
	}
	return c.exactly(texts)
}

// trimAffix is trimprefix and trimsuffix.
func (c *invocation) trimAffix() (cty.Value, error) {
	texts, ok := c.plainTexts(2)
	if !ok || len(c.e.idsIn(texts[1])) > 0 {
		return c.derive()
	}
	before, after, open := around(texts[0])
	side := before
	if c.name == "trimsuffix" {
		side = after
	}
	if open && len(side) < len(texts[1]) {
		return c.derive()
	}
	return c.exactly(texts)
}

// indent adds spaces after line ends, of which plain texts have none.
func (c *invocation) indent() (cty.Value, error) {
	if len(c.args) != 2 || !c.args[0].IsKnown() {
		return c.undecided(c.name)
	}
	s, ok := asString(c.e.asText(c.args[1]))
	if !ok || !c.e.allFixed(s) {
		return c.undecided(c.name)
	}
	c.args[1] = text(s, c.in.sensitive)
	return c.native(natives[c.name])
}

// replace puts holes in the place of known texts, as configurations do that fill
// in a file. In a text with holes it looks for what no plain text has in it.
func (c *invocation) replace() (cty.Value, error) {
	texts, ok := c.plainTexts(3)
	if !ok || len(c.e.idsIn(texts[1])) > 0 {
		return c.derive()
	}
	search := texts[1]
	regexp := len(search) > 1 && strings.HasPrefix(search, "/") && strings.HasSuffix(search, "/")
	if regexp && !c.e.allFixed(texts[2]) {
		return c.derive() // it may refer to a group of the expression
	}
	if len(c.e.idsIn(texts[0])) > 0 && (regexp || !c.e.allFixed(texts[0]) || !strings.ContainsAny(search, " \t\r\n\"'\\${}<>%()[]|^~`")) {
		return c.derive()
	}
	return c.exactly(texts)
}

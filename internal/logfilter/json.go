// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package logfilter

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxDepth bounds nested parentheses.
const maxDepth = 64

// parser reads { … }.
type parser struct {
	in    string
	at    int
	depth int
}

func parseJSON(s string) (node, error) {
	p := &parser{in: s, at: 1}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.space(); !p.take("}") {
		return nil, p.wrong("a closing }")
	}
	if p.space(); p.at != len(p.in) {
		return nil, p.wrong("the end")
	}
	return n, nil
}

func (p *parser) wrong(want string) error {
	return fmt.Errorf("character %d: %s is expected", p.at+1, want)
}

func (p *parser) space() {
	for p.at < len(p.in) && strings.ContainsRune(" \t\r\n", rune(p.in[p.at])) {
		p.at++
	}
}

func (p *parser) take(s string) bool {
	if strings.HasPrefix(p.in[p.at:], s) {
		p.at += len(s)
		return true
	}
	return false
}

// word takes a keyword, without regard to case.
func (p *parser) word(s string) bool {
	p.space()
	end := p.at + len(s)
	if end > len(p.in) || !strings.EqualFold(p.in[p.at:end], s) || end < len(p.in) && isWord(p.in[end]) {
		return false
	}
	p.at = end
	return true
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// or reads what || joins; && binds closer. Source: as the package's, "Order of operations".
func (p *parser) or() (node, error) {
	left, err := p.and()
	for err == nil {
		if p.space(); !p.take("||") {
			return left, nil
		}
		var right node
		right, err = p.and()
		left = either{left, right}
	}
	return nil, err
}

func (p *parser) and() (node, error) {
	left, err := p.term()
	for err == nil {
		if p.space(); !p.take("&&") {
			return left, nil
		}
		var right node
		right, err = p.term()
		left = both{left, right}
	}
	return nil, err
}

func (p *parser) term() (node, error) {
	p.space()
	if !p.take("(") {
		return p.comparison()
	}
	if p.depth++; p.depth > maxDepth {
		return nil, fmt.Errorf("more than %d nested parentheses", maxDepth)
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	p.depth--
	if p.space(); !p.take(")") {
		return nil, p.wrong("a closing )")
	}
	return n, nil
}

// step is one part of a selector: a member, or an element of a list.
type step struct {
	name  string
	index int // -1: a member
}

// selector reads $.a.b[0], $.['a'] and $['a'].
func (p *parser) selector() ([]step, error) {
	if !p.take("$") {
		return nil, p.wrong("a selector such as $.eventName")
	}
	var out []step
	for p.at < len(p.in) {
		switch {
		case p.take("["), p.take(".["):
			end := strings.IndexByte(p.in[p.at:], ']')
			if end < 0 {
				return nil, p.wrong("a closing ]")
			}
			text := strings.TrimSpace(p.in[p.at : p.at+end])
			p.at += end + 1
			if n := len(text); n > 1 && (text[0] == '\'' || text[0] == '"') && text[n-1] == text[0] {
				out = append(out, step{name: text[1 : n-1], index: -1})
				continue
			}
			i, err := strconv.Atoi(text)
			if err != nil || i < 0 {
				return nil, p.wrong("an index")
			}
			out = append(out, step{index: i})
		case p.take("."):
			from := p.at
			for p.at < len(p.in) && (isWord(p.in[p.at]) || strings.IndexByte("-:@/", p.in[p.at]) >= 0) {
				p.at++
			}
			if p.at == from {
				return nil, p.wrong("a name")
			}
			out = append(out, step{name: p.in[from:p.at], index: -1})
		default:
			if len(out) == 0 {
				return nil, p.wrong("a name")
			}
			return out, nil
		}
	}
	return out, nil
}

func (p *parser) comparison() (node, error) {
	path, err := p.selector()
	if err != nil {
		return nil, err
	}
	switch {
	case p.word("NOT"):
		if !p.word("EXISTS") {
			return nil, p.wrong("EXISTS")
		}
		return exists{path, false}, nil
	case p.word("EXISTS"):
		return exists{path, true}, nil
	case p.word("IS"):
		for word, value := range map[string]any{"NULL": nil, "TRUE": true, "FALSE": false} {
			if p.word(word) {
				return is{path, value}, nil
			}
		}
		return nil, p.wrong("NULL, TRUE or FALSE")
	}
	p.space()
	for _, op := range []string{"!=", ">=", "<=", "=", ">", "<"} {
		if p.take(op) {
			return p.value(path, op)
		}
	}
	return nil, p.wrong("an operator")
}

// value reads the right side of a comparison.
func (p *parser) value(path []step, op string) (node, error) {
	p.space()
	c := compare{path: path, op: op}
	switch {
	case p.take("%"):
		end := strings.IndexByte(p.in[p.at:], '%')
		if end < 0 {
			return nil, p.wrong("a closing %")
		}
		re, err := regexp.Compile(p.in[p.at : p.at+end])
		if err != nil {
			return nil, fmt.Errorf("character %d: no regular expression: %w", p.at+1, err)
		}
		c.re = re
		p.at += end + 1
	case p.take(`"`):
		var b strings.Builder
		for {
			if p.at >= len(p.in) {
				return nil, p.wrong(`a closing "`)
			}
			ch := p.in[p.at]
			p.at++
			if ch == '"' {
				break
			}
			if ch == '\\' && p.at < len(p.in) {
				ch = p.in[p.at]
				p.at++
			}
			b.WriteByte(ch)
		}
		c.text, c.quoted = b.String(), true
	default:
		from := p.at
		for p.at < len(p.in) && strings.IndexByte(" \t\r\n(){}&|\"", p.in[p.at]) < 0 {
			p.at++
		}
		if c.text = p.in[from:p.at]; c.text == "" {
			return nil, p.wrong("a value")
		}
	}
	if !c.quoted && c.re == nil {
		if n, err := strconv.ParseFloat(c.text, 64); err == nil {
			c.number, c.numeric = n, true
		}
	}
	if op != "=" && op != "!=" && !c.numeric {
		return nil, p.wrong("a number")
	}
	return c, nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Bounds of the decoder. AWS takes at most 131,072 characters through its API,
// and no policy nests deeper than seven levels; the rest only keeps hostile
// input from costing more than its size.
const (
	maxCharacters = 131_072
	maxDepth      = 32
	maxBytes      = 1 << 20
)

type nodeKind uint8

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	stringNode
	arrayNode
	objectNode
)

func (k nodeKind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "an object"}[k]
}

// node is one JSON value with its place. For strings, numbers and booleans
// text is the value.
type node struct {
	kind    nodeKind
	text    string
	elems   []*node
	members []member
	rng     Range
}

type member struct {
	key   Text
	value *node
}

// syntaxError is why a text is no JSON, and where.
type syntaxError struct {
	at  Position
	msg string
}

// decoder reads strict JSON (RFC 8259) from a text and counts the characters
// outside and inside strings as AWS counts them for its quotas.
type decoder struct {
	src       string
	off       int
	line      int
	lineStart int
	chars     int // characters that are not white space outside strings
	all       int // all characters
}

func (d *decoder) pos() Position {
	return Position{Offset: d.off, Line: d.line, Column: d.off - d.lineStart + 1}
}

func (d *decoder) fail(format string, args ...any) *syntaxError {
	return &syntaxError{at: d.pos(), msg: fmt.Sprintf(format, args...)}
}

// decode reads the whole text as one value.
func decode(src string) (n *node, chars, all int, err *syntaxError) {
	d := &decoder{src: src, line: 1}
	if len(src) > maxBytes {
		return nil, 0, 0, d.fail("the document has %d bytes; AWS takes at most 131,072 characters", len(src))
	}
	n, err = d.value(0)
	if err != nil {
		return nil, 0, 0, err
	}
	d.space()
	if d.off < len(d.src) {
		return nil, 0, 0, d.fail("unexpected %s after the end of the document", d.found())
	}
	return n, d.chars, d.all, nil
}

func (d *decoder) space() {
	for d.off < len(d.src) {
		switch d.src[d.off] {
		case '\n':
			d.off++
			d.line++
			d.lineStart = d.off
		case ' ', '\t', '\r':
			d.off++
		default:
			return
		}
		d.all++
	}
}

// found names what stands at the current place.
func (d *decoder) found() string {
	if d.off >= len(d.src) {
		return "end of text"
	}
	r, _ := utf8.DecodeRuneInString(d.src[d.off:])
	return strconv.QuoteRune(r)
}

func (d *decoder) take(n int) {
	d.off += n
	d.chars += n
	d.all += n
}

func (d *decoder) value(depth int) (*node, *syntaxError) {
	if depth > maxDepth {
		return nil, d.fail("nested deeper than %d levels", maxDepth)
	}
	d.space()
	start := d.pos()
	n := &node{}
	var err *syntaxError
	switch {
	case d.off >= len(d.src):
		return nil, d.fail("unexpected end of text; expected a value")
	case d.src[d.off] == '{':
		n.kind = objectNode
		err = d.object(n, depth)
	case d.src[d.off] == '[':
		n.kind = arrayNode
		err = d.array(n, depth)
	case d.src[d.off] == '"':
		n.kind = stringNode
		n.text, err = d.str()
	default:
		err = d.scalar(n)
	}
	if err != nil {
		return nil, err
	}
	n.rng = Range{Start: start, End: d.pos()}
	return n, nil
}

func (d *decoder) object(n *node, depth int) *syntaxError {
	d.take(1)
	for first := true; ; first = false {
		d.space()
		if d.off < len(d.src) && d.src[d.off] == '}' {
			d.take(1)
			return nil
		}
		if !first {
			if d.off >= len(d.src) || d.src[d.off] != ',' {
				return d.fail("unexpected %s; expected ',' or '}'", d.found())
			}
			d.take(1)
			d.space()
		}
		if d.off >= len(d.src) || d.src[d.off] != '"' {
			return d.fail("unexpected %s; expected a name in quotes", d.found())
		}
		start := d.pos()
		key, err := d.str()
		if err != nil {
			return err
		}
		k := Text{Value: key, Range: Range{Start: start, End: d.pos()}}
		d.space()
		if d.off >= len(d.src) || d.src[d.off] != ':' {
			return d.fail("unexpected %s; expected ':' after a name", d.found())
		}
		d.take(1)
		v, err := d.value(depth + 1)
		if err != nil {
			return err
		}
		n.members = append(n.members, member{key: k, value: v})
	}
}

func (d *decoder) array(n *node, depth int) *syntaxError {
	d.take(1)
	for first := true; ; first = false {
		d.space()
		if d.off < len(d.src) && d.src[d.off] == ']' {
			d.take(1)
			return nil
		}
		if !first {
			if d.off >= len(d.src) || d.src[d.off] != ',' {
				return d.fail("unexpected %s; expected ',' or ']'", d.found())
			}
			d.take(1)
			if d.space(); d.off < len(d.src) && d.src[d.off] == ']' {
				return d.fail("unexpected ']'; expected a value after ','")
			}
		}
		v, err := d.value(depth + 1)
		if err != nil {
			return err
		}
		n.elems = append(n.elems, v)
	}
}

// scalar reads true, false, null or a number.
func (d *decoder) scalar(n *node) *syntaxError {
	end := d.off
	for end < len(d.src) {
		c := d.src[end]
		if c == '-' || c == '+' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			end++
			continue
		}
		break
	}
	word := d.src[d.off:end]
	switch {
	case word == "true" || word == "false":
		n.kind = boolNode
	case word == "null": // which a node is that nobody filled in
	case validNumber(word):
		n.kind = numberNode
	default:
		return d.fail("unexpected %s; expected a value", d.found())
	}
	n.text = word
	d.take(len(word))
	return nil
}

// validNumber reports whether s is a number by the JSON grammar.
func validNumber(s string) bool {
	i := 0
	digits := func() int {
		n := 0
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			i++
			n++
		}
		return n
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	zero := i < len(s) && s[i] == '0'
	if n := digits(); n == 0 || zero && n > 1 {
		return false
	}
	if i < len(s) && s[i] == '.' {
		i++
		if digits() == 0 {
			return false
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if digits() == 0 {
			return false
		}
	}
	return i == len(s) && len(s) <= 64
}

// str reads a string. Invalid UTF-8 and lone surrogates are refused: a decoder
// that replaces them would compare another text than AWS does.
func (d *decoder) str() (string, *syntaxError) {
	d.take(1)
	start := d.off
	for d.off < len(d.src) { // without escapes the text stands as it is
		c := d.src[d.off]
		if c == '"' {
			s := d.src[start:d.off]
			d.take(1)
			return s, nil
		}
		if c == '\\' || c < 0x20 || c >= utf8.RuneSelf {
			break
		}
		d.take(1)
	}
	buf := []byte(d.src[start:d.off])
	for d.off < len(d.src) {
		c := d.src[d.off]
		switch {
		case c == '"':
			d.take(1)
			return string(buf), nil
		case c < 0x20:
			return "", d.fail("control character U+%04X inside a string; write it as an escape", c)
		case c == '\\':
			var err *syntaxError
			if buf, err = d.escape(buf); err != nil {
				return "", err
			}
		default:
			r, n := utf8.DecodeRuneInString(d.src[d.off:])
			if r == utf8.RuneError && n == 1 {
				return "", d.fail("invalid UTF-8 inside a string")
			}
			buf = append(buf, d.src[d.off:d.off+n]...)
			d.off += n
			d.chars++
			d.all++
		}
	}
	return "", d.fail("unexpected end of text inside a string")
}

var simpleEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (d *decoder) escape(buf []byte) ([]byte, *syntaxError) {
	if d.off+1 >= len(d.src) {
		return nil, d.fail("unexpected end of text inside a string")
	}
	c := d.src[d.off+1]
	if v, ok := simpleEscapes[c]; ok {
		d.take(2)
		return append(buf, v), nil
	}
	if c != 'u' {
		return nil, d.fail("unknown escape \\%c", c)
	}
	r, ok := d.hex(d.off + 2)
	if !ok {
		return nil, d.fail("\\u needs four hexadecimal digits")
	}
	size := 6
	if utf16.IsSurrogate(r) {
		var low rune
		if strings.HasPrefix(d.src[d.off+size:], `\u`) {
			low, _ = d.hex(d.off + size + 2)
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return nil, d.fail("half of a surrogate pair inside a string")
		}
		size = 12
	}
	d.take(size)
	return utf8.AppendRune(buf, r), nil
}

func (d *decoder) hex(at int) (rune, bool) {
	if at+4 > len(d.src) {
		return 0, false
	}
	v, err := strconv.ParseUint(d.src[at:at+4], 16, 32)
	return rune(v), err == nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Value checks the value that comes next and decodes it as encoding/json does
// into an any: map[string]any, []any, string, float64, bool or nil. The window
// grows to hold all of it.
func (r *Reader) Value() (any, error) {
	raw, err := r.Raw()
	if err != nil {
		return nil, err
	}
	b := r.build()
	v, _ := b.value(r.pos - len(raw))
	return v, r.built(b)
}

// build returns the builder for what is in the window, and built the error that
// it met.
func (r *Reader) build() *builder {
	b := &r.builder
	b.buf, b.bad = r.buf, none
	return b
}

func (r *Reader) built(b *builder) error {
	if b.bad == none {
		return nil
	}
	return r.fail(b.bad, Shape, b.why)
}

// builder makes values of JSON that has been checked and is whole in the
// window: it need not ask whether a value is well formed, nor where it ends. It
// keeps what makes the next value cheaper.
type builder struct {
	buf []byte
	// bad is where the first value was met that is good JSON and cannot be had,
	// or none; why says what is wrong with it.
	bad int
	why string

	members []member
	items   []any
	scratch []byte
	names   interned
	texts   [1024]any
	trees   [128]tree
	// arena holds short strings, many in one piece of memory, which stays as
	// long as one of them is in use.
	arena strings.Builder
}

type member struct {
	name  string
	value any
}

// tree is a tree of marks with its JSON.
type tree struct {
	text  string
	value any
}

const (
	arenaSize = 4096
	longText  = 256 // from here on a string has memory of its own
	maxMarks  = 1024
	maxShared = 4096 // the longest string that is looked for among those before
)

func (b *builder) refuse(i int, why string) {
	if b.bad == none {
		b.bad, b.why = i, why
	}
}

// value decodes the value at i and returns the index after it.
func (b *builder) value(i int) (any, int) {
	switch b.buf[i] {
	case '{':
		return b.object(i, nil)
	case '[':
		return b.list(i)
	case '"':
		text, i := b.text(i)
		return b.boxed(text), i
	case 'n':
		return nil, i + len("null")
	case 't':
		return true, i + len("true")
	case 'f':
		return false, i + len("false")
	}
	return b.number(i)
}

// valueWithout is value, but for members of these names of an object, and those
// that are null.
func (b *builder) valueWithout(i int, names map[string]bool) (any, int) {
	if b.buf[i] == '{' {
		return b.object(i, names)
	}
	return b.value(i)
}

// object decodes the object at i; where there is a without, but for the members
// named in it and those that are null.
func (b *builder) object(i int, without map[string]bool) (map[string]any, int) {
	base := len(b.members)
	var last []byte // the last value
	for i = b.space(i + 1); b.buf[i] != '}'; i = b.comma(i) {
		var m member
		if without != nil {
			text, next := b.text(i)
			next = b.space(b.space(next) + 1)
			if b.buf[next] == 'n' || without[string(text)] {
				i = b.skip(next)
				continue
			}
		}
		m.name, i = b.name(i)
		if b.repeats(i, last) { // as tags_all does tags
			m.value = b.members[len(b.members)-1].value
			i += len(last)
		} else {
			start := i
			m.value, i = b.value(i)
			last = b.buf[start:i]
		}
		b.members = append(b.members, m)
	}
	members := b.members[base:]
	object := make(map[string]any, len(members))
	for _, m := range members {
		object[m.name] = m.value
	}
	clear(members)
	b.members = b.members[:base]
	return object, i + 1
}

// repeats reports whether the value at i is an object and the same as another.
// An object ends at its brace: what begins with all of it is all of it.
func (b *builder) repeats(i int, other []byte) bool {
	return b.buf[i] == '{' && len(other) > 0 && bytes.HasPrefix(b.buf[i:], other)
}

// marks decodes a tree of marks, of what is unknown or sensitive in a resource.
// There are few different ones, and they are many: they are shared.
func (b *builder) marks(i int) (any, int) {
	end := b.skip(i)
	text := b.buf[i:end]
	if len(text) > maxMarks {
		return b.value(i)
	}
	_, sum := hash(text)
	at := &b.trees[sum%uint64(len(b.trees))]
	if at.text != string(text) {
		at.text = string(text)
		at.value, _ = b.value(i)
	}
	return at.value, end
}

func (b *builder) list(i int) ([]any, int) {
	base := len(b.items)
	for i = b.space(i + 1); b.buf[i] != ']'; i = b.comma(i) {
		var v any
		v, i = b.value(i)
		b.items = append(b.items, v)
	}
	items := b.items[base:]
	list := make([]any, len(items))
	copy(list, items)
	clear(items)
	b.items = b.items[:base]
	return list, i + 1
}

// skip passes over the value at i.
func (b *builder) skip(i int) int {
	for depth := 0; ; {
		switch b.buf[i] {
		case '"':
			i = b.quoted(i)
		case '{', '[':
			depth++
			i++
			continue
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\n', '\t', '\r':
			i++
			continue
		default: // a literal or number
			for c := b.buf[i]; c == '+' || c == '-' || c == '.' || digit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'; c = b.buf[i] {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
}

// quoted passes over the string at i.
func (b *builder) quoted(i int) int {
	for i = plain(b.buf, i+1); b.buf[i] != '"'; i = plain(b.buf, i) {
		if b.buf[i] == '\\' {
			i++
		}
		i++
	}
	return i + 1
}

// space passes over white space.
func (b *builder) space(i int) int {
	for b.buf[i] <= ' ' {
		i++
	}
	return i
}

// comma passes over a comma, if there is one, and the white space around it.
func (b *builder) comma(i int) int {
	if i = b.space(i); b.buf[i] == ',' {
		return b.space(i + 1)
	}
	return i
}

// name reads the name at i and returns the index of its value.
func (b *builder) name(i int) (string, int) {
	text, i := b.text(i)
	return b.names.get(text), b.space(b.space(i) + 1)
}

// text reads the string at i, without its escapes. It is good until the next
// one is read.
func (b *builder) text(i int) ([]byte, int) {
	buf := b.buf
	out := b.scratch[:0]
	i++
	run := i // what is not in out yet
	for {
		i = plain(buf, i)
		switch buf[i] {
		case '"':
			if len(out) == 0 {
				return buf[run:i], i + 1
			}
			out = append(out, buf[run:i]...)
			b.scratch = out
			return out, i + 1
		case '\\':
			out = append(out, buf[run:i]...)
			out, i = unescape(out, buf, i)
			run = i
		default: // a part of a character
			i++
		}
	}
}

// unescape appends what the escape at i stands for, which was found good.
func unescape(dst, buf []byte, i int) ([]byte, int) {
	if c := escapes[buf[i+1]]; c != 0 {
		return append(dst, c), i + 2
	}
	u := unit(buf[i+2:])
	i += 6
	if utf16.IsSurrogate(u) {
		u = utf16.DecodeRune(u, unit(buf[i+2:]))
		i += 6
	}
	return utf8.AppendRune(dst, u), i
}

func unit(digits []byte) (u rune) {
	for _, c := range digits[:4] {
		d, _ := hex(c)
		u = u<<4 | d
	}
	return u
}

// boxed is string as a value. What is before and after a change, the same policy
// of many roles and the tags of many resources come again and again: like the
// names of members they are kept once.
func (b *builder) boxed(text []byte) any {
	if len(text) > maxShared {
		return string(text)
	}
	_, sum := hash(text)
	at := &b.texts[sum%uint64(len(b.texts))]
	if known, ok := (*at).(string); !ok || known != string(text) {
		*at = b.string(text)
	}
	return *at
}

func (b *builder) string(text []byte) string {
	n := len(text)
	switch {
	case n == 0:
		return ""
	case n >= longText:
		return string(text)
	}
	if b.arena.Cap()-b.arena.Len() < n {
		b.arena.Reset()
		b.arena.Grow(arenaSize)
	}
	b.arena.Write(text)
	return b.arena.String()[b.arena.Len()-n:]
}

func (b *builder) number(start int) (float64, int) {
	i, _ := number(b.buf, start)
	text := b.buf[start:i]
	if len(text) <= 15 { // a float64 holds whole numbers of 15 digits exactly
		n := int64(0)
		for _, c := range text {
			if !digit(c) {
				n = -1
				break
			}
			n = 10*n + int64(c-'0')
		}
		if n >= 0 {
			return float64(n), i
		}
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		b.refuse(start, "The number is too large: at most 1.8e308 can be read.")
	}
	return f, i
}

// interned are strings that come again and again. A string has one place; one
// that takes the place of another costs only that the other is made anew.
type interned [1024]string

func (t *interned) get(text []byte) string {
	if len(text) > 64 {
		return string(text)
	}
	_, sum := hash(text)
	at := &t[sum%uint64(len(t))]
	if *at != string(text) {
		*at = string(text)
	}
	return *at
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"encoding/binary"
	"fmt"
)

// The loop in this file sees nearly every byte of a plan. It keeps the window
// and the index in local variables, takes the form that Terraform writes (no
// white space, plain strings) straight on, and leaves the rest to functions.

// skip checks the value at i, with the names of every object in it, and returns
// the index after it.
func (r *Reader) skip(i int) (int, error) {
	bottom := len(r.frames)
	buf := r.buf
	list := false // whether the innermost open value is a list
	var err error
	for {
		// i is where a value starts, or white space before it.
		switch buf[i] {
		case '"':
			i = plain(buf, i+1)
			if buf[i] == '"' {
				i++
			} else {
				if i, err = r.rest(i); err != nil {
					return i, err
				}
				buf = r.buf
			}
		case '{':
			if i, err = r.open(i, false); err != nil {
				return i, err
			}
			buf = r.buf
			if buf[i] != '}' {
				list = false
				if i, err = r.name(i); err != nil {
					return i, err
				}
				buf = r.buf
				continue
			}
			i++
			r.close()
		case '[':
			if i, err = r.open(i, true); err != nil {
				return i, err
			}
			buf = r.buf
			if buf[i] != ']' {
				list = true
				continue
			}
			i++
			r.close()
		case 'n', 't', 'f':
			switch w := binary.LittleEndian.Uint32(buf[i:]); {
			case w == litNull, w == litTrue:
				i += 4
			case w == litFals && buf[i+4] == 'e':
				i += 5
			default:
				if i, err = r.literal(i); err != nil {
					return i, err
				}
				buf = r.buf
			}
		case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			if end, good := number(buf, i); good && end < r.end {
				i = end
				break
			}
			if i, err = r.number(i); err != nil {
				return i, err
			}
			buf = r.buf
		default:
			if i, err = r.start(i); err != nil {
				return i, err
			}
			buf = r.buf
			continue
		}
		// i is behind a value.
		for {
			if len(r.frames) == bottom {
				return i, nil
			}
			c := buf[i]
			if c <= ' ' {
				if i, err = r.space(i); err != nil {
					return i, r.ended(i)
				}
				buf = r.buf
				c = buf[i]
			}
			if list {
				if c == ',' {
					i++
					break
				}
				if c != ']' {
					return i, r.fail(i, Syntax, "A comma or a closing bracket must follow an element of a list.")
				}
			} else {
				if c == ',' {
					if i, err = r.name(i + 1); err != nil {
						return i, err
					}
					buf = r.buf
					break
				}
				if c != '}' {
					return i, r.fail(i, Syntax, "A comma or a closing brace must follow a member of an object.")
				}
			}
			i++
			r.close()
			if n := len(r.frames); n > bottom {
				list = r.frames[n-1].list
			}
		}
	}
}

// The literals as they are loaded, least significant byte first.
const (
	litNull = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24
	litTrue = 't' | 'r'<<8 | 'u'<<16 | 'e'<<24
	litFals = 'f' | 'a'<<8 | 'l'<<16 | 's'<<24
)

// start goes to the next value when i is at something that starts none.
func (r *Reader) start(i int) (int, error) {
	at, err := r.space(i)
	if err != nil {
		return at, r.ended(at)
	}
	switch r.buf[at] {
	case '{', '[', '"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f', 'n':
		return at, nil
	}
	return at, r.fail(at, Syntax, "A value is missing here.")
}

// open enters the object or list at i and returns the index of what follows the
// bracket, white space passed over.
func (r *Reader) open(i int, list bool) (int, error) {
	if len(r.frames) == r.maxDepth {
		return i, r.fail(i, Depth, fmt.Sprintf("Values nest more than %d deep. No plan does.", r.maxDepth))
	}
	r.push(list)
	if i++; r.buf[i] > ' ' {
		return i, nil
	}
	i, err := r.space(i)
	if err != nil {
		return i, r.ended(i)
	}
	return i, nil
}

// literal checks a literal that is not whole in the window, or wrong.
func (r *Reader) literal(i int) (int, error) {
	want := "null"
	switch r.buf[i] {
	case 't':
		want = "true"
	case 'f':
		want = "false"
	}
	for n := 1; n < len(want); n++ {
		at, err := r.need(i, n+1)
		if err != nil {
			return at, r.ended(r.end)
		}
		if i = at; r.buf[i+n] != want[n] {
			return i, r.fail(i+n, Syntax, "A value is missing here.")
		}
	}
	return i + len(want), nil
}

// number checks the number at i and returns the index after it. Source: RFC
// 8259, section 6.
func (r *Reader) number(i int) (int, error) {
	h := r.hold(i)
	for {
		end, good := number(r.buf, i)
		if end < r.end {
			r.keep = h.keep
			if !good {
				return end, r.fail(end, Syntax, "This is no number.")
			}
			return end, nil
		}
		// It may go on behind the window.
		_, err := r.more(r.end)
		i = int(h.from - r.base)
		if err != nil {
			r.keep = h.keep
			if !good || r.broken != nil {
				return r.end, r.ended(r.end)
			}
			return r.end, nil
		}
	}
}

// number returns where the number at i ends, or where it goes wrong.
func number(buf []byte, i int) (end int, good bool) {
	if buf[i] == '-' {
		i++
	}
	switch c := buf[i]; {
	case c == '0':
		i++
	case digit(c):
		i = digits(buf, i)
	default:
		return i, false
	}
	if buf[i] == '.' {
		if i++; !digit(buf[i]) {
			return i, false
		}
		i = digits(buf, i)
	}
	if c := buf[i]; c == 'e' || c == 'E' {
		if i++; buf[i] == '+' || buf[i] == '-' {
			i++
		}
		if !digit(buf[i]) {
			return i, false
		}
		i = digits(buf, i)
	}
	return i, true
}

func digit(c byte) bool { return c-'0' <= 9 }

func digits(buf []byte, i int) int {
	for digit(buf[i]) {
		i++
	}
	return i
}

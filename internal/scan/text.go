// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// special finds the bytes among eight that a string cannot simply contain: the
// quote, the backslash, control characters, and whatever is not ASCII. It sets
// the high bit of each, exactly for the lowest one: a borrow can make a false
// mark only above a true one.
func special(w uint64) uint64 {
	// Exchanging the second bit makes the quote 0x20 and leaves the controls
	// below it, so that one subtraction borrows for both.
	return (((w ^ 0x02*ones) - 0x21*ones) | ((w ^ '\\'*ones) - ones) | w) & highs
}

// load loads sixteen bytes.
func load(buf []byte, i int) (low, high uint64) {
	return binary.LittleEndian.Uint64(buf[i:]), binary.LittleEndian.Uint64(buf[i+8:])
}

// ends returns at which bit each of two marks of [special] has its first byte,
// and zero for the second if the first has one: their sum by eight is the number
// of plain bytes. There is no branch on it, which could not be foretold.
func ends(m, m2 uint64) (n, n2 uint) {
	n, n2 = uint(bits.TrailingZeros64(m)), uint(bits.TrailingZeros64(m2))
	if m != 0 {
		n2 = 0
	}
	return n, n2
}

// plain returns the index of the first special byte from i on. The zero behind
// the window is one.
func plain(buf []byte, i int) int {
	for {
		low, high := load(buf, i)
		if m, m2 := special(low), special(high); m|m2 != 0 {
			n, n2 := ends(m, m2)
			return i + int((n+n2)>>3)
		}
		i += 16
	}
}

// rest goes on inside a string, from a special byte to behind the closing quote.
func (r *Reader) rest(i int) (int, error) {
	buf := r.buf
	var err error
	for {
		switch c := buf[i]; {
		case c == '"':
			return i + 1, nil
		case c == '\\' && escapes[buf[i+1]] != 0:
			i += 2
		case c == '\\':
			if i, err = r.unicode(i); err != nil {
				return i, err
			}
			buf = r.buf
		case c >= utf8.RuneSelf:
			if i, err = r.multibyte(i); err != nil {
				return i, err
			}
			buf = r.buf
		case i == r.end:
			if i, err = r.more(i); err != nil {
				return i, r.ended(i)
			}
			buf = r.buf
		default:
			return i, r.fail(i, Syntax, "A string holds a control character, which must be written as an escape.")
		}
		i = plain(buf, i)
	}
}

// escapes are the bytes that may follow a backslash, but for u, and what they
// stand for.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unicode checks the escape at i if it is one of \u, or is cut by the end of the
// window. Half a surrogate pair is no character: readers differ in what they
// make of it.
func (r *Reader) unicode(i int) (int, error) {
	i, err := r.need(i, 2)
	if err != nil {
		return i, r.ended(r.end)
	}
	if r.buf[i+1] != 'u' {
		if escapes[r.buf[i+1]] != 0 {
			return i + 2, nil
		}
		return i, r.fail(i, Syntax, "A string holds an escape that JSON does not have.")
	}
	h := r.hold(i) // for the place of a mistake
	i, good, err := r.character(i)
	start := r.release(h)
	if err == nil && !good {
		err = r.fail(start, Encoding, "A string holds half of a surrogate pair, which is no character.")
	}
	return i, err
}

// character reads the character that is escaped at i, in one part or two, and
// reports whether it is one.
func (r *Reader) character(i int) (int, bool, error) {
	i, unit, err := r.unit(i)
	if err != nil || !utf16.IsSurrogate(unit) {
		return i, true, err
	}
	if i, err = r.need(i, 2); err != nil {
		return i, false, r.ended(r.end)
	}
	if r.buf[i] != '\\' || r.buf[i+1] != 'u' {
		return i, false, nil
	}
	i, low, err := r.unit(i)
	return i, utf16.DecodeRune(unit, low) != utf8.RuneError, err
}

// unit reads the escape \uXXXX at i.
func (r *Reader) unit(i int) (int, rune, error) {
	var u rune
	for n := 2; n < 6; n++ {
		at, err := r.need(i, n+1)
		if err != nil {
			return at, 0, r.ended(r.end)
		}
		i = at
		d, ok := hex(r.buf[i+n])
		if !ok {
			return i, 0, r.fail(i+n, Syntax, "Four hexadecimal digits must follow \\u.")
		}
		u = u<<4 | d
	}
	return i + 6, u, nil
}

func hex(c byte) (rune, bool) {
	switch {
	case digit(c):
		return rune(c - '0'), true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10, true
	}
	return 0, false
}

// multibyte checks the characters beyond ASCII that start at i.
func (r *Reader) multibyte(i int) (int, error) {
	for r.buf[i] >= utf8.RuneSelf {
		if !utf8.FullRune(r.buf[i:r.end]) {
			h := r.hold(i)
			_, err := r.more(r.end)
			if i = r.release(h); err != nil {
				return i, r.ended(r.end)
			}
			continue
		}
		c, n := utf8.DecodeRune(r.buf[i:r.end])
		if c == utf8.RuneError && n == 1 {
			return i, r.fail(i, Encoding, "A string holds bytes that are not UTF-8.")
		}
		i += n
	}
	return i, nil
}

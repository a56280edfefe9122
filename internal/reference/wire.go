// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// encoder appends to a block. Numbers are uvarints.
type encoder struct{ buf []byte }

func (e *encoder) raw(s string)  { e.buf = append(e.buf, s...) }
func (e *encoder) uint(v uint64) { e.buf = binary.AppendUvarint(e.buf, v) }
func (e *encoder) int(v int)     { e.uint(uint64(v)) }

func (e *encoder) str(s string) {
	e.int(len(s))
	e.raw(s)
}

// lines writes a list of strings, none of which holds a line feed. Delimiters compress better than lengths.
func (e *encoder) lines(list []string) {
	e.int(len(list))
	for _, s := range list {
		e.raw(s)
		e.raw("\n")
	}
}

// ints writes a list of numbers.
func (e *encoder) ints(list []int) {
	e.int(len(list))
	for _, v := range list {
		e.int(v)
	}
}

// decoder reads a block front to back. The first error sticks, and every read after it gives zero values, so that a
// caller checks once at the end of a run of reads. It never allocates more than the block's length warrants.
type decoder struct {
	rest string
	err  error
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, args...)
		d.rest = ""
	}
}

var errTruncated = errors.New("truncated")

func (d *decoder) uint() uint64 {
	var v uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		c := d.rest[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return v
		}
	}
	if d.err == nil {
		d.err = errTruncated
		d.rest = ""
	}
	return 0
}

// int reads a number of at most limit.
func (d *decoder) int(limit int) int {
	v := d.uint()
	if v > uint64(limit) {
		d.fail("number %d is over %d", v, limit)
		return 0
	}
	return int(v)
}

// index reads an index into a list of length n.
func (d *decoder) index(n int) int {
	v := d.uint()
	if v >= uint64(n) {
		d.fail("index %d is outside a list of %d", v, n)
		return 0
	}
	return int(v)
}

// count reads the length of a list whose elements take at least size bytes each.
func (d *decoder) count(size int) int { return d.int(len(d.rest) / size) }

func (d *decoder) str() string { return d.take(d.int(maxBlockSize)) }

func (d *decoder) take(n int) string {
	if n > len(d.rest) {
		d.fail("%d bytes wanted, %d left", n, len(d.rest))
		return ""
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) line() string {
	s, rest, ok := strings.Cut(d.rest, "\n")
	if !ok {
		d.fail("unterminated line")
		return ""
	}
	d.rest = rest
	return s
}

func (d *decoder) lines() []string {
	list := make([]string, d.count(1))
	for i := range list {
		list[i] = d.line()
	}
	return emptyIsNil(list)
}

// emptyIsNil keeps an empty list from differing from one that was never made.
func emptyIsNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// end checks that nothing is left over and returns the first error.
func (d *decoder) end() error {
	if d.err == nil && d.rest != "" {
		d.fail("%d bytes left over", len(d.rest))
	}
	return d.err
}

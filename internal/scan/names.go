// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
)

// frame is an object or list that is open. Its names are those of the reader
// from first on, up to the next frame's.
type frame struct {
	list  bool
	first int
	// top is the greatest beginning of a name so far: its first eight bytes, as
	// a number. Terraform writes the names of a resource's values in order, and
	// a name that begins with more than all before it is surely a new one.
	top uint64
	// table finds the hashes once there are many, in a table of open addresses.
	table []uint64
}

const (
	// few is up to how many names are compared one by one.
	few = 24
	// maxNames is how many names one object may have; it bounds the memory that
	// a hostile input can take.
	maxNames = 1 << 22
)

func (r *Reader) push(list bool) {
	n := len(r.frames)
	if n == cap(r.frames) {
		r.frames = append(r.frames, frame{})
	}
	r.frames = r.frames[:n+1]
	f := &r.frames[n]
	f.list, f.first, f.top = list, len(r.names), 0
	f.table = f.table[:0]
}

func (r *Reader) close() {
	n := len(r.frames) - 1
	r.names = r.names[:r.frames[n].first]
	r.frames = r.frames[:n]
}

// Hashes are for telling names apart, not against an adversary: equal names
// have equal hashes, and that different ones do not is all but certain. The key
// is drawn anew by each process.
var key = [2]uint64{rand.Uint64(), rand.Uint64()} //nolint:gosec // a wrong guess only refuses the guesser's own input

// mix adds sixteen bytes to a hash.
func mix(h, low, high uint64) uint64 {
	hi, lo := bits.Mul64(h^low, key[1]^high)
	return hi ^ lo
}

// lengthKey spreads a length over the bits of a word: it tells "a" from "a\x00".
const lengthKey = 0x9E3779B97F4A7C15

// name passes over the name that comes next in the innermost object, and its
// colon, and returns the index of what follows.
func (r *Reader) name(i int) (int, error) {
	buf := r.buf
	if buf[i] != '"' {
		var err error
		if i, err = r.quote(i); err != nil {
			return i, err
		}
		buf = r.buf
	}
	i++
	start, h := i, key[0]
	low, high := load(buf, i)
	m, m2 := special(low), special(high)
	first := low
	for m|m2 == 0 {
		h = mix(h, low, high)
		i += 16
		low, high = load(buf, i)
		m, m2 = special(low), special(high)
	}
	n, n2 := ends(m, m2)
	low &= 1<<(n&^7) - 1
	high &= 1<<(n2&^7) - 1
	if i == start {
		first = low
	}
	if i += int((n + n2) >> 3); buf[i] != '"' {
		// It has escapes, is not ASCII, or is not whole in the window.
		_, _, i, err := r.member(start - 1)
		return i, err
	}
	h = mix(h, low, high^uint64(i-start)*lengthKey)
	first = bits.ReverseBytes64(first)
	if f := &r.frames[len(r.frames)-1]; first > f.top && len(f.table) == 0 && len(r.names) < cap(r.names) {
		f.top = first
		r.names = append(r.names, h)
	} else if err := r.add(start-1, f, first, h); err != nil {
		return start, err
	}
	if i++; buf[i] == ':' {
		return i + 1, nil
	}
	return r.colon(i)
}

// member reads the name at i and its colon. It returns the name without escapes,
// good until the window moves, where it is now, and the index of what follows
// the colon.
func (r *Reader) member(i int) (text []byte, at, next int, err error) {
	h := r.hold(i)
	next, err = r.rest(plain(r.buf, i+1))
	if err != nil {
		return nil, 0, next, err
	}
	length := next - 2 - int(h.from-r.base)
	if next, err = r.colon(next); err != nil {
		return nil, 0, next, err
	}
	at = r.release(h)
	text = r.buf[at+1 : at+1+length]
	if bytes.IndexByte(text, '\\') >= 0 {
		r.builder.buf = r.buf
		text, _ = r.builder.text(at)
	}
	first, sum := hash(text)
	return text, at, next, r.add(at, &r.frames[len(r.frames)-1], first, sum)
}

// quote goes to the quote that a name starts with.
func (r *Reader) quote(i int) (int, error) {
	i, err := r.space(i)
	if err != nil {
		return i, r.ended(i)
	}
	if r.buf[i] != '"' {
		return i, r.fail(i, Syntax, "The name of a member is missing here; it must be a string.")
	}
	return i, nil
}

// colon passes over the colon behind a name.
func (r *Reader) colon(i int) (int, error) {
	i, err := r.space(i)
	if err != nil {
		return i, r.ended(i)
	}
	if r.buf[i] != ':' {
		return i, r.fail(i, Syntax, "A colon must follow the name of a member.")
	}
	return i + 1, nil
}

// hash returns what name computes on the way, for a name without its escapes.
func hash(text []byte) (first, sum uint64) {
	var last [16]byte
	h, rest := key[0], text
	for len(rest) >= 16 {
		low, high := load(rest, 0)
		h = mix(h, low, high)
		rest = rest[16:]
	}
	copy(last[:], rest)
	low, high := load(last[:], 0)
	sum = mix(h, low, high^uint64(len(text))*lengthKey)
	if len(text) > len(rest) {
		copy(last[:], text)
	}
	return binary.BigEndian.Uint64(last[:]), sum
}

// add notes a name of the innermost object, and refuses one that is there.
func (r *Reader) add(at int, f *frame, first, sum uint64) error {
	if len(r.names) >= maxNames {
		return r.fail(at, Depth, fmt.Sprintf("The objects around here have more than %d keys. No plan's do.", maxNames))
	}
	names := r.names[f.first:]
	fresh := true
	switch {
	case first > f.top:
		f.top = first
		if len(f.table) > 0 {
			f.insert(sum)
		}
	case len(f.table) == 0 && len(names) < few:
		fresh = !slices.Contains(names, sum)
	default:
		if len(f.table) == 0 {
			f.grow(names)
		}
		fresh = f.insert(sum)
	}
	if !fresh {
		return r.fail(at, Duplicate, r.nameFor(at)+" stands twice in one object. Which of the two counts would differ from reader to reader, so the plan is refused.")
	}
	if len(f.table) > 0 && 2*(len(names)+1) > len(f.table) {
		f.grow(append(r.names, sum)[f.first:])
	}
	r.names = append(r.names, sum)
	return nil
}

// nameFor names the key at a place for a message. Keys that have no meaning in a
// plan are not repeated: those of a sensitive map may be as secret as its values.
func (r *Reader) nameFor(at int) string {
	r.builder.buf = r.buf
	text, _ := r.builder.text(at)
	for _, names := range []*Names{PlanNames, changeNames, innerNames, importNames} {
		if slices.Contains(names.all, string(text)) {
			return fmt.Sprintf("The key %q", text)
		}
	}
	return "A key"
}

// grow makes a table with room for twice the hashes given.
func (f *frame) grow(names []uint64) {
	size := 1 << bits.Len(uint(4*len(names)))
	if cap(f.table) >= size {
		f.table = f.table[:size]
		clear(f.table)
	} else {
		f.table = make([]uint64, size)
	}
	for _, sum := range names {
		f.insert(sum)
	}
}

// insert puts a hash into the table unless it is there.
func (f *frame) insert(sum uint64) bool {
	mask := uint64(len(f.table) - 1)
	sum = max(sum, 1) // zero is a free place
	for at := sum & mask; ; at = (at + 1) & mask {
		switch f.table[at] {
		case 0:
			f.table[at] = sum
			return true
		case sum:
			return false
		}
	}
}

// Names are the names that mean something in one kind of object, best in the
// order in which they are written.
type Names struct {
	all []string
}

// NewNames returns a set of names.
func NewNames(names ...string) *Names { return &Names{all: names} }

// find returns which name of the set a text is, or "" for one that is not in
// it. One that a reader that ignores case would take for one of the set is
// refused. The search goes on from where the last one ended, at from.
func (n *Names) find(r *Reader, at int, text []byte, from *int) (string, error) {
	for i := range n.all {
		if i += *from; i >= len(n.all) {
			i -= len(n.all)
		}
		if n.all[i] == string(text) {
			if *from = i + 1; *from == len(n.all) {
				*from = 0
			}
			return n.all[i], nil
		}
	}
	for _, name := range n.all {
		if strings.EqualFold(name, string(text)) {
			return "", r.fail(at, Ambiguous, fmt.Sprintf("The key %q differs from %q by case only. Some readers take one for the other, so the plan is refused.", text, name))
		}
	}
	return "", nil
}

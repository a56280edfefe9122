// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"bytes"
	"errors"
	"io"
)

// Options bound what a reader does; the zero value is good for plans.
type Options struct {
	// Window is how many bytes are read at a time; 0 is 256 KiB. The window
	// grows for a value that is asked for as a whole.
	Window int
	// MaxDepth is how deep values may nest; 0 is 256. Real plans stay below 30.
	MaxDepth int
	// Start is where the reader's bytes begin in a larger input, for the places
	// that it tells; zero is the start of the input.
	Start Place
}

// Place is a place in an input.
type Place struct {
	// Offset counts bytes from zero; Line and Column are 1-based, the column in
	// bytes.
	Offset, Line, Column int64
}

// Reader is a cursor over a stream of JSON documents. It is for one goroutine.
// After an error it is of no use: every further call returns the same one.
type Reader struct {
	src io.Reader
	// The window is buf[:end]; pad zero bytes follow. A zero byte is allowed
	// nowhere in JSON, so the loops need not ask for the end at each byte: they
	// stop at the zero, and only then see whether the window ended there.
	buf []byte
	end int
	pos int
	err error // why src gives no more

	window, maxDepth int
	origin           Place

	base int64 // offset in the stream of buf[0]
	keep int64 // offset from which on the window must be kept, or none
	sink *sink // takes the bytes of a value that is copied
	tape *sink // takes all bytes that the cursor passes over

	lines int64 // how many lines ended before buf[0]
	line0 int64 // offset of the start of the line that buf[0] is in

	frames  []frame  // the open objects and lists
	names   []uint64 // hashes of the names of the open objects
	builder builder

	started bool
	broken  error
}

const (
	pad  = 16 // what one load reads beyond the end
	none = -1

	defaultWindow = 256 << 10
	defaultDepth  = 256
	minWindow     = 64
)

// NewReader returns a reader of a stream of documents; see [Reader.Next].
func NewReader(src io.Reader, opt Options) *Reader {
	r := &Reader{window: opt.Window, maxDepth: opt.MaxDepth, origin: opt.Start}
	if r.window <= 0 {
		r.window = defaultWindow
	}
	r.window = max(r.window, minWindow)
	if r.maxDepth <= 0 {
		r.maxDepth = defaultDepth
	}
	r.buf = make([]byte, r.window+pad)
	r.Reset(src)
	return r
}

// Reset lets the reader begin with another stream, as new but for its memory.
func (r *Reader) Reset(src io.Reader) {
	r.src, r.err, r.broken, r.started = src, nil, nil, false
	r.end, r.pos, r.base, r.keep, r.sink, r.tape = 0, 0, r.origin.Offset, none, nil, nil
	r.lines, r.line0 = max(r.origin.Line-1, 0), r.base-max(r.origin.Column-1, 0)
	r.frames, r.names = r.frames[:0], r.names[:0]
	clear(r.buf[:pad])
}

// Next goes to the start of the next document; whoever has read the last one
// calls it again. The error is io.EOF where nothing but white space is left.
func (r *Reader) Next() error {
	if r.broken != nil {
		return r.broken
	}
	if !r.started {
		r.started = true
		if r.base > 0 {
			// A mark belongs at the start of the whole input.
		} else if err := r.mark(); err != nil {
			return err
		}
	}
	i, err := r.space(r.pos)
	r.pos = i
	if err != nil && r.broken == nil && errors.Is(r.err, io.EOF) {
		return io.EOF
	}
	if err != nil {
		return r.ended(i)
	}
	return nil
}

// mark looks at a byte order mark: that of UTF-8 is passed over, UTF-16 refused
// in a way that says what happened.
func (r *Reader) mark() error {
	i, err := r.need(0, 3)
	if err != nil && !errors.Is(r.err, io.EOF) {
		return r.ended(i)
	}
	head := r.buf[:r.end]
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		r.pos = 3
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return r.fail(0, Encoding, "The file is UTF-16, as PowerShell's > writes it. Write it with: terraform show -json PLAN | Out-File -Encoding utf8NoBOM plan.json")
	}
	return nil
}

// Offset returns where in the input the cursor is, in bytes.
func (r *Reader) Offset() int64 { return r.base + int64(r.pos) }

// Place returns where in the input the cursor is.
func (r *Reader) Place() Place {
	p := Place{Offset: r.Offset()}
	p.Line, p.Column = r.position(r.pos)
	return p
}

// Record writes every byte from the cursor on to w as the cursor passes over it,
// part by part; Flush writes those that have not been written yet.
func (r *Reader) Record(w io.Writer) { r.tape = &sink{w: w, from: r.Offset()} }

// Flush writes what the cursor has passed over to the writer of Record.
func (r *Reader) Flush() error {
	if r.tape == nil {
		return nil
	}
	return r.tape.write(r, r.pos)
}

// errMore says that the source gives no more; r.err says why. Whoever asked
// knows whether that is a mistake.
var errMore = errors.New("scan: no more input")

// more reads on when i has come to the end of the window, and returns where i is
// then. What lies before i leaves the window unless it is kept. It returns at
// least one more byte, or errMore.
func (r *Reader) more(i int) (int, error) {
	if r.err != nil {
		return i, errMore
	}
	cut := i
	if r.keep != none {
		cut = min(cut, int(r.keep-r.base))
	}
	if err := r.leave(cut); err != nil {
		r.broken = err
		return i, errMore
	}
	held := r.buf[cut:r.end]
	switch size := len(r.buf) - pad; {
	case len(held) > size/2:
		// What is kept may be long: double, so that the cost stays in proportion.
		r.buf = append(make([]byte, 0, 2*size+pad), held...)[:2*size+pad]
	case size > 4*r.window && len(held) <= r.window/2:
		// A long value has gone; so goes the memory it took.
		r.buf = append(make([]byte, 0, r.window+pad), held...)[:r.window+pad]
	default:
		copy(r.buf, held)
	}
	r.end = len(held)
	r.base += int64(cut)
	was := r.end
	for idle := 0; r.end < len(r.buf)-pad && r.err == nil; {
		var n int
		n, r.err = r.src.Read(r.buf[r.end : len(r.buf)-pad])
		r.end += n
		if idle++; n > 0 {
			idle = 0
		} else if idle == 100 && r.err == nil {
			r.err = io.ErrNoProgress
		}
	}
	clear(r.buf[r.end : r.end+pad])
	if r.end == was {
		return i - cut, errMore
	}
	return i - cut, nil
}

// need sees to it that n bytes from i on are in the window.
func (r *Reader) need(i, n int) (int, error) {
	for i+n > r.end {
		h := r.hold(i)
		_, err := r.more(r.end)
		i = r.release(h)
		if err != nil {
			return i, err
		}
	}
	return i, nil
}

// leave accounts for the bytes before cut, which leave the window.
func (r *Reader) leave(cut int) error {
	gone := r.buf[:cut]
	if n := bytes.Count(gone, []byte{'\n'}); n > 0 {
		r.lines += int64(n)
		r.line0 = r.base + int64(bytes.LastIndexByte(gone, '\n')) + 1
	}
	if r.sink != nil {
		if err := r.sink.write(r, cut); err != nil {
			return err
		}
	}
	if r.tape != nil {
		return r.tape.write(r, cut)
	}
	return nil
}

// position returns line and column, 1-based, of a place in the window.
func (r *Reader) position(i int) (line, column int64) {
	before := r.buf[:i]
	line = r.lines + int64(bytes.Count(before, []byte{'\n'})) + 1
	start := r.line0
	if n := bytes.LastIndexByte(before, '\n'); n >= 0 {
		start = r.base + int64(n) + 1
	}
	return line, r.base + int64(i) - start + 1
}

// hold is what the window kept before another part of it was held.
type hold struct {
	keep, from int64
}

// hold keeps the window from i on, until release.
func (r *Reader) hold(i int) hold {
	h := hold{keep: r.keep, from: r.base + int64(i)}
	if r.keep == none || r.keep > h.from {
		r.keep = h.from
	}
	return h
}

// release ends a hold and returns where its start is in the window now.
func (r *Reader) release(h hold) int {
	r.keep = h.keep
	return int(h.from - r.base)
}

// space passes over white space and returns the index of the byte after it,
// which is in the window, or errMore.
func (r *Reader) space(i int) (int, error) {
	for {
		switch r.buf[i] {
		case ' ', '\n', '\t', '\r':
			i++
		case 0:
			if i < r.end {
				return i, nil
			}
			var err error
			if i, err = r.more(i); err != nil {
				return i, err
			}
		default:
			return i, nil
		}
	}
}

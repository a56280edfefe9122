// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"bytes"
	"io"
	"strconv"
)

// The methods here are called where a value comes next: behind Next, or in a
// callback of Object and Array. Each consumes that one value.

// Kind returns the first byte of the value that comes next: one of { [ " t f n,
// or a digit or minus sign.
func (r *Reader) Kind() (byte, error) {
	if r.broken != nil {
		return 0, r.broken
	}
	i, err := r.start(r.pos)
	r.pos = i
	return r.buf[i], err
}

// Skip checks the value and passes over it.
func (r *Reader) Skip() error {
	if r.broken != nil {
		return r.broken
	}
	i, err := r.skip(r.pos)
	r.pos = i
	return err
}

// Span is Skip, and returns where in the stream the value lies, for a second
// pass over that part of a file.
func (r *Reader) Span() (start, end int64, err error) {
	if _, err := r.Kind(); err != nil {
		return 0, 0, err
	}
	start = r.Offset()
	err = r.Skip()
	return start, r.Offset(), err
}

// Raw checks the value and returns its bytes, which are good until the next
// call. The window grows to hold all of it.
func (r *Reader) Raw() ([]byte, error) {
	if _, err := r.Kind(); err != nil {
		return nil, err
	}
	h := r.hold(r.pos)
	err := r.Skip()
	start := r.release(h)
	if err != nil {
		return nil, err
	}
	return r.buf[start:r.pos:r.pos], nil
}

// Copy checks the value and writes its bytes to w, part by part: what w has got
// is good only if the error is nil.
func (r *Reader) Copy(w io.Writer) error {
	if _, err := r.Kind(); err != nil {
		return err
	}
	r.sink = &sink{w: w, from: r.Offset()}
	err := r.Skip()
	if err == nil {
		if err = r.sink.write(r, r.pos); err != nil {
			r.broken = err
		}
	}
	r.sink = nil
	return err
}

// sink takes the bytes of a value that is copied.
type sink struct {
	w    io.Writer
	from int64 // offset of the first byte not yet written
}

// write writes what lies before cut in the window.
func (s *sink) write(r *Reader, cut int) error {
	start := int(s.from - r.base)
	if start >= cut {
		return nil
	}
	s.from = r.base + int64(cut)
	_, err := s.w.Write(r.buf[start:cut])
	return err
}

// Text reads a string into to; null leaves it as it is.
func (r *Reader) Text(to *string) error {
	text, err := r.text()
	if text != nil {
		*to = string(text)
	}
	return err
}

// word is Text for strings of which there are few different ones.
func (r *Reader) word(to *string) error {
	text, err := r.text()
	if text != nil {
		*to = r.builder.names.get(text)
	}
	return err
}

// text reads a string, or null as nil.
func (r *Reader) text() ([]byte, error) {
	switch kind, err := r.Kind(); {
	case err != nil:
		return nil, err
	case kind == 'n':
		return nil, r.Skip()
	case kind != '"':
		return nil, r.wrong("a string")
	}
	return r.body()
}

// Bool reads true or false into to; null leaves it as it is.
func (r *Reader) Bool(to *bool) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	switch kind {
	case 't', 'f', 'n':
	default:
		return r.wrong("true or false")
	}
	if err := r.Skip(); err != nil {
		return err
	}
	if kind != 'n' {
		*to = kind == 't'
	}
	return nil
}

func (r *Reader) wrong(want string) error {
	return r.fail(r.pos, Shape, "The value must be "+want+".")
}

// body reads the string at the cursor and returns its text, good until the
// window moves or the next call.
func (r *Reader) body() ([]byte, error) {
	h := r.hold(r.pos)
	i, err := r.rest(plain(r.buf, r.pos+1))
	start := r.release(h)
	r.pos = i
	if err != nil {
		return nil, err
	}
	text := r.buf[start+1 : i-1]
	if bytes.IndexByte(text, '\\') >= 0 {
		r.builder.buf = r.buf
		text, _ = r.builder.text(start)
	}
	return text, nil
}

// Object walks the members of an object. It calls member for those whose names
// are in names, or for all if names is nil, and skips a value that member leaves
// alone. A name that differs by case only from one in names is refused.
func (r *Reader) Object(names *Names, member func(name string) error) error {
	if kind, err := r.Kind(); err != nil {
		return err
	} else if kind != '{' {
		return r.wrong("an object")
	}
	from := 0
	more, err := r.enter('}')
	for ; more; more, err = r.next('}') {
		name, known, err := r.find(names, &from)
		if err != nil {
			return err
		}
		if !known {
			err = r.Skip()
		} else if err = r.visit(func() error { return member(name) }); err != nil {
			err = inside(err, name)
		}
		if err != nil {
			return err
		}
	}
	return err
}

// find reads the name of the next member, with its colon, and reports whether
// it is in names, which nil is for all.
func (r *Reader) find(names *Names, from *int) (name string, known bool, err error) {
	text, at, err := r.label()
	switch {
	case err != nil:
		return "", false, err
	case names == nil:
		return r.builder.names.get(text), true, nil
	}
	name, err = names.find(r, at, text, from)
	return name, name != "", err
}

// Array walks the elements of a list and skips those that element leaves alone.
func (r *Reader) Array(element func(n int) error) error {
	if kind, err := r.Kind(); err != nil {
		return err
	} else if kind != '[' {
		return r.wrong("a list")
	}
	more, err := r.enter(']')
	for n := 0; more; more, err = r.next(']') {
		if err := r.visit(func() error { return element(n) }); err != nil {
			return inside(err, strconv.Itoa(n))
		}
		n++
	}
	return err
}

// visit calls back for the value that comes next. An error of the caller's own
// ends the reading as one of the input does.
func (r *Reader) visit(call func() error) error {
	if _, err := r.Kind(); err != nil {
		return err
	}
	before := r.Offset()
	if err := call(); err != nil {
		return r.stop(err)
	}
	if r.broken == nil && r.Offset() == before {
		return r.Skip()
	}
	return r.broken
}

// stop makes an error the last.
func (r *Reader) stop(err error) error {
	if r.broken == nil {
		r.broken = err
	}
	return err
}

// enter opens the object or list at the cursor and reports whether anything is
// in it.
func (r *Reader) enter(end byte) (bool, error) {
	i, err := r.open(r.pos, end == ']')
	r.pos = i
	if err != nil {
		return false, err
	}
	if r.buf[i] != end {
		return true, nil
	}
	r.pos++
	r.close()
	return false, nil
}

// next goes on behind a member or element and reports whether another follows.
func (r *Reader) next(end byte) (bool, error) {
	i, err := r.space(r.pos)
	r.pos = i
	switch {
	case err != nil:
		return false, r.ended(i)
	case r.buf[i] == ',':
		r.pos++
		return true, nil
	case r.buf[i] != end:
		return false, r.fail(i, Syntax, "A comma or "+string(end)+" must follow here.")
	}
	r.pos++
	r.close()
	return false, nil
}

// label reads the name of the next member and its colon. at is where the name
// is, for a message.
func (r *Reader) label() (text []byte, at int, err error) {
	i, err := r.quote(r.pos)
	if err != nil {
		return nil, i, err
	}
	text, at, r.pos, err = r.member(i)
	return text, at, err
}

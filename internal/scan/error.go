// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package scan

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Fault is a kind of mistake in an input.
type Fault uint8

// Kinds of mistakes.
const (
	// Unreadable is an error of the underlying reader; see [Error.Err].
	Unreadable Fault = iota
	// Syntax is whatever RFC 8259 does not allow.
	Syntax
	// Truncated is an input that ends inside a value.
	Truncated
	// Duplicate is a name that stands twice in one object.
	Duplicate
	// Ambiguous is a name that differs by case only from one that is known.
	Ambiguous
	// Encoding is text that is not UTF-8.
	Encoding
	// Depth is a value that nests too deeply, or an object of too many names.
	Depth
	// Shape is valid JSON of another type than belongs there.
	Shape
)

// String returns a few words that can head a message.
func (f Fault) String() string {
	switch f {
	case Unreadable:
		return "Cannot read the plan"
	case Syntax:
		return "Invalid JSON"
	case Truncated:
		return "Truncated JSON"
	case Duplicate:
		return "Duplicate key"
	case Ambiguous:
		return "Ambiguous key"
	case Encoding:
		return "Not UTF-8"
	case Depth:
		return "Nested too deeply"
	case Shape:
		return "Not a plan"
	}
	return "fault " + strconv.Itoa(int(f))
}

// Error is why an input cannot be read, and where. Its text quotes names that
// have a meaning in a plan, and nothing else of the input, which may be secret.
type Error struct {
	// Fault is the kind, Detail one or more sentences: what is wrong, what to do.
	Fault  Fault
	Detail string
	// Pointer is the JSON pointer (RFC 6901) of the innermost value that the
	// caller walked into; the place itself may lie deeper.
	Pointer string
	// Offset is the place in bytes from the start of the stream; Line and Column
	// are 1-based, the column in bytes.
	Offset       int64
	Line, Column int64
	// Err is the underlying error: that of the reader if unreadable,
	// io.ErrUnexpectedEOF if truncated.
	Err error
}

// Error returns the whole message on one line.
func (e *Error) Error() string {
	in := ""
	if e.Pointer != "" {
		in = " in " + e.Pointer
	}
	return fmt.Sprintf("line %d, column %d (byte %d)%s: %s: %s", e.Line, e.Column, e.Offset, in, e.Fault, e.Detail)
}

// Unwrap returns the underlying error, if there is one.
func (e *Error) Unwrap() error { return e.Err }

// Broken returns the error that ended the reading, or nil.
func (r *Reader) Broken() error { return r.broken }

// fail makes the error for a place in the window, and the last.
func (r *Reader) fail(i int, fault Fault, detail string) error {
	if r.broken != nil {
		return r.broken
	}
	e := &Error{Fault: fault, Detail: detail, Offset: r.base + int64(i)}
	e.Line, e.Column = r.position(i)
	r.broken = e
	return e
}

// ended makes the error for an input that has no more bytes at i.
func (r *Reader) ended(i int) error {
	if r.broken != nil {
		return r.broken
	}
	var e *Error
	if errors.Is(r.err, io.EOF) {
		e = &Error{Fault: Truncated, Err: io.ErrUnexpectedEOF,
			Detail: fmt.Sprintf("The input ends in the middle of the plan, after %d bytes. Write the file again; a full disk or an interrupted pipe cuts it.", r.base+int64(i))}
	} else {
		e = &Error{Fault: Unreadable, Err: r.err, Detail: r.err.Error() + "."}
	}
	e.Offset = r.base + int64(i)
	e.Line, e.Column = r.position(i)
	r.broken = e
	return e
}

// inside puts a step before the pointer of an error that came from further in.
func inside(err error, step string) error {
	var e *Error
	if errors.As(err, &e) {
		e.Pointer = "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step) + e.Pointer
	}
	return err
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// Error is why an input is not a plan that can be checked.
type Error struct {
	// Path is the input's name as given.
	Path string
	// Summary is a few words, Detail says what is wrong and what to do.
	Summary, Detail string
	// Offset is the byte of the input where the mistake was met; Line and
	// Column are 1-based and count bytes. Line is zero where there is no place.
	Offset       int64
	Line, Column int
	// NoPlan says that the input is whole and is something else than a plan: not
	// a plan that is damaged, errored or incomplete.
	NoPlan bool
}

// Error returns the whole message on one line.
func (e *Error) Error() string {
	at := e.Path
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", e.Path, e.Line, e.Column)
	}
	return fmt.Sprintf("%s: %s: %s", at, e.Summary, e.Detail)
}

// at fills in where the error is.
func (e *Error) at(p scan.Place) *Error {
	e.Offset, e.Line, e.Column = p.Offset, int(p.Line), int(p.Column)
	return e
}

// place fills in line and column of an offset.
func (e *Error) place(src []byte, offset int64) *Error {
	offset = max(min(offset, int64(len(src))), 0)
	before := src[:offset]
	e.Offset = offset
	e.Line = bytes.Count(before, []byte{'\n'}) + 1
	e.Column = int(offset) - (bytes.LastIndexByte(before, '\n') + 1) + 1
	return e
}

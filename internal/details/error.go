// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// Error is why an input cannot be read, and where. Its text quotes names and
// ARNs, never a policy.
type Error struct {
	// Path is the input's name as given.
	Path string
	// Summary is a few words, Detail says what is wrong and what to do.
	Summary, Detail string
	// Line and Column are 1-based and count bytes. Line is zero where the input as
	// a whole is meant.
	Line, Column int
	// Err is the underlying error where the input could not be read, else nil.
	Err error
}

// Error returns the whole message on one line.
func (e *Error) Error() string {
	at := e.Path
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", e.Path, e.Line, e.Column)
	}
	return fmt.Sprintf("%s: %s: %s", at, e.Summary, e.Detail)
}

// Unwrap returns the underlying error, if there is one.
func (e *Error) Unwrap() error { return e.Err }

const command = "aws iam get-account-authorization-details --output json"

// lines passes a stream through and keeps where its lines start.
type lines struct {
	src    io.Reader
	offset int64
	starts []int64
}

func (l *lines) Read(p []byte) (int, error) {
	n, err := l.src.Read(p)
	for i, c := range p[:max(n, 0)] {
		if c == '\n' {
			l.starts = append(l.starts, l.offset+int64(i)+1)
		}
	}
	l.offset += int64(max(n, 0))
	return n, err
}

// position returns line and column of an offset, 1-based.
func (l *lines) position(offset int64) (line, column int) {
	n := sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > offset })
	start := int64(0)
	if n > 0 {
		start = l.starts[n-1]
	}
	return n + 1, int(offset-start) + 1
}

// said puts the reader's faults into words about this input. The reader's own
// words are about plans.
func (r *reader) said(err error) error {
	var own *Error
	var e *scan.Error
	if err == nil || errors.As(err, &own) || !errors.As(err, &e) {
		return err
	}
	out := &Error{Path: r.name, Summary: e.Fault.String(), Detail: e.Detail, Line: int(e.Line), Column: int(e.Column), Err: e.Err}
	switch e.Fault {
	case scan.Unreadable:
		out.Summary = "Cannot read the account"
	case scan.Truncated:
		out.Detail = "The input ends in the middle. Write it again; a full disk or an interrupted pipe cuts it."
	case scan.Duplicate:
		out.Detail = "A key stands twice in one object. Which of the two counts would differ from reader to reader, so the input is refused."
	case scan.Ambiguous:
		out.Detail = "A key differs by case only from one that means something here. Some readers take one for the other, so the input is refused. AWS writes RoleName, not roleName."
	case scan.Depth:
		out.Detail = "Values nest too deeply, or an object has too many keys. AWS writes nothing like it."
	case scan.Encoding:
		if e.Offset == 0 {
			out.Detail = "The file is UTF-16, as PowerShell's > writes it. Write it with: " + command + " | Out-File -Encoding utf8NoBOM account.json"
		}
	case scan.Syntax:
		if e.Offset == 0 {
			out.Detail = "The input does not begin as JSON does. Write it with: " + command
		}
	case scan.Shape:
		out.Summary = "Not authorization details"
	}
	return out
}

// fail makes the error for the place where a value starts.
func (r *reader) fail(offset int64, summary, format string, args ...any) error {
	e := &Error{Path: r.name, Summary: summary, Detail: fmt.Sprintf(format, args...)}
	e.Line, e.Column = r.lines.position(offset)
	return e
}

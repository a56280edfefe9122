// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package spread

import (
	"cmp"
	"fmt"
	"slices"
)

// Document is one document of a role.
type Document struct {
	Name, Text string
}

// Part is a document, or a part of one, as it is laid out.
type Part struct {
	// Document is the name of the document.
	Document string
	// Number is 0 for a whole document, which is inline. From 1 on it counts the
	// managed policies over which the document is spread.
	Number int
	Text   string
}

// Managed reports whether the part is a managed policy.
func (p Part) Managed() bool { return p.Number > 0 }

// TooLongError says that a statement is longer than a managed policy may be and
// cannot be cut.
type TooLongError struct {
	Document, Sid string
	Size          int
}

// Error implements error.
func (e *TooLongError) Error() string {
	return fmt.Sprintf("the statement %s of the policy %s has %d characters and cannot be cut into parts; AWS allows a managed policy %d", e.Sid, e.Document, e.Size, MaxManaged)
}

// Size is the number of characters that AWS counts: all but white space.
func Size(text string) int {
	n := 0
	for _, r := range text {
		switch r {
		case ' ', '\t', '\n', '\r':
		default:
			n++
		}
	}
	return n
}

// Arrange lays documents out: the shortest inline as long as they fit together,
// the others in managed policies, each document in policies of its own. A
// statement that fits in a managed policy is kept whole, unless the policies
// would be more than a role can have by default. Parts are in the order of the
// documents. What comes out depends on the documents alone. The error is a
// [TooLongError], or says that a text is no document.
func Arrange(documents []Document) ([]Part, error) {
	parts, err := arrange(documents, true)
	if Attached(parts) > MaxAttached {
		return arrange(documents, false)
	}
	return parts, err
}

func arrange(documents []Document, whole bool) ([]Part, error) {
	order := make([]int, len(documents))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(Size(documents[a].Text), Size(documents[b].Text)) })
	inline, sum := map[int]bool{}, 0
	for _, i := range order {
		if sum += Size(documents[i].Text); sum > MaxInline {
			break
		}
		inline[i] = true
	}
	var out []Part
	for i, d := range documents {
		if inline[i] {
			out = append(out, Part{Document: d.Name, Text: d.Text})
			continue
		}
		texts, err := cut(d, whole)
		if err != nil {
			return nil, err
		}
		for n, text := range texts {
			out = append(out, Part{Document: d.Name, Number: n + 1, Text: text})
		}
	}
	return out, nil
}

// Attached counts the managed policies.
func Attached(parts []Part) int {
	n := 0
	for _, p := range parts {
		if p.Managed() {
			n++
		}
	}
	return n
}

// cut packs a document's statements into texts of a managed policy's size, in
// their order. With whole, only a statement that is longer is cut.
func cut(d Document, whole bool) ([]string, error) {
	doc, err := read(d.Text)
	if err != nil {
		return nil, fmt.Errorf("the policy %s: %w", d.Name, err)
	}
	var out []string
	var now []statement
	room := MaxManaged - doc.frame()
	left := room
	flush := func() {
		out = append(out, doc.with(now))
		now, left = nil, room
	}
	for _, s := range doc.Statement {
		for pending := []statement{s}; len(pending) > 0; {
			rest := pending[0]
			size := rest.size()
			if size <= left {
				now, left = append(now, rest), left-size-1 // and a comma
				pending = pending[1:]
				continue
			}
			if whole && size <= room {
				flush()
				continue
			}
			first, second, ok := rest.cut(left)
			switch {
			case ok:
				now = append(now, first)
				pending[0] = second
				flush()
			case len(now) > 0:
				flush()
			default:
				if first, second, ok = rest.halve(); !ok {
					return nil, &TooLongError{Document: d.Name, Sid: rest.Sid, Size: size}
				}
				pending = append([]statement{first, second}, pending[1:]...)
			}
		}
	}
	flush()
	return out, nil
}

// Join puts parts together to documents, in the order in which their names come
// first. Parts of a document are taken by their numbers; a part that is missing
// leaves its statements out. A text that cannot be read stands by itself where
// it is the only one of its document, and is left out where it is not.
func Join(parts []Part) []Document {
	var names []string
	of := map[string][]Part{}
	for _, p := range parts {
		if of[p.Document] == nil {
			names = append(names, p.Document)
		}
		of[p.Document] = append(of[p.Document], p)
	}
	out := make([]Document, len(names))
	for i, name := range names {
		list := of[name]
		slices.SortStableFunc(list, func(a, b Part) int { return cmp.Compare(a.Number, b.Number) })
		out[i] = Document{Name: name, Text: list[0].Text}
		if len(list) > 1 {
			out[i].Text = join(list)
		}
	}
	return out
}

func join(parts []Part) string {
	var all document
	for _, p := range parts {
		doc, err := read(p.Text)
		if err != nil {
			continue
		}
		if all.Version == "" {
			all.Version = doc.Version
		}
		for _, s := range doc.Statement {
			all.Statement = append(all.Statement, s)
			// What was cut more than once comes together from the end.
			for n := len(all.Statement); n > 1 && all.Statement[n-2].extend(&all.Statement[n-1]); n-- {
				all.Statement = all.Statement[:n-1]
			}
		}
	}
	return all.with(all.Statement)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// stream reads the documents of an input in one pass.
type stream struct {
	src  io.Reader
	name string
	opt  Options
	scan *scan.Reader
	sums digests
}

func newStream(src io.Reader, name string, opt Options) *stream {
	s := &stream{src: src, name: name, opt: opt, scan: scan.NewReader(src, scan.Options{}), sums: digests{whole: sha256.New()}}
	s.scan.Record(&s.sums)
	return s
}

// document is one JSON document of a stream.
type document struct {
	plan *Plan
	err  error
	// start is where it begins, and digest that of its bytes.
	start  scan.Place
	digest string
	// log says that the stream is the log of a run, a document a line.
	log bool
}

// next reads the next document, or nil at the end of the stream.
func (s *stream) next() *document {
	switch err := s.scan.Next(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return &document{err: explain(err, s.name)}
	}
	out := &document{start: s.scan.Place()}
	d := &reader{scan: s.scan, name: s.name, plan: &Plan{Path: s.name}, wanted: map[typeKey]bool{}}
	if s.opt.Types != nil {
		d.types = s.opt.Types(s.name)
	}
	wantTypes(d.wanted, d.types)
	d.asked = make(map[string]bool, len(d.types))
	for _, name := range d.types {
		d.asked[name] = true
	}
	d.whole = s.opt.whole || s.opt.Source != ""
	out.err = s.scan.Flush()
	s.sums.begin()
	if err := d.read(s.opt); err != nil {
		out.err = err
	}
	out.log = d.has("@level")
	if err := s.scan.Flush(); out.err == nil {
		out.err = err
	}
	if out.err == nil {
		out.plan, out.digest = d.plan, s.sums.end()
	}
	return out
}

func (s *stream) empty() *Error {
	return &Error{Path: s.name, Summary: "Empty input", Detail: "There is nothing to read. A plan is made by: " + makePlan}
}

// lone reads a stream of one document.
func (s *stream) lone() (*Plan, error) {
	d := s.next()
	switch {
	case d == nil:
		return nil, s.empty()
	case d.err != nil:
		return nil, d.err
	}
	switch err := s.scan.Next(); {
	case errors.Is(err, io.EOF):
		d.plan.SHA256 = s.wholeDigest()
		return d.plan, nil
	case err != nil:
		return nil, explain(err, s.name)
	}
	e := &Error{Path: s.name, Summary: "Invalid JSON", Detail: "Something follows the plan that is no part of it."}
	place := s.scan.Place()
	if kind, err := s.scan.Kind(); err == nil && kind == '{' {
		e = &Error{Path: s.name, Summary: "Several documents", Detail: "A second JSON document follows the plan, and this command reads one plan. Give a file that holds one."}
	}
	return nil, e.at(place)
}

// all reads every document of the stream; there is at least one. Their digests
// are those of their own bytes, but for a lone one that of the whole input.
func (s *stream) all() []document {
	var out []document
	for d := s.next(); d != nil; d = s.next() {
		broken := d.err != nil && s.scan.Broken() != nil
		behind := broken && s.pass(d.start)
		if len(out) > 0 {
			d.err = later(d.err, d.start, broken && !behind)
		}
		out = append(out, *d)
		if d.log || broken && !behind {
			break
		}
	}
	switch {
	case len(out) == 0:
		return []document{{err: s.empty()}}
	case len(out) == 1 && out[0].plan != nil:
		out[0].plan.SHA256 = s.wholeDigest()
	default:
		for _, d := range out {
			if d.plan != nil {
				d.plan.SHA256 = d.digest
			}
		}
	}
	return out
}

// later completes the error of a document that is not the first: it tells the
// place at least of the document, and whether the stream ends with it.
func later(err error, start scan.Place, lost bool) error {
	var own *Error
	if !errors.As(err, &own) {
		return err
	}
	e := *own
	if lost {
		e.Detail += " Whatever follows in the stream was not read."
	}
	if e.Line == 0 {
		return e.at(start)
	}
	return &e
}

// pass goes on behind a document that broke the reading, if its end can be told
// and the input can be read again from there: a duplicate key, for one, makes
// the document worthless and not those behind it.
func (s *stream) pass(start scan.Place) bool {
	at, ok := s.src.(io.ReadSeeker)
	if !ok {
		return false
	}
	from := func(offset int64) bool {
		_, err := at.Seek(offset, io.SeekStart)
		return err == nil
	}
	if !from(start.Offset) {
		return false
	}
	dec := jsontext.NewDecoder(at, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if dec.SkipValue() != nil {
		return false
	}
	length := dec.InputOffset()
	end := lines{Place: start}
	if !from(start.Offset) {
		return false
	}
	if _, err := io.CopyN(&end, at, length); err != nil {
		return false
	}
	s.scan = scan.NewReader(at, scan.Options{Start: end.Place})
	s.sums = digests{n: start.Offset + length}
	s.scan.Record(&s.sums)
	return true
}

// lines moves a place on by what is written.
type lines struct{ scan.Place }

func (l *lines) Write(p []byte) (int, error) {
	l.Offset += int64(len(p))
	if n := bytes.Count(p, []byte{'\n'}); n > 0 {
		l.Line += int64(n)
		l.Column = int64(len(p) - bytes.LastIndexByte(p, '\n'))
	} else {
		l.Column += int64(len(p))
	}
	return len(p), nil
}

// wholeDigest is the digest of the whole input, once it is read.
func (s *stream) wholeDigest() string {
	if s.scan.Flush() != nil || s.sums.whole == nil {
		return ""
	}
	return sum(s.sums.whole)
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// digests takes the digest of the whole input and of each document in it. As
// long as both are of the same bytes they are taken once.
type digests struct {
	whole, own hash.Hash
	n          int64
}

// Write adds bytes.
func (d *digests) Write(p []byte) (int, error) {
	d.n += int64(len(p))
	for _, h := range []hash.Hash{d.whole, d.own} {
		if h != nil {
			if _, err := h.Write(p); err != nil {
				return 0, err
			}
		}
	}
	return len(p), nil
}

// begin begins a document.
func (d *digests) begin() {
	if d.own != nil {
		d.whole = nil // a second document: the whole is of no use
	}
	d.own = nil
	if d.n > 0 {
		d.own = sha256.New()
	}
}

// end returns the digest of the document.
func (d *digests) end() string {
	if d.own != nil {
		return sum(d.own)
	}
	return sum(d.whole)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// maxLine bounds a line, in bytes; the largest documents that AWS accepts make
// a line of about 150,000.
const maxLine = 16 << 20

// Answerer answers one line. An error says why the line cannot be read.
type Answerer func(line []byte) (any, error)

// ErrLines says that some line could not be read; each was answered with an error.
var ErrLines = errors.New("some lines could not be read")

type unreadable struct {
	ID    jsontext.Value `json:"id"`
	Error string         `json:"error"`
}

// Run answers each line of in on out, in order. It returns ErrLines where some
// line could not be read, and another error where in or out fails.
func Run(in io.Reader, out io.Writer, answer Answerer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	w := bufio.NewWriter(out)
	bad := false
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		a, err := answer(line)
		if err != nil {
			bad = true
			a = unreadable{ID: idOf(line), Error: fmt.Sprintf("line %d: %v", n, err)}
		}
		b, err := json.Marshal(a, json.Deterministic(true))
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		_ = w.Flush() // the reading error is the one to report
		return fmt.Errorf("reading the lines: %w", err)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if bad {
		return ErrLines
	}
	return nil
}

// unmarshal decodes strictly: no name twice, names as they are written.
func unmarshal(src []byte, into any) error { return json.Unmarshal(src, into) }

// checkNames refuses a name that looks like a misspelt one, which would take a
// policy out of the decision unseen. Other names are the caller's own.
func checkNames(where string, unknown map[string]jsontext.Value, known ...string) error {
	for _, name := range slices.Sorted(maps.Keys(unknown)) {
		if k := config.Nearest(name, known); k != "" {
			return fmt.Errorf("unknown name %q in %s; did you mean %q?", name, where, k)
		}
	}
	return nil
}

// id is what a line is called; null where it has no id.
func id(raw jsontext.Value) jsontext.Value {
	if raw == nil {
		return jsontext.Value("null")
	}
	return raw
}

// idOf finds the id of a line that could not be read, as far as it can be read.
func idOf(line []byte) jsontext.Value {
	d := jsontext.NewDecoder(bytes.NewReader(line), jsontext.AllowDuplicateNames(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return id(nil)
	}
	for d.PeekKind() == '"' {
		token, err := d.ReadToken()
		if err != nil {
			return id(nil)
		}
		name := token.String()
		value, err := d.ReadValue()
		if err != nil {
			return id(nil)
		}
		if name == "id" {
			return bytes.Clone(value)
		}
	}
	return id(nil)
}

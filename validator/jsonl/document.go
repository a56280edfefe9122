// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package jsonl answers questions about policy documents that come one a line:
// whether a new document grants what an old one did not, and what a set of
// documents decides about a request. A line that cannot be read is answered
// with an error, and the lines after it are answered all the same.
package jsonl

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Kinds are the names of the kinds of documents.
var Kinds = map[string]policy.Kind{
	"identity": policy.Identity, "boundary": policy.Boundary, "session": policy.Session,
	"resource": policy.Resource, "trust": policy.Trust, "scp": policy.SCP, "rcp": policy.RCP,
}

// document reads a policy document: an object, a JSON string that holds one,
// or null for none. What AWS would refuse but can be read is judged all the
// same; what readers would read differently is refused.
func document(raw jsontext.Value, kind policy.Kind, name string) (*policy.Document, error) {
	text := []byte(raw)
	switch raw.Kind() {
	case 0, 'n':
		return nil, nil //nolint:nilnil // null is a document that is not there
	case '"':
		var err error
		if text, err = jsontext.AppendUnquote(nil, raw); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	case '{':
	default:
		return nil, fmt.Errorf("%s: a document is an object, a string that holds one, or null", name)
	}
	d, problems := policy.Parse(text, kind)
	for _, p := range problems {
		if d == nil || p.Repeated {
			return nil, fmt.Errorf("%s: %d:%d: %s", name, p.Range.Start.Line, p.Range.Start.Column, p.Message)
		}
	}
	d.Name = name
	return d, nil
}

// documents reads a list of documents.
func documents(raw []jsontext.Value, kind policy.Kind, name string) ([]*policy.Document, error) {
	var out []*policy.Document
	for i, r := range raw {
		d, err := document(r, kind, fmt.Sprintf("%s[%d]", name, i))
		if err != nil {
			return nil, err
		}
		if d != nil {
			out = append(out, d)
		}
	}
	return out, nil
}

// strings reads a string or a list of strings.
func stringList(raw jsontext.Value) ([]string, error) {
	d := jsontext.NewDecoder(bytes.NewReader(raw))
	var out []string
	list := raw.Kind() == '['
	if list {
		if _, err := d.ReadToken(); err != nil {
			return nil, err
		}
	}
	for {
		if list && d.PeekKind() == ']' {
			return out, nil
		}
		t, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		switch t.Kind() {
		case '"', '0', 't', 'f':
			out = append(out, t.String())
		default:
			return nil, errors.New("a context value is a string, a number, a boolean, or a list of these")
		}
		if !list {
			return out, nil
		}
	}
}

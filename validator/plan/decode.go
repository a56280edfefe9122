// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"
)

// Decode reads plan JSON. name is what errors call the input.
func Decode(src []byte, name string, opt Options) (*Plan, error) {
	d := &reader{src: src, name: name, plan: &Plan{Path: name}}
	if err := d.read(opt); err != nil {
		return nil, err
	}
	return d.plan, nil
}

// read decodes the document that the input begins with.
func (d *reader) read(opt Options) error {
	if err := d.encoding(); err != nil {
		return err
	}
	d.dec = jsontext.NewDecoder(bytes.NewReader(d.src))
	if err := d.top(); err != nil {
		return d.explain(err)
	}
	return d.accept(opt)
}

// reader decodes one plan.
type reader struct {
	src  []byte
	name string
	plan *Plan
	dec  *jsontext.Decoder
	// several admits further documents after the first; next is then where the
	// second one begins, or 0.
	several bool
	next    int64

	keys             []string // the top-level names, in order
	errored          bool
	complete         *bool
	haveChanges      bool
	plannedResources bool
}

// encoding refuses what is not UTF-8 in a way that says what happened: a
// PowerShell redirection writes UTF-16.
func (d *reader) encoding() error {
	switch {
	case bytes.HasPrefix(d.src, []byte{0xFF, 0xFE}), bytes.HasPrefix(d.src, []byte{0xFE, 0xFF}):
		return d.errorf("Not UTF-8", "The file is UTF-16, as PowerShell's > writes it. Write it with: terraform show -json PLAN | Out-File -Encoding utf8NoBOM plan.json")
	case bytes.HasPrefix(d.src, []byte{0xEF, 0xBB, 0xBF}):
		d.src = d.src[3:]
	}
	if len(bytes.TrimSpace(d.src)) == 0 {
		return d.errorf("Empty input", "There is nothing to read. A plan is made by: terraform plan -out=tfplan && terraform show -json tfplan > plan.json")
	}
	return nil
}

func (d *reader) errorf(summary, format string, args ...any) *Error {
	return &Error{Path: d.name, Summary: summary, Detail: fmt.Sprintf(format, args...)}
}

// noPlan is errorf for an input that is no plan, nor a part of one.
func (d *reader) noPlan(summary, format string, args ...any) *Error {
	e := d.errorf(summary, format, args...)
	e.NoPlan = true
	return e
}

// explain turns a decoder's error into one that says where and what.
func (d *reader) explain(err error) error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return d.errorf("Truncated JSON", "The input ends in the middle of the plan, after %d bytes. Write the file again; a full disk or an interrupted pipe cuts it.", len(d.src)).place(d.src, int64(len(d.src)))
	}
	var syn *jsontext.SyntacticError
	if errors.As(err, &syn) {
		detail := "The input is no valid JSON here"
		if errors.Is(err, jsontext.ErrDuplicateName) {
			e := d.errorf("Duplicate key", "The key %q stands twice in one object. Which of the two counts would differ from reader to reader, so the plan is refused.", syn.JSONPointer.LastToken())
			return e.place(d.src, syn.ByteOffset)
		}
		if syn.Err != nil {
			detail += ": " + strings.TrimPrefix(syn.Err.Error(), "jsontext: ")
		}
		return d.errorf("Invalid JSON", "%s.", detail).place(d.src, syn.ByteOffset)
	}
	var sem *json.SemanticError
	if errors.As(err, &sem) {
		return d.errorf("Not a plan", "The value at %s has the wrong type.", sem.JSONPointer).place(d.src, sem.ByteOffset)
	}
	return d.errorf("Cannot read the plan", "%s.", err)
}

// maxDepth bounds how deep values may nest; real plans stay below 30.
const maxDepth = 256

// object walks the members of the object that comes next. known are the names
// that matter: another spelling of one, which a reader that ignores case would
// take for it, is refused.
func (d *reader) object(dec *jsontext.Decoder, known []string, member func(name string) error) error {
	tok, err := dec.ReadToken()
	if err != nil {
		return err
	}
	if tok.Kind() != '{' {
		return d.wrong(dec, "an object")
	}
	for dec.PeekKind() != '}' {
		tok, err := dec.ReadToken()
		if err != nil {
			return err
		}
		name := tok.String()
		if !slices.Contains(known, name) {
			for _, k := range known {
				if strings.EqualFold(k, name) {
					e := d.errorf("Ambiguous key", "The key %q differs from %q by case only. Some readers take one for the other, so the plan is refused.", name, k)
					return d.at(e, dec)
				}
			}
			if err := d.skip(dec); err != nil {
				return err
			}
			continue
		}
		if err := member(name); err != nil {
			return err
		}
	}
	_, err = dec.ReadToken()
	return err
}

// at places an error at the decoder's position, where the decoder reads the
// whole input; inside of a part there is only the address to go by.
func (d *reader) at(e *Error, dec *jsontext.Decoder) *Error {
	if dec == d.dec {
		return e.place(d.src, dec.InputOffset())
	}
	return e
}

func (d *reader) wrong(dec *jsontext.Decoder, want string) error {
	where := string(dec.StackPointer())
	if where == "" {
		return d.at(d.errorf("Not a plan", "A plan is %s, and this is something else. A plan's JSON is made by: terraform show -json PLAN", want), dec)
	}
	return d.at(d.errorf("Not a plan", "The value at %s must be %s.", where, want), dec)
}

// skip passes over a value; its grammar is checked all the same.
func (d *reader) skip(dec *jsontext.Decoder) error {
	switch dec.PeekKind() {
	case '{', '[':
	default:
		return dec.SkipValue()
	}
	depth := dec.StackDepth()
	for {
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		switch now := dec.StackDepth(); {
		case now == depth:
			return nil
		case now > maxDepth:
			return d.tooDeep(dec)
		}
	}
}

func (d *reader) tooDeep(dec *jsontext.Decoder) error {
	return d.at(d.errorf("Nested too deeply", "Values nest more than %d deep. No plan does.", maxDepth), dec)
}

// raw returns a value's bytes.
func (d *reader) raw(dec *jsontext.Decoder) (jsontext.Value, error) {
	v, err := dec.ReadValue()
	if err != nil {
		return nil, err
	}
	if depthOf(v) > maxDepth {
		return nil, d.tooDeep(dec)
	}
	return v.Clone(), nil
}

// depthOf counts how deep a valid value nests.
func depthOf(v jsontext.Value) int {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

func (d *reader) text(dec *jsontext.Decoder, to *string) error {
	tok, err := dec.ReadToken()
	if err != nil {
		return err
	}
	if tok.Kind() == 'n' {
		return nil
	}
	if tok.Kind() != '"' {
		return d.wrong(dec, "a string")
	}
	*to = tok.String()
	return nil
}

func (d *reader) boolean(dec *jsontext.Decoder, to *bool) error {
	tok, err := dec.ReadToken()
	if err != nil {
		return err
	}
	switch tok.Kind() {
	case 't', 'f':
		*to = tok.Bool()
		return nil
	case 'n':
		return nil
	}
	return d.wrong(dec, "true or false")
}

// list walks the elements of the list that comes next; null is an empty list.
func (d *reader) list(dec *jsontext.Decoder, element func() error) error {
	tok, err := dec.ReadToken()
	if err != nil {
		return err
	}
	switch tok.Kind() {
	case 'n':
		return nil
	case '[':
	default:
		return d.wrong(dec, "a list")
	}
	for dec.PeekKind() != ']' {
		if err := element(); err != nil {
			return err
		}
	}
	_, err = dec.ReadToken()
	return err
}

// topNames are the members of a plan that are read; the names of a state and of
// other outputs of the CLI are here so that they are told apart.
var topNames = []string{
	"format_version", "terraform_version", "planned_values", "resource_drift", "resource_changes", "deferred_changes",
	"prior_state", "configuration", "complete", "errored",
	"values", "version", "serial", "lineage", "resources", "encrypted_data", "provider_schemas", "@level",
}

func (d *reader) top() error {
	p, dec := d.plan, d.dec
	if k := dec.PeekKind(); k == '[' || k == '"' {
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		return d.noPlan("Not a plan", "A plan is a JSON object, and this is something else. A plan's JSON is made by: terraform show -json PLAN").place(d.src, 0)
	}
	err := d.object(dec, topNames, func(name string) (err error) {
		d.keys = append(d.keys, name)
		switch name {
		case "format_version":
			return d.text(dec, &p.FormatVersion)
		case "terraform_version":
			return d.text(dec, &p.TerraformVersion)
		case "errored":
			return d.boolean(dec, &d.errored)
		case "complete":
			d.complete = new(bool)
			return d.boolean(dec, d.complete)
		case "resource_changes":
			d.haveChanges = dec.PeekKind() == '['
			return d.list(dec, func() error { return d.change(&p.Changes, true) })
		case "resource_drift":
			return d.list(dec, func() error { return d.change(&p.Drift, false) })
		case "deferred_changes":
			return d.list(dec, func() error { p.Deferred++; return d.skip(dec) })
		case "configuration":
			p.rawConfig, err = d.raw(dec)
			return err
		case "prior_state":
			p.rawPrior, err = d.raw(dec)
			return err
		case "variables":
			p.rawVariables, err = d.raw(dec)
			return err
		case "planned_values":
			return d.planned()
		}
		return d.skip(dec)
	})
	if err != nil {
		return err
	}
	return d.end()
}

// has reports whether the document has a member of this name.
func (d *reader) has(name string) bool { return slices.Contains(d.keys, name) }

// end refuses whatever follows the plan.
func (d *reader) end() error {
	if d.several && d.dec.PeekKind() == '{' {
		d.next = d.dec.InputOffset()
		return nil
	}
	switch tok, err := d.dec.ReadToken(); {
	case errors.Is(err, io.EOF):
		return nil
	case err == nil && tok.Kind() == '{' && d.has("@level"):
		return nil // said in accept
	case err == nil && tok.Kind() == '{':
		return d.at(d.errorf("Several documents", "A second JSON document follows the plan, and this command reads one plan. Give a file that holds one."), d.dec)
	default:
		return d.at(d.errorf("Invalid JSON", "Something follows the plan that is no part of it."), d.dec)
	}
}

// planned notes whether the plan foresees any resource at all.
func (d *reader) planned() error {
	v, err := d.raw(d.dec)
	if err != nil {
		return err
	}
	var values struct {
		Root *moduleCount `json:"root_module"`
	}
	if err := json.Unmarshal(v, &values); err != nil {
		return d.at(d.errorf("Not a plan", "The value at /planned_values is not what a plan has there."), d.dec)
	}
	d.plannedResources = values.Root.any()
	return nil
}

type moduleCount struct {
	Resources []struct {
		Mode tfjson.ResourceMode `json:"mode"`
	} `json:"resources"`
	Children []*moduleCount `json:"child_modules"`
}

func (m *moduleCount) any() bool {
	if m == nil {
		return false
	}
	for _, r := range m.Resources {
		if r.Mode != tfjson.DataResourceMode {
			return true
		}
	}
	return slices.ContainsFunc(m.Children, (*moduleCount).any)
}

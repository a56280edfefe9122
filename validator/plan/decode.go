// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// Decode reads plan JSON that is at hand. name is what errors call the input.
func Decode(src []byte, name string, opt Options) (*Plan, error) {
	return newStream(bytes.NewReader(src), name, opt).lone()
}

// reader reads one document of a stream. What is wrong with the meaning of a
// plan does not end the reading, so that the documents behind it can be read:
// the first such error is kept.
type reader struct {
	scan *scan.Reader
	name string
	plan *Plan

	refusal          *Error
	keys             []string // the top-level names, in order
	errored          bool
	complete         *bool
	haveChanges      bool
	plannedResources bool
	wanted           map[typeKey]bool
	// types are those of Options.Types, asked the same as a set.
	types []string
	asked map[string]bool
	// whole says that attributes are kept that no rule reads.
	whole bool
}

// read reads the document that comes next.
func (d *reader) read(opt Options) error {
	err := d.top()
	switch {
	case d.refusal != nil:
		return d.refusal
	case err != nil:
		return explain(err, d.name)
	}
	return d.accept(opt)
}

// refuse notes what is wrong with the plan.
func (d *reader) refuse(e *Error) {
	if d.refusal == nil {
		d.refusal = e
	}
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

// explain turns an error of scanning into one that says where and what.
func explain(err error, name string) error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	var s *scan.Error
	if !errors.As(err, &s) {
		return &Error{Path: name, Summary: "Cannot read the plan", Detail: err.Error() + "."}
	}
	e := &Error{Path: name, Summary: s.Fault.String(), Detail: s.Detail}
	switch {
	case s.Fault == scan.Unreadable:
		e.Detail = cause(s.Err) + "."
		return e
	case s.Fault == scan.Shape && s.Pointer != "":
		e.Detail = strings.Replace(s.Detail, "The value must", "The value at "+s.Pointer+" must", 1)
	case s.Fault == scan.Encoding && s.Offset == 0:
		return e // UTF-16: all of it
	}
	return e.at(scan.Place{Offset: s.Offset, Line: s.Line, Column: s.Column})
}

const notAPlan = " A plan's JSON is made by: terraform show -json PLAN"

// top reads the members of a plan. Its order is not relied on.
func (d *reader) top() error {
	p, r := d.plan, d.scan
	kind, err := r.Kind()
	switch {
	case err != nil:
		return err
	case kind == '[' || kind == '"':
		d.refuse(d.noPlan("Not a plan", "A plan is a JSON object, and this is something else."+notAPlan).at(r.Place()))
		return r.Skip()
	case kind != '{':
		d.refuse(d.errorf("Not a plan", "A plan is an object, and this is something else."+notAPlan).at(r.Place()))
		return r.Skip()
	}
	return r.Object(scan.PlanNames, func(name string) error {
		d.keys = append(d.keys, name)
		switch name {
		case "format_version":
			return r.Text(&p.FormatVersion)
		case "terraform_version":
			return r.Text(&p.TerraformVersion)
		case "errored":
			return r.Bool(&d.errored)
		case "complete":
			d.complete = new(bool)
			return r.Bool(d.complete)
		case "resource_changes":
			kind, err := r.Kind()
			d.haveChanges = kind == '['
			if err != nil {
				return err
			}
			return d.changes(&p.Changes, true)
		case "resource_drift":
			return d.changes(&p.Drift, false)
		case "deferred_changes":
			return orNull(r, func() error {
				return r.Array(func(int) error { p.Deferred++; return nil })
			})
		case "configuration":
			return orNull(r, func() (err error) {
				p.configuration, err = readConfiguration(r, d.types...)
				return err
			})
		case "prior_state":
			return orNull(r, func() (err error) {
				p.prior, err = readPrior(r)
				return err
			})
		case "variables":
			raw, err := r.Raw()
			p.rawVariables = bytes.Clone(raw)
			return err
		case "planned_values":
			return orNull(r, func() error { return d.planned(false) })
		}
		return nil
	})
}

// orNull reads a value where null stands for none.
func orNull(r *scan.Reader, read func() error) error {
	kind, err := r.Kind()
	switch {
	case err != nil:
		return err
	case kind == 'n':
		return r.Skip()
	}
	return read()
}

// has reports whether the document has a member of this name.
func (d *reader) has(name string) bool { return slices.Contains(d.keys, name) }

var (
	plannedNames = scan.NewNames("outputs", "root_module")
	plannedParts = scan.NewNames("resources", "child_modules")
	plannedMode  = scan.NewNames("mode")
)

// planned notes whether the plan foresees any resource at all. It looks no
// further than the first one.
func (d *reader) planned(module bool) error {
	r := d.scan
	names := plannedNames
	if module {
		names = plannedParts
	}
	return r.Object(names, func(name string) error {
		if d.plannedResources {
			return nil
		}
		switch name {
		case "root_module":
			return orNull(r, func() error { return d.planned(true) })
		case "child_modules":
			return orNull(r, func() error {
				return r.Array(func(int) error {
					if d.plannedResources {
						return nil
					}
					return orNull(r, func() error { return d.planned(true) })
				})
			})
		case "resources":
			return orNull(r, func() error { return r.Array(func(int) error { return d.plannedResource() }) })
		}
		return nil
	})
}

func (d *reader) plannedResource() error {
	if d.plannedResources {
		return nil
	}
	var mode string
	err := d.scan.Object(plannedMode, func(string) error { return d.scan.Text(&mode) })
	d.plannedResources = tfjson.ResourceMode(mode) != tfjson.DataResourceMode
	return err
}

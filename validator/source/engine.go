// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Bounds of an evaluation: of one attribute, and of all. Steps are nodes of
// expressions and of values that are looked at; a document takes some
// hundred, a large one ten thousand.
const (
	maxSteps    = 2_000_000
	maxAllSteps = 100_000_000
	maxDepth    = 1_000
	maxText     = 4 << 20
	maxName     = 200
	// maxExponent is that of the largest float64, fourfold.
	maxExponent = 4096
	stepWeight  = 64 // characters of text that count as one step
)

// engine holds the state of an evaluation.
type engine struct {
	ctx   context.Context //nolint:containedctx // an evaluation is one call that is made in parts
	tree  *Tree
	in    Inputs
	holes holes
	// steps are those of the attribute at hand, allSteps those of all before.
	steps, allSteps int
	depth           int
	root            *moduleInstance
	// current names what is being evaluated, the innermost last, with the
	// number of values it has invented (uuid, timestamp).
	current []*entry
	// hidden counts the values whose names do not tell them apart.
	hidden int
	// templates counts how deep templates read one another.
	templates int
}

// failure is an expression that Terraform would refuse, or that cannot be
// followed; try and can see it.
type failure struct {
	what string
	at   hcl.Range
}

func (f *failure) Error() string { return f.what }

func fail(at hcl.Range, format string, args ...any) error {
	return &failure{what: fmt.Sprintf(format, args...), at: at}
}

// halt ends the evaluation of an attribute: nothing catches it.
type halt struct {
	what, settle string
	at           hcl.Range
	// limit says that a bound was reached: another time, it may not be.
	limit bool
}

func (h *halt) Error() string { return h.what }

func failed(diags hcl.Diagnostics, at hcl.Range) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return fail(at, "%s: %s", d.Summary, strings.TrimSuffix(d.Detail, "."))
		}
	}
	return nil
}

// step counts work.
func (e *engine) step(n int) error {
	before := e.steps
	e.steps += n
	if e.steps > maxSteps || e.allSteps > maxAllSteps {
		return &halt{what: "evaluating the source takes too much work", settle: "a simpler configuration", limit: true}
	}
	if before>>12 != e.steps>>12 {
		return e.ctx.Err()
	}
	return nil
}

// enter counts depth; leave has to follow.
func (e *engine) enter(at hcl.Range) error {
	if e.depth++; e.depth > maxDepth {
		return &halt{what: fmt.Sprintf("the expressions nest more than %d deep", maxDepth), settle: "a simpler configuration", at: at, limit: true}
	}
	return e.step(1)
}

func (e *engine) leave() { e.depth-- }

// entry is a named value that is evaluated once.
type entry struct {
	label    string
	busy     bool
	done     bool
	value    node
	err      error
	invented map[string]int
}

// once evaluates a named value at its first use.
func (e *engine) once(in map[string]*entry, key, label string, at hcl.Range, f func() (node, error)) (node, error) {
	x := in[key]
	if x == nil {
		x = &entry{label: label}
		in[key] = x
	}
	if x.done {
		return x.value, x.err
	}
	if x.busy {
		return nil, &halt{what: label + " refers to itself", settle: "a configuration without cycles", at: at}
	}
	x.busy = true
	e.current = append(e.current, x)
	defer func() {
		x.busy = false
		e.current = e.current[:len(e.current)-1]
	}()
	if err := e.enter(at); err != nil {
		e.leave()
		return nil, err
	}
	defer e.leave()
	v, err := f()
	if h, stopped := err.(*halt); e.ctx.Err() == nil && (!stopped || !h.limit) { //nolint:errorlint // made here, never wrapped
		x.done, x.value, x.err = true, v, err
	}
	return v, err
}

// newHole returns the index of a hole.
func (e *engine) newHole(h hole) (int, error) {
	if len(h.name) > maxName {
		sum := sha256.Sum256([]byte(h.name))
		cut := maxName - 20
		for cut > 0 && h.name[cut]&0xC0 == 0x80 {
			cut--
		}
		h.name = h.name[:cut] + "… " + hex.EncodeToString(sum[:4])
	}
	id, ok := e.holes.id(h)
	if !ok {
		return 0, &halt{what: "the source has too many values that are not known until apply", settle: "a plan in which more is known"}
	}
	return id, nil
}

// unknown returns a value that stands for a hole: a string where it is sure to
// be a text, else a value of which not even the type is known.
func (e *engine) unknown(h hole) (cty.Value, error) {
	id, err := e.newHole(h)
	if err != nil {
		return cty.NilVal, err
	}
	if !h.wild {
		return cty.StringVal(string(holeRune(id, false))), nil
	}
	return cty.DynamicVal.Mark(holeMark(id)), nil
}

// undecided returns the value of an expression that was not decided, with the
// marks of the values that it was made from.
func (e *engine) undecided(name, why string, from ...cty.Value) (cty.Value, error) {
	return e.undecidedFor(hole{name: name, why: why}, from...)
}

// undecidedFor is undecided for a reason that something at hand would settle.
func (e *engine) undecidedFor(h hole, from ...cty.Value) (cty.Value, error) {
	sensitive := false
	for _, f := range from {
		s, err := e.sensitive(f)
		if err != nil {
			return cty.NilVal, err
		}
		sensitive = sensitive || s
	}
	h.name, h.wild = e.told(h.name, sensitive), true
	v, err := e.unknown(h)
	if err == nil && sensitive {
		v = v.Mark(sensitiveMark{})
	}
	return v, err
}

// told numbers the names of values that are made of sensitive ones: what tells
// them apart does not stand in the name.
func (e *engine) told(name string, sensitive bool) string {
	if !sensitive {
		return name
	}
	e.hidden++
	return fmt.Sprintf("%s#%d", name, e.hidden)
}

// because says why something is not decided that depends on holes.
func (e *engine) because(what string, f *found) string {
	var names []string
	for _, id := range f.holes {
		h := e.holes.list[id]
		if h.why != "" {
			return h.why
		}
		names = append(names, h.name)
	}
	if len(names) == 0 {
		return what + " is not known until apply"
	}
	const shown = 3
	list := strings.Join(names[:min(len(names), shown)], ", ")
	if len(names) > shown {
		list += fmt.Sprintf(" and %d more", len(names)-shown)
	}
	verb := "is"
	if len(names) > 1 {
		verb = "are"
	}
	return fmt.Sprintf("%s depends on %s, which %s not known until apply", what, list, verb)
}

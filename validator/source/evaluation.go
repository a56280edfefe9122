// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Evaluation evaluates a configuration with what a plan tells. Nothing is
// evaluated before it is asked for, and nothing twice. Its methods may be called
// at the same time, but do not run at the same time.
type Evaluation struct {
	mu sync.Mutex
	e  *engine
}

// Evaluate prepares an evaluation. The context ends the work of all its methods.
func (t *Tree) Evaluate(ctx context.Context, in Inputs) *Evaluation {
	e := &engine{ctx: ctx, tree: t, in: in}
	e.root = e.newModule(t.calls[""])
	return &Evaluation{e: e}
}

// Text is a text of the configuration with what is known of it.
type Text struct {
	// Value holds a character policy.HoleRune(i) where Holes[i] stands.
	Value string
	Holes []policy.Hole
	// Origins says what each hole stands for.
	Origins []Origin
	// Null says that the argument is absent or null; the other fields are empty.
	Null bool
	// Sensitive says that a part of the text is marked so: it must not be shown.
	Sensitive bool
	// Range is the expression of the argument.
	Range hcl.Range
}

// Reference returns what the text stands for where all of it is one value that
// is not known until apply: the reference of an attachment, of a boundary.
func (t Text) Reference() (policy.Hole, Origin, bool) {
	if len(t.Holes) != 1 || t.Value != string(policy.HoleRune(0)) {
		return policy.Hole{}, Origin{}, false
	}
	return t.Holes[0], t.Origins[0], true
}

// UndeterminedError says why a value is not recovered.
type UndeterminedError struct {
	// Reason completes "the document is not known: …".
	Reason string
	// SettledBy says what would settle it; "" where nothing but apply does.
	SettledBy string
	// Range is the place of the reason, as far as it is known.
	Range hcl.Range
	// Absent says that the source does not hold the resource, or a module that the
	// value comes from, so that it says nothing about the value.
	Absent bool
}

// Error returns the reason.
func (u *UndeterminedError) Error() string { return u.Reason }

// Attribute evaluates an argument of a resource instance as the configuration
// gives it. address is absolute (`module.a["x"].aws_iam_role.r[0]`); path is the
// argument, or one in nested blocks, which count in the order in which they are
// written (`inline_policy[0].policy`). What is not written is null, also where
// AWS will fill it in; data sources have "json" and the like. An error is an *UndeterminedError, or the context's.
func (v *Evaluation) Attribute(address, path string) (out Text, err error) {
	err = v.do(address, path, func(p *place) error {
		x, err := p.value()
		if err != nil {
			return err
		}
		out, err = v.text(x, p.at)
		return err
	})
	return out, err
}

// List evaluates an argument that is a list of texts. For a list that is not
// known as a whole it returns one text that may be anything.
func (v *Evaluation) List(address, path string) (out []Text, err error) {
	err = v.do(address, path, func(p *place) error {
		x, err := p.value()
		if err != nil {
			return err
		}
		if !x.IsKnown() || x.IsNull() {
			t, err := v.text(x, p.at)
			if err == nil && !t.Null {
				out = []Text{t}
			}
			return err
		}
		l, err := valueNode{v.e, x}.elements(p.at)
		if err != nil {
			return err
		}
		if l.single || l.keyed {
			return fail(p.at, "%s is no list", path)
		}
		for _, i := range l.list {
			y, err := i.value.value()
			if err != nil {
				return err
			}
			t, err := v.text(y.WithMarks(l.marks), p.at)
			if err != nil {
				return err
			}
			out = append(out, t)
		}
		return nil
	})
	return out, err
}

// Document evaluates an argument that is a policy document. Other than with
// Attribute, what is returned can be parsed with its holes: they stand only
// where AWS takes a text, and none can break out of its quotes. Where the plan
// shows another name of the resource than the source gives it, the source is not
// the plan's, and the document is not recovered.
func (v *Evaluation) Document(address, path string) (out Text, err error) {
	err = v.do(address, path, func(p *place) error {
		x, err := p.value()
		if err != nil {
			return err
		}
		if err := v.e.checkDocument(x, p.at); err != nil {
			return err
		}
		if err := p.n.fits(); err != nil {
			return err
		}
		out, err = v.text(x, p.at)
		return err
	})
	return out, err
}

// Count returns how many nested blocks of a name, or elements of a list, a
// resource instance has.
func (v *Evaluation) Count(address, path string) (n int, err error) {
	err = v.do(address, path, func(p *place) error {
		if p.blocks != nil {
			n = len(p.blocks)
			return nil
		}
		x, err := p.value()
		if err != nil || x.IsKnown() && x.IsNull() {
			return err
		}
		f, err := v.e.scan(x)
		if err != nil {
			return err
		}
		length, ok := lengthOf(x)
		if !ok || f.unordered {
			return &halt{what: v.e.because("the number of "+path, f), at: p.at}
		}
		n = length
		return nil
	})
	return n, err
}

// Range returns where an argument is written, as far as it is; for the path "",
// where the resource is.
func (v *Evaluation) Range(address, path string) (at hcl.Range, err error) {
	err = v.do(address, path, func(p *place) error {
		at = p.at
		return nil
	})
	return at, err
}

// Statement returns where a statement of a document is written: the object in a
// jsonencode, the block of a data source, the lines of a heredoc or of a file,
// through locals, variables and outputs. Where it cannot be followed so far, it
// is the place that it could be followed to.
func (v *Evaluation) Statement(address, path string, index int) (at hcl.Range, err error) {
	err = v.do(address, path, func(p *place) error {
		at = p.at
		if from := p.origin(); from != nil {
			at = v.e.locate(from.at(asDocument).at("Statement").at(index), p.at)
		}
		return nil
	})
	return at, err
}

// text makes the result of an evaluation.
func (v *Evaluation) text(x cty.Value, at hcl.Range) (Text, error) {
	f, err := v.e.scan(x)
	if err != nil {
		return Text{}, err
	}
	out := Text{Sensitive: f.sensitive, Range: at}
	if x.IsKnown() && x.IsNull() {
		out.Null = true
		return out, nil
	}
	s, ok := asString(v.e.asText(x))
	if !ok {
		return out, fail(at, "the value is no text")
	}
	out.Value, out.Holes, out.Origins = v.e.holes.text(s)
	return out, nil
}

// passPanics lets panics through, for tests that look for them.
var passPanics bool

// do finds an argument and does something with it.
func (v *Evaluation) do(address, path string, f func(*place) error) (err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	e := v.e
	e.allSteps, e.steps, e.depth, e.templates = e.allSteps+e.steps, 0, 0, 0
	e.current = append(e.current[:0], &entry{label: address + "." + path})
	if !passPanics {
		defer func() {
			// A library may give up on what no configuration should hold; that must
			// not end the check of all the others.
			if r := recover(); r != nil {
				err = &UndeterminedError{Reason: fmt.Sprintf("the evaluation of %s failed: %v", path, r), SettledBy: "a report of this defect"}
			}
		}()
	}
	if err := e.ctx.Err(); err != nil {
		return err
	}
	n, err := e.find(address)
	var missing *absence
	if errors.As(err, &missing) {
		err = undetermined(missing.error)
		var u *UndeterminedError
		if errors.As(err, &u) {
			u.Absent = true
		}
		return err
	}
	if err != nil {
		return undetermined(err)
	}
	p, err := n.place(path)
	if err == nil {
		err = f(p)
	}
	return undetermined(err)
}

func undetermined(err error) error {
	var f *failure
	var h *halt
	switch {
	case errors.As(err, &f):
		return &UndeterminedError{Reason: f.what, SettledBy: "the source that the plan was made from", Range: f.at}
	case errors.As(err, &h):
		return &UndeterminedError{Reason: h.what, SettledBy: h.settle, Range: h.at, Absent: h.settle == settleModules}
	}
	return err
}

// absence is an error about a resource or a module that the source does not hold.
type absence struct{ error }

func (a *absence) Unwrap() error { return a.error }

// find finds a resource instance by its address.
func (e *engine) find(address string) (*resourceNode, error) {
	const maxAddress = 10_000
	if len(address) > maxAddress {
		return nil, fail(hcl.Range{}, "the address is too long")
	}
	t, diags := hclsyntax.ParseTraversalAbs([]byte(address), "address", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, fail(hcl.Range{}, "%q is no address of a resource", address)
	}
	m := e.root
	for len(t) > 0 && stepText(t[0]) == "module" {
		var name string
		var key cty.Value
		name, key, t = callStep(t[1:])
		b := m.called.calls[name]
		if b == nil {
			return nil, &absence{m.absent("module."+name, hcl.Range{})}
		}
		x, err := m.expand(b, "module."+name, within(m.address, "module."+name))
		if err != nil {
			return nil, err
		}
		i, err := x.take(key, within(m.address, "module."+name))
		if err != nil {
			return nil, err
		}
		child, why, err := m.child(b, x, i)
		if err != nil {
			return nil, err
		}
		if child == nil {
			return nil, &absence{&halt{what: why, settle: settleModules, at: b.def}}
		}
		m = child
	}
	mode := ""
	if len(t) > 0 && (stepText(t[0]) == "data" || stepText(t[0]) == "ephemeral") {
		mode, t = stepText(t[0])+".", t[1:]
	}
	if len(t) == 0 {
		return nil, fail(hcl.Range{}, "%q is no address of a resource", address)
	}
	kind := stepText(t[0])
	name, key, rest := callStep(t[1:])
	if len(rest) > 0 || name == "" {
		return nil, fail(hcl.Range{}, "%q is no address of a resource", address)
	}
	full := mode + kind + "." + name
	b := m.called.resources[full]
	if b == nil {
		return nil, &absence{m.absent(full, hcl.Range{})}
	}
	x, err := m.expand(b, full, within(m.address, full))
	if err != nil {
		return nil, err
	}
	i, err := x.take(key, within(m.address, full))
	if err != nil {
		return nil, err
	}
	return m.instance(b, full, x, i), nil
}

// take finds the instance that an address names.
func (x *expansion) take(key cty.Value, address string) (element, error) {
	if i, ok := x.find(key); ok {
		return i, nil
	}
	if x.kind == open && !x.told && key != cty.NilVal {
		return element{key: key}, nil
	}
	return element{}, fail(hcl.Range{}, "by the source there is no %s%s", address, keyString(key))
}

func stepText(s hcl.Traverser) string {
	switch s := s.(type) {
	case hcl.TraverseRoot:
		return s.Name
	case hcl.TraverseAttr:
		return s.Name
	}
	return ""
}

// callStep reads a name and the key that may follow it.
func callStep(t hcl.Traversal) (name string, key cty.Value, rest hcl.Traversal) {
	if len(t) == 0 {
		return "", cty.NilVal, nil
	}
	name, t = stepText(t[0]), t[1:]
	if len(t) > 0 {
		if i, ok := t[0].(hcl.TraverseIndex); ok {
			return name, i.Key, t[1:]
		}
	}
	return name, cty.NilVal, t
}

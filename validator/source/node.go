// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// node is a value that is evaluated no further than it is needed: of a resource
// with a hundred instances often one attribute of one is.
type node interface {
	value() (cty.Value, error)
	attr(name string, at hcl.Range) (node, error)
	index(key cty.Value, at hcl.Range) (node, error)
	// elements lists what a for-expression, a splat or for_each goes through.
	elements(at hcl.Range) (*elements, error)
}

// elements are the parts of a collection.
type elements struct {
	list []element
	// keyed says that the elements are found by name; set that they are found
	// by themselves. single says that this is no collection.
	keyed, set, single bool
	null               bool
	// open is the value itself, where it is not known what is in it.
	open cty.Value
	// marks are those of the collection.
	marks cty.ValueMarks
}

type element struct {
	key   cty.Value
	value node
}

// isOpen reports whether it is not known what the elements are.
func (l *elements) isOpen() bool { return l.open != cty.NilVal }

// valueNode is a value at hand.
type valueNode struct {
	e *engine
	v cty.Value
}

func (n valueNode) value() (cty.Value, error) { return n.v, nil }

func (n valueNode) attr(name string, at hcl.Range) (node, error) {
	v, err := n.e.attrOf(n.v, name, at)
	return valueNode{n.e, v}, err
}

func (n valueNode) index(key cty.Value, at hcl.Range) (node, error) {
	v, err := n.e.indexOf(n.v, key, at)
	return valueNode{n.e, v}, err
}

func (n valueNode) elements(hcl.Range) (*elements, error) {
	if !n.v.IsKnown() {
		return &elements{open: n.v}, nil
	}
	v, marks := n.v.Unmark()
	ty := v.Type()
	out := &elements{marks: marks, null: v.IsNull(), keyed: ty.IsObjectType() || ty.IsMapType(), set: ty.IsSetType()}
	out.single = !out.keyed && !ty.IsSetType() && !ty.IsListType() && !ty.IsTupleType()
	if out.null || out.single {
		return out, nil
	}
	for it := v.ElementIterator(); it.Next(); {
		if err := n.e.step(1); err != nil {
			return nil, err
		}
		k, x := it.Element()
		out.list = append(out.list, element{k, valueNode{n.e, x}})
	}
	return out, nil
}

// attrOf takes an attribute of a value.
func (e *engine) attrOf(v cty.Value, name string, at hcl.Range) (cty.Value, error) {
	if !v.IsKnown() {
		return e.extend(v, "."+name)
	}
	if why, ok, err := e.searchable(v); err != nil {
		return v, err
	} else if !ok {
		return e.undecided(e.show(v)+stepName(name), why, v)
	}
	out, diags := hcl.GetAttr(v, name, &at)
	return out, failed(diags, at)
}

// searchable returns ok false where an object has keys that may turn out to be
// anything, so that a name may be found in it or not; and why.
func (e *engine) searchable(v cty.Value) (why string, ok bool, err error) {
	if v.IsNull() || !v.Type().IsObjectType() && !v.Type().IsMapType() {
		return "", true, nil
	}
	v, _ = v.Unmark()
	f := &found{}
	for it := v.ElementIterator(); it.Next(); {
		k, _ := it.Element()
		k, _ = k.Unmark()
		if err := e.scanText(k.AsString(), f); err != nil {
			return "", false, err
		}
	}
	for _, id := range f.holes {
		if !e.fixed(id) {
			return e.because("what keys an object has", f), false, nil
		}
	}
	return "", true, e.step(1)
}

// indexOf takes an element of a collection.
func (e *engine) indexOf(v, key cty.Value, at hcl.Range) (cty.Value, error) {
	in, err := e.scan(key)
	if err != nil {
		return v, err
	}
	if !v.IsKnown() {
		if in.open() {
			return e.undecided(e.show(v)+"["+e.show(key)+"]", e.because("the key", in), v, key)
		}
		if x, ok := e.leading(v, key); ok {
			return x, nil
		}
		return e.extend(v, "["+e.show(key)+"]")
	}
	if in.open() {
		k, _ := key.Unmark()
		if id, ok := keyHole(k); ok && e.fixed(id) && !v.IsNull() {
			// A key that was put in under the same reference is found by it.
			if out, diags := hcl.Index(v, key, &at); !diags.HasErrors() {
				return out, nil
			}
		}
		return e.undecided(e.show(v)+"["+e.show(key)+"]", e.because("the key of a look-up", in), v, key)
	}
	if v.HasMark(unordered{}) {
		if n, ok := lengthOf(v); !ok || n != 1 {
			f, err := e.scan(v)
			if err != nil {
				return v, err
			}
			return e.undecided(e.show(v)+"["+e.show(key)+"]", e.because("which element comes first", f), v)
		}
	}
	if why, ok, err := e.searchable(v); err != nil {
		return v, err
	} else if !ok {
		return e.undecided(e.show(v)+"["+e.show(key)+"]", why, v)
	}
	out, diags := hcl.Index(v, key, &at)
	return out, failed(diags, at)
}

func keyHole(k cty.Value) (int, bool) {
	if k.IsNull() || !k.IsKnown() || k.Type() != cty.String {
		return 0, false
	}
	return wholeHole(k.AsString())
}

// lengthOf returns how many elements a known collection has.
func lengthOf(v cty.Value) (int, bool) {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() || !v.CanIterateElements() {
		return 0, false
	}
	return v.LengthInt(), true
}

// walk takes the steps of a traversal.
func (e *engine) walk(n node, steps hcl.Traversal) (node, error) {
	var err error
	for _, s := range steps {
		if err := e.step(1); err != nil {
			return nil, err
		}
		switch s := s.(type) {
		case hcl.TraverseAttr:
			n, err = n.attr(s.Name, s.SrcRange)
		case hcl.TraverseIndex:
			n, err = n.index(s.Key, s.SrcRange)
		default:
			err = fail(s.SourceRange(), "this kind of reference is not supported")
		}
		if err != nil {
			return nil, err
		}
	}
	return n, nil
}

// keyString writes an instance key as addresses do: `["a"]`, `[0]`, "".
func keyString(key cty.Value) string {
	switch {
	case key == cty.NilVal:
		return ""
	case key.Type() == cty.Number:
		return "[" + key.AsBigFloat().Text('f', 0) + "]"
	}
	return "[" + quote(key.AsString()) + "]"
}

// quote writes a string as HCL and the addresses of plans do.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '$', '%':
			b.WriteRune(r)
			if strings.HasPrefix(s[i+1:], "{") {
				b.WriteRune(r)
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// stepName writes a key as a traversal step, `.a` where a name allows it.
func stepName(key string) string {
	if hclsyntax.ValidIdentifier(key) {
		return "." + key
	}
	return "[" + quote(key) + "]"
}

// collect makes a value of elements.
func (e *engine) collect(l *elements) (cty.Value, error) {
	if l.isOpen() {
		return l.open, nil
	}
	fields := map[string]cty.Value{}
	list := []cty.Value{}
	for _, x := range l.list {
		v, err := x.value.value()
		if err != nil {
			return cty.NilVal, err
		}
		if l.keyed {
			fields[x.key.AsString()] = v
		} else {
			list = append(list, v)
		}
	}
	if l.keyed {
		return cty.ObjectVal(fields).WithMarks(l.marks), nil
	}
	return cty.TupleVal(list).WithMarks(l.marks), nil
}

func byKey(list []element) {
	sort.SliceStable(list, func(i, j int) bool { return list[i].key.AsString() < list[j].key.AsString() })
}

// asString converts a known primitive to a string.
func asString(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	s, err := convert.Convert(v, cty.String)
	if err != nil || s.IsNull() || !s.IsKnown() {
		return "", false
	}
	return s.AsString(), true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// found is what is in a value.
type found struct {
	holes []int // in order of appearance
	seen  map[int]bool
	// unknown says that some part is not known, so that it is no text of
	// which only a part is open.
	unknown   bool
	unordered bool
	sensitive bool
	// nodes and bytes are how much there is.
	nodes, bytes int
}

func (f *found) open() bool { return len(f.holes) > 0 || f.unknown || f.unordered }

func (f *found) add(id int) {
	if f.seen == nil {
		f.seen = map[int]bool{}
	}
	if !f.seen[id] {
		f.seen[id] = true
		f.holes = append(f.holes, id)
	}
}

// scan looks at all of some values.
func (e *engine) scan(values ...cty.Value) (*found, error) {
	f := &found{}
	for _, v := range values {
		if err := e.scanInto(v, f); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (e *engine) scanInto(v cty.Value, f *found) error {
	if err := e.step(1); err != nil {
		return err
	}
	f.nodes++
	if v.IsMarked() {
		for m := range v.Marks() {
			switch m := m.(type) {
			case holeMark:
				f.add(int(m))
			case unordered:
				f.unordered = true
			case sensitiveMark:
				f.sensitive = true
			}
		}
		v, _ = v.Unmark()
	}
	if !v.IsKnown() {
		f.unknown = true
		return nil
	}
	if v.IsNull() {
		return nil
	}
	ty := v.Type()
	if ty == cty.String {
		return e.scanText(v.AsString(), f)
	}
	if ty == cty.Number {
		// Written out, such a number would fill memory.
		if exp := v.AsBigFloat().MantExp(nil); exp > maxExponent || exp < -maxExponent {
			return &halt{what: "the source computes with a number of thousands of digits", settle: "a simpler configuration"}
		}
	}
	if !v.CanIterateElements() {
		return nil
	}
	for it := v.ElementIterator(); it.Next(); {
		k, x := it.Element()
		if ty.IsObjectType() || ty.IsMapType() {
			k, _ = k.Unmark()
			if err := e.scanText(k.AsString(), f); err != nil {
				return err
			}
		}
		if err := e.scanInto(x, f); err != nil {
			return err
		}
	}
	return nil
}

func (e *engine) scanText(s string, f *found) error {
	eachHole(s, func(id int, _ bool) { f.add(id) })
	f.bytes += len(s)
	return e.step(len(s) / stepWeight)
}

// foreign reports whether a value holds a character that stands for a hole and
// is none of those: nothing but this package may write them.
func (e *engine) foreign(v cty.Value, allowed *found) (bool, error) {
	f, err := e.scan(v)
	if err != nil {
		return false, err
	}
	for _, id := range f.holes {
		if allowed == nil || !allowed.seen[id] {
			return true, nil
		}
	}
	return false, nil
}

// sensitive reports whether a value, or any part of it, is marked.
func (e *engine) sensitive(v cty.Value) (bool, error) {
	if v == cty.NilVal {
		return false, nil
	}
	f, err := e.scan(v)
	return err == nil && f.sensitive, err
}

// holeIn returns the hole that an unknown value stands for.
func holeIn(v cty.Value) (int, bool) {
	best, ok := 0, false
	for m := range v.Marks() {
		if id, is := m.(holeMark); is && (!ok || int(id) < best) {
			best, ok = int(id), true
		}
	}
	return best, ok
}

// extend returns the part of an unknown value that a traversal step leads to.
func (e *engine) extend(v cty.Value, step string) (cty.Value, error) {
	h := hole{name: "a value that is not known", wild: true}
	if id, ok := holeIn(v); ok {
		h = e.holes.list[id]
	}
	h.name, h.lead = h.name+step, ""
	if h.address != "" {
		h.attribute += step
		h.wild, h.quiet = !isFixed(h.address, h.attribute), isQuiet(h.address)
	}
	out, err := e.unknown(h)
	if err == nil && v.HasMark(sensitiveMark{}) {
		out = out.Mark(sensitiveMark{})
	}
	return out, err
}

// fixed reports whether an unknown value is sure to be one text without
// wildcards, neither null nor empty.
func (e *engine) fixed(id int) bool { return !e.holes.list[id].wild }

// asText writes an unknown value as the character that stands for it; other
// values as they are.
func (e *engine) asText(v cty.Value) cty.Value {
	if v.IsKnown() {
		return v
	}
	id, ok := holeIn(v)
	if !ok {
		return v
	}
	out := cty.StringVal(string(holeRune(id, false)))
	if v.HasMark(sensitiveMark{}) {
		out = out.Mark(sensitiveMark{})
	}
	return out
}

// plain writes every unknown part of a value as a text. Collections whose
// elements would no longer agree become tuples and objects.
func (e *engine) plain(v cty.Value) (cty.Value, error) {
	if err := e.step(1); err != nil {
		return v, err
	}
	if !v.IsKnown() {
		return e.asText(v), nil
	}
	v, marks := v.Unmark()
	if v.IsNull() || !v.CanIterateElements() {
		return v.WithMarks(marks), nil
	}
	ty := v.Type()
	named := ty.IsObjectType() || ty.IsMapType()
	list := make([]cty.Value, 0, v.LengthInt())
	fields := map[string]cty.Value{}
	same := true
	for it := v.ElementIterator(); it.Next(); {
		k, x := it.Element()
		y, err := e.plain(x)
		if err != nil {
			return v, err
		}
		same = same && y.Type().Equals(x.Type())
		if named {
			fields[k.AsString()] = y
		} else {
			list = append(list, y)
		}
	}
	switch {
	case ty.IsMapType() && same && len(fields) > 0:
		v = cty.MapVal(fields)
	case named && (len(fields) > 0 || ty.IsObjectType()):
		v = cty.ObjectVal(fields)
	case ty.IsListType() && same && len(list) > 0:
		v = cty.ListVal(list)
	case ty.IsTupleType() || len(list) > 0 && !ty.IsSetType():
		v = cty.TupleVal(list)
	case ty.IsSetType() && same && len(list) > 0:
		v = cty.SetVal(list)
	case ty.IsSetType() && len(list) > 0:
		v = cty.TupleVal(list)
		marks = cty.NewValueMarks(unordered{}, marks)
	}
	return v.WithMarks(marks), nil
}

// convert converts a value as Terraform does. Unknown parts keep what they
// stand for.
func (e *engine) convert(v cty.Value, ty cty.Type, at hcl.Range) (cty.Value, error) {
	f, err := e.scan(v)
	if err != nil {
		return v, err
	}
	if f.open() {
		if v, err = e.prepare(v, ty); err != nil {
			return v, err
		}
	}
	out, err := convert.Convert(v, ty)
	if err == nil {
		return out, nil
	}
	if f.open() {
		return e.undecided(e.show(v), e.because("the conversion to "+ty.FriendlyName(), f), v)
	}
	return v, fail(at, "%s", err)
}

// prepare writes unknown parts as texts where a conversion would lose them.
func (e *engine) prepare(v cty.Value, ty cty.Type) (cty.Value, error) {
	if err := e.step(1); err != nil {
		return v, err
	}
	if !v.IsKnown() {
		id, ok := holeIn(v)
		if ok && ty == cty.String && e.fixed(id) {
			return e.asText(v), nil
		}
		return v, nil
	}
	if v.IsNull() {
		return v, nil
	}
	switch {
	case ty.IsSetType():
		return e.plain(v)
	case ty.IsCollectionType() && ty.ElementType() == cty.DynamicPseudoType:
		return e.plain(v)
	}
	v, marks := v.Unmark()
	element := func(k cty.Value) cty.Type {
		switch {
		case ty.IsCollectionType():
			return ty.ElementType()
		case ty.IsObjectType() && k.Type() == cty.String && ty.HasAttribute(k.AsString()):
			return ty.AttributeType(k.AsString())
		}
		return cty.DynamicPseudoType
	}
	if (ty.IsListType() || ty.IsMapType() || ty.IsObjectType()) && v.CanIterateElements() && v.LengthInt() > 0 {
		list, fields := []cty.Value{}, map[string]cty.Value{}
		named := v.Type().IsObjectType() || v.Type().IsMapType()
		for it := v.ElementIterator(); it.Next(); {
			k, x := it.Element()
			y, err := e.prepare(x, element(k))
			if err != nil {
				return v, err
			}
			if named {
				fields[k.AsString()] = y
			} else {
				list = append(list, y)
			}
		}
		if named {
			v = cty.ObjectVal(fields)
		} else {
			v = cty.TupleVal(list)
		}
	}
	return v.WithMarks(marks), nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// call returns module.NAME.
func (m *moduleInstance) call(name string, at hcl.Range) (node, error) {
	b := m.called.calls[name]
	if b == nil {
		return nil, m.absent("module."+name, at)
	}
	address := within(m.address, "module."+name)
	x, err := m.expand(b, "module."+name, address)
	if err != nil {
		return nil, err
	}
	return m.e.instances(x, address, func(i element) (node, error) {
		child, why, err := m.child(b, x, i)
		if err != nil {
			return nil, err
		}
		return outputsNode{m.e, child, address + keyString(i.key), why}, nil
	})
}

// outputsNode is an instance of a module as its caller sees it.
type outputsNode struct {
	e *engine
	m *moduleInstance // nil where the module's source is not at hand
	// address is the instance's, why says why it is not at hand.
	address, why string
}

func (n outputsNode) attr(name string, at hcl.Range) (node, error) {
	if n.m != nil {
		return n.m.output(name, at)
	}
	v, err := n.e.undecidedFor(hole{name: n.address + "." + name, why: n.why, settle: settleModules})
	return valueNode{n.e, v}, err
}

func (n outputsNode) index(key cty.Value, at hcl.Range) (node, error) {
	k, _ := key.Unmark()
	if k.IsNull() || !k.IsKnown() || k.Type() != cty.String || len(n.e.idsIn(k.AsString())) > 0 {
		v, err := n.value()
		if err != nil {
			return nil, err
		}
		return valueNode{n.e, v}.index(key, at)
	}
	return n.attr(k.AsString(), at)
}

func (n outputsNode) elements(at hcl.Range) (*elements, error) {
	if n.m == nil {
		v, err := n.value()
		return &elements{open: v}, err
	}
	out := &elements{keyed: true}
	for _, name := range slices.Sorted(maps.Keys(n.m.called.outputs)) {
		o, err := n.m.output(name, at)
		if err != nil {
			return nil, err
		}
		out.list = append(out.list, element{cty.StringVal(name), o})
	}
	return out, nil
}

func (n outputsNode) value() (cty.Value, error) {
	if n.m == nil {
		return n.e.undecidedFor(hole{name: n.address, why: n.why, settle: settleModules})
	}
	l, err := n.elements(hcl.Range{})
	if err != nil {
		return cty.NilVal, err
	}
	return n.e.collect(l)
}

const settleModules = "the source with all its modules, as terraform init leaves it"

// instances returns what a reference to a block with these instances means: the
// one instance, or all of them.
func (e *engine) instances(x *expansion, address string, one func(element) (node, error)) (node, error) {
	if x.kind == single {
		return one(x.list[0])
	}
	return instancesNode{e, x, address, one}, nil
}

// instancesNode are the instances of a resource or of a module call.
type instancesNode struct {
	e       *engine
	x       *expansion
	address string
	one     func(element) (node, error)
}

func (n instancesNode) value() (cty.Value, error) {
	l, err := n.elements(hcl.Range{})
	if err != nil {
		return cty.NilVal, err
	}
	return n.e.collect(l)
}

func (n instancesNode) attr(name string, at hcl.Range) (node, error) {
	if n.x.kind == counted {
		return nil, fail(at, "%s has several instances, and .%s is of none of them", n.address, name)
	}
	return n.index(cty.StringVal(name), at)
}

func (n instancesNode) index(key cty.Value, at hcl.Range) (node, error) {
	f, err := n.e.scan(key)
	if err != nil {
		return nil, err
	}
	if f.open() {
		v, err := n.e.undecided(n.address+"["+n.e.show(key)+"]", n.e.because("the key of an instance", f), key)
		return valueNode{n.e, v}, err
	}
	want := cty.String
	if n.x.kind == counted || n.x.kind == open && key.Type() == cty.Number {
		want = cty.Number
	}
	if key, err = n.e.convert(key, want, at); err != nil {
		return nil, err
	}
	key, marks := key.Unmark()
	if key.IsNull() {
		return nil, fail(at, "the key of an instance of %s is null", n.address)
	}
	i, ok := n.x.find(key)
	if !ok {
		if n.x.kind != open || n.x.told {
			shown := keyString(key)
			if len(marks) > 0 {
				shown = "[…]" // the key may be sensitive
			}
			return nil, fail(at, "%s%s does not exist", n.address, shown)
		}
		i = element{key: key}
	}
	out, err := n.one(i)
	if err != nil || len(marks) == 0 {
		return out, err
	}
	v, err := out.value()
	return valueNode{n.e, v.WithMarks(marks)}, err
}

func (n instancesNode) elements(hcl.Range) (*elements, error) {
	if n.x.kind == open && !n.x.told {
		v, err := n.e.undecided(n.address, n.x.why)
		return &elements{open: v}, err
	}
	out := &elements{keyed: n.x.kind == forEach}
	for _, i := range n.x.list {
		if n.x.kind == open {
			out.keyed = i.key.Type() == cty.String
		}
		v, err := n.one(i)
		if err != nil {
			return nil, err
		}
		out.list = append(out.list, element{i.key, v})
	}
	if out.keyed {
		byKey(out.list)
	}
	return out, nil
}

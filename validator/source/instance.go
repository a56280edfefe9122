// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// moduleInstance is one instance of a module.
type moduleInstance struct {
	e       *engine
	called  *calledModule
	parent  *moduleInstance
	block   *block // the call, nil for the root
	address string // module.a["x"].module.b, "" for the root
	// outer is the scope in which the call's arguments are evaluated.
	outer *scope
	memo  map[string]*entry
	// children are the instances of calls by their last step.
	children map[string]*moduleInstance
	// expansions are by the name of what is expanded.
	expansions map[string]*expansion
}

func (e *engine) newModule(c *calledModule) *moduleInstance {
	return &moduleInstance{
		e: e, called: c, memo: map[string]*entry{}, children: map[string]*moduleInstance{}, expansions: map[string]*expansion{},
	}
}

func (m *moduleInstance) scope() *scope { return &scope{mod: m} }

// expansion says which instances a block has.
type expansion struct {
	kind expansionKind
	// list are the instances: keys, and for for_each the values.
	list []element
	byID map[string]int
	// why says what is not decided, for the kind open. The list then holds the
	// instances that the plan tells, if told.
	why  string
	told bool
}

type expansionKind uint8

const (
	single expansionKind = iota
	counted
	forEach
	open
)

func (x *expansion) add(key cty.Value, value node) {
	if x.byID == nil {
		x.byID = map[string]int{}
	}
	id := keyString(key)
	if _, twice := x.byID[id]; !twice {
		x.byID[id] = len(x.list)
		x.list = append(x.list, element{key, value})
	}
}

// find returns an instance.
func (x *expansion) find(key cty.Value) (element, bool) {
	i, ok := x.byID[keyString(key)]
	if !ok {
		return element{}, false
	}
	return x.list[i], true
}

// expand evaluates count or for_each of a block in this module. address is the
// block's, without instance key.
func (m *moduleInstance) expand(b *block, name, address string) (*expansion, error) {
	if x := m.expansions[name]; x != nil {
		return x, nil
	}
	e := m.e
	var x *expansion
	count, each := b.attr("count"), b.attr("for_each")
	_, err := e.once(m.memo, "expansion of "+name, "the number of instances of "+address, b.def, func() (node, error) {
		var err error
		switch {
		case count != nil:
			x, err = m.expandCount(count, address)
		case each != nil:
			x, err = m.expandEach(each, address)
		default:
			x = &expansion{}
			x.add(cty.NilVal, nil)
		}
		return nil, err
	})
	if err != nil {
		return nil, err
	}
	m.expansions[name] = x
	return x, nil
}

func (m *moduleInstance) expandCount(a *hcl.Attribute, address string) (*expansion, error) {
	e := m.e
	v, err := e.eval(a.Expr, m.scope())
	if err != nil {
		return nil, err
	}
	f, err := e.scan(v)
	if err != nil {
		return nil, err
	}
	if f.open() {
		return m.told(address, e.because("count", f)), nil
	}
	v, err = e.convert(v, cty.Number, a.Range)
	if err != nil {
		return nil, err
	}
	v, _ = v.Unmark()
	if v.IsNull() {
		return nil, fail(a.Range, "count is null")
	}
	n, accuracy := v.AsBigFloat().Int64()
	const maxInstances = 100_000
	if accuracy != 0 || n < 0 || n > maxInstances {
		return nil, fail(a.Range, "count is no whole number from 0 to %d", maxInstances)
	}
	x := &expansion{kind: counted}
	for i := range n {
		x.add(cty.NumberIntVal(i), nil)
	}
	return x, e.step(int(n))
}

func (m *moduleInstance) expandEach(a *hcl.Attribute, address string) (*expansion, error) {
	e := m.e
	n, err := e.node(a.Expr, m.scope())
	if err != nil {
		return nil, err
	}
	l, err := n.elements(a.Range)
	if err != nil {
		return nil, err
	}
	if l.isOpen() {
		f, err := e.scan(l.open)
		if err != nil {
			return nil, err
		}
		return m.told(address, e.because("for_each", f)), nil
	}
	if l.null || !l.keyed && !l.set && len(l.list) > 0 {
		return nil, fail(a.Range, "for_each is neither a map nor a set of strings")
	}
	x := &expansion{kind: forEach}
	for _, i := range l.list {
		key := i.key
		if !l.keyed {
			if key, err = i.value.value(); err != nil {
				return nil, err
			}
		}
		f, err := e.scan(key)
		if err != nil {
			return nil, err
		}
		if f.open() {
			return m.told(address, e.because("a key of for_each", f)), nil
		}
		key, _ = key.Unmark()
		if key.IsNull() || key.Type() != cty.String {
			return nil, fail(a.Range, "for_each is neither a map nor a set of strings")
		}
		x.add(key, i.value)
	}
	return x, nil
}

// told asks the plan for the instances that the source does not tell.
func (m *moduleInstance) told(address, why string) *expansion {
	x := &expansion{kind: open, why: why}
	if m.e.in.Instances == nil {
		return x
	}
	keys, ok := m.e.in.Instances(address)
	if !ok {
		return x
	}
	x.told = true
	for _, k := range keys {
		switch k := k.(type) {
		case string:
			x.add(cty.StringVal(k), nil)
		case int:
			x.add(cty.NumberIntVal(int64(k)), nil)
		}
	}
	return x
}

// instanceScope is the scope of a block's arguments in one instance of it.
func (m *moduleInstance) instanceScope(x *expansion, i element, address string) (*scope, error) {
	s := m.scope()
	if i.key == cty.NilVal {
		return s, nil
	}
	if i.key.Type() == cty.Number && x.kind != forEach {
		s.count = i.key
		return s, nil
	}
	s.eachKey, s.eachValue = i.key, i.value
	if i.value == nil {
		v, err := m.e.undecided(address+".each.value", x.why)
		if err != nil {
			return nil, err
		}
		s.eachValue = valueNode{m.e, v}
	}
	return s, nil
}

// child returns the instance of a module call; nil where its source is not at
// hand, with the reason.
func (m *moduleInstance) child(call *block, x *expansion, i element) (*moduleInstance, string, error) {
	e := m.e
	key := moduleKeyOf(m.called.key, call.name)
	c := e.tree.calls[key]
	if c == nil || c.module == nil {
		why := "the module is not at hand"
		if c != nil {
			why = c.missing
		}
		return nil, why, nil
	}
	id := call.name + keyString(i.key)
	if child := m.children[id]; child != nil {
		return child, "", nil
	}
	child := e.newModule(c)
	child.parent, child.block = m, call
	child.address = within(m.address, "module."+id)
	outer, err := m.instanceScope(x, i, child.address)
	if err != nil {
		return nil, "", err
	}
	child.outer = outer
	m.children[id] = child
	return child, "", nil
}

// local evaluates a local value.
func (m *moduleInstance) local(name string, at hcl.Range) (node, error) {
	x := m.called.locals[name]
	if x == nil {
		return nil, m.absent("local."+name, at)
	}
	label := within(m.address, "local."+name)
	return m.e.once(m.memo, "local."+name, label, at, func() (node, error) { return m.e.node(x, m.scope()) })
}

// absent says that the module has no such thing.
func (m *moduleInstance) absent(name string, at hcl.Range) error {
	if m.called.broken {
		return &halt{what: within(m.address, name) + " is not found in a module that could not be read in full", settle: "source that parses", at: at}
	}
	return fail(at, "%s does not exist", within(m.address, name))
}

// output evaluates an output of the module.
func (m *moduleInstance) output(name string, at hcl.Range) (node, error) {
	b := m.called.outputs[name]
	if b == nil {
		return nil, m.absent("output."+name, at)
	}
	label := within(m.address, "output."+name)
	return m.e.once(m.memo, "output."+name, label, at, func() (node, error) {
		a := b.attr("value")
		if a == nil {
			return nil, fail(b.def, "%s has no value", label)
		}
		n, err := m.e.node(a.Expr, m.scope())
		if err != nil || !m.e.flag(b, "sensitive") {
			return n, err
		}
		v, err := n.value()
		return valueNode{m.e, v.Mark(sensitiveMark{})}, err
	})
}

// flag reads a literal bool argument.
func (e *engine) flag(b *block, name string) bool {
	a := b.attr(name)
	if a == nil {
		return false
	}
	v, err := e.eval(a.Expr, &scope{})
	if err != nil || v.IsNull() || !v.IsKnown() {
		return false
	}
	s, ok := asString(v)
	return ok && s == "true"
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// resource returns TYPE.NAME, data.TYPE.NAME or ephemeral.TYPE.NAME.
func (m *moduleInstance) resource(key string, at hcl.Range) (node, error) {
	b := m.called.resources[key]
	if b == nil {
		return nil, m.absent(key, at)
	}
	x, err := m.expand(b, key, within(m.address, key))
	if err != nil {
		return nil, err
	}
	return m.e.instances(x, within(m.address, key), func(i element) (node, error) {
		return m.instance(b, key, x, i), nil
	})
}

// instance returns one instance of a resource.
func (m *moduleInstance) instance(b *block, key string, x *expansion, i element) *resourceNode {
	mode, kind, _ := resourceKind(key)
	return &resourceNode{m: m, block: b, x: x, i: i, mode: mode, kind: kind, address: within(m.address, key) + keyString(i.key)}
}

// resourceNode is one instance of a resource.
type resourceNode struct {
	m          *moduleInstance
	block      *block
	x          *expansion
	i          element
	mode, kind string
	address    string
}

func (n *resourceNode) scope() (*scope, error) { return n.m.instanceScope(n.x, n.i, n.address) }

func (n *resourceNode) attr(name string, at hcl.Range) (node, error) {
	e := n.m.e
	return e.once(n.m.memo, "attribute "+n.address+"."+name, n.address+"."+name, at, func() (node, error) {
		v, err := n.attribute(name)
		return valueNode{e, v}, err
	})
}

// attribute finds the value of an attribute: in the plan, by what the plan
// implies, by what the configuration says of it; else it is a hole.
func (n *resourceNode) attribute(name string) (cty.Value, error) {
	e := n.m.e
	planned, ok := n.planned()
	if ok {
		values, _ := planned.Values.(map[string]any)
		v, has := values[name]
		open := part(planned.Unknown, name)
		if anyTrue(open) && !truth(open) {
			// The configuration tells more of a list that is known in part.
			if v, done, err := n.configured(name); done && err == nil {
				return v, nil
			}
		}
		if (has || anyTrue(open)) && !truth(open) {
			return e.fromPlan(Values{v, open, part(planned.Sensitive, name)}, n.address, name)
		}
	}
	if e.in.Known != nil {
		if s, ok := e.in.Known(n.address, name); ok {
			return cty.StringVal(s), e.ownText(s)
		}
	}
	v, done, err := n.derived(name)
	if !done && err == nil {
		v, err = e.attributeHole(n.address, name)
	}
	if err == nil && ok && truth(part(planned.Sensitive, name)) {
		v = v.Mark(sensitiveMark{})
	}
	return v, err
}

func (n *resourceNode) planned() (Values, bool) {
	if n.m.e.in.Resource == nil || n.mode == "ephemeral" {
		return Values{}, false
	}
	return n.m.e.in.Resource(n.address)
}

// attributeHole returns an attribute that is not known until apply.
func (e *engine) attributeHole(address, path string) (cty.Value, error) {
	return e.unknown(hole{name: address + "." + path, wild: !isFixed(address, path), quiet: isQuiet(address), address: address, attribute: path})
}

// configured evaluates an attribute as the configuration gives it.
func (n *resourceNode) configured(name string) (v cty.Value, ok bool, err error) {
	e := n.m.e
	a := n.block.attr(name)
	if a == nil && !n.block.hasBlocks(name) {
		return cty.NilVal, false, nil
	}
	if _, planned := n.planned(); !planned && n.ignores(name) {
		return cty.NilVal, false, nil // what is there stays
	}
	s, err := n.scope()
	if err != nil {
		return cty.NilVal, false, err
	}
	if a != nil {
		v, err = e.eval(a.Expr, s)
		return v, true, err
	}
	v, err = e.blocksValue(n.block, s, name)
	return v, true, err
}

// ignores reports whether lifecycle.ignore_changes names an argument.
func (n *resourceNode) ignores(name string) bool {
	for _, b := range n.block.nested("lifecycle") {
		a := inner(b).attr("ignore_changes")
		if a == nil {
			continue
		}
		if hcl.ExprAsKeyword(a.Expr) == "all" {
			return true
		}
		list, _ := hcl.ExprList(a.Expr)
		for _, x := range list {
			if t, diags := hcl.AbsTraversalForExpr(x); !diags.HasErrors() && len(t) > 0 && stepText(t[0]) == name {
				return true
			}
		}
	}
	return false
}

func (n *resourceNode) index(key cty.Value, at hcl.Range) (node, error) {
	k, _ := key.Unmark()
	if k.IsNull() || !k.IsKnown() || k.Type() != cty.String || len(n.m.e.idsIn(k.AsString())) > 0 {
		v, err := n.value()
		if err != nil {
			return nil, err
		}
		return valueNode{n.m.e, v}.index(key, at)
	}
	return n.attr(k.AsString(), at)
}

// names lists the attributes of the instance that are known to exist.
func (n *resourceNode) names() []string {
	out := map[string]bool{"id": true}
	if strings.HasPrefix(n.kind, "aws_") {
		out["arn"] = true
	}
	if planned, ok := n.planned(); ok {
		for _, tree := range []any{planned.Values, planned.Unknown} {
			if t, ok := tree.(map[string]any); ok {
				for name := range t {
					out[name] = true
				}
			}
		}
	} else {
		for _, name := range plainNames[n.kind] {
			if !strings.ContainsAny(name, ".[") {
				out[name] = true
			}
		}
		for _, body := range n.block.bodies {
			attrs, _ := body.JustAttributes()
			for name := range attrs {
				out[name] = true
			}
		}
		for _, meta := range []string{"count", "for_each", "provider", "depends_on", "lifecycle"} {
			delete(out, meta)
		}
	}
	return slices.Sorted(maps.Keys(out))
}

func (n *resourceNode) elements(at hcl.Range) (*elements, error) {
	out := &elements{keyed: true}
	for _, name := range n.names() {
		v, err := n.attr(name, at)
		if err != nil {
			return nil, err
		}
		out.list = append(out.list, element{cty.StringVal(name), v})
	}
	return out, nil
}

func (n *resourceNode) value() (cty.Value, error) {
	e := n.m.e
	fields := map[string]cty.Value{}
	for _, name := range n.names() {
		x, err := n.attr(name, n.block.def)
		var v cty.Value
		if err == nil {
			v, err = x.value()
		}
		// What cannot be evaluated here may not matter to who asks.
		if f, ok := err.(*failure); ok { //nolint:errorlint // made here, never wrapped
			v, err = e.undecided(n.address+"."+name, f.what)
		}
		if err != nil {
			return cty.NilVal, err
		}
		fields[name] = v
	}
	return cty.ObjectVal(fields), nil
}

// fromPlan makes a value of a plan's JSON. path is the way to it in the
// resource, for what is not known.
func (e *engine) fromPlan(x Values, address, path string) (cty.Value, error) {
	return e.fromPlanTree(x.Values, x.Unknown, x.Sensitive, address, path)
}

func (e *engine) fromPlanTree(x, unknown, sensitive any, address, path string) (cty.Value, error) {
	if err := e.step(1); err != nil {
		return cty.NilVal, err
	}
	if len(path) > maxText {
		return cty.NilVal, &halt{what: "the plan's values nest too deep", settle: "an intact plan"}
	}
	var v cty.Value
	var err error
	switch x := x.(type) {
	case map[string]any:
		v, err = e.objectFromPlan(x, unknown, sensitive, address, path)
	case []any:
		list := make([]cty.Value, len(x))
		for i, y := range x {
			list[i], err = e.fromPlanTree(y, item(unknown, i), item(sensitive, i), address, path+"["+strconv.Itoa(i)+"]")
			if err != nil {
				return cty.NilVal, err
			}
		}
		v = cty.TupleVal(list)
	default:
		switch u := unknown.(type) {
		case bool:
			if u {
				v, err = e.attributeHole(address, path)
				break
			}
			v, err = e.primitive(x)
		case map[string]any:
			v, err = e.objectFromPlan(nil, unknown, sensitive, address, path)
		case []any:
			v, err = e.fromPlanTree(make([]any, len(u)), unknown, sensitive, address, path)
		default:
			v, err = e.primitive(x)
		}
	}
	if err != nil {
		return cty.NilVal, err
	}
	if truth(sensitive) {
		v = v.Mark(sensitiveMark{})
	}
	return v, nil
}

func (e *engine) objectFromPlan(x map[string]any, unknown, sensitive any, address, path string) (cty.Value, error) {
	if truth(unknown) {
		return e.attributeHole(address, path)
	}
	names := map[string]bool{}
	for name := range x {
		names[name] = true
	}
	if t, ok := unknown.(map[string]any); ok {
		for name, u := range t {
			if anyTrue(u) {
				names[name] = true
			}
		}
	}
	fields := map[string]cty.Value{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if err := e.ownText(name); err != nil {
			return cty.NilVal, err
		}
		v, err := e.fromPlanTree(x[name], part(unknown, name), part(sensitive, name), address, path+stepName(name))
		if err != nil {
			return cty.NilVal, err
		}
		fields[name] = v
	}
	return cty.ObjectVal(fields), nil
}

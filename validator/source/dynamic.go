// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// written is one nested block as it comes out of dynamic blocks.
type written struct {
	*block
	scope *scope
	// at is where it is written: the block, or the content of a dynamic one.
	at hcl.Range
}

// openBlocks says that it is not decided which nested blocks there are.
type openBlocks struct{ value cty.Value }

// nestedBlocks returns the nested blocks of a type, dynamic ones expanded. Where
// for_each of one is not decided, the second result is not nil.
func (e *engine) nestedBlocks(b *block, s *scope, name string) ([]written, *openBlocks, error) {
	var out []written
	for _, n := range b.nested(name) {
		if err := e.step(1); err != nil {
			return nil, nil, err
		}
		if n.Type == name && len(n.Labels) == 0 {
			out = append(out, written{inner(n), s, blockRange(n)})
			continue
		}
		list, open, err := e.dynamicBlocks(inner(n), s, name)
		if err != nil || open != nil {
			return nil, open, err
		}
		out = append(out, list...)
	}
	return out, nil, nil
}

// blockRange is all of a block where the syntax tells, else its head.
func blockRange(b *hcl.Block) hcl.Range {
	if body, ok := b.Body.(*hclsyntax.Body); ok {
		return hcl.RangeBetween(b.DefRange, body.SrcRange)
	}
	return b.DefRange
}

func (e *engine) dynamicBlocks(b *block, s *scope, name string) ([]written, *openBlocks, error) {
	each := b.attr("for_each")
	content := b.nested("content")
	if each == nil || len(content) != 1 {
		return nil, nil, fail(b.def, "a dynamic block has one for_each and one content")
	}
	iterator := name
	if a := b.attr("iterator"); a != nil {
		if word := hcl.ExprAsKeyword(a.Expr); word != "" {
			iterator = word
		} else if word := literalText(a.Expr); word != "" {
			iterator = word
		}
	}
	n, err := e.node(each.Expr, s)
	if err != nil {
		return nil, nil, err
	}
	l, err := n.elements(each.Range)
	if err != nil {
		return nil, nil, err
	}
	if l.isOpen() {
		return nil, &openBlocks{l.open}, nil
	}
	if _, loose := l.marks[unordered{}]; loose {
		// Only the order of the blocks may be open; or their number.
		v, err := n.value()
		return nil, &openBlocks{v}, err
	}
	if l.null || l.single {
		return nil, nil, fail(each.Range, "for_each of a dynamic block is no collection")
	}
	var out []written
	for _, i := range l.list {
		if err := e.step(1); err != nil {
			return nil, nil, err
		}
		key := node(valueNode{e, i.key})
		if l.set {
			key = i.value
		}
		value := i.value
		if _, sensitive := l.marks[sensitiveMark{}]; sensitive {
			v, err := value.value()
			if err != nil {
				return nil, nil, err
			}
			value = valueNode{e, v.Mark(sensitiveMark{})}
		}
		in := s.with(map[string]node{iterator: iteratorNode{e, key, value}})
		out = append(out, written{inner(content[0]), in, blockRange(content[0])})
	}
	return out, nil, nil
}

// iteratorNode is the variable of a dynamic block: an object of key and value.
type iteratorNode struct {
	e       *engine
	key, of node
}

func (n iteratorNode) attr(name string, at hcl.Range) (node, error) {
	switch name {
	case "key":
		return n.key, nil
	case "value":
		return n.of, nil
	}
	return nil, fail(at, "the iterator of a dynamic block has key and value, and no %s", name)
}

func (n iteratorNode) index(key cty.Value, at hcl.Range) (node, error) {
	v, err := n.value()
	if err != nil {
		return nil, err
	}
	return valueNode{n.e, v}.index(key, at)
}

func (n iteratorNode) elements(hcl.Range) (*elements, error) {
	return &elements{keyed: true, list: []element{{cty.StringVal("key"), n.key}, {cty.StringVal("value"), n.of}}}, nil
}

func (n iteratorNode) value() (cty.Value, error) {
	l, err := n.elements(hcl.Range{})
	if err != nil {
		return cty.NilVal, err
	}
	return n.e.collect(l)
}

// blocksValue makes a value of the nested blocks of a type: a list of objects
// of their arguments, without the blocks nested in those.
func (e *engine) blocksValue(b *block, s *scope, name string) (cty.Value, error) {
	list, open, err := e.nestedBlocks(b, s, name)
	if err != nil {
		return cty.NilVal, err
	}
	if open != nil {
		f, err := e.scan(open.value)
		if err != nil {
			return cty.NilVal, err
		}
		return e.undecided("dynamic "+name, e.because("which "+name+" blocks there are", f), open.value)
	}
	out := make([]cty.Value, 0, len(list))
	for _, w := range list {
		fields := map[string]cty.Value{}
		for _, body := range w.bodies {
			attrs, _ := body.JustAttributes()
			for _, n := range sortedNames(attrs) {
				if fields[n], err = e.eval(attrs[n].Expr, w.scope); err != nil {
					return cty.NilVal, err
				}
			}
		}
		out = append(out, cty.ObjectVal(fields))
	}
	return cty.TupleVal(out), nil
}

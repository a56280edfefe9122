// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// followCall goes through a function that carries values along.
func (e *engine) followCall(x *hclsyntax.FunctionCallExpr, o origin) (*origin, *hcl.Range) {
	if len(x.Args) == 0 || x.ExpandFinal {
		return nil, nil
	}
	arg := func(i int, steps []any) (*origin, *hcl.Range) {
		return &origin{x: x.Args[i], scope: o.scope, steps: steps}, nil
	}
	switch strings.TrimPrefix(x.Name, "core::") {
	case "jsonencode":
		if o.steps[0] == any(asDocument) {
			return arg(0, o.steps[1:])
		}
	case "sensitive", "nonsensitive", "tolist", "tomap", "tostring", "compact", "distinct", "chomp", "trimspace":
		return arg(0, o.steps)
	case "try", "coalesce":
		for i, a := range x.Args {
			if v, err := e.eval(a, o.scope); err == nil && (!v.IsKnown() || !v.IsNull()) {
				return arg(i, o.steps)
			}
		}
	case "concat", "flatten":
		return e.followList(x, o), nil
	case "merge":
		name, ok := o.steps[0].(string)
		for i := len(x.Args) - 1; ok && i >= 0; i-- {
			v, err := e.eval(x.Args[i], o.scope)
			if err != nil || !v.IsKnown() || v.IsNull() {
				continue
			}
			l, err := valueNode{e, v}.elements(x.Range())
			if err != nil || !l.keyed {
				continue
			}
			for _, el := range l.list {
				if k, _ := asString(el.key); k == name || name == "Statement" && strings.EqualFold(k, name) {
					return arg(i, o.steps)
				}
			}
		}
	case "file", "templatefile":
		return nil, e.inFile(x, o)
	}
	return nil, nil
}

// followList finds the list that an element of a joined one comes from.
func (e *engine) followList(x *hclsyntax.FunctionCallExpr, o origin) *origin {
	index, ok := o.steps[0].(int)
	if !ok {
		return nil
	}
	args := x.Args
	flat := strings.HasSuffix(x.Name, "flatten")
	if flat {
		t, ok := x.Args[0].(*hclsyntax.TupleConsExpr)
		if !ok {
			return nil
		}
		args = t.Exprs
	}
	for _, a := range args {
		v, err := e.eval(a, o.scope)
		if err != nil || !v.IsKnown() {
			return nil
		}
		n, isList := 1, false
		if ty := v.Type(); ty.IsTupleType() || ty.IsListType() || ty.IsSetType() {
			if n, ok = lengthOf(v); !ok {
				return nil
			}
			isList = true
		}
		if index >= n {
			index -= n
			continue
		}
		steps := o.steps[1:]
		if isList {
			steps = append([]any{index}, steps...)
		}
		return &origin{x: a, scope: o.scope, steps: steps}
	}
	return nil
}

// statementIn returns the bytes of a statement in a document's text.
func (e *engine) statementIn(text string, o origin) (start, end int, ok bool) {
	if len(o.steps) != 3 || o.steps[0] != any(asDocument) || o.steps[1] != any("Statement") {
		return 0, 0, false
	}
	index, _ := o.steps[2].(int)
	s, list, _ := e.holes.text(text) // as many bytes for each hole
	d, _ := policy.Parse([]byte(s), policy.Identity, policy.WithHoles(list))
	if d == nil || index >= len(d.Statements) {
		return 0, 0, false
	}
	r := d.Statements[index].Range
	return r.Start.Offset, r.End.Offset, true
}

// inTemplate finds a statement in the parts of a heredoc.
func (e *engine) inTemplate(x *hclsyntax.TemplateExpr, o origin) *hcl.Range {
	v, err := e.eval(x, o.scope)
	if err != nil {
		return nil
	}
	text, ok := asString(v)
	if !ok {
		return nil
	}
	start, end, ok := e.statementIn(text, o)
	if !ok {
		return nil
	}
	var out *hcl.Range
	at := 0
	for _, p := range x.Parts {
		v, err := e.eval(p, o.scope)
		if err != nil {
			return out
		}
		s, ok := asString(e.asText(v))
		if !ok {
			return out
		}
		if at+len(s) > start && at < end {
			r := p.Range()
			if out == nil {
				out = &r
			} else {
				*out = hcl.RangeBetween(*out, r)
			}
		}
		at += len(s)
	}
	return out
}

// inFile finds a statement in a file of the source.
func (e *engine) inFile(x *hclsyntax.FunctionCallExpr, o origin) *hcl.Range {
	v, err := e.eval(x.Args[0], o.scope)
	if err != nil {
		return nil
	}
	c := &invocation{e: e, name: x.Name, at: x.Range(), scope: o.scope}
	c.args = append(c.args, v)
	if c.in, err = e.scan(v); err != nil {
		return nil
	}
	name, content, _, err := c.content()
	if err != nil || content == nil {
		return nil
	}
	shown := path.Join(e.tree.named, name)
	if strings.HasSuffix(x.Name, "templatefile") {
		if len(x.Args) != 2 || guard(content) != nil {
			return nil
		}
		v, err := e.eval(x.Args[1], o.scope)
		if err != nil {
			return nil
		}
		c.in, err = e.scan(v)
		if err != nil {
			return nil
		}
		vars, _, err := c.templateVars(v)
		if err != nil || vars == nil {
			return nil
		}
		t, diags := hclsyntax.ParseTemplate(content, shown, hcl.InitialPos)
		if parts, ok := t.(*hclsyntax.TemplateExpr); ok && !diags.HasErrors() {
			return e.inTemplate(parts, origin{scope: &scope{vars: vars}, steps: o.steps})
		}
		return nil
	}
	start, end, ok := e.statementIn(string(content), o)
	if !ok || end > len(content) {
		return nil
	}
	pos := func(offset int) hcl.Pos {
		before := string(content[:offset])
		line := strings.Count(before, "\n")
		return hcl.Pos{Line: line + 1, Column: offset - strings.LastIndex(before, "\n"), Byte: offset}
	}
	return &hcl.Range{Filename: shown, Start: pos(start), End: pos(end)}
}

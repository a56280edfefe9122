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

// inTemplate finds a statement in the parts of a heredoc or of a template. source
// is the text that the parts were parsed from.
func (e *engine) inTemplate(x *hclsyntax.TemplateExpr, o origin, source []byte) *hcl.Range {
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
			r := narrow(p.Range(), s, max(start-at, 0), min(end-at, len(s)), source)
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

// narrow narrows the range of a literal part to some bytes of its text, where it
// stands in the source as it is, save for indentation that a heredoc takes off.
func narrow(r hcl.Range, text string, from, to int, source []byte) hcl.Range {
	if r.Start.Byte < 0 || r.End.Byte > len(source) || r.Start.Byte > r.End.Byte {
		return r
	}
	all := string(source[r.Start.Byte:r.End.Byte])
	written := strings.SplitAfter(all, "\n")
	lines := strings.SplitAfter(text, "\n")
	if len(written) != len(lines) {
		return r
	}
	out := r
	atText, atSource := 0, 0
	for i, line := range lines {
		indent := len(written[i]) - len(line)
		if indent < 0 || strings.TrimLeft(written[i][:indent], " \t") != "" || written[i][indent:] != line {
			return r // written with escapes
		}
		if from >= atText && from < atText+len(line) {
			out.Start = move(r.Start, all[:atSource+indent+from-atText])
		}
		if to > atText && to <= atText+len(line) {
			out.End = move(r.Start, all[:atSource+indent+to-atText])
		}
		atText += len(line)
		atSource += len(written[i])
	}
	return out
}

// move returns the position after some text. Columns count bytes, as they do in
// documents.
func move(p hcl.Pos, text string) hcl.Pos {
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		return hcl.Pos{Line: p.Line + strings.Count(text, "\n"), Column: len(text) - i, Byte: p.Byte + len(text)}
	}
	return hcl.Pos{Line: p.Line, Column: p.Column + len(text), Byte: p.Byte + len(text)}
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
			return e.inTemplate(parts, origin{scope: &scope{vars: vars}, steps: o.steps}, content)
		}
		return nil
	}
	start, end, ok := e.statementIn(string(content), o)
	if !ok || end > len(content) {
		return nil
	}
	return &hcl.Range{Filename: shown, Start: move(hcl.InitialPos, string(content[:start])), End: move(hcl.InitialPos, string(content[:end]))}
}

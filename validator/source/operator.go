// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// truthOf reads a condition that is known.
func (e *engine) truthOf(v cty.Value, at hcl.Range) (bool, error) {
	v, err := e.convert(v, cty.Bool, at)
	if err != nil {
		return false, err
	}
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() {
		return false, fail(at, "a condition is null")
	}
	return v.True(), nil
}

func literal(v cty.Value, x hcl.Expression) hclsyntax.Expression {
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: x.Range()}
}

// conditional evaluates c ? a : b.
func (e *engine) conditional(x *hclsyntax.ConditionalExpr, s *scope) (cty.Value, error) {
	c, err := e.eval(x.Condition, s)
	if err != nil {
		return c, err
	}
	f, err := e.scan(c)
	if err != nil {
		return c, err
	}
	if f.open() {
		return e.openConditional(x, s, c, f)
	}
	yes, err := e.truthOf(c, x.Condition.Range())
	if err != nil {
		return c, err
	}
	chosen, other := x.TrueResult, x.FalseResult
	if !yes {
		chosen, other = other, chosen
	}
	v, err := e.eval(chosen, s)
	if err != nil {
		return v, err
	}
	// The other branch matters for its type only, and not at all where it
	// cannot be evaluated.
	o, err := e.eval(other, s)
	if _, ok := err.(*failure); ok { //nolint:errorlint // made here, never wrapped
		_, marks := c.Unmark()
		return v.WithMarks(marks), nil
	} else if err != nil {
		return v, err
	}
	for _, y := range []cty.Value{v, o} {
		if f, err = e.scan(y); err != nil {
			return v, err
		}
		if f.open() {
			// With parts that have no type yet there is nothing to agree on.
			_, marks := c.Unmark()
			return v.WithMarks(marks), nil
		}
	}
	t, u := v, o
	if !yes {
		t, u = u, t
	}
	out, diags := (&hclsyntax.ConditionalExpr{
		Condition: literal(c, x.Condition), TrueResult: literal(t, x.TrueResult), FalseResult: literal(u, x.FalseResult), SrcRange: x.SrcRange,
	}).Value(nil)
	return out, failed(diags, x.SrcRange)
}

// openConditional is a conditional whose condition is not decided: it is, after
// all, where both results are the same.
func (e *engine) openConditional(x *hclsyntax.ConditionalExpr, s *scope, c cty.Value, f *found) (cty.Value, error) {
	a, aerr := e.eval(x.TrueResult, s)
	if stops(aerr) {
		return a, aerr
	}
	b, berr := e.eval(x.FalseResult, s)
	if stops(berr) {
		return b, berr
	}
	why := e.because("a condition", f)
	if aerr != nil || berr != nil {
		return e.undecided(e.show(c)+" ? … : …", why, c)
	}
	for _, v := range []cty.Value{a, b} {
		if _, err := e.scan(v); err != nil {
			return v, err
		}
	}
	if a.RawEquals(b) {
		if f.sensitive {
			a = a.Mark(sensitiveMark{})
		}
		return a, nil
	}
	return e.undecided(e.show(c)+" ? "+e.show(a)+" : "+e.show(b), why, c, a, b)
}

// stops reports whether an error ends the evaluation.
func stops(err error) bool {
	_, ok := err.(*failure) //nolint:errorlint // made here, never wrapped
	return err != nil && !ok
}

// signs of the operators, for names.
var signs = map[*hclsyntax.Operation]string{
	hclsyntax.OpLogicalOr: "||", hclsyntax.OpLogicalAnd: "&&", hclsyntax.OpLogicalNot: "!",
	hclsyntax.OpEqual: "==", hclsyntax.OpNotEqual: "!=",
	hclsyntax.OpGreaterThan: ">", hclsyntax.OpGreaterThanOrEqual: ">=", hclsyntax.OpLessThan: "<", hclsyntax.OpLessThanOrEqual: "<=",
	hclsyntax.OpAdd: "+", hclsyntax.OpSubtract: "-", hclsyntax.OpMultiply: "*", hclsyntax.OpDivide: "/", hclsyntax.OpModulo: "%", hclsyntax.OpNegate: "-",
}

func (e *engine) binary(x *hclsyntax.BinaryOpExpr, s *scope) (cty.Value, error) {
	a, aerr := e.eval(x.LHS, s)
	if stops(aerr) {
		return a, aerr
	}
	if x.Op == hclsyntax.OpLogicalAnd || x.Op == hclsyntax.OpLogicalOr {
		return e.logical(x, s, a, aerr)
	}
	if aerr != nil {
		return a, aerr
	}
	b, err := e.eval(x.RHS, s)
	if err != nil {
		return b, err
	}
	f, err := e.scan(a, b)
	if err != nil {
		return a, err
	}
	if !f.open() {
		out, diags := (&hclsyntax.BinaryOpExpr{LHS: literal(a, x.LHS), Op: x.Op, RHS: literal(b, x.RHS), SrcRange: x.SrcRange}).Value(nil)
		return out, failed(diags, x.SrcRange)
	}
	if x.Op == hclsyntax.OpEqual || x.Op == hclsyntax.OpNotEqual {
		if same, known := e.equal(a, b); known {
			out := cty.BoolVal(same == (x.Op == hclsyntax.OpEqual))
			if f.sensitive {
				out = out.Mark(sensitiveMark{})
			}
			return out, nil
		}
	}
	what := "a comparison"
	if x.Op.Type == cty.Number {
		what = "a calculation"
	}
	return e.undecided(e.show(a)+" "+signs[x.Op]+" "+e.show(b), e.because(what, f), a, b)
}

// logical evaluates && and ||, which are decided by one side alone where that
// is enough.
func (e *engine) logical(x *hclsyntax.BinaryOpExpr, s *scope, a cty.Value, aerr error) (cty.Value, error) {
	decides := x.Op == hclsyntax.OpLogicalOr // the value that decides alone
	side := func(v cty.Value) (open bool, is bool, f *found, err error) {
		if f, err = e.scan(v); err != nil || f.open() {
			return true, false, f, err
		}
		is, err = e.truthOf(v, x.SrcRange)
		return false, is, f, err
	}
	if aerr != nil {
		return a, aerr
	}
	aOpen, aIs, af, err := side(a)
	if err != nil {
		return a, err
	}
	result := func(is bool, marks ...*found) cty.Value {
		out := cty.BoolVal(is)
		for _, f := range marks {
			if f.sensitive {
				return out.Mark(sensitiveMark{})
			}
		}
		return out
	}
	if !aOpen && aIs == decides {
		return result(decides, af), nil
	}
	b, err := e.eval(x.RHS, s)
	if err != nil {
		return b, err
	}
	bOpen, bIs, bf, err := side(b)
	if err != nil {
		return b, err
	}
	if !bOpen && (bIs == decides || !aOpen) {
		return result(bIs, af, bf), nil
	}
	both, err := e.scan(a, b)
	if err != nil {
		return b, err
	}
	return e.undecided(e.show(a)+" "+signs[x.Op]+" "+e.show(b), e.because("a condition", both), a, b)
}

func (e *engine) unary(x *hclsyntax.UnaryOpExpr, s *scope) (cty.Value, error) {
	v, err := e.eval(x.Val, s)
	if err != nil {
		return v, err
	}
	f, err := e.scan(v)
	if err != nil {
		return v, err
	}
	if f.open() {
		return e.undecided(signs[x.Op]+e.show(v), e.because("a condition", f), v)
	}
	out, diags := (&hclsyntax.UnaryOpExpr{Op: x.Op, Val: literal(v, x.Val), SrcRange: x.SrcRange}).Value(nil)
	return out, failed(diags, x.SrcRange)
}

// equal compares values of which some part is a hole, where the rest decides.
func (e *engine) equal(a, b cty.Value) (same, known bool) {
	a, aMarks := a.Unmark()
	b, bMarks := b.Unmark()
	if !a.IsKnown() || !b.IsKnown() {
		// The same reference twice is the same value.
		x, ok := holeIn(a.WithMarks(aMarks))
		y, also := holeIn(b.WithMarks(bMarks))
		return true, ok && also && x == y && e.holes.list[x].why == ""
	}
	if a.IsNull() || b.IsNull() {
		return a.IsNull() && b.IsNull(), true // a value with a hole in it is no null
	}
	if a.Type() != cty.String || b.Type() != cty.String {
		return false, false
	}
	return e.equalTexts(a.AsString(), b.AsString())
}

// equalTexts compares texts by what stands before their first and after their
// last hole.
func (e *engine) equalTexts(a, b string) (same, known bool) {
	a, b = requote(a, false), requote(b, false)
	if a == b {
		return true, true
	}
	if a == "" || b == "" {
		for _, id := range append(e.idsIn(a), e.idsIn(b)...) {
			if e.fixed(id) {
				return false, true // it is not empty
			}
		}
	}
	aPre, aSuf, aOpen := e.around(a)
	bPre, bSuf, bOpen := e.around(b)
	if !strings.HasPrefix(aPre, bPre) && !strings.HasPrefix(bPre, aPre) {
		return false, true
	}
	if !strings.HasSuffix(aSuf, bSuf) && !strings.HasSuffix(bSuf, aSuf) {
		return false, true
	}
	if !aOpen && len(a) < len(bPre)+len(bSuf) || !bOpen && len(b) < len(aPre)+len(aSuf) {
		return false, true
	}
	// Plain texts bring no wildcards.
	if e.allFixed(a) && e.allFixed(b) && (strings.Count(a, "*") != strings.Count(b, "*") || strings.Count(a, "?") != strings.Count(b, "?")) {
		return false, true
	}
	return false, false
}

func (e *engine) allFixed(s string) bool {
	return !slices.ContainsFunc(e.idsIn(s), func(id int) bool { return !e.fixed(id) })
}

// around is the function of that name, and knows how ARNs begin.
func (e *engine) around(s string) (before, after string, open bool) {
	before, after, open = around(s)
	if !open {
		return before, after, open
	}
	r, _ := utf8.DecodeRuneInString(s[len(before):])
	if id, _, ok := holeOf(r); ok && id < len(e.holes.list) && e.fixed(id) && e.holes.list[id].attribute == "arn" {
		before += "arn:"
	}
	return before, after, open
}

// around returns what stands before the first and after the last hole; all of
// the text, twice, where it has none.
func around(s string) (before, after string, open bool) {
	first, last := -1, -1
	for i, r := range s {
		if _, _, ok := holeOf(r); ok {
			if first < 0 {
				first = i
			}
			last = i + len(string(r))
		}
	}
	if first < 0 {
		return s, s, false
	}
	return s[:first], s[last:], true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// when decides a condition of presence; no condition means yes.
func (r *renderer) when(e hcl.Expression, s scope) (yes, unknown bool) {
	if e == nil {
		return true, false
	}
	v, diags := e.Value(s.unknown)
	r.diags = append(r.diags, diags...)
	if diags.HasErrors() {
		return false, true
	}
	v, err := convertTo(v, cty.Bool)
	switch {
	case err != nil || v.IsKnown() && v.IsNull():
		r.broken(e.Range(), "when must be true or false.")
		return false, true
	case !v.IsKnown():
		return false, true
	}
	return v.True(), false
}

// statement renders one statement, or nothing where it does not apply. Inputs
// are the parameters of the template by which an included block is fed; without
// them the statement's own are found.
func (r *renderer) statement(st *statement, s scope, inputs []string) *Statement {
	yes, maybe := r.when(st.when, s)
	if !yes && !maybe {
		return nil
	}
	out := &Statement{
		Sid: st.sid, Description: st.description, Effect: st.effect, Citations: st.citations, Maybe: maybe,
		Actions: r.texts(st.actions, s, "actions"), NotActions: r.texts(st.notActions, s, "not_actions"),
		Resources: r.texts(st.resources, s, "resources"), NotResources: r.texts(st.notResources, s, "not_resources"),
	}
	if !maybe {
		r.filled(st, out)
	}
	for _, p := range st.principals {
		yes, unknown := r.when(p.when, s)
		if !yes && !unknown {
			continue
		}
		kind := r.text(p.kind, s)
		ids := r.texts(p.identifiers, s, "identifiers")
		if unknown {
			ids = Texts{Unknown: true}
		}
		out.Principals = append(out.Principals, Principals{Type: string(kind), Identifiers: ids})
	}
	seen := map[string]bool{}
	for _, c := range st.conditions {
		yes, unknown := r.when(c.when, s)
		if !yes && !unknown {
			continue
		}
		cond := Condition{Test: r.text(c.test, s), Variable: r.text(c.variable, s), Values: r.texts(c.values, s, "values"), Maybe: unknown}
		key := string(cond.Test) + "\n" + strings.ToLower(string(cond.Variable))
		if seen[key] {
			r.broken(c.rng, "The statement has two conditions "+string(cond.Test)+" on "+string(cond.Variable)+"; give one with all values.")
			continue
		}
		seen[key] = true
		out.Conditions = append(out.Conditions, cond)
	}
	if out.Inputs = inputs; inputs == nil {
		for _, e := range statementExpressions(st) {
			out.Inputs = append(out.Inputs, s.inputsOf(e)...)
		}
	}
	out.Inputs = unique(out.Inputs)
	return out
}

// filled refuses a statement about no action or no resource: AWS would refuse
// it, and for a denial it would be a hole.
func (r *renderer) filled(st *statement, out *Statement) {
	for _, e := range []struct {
		expr  hcl.Expression
		texts Texts
		name  string
	}{
		{st.actions, out.Actions, "actions"}, {st.notActions, out.NotActions, "not_actions"},
		{st.resources, out.Resources, "resources"}, {st.notResources, out.NotResources, "not_resources"},
	} {
		if e.expr != nil && !e.texts.Unknown && len(e.texts.Values) == 0 {
			r.broken(e.expr.Range(), "The statement "+st.sid+" has no "+e.name+" with these arguments; say with when that it then does not apply.")
		}
	}
}

// text evaluates an expression to one text.
func (r *renderer) text(e hcl.Expression, s scope) Text {
	list := r.texts(e, s, "text")
	if len(list.Values) != 1 {
		r.broken(e.Range(), "This must be one text.")
		return Text(r.holes.add("text", true))
	}
	return list.Values[0]
}

// texts evaluates an expression to a list of texts; a single text is a list of one.
func (r *renderer) texts(e hcl.Expression, s scope, what string) Texts {
	if e == nil {
		return Texts{}
	}
	unknown, v, diags := s.eval(e)
	r.diags = append(r.diags, diags...)
	if diags.HasErrors() {
		return Texts{Unknown: true}
	}
	if v.Type() == cty.String {
		return Texts{Values: []Text{r.one(e, v, s, what)}}
	}
	if !v.IsKnown() {
		// With a known type of tuple the length is known all the same.
		v = unknown
	}
	switch {
	case v.IsKnown() && v.IsNull() || v.IsKnown() && !v.CanIterateElements():
		r.broken(e.Range(), what+" must be a list of texts.")
		return Texts{Unknown: true}
	case !v.IsKnown():
		return Texts{Unknown: true}
	}
	out := Texts{Values: []Text{}}
	for it := v.ElementIterator(); it.Next(); {
		_, el := it.Element()
		out.Values = append(out.Values, r.one(e, el, s, what))
	}
	return out
}

func (r *renderer) one(e hcl.Expression, v cty.Value, s scope, what string) Text {
	text, err := convertTo(v, cty.String)
	switch {
	case err != nil || text.IsKnown() && text.IsNull():
		r.broken(e.Range(), what+" must be texts, not null.")
		return Text(r.holes.add(what, true))
	case !text.IsKnown():
		name := what
		if in := s.inputsOf(e); len(in) > 0 {
			name = strings.Join(in, ", ")
		}
		return Text(r.holes.add(name, true))
	}
	return Text(text.AsString())
}

// unique keeps the first of equal texts.
func unique(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

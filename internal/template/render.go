// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/zclconf/go-cty/cty"
)

// Rendered is a template with arguments.
type Rendered struct {
	Template *Template
	// Trust is nil where the template is not of a role.
	Trust    *Document
	Policies []*Document
	// Tags are those that the template asks for. A key without a known value has
	// a text with a hole.
	Tags map[string]Text
	// Accepts are the acceptances that hold for these arguments.
	Accepts []*Accept
	// Holes are what the hole characters in all documents stand for.
	Holes []policy.Hole
}

// renderer renders once.
type renderer struct {
	template *Template
	holes    holes
	problems []Problem
	diags    hcl.Diagnostics
}

// Render makes the documents of a role. Problems are arguments that the template
// does not take; the result is then what can be said in spite of them.
// Diagnostics are mistakes in the template itself that only these arguments
// show, with their positions.
func (t *Template) Render(args Arguments) (*Rendered, []Problem, hcl.Diagnostics) {
	r := &renderer{template: t}
	out := &Rendered{Template: t, Tags: map[string]Text{}}
	shared := r.shared(args)

	values := r.values(nil, t.Parameters, args.Parameters)
	s := r.scope(&t.unit, values, shared)
	r.validate(nil, &t.unit, t.Parameters, nil, s)

	switch {
	case t.Kind == KindRole:
		out.Trust = r.trust(args.Trust, shared)
	case len(args.Trust) > 0:
		r.problem(cty.GetAttrPath("trust"), "the template %s makes a %s, which nobody assumes: leave trust out", t.Name, t.Kind)
	}
	for _, p := range t.Policies {
		out.Policies = append(out.Policies, r.policy(p, s, shared))
	}
	r.tags(out, s)
	for _, a := range t.Accepts {
		if yes, unknown := r.when(a.when, s); yes || unknown {
			out.Accepts = append(out.Accepts, a)
		}
	}
	if r.holes.full {
		r.problem(nil, "more than %d values are unknown; apply in smaller steps", maxHoles)
	}
	out.Holes = r.holes.list
	if len(r.problems) > 0 {
		// What then does not fit in the template follows from the arguments.
		return out, r.problems, nil
	}
	return out, nil, r.diags
}

// names are the two readings of the names that an expression may use.
type names struct{ unknown, holes map[string]cty.Value }

// shared makes the names that every unit may use.
func (r *renderer) shared(args Arguments) names {
	partition := args.Partition
	if partition == "" {
		partition = "aws"
	}
	suffix := "amazonaws.com"
	if partition == "aws-cn" {
		suffix = "amazonaws.com.cn"
	}
	aws := cty.ObjectVal(map[string]cty.Value{
		"partition": cty.StringVal(partition), "dns_suffix": cty.StringVal(suffix),
	})
	boundary := orNull(args.PermissionsBoundary)
	if r.template.Limits.BoundaryRequired && !boundary.IsKnown() {
		// It will be something, which settles comparisons with null.
		boundary = boundary.RefineNotNull()
	}
	role := map[string]cty.Value{"name": orNull(args.RoleName), "permissions_boundary": boundary}
	filled := map[string]cty.Value{}
	for name, v := range role {
		filled[name] = r.holes.fill(name, v, false)
	}
	return names{
		unknown: map[string]cty.Value{"aws": aws, "role": cty.ObjectVal(role)},
		holes:   map[string]cty.Value{"aws": aws, "role": cty.ObjectVal(filled)},
	}
}

func orNull(v cty.Value) cty.Value {
	if v == cty.NilVal {
		return cty.NullVal(cty.String)
	}
	return v
}

// scope makes the scope of a unit from its arguments, with its local values.
func (r *renderer) scope(u *unit, values map[string]cty.Value, shared names) scope {
	filled := make(map[string]cty.Value, len(values))
	for _, p := range u.Parameters {
		filled[p.Name] = r.holes.fill(p.Name, values[p.Name], p.Wildcards)
	}
	return r.scopeOf(u, values, filled, shared)
}

func (r *renderer) scopeOf(u *unit, values, filled map[string]cty.Value, shared names) scope {
	unknown, holes := maps.Clone(shared.unknown), maps.Clone(shared.holes)
	unknown["var"], holes["var"] = cty.ObjectVal(values), cty.ObjectVal(filled)
	s := newScope(unknown, holes)
	localsU, localsH := map[string]cty.Value{}, map[string]cty.Value{}
	for _, l := range u.locals {
		// A local value may use those above it.
		unknown["local"], holes["local"] = cty.ObjectVal(localsU), cty.ObjectVal(localsH)
		v, h, diags := s.eval(l.Expr)
		r.diags = append(r.diags, diags...)
		if diags.HasErrors() {
			v, h = cty.DynamicVal, cty.DynamicVal
		}
		localsU[l.Name], localsH[l.Name] = v, h
		s.inputs[l.Name] = s.inputsOf(l.Expr)
	}
	unknown["local"], holes["local"] = cty.ObjectVal(localsU), cty.ObjectVal(localsH)
	return s
}

// trust renders the profiles asked for into one trust policy.
func (r *renderer) trust(args []TrustArgument, shared names) *Document {
	doc := &Document{Name: "trust"}
	if len(args) == 0 {
		r.problem(cty.GetAttrPath("trust"), "nobody may become the role: give at least one of %s", strings.Join(r.template.ProfileNames(), ", "))
		return doc
	}
	count := map[string]int{}
	sids := map[string]int{}
	for i, a := range args {
		path := cty.GetAttrPath("trust").GetAttr(a.Profile).IndexInt(count[a.Profile])
		count[a.Profile]++
		use := r.template.TrustUse(a.Profile)
		if use == nil {
			r.problem(path, "the template %s does not allow %q; it allows %s", r.template.Name, a.Profile, strings.Join(r.template.ProfileNames(), ", "))
			continue
		}
		values := r.values(path, use.Parameters(), a.Parameters)
		filled := make(map[string]cty.Value, len(values))
		for name, v := range values {
			filled[name] = r.holes.fill(strings.TrimPrefix(pathText(path), ".")+"."+name, v, use.Parameter(name).Wildcards)
		}
		s := r.scopeOf(&use.Profile.unit, values, filled, shared)
		r.validate(path, &use.Profile.unit, use.Parameters(), use.validations, s)
		for _, st := range use.Profile.statements {
			out := r.statement(st, s, nil)
			if out == nil {
				continue
			}
			out.TrustIndex = i
			// The same profile twice would give the same Sid twice.
			if sids[out.Sid]++; sids[out.Sid] > 1 {
				out.Sid += string(rune('0' + min(sids[out.Sid], 9)))
			}
			doc.Unknown = doc.Unknown || out.Maybe
			doc.Statements = append(doc.Statements, out)
		}
	}
	return doc
}

// Documents are all documents, the trust policy first where there is one.
func (r *Rendered) Documents() []*Document {
	if r.Trust == nil {
		return r.Policies
	}
	return append([]*Document{r.Trust}, r.Policies...)
}

// TrustUse returns the profile with this name as the template allows it, or nil.
func (t *Template) TrustUse(name string) *TrustUse {
	for _, u := range t.Trust {
		if u.Name == name {
			return u
		}
	}
	return nil
}

// ProfileNames returns the names of the profiles that the template allows.
func (t *Template) ProfileNames() []string {
	out := make([]string, 0, len(t.Trust))
	for _, u := range t.Trust {
		out = append(out, u.Name)
	}
	return out
}

func (r *renderer) policy(p *Policy, s scope, shared names) *Document {
	doc := &Document{Name: p.Name}
	add := func(st *Statement) {
		if st != nil {
			doc.Unknown = doc.Unknown || st.Maybe
			doc.Statements = append(doc.Statements, st)
		}
	}
	for _, it := range p.items {
		if it.statement != nil {
			add(r.statement(it.statement, s, nil))
			continue
		}
		for _, st := range r.include(it.include, s, shared) {
			add(st)
		}
	}
	return doc
}

// include renders a block's statements with the arguments that the template gives.
func (r *renderer) include(inc *include, s scope, shared names) []*Statement {
	yes, maybe := r.when(inc.when, s)
	if !yes && !maybe {
		return nil
	}
	values, filled := map[string]cty.Value{}, map[string]cty.Value{}
	inputs := append([]string{}, s.inputsOf(inc.when)...)
	for _, p := range inc.block.Parameters {
		values[p.Name], filled[p.Name] = p.Default, p.Default
		a := inc.arguments[p.Name]
		if a == nil {
			continue
		}
		inputs = append(inputs, s.inputsOf(a.Expr)...)
		v, h, diags := s.eval(a.Expr)
		r.diags = append(r.diags, diags...)
		if !diags.HasErrors() {
			v, h = r.blockArgument(a, p, v), r.blockArgument(a, p, h)
		} else {
			v, h = cty.UnknownVal(p.Type), cty.UnknownVal(p.Type)
		}
		values[p.Name], filled[p.Name] = v, h
	}
	inner := r.scopeOf(&inc.block.unit, values, filled, shared)
	var out []*Statement
	for _, st := range inc.block.statements {
		if rendered := r.statement(st, inner, inputs); rendered != nil {
			rendered.Block = inc.block.Name
			rendered.Maybe = rendered.Maybe || maybe
			out = append(out, rendered)
		}
	}
	return out
}

func (r *renderer) blockArgument(a *hcl.Attribute, p *Parameter, v cty.Value) cty.Value {
	if v.IsKnown() && v.IsNull() && !p.Required() {
		return p.Default
	}
	out, err := convertTo(v, p.Type)
	if err != nil {
		r.broken(a.Expr.Range(), "The argument "+p.Name+" must be "+friendly(p.Type)+": "+err.Error()+".")
		return cty.UnknownVal(p.Type)
	}
	return out
}

func (r *renderer) tags(out *Rendered, s scope) {
	if r.template.tags == nil {
		return
	}
	_, v, diags := s.eval(r.template.tags)
	r.diags = append(r.diags, diags...)
	if diags.HasErrors() {
		return
	}
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		r.broken(r.template.tags.Range(), "tags must be an object of texts whose names are known.")
		return
	}
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		text, err := convertTo(e, cty.String)
		switch {
		case err != nil:
			r.broken(r.template.tags.Range(), "The tag "+k.AsString()+" is no text.")
		case !text.IsKnown():
			out.Tags[k.AsString()] = Text(r.holes.add("tags."+k.AsString(), true))
		case !text.IsNull():
			out.Tags[k.AsString()] = Text(text.AsString())
		}
	}
}

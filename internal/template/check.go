// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"sort"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// facts are the names, beside parameters and local values, that expressions may
// use: what is known of the role, and of the partition of AWS it lives in.
var facts = map[string][]string{
	"role": {"name", "permissions_boundary"},
	"aws":  {"partition", "dns_suffix"},
}

func validationExpressions(list []*validation) []hcl.Expression {
	var out []hcl.Expression
	for _, v := range list {
		out = append(out, v.condition, v.message)
	}
	return out
}

func statementExpressions(s *statement) []hcl.Expression {
	out := []hcl.Expression{s.when, s.actions, s.notActions, s.resources, s.notResources}
	for _, c := range s.conditions {
		out = append(out, c.when, c.test, c.variable, c.values)
	}
	for _, p := range s.principals {
		out = append(out, p.when, p.kind, p.identifiers)
	}
	return out
}

func unitExpressions(u *unit, statements []*statement) []hcl.Expression {
	out := validationExpressions(u.validations)
	for _, p := range u.Parameters {
		out = append(out, validationExpressions(p.validations)...)
	}
	for _, s := range statements {
		out = append(out, statementExpressions(s)...)
	}
	return out
}

func templateExpressions(t *Template) []hcl.Expression {
	out := append(unitExpressions(&t.unit, nil), t.tags)
	for _, a := range t.Accepts {
		out = append(out, a.when)
	}
	for _, p := range t.Policies {
		for _, it := range p.items {
			if it.statement != nil {
				out = append(out, statementExpressions(it.statement)...)
				continue
			}
			out = append(out, it.include.when)
			for _, a := range it.include.arguments {
				out = append(out, a.Expr)
			}
		}
	}
	return out
}

// check reports names and functions that do not exist. It looks at the text
// alone, so that a mistake in a branch that no test takes is found as well.
// role says whether the role's own facts may be used.
func (d *decoder) check(u *unit, exprs []hcl.Expression, role bool) {
	locals := map[string]bool{}
	for _, l := range u.locals {
		d.checkExpression(u, l.Expr, locals, role)
		if locals[l.Name] {
			d.errorf(l.NameRange, "Duplicate local value", "local.%s is declared twice.", l.Name)
		}
		locals[l.Name] = true
	}
	for _, e := range exprs {
		if e != nil {
			d.checkExpression(u, e, locals, role)
		}
	}
}

func (d *decoder) checkExpression(u *unit, e hcl.Expression, locals map[string]bool, role bool) {
	for _, t := range e.Variables() {
		d.checkName(u, t, locals, role)
	}
	node, ok := e.(hclsyntax.Node)
	if !ok {
		return
	}
	diags := hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		call, ok := n.(*hclsyntax.FunctionCallExpr)
		if !ok {
			return nil
		}
		if _, known := functions[call.Name]; !known {
			d.errorf(call.NameRange, "Unknown function", "There is no function %q in templates.%s", call.Name, nearest(call.Name, keysOf(functions)))
		}
		return nil
	})
	d.diags = append(d.diags, diags...)
}

func (d *decoder) checkName(u *unit, t hcl.Traversal, locals map[string]bool, role bool) {
	root := t.RootName()
	name := ""
	if len(t) > 1 {
		if a, ok := t[1].(hcl.TraverseAttr); ok {
			name = a.Name
		}
	}
	rng := t.SourceRange()
	switch {
	case root == "var" && name != "":
		if u.Parameter(name) == nil {
			d.errorf(rng, "Unknown parameter", "There is no parameter %q.%s", name, nearest(name, parameterNames(u.Parameters)))
		}
	case root == "local" && name != "":
		if !locals[name] {
			d.errorf(rng, "Unknown local value",
				"There is no local value %q; a local value may use those above it.%s", name, nearest(name, keysOf(locals)))
		}
	case facts[root] != nil && name != "" && (root != "role" || role):
		if !has(facts[root], name) {
			d.errorf(rng, "Unknown name", "%s has no %q.%s", root, name, nearest(name, facts[root]))
		}
	default:
		d.errorf(rng, "Unknown name", "%q is unknown here; expressions use var.NAME, local.NAME, aws.partition, aws.dns_suffix and, in a template, role.name and role.permissions_boundary.", root)
	}
}

func has(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func keysOf[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func parameterNames(list []*Parameter) []string {
	out := make([]string, 0, len(list))
	for _, p := range list {
		out = append(out, p.Name)
	}
	return out
}

// nearest is " Did you mean …?" where a name is near enough to be a slip.
func nearest(name string, known []string) string {
	best, at := "", 4
	for _, k := range known {
		if n := levenshtein.Distance(name, k, nil); n < at && n <= (len(name)+2)/3 {
			best, at = k, n
		}
	}
	if best == "" {
		return ""
	}
	return ` Did you mean "` + best + `"?`
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// ParseArguments reads arguments from a file. They are written as in a role's
// resource: parameters as attributes, and profiles as blocks in a block trust.
// The attributes name, permissions_boundary and partition are the role's name,
// its boundary and the partition of AWS. Expressions may use the functions of
// templates; variables are names that they may use beside.
func ParseArguments(src []byte, filename string, variables map[string]cty.Value) (Arguments, hcl.Diagnostics) {
	f, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return Arguments{}, diags
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return Arguments{}, diags
	}
	return argumentsOf(body, variables)
}

func argumentsOf(body *hclsyntax.Body, variables map[string]cty.Value) (Arguments, hcl.Diagnostics) {
	ctx := &hcl.EvalContext{Variables: variables, Functions: functions}
	args := Arguments{RoleName: cty.StringVal("example")}
	var diags, d hcl.Diagnostics
	args.Parameters, diags = valuesOf(body, ctx)
	for _, special := range []struct {
		name string
		to   func(cty.Value)
	}{
		{"name", func(v cty.Value) { args.RoleName = v }},
		{"permissions_boundary", func(v cty.Value) { args.PermissionsBoundary = v }},
		{"partition", func(v cty.Value) {
			if v.IsKnown() {
				args.Partition = v.AsString()
			}
		}},
	} {
		v, ok := args.Parameters[special.name]
		if !ok {
			continue
		}
		delete(args.Parameters, special.name)
		if v.Type() != cty.String || v.IsKnown() && v.IsNull() {
			diags = append(diags, argumentError(body.Attributes[special.name].Range(), "Unsuitable value", special.name+" is a text."))
			continue
		}
		special.to(v)
	}
	for _, b := range body.Blocks {
		if b.Type != "trust" || len(b.Labels) > 0 {
			diags = append(diags, argumentError(b.DefRange(), "Unexpected block", `Only profiles are blocks, and they stand in a block "trust".`))
			continue
		}
		for name, a := range b.Body.Attributes {
			diags = append(diags, argumentError(a.Range(), "Unexpected argument", fmt.Sprintf("%q is no profile; trust holds a block for each.", name)))
		}
		for _, p := range b.Body.Blocks {
			for _, inner := range p.Body.Blocks {
				diags = append(diags, argumentError(inner.DefRange(), "Unexpected block", "A profile has arguments and no blocks."))
			}
			t := TrustArgument{Profile: p.Type}
			t.Parameters, d = valuesOf(p.Body, ctx)
			diags = append(diags, d...)
			args.Trust = append(args.Trust, t)
		}
	}
	return args, diags
}

func valuesOf(body *hclsyntax.Body, ctx *hcl.EvalContext) (map[string]cty.Value, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	out := make(map[string]cty.Value, len(body.Attributes))
	for name, a := range body.Attributes {
		v, d := a.Expr.Value(ctx)
		diags = append(diags, d...)
		if !d.HasErrors() {
			out[name] = v
		}
	}
	return out, diags
}

func argumentError(rng hcl.Range, summary, detail string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: rng.Ptr()}
}

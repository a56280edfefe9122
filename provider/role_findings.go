// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

// judge runs the validator's rules on the planned role. The value is for the
// attribute findings; it is unknown as long as documents are. What the template's
// limits refuse already, on told, is not said once more.
func (r *roleResource) judge(ctx context.Context, plan, before *roleModel, rendered *template.Rendered, args template.Arguments, told diag.Diagnostics) (types.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	result, known := r.findings(ctx, plan, before, rendered, args)
	for _, text := range sizes(rendered) {
		diags.AddError("policy-too-long: A document is longer than AWS allows", sentence("The role cannot be made: "+text))
	}
	vals, found := r.settings.report(result, r.typeName(), append(diags, told...), func(f *safeguard.Finding) path.Path {
		return r.argument(f, rendered, args)
	})
	diags.Append(found...)
	if !known || plan.TagsAll.IsUnknown() || plan.Boundary.IsUnknown() || plan.MaxSession.IsUnknown() {
		return types.ListUnknown(findingType), diags
	}
	return vals, diags
}

// findings are what the rules find; known is false as long as documents are not.
func (r *roleResource) findings(ctx context.Context, plan, before *roleModel, rendered *template.Rendered, args template.Arguments) (result *safeguard.Result, known bool) {
	cfg := r.settings.config
	plan.enforces = enforcing(args, rendered.Holes)
	change := &account.Change{Before: &account.Account{}, After: r.planned(plan, rendered, cfg), SourceGiven: true}
	if before != nil {
		change.Before = r.recorded(before, cfg)
	}
	known = rendered.Trust.Known()
	for _, d := range rendered.Policies {
		known = known && d.Known()
	}
	skip := wholePlan
	if !known {
		skip = append(append([]string{}, wholePlan...), untilApply...)
	}
	return safeguard.Judge(ctx, change, cfg, now(), safeguard.Options{Skip: skip}), known
}

// argument is the argument that causes a finding.
func (r *roleResource) argument(f *safeguard.Finding, rendered *template.Rendered, args template.Arguments) path.Path {
	name, _, _ := strings.Cut(f.Attribute, "[")
	switch name {
	case "":
		return path.Empty()
	case "assume_role_policy":
		if f.Document != nil && f.Document.Statement < len(rendered.Trust.Statements) {
			return r.trustArgument(args, rendered.Trust.Statements[f.Document.Statement].TrustIndex)
		}
		return trustPath
	case "policies":
		for i, d := range rendered.Policies {
			if f.Document == nil || !strings.HasPrefix(f.Attribute, fmt.Sprintf("policies[%d]", i)) || f.Document.Statement >= len(d.Statements) {
				continue
			}
			if in := d.Statements[f.Document.Statement].Inputs; len(in) > 0 {
				return r.input(in[0])
			}
		}
		return path.Empty()
	}
	return path.Root(name)
}

// trustArgument is the block in which a trust argument stands.
func (r *roleResource) trustArgument(args template.Arguments, index int) path.Path {
	if index >= len(args.Trust) {
		return trustPath
	}
	count := 0
	for _, a := range args.Trust[:index] {
		if a.Profile == args.Trust[index].Profile {
			count++
		}
	}
	return r.trustAt(args.Trust[index].Profile, count)
}

// enforcing are the SAML providers that the trust blocks declare to ask for a
// second factor: ARNs, or names of holes in brackets, as rules know them.
func enforcing(args template.Arguments, holes []policy.Hole) map[string]bool {
	out := map[string]bool{}
	counts := map[string]int{}
	for _, t := range args.Trust {
		i := counts[t.Profile]
		counts[t.Profile]++
		by, arn := t.Parameters["mfa_enforced_by"], t.Parameters["provider_arn"]
		if by == cty.NilVal || arn == cty.NilVal || !by.IsKnown() || by.IsNull() || by.AsString() != "idp" || arn.IsNull() {
			continue
		}
		if arn.IsKnown() {
			out[arn.AsString()] = true
			continue
		}
		name := fmt.Sprintf("trust.%s[%d].provider_arn", t.Profile, i)
		if slices.ContainsFunc(holes, func(h policy.Hole) bool { return h.Name == name }) {
			out["<"+name+">"] = true
		}
	}
	return out
}

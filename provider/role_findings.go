// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

// now is the clock of rules that look at the calendar.
var now = time.Now

func loadConfig(file string) (*config.Config, hcl.Diagnostics) {
	return config.Load(file, safeguard.Catalogue())
}

// wholePlan are rules that look at a plan as a whole, of which a provider sees
// one resource: the validator is for them.
var wholePlan = []string{"waiver-expired", "waiver-unused"}

// untilApply are rules that speak of documents which are not known yet. The same
// role is judged again while it is applied, with all values.
var untilApply = []string{"policy-undetermined"}

// judge runs the validator's rules on the planned role. Findings that the
// change introduces are errors on the argument that causes them; those that
// were there before, and minor ones, are warnings. The value is for the
// attribute findings; it is unknown as long as documents are.
func (r *roleResource) judge(ctx context.Context, plan, before *roleModel, rendered *template.Rendered, args template.Arguments) (types.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	cfg := r.settings.config
	result, known := r.findings(ctx, plan, before, rendered, args)
	for _, text := range sizes(rendered) {
		diags.AddError("policy-too-long: A document is longer than AWS allows", sentence("The role cannot be made: "+text))
	}
	vals := []attr.Value{}
	for _, f := range result.Findings {
		if f.Status == safeguard.Resolved {
			continue
		}
		accepted := r.accepted(&f, cfg)
		vals = append(vals, types.ObjectValueMust(findingType.AttrTypes, map[string]attr.Value{
			"rule": types.StringValue(f.Rule), "severity": types.StringValue(f.Severity.String()), "message": types.StringValue(f.Message),
			"citations": stringsValue(f.Citations), "accepted": optionalText(accepted),
		}))
		r.report(&f, accepted, rendered, args, &diags)
	}
	if !known || plan.TagsAll.IsUnknown() || plan.Boundary.IsUnknown() || plan.MaxSession.IsUnknown() {
		return types.ListUnknown(findingType), diags
	}
	return types.ListValueMust(findingType, vals), diags
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

// report turns a finding into a diagnostic.
func (r *roleResource) report(f *safeguard.Finding, accepted string, rendered *template.Rendered, args template.Arguments, diags *diag.Diagnostics) {
	if accepted != "" {
		return
	}
	title := f.Rule
	if rule, ok := safeguard.Lookup(f.Rule); ok {
		title += ": " + rule.Title
	}
	blocks := f.Status == safeguard.Introduced && f.Severity >= config.Medium
	if !blocks && f.Status == safeguard.Existing && f.Severity < config.Medium {
		// Said when it came; saying it in every plan would be noise.
		return
	}
	at := r.argument(f, rendered, args)
	text := explain(f)
	switch {
	case blocks && len(at.Steps()) > 0:
		diags.AddAttributeError(at, title, text)
	case blocks:
		diags.AddError(title, text)
	case len(at.Steps()) > 0:
		diags.AddAttributeWarning(at, title, text)
	default:
		diags.AddWarning(title, text)
	}
}

// explain says what is wrong, with the proof, what to do, and by which rule.
func explain(f *safeguard.Finding) string {
	parts := []string{sentence(f.Message)}
	if f.Witness != nil {
		parts = append(parts, "For one, this allows "+witnessText(f.Witness)+".")
	}
	if f.Remediation != "" {
		parts = append(parts, sentence(f.Remediation))
	}
	parts = append(parts, fmt.Sprintf("Severity %s; %s. More: hipaacheck explain %s", f.Severity, cite(f.Citations), f.Rule))
	return strings.Join(parts, "\n\n")
}

func witnessText(w *safeguard.Witness) string {
	return requestText(w.Action, w.Resource, w.Principal, w.Context)
}

// accepted is why a finding is not reported, or "".
func (r *roleResource) accepted(f *safeguard.Finding, cfg *config.Config) string {
	if f.Acceptance != nil {
		return f.Acceptance.Reason
	}
	if cfg == nil || cfg.Rules[f.Rule].NotWaivable {
		return ""
	}
	for _, w := range cfg.Waivers {
		if w.Rule == f.Rule && !expired(w, now()) && (w.Digest == "" || w.Digest == f.Digest) && mayName(w.Address, resourceType(r.template)) {
			return w.Reason
		}
	}
	return ""
}

// expired reports whether the waiver's last day is over.
func expired(w *config.Waiver, at time.Time) bool {
	return !at.Before(w.Expires.AddDate(0, 0, 1))
}

// mayName reports whether a waiver's address can be of a resource of this type.
// A provider is not told its resources' addresses; the validator is, and holds
// the waiver to the exact one.
func mayName(address, resourceType string) bool {
	if before, _, ok := strings.Cut(address, resourceType+"."); ok {
		return before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "*")
	}
	return strings.HasSuffix(address, "*") && (address == "*" || strings.HasPrefix(address, "module."))
}

// argument is the argument that causes a finding.
func (r *roleResource) argument(f *safeguard.Finding, rendered *template.Rendered, args template.Arguments) path.Path {
	name, _, _ := strings.Cut(f.Attribute, "[")
	switch name {
	case "":
		return path.Empty()
	case "assume_role_policy":
		if f.Document != nil && f.Document.Statement < len(rendered.Trust.Statements) {
			return trustArgument(args, rendered.Trust.Statements[f.Document.Statement].TrustIndex)
		}
		return trustPath
	case "policies":
		for i, d := range rendered.Policies {
			if f.Document == nil || !strings.HasPrefix(f.Attribute, fmt.Sprintf("policies[%d]", i)) || f.Document.Statement >= len(d.Statements) {
				continue
			}
			if in := d.Statements[f.Document.Statement].Inputs; len(in) > 0 {
				return path.Root(in[0])
			}
		}
		return path.Empty()
	}
	return path.Root(name)
}

// trustArgument is the block in which a trust argument stands.
func trustArgument(args template.Arguments, index int) path.Path {
	if index >= len(args.Trust) {
		return trustPath
	}
	count := 0
	for _, a := range args.Trust[:index] {
		if a.Profile == args.Trust[index].Profile {
			count++
		}
	}
	return trustPath.AtName(args.Trust[index].Profile).AtListIndex(count)
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

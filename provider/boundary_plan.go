// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// tagClass is the tag that names a boundary's class and version.
const tagClass = "HipaaBoundaryClass"

// maxManagedSize is what AWS allows a managed policy, in characters without
// white space. Source: IAM user guide, "IAM and AWS STS quotas".
const maxManagedSize = 6144

// ModifyPlan computes all that will be, as far as it is known, and judges it.
// It asks nothing of AWS.
func (r *boundaryResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.ready(&resp.Diagnostics) {
		return
	}
	var config, plan boundaryModel
	resp.Diagnostics.Append(r.get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	var state *boundaryModel
	if !req.State.Raw.IsNull() {
		state = &boundaryModel{}
		resp.Diagnostics.Append(r.get(ctx, req.State.Raw, state)...)
	}
	t, rendered, diags := r.render(ctx, config.Class, req.Config.Raw, r.settings.connection.Partition(ctx))
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.Path = config.Path; plan.Path.IsNull() {
		plan.Path = types.StringValue("/")
	}
	if t == nil {
		r.planUnknown(&plan, &config)
	} else {
		resp.Diagnostics.Append(r.planDocument(&plan, &config, state, t, rendered)...)
	}
	if state != nil {
		resp.RequiresReplace = append(resp.RequiresReplace, r.replaced(&plan, state)...)
	}
	if state == nil || len(resp.RequiresReplace) > 0 {
		arn := r.plannedARN(ctx, &plan)
		plan.ID, plan.ARN, plan.PolicyID = arn, arn, types.StringUnknown()
	} else {
		plan.ID, plan.ARN, plan.PolicyID = state.ID, state.ARN, state.PolicyID
	}
	if rendered != nil {
		resp.Diagnostics.Append(r.judge(ctx, &plan, state, rendered)...)
	}
	if state != nil && same(plan.fields(), state.fields(), "findings") {
		// Findings of rules to come; that alone is no change.
		plan.Findings = state.Findings
	}
	resp.Plan.Raw, diags = r.set(ctx, resp.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
}

// plannedARN follows from the account, where allowed_account_ids names the only one:
// a boundary made in the same apply as the roles under it is then known to them
// while planning.
func (r *boundaryResource) plannedARN(ctx context.Context, plan *boundaryModel) types.String {
	if r.settings.account == "" || plan.Name.IsUnknown() || plan.Path.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(fmt.Sprintf("arn:%s:iam::%s:policy%s%s", r.settings.connection.Partition(ctx), r.settings.account, plan.Path.ValueString(), plan.Name.ValueString()))
}

// planUnknown plans a boundary whose class is not known until apply.
func (r *boundaryResource) planUnknown(plan, config *boundaryModel) {
	plan.Name, plan.Description = config.Name, config.Description
	if plan.Name.IsNull() {
		plan.Name = types.StringUnknown()
	}
	if plan.Description.IsNull() {
		plan.Description = types.StringUnknown()
	}
	plan.TemplateVersion, plan.Policy = types.StringUnknown(), types.StringUnknown()
	plan.Citations, plan.Statements = types.ListUnknown(types.StringType), types.ListUnknown(statementType)
	plan.Findings, plan.TagsAll = types.ListUnknown(findingType), types.MapUnknown(types.StringType)
}

func (r *boundaryResource) planDocument(plan, config, state *boundaryModel, t *template.Template, rendered *template.Rendered) diag.Diagnostics {
	plan.Name = plannedName(config.Name, config.NamePrefix, plan.Path, className(t))
	switch {
	case !config.Description.IsNull():
		plan.Description = config.Description
	case state != nil && !state.Description.IsNull():
		// It cannot be changed, and a title that reads otherwise now is no reason
		// for another policy.
		plan.Description = state.Description
	default:
		plan.Description = types.StringValue(t.Title + ".")
	}
	plan.TemplateVersion, plan.Citations = types.StringValue(t.Version), stringsValue(t.Citations)
	doc := rendered.Policies[0]
	plan.Policy, plan.Statements = documentValue(doc), statementsValue(doc, false)
	fixed := map[string]attr.Value{}
	for k, v := range rendered.Tags {
		fixed[k] = textValue(v)
	}
	fixed[tagClass] = types.StringValue(className(t) + "@" + t.Version)
	var diags diag.Diagnostics
	plan.TagsAll, diags = r.settings.tags(plan.Tags, fixed, nil)
	return diags
}

// replaced are the arguments whose change makes a new policy.
func (r *boundaryResource) replaced(plan, state *boundaryModel) path.Paths {
	var out path.Paths
	for _, a := range []struct {
		name     string
		now, old types.String
	}{{"name", plan.Name, state.Name}, {"path", plan.Path, state.Path}, {"description", plan.Description, state.Description}} {
		if !a.now.Equal(a.old) {
			out = append(out, path.Root(a.name))
		}
	}
	return out
}

// judge runs the rules on the document and says what a change newly leaves open.
func (r *boundaryResource) judge(ctx context.Context, plan, state *boundaryModel, rendered *template.Rendered) diag.Diagnostics {
	var diags diag.Diagnostics
	doc := rendered.Policies[0]
	text, ok := doc.JSON()
	if n := len([]rune(text)); ok && n > maxManagedSize {
		diags.AddError("policy-too-long: The document is longer than AWS allows",
			fmt.Sprintf("The boundary has %d characters without white space; AWS allows a managed policy %d. Name fewer resources, or name them by a pattern.", n, maxManagedSize))
	}
	result := r.findings(ctx, plan, state, rendered)
	vals, found := r.settings.report(result, boundaryType, diags, func(f *safeguard.Finding) path.Path {
		if f.Document != nil && f.Document.Statement < len(doc.Statements) && !f.Document.Whole {
			if in := doc.Statements[f.Document.Statement].Inputs; len(in) > 0 {
				return path.Root(in[0])
			}
		}
		return path.Root("class")
	})
	diags.Append(found...)
	plan.Findings = vals
	if !doc.Known() {
		plan.Findings = types.ListUnknown(findingType)
	}
	if state != nil && doc.Known() && !iamrole.SameDocument(state.Policy.ValueString(), text, policy.Boundary) {
		if answer := ceilingChange(state.Policy.ValueString(), text); answer.Result != decide.No {
			diags.AddAttributeWarning(path.Root("class"), "The boundary leaves more open than before",
				"What it newly lets roles under it be allowed: "+ceilingEffect(answer)+" Each of those roles has it where its own policies allow it.")
		}
	}
	return diags
}

// findings are what the rules find in the document.
func (r *boundaryResource) findings(ctx context.Context, plan, state *boundaryModel, rendered *template.Rendered) *safeguard.Result {
	change := &account.Change{Before: &account.Account{}, After: &account.Account{}, SourceGiven: true}
	after := renderedDocument(rendered.Policies[0], boundaryType, "policy", policy.Boundary, rendered.Holes)
	after.Managed, after.Name, after.ARN = true, plan.Name.ValueString(), plan.ARN.ValueString()
	change.After.Documents = append(change.After.Documents, after)
	if state != nil {
		before := &account.Document{
			Address: boundaryType, Attribute: "policy", Kind: policy.Boundary, Known: account.KnownPlan, Managed: true,
			Name: state.Name.ValueString(), ARN: state.ARN.ValueString(),
		}
		before.Policy, before.Problems = policy.Parse([]byte(state.Policy.ValueString()), policy.Boundary)
		change.Before.Documents = append(change.Before.Documents, before)
	}
	skip := wholePlan
	if !rendered.Policies[0].Known() {
		skip = append(append([]string{}, wholePlan...), untilApply...)
	}
	return safeguard.Judge(ctx, change, r.settings.config, now(), safeguard.Options{Skip: skip})
}

// ceilingChange asks what one boundary leaves open that another does not. A
// boundary is read as what a role with every permission has under it.
func ceilingChange(old, now string) decide.Answer {
	before, _ := policy.Parse([]byte(old), policy.Boundary)
	after, _ := policy.Parse([]byte(now), policy.Boundary)
	if after == nil {
		return decide.Answer{Result: decide.Undetermined, Reason: "it is no policy document any more"}
	}
	return decide.DocumentNewAccess(before, after, policy.Identity, decide.Options{})
}

func ceilingEffect(a decide.Answer) string {
	if a.Result == decide.Yes {
		return "for one, " + ceilingWitness(a.Witness) + "."
	}
	return "this is undetermined: " + sentence(a.Reason)
}

// ceilingWitness is a request without who makes it: a boundary is nobody's.
func ceilingWitness(w *decide.Witness) string {
	if w == nil {
		return "some request"
	}
	return requestText(w.Action, w.Resource, "", w.Context)
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// ModifyPlan computes all that will be, as far as it is known, and judges it.
// It asks nothing of AWS.
func (r *roleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if plan := r.plan(ctx, req, resp); plan != nil {
		var diags diag.Diagnostics
		resp.Plan.Raw, diags = r.set(ctx, resp.Plan.Raw, plan)
		resp.Diagnostics.Append(diags...)
	}
}

// plan is the role as it will be; nil where the plan stays as it is proposed.
func (r *roleResource) plan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) *roleModel {
	if req.Plan.Raw.IsNull() {
		return nil
	}
	if !r.ready(&resp.Diagnostics) {
		return nil
	}
	r, known := r.of(ctx, req.Config.Raw, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return nil
	}
	if !known {
		return r.planUnknown(ctx, req, resp)
	}
	var config, plan, state roleModel
	resp.Diagnostics.Append(r.get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	create := req.State.Raw.IsNull()
	if !create {
		resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	}
	args, diags := r.configArguments(ctx, req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return nil
	}
	r.planCommon(&plan, &config)
	if !create {
		resp.RequiresReplace = append(resp.RequiresReplace, replaced(&plan, &state)...)
	}
	args.RoleName, args.PermissionsBoundary = ctyString(plan.Name), ctyString(plan.Boundary)
	args.Partition = r.settings.connection.Partition(ctx)
	rendered, diags := r.render(args)
	resp.Diagnostics.Append(diags...)
	limits := r.checkLimits(&plan)
	resp.Diagnostics.Append(limits...)
	r.planDocuments(&plan, rendered)
	resp.Diagnostics.Append(r.planTags(&plan, rendered)...)
	if create || len(resp.RequiresReplace) > 0 {
		plan.ID, plan.ARN, plan.UniqueID = plan.Name, types.StringUnknown(), types.StringUnknown()
		plan.Others = stringsValue(nil)
	} else {
		plan.ID, plan.ARN, plan.UniqueID, plan.Others = state.ID, state.ARN, state.UniqueID, state.Others
		if plan.Exclusive.ValueBool() {
			plan.Others = stringsValue(nil)
		}
		resp.Diagnostics.Append(kept(&plan, &state)...)
		resp.Diagnostics.Append(upgraded(&plan, &state)...)
	}
	plan.Managed = planManaged(&plan, rendered)
	var before *roleModel
	if !create {
		before = &state
		before.enforces = enforcing(r.earlier(ctx, req.State.Raw), nil)
	}
	judged, diags := r.judge(ctx, &plan, before, rendered, args, limits)
	resp.Diagnostics.Append(diags...)
	plan.Findings = judged
	if !create && same(r.fields(&plan), r.fields(&state), "findings") {
		// Findings age with the calendar; that alone is no change.
		plan.Findings = state.Findings
	}
	return &plan
}

// planCommon fills in what the configuration leaves out.
func (r *roleResource) planCommon(plan, config *roleModel) {
	defaults := r.settings.defaults
	pick := func(set types.String, fallback string) types.String {
		if !set.IsNull() {
			return set
		}
		return optionalText(fallback)
	}
	if plan.Path = pick(config.Path, defaults.path); plan.Path.IsNull() {
		plan.Path = types.StringValue("/")
	}
	plan.Boundary = pick(config.Boundary, defaults.boundary)
	// A tag of one's own wins over the provider's default.
	if plan.Owner = config.Owner; !tagged(config, tagOwner) {
		plan.Owner = pick(config.Owner, defaults.owner)
	}
	if plan.ReviewBy = config.ReviewBy; !tagged(config, tagReviewBy) {
		plan.ReviewBy = pick(config.ReviewBy, defaults.reviewBy)
	}
	plan.Justification = pick(config.Justification, defaults.justification)
	plan.Name = plannedName(config.Name, config.NamePrefix, plan.Path, r.template.Name)
	if plan.MaxSession = config.MaxSession; plan.MaxSession.IsNull() {
		plan.MaxSession = types.Int64Value(int64(r.template.Limits.Session.Seconds()))
	}
	switch {
	case !config.Description.IsNull():
		plan.Description = config.Description
	case plan.Justification.IsUnknown():
		plan.Description = types.StringUnknown()
	default:
		text := r.template.Title + "."
		if why := plan.Justification.ValueString(); why != "" {
			text += " " + sentence(why)
		}
		plan.Description = types.StringValue(text)
	}
	plan.Template = types.StringValue(r.template.Name)
	plan.TemplateVersion = types.StringValue(r.template.Version)
	plan.Citations = stringsValue(r.template.Citations)
}

// kept warns of policies that a role which is taken over keeps beside the
// template's.
func kept(plan, state *roleModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if others := knownTexts(state.Others); state.TemplateVersion.IsNull() && len(others) > 0 && !plan.Exclusive.ValueBool() {
		diags.AddAttributeWarning(path.Root("other_policies"), fmt.Sprintf("The role %s keeps policies that are not the template's", plan.Name.ValueString()),
			fmt.Sprintf("The role %s has %s beside the template's documents; what they allow it may do as well. Take them away, or set exclusive = true and let the apply do it.",
				plan.Name.ValueString(), strings.Join(others, ", ")))
	}
	return diags
}

// knownTexts are the known elements of a list.
func knownTexts(list types.List) []string {
	var out []string
	for _, e := range list.Elements() {
		if s, ok := e.(types.String); ok && !s.IsUnknown() {
			out = append(out, s.ValueString())
		}
	}
	return out
}

// replaced are the arguments whose change makes a new role.
func replaced(plan, state *roleModel) path.Paths {
	var out path.Paths
	if !plan.Name.Equal(state.Name) {
		out = append(out, path.Root("name"))
	}
	if !plan.Path.Equal(state.Path) {
		out = append(out, path.Root("path"))
	}
	return out
}

// checkLimits holds the role to its template's limits.
func (r *roleResource) checkLimits(plan *roleModel) diag.Diagnostics {
	var diags diag.Diagnostics
	limits := r.template.Limits
	if s := plan.MaxSession; !s.IsUnknown() && s.ValueInt64() > int64(limits.MaxSession.Seconds()) {
		diags.AddAttributeError(path.Root("max_session_duration"), "session-too-long: Session longer than the template allows",
			fmt.Sprintf("max_session_duration is %d seconds; the template %s allows at most %d (%s). Ask for less, or leave it out to get %d.",
				s.ValueInt64(), r.template.Name, int64(limits.MaxSession.Seconds()), cite([]string{"164.312(a)(2)(iii)"}), int64(limits.Session.Seconds())))
	}
	if limits.BoundaryRequired && plan.Boundary.IsNull() {
		diags.AddAttributeError(path.Root("permissions_boundary"), "boundary-missing: The template needs a permissions boundary",
			fmt.Sprintf("The template %s needs a permissions boundary of the class %q. Set permissions_boundary, here or in the provider's role_defaults.", r.template.Name, limits.Boundary))
	}
	return diags
}

func (r *roleResource) planDocuments(plan *roleModel, rendered *template.Rendered) {
	plan.AssumeRolePolicy = documentValue(rendered.Trust)
	plan.AssumeRoleStatements = statementsValue(rendered.Trust, true)
	plan.Policies = policiesValue(rendered.Policies)
	plan.Accepts = acceptsValue(rendered.Accepts)
}

// The tags that come from arguments.
const (
	tagTemplate = "HipaaRoleTemplate"
	tagOwner    = "Owner"
	tagReviewBy = "ReviewBy"
)

// planTags puts the tags together.
func (r *roleResource) planTags(plan *roleModel, rendered *template.Rendered) diag.Diagnostics {
	fixed := map[string]attr.Value{}
	for k, v := range rendered.Tags {
		fixed[k] = textValue(v)
	}
	fixed[tagTemplate] = types.StringValue(r.template.Name + "@" + r.template.Version)
	var diags diag.Diagnostics
	plan.TagsAll, diags = r.settings.tags(plan.Tags, fixed, map[string]types.String{tagOwner: plan.Owner, tagReviewBy: plan.ReviewBy})
	return diags
}

// tagged reports whether the role's own tags have the key.
func tagged(m *roleModel, key string) bool {
	_, ok := m.Tags.Elements()[key]
	return ok
}

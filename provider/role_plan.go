// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
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
	if req.Plan.Raw.IsNull() {
		return
	}
	if r.settings == nil {
		resp.Diagnostics.AddError("Provider not configured", "The provider must be configured before roles can be planned.")
		return
	}
	var config, plan, state roleModel
	resp.Diagnostics.Append(r.get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	create := req.State.Raw.IsNull()
	if !create {
		resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	}
	args, diags := r.arguments(ctx, req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.planCommon(&plan, &config)
	if !create {
		resp.RequiresReplace = append(resp.RequiresReplace, replaced(&plan, &state)...)
	}
	args.RoleName, args.PermissionsBoundary = ctyString(plan.Name), ctyString(plan.Boundary)
	args.Partition = r.settings.connection.Partition(ctx)
	rendered, diags := r.render(args)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(r.checkLimits(&plan)...)
	r.planDocuments(&plan, rendered)
	resp.Diagnostics.Append(r.planTags(&plan, rendered)...)
	if create || len(resp.RequiresReplace) > 0 {
		plan.ID, plan.ARN, plan.UniqueID = plan.Name, types.StringUnknown(), types.StringUnknown()
		plan.Others = stringsValue(nil)
	} else {
		plan.ID, plan.ARN, plan.UniqueID, plan.Others = state.ID, state.ARN, state.UniqueID, state.Others
	}
	var before *roleModel
	if !create {
		before = &state
		old, diags := r.arguments(ctx, req.State.Raw)
		resp.Diagnostics.Append(diags...)
		before.enforces = enforcing(old, nil)
	}
	judged, diags := r.judge(ctx, &plan, before, rendered, args)
	resp.Diagnostics.Append(diags...)
	plan.Findings = judged
	if !create && unchanged(&plan, &state) {
		// Findings age with the calendar; that alone is no change.
		plan.Findings = state.Findings
	}
	resp.Plan.Raw, diags = r.set(ctx, resp.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
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
	plan.Name = r.plannedName(config, plan.Path)
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

// planTags puts the tags together: the provider's, then the template's, then
// those of arguments, then the role's own.
func (r *roleResource) planTags(plan *roleModel, rendered *template.Rendered) diag.Diagnostics {
	var diags diag.Diagnostics
	all := map[string]attr.Value{}
	for k, v := range r.settings.defaultTags {
		all[k] = types.StringValue(v)
	}
	for k, v := range rendered.Tags {
		all[k] = textValue(v)
	}
	all[tagTemplate] = types.StringValue(r.template.Name + "@" + r.template.Version)
	for key, v := range map[string]types.String{tagOwner: plan.Owner, tagReviewBy: plan.ReviewBy} {
		if v.IsNull() {
			continue
		}
		if tagged(plan, key) {
			diags.AddAttributeError(path.Root("tags").AtMapKey(key), "Two values for one tag",
				fmt.Sprintf("The tag %s comes from an argument of its own; leave it out here, or leave the argument out.", key))
		}
		all[key] = v
	}
	if plan.Tags.IsUnknown() {
		plan.TagsAll = types.MapUnknown(types.StringType)
		return diags
	}
	maps.Copy(all, plan.Tags.Elements())
	for k := range all {
		if r.settings.ignore.has(k) {
			delete(all, k)
		}
		if strings.HasPrefix(strings.ToLower(k), "aws:") {
			diags.AddAttributeError(path.Root("tags"), "Reserved tag", fmt.Sprintf("The tag %s begins with aws:, which AWS keeps for itself.", k))
		}
	}
	if len(all) > maxTags {
		diags.AddAttributeError(path.Root("tags"), "Too many tags",
			fmt.Sprintf("The role would have %d tags, those of the provider and the template included; AWS allows %d.", len(all), maxTags))
	}
	plan.TagsAll = types.MapValueMust(types.StringType, all)
	return diags
}

// unchanged reports whether nothing is to be done.
func unchanged(plan, state *roleModel) bool {
	a, b := plan.fields(), state.fields()
	for name := range a {
		if name == "findings" {
			continue
		}
		x, okX := valueOf(a[name])
		y, okY := valueOf(b[name])
		if !okX || !okY || !x.Equal(y) {
			return false
		}
	}
	return true
}

// tagged reports whether the role's own tags have the key.
func tagged(m *roleModel, key string) bool {
	_, ok := m.Tags.Elements()[key]
	return ok
}

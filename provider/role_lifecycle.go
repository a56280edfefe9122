// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
)

// wanted is the role of a plan. Everything in it is known: Terraform plans once
// more, with all values, before it applies.
func wanted(plan *roleModel) *iamrole.Role {
	return &iamrole.Role{
		Name: plan.Name.ValueString(), Path: plan.Path.ValueString(), Description: plan.Description.ValueString(),
		MaxSession: int32(plan.MaxSession.ValueInt64()), //nolint:gosec // at most 43,200, by the schema
		Boundary:   plan.Boundary.ValueString(), Trust: plan.AssumeRolePolicy.ValueString(), Policies: documents(plan.Policies), Tags: tagTexts(plan.TagsAll),
	}
}

// Create makes the role.
func (r *roleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan roleModel
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := m.Create(ctx, wanted(&plan))
	if err != nil {
		resp.Diagnostics.Append(r.failure("The role was not created", err)...)
		if found == nil {
			return
		}
		// Something is left behind. Terraform remembers it as tainted.
		resp.Diagnostics.AddWarning("An unfinished role is left behind",
			fmt.Sprintf("The role %s could not be taken back. Terraform keeps it in its state, and the next apply replaces it.", found.Name))
	}
	plan.ARN, plan.UniqueID = types.StringValue(found.ARN), types.StringValue(found.UniqueID)
	plan.ID, plan.Managed = plan.Name, stringsValue(found.Managed)
	resp.State.Raw, diags = r.set(ctx, req.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, &plan)...)
}

// setIdentity says which role it is.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, m *roleModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if identity == nil || m.Name.IsNull() {
		return diags
	}
	diags.Append(identity.SetAttribute(ctx, path.Root("name"), m.Name)...)
	if m.ARN.IsNull() {
		// Being imported: what the import has said stays.
		return diags
	}
	diags.Append(identity.SetAttribute(ctx, path.Root("account_id"), optionalText(accountOf(m.ARN.ValueString())))...)
	return diags
}

// accountOf is the account in an ARN, or "".
func accountOf(arn string) string {
	if parts := strings.Split(arn, ":"); len(parts) > 4 {
		return parts[4]
	}
	return ""
}

// Read brings the state to what is in AWS, and says what changed there.
func (r *roleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r = r.recordedTemplate(ctx, req.State.Raw)
	var state roleModel
	resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	// Before the role may turn out to be gone: a removed resource has an identity too.
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, &state)...)
	imported := state.imported()
	found, own, err := r.found(ctx, m, &state)
	switch {
	case errors.Is(err, iamrole.ErrNotFound) && state.UniqueID.IsNull():
		resp.Diagnostics.AddError("No such role", fmt.Sprintf("There is no role %s to import.", state.Name.ValueString()))
		return
	case errors.Is(err, iamrole.ErrNotFound):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(r.failure("The role cannot be read", err)...)
		return
	case !state.UniqueID.IsNull() && found.UniqueID != state.UniqueID.ValueString():
		other := &iamrole.OtherRoleError{Name: found.Name, Want: state.UniqueID.ValueString(), Have: found.UniqueID}
		resp.Diagnostics.AddWarning("The role was deleted and made anew outside Terraform",
			sentence(other.Error())+" It is no longer managed here. Delete it, so that the next apply makes it again, or import it.")
		resp.State.RemoveResource(ctx)
		return
	}
	if !imported {
		resp.Diagnostics.Append(drift(&state, found)...)
		resp.Diagnostics.Append(attached(ctx, m, &state, found)...)
	}
	r.refresh(ctx, &state, found, own)
	resp.State.Raw, diags = r.set(ctx, req.State.Raw, &state)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, &state)...)
}

// imported reports whether nothing of a template is known yet: the role is being
// imported, or was moved here.
func (m *roleModel) imported() bool { return m.UniqueID.IsNull() || m.Template.IsNull() }

// found reads the role of a state, and the names of the documents that are its own.
func (r *roleResource) found(ctx context.Context, m *iamrole.Manager, state *roleModel) (found *iamrole.Found, own []string, err error) {
	own, managed := r.own(state), knownTexts(state.Managed)
	found, err = m.Read(ctx, state.Name.ValueString(), own, managed...)
	if err == nil && state.imported() {
		// What has a name of ours is taken over with the role.
		if more := slices.DeleteFunc(slices.Clone(found.OtherInline), func(p string) bool { return !strings.HasPrefix(p, policyPrefix) }); len(more) > 0 {
			own = append(own, more...)
			found, err = m.Read(ctx, state.Name.ValueString(), own, managed...)
		}
	}
	return found, own, err //nolint:wrapcheck // it says what was being read
}

// own are the names of the documents that are the role's own: those in the state
// and those of the template.
func (r *roleResource) own(state *roleModel) []string {
	out := templatePolicies(r.template)
	for _, p := range documents(state.Policies) {
		out = append(out, p.Name)
	}
	return out
}

// refresh takes over what is in AWS. What means the same keeps its form.
func (r *roleResource) refresh(ctx context.Context, state *roleModel, found *iamrole.Found, own []string) {
	state.ID, state.Name = types.StringValue(found.Name), types.StringValue(found.Name)
	state.ARN, state.UniqueID = types.StringValue(found.ARN), types.StringValue(found.UniqueID)
	state.Path, state.Description = types.StringValue(found.Path), optionalText(found.Description)
	state.MaxSession = types.Int64Value(int64(found.MaxSession))
	state.Boundary = optionalText(found.Boundary)
	if !iamrole.SameDocument(state.AssumeRolePolicy.ValueString(), found.Trust, trustKind) {
		state.AssumeRolePolicy = types.StringValue(found.Trust)
		state.AssumeRoleStatements = trustStatements(r.template, found.Trust)
	} else if state.AssumeRoleStatements.IsNull() {
		// Moved here: the text came along, and what is in it did not.
		state.AssumeRoleStatements = trustStatements(r.template, found.Trust)
	}
	state.Policies = foundPolicies(r.template, state.Policies, found.Policies, own)
	state.Others, state.Managed = others(found), stringsValue(found.Managed)
	all := r.settings.ignore.found(found.Tags)
	state.TagsAll = stringMap(all)
	// Where the argument is not used, the tag may still be, by other means.
	if !state.Owner.IsNull() {
		state.Owner = tagText(all, tagOwner)
	}
	if !state.ReviewBy.IsNull() {
		state.ReviewBy = tagText(all, tagReviewBy)
	}
	if name, version, ok := strings.Cut(all[tagTemplate], "@"); ok {
		state.Template, state.TemplateVersion = types.StringValue(name), types.StringValue(version)
	}
	for _, flag := range []*types.Bool{&state.ForceDestroy, &state.Exclusive} {
		if flag.IsNull() {
			*flag = types.BoolValue(false)
		}
	}
	if state.Citations.IsNull() {
		state.Citations = stringsValue(r.template.Citations)
	}
	for _, list := range []*types.List{&state.Findings, &state.Accepts} {
		if list.IsNull() {
			*list = types.ListValueMust(list.ElementType(ctx), nil)
		}
	}
}

// Update changes what differs.
func (r *roleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r = r.recordedTemplate(ctx, req.State.Raw)
	var plan, state roleModel
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	var tags []string
	for k := range state.TagsAll.Elements() {
		tags = append(tags, k)
	}
	found, err := m.Update(ctx, wanted(&plan), state.UniqueID.ValueString(), r.own(&state), tags, knownTexts(state.Managed)...)
	if err == nil && plan.Exclusive.ValueBool() {
		err = m.Strip(ctx, found)
	}
	if err != nil {
		resp.Diagnostics.Append(r.failure("The role was not updated completely", err)...)
		return
	}
	plan.Managed = stringsValue(found.Managed)
	resp.State.Raw, diags = r.set(ctx, req.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, &plan)...)
}

// Delete deletes the role with what is its own.
func (r *roleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	r = r.recordedTemplate(ctx, req.State.Raw)
	var state roleModel
	resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := m.Delete(ctx, state.Name.ValueString(), state.UniqueID.ValueString(), r.own(&state), state.ForceDestroy.ValueBool(), knownTexts(state.Managed)...)
	var other *iamrole.OtherRoleError
	switch {
	case errors.As(err, &other):
		resp.Diagnostics.AddWarning("The role is not deleted", sentence(other.Error())+" It is left as it is and no longer managed here.")
	case err != nil:
		resp.Diagnostics.Append(r.failure("The role was not deleted", err)...)
	}
}

// failure explains an error and says what to do.
func (r *roleResource) failure(summary string, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var exists *iamrole.ExistsError
	var foreign *iamrole.ForeignError
	var use *iamrole.InUseError
	switch {
	case errors.As(err, &exists) && exists.Kind != "":
		diags.AddError(summary, sentence(err.Error())+
			" The role's documents are too long for inline policies and need managed policies of such names. Delete or rename the other policy, or give the role another name.")
	case errors.As(err, &use):
		diags.AddError(summary, sentence(use.Error())+
			" It is one of the role's own managed policies, which others should not use. Detach it there, and apply again.")
	case errors.As(err, &exists):
		diags.AddAttributeError(path.Root("name"), "The role exists already", sentence(exists.Error())+
			fmt.Sprintf(" Choose another name, or bring it under Terraform: terraform import %s.NAME %s", r.typeName(), exists.Name))
	case errors.As(err, &foreign):
		diags.AddError(summary, sentence(foreign.Error())+
			fmt.Sprintf(" Nothing was deleted. Take that away first; or set force_destroy = true, bring that into the state with terraform apply -target=%s.NAME, and destroy again.", r.typeName()))
	default:
		diags.AddError(summary, sentence(err.Error()))
	}
	return diags
}

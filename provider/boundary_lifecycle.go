// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// wantedPolicy is the policy of a plan, of which everything is known while applying.
func wantedPolicy(plan *boundaryModel) *iamrole.ManagedPolicy {
	return &iamrole.ManagedPolicy{
		Name: plan.Name.ValueString(), Path: plan.Path.ValueString(), Description: plan.Description.ValueString(),
		Document: plan.Policy.ValueString(), Tags: tagTexts(plan.TagsAll),
	}
}

// Create makes the policy.
func (r *boundaryResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan boundaryModel
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := m.CreatePolicy(ctx, wantedPolicy(&plan))
	if err != nil {
		resp.Diagnostics.Append(r.failure("The boundary was not created", err)...)
		if found == nil {
			return
		}
		// Something is left behind. Terraform remembers it as tainted.
		resp.Diagnostics.AddWarning("An unfinished policy is left behind",
			fmt.Sprintf("The policy %s could not be taken back. Terraform keeps it in its state, and the next apply replaces it.", found.Name))
	}
	plan.ID, plan.ARN, plan.PolicyID = types.StringValue(found.ARN), types.StringValue(found.ARN), types.StringValue(found.ID)
	resp.State.Raw, diags = r.set(ctx, req.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(identifyPolicy(ctx, resp.Identity, &plan)...)
}

func identifyPolicy(ctx context.Context, identity *tfsdk.ResourceIdentity, m *boundaryModel) diag.Diagnostics {
	if identity == nil || m.ARN.IsNull() {
		return nil
	}
	return identity.SetAttribute(ctx, path.Root("arn"), m.ARN)
}

// Read brings the state to what is in AWS, and says what changed there.
func (r *boundaryResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state boundaryModel
	resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	// Before the policy may turn out to be gone: a removed resource has an identity too.
	resp.Diagnostics.Append(identifyPolicy(ctx, resp.Identity, &state)...)
	imported := state.PolicyID.IsNull()
	found, err := m.ReadPolicy(ctx, state.ARN.ValueString())
	switch {
	case errors.Is(err, iamrole.ErrNotFound) && imported:
		resp.Diagnostics.AddError("No such policy", fmt.Sprintf("There is no policy %s to import.", state.ARN.ValueString()))
		return
	case errors.Is(err, iamrole.ErrNotFound):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(r.failure("The boundary cannot be read", err)...)
		return
	case !imported && found.ID != state.PolicyID.ValueString():
		other := &iamrole.OtherRoleError{Kind: "policy", Name: found.Name, Want: state.PolicyID.ValueString(), Have: found.ID}
		resp.Diagnostics.AddWarning("The policy was deleted and made anew outside Terraform",
			sentence(other.Error())+" It is no longer managed here. Delete it, so that the next apply makes it again, or import it.")
		resp.State.RemoveResource(ctx)
		return
	}
	if !imported && !iamrole.SameDocument(state.Policy.ValueString(), found.Document, policy.Boundary) {
		resp.Diagnostics.AddAttributeWarning(path.Root("policy"), "Changed outside Terraform: the boundary "+found.Name, fmt.Sprintf(
			"The document of the boundary %s was changed outside Terraform (%s). %s The next apply puts it back.",
			found.Name, statementChanges(state.Policy.ValueString(), found.Document), raised(ceilingChange(state.Policy.ValueString(), found.Document))))
	}
	r.refresh(&state, found)
	resp.State.Raw, diags = r.set(ctx, req.State.Raw, &state)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(identifyPolicy(ctx, resp.Identity, &state)...)
}

// raised says in words whether a ceiling went up.
func raised(a decide.Answer) string {
	switch a.Result {
	case decide.Yes:
		return "This widened what roles under it may do: newly left open is, for one, " + ceilingWitness(a.Witness) + "."
	case decide.No:
		return "This did not widen what roles under it may do."
	default:
		return "Whether this widened what roles under it may do is undetermined: " + sentence(a.Reason)
	}
}

// refresh takes over what is in AWS. What means the same keeps its form.
func (r *boundaryResource) refresh(state *boundaryModel, found *iamrole.FoundPolicy) {
	state.ID, state.ARN, state.PolicyID = types.StringValue(found.ARN), types.StringValue(found.ARN), types.StringValue(found.ID)
	state.Name, state.Path, state.Description = types.StringValue(found.Name), types.StringValue(found.Path), optionalText(found.Description)
	all := r.settings.ignore.found(found.Tags)
	state.TagsAll = stringMap(all)
	if class, version, ok := strings.Cut(all[tagClass], "@"); ok && boundaryClass(class) != nil {
		state.Class, state.TemplateVersion = types.StringValue(class), types.StringValue(version)
	}
	t := boundaryClass(state.Class.ValueString())
	if state.Citations.IsNull() {
		state.Citations = stringsValue(nil)
		if t != nil {
			state.Citations = stringsValue(t.Citations)
		}
	}
	if !iamrole.SameDocument(state.Policy.ValueString(), found.Document, policy.Boundary) {
		state.Policy = types.StringValue(found.Document)
		doc, _ := policy.Parse([]byte(found.Document), policy.Boundary)
		state.Statements = statementsValue(shown(t, doc), false)
	}
	if state.Findings.IsNull() {
		state.Findings = types.ListValueMust(findingType, nil)
	}
}

// Update makes a new version of the policy, and changes tags.
func (r *boundaryResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state boundaryModel
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	var owned []string
	for k := range state.TagsAll.Elements() {
		owned = append(owned, k)
	}
	if _, err := m.UpdatePolicy(ctx, wantedPolicy(&plan), state.ARN.ValueString(), state.PolicyID.ValueString(), owned); err != nil {
		resp.Diagnostics.Append(r.failure("The boundary was not updated completely", err)...)
		return
	}
	resp.State.Raw, diags = r.set(ctx, req.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(identifyPolicy(ctx, resp.Identity, &plan)...)
}

// Delete deletes the policy with its versions, unless somebody uses it.
func (r *boundaryResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state boundaryModel
	resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := m.DeletePolicy(ctx, state.Name.ValueString(), state.ARN.ValueString(), state.PolicyID.ValueString())
	var other *iamrole.OtherRoleError
	switch {
	case errors.As(err, &other):
		resp.Diagnostics.AddWarning("The policy is not deleted", sentence(other.Error())+" It is left as it is and no longer managed here.")
	case err != nil:
		resp.Diagnostics.Append(r.failure("The boundary was not deleted", err)...)
	}
}

// failure explains an error and says what to do.
func (r *boundaryResource) failure(summary string, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var exists *iamrole.ExistsError
	var use *iamrole.InUseError
	switch {
	case errors.As(err, &exists):
		diags.AddAttributeError(path.Root("name"), "The policy exists already", sentence(exists.Error())+
			fmt.Sprintf(" Choose another name, or bring it under Terraform: terraform import %s.NAME %s", boundaryType, exists.Name))
	case errors.As(err, &use):
		diags.AddError(summary, sentence(use.Error())+" Nothing was deleted. Without the boundary they could do all that their policies allow: give them another one first.")
	default:
		diags.AddError(summary, sentence(err.Error()))
	}
	return diags
}

// ImportState takes a policy by its name or its ARN, or by its identity.
func (r *boundaryResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" && req.Identity != nil {
		var arn types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("arn"), &arn)...)
		id = arn.ValueString()
	}
	parts := strings.SplitN(id, ":", 6)
	switch own := len(parts) == 6 && parts[2] == "iam" && accountID12.MatchString(parts[4]) && strings.HasPrefix(parts[5], "policy/"); {
	case resp.Diagnostics.HasError():
		return
	case own:
	case len(parts) > 1 || len(id) > maxPolicyName || !roleNameRE.MatchString(id):
		resp.Diagnostics.AddError("Invalid import identifier",
			fmt.Sprintf("%q is neither the name of a policy nor its ARN, arn:aws:iam::ACCOUNT:policy/NAME.", id))
		return
	default:
		m, _, diags := r.manager(ctx)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		arn, err := m.FindPolicy(ctx, id)
		if errors.Is(err, iamrole.ErrNotFound) {
			resp.Diagnostics.AddError("No such policy", fmt.Sprintf("There is no policy %s to import.", id))
			return
		}
		if err != nil {
			resp.Diagnostics.Append(r.failure("The boundary cannot be found", err)...)
			return
		}
		id = arn
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("arn"), id)...)
	if resp.Identity != nil {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("arn"), id)...)
	}
}

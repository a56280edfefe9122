// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
)

// Create sets the policy, unless one is there that demands more anywhere.
func (r *passwordResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan passwordModel
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	have, err := m.ReadPasswordPolicy(ctx)
	switch {
	case errors.Is(err, iamrole.ErrNotFound):
	case err != nil:
		resp.Diagnostics.AddError("The password policy was not set", sentence(err.Error()))
		return
	default:
		if loses := weakened(have, plan.wanted()); len(loses) > 0 {
			resp.Diagnostics.AddError("The account has a password policy that demands more",
				fmt.Sprintf("Setting this one would weaken it: %s. Bring it under Terraform first, so that a plan shows the change: terraform import %s.NAME %s",
					strings.Join(loses, "; "), passwordType, passwordID))
			return
		}
	}
	if err := m.PutPasswordPolicy(ctx, plan.wanted()); err != nil {
		resp.Diagnostics.AddError("The password policy was not set", sentence(err.Error()))
		return
	}
	resp.State.Raw, diags = r.set(ctx, req.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
}

// weakened says in which ways one policy demands less than another.
func weakened(old, now *iamrole.PasswordPolicy) []string {
	var out []string
	add := func(less bool, format string, args ...any) {
		if less {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	add(now.MinimumLength < old.MinimumLength, "%d characters instead of %d", now.MinimumLength, old.MinimumLength)
	add(now.Reuse < old.Reuse, "%d remembered passwords instead of %d", now.Reuse, old.Reuse)
	add(old.MaxAge > 0 && now.MaxAge == 0, "passwords never expire instead of after %d days", old.MaxAge)
	add(old.MaxAge > 0 && now.MaxAge > old.MaxAge, "passwords expire after %d days instead of %d", now.MaxAge, old.MaxAge)
	add(old.Lowercase && !now.Lowercase, "no lower-case letter")
	add(old.Uppercase && !now.Uppercase, "no upper-case letter")
	add(old.Numbers && !now.Numbers, "no digit")
	add(old.Symbols && !now.Symbols, "no symbol")
	add(old.HardExpiry && !now.HardExpiry, "an expired password can still be changed")
	return out
}

// Read brings the state to what is in AWS, and says what was weakened there.
func (r *passwordResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state passwordModel
	resp.Diagnostics.Append(r.get(ctx, req.State.Raw, &state)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	imported := state.Length.IsNull()
	found, err := m.ReadPasswordPolicy(ctx)
	switch {
	case errors.Is(err, iamrole.ErrNotFound) && imported:
		resp.Diagnostics.AddError("No password policy", "The account has no password policy to import.")
		return
	case errors.Is(err, iamrole.ErrNotFound):
		resp.Diagnostics.AddWarning("The password policy was removed outside Terraform", "The account has none now. The next apply sets it again.")
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.AddError("The password policy cannot be read", sentence(err.Error()))
		return
	}
	if loses := weakened(state.wanted(), found); !imported && len(loses) > 0 {
		resp.Diagnostics.AddWarning("The password policy was weakened outside Terraform",
			fmt.Sprintf("%s (%s). The next apply puts it back.", strings.Join(loses, "; "), cite(citationsOf(weakRule))))
	}
	state.Length, state.Reuse, state.MaxAge = types.Int64Value(int64(found.MinimumLength)), types.Int64Value(int64(found.Reuse)), types.Int64Value(int64(found.MaxAge))
	state.Lowercase, state.Uppercase = types.BoolValue(found.Lowercase), types.BoolValue(found.Uppercase)
	state.Numbers, state.Symbols = types.BoolValue(found.Numbers), types.BoolValue(found.Symbols)
	state.AllowChange = types.BoolValue(found.AllowChange)
	if found.MaxAge > 0 || state.HardExpiry.IsNull() {
		state.HardExpiry = types.BoolValue(found.HardExpiry)
	}
	state.ID = types.StringValue(passwordID)
	if state.Citations.IsNull() {
		state.Citations = stringsValue(citationsOf(weakRule))
	}
	if state.Findings.IsNull() {
		state.Findings = types.ListValueMust(findingType, nil)
	}
	resp.State.Raw, diags = r.set(ctx, req.State.Raw, &state)
	resp.Diagnostics.Append(diags...)
}

// Update sets the policy.
func (r *passwordResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan passwordModel
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := m.PutPasswordPolicy(ctx, plan.wanted()); err != nil {
		resp.Diagnostics.AddError("The password policy was not changed", sentence(err.Error()))
		return
	}
	resp.State.Raw, diags = r.set(ctx, req.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
}

// Delete takes the policy away.
func (r *passwordResource) Delete(ctx context.Context, _ resource.DeleteRequest, resp *resource.DeleteResponse) {
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := m.DeletePasswordPolicy(ctx); err != nil {
		resp.Diagnostics.AddError("The password policy was not deleted", sentence(err.Error()))
	}
}

// ImportState takes the account's policy; the identifier is the one of the AWS
// provider, or the account's.
func (r *passwordResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if req.ID != passwordID {
		_, clients, diags := r.manager(ctx)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		if req.ID == "" || req.ID != clients.Account {
			resp.Diagnostics.AddError("Invalid import identifier",
				fmt.Sprintf("%q is neither %s nor the account that the provider is configured for. An account has one password policy.", req.ID, passwordID))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), passwordID)...)
}

// MoveState takes over an aws_iam_account_password_policy, so that a moved block
// needs no deletion in between.
func (r *passwordResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if req.SourceTypeName == "aws_iam_account_password_policy" && strings.HasSuffix(req.SourceProviderAddress, "/hashicorp/aws") {
			// The next refresh reads the rest.
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("id"), passwordID)...)
		}
	}}}
}

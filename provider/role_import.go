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

// ImportState takes a role by its name or its ARN, or by its identity.
func (r *roleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	name, ok := roleName(req.ID)
	if req.ID == "" {
		name, ok = r.importIdentity(ctx, req, resp)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !ok {
		resp.Diagnostics.AddError("Invalid import identifier",
			fmt.Sprintf("%q is neither the name of a role nor its ARN, arn:aws:iam::ACCOUNT:role/NAME.", req.ID))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), name)...)
}

// roleName reads a name out of a name or an ARN.
func roleName(id string) (name string, ok bool) {
	name = id
	if strings.HasPrefix(id, "arn:") {
		parts := strings.SplitN(id, ":", 6)
		if len(parts) != 6 || parts[2] != "iam" || !strings.HasPrefix(parts[5], "role/") {
			return "", false
		}
		name = parts[5][strings.LastIndex(parts[5], "/")+1:]
	}
	return name, len(name) <= maxRoleName && roleNameRE.MatchString(name)
}

// importIdentity completes an identity by the account, which may be left out,
// and refuses one of another account: an identity never changes later.
func (r *roleResource) importIdentity(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (string, bool) {
	var name, account types.String
	if req.Identity == nil {
		return "", false
	}
	resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("name"), &name)...)
	resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("account_id"), &account)...)
	m, _, diags := r.manager(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return "", false
	}
	found, err := m.Read(ctx, name.ValueString(), nil)
	switch {
	case errors.Is(err, iamrole.ErrNotFound):
		resp.Diagnostics.AddError("No such role", fmt.Sprintf("There is no role %s to import.", name.ValueString()))
	case err != nil:
		resp.Diagnostics.Append(r.failure("The role cannot be read", err)...)
	case !account.IsNull() && account.ValueString() != accountOf(found.ARN):
		resp.Diagnostics.AddError("Another account",
			fmt.Sprintf("The role %s is in account %s, not in %s. Configure the provider for the account that is meant.", found.Name, accountOf(found.ARN), account.ValueString()))
	default:
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("name"), found.Name)...)
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("account_id"), accountOf(found.ARN))...)
	}
	return name.ValueString(), true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
)

var (
	_ resource.Resource                = (*passwordResource)(nil)
	_ resource.ResourceWithConfigure   = (*passwordResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*passwordResource)(nil)
	_ resource.ResourceWithImportState = (*passwordResource)(nil)
	_ resource.ResourceWithMoveState   = (*passwordResource)(nil)
)

const (
	// passwordType is the Terraform type of the resource.
	passwordType = typeName + "_account_password_policy"
	// passwordID identifies the one policy of an account, as in the AWS provider.
	passwordID = "iam-account-password-policy"
)

// passwordResource is the password policy of an account.
type passwordResource struct {
	configured
}

func newPasswordResource() resource.Resource { return &passwordResource{} }

// Metadata names the resource.
func (r *passwordResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = passwordType
}

type passwordModel struct {
	Profile, Weaker, ID                    types.String
	Length, Reuse, MaxAge                  types.Int64
	Lowercase, Uppercase, Numbers, Symbols types.Bool
	AllowChange, HardExpiry                types.Bool
	Citations, Findings                    types.List
}

func (m *passwordModel) fields() map[string]any {
	return map[string]any{
		"profile": &m.Profile, "weaker_than_profile": &m.Weaker, "id": &m.ID, "minimum_password_length": &m.Length, "password_reuse_prevention": &m.Reuse,
		"max_password_age": &m.MaxAge, "require_lowercase_characters": &m.Lowercase, "require_uppercase_characters": &m.Uppercase,
		"require_numbers": &m.Numbers, "require_symbols": &m.Symbols, "allow_users_to_change_password": &m.AllowChange, "hard_expiry": &m.HardExpiry,
		"citations": &m.Citations, "findings": &m.Findings,
	}
}

func (r *passwordResource) get(ctx context.Context, raw tftypes.Value, m *passwordModel) diag.Diagnostics {
	return passwordTypes().get(ctx, raw, m.fields())
}

func (r *passwordResource) set(ctx context.Context, raw tftypes.Value, m *passwordModel) (tftypes.Value, diag.Diagnostics) {
	return passwordTypes().set(ctx, raw, m.fields())
}

// wanted is the policy of a plan, of which everything is known while applying.
func (m *passwordModel) wanted() *iamrole.PasswordPolicy {
	days := func(v types.Int64) int32 { return int32(v.ValueInt64()) } //nolint:gosec // at most 1,095, by the schema
	return &iamrole.PasswordPolicy{
		MinimumLength: days(m.Length), Reuse: days(m.Reuse), MaxAge: days(m.MaxAge), Lowercase: m.Lowercase.ValueBool(), Uppercase: m.Uppercase.ValueBool(),
		Numbers: m.Numbers.ValueBool(), Symbols: m.Symbols.ValueBool(), AllowChange: m.AllowChange.ValueBool(),
		// AWS keeps it only together with an age.
		HardExpiry: m.HardExpiry.ValueBool() && m.MaxAge.ValueInt64() > 0,
	}
}

// account is the policy for the rules.
func (m *passwordModel) account() *account.PasswordPolicy {
	p := &account.PasswordPolicy{
		Address: passwordType, MinimumLength: int(m.Length.ValueInt64()), Reuse: int(m.Reuse.ValueInt64()), MaxAge: int(m.MaxAge.ValueInt64()),
		Lowercase: m.Lowercase.ValueBool(), Uppercase: m.Uppercase.ValueBool(), Numbers: m.Numbers.ValueBool(), Symbols: m.Symbols.ValueBool(),
		Profile: m.Profile.ValueString(), Weaker: m.Weaker.ValueString(),
	}
	for _, name := range passwordDemands {
		if v, ok := valueOf(m.fields()[name]); ok && v.IsUnknown() {
			p.Unknown = append(p.Unknown, name)
		}
	}
	return p
}

// passwordDemands are the arguments of which a profile says something.
var passwordDemands = []string{
	"minimum_password_length", "password_reuse_prevention", "max_password_age",
	"require_lowercase_characters", "require_uppercase_characters", "require_numbers", "require_symbols",
}

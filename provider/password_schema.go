// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// passwordTypes are the types of the resource's attributes.
var passwordTypes = sync.OnceValue(func() attributes { return attributesOf(passwordSchema()) })

// Schema describes the resource.
func (r *passwordResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = passwordSchema()
}

func passwordSchema() schema.Schema {
	class := func(what string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, Computed: true, MarkdownDescription: "Whether a password must have " + what + ". By default what the profile says."}
	}
	return schema.Schema{
		MarkdownDescription: "The password policy of the account's IAM users, 45 CFR 164.308(a)(5)(ii)(D). A profile says what it demands; arguments may demand more. " +
			"Less takes `weaker_than_profile` with the reason, because the specification is addressable: another measure may do where the decision is documented.\n\n" +
			"An account has one password policy. One that is already there and demands more anywhere is not replaced: import it first.",
		Attributes: map[string]schema.Attribute{
			"profile": schema.StringAttribute{
				Optional: true, Computed: true, Validators: []validator.String{stringvalidator.OneOf(config.ProfileSecurityRule, config.ProfileNIST, config.ProfileProposed)},
				MarkdownDescription: "`security-rule`: 14 characters of all four classes, 24 remembered passwords, 90 days. `nist-800-63b`: 15 characters, 24 remembered passwords, no classes and no rotation, as NIST SP 800-63B advises. " +
					"`proposed-2025`: the rule proposed in 2025, which asks of passwords what `security-rule` does here. By default the `profile` of the provider's `config_file`, else `security-rule`; a profile that the file sets holds whatever stands here.",
			},
			"minimum_password_length": schema.Int64Attribute{
				Optional: true, Computed: true, Validators: []validator.Int64{int64validator.Between(6, 128)}, MarkdownDescription: "Characters, 6 to 128. By default what the profile says.",
			},
			"password_reuse_prevention": schema.Int64Attribute{
				Optional: true, Computed: true, Validators: []validator.Int64{int64validator.Between(0, 24)},
				MarkdownDescription: "How many passwords are remembered and may not be used again, 0 to 24. By default what the profile says.",
			},
			"max_password_age": schema.Int64Attribute{
				Optional: true, Computed: true, Validators: []validator.Int64{int64validator.Between(0, 1095)},
				MarkdownDescription: "Days after which a password expires, 0 to 1095; 0 is never. By default what the profile says.",
			},
			"require_lowercase_characters": class("a lower-case letter"),
			"require_uppercase_characters": class("an upper-case letter"),
			"require_numbers":              class("a digit"),
			"require_symbols":              class("a symbol"),
			"allow_users_to_change_password": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true), MarkdownDescription: "Whether users may change their own password. By default they may.",
			},
			"hard_expiry": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Whether a user whose password has expired cannot choose a new one and needs an administrator. By default not.",
			},
			"weaker_than_profile": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.LengthBetween(10, 1000)},
				MarkdownDescription: "Why arguments demand less than the profile: the documented decision, 45 CFR 164.306(d)(3). Without it they are errors, with it warnings. The reason stands in the findings.",
			},
			"id":        computed("`" + passwordID + "`."),
			"citations": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that the policy serves."},
			"findings":  findingsAttribute("the policy", ", unless a waiver holds them"),
		},
	}
}

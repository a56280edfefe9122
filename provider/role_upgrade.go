// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// upgraded says what another version of the role's template newly allows. The
// version comes with the provider, or with a template of one's own, so that
// nothing in the configuration of the role tells of it.
func upgraded(plan, state *roleModel) diag.Diagnostics {
	var diags diag.Diagnostics
	old, now := state.TemplateVersion.ValueString(), plan.TemplateVersion.ValueString()
	if old == "" || old == now || !state.Template.Equal(plan.Template) {
		return diags
	}
	effect := "What that changes is known once all values are."
	if !plan.AssumeRolePolicy.IsUnknown() && allKnown(plan.Policies) {
		effect = "Its policies: " + accessEffect(documents(state.Policies), documents(plan.Policies)) +
			" Who may assume it: " + trustEffect(state.AssumeRolePolicy.ValueString(), plan.AssumeRolePolicy.ValueString())
	}
	diags.AddAttributeWarning(path.Root("template_version"), fmt.Sprintf("The role %s goes from version %s of its template to %s", plan.Name.ValueString(), old, now),
		fmt.Sprintf("The template %s has another version now, and the role follows it in place. %s", plan.Template.ValueString(), effect))
	return diags
}

// allKnown reports whether the text of every policy is known.
func allKnown(policies types.List) bool {
	for _, p := range documents(policies) {
		if p.Document == "" {
			return false
		}
	}
	return !policies.IsUnknown()
}

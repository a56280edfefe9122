// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// The rules about password policies.
const (
	weakRule    = "password-policy-weak"
	removedRule = "password-policy-removed"
)

// ModifyPlan fills in what the profile demands, refuses what is weaker, and
// judges the policy. It asks nothing of AWS.
func (r *passwordResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(removal()...)
		return
	}
	if !r.ready(&resp.Diagnostics) {
		return
	}
	var given, plan passwordModel
	resp.Diagnostics.Append(r.get(ctx, req.Config.Raw, &given)...)
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	var state *passwordModel
	if !req.State.Raw.IsNull() {
		state = &passwordModel{}
		resp.Diagnostics.Append(r.get(ctx, req.State.Raw, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	limits := r.planDemands(&plan, &given)
	told := r.weaker(&plan, limits)
	resp.Diagnostics.Append(told...)
	plan.ID, plan.Citations = types.StringValue(passwordID), stringsValue(citationsOf(weakRule))
	vals, diags := r.settings.report(r.findings(ctx, &plan, state), passwordType, told, func(f *safeguard.Finding) path.Path {
		if f.Attribute != "" {
			return path.Root(f.Attribute)
		}
		return path.Root("profile")
	})
	resp.Diagnostics.Append(diags...)
	plan.Findings = vals
	if len(plan.account().Unknown) > 0 || plan.Profile.IsUnknown() || plan.Weaker.IsUnknown() {
		plan.Findings = types.ListUnknown(findingType)
	}
	if state != nil && same(plan.fields(), state.fields(), "findings") {
		plan.Findings = state.Findings
	}
	resp.Plan.Raw, diags = r.set(ctx, resp.Plan.Raw, &plan)
	resp.Diagnostics.Append(diags...)
}

// findings are what the rules find in the policy.
func (r *passwordResource) findings(ctx context.Context, plan, state *passwordModel) *safeguard.Result {
	change := &account.Change{
		Before: &account.Account{}, After: &account.Account{PasswordPolicy: []*account.PasswordPolicy{plan.account()}}, SourceGiven: true,
	}
	if state != nil {
		change.Before.PasswordPolicy = append(change.Before.PasswordPolicy, state.account())
	}
	return safeguard.Judge(ctx, change, r.settings.config, now(), safeguard.Options{Skip: wholePlan})
}

// removal warns of taking the policy away.
func removal() diag.Diagnostics {
	var diags diag.Diagnostics
	text := "The account is left without a password policy: passwords of eight characters that never expire and may be used again are enough then."
	title := removedRule
	if rule, ok := safeguard.Lookup(removedRule); ok {
		title += ": " + rule.Title
		text += fmt.Sprintf("\n\n%s\n\nSeverity %s; %s. More: hipaacheck explain %s", rule.Fix, rule.Severity, cite(rule.Citations), removedRule)
	}
	diags.AddWarning(title, text)
	return diags
}

// citationsOf are the sections that a rule serves.
func citationsOf(rule string) []string {
	if found, ok := safeguard.Lookup(rule); ok {
		return found.Citations
	}
	return nil
}

// planDemands fills in what the configuration leaves to the profile, and
// returns what the profile demands.
func (r *passwordResource) planDemands(plan, given *passwordModel) config.Password {
	if plan.Profile = given.Profile; plan.Profile.IsNull() {
		plan.Profile = types.StringValue(config.ProfileSecurityRule)
		if cfg := r.settings.config; cfg != nil && cfg.Profile != "" {
			plan.Profile = types.StringValue(cfg.Profile)
		}
	}
	limits := r.settings.config.PasswordLimitsOf(plan.Profile.ValueString())
	number := func(v types.Int64, demanded int) types.Int64 {
		switch {
		case !v.IsNull():
			return v
		case plan.Profile.IsUnknown():
			return types.Int64Unknown()
		}
		return types.Int64Value(int64(demanded))
	}
	flag := func(v types.Bool) types.Bool {
		switch {
		case !v.IsNull():
			return v
		case plan.Profile.IsUnknown():
			return types.BoolUnknown()
		}
		return types.BoolValue(limits.Composition)
	}
	plan.Length, plan.Reuse = number(given.Length, limits.Length), number(given.Reuse, limits.Reuse)
	plan.MaxAge = number(given.MaxAge, days(limits.MaxAge))
	plan.Lowercase, plan.Uppercase, plan.Numbers, plan.Symbols = flag(given.Lowercase), flag(given.Uppercase), flag(given.Numbers), flag(given.Symbols)
	return limits
}

func days(d time.Duration) int { return int(d / (24 * time.Hour)) }

// weaker holds the arguments to the profile: what demands less is an error, or
// a warning where the configuration gives a reason.
func (r *passwordResource) weaker(plan *passwordModel, limits config.Password) diag.Diagnostics {
	var diags diag.Diagnostics
	if plan.Profile.IsUnknown() || plan.Weaker.IsUnknown() {
		return diags
	}
	say := func(attribute string, weaker bool, format string, args ...any) {
		if !weaker {
			return
		}
		text := fmt.Sprintf(format, args...) + fmt.Sprintf(" (profile %s; %s).", plan.Profile.ValueString(), cite(citationsOf(weakRule)))
		title := weakRule + ": Weaker than the profile"
		if reason := plan.Weaker.ValueString(); reason != "" {
			diags.AddAttributeWarning(path.Root(attribute), title, text+" The configuration gives a reason: "+sentence(reason)+" More: hipaacheck explain "+weakRule)
			return
		}
		diags.AddAttributeError(path.Root(attribute), title, text+" Ask for more, or leave it out to get what the profile demands. "+
			"Where another measure does the same, document the decision in weaker_than_profile. More: hipaacheck explain "+weakRule)
	}
	number := func(attribute string, v types.Int64, demanded int, what string) {
		say(attribute, !v.IsUnknown() && v.ValueInt64() < int64(demanded), "%s is %d; %s demands %d", attribute, v.ValueInt64(), what, demanded)
	}
	number("minimum_password_length", plan.Length, limits.Length, "the limit")
	number("password_reuse_prevention", plan.Reuse, limits.Reuse, "the limit")
	if most := days(limits.MaxAge); most > 0 && !plan.MaxAge.IsUnknown() {
		age := plan.MaxAge.ValueInt64()
		say("max_password_age", age == 0, "max_password_age is 0, so that passwords never expire; the limit allows at most %d days", most)
		say("max_password_age", age > int64(most), "max_password_age is %d; the limit allows at most %d days", age, most)
	}
	for _, class := range []struct {
		attribute string
		v         types.Bool
	}{
		{"require_lowercase_characters", plan.Lowercase}, {"require_uppercase_characters", plan.Uppercase},
		{"require_numbers", plan.Numbers}, {"require_symbols", plan.Symbols},
	} {
		say(class.attribute, limits.Composition && !class.v.IsUnknown() && !class.v.ValueBool(), "%s is false; the limit demands it", class.attribute)
	}
	return diags
}

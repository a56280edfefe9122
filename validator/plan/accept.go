// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strconv"
	"strings"
)

// accept refuses whatever was read and is not one complete plan.
func (d *reader) accept(opt Options) error {
	p := d.plan
	has := d.has
	isPlan := has("planned_values") || has("resource_changes") || has("configuration")
	switch {
	case has("encrypted_data"):
		return d.errorf("Encrypted plan", "The plan is encrypted by OpenTofu. Show it where the key is: tofu show -json PLAN > plan.json")
	case has("@level"):
		return d.errorf("Not a plan", "This is the log of terraform plan -json, not the plan. Make the plan with: terraform plan -out=tfplan && terraform show -json tfplan > plan.json")
	case has("provider_schemas"):
		return d.noPlan("Not a plan", "These are provider schemas, not a plan. A plan's JSON is made by: terraform show -json PLAN")
	case !isPlan && (has("values") || has("lineage") || has("serial")):
		return d.noPlan("A state, not a plan", "The input is a Terraform state. A state says what is, not what will change. Make a plan with: terraform plan -out=tfplan && terraform show -json tfplan > plan.json")
	case p.FormatVersion == "" && !isPlan && !has("errored"):
		return d.noPlan("Not a plan", "The JSON has no format_version, which every plan has. A plan's JSON is made by: terraform show -json PLAN")
	case p.FormatVersion == "":
		return d.errorf("Not a plan", "The JSON has no format_version, which every plan has. A plan's JSON is made by: terraform show -json PLAN")
	}
	if err := d.format(p.FormatVersion); err != nil {
		return err
	}
	if !isPlan && !d.errored {
		return d.errorf("A state, not a plan", "The JSON holds neither planned values nor resource changes. terraform show -json prints this for an empty state when no plan file is named. Use: terraform show -json PLAN > plan.json")
	}
	switch {
	case d.errored:
		return d.errorf("Errored plan", "Planning failed, and the file holds only what was planned before the error. Mend the error that terraform plan printed and plan again; no flag admits an errored plan.")
	case !d.haveChanges && d.plannedResources:
		return d.errorf("Not a whole plan", "The plan foresees resources in planned_values and has no resource_changes, which say what happens to them. Write the JSON again with: terraform show -json PLAN")
	case d.complete != nil && !*d.complete || p.Deferred > 0:
		if !opt.AllowIncomplete {
			reason := "The plan says that it is not complete, as plans with -target are."
			if p.Deferred > 0 {
				reason = "The plan puts off " + strconv.Itoa(p.Deferred) + " changes whose inputs are not known yet."
			}
			return d.errorf("Incomplete plan", "%s What it leaves out cannot be checked. Plan without -target, or give --allow-incomplete to check what there is; the report then says so.", reason)
		}
		p.Incomplete = true
	}
	return nil
}

// format refuses plan formats that nobody has seen yet. Source: Terraform,
// "JSON Output Format": a new major version is an incompatible one.
func (d *reader) format(version string) error {
	major, minor, ok := strings.Cut(version, ".")
	if _, err := strconv.ParseUint(minor, 10, 16); err != nil {
		ok = false
	}
	if !ok || major != "0" && major != "1" {
		return d.errorf("Unknown plan format", "The plan has format_version %q. This version reads 0.x and 1.x; a newer one of hipaacheck may read it.", version)
	}
	return nil
}

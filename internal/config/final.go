// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// unwaivable says why no waiver of a rule may come to those of a central file, or
// "": waivers are final there, or the rule is and it does not say that it may be waived.
func (d *decoder) unwaivable(rule string) string {
	for _, final := range sortedKeys(d.config.finals) {
		switch {
		case covers(final, "waiver."+rule):
		case covers(final, "rule."+rule) && !d.config.waivable[rule]:
		default:
			continue
		}
		return fmt.Sprintf("No waiver of %q may be added: %q is final at %s.", rule, final, d.config.finals[final])
	}
	return ""
}

// restOn are the settings that a rule, and no other, puts into effect. Where one is
// final, turning its rule off would weaken it.
var restOn = map[string][]string{
	"alarm-missing":             {"audit.alarms"},
	"approval-missing":          {"approval"},
	"baa-missing":               {"baa"},
	"boundary-missing":          {"boundary.required", "boundary.allowed"},
	"governance-tags-missing":   {"principals.required_tags"},
	"guardrail-missing":         {"guardrails"},
	"ineligible-service":        {"eligible_services"},
	"log-retention-short":       {"limits.log_retention"},
	"password-policy-weak":      {"limits.password"},
	"review-overdue":            {"principals.review_tag", "principals.max_review"},
	"session-too-long":          {"limits.session"},
	"trust-external-undeclared": {"trust.external_account"},
	"trust-external-without-id": {"trust.external_account"},
	"trust-without-mfa":         {"trust.mfa", "trust.identity_provider"},
}

// resting refuses to turn off, or to make less of, a rule on which a final setting rests.
func (d *decoder) resting(name string, before RuleSetting, severity string, enabled bool, block *hcl.Block) {
	least := before.Severity
	if least == 0 {
		least = d.rules.Severities[name]
	}
	s, err := ParseSeverity(severity)
	why := ""
	switch {
	case !enabled && !before.Disabled:
		why = "it may not be turned off"
	case severity != "" && err == nil && s < least:
		why = "its severity must be at least " + least.String()
	default:
		return
	}
	settings := restOn[name]
	if slices.ContainsFunc(d.config.Checks, func(c *Check) bool { return c.Name == name }) {
		settings = []string{"check." + name}
	}
	for _, setting := range settings {
		for _, final := range sortedKeys(d.config.finals) {
			if covers(final, setting) || covers(setting, final) {
				d.fail("Setting is final", fmt.Sprintf("The rule %q cannot be weakened here: %s, since %q rests on it, which is final at %s.", name, why, final, d.config.finals[final]), block.DefRange)
				return
			}
		}
	}
}

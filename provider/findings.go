// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// now is the clock of rules that look at the calendar.
var now = time.Now

func loadConfig(file string) (*config.Config, hcl.Diagnostics) {
	return config.Load(file, safeguard.Catalogue())
}

// wholePlan are rules that look at a plan as a whole, of which a provider sees
// one resource: the validator is for them.
var wholePlan = []string{"waiver-expired", "waiver-unused"}

// untilApply are rules that speak of documents which are not known yet. The same
// role is judged again while it is applied, with all values.
var untilApply = []string{"policy-undetermined"}

// report turns what the rules found into diagnostics and the attribute findings.
// Findings that the change introduces are errors on the argument that causes
// them; those that were there before, and minor ones, are warnings. A rule that
// one of the diagnostics on told speaks of is not said once more, unless what
// was told is a warning and the finding blocks.
func (s *settings) report(result *safeguard.Result, resourceType string, told diag.Diagnostics, argument func(*safeguard.Finding) path.Path) (types.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	vals := []attr.Value{}
	for _, f := range result.Findings {
		if f.Status == safeguard.Resolved {
			continue
		}
		reason := accepted(&f, s.config, resourceType)
		vals = append(vals, types.ObjectValueMust(findingType.AttrTypes, map[string]attr.Value{
			"rule": types.StringValue(f.Rule), "severity": types.StringValue(f.Severity.String()), "message": types.StringValue(f.Message),
			"citations": stringsValue(f.Citations), "accepted": optionalText(reason),
		}))
		said := slices.ContainsFunc(told, func(d diag.Diagnostic) bool {
			return strings.HasPrefix(d.Summary(), f.Rule+": ") && (d.Severity() == diag.SeverityError || !blocks(&f))
		})
		if reason == "" && !said {
			diagnose(&f, argument(&f), &diags)
		}
	}
	return types.ListValueMust(findingType, vals), diags
}

// blocks reports whether a finding that nothing holds stops a plan.
func blocks(f *safeguard.Finding) bool {
	return f.Status == safeguard.Introduced && f.Severity >= config.Medium
}

// diagnose turns a finding into a diagnostic.
func diagnose(f *safeguard.Finding, at path.Path, diags *diag.Diagnostics) {
	title := f.Rule
	if rule, ok := safeguard.Lookup(f.Rule); ok {
		title += ": " + rule.Title
	}
	stops := blocks(f)
	if !stops && f.Status == safeguard.Existing && f.Severity < config.Medium {
		// Said when it came; saying it in every plan would be noise.
		return
	}
	text := explain(f)
	switch {
	case stops && len(at.Steps()) > 0:
		diags.AddAttributeError(at, title, text)
	case stops:
		diags.AddError(title, text)
	case len(at.Steps()) > 0:
		diags.AddAttributeWarning(at, title, text)
	default:
		diags.AddWarning(title, text)
	}
}

// explain says what is wrong, with the proof, what to do, and by which rule.
func explain(f *safeguard.Finding) string {
	parts := []string{sentence(f.Message)}
	if f.Witness != nil {
		parts = append(parts, "For one, this allows "+witnessText(f.Witness)+".")
	}
	if f.Remediation != "" {
		parts = append(parts, sentence(f.Remediation))
	}
	parts = append(parts, fmt.Sprintf("Severity %s; %s. More: hipaacheck explain %s", f.Severity, cite(f.Citations), f.Rule))
	return strings.Join(parts, "\n\n")
}

func witnessText(w *safeguard.Witness) string {
	return requestText(w.Action, w.Resource, w.Principal, w.Context)
}

// accepted is why a finding is not reported, or "".
func accepted(f *safeguard.Finding, cfg *config.Config, resourceType string) string {
	if f.Acceptance != nil {
		return f.Acceptance.Reason
	}
	if cfg == nil || cfg.Rules[f.Rule].NotWaivable {
		return ""
	}
	for _, w := range cfg.Waivers {
		if w.Rule == f.Rule && !expired(w, now()) && (w.Digest == "" || w.Digest == f.Digest) && mayName(w.Address, resourceType) {
			return w.Reason
		}
	}
	return ""
}

// expired reports whether the waiver's last day is over.
func expired(w *config.Waiver, at time.Time) bool {
	return !at.Before(w.Expires.AddDate(0, 0, 1))
}

// mayName reports whether a waiver's address can be of a resource of this type.
// A provider is not told its resources' addresses; the validator is, and holds
// the waiver to the exact one.
func mayName(address, resourceType string) bool {
	if before, _, ok := strings.Cut(address, resourceType+"."); ok {
		return before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "*")
	}
	return strings.HasSuffix(address, "*") && (address == "*" || strings.HasPrefix(address, "module."))
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

var waiverExpired = register(&Rule{
	Name:     "waiver-expired",
	Title:    "A waiver has run out",
	Severity: medium,
	Description: "A waiver is a promise to mend something until a day, and the day has passed. " +
		"What it held is reported again, and the waiver is a reminder of what was agreed.",
	Citations: []string{"164.308(a)(1)(i)", "164.308(a)(8)", "164.316(b)(1)"},
	NIST:      []string{"CA-2", "RA-7"},
	Fix:       "Mend what the waiver held and remove it, or agree on a new date with its owner.",
	Bad: `waiver "pass-role-wildcard" {
  address = "aws_iam_role.ci"
  expires = "2020-01-31"
}`,
	Good: `waiver "pass-role-wildcard" {
  address = "aws_iam_role.ci"
  reason  = "Replaced in March"
  owner   = "it-security@example.org"
  expires = "2099-03-31"
}`,
})

var waiverUnused = register(&Rule{
	Name:     "waiver-unused",
	Title:    "A waiver holds nothing",
	Severity: low,
	Description: "What the waiver was for has gone, or its address is misspelled. " +
		"Left in place it would hold the next finding of the same rule at that address, which nobody has agreed to.",
	Citations: []string{"164.308(a)(1)(i)", "164.308(a)(8)", "164.316(b)(1)"},
	NIST:      []string{"CA-2"},
	Fix:       "Remove the waiver, or correct its address or digest.",
	Bad: `waiver "pass-role-wildcard" {
  address = "aws_iam_role.gone"
  expires = "2099-03-31"
}`,
	Good: `# no waiver: there is nothing left to wave through`,
})

// Waive marks the findings that a waiver of the configuration or a comment beside
// a resource holds, and adds findings for waivers that have run out or hold
// nothing. A waiver holds through the whole of its last day, in UTC. A resolved
// finding needs no waiver, and keeps one in use. The configuration may be nil.
func Waive(findings []Finding, cfg *config.Config, comments []*config.Waiver, now time.Time, opt Options) []Finding {
	if cfg == nil {
		cfg = &config.Config{}
	}
	out := findings
	for _, w := range slices.Concat(cfg.Waivers, comments) {
		if !opt.Runs(w.Rule, cfg) {
			continue
		}
		expired := !now.UTC().Before(w.Expires.AddDate(0, 0, 1))
		used := false
		for i := range findings {
			f := &findings[i]
			if f.Rule != w.Rule || w.Stack != "" && w.Stack != f.Stack || !w.MatchesAddress(f.Address) || w.Digest != "" && w.Digest != f.Digest || cfg.Rules[f.Rule].NotWaivable {
				continue
			}
			used = true
			if !expired && f.Waiver == nil && f.Status != Resolved {
				f.Waiver = w
			}
		}
		what := fmt.Sprintf("The waiver of %s at %q", w.Rule, w.Address)
		switch {
		case expired && opt.Runs(waiverExpired.Name, cfg):
			out = append(out, waiverFinding(waiverExpired, cfg, w, fmt.Sprintf("%s ran out on %s.", what, w.Expires.Format(time.DateOnly)), opt))
		case !expired && !used && opt.Runs(waiverUnused.Name, cfg):
			why := " holds no finding of this plan."
			if cfg.Rules[w.Rule].NotWaivable {
				why = " holds nothing: the configuration says that this rule cannot be waived."
			} else if at := relatedTo(w, findings); at != "" {
				why = fmt.Sprintf(" holds no finding of this plan: what it takes part in stands at %s.", at)
			}
			out = append(out, waiverFinding(waiverUnused, cfg, w, what+why, opt))
		}
	}
	return out
}

// relatedTo is the address of a finding of the waiver's rule in which the
// waiver's resource takes part: a policy whose role the finding is about; or "".
func relatedTo(w *config.Waiver, findings []Finding) string {
	for _, f := range findings {
		if f.Rule == w.Rule && (w.Stack == "" || w.Stack == f.Stack) && slices.ContainsFunc(f.Related, func(r account.Related) bool { return r.Address != "" && w.MatchesAddress(r.Address) }) {
			return f.Address
		}
	}
	return ""
}

// waiverFinding is about the configuration, or a comment, so it stands at no
// address and is always introduced.
func waiverFinding(r *Rule, cfg *config.Config, w *config.Waiver, message string, opt Options) Finding {
	severity := r.Severity
	if s := cfg.Rules[r.Name].Severity; s != 0 {
		severity = s
	}
	f := Finding{
		Rule: r.Name, Severity: severity, Status: Introduced, Message: message, Remediation: r.Fix, Citations: r.Citations, NIST: r.NIST,
		Digest:      "sha256:" + hash(r.Name, w.Rule, w.Address, w.Digest, w.Expires.Format(time.DateOnly)),
		Fingerprint: Fingerprint(opt.Stack, r.Name, w.Rule, w.Address),
	}
	if w.Covers != nil {
		f.Comment = w
		f.Fingerprint = Fingerprint(opt.Stack, r.Name, w.Rule, "comment in "+w.Range.Filename+" at "+w.Address)
		return f
	}
	at := w.Range
	f.ConfigRange = &at
	return f
}

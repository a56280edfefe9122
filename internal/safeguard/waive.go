// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"time"

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

// Waive marks the findings that a waiver holds, and adds findings for waivers
// that have run out or hold nothing. A waiver holds through the whole of its
// last day, in UTC. A resolved finding needs no waiver, and keeps one in use.
func Waive(findings []Finding, cfg *config.Config, now time.Time, opt Options) []Finding {
	if cfg == nil {
		return findings
	}
	out := findings
	for _, w := range cfg.Waivers {
		if !opt.runs(w.Rule) || cfg.Rules[w.Rule].Disabled {
			continue
		}
		expired := !now.UTC().Before(w.Expires.AddDate(0, 0, 1))
		used := false
		for i := range findings {
			f := &findings[i]
			if f.Rule != w.Rule || !w.MatchesAddress(f.Address) || w.Digest != "" && w.Digest != f.Digest || cfg.Rules[f.Rule].NotWaivable {
				continue
			}
			used = true
			if !expired && f.Waiver == nil && f.Status != Resolved {
				f.Waiver = w
			}
		}
		switch {
		case expired && opt.runs(waiverExpired.Name) && !cfg.Rules[waiverExpired.Name].Disabled:
			out = append(out, waiverFinding(waiverExpired, cfg, w, fmt.Sprintf("The waiver of %s at %q ran out on %s.", w.Rule, w.Address, w.Expires.Format(time.DateOnly)), opt))
		case !expired && !used && opt.runs(waiverUnused.Name) && !cfg.Rules[waiverUnused.Name].Disabled:
			out = append(out, waiverFinding(waiverUnused, cfg, w, fmt.Sprintf("The waiver of %s at %q holds no finding of this plan.", w.Rule, w.Address), opt))
		}
	}
	return out
}

// waiverFinding is about the configuration, so it stands at no address and is
// always introduced.
func waiverFinding(r *Rule, cfg *config.Config, w *config.Waiver, message string, opt Options) Finding {
	severity := r.Severity
	if s := cfg.Rules[r.Name].Severity; s != 0 {
		severity = s
	}
	at := w.Range
	return Finding{
		Rule: r.Name, Severity: severity, Status: Introduced, Message: message, Remediation: r.Fix, Citations: r.Citations, NIST: r.NIST,
		Digest:      "sha256:" + hash(r.Name, w.Rule, w.Address, w.Digest, w.Expires.Format(time.DateOnly)),
		Fingerprint: Fingerprint(opt.Stack, r.Name, w.Rule, w.Address),
		ConfigRange: &at,
	}
}

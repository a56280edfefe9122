// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Outcome is one finding for systems that show findings one by one.
type Outcome struct {
	Rule, Severity, Fingerprint string
	Blocks                      bool
	// Title is plain text, Markdown the whole finding.
	Title, Markdown string
}

// Outcomes are the findings that block or are introduced, the gravest first.
func Outcomes(r *validator.Report) []Outcome {
	m := &markdown{r: cleaned(r)}
	var out []Outcome
	seen := numbered{}
	for _, f := range byWeight(m.r, func(f *validator.Finding) bool { return f.Blocks || introduced(f) }) {
		out = append(out, Outcome{
			Rule: f.Rule, Severity: f.Severity, Fingerprint: seen.next(f.Fingerprint), Blocks: f.Blocks,
			Title: cut(strings.TrimSpace(f.Rule+" "+subject(f)), 250), Markdown: m.finding(f),
		})
	}
	return out
}

// Summary is the verdict and what the change newly allows, in two sentences.
func Summary(r *validator.Report) string {
	r = cleaned(r)
	return cut(strings.TrimSpace(verdict(r)+" "+lead(r)), 1000)
}

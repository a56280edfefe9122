// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Atlantis writes what Atlantis reads of a custom policy check, the way conftest
// says it: "FAIL - …" and "WARN - …" lines and a closing count. Atlantis wants
// the check to exit with 0 and takes the outcome from the text, so this format
// goes with --soft-fail.
//
// Source: Atlantis, server/events/project_command_runner.go: a check has failed
// where its output begins with FAIL or counts at least one failure.
func Atlantis(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	var b strings.Builder
	failures, warnings := 0, 0
	line := func(kind, about string) {
		// A text of the plan must not count failures of its own.
		fmt.Fprintf(&b, "%s - %s\n", kind, failureCount.ReplaceAllString(about, "$1\u00a0$2"))
	}
	for _, u := range r.Unread {
		failures++
		line("FAIL", u.Path+" - not checked: "+u.Reason)
	}
	for _, f := range byWeight(r, func(f *validator.Finding) bool { return f.Blocks || introduced(f) && f.Severity != "low" }) {
		kind := "WARN"
		if f.Blocks {
			kind = "FAIL"
			failures++
		} else {
			warnings++
		}
		line(kind, fmt.Sprintf("%s - %s [%s] %s: %s", at(place(r, f)), f.Severity, f.Rule, subject(f), f.Message))
	}
	if r.Verdict == validator.ApprovalRequired && failures == 0 {
		failures++
		line("FAIL", "hipaacheck - approvals are missing")
	}
	passed := 0
	broken := map[string]bool{}
	for _, f := range r.Findings {
		broken[f.Rule] = broken[f.Rule] || present(&f)
	}
	for _, rule := range safeguard.Rules() {
		if ran(r, rule.Name) && !broken[rule.Name] {
			passed++
		}
	}
	fmt.Fprintf(&b, "\n%s, %d passed, %s, %s, 0 exceptions\n", plural(passed+warnings+failures, "test", "tests"), passed,
		plural(warnings, "warning", "warnings"), plural(failures, "failure", "failures"))
	_, err := io.WriteString(w, b.String())
	return err
}

var failureCount = regexp.MustCompile(`(?i)([0-9]|failures":) (failure|\[)`)

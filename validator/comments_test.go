// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// TestJoinComments: a comment in a module that several plans call is unused where
// none of them needs it, and run out once.
func TestJoinComments(t *testing.T) {
	at := &validator.Location{File: "team/main.tf", Line: 3, Column: 1}
	about := func(rule string) validator.Finding {
		return validator.Finding{Rule: rule, Severity: "low", Status: "introduced", Location: at, Fingerprint: rule, CommentWaiver: true}
	}
	plan := func(used bool, findings ...validator.Finding) *validator.Report {
		return &validator.Report{Plans: []validator.Plan{{}}, Findings: findings, CommentWaivers: map[string]bool{"team/main.tf:3:1": used}}
	}
	for name, c := range map[string]struct {
		reports []*validator.Report
		want    string
	}{
		"used by one of them": {[]*validator.Report{plan(true), plan(false, about("waiver-unused"))}, ""},
		"used by none":        {[]*validator.Report{plan(false, about("waiver-unused")), plan(false, about("waiver-unused"))}, "waiver-unused"},
		"only one has it":     {[]*validator.Report{{Plans: []validator.Plan{{}}}, plan(false, about("waiver-unused"))}, "waiver-unused"},
		"run out":             {[]*validator.Report{plan(true, about("waiver-expired")), plan(true, about("waiver-expired"))}, "waiver-expired"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range validator.Join(c.reports...).Findings {
				got = append(got, f.Rule)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

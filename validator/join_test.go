// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// TestJoin: the verdict is over all plans, each finding and change carries its
// stack, and what is about a configuration that plans share stands once.
func TestJoin(t *testing.T) {
	waivers := func(path string) *config.Config {
		return &config.Config{Path: path, Waivers: []*config.Waiver{
			{Rule: "pass-role-wildcard", Address: "aws_iam_role.*", Expires: now.AddDate(0, 1, 0), Owner: "o"},
			{Rule: "pass-role-wildcard", Address: "aws_iam_role.gone", Expires: now.AddDate(0, 1, 0), Owner: "o"},
		}}
	}
	one := func(stack, after string, cfg *config.Config) *validator.Report {
		return check(t, planOf(getA, after), cfg, validator.Options{Stack: stack, Only: []string{"pass-role-wildcard", "waiver-unused"}})
	}
	for name, c := range map[string]struct {
		reports  []*validator.Report
		verdict  validator.Verdict
		config   string
		findings string
		changes  string
		waived   int
	}{
		"one": {[]*validator.Report{one("a", passAll, nil)}, validator.Fail, "", "a pass-role-wildcard aws_iam_role.r", "a", 0},
		"one of two blocks": {
			[]*validator.Report{one("a", getA, nil), one("b", passAll, nil)}, validator.Fail, "", "b pass-role-wildcard aws_iam_role.r", "b", 0,
		},
		"both block": {
			[]*validator.Report{one("a", passAll, nil), one("b", passAll, nil)}, validator.Fail, "",
			"a pass-role-wildcard aws_iam_role.r, b pass-role-wildcard aws_iam_role.r", "a b", 0,
		},
		"none blocks": {[]*validator.Report{one("a", getA, nil), one("b", getAB, nil)}, validator.Pass, "", "", "b", 0},
		"a waiver that one of them uses": {
			[]*validator.Report{one("a", passAll, waivers("c.hcl")), one("b", getA, waivers("c.hcl"))}, validator.Pass, "validator/c.hcl",
			"a pass-role-wildcard aws_iam_role.r, waiver-unused", "a", 1,
		},
		"waivers of their own": {
			[]*validator.Report{one("a", getA, waivers("a.hcl")), one("b", getA, waivers("b.hcl"))}, validator.Pass, "",
			"waiver-unused, waiver-unused, waiver-unused, waiver-unused", "", 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := validator.Join(c.reports...)
			var findings, changes []string
			for _, f := range r.Findings {
				findings = append(findings, strings.TrimSpace(f.Stack+" "+f.Rule+" "+f.Address))
			}
			for _, ch := range r.Changes {
				changes = append(changes, ch.Stack)
			}
			got := []any{r.Verdict, r.Config, strings.Join(findings, ", "), strings.Join(changes, " "), r.Summary.Waived, len(r.Plans)}
			if d := cmp.Diff([]any{c.verdict, c.config, c.findings, c.changes, c.waived, len(c.reports)}, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if n := r.Summary.Introduced.Total() + r.Summary.Existing.Total() + r.Summary.Waived; n != len(r.Findings) {
				t.Errorf("%d findings are counted of %d", n, len(r.Findings))
			}
		})
	}
}

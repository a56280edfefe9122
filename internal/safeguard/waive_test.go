// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// TestWaive: a waiver holds one rule at one address, with one meaning, until a day.
func TestWaive(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	findings := func() []safeguard.Finding {
		return []safeguard.Finding{
			{Rule: "pass-role-wildcard", Status: safeguard.Introduced, Address: "module.legacy.aws_iam_role.ci[0]", Digest: "sha256:a"},
			{Rule: "pass-role-wildcard", Status: safeguard.Existing, Address: "aws_iam_role.other", Digest: "sha256:b"},
			{Rule: "trust-public", Status: safeguard.Resolved, Address: "aws_iam_role.other", Digest: "sha256:c"},
		}
	}
	waiver := func(rule, address, digest, expires string) *config.Waiver {
		return &config.Waiver{Rule: rule, Address: address, Digest: digest, Expires: day(expires)}
	}
	for name, c := range map[string]struct {
		waivers []*config.Waiver
		rules   map[string]config.RuleSetting
		opt     safeguard.Options
		now     string
		want    []string
	}{
		"holds":              {[]*config.Waiver{waiver("pass-role-wildcard", "module.legacy.*", "", "2027-03-31")}, nil, safeguard.Options{}, "2026-11-23T00:00:00Z", []string{"waived module.legacy.aws_iam_role.ci[0]"}},
		"brackets are text":  {[]*config.Waiver{waiver("pass-role-wildcard", "module.legacy.aws_iam_role.ci[0]", "", "2027-03-31")}, nil, safeguard.Options{}, "2026-11-23T00:00:00Z", []string{"waived module.legacy.aws_iam_role.ci[0]"}},
		"on its last day":    {[]*config.Waiver{waiver("pass-role-wildcard", "aws_iam_role.other", "", "2026-11-23")}, nil, safeguard.Options{}, "2026-11-23T23:59:59Z", []string{"waived aws_iam_role.other"}},
		"on the day after":   {[]*config.Waiver{waiver("pass-role-wildcard", "aws_iam_role.other", "", "2026-11-23")}, nil, safeguard.Options{}, "2026-11-24T00:00:00Z", []string{"waiver-expired medium"}},
		"of another rule":    {[]*config.Waiver{waiver("admin-access", "aws_iam_role.other", "", "2027-03-31")}, nil, safeguard.Options{}, "2026-11-23T00:00:00Z", []string{"waiver-unused low"}},
		"of another meaning": {[]*config.Waiver{waiver("pass-role-wildcard", "aws_iam_role.other", "sha256:x", "2027-03-31")}, nil, safeguard.Options{}, "2026-11-23T00:00:00Z", []string{"waiver-unused low"}},
		"of this meaning":    {[]*config.Waiver{waiver("pass-role-wildcard", "*", "sha256:b", "2027-03-31")}, nil, safeguard.Options{}, "2026-11-23T00:00:00Z", []string{"waived aws_iam_role.other"}},
		"not waivable": {
			[]*config.Waiver{waiver("pass-role-wildcard", "*", "", "2027-03-31")}, map[string]config.RuleSetting{"pass-role-wildcard": {NotWaivable: true}},
			safeguard.Options{}, "2026-11-23T00:00:00Z", []string{"waiver-unused low"},
		},
		"a rule that did not run":     {[]*config.Waiver{waiver("admin-access", "*", "", "2027-03-31")}, nil, safeguard.Options{Skip: []string{"admin-access"}}, "2026-11-23T00:00:00Z", []string{}},
		"what is resolved uses it up": {[]*config.Waiver{waiver("trust-public", "*", "", "2027-03-31")}, nil, safeguard.Options{}, "2026-11-23T00:00:00Z", []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.now)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, f := range safeguard.Waive(findings(), &config.Config{Waivers: c.waivers, Rules: c.rules}, nil, at, c.opt) {
				switch {
				case f.Waiver != nil:
					got = append(got, "waived "+f.Address)
				case f.ConfigRange != nil:
					got = append(got, fmt.Sprintf("%s %s", f.Rule, f.Severity))
					if f.Status != safeguard.Introduced || f.Address != "" {
						t.Errorf("%+v", f)
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := safeguard.Waive(findings(), nil, nil, now, safeguard.Options{}); len(got) != 3 {
		t.Error(got)
	}
}

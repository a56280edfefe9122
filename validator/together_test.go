// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// together reads the two recorded stacks, with names for them.
func together(t *testing.T) ([]validator.Stacked, *config.Config, validator.Options) {
	t.Helper()
	l := config.LoadFrom(config.Disk{}, "../testdata/plans/together-iam/.hipaacheck.hcl", safeguard.Catalogue())
	if l.Diagnostics.HasErrors() {
		t.Fatal(l.Diagnostics)
	}
	var out []validator.Stacked
	for _, name := range []string{"iam", "data"} {
		p, err := plan.Read(context.Background(), "../testdata/plans/together-"+name+"/plan.json", plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, validator.Stacked{Plan: p, Stack: name})
	}
	return out, l.Config, validator.Options{FailOn: config.High, Now: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), Reach: true}
}

func findingAt(r *validator.Report, rule, address string) *validator.Finding {
	i := slices.IndexFunc(r.Findings, func(f validator.Finding) bool { return f.Rule == rule && f.Address == address })
	if i < 0 {
		return nil
	}
	return &r.Findings[i]
}

// TestTogether: a role of one stack and a bucket of another are judged together,
// whichever of the two says what the role may do; and equal names of two stacks
// are two things.
func TestTogether(t *testing.T) {
	plans, cfg, opt := together(t)
	for _, order := range []string{"as given", "turned"} {
		r, err := validator.CheckTogether(context.Background(), plans, cfg, opt)
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != validator.Fail || len(r.Plans) != 2 || r.Plans[0].Stack != plans[0].Stack || r.Plans[0].Actions.Create == 0 {
			t.Errorf("%s: %s, %+v", order, r.Verdict, r.Plans)
		}
		// By its own policy, in its own stack; and by the bucket's policy, in the other one.
		for _, role := range []string{"aws_iam_role.viewer", "aws_iam_role.auditor"} {
			f := findingAt(r, "trust-without-mfa", role)
			if f == nil || f.Severity != "high" || f.Status != "introduced" || f.Stack != "iam" || !f.Blocks {
				t.Errorf("%s, %s: %+v", order, role, f)
			}
		}
		f := findingAt(r, "phi-access-unlabelled", "aws_iam_role.viewer")
		if f == nil || !strings.Contains(f.Message, "data:aws_s3_bucket.scans") {
			t.Fatalf("%s: %+v", order, f)
		}
		if i := slices.IndexFunc(f.Related, func(o validator.Related) bool { return o.Address == "aws_s3_bucket.scans" && o.Stack == "data" }); i < 0 {
			t.Errorf("%s: %+v", order, f.Related)
		}
		// Its key is that of its own stack, not the one of PHI of that name in the other.
		if f := findingAt(r, "trust-without-mfa", "aws_iam_role.other"); f == nil || f.Severity != "low" || f.Status != "existing" {
			t.Errorf("%s: %+v", order, f)
		}
		// Its own reference leads where it leads in its own stack.
		if f := findingAt(r, "trust-without-mfa", "aws_iam_role.keeper"); f == nil || f.Severity != "high" || f.Stack != "data" {
			t.Errorf("%s: %+v", order, f)
		}
		var reach []string
		for _, one := range r.Reach {
			reach = append(reach, one.Stack+" "+one.Principal+" "+strings.TrimPrefix(one.StoreStack+":"+one.Store, ":")+" by "+one.Through[0].Name)
		}
		slices.Sort(reach)
		want := []string{
			"data aws_iam_role.keeper aws_kms_key.this by aws_iam_role_policy.keeper",
			"iam aws_iam_role.auditor data:aws_s3_bucket.scans by data:aws_s3_bucket_policy.scans",
			"iam aws_iam_role.viewer data:aws_s3_bucket.scans by aws_iam_role_policy.viewer",
		}
		if diff := cmp.Diff(want, reach); diff != "" {
			t.Errorf("%s: %s", order, diff)
		}
		for _, f := range r.Findings {
			for _, text := range []string{f.Message, f.Remediation, f.Address, f.Fingerprint} {
				if strings.Contains(text, "⟦") {
					t.Errorf("%s: %+v", order, f)
				}
			}
		}
		slices.Reverse(plans)
	}
}

// TestTogetherAsAlone: what no other stack bears on is what it is when a stack is
// judged alone: findings, their fingerprints and digests, and those of the changes.
func TestTogetherAsAlone(t *testing.T) {
	plans, cfg, opt := together(t)
	both, err := validator.CheckTogether(context.Background(), plans, cfg, opt)
	if err != nil {
		t.Fatal(err)
	}
	changes := map[string]validator.Change{}
	for _, c := range both.Changes {
		changes[c.Stack+" "+c.Principal] = c
	}
	for _, p := range plans {
		alone, err := validator.CheckTogether(context.Background(), []validator.Stacked{p}, cfg, opt)
		if err != nil {
			t.Fatal(err)
		}
		if findingAt(alone, "trust-without-mfa", "aws_iam_role.viewer") != nil && alone.Verdict != validator.Pass {
			t.Errorf("%s alone tells that the role reaches PHI", p.Stack)
		}
		for _, f := range alone.Findings {
			if f.Address == "" || strings.HasPrefix(f.Rule, "trust-without") || strings.HasPrefix(f.Rule, "boundary") {
				continue // of all plans, or graver together
			}
			i := slices.IndexFunc(both.Findings, func(o validator.Finding) bool { return o.Fingerprint == f.Fingerprint && o.Stack == f.Stack })
			if i < 0 {
				t.Errorf("%s at %s of %s is not found together", f.Rule, f.Address, p.Stack)
				continue
			}
			found := both.Findings[i]
			if f.Rule == "governance-tags-missing" {
				// Together it is known which roles reach PHI, and so which label the fix writes out.
				f.Remediation, found.Remediation = strings.ReplaceAll(f.Remediation, `"DATACLASSIFICATION"`, `"phi"`), strings.ReplaceAll(found.Remediation, `"DATACLASSIFICATION"`, `"phi"`)
			}
			if diff := cmp.Diff(f, found); diff != "" {
				t.Errorf("%s: %s", f.Rule, diff)
			}
		}
		for _, c := range alone.Changes {
			if c.Principal == "aws_iam_role.viewer" {
				continue // reaches PHI, together
			}
			if diff := cmp.Diff(c, changes[c.Stack+" "+c.Principal]); diff != "" {
				t.Error(diff)
			}
		}
	}
	if both.Summary.Introduced.High != 4 {
		t.Errorf("%+v", both.Summary)
	}
	plans[1].Stack = plans[0].Stack
	if _, err := validator.CheckTogether(context.Background(), plans, cfg, opt); err == nil {
		t.Error("two stacks have one name")
	}
}

// TestTogetherChecks: the condition of a check sees the addresses of its stack's
// own configuration, and asks about them.
func TestTogetherChecks(t *testing.T) {
	plans, _, opt := together(t)
	file := filepath.Join(t.TempDir(), ".hipaacheck.hcl")
	text := `
organization {
  aliases = { aws = "123456789012" }
}
phi {
  tags = { DataClassification = ["phi"] }
}
check "readers" {
  resources = ["aws_iam_role"]
  condition = resource.address != "aws_iam_role.viewer" || !reaches_phi(resource)
  message   = "${resource.address} reaches PHI"
  severity  = "high"
}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l := config.LoadFrom(config.Disk{}, file, safeguard.Catalogue())
	if l.Diagnostics.HasErrors() {
		t.Fatal(l.Diagnostics)
	}
	opt.Only = []string{"readers"}
	r, err := validator.CheckTogether(context.Background(), plans, l.Config, opt)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Message != "aws_iam_role.viewer reaches PHI" || r.Findings[0].Stack != "iam" || r.Findings[0].Status != "introduced" {
		t.Errorf("%+v, %+v", r.Findings, r.Undetermined)
	}
}

// TestTogetherComments: a comment beside a resource waives for its own stack, also
// where another one has a resource of that address; and one that two stacks share
// is in use where one of them needs it.
func TestTogetherComments(t *testing.T) {
	plans, cfg, opt := together(t)
	src, err := os.ReadFile("../testdata/plans/together-iam/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	const resource = `resource "aws_iam_role" "viewer" {`
	waived := strings.Replace(string(src), resource, `# hipaacheck:waive trust-without-mfa expires=2027-01-31 owner=it@example.org reason="Replaced in January"`+"\n"+resource, 1)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(waived), 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := plan.OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	again, _, _ := together(t)
	plans[0].Plan.Source = source
	again[0].Stack = "iam-of-another"
	r, err := validator.CheckTogether(context.Background(), append(plans, again[0]), cfg, opt)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, f := range r.Findings {
		if f.Rule == "waiver-unused" {
			t.Errorf("%+v", f)
		}
		if f.Rule == "trust-without-mfa" && f.Address == "aws_iam_role.viewer" {
			got[f.Stack] = f.Waiver != nil
			if f.Stack == "iam" && (f.Location == nil || f.Location.Line == 0) {
				t.Errorf("it is not located: %+v", f)
			}
		}
	}
	if diff := cmp.Diff(map[string]bool{"iam": true, "iam-of-another": false}, got); diff != "" {
		t.Error(diff)
	}
	// A stack that shares the comment, and has nothing that it could hold.
	plans[1].Plan.Source = source
	r, err = validator.CheckTogether(context.Background(), plans, cfg, opt)
	if err != nil {
		t.Fatal(err)
	}
	if f := findingAt(r, "waiver-unused", ""); f != nil {
		t.Errorf("%+v", f)
	}
	// No stack needs it.
	opt.Skip = []string{"phi-access-broad"}
	if r, err = validator.CheckTogether(context.Background(), []validator.Stacked{plans[1], {Plan: plans[1].Plan, Stack: "again"}}, cfg, opt); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(rulesOf(r), "waiver-unused"); n != 1 {
		t.Errorf("%d findings of one comment: %s", n, rulesOf(r))
	}
}

func rulesOf(r *validator.Report) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Rule)
	}
	return strings.Join(out, " ")
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// TestFromSource reads recorded plans with and without their source.
func TestFromSource(t *testing.T) {
	tests := map[string]struct {
		dir             string
		without, within map[account.Known]int // "" counts what is not known
	}{
		"jsonencode, heredoc, templates and locals": {
			"policy-recovered",
			map[account.Known]int{account.KnownPlan: 6, account.KnownDataSource: 1, "": 5},
			map[account.Known]int{account.KnownPlan: 6, account.KnownDataSource: 1, account.KnownSource: 5},
		},
		// What the references alone are believed to tell here is what a reader without the
		// source cannot see; docs/reading.md says so.
		"more made of a document than a reference shows": {
			"policy-chosen",
			map[account.Known]int{account.KnownPlan: 11, account.KnownDataSource: 5, "": 5},
			map[account.Known]int{account.KnownPlan: 11, account.KnownDataSource: 2, account.KnownSource: 4, "": 4},
		},
		"what only apply can tell": {
			"policy-undetermined",
			map[account.Known]int{account.KnownPlan: 1, "": 2},
			map[account.Known]int{account.KnownPlan: 1, "": 2},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			dir := "../../testdata/plans/" + tc.dir
			for source, want := range map[string]map[account.Known]int{"": tc.without, dir: tc.within} {
				p, err := Read(context.Background(), dir+"/plan.json", Options{Source: source})
				if err != nil {
					t.Fatal(err)
				}
				change, err := p.Change(nil)
				if err != nil {
					t.Fatal(err)
				}
				got := map[account.Known]int{}
				for _, d := range change.After.Documents {
					if d.Known != "" && (d.Policy == nil || len(d.Problems) > 0) {
						t.Errorf("%s %s: not read: %v", d.Address, d.Attribute, d.Problems)
					}
					got[d.Known]++
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("source %q: documents by how they are known (-want +got):\n%s", source, d)
				}
			}
		})
	}
}

func TestInstanceKeys(t *testing.T) {
	keys := instanceKeys{}
	for _, address := range []string{
		`module.a["x"].aws_s3_bucket.b[0]`, `module.a["x"].aws_s3_bucket.b[1]`, `module.a["y.]\""].aws_s3_bucket.b[0]`, `aws_iam_role.r`, `aws_iam_role.r[broken`,
	} {
		keys.add(address)
	}
	want := instanceKeys{
		`module.a`: {"x", `y.]"`}, `module.a["x"].aws_s3_bucket.b`: {0, 1}, `module.a["y.]\""].aws_s3_bucket.b`: {0},
	}
	if d := cmp.Diff(want, keys); d != "" {
		t.Errorf("keys differ (-want +got):\n%s", d)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// documentPaths are the arguments that hold documents, as far as the recorded
// plans have them.
var documentPaths = []string{"policy", "assume_role_policy", "json", "inline_policy[0].policy"}

// TestRecordedPlans evaluates the source of every recorded plan: what the plan
// knows, the source has to say too, and what it does not know has to be
// recovered, save where a case is about just that.
func TestRecordedPlans(t *testing.T) {
	undetermined := map[string]string{ // in the cases policy-undetermined, policy-chosen and rules-bad, and in the example
		"module.policy-undetermined.aws_iam_role_policy.vendor.policy": "it is module.policy-undetermined.data.aws_s3_object.vendor_policy.body, which is not known until apply",

		"aws_iam_role_policy.vendor.policy":      "it is data.aws_s3_object.vendor_policy.body, which is not known until apply",
		"aws_iam_policy.from_parameter.policy":   "it is data.aws_s3_object.policy.body, which is not known until apply",
		"aws_iam_role_policy.from_object.policy": "it is data.aws_s3_object.policy.body, which is not known until apply",
		"aws_iam_role_policy.measured.policy":    "the length of a text depends on aws_s3_bucket.reports.arn, which is not known until apply",
		"aws_iam_role_policy.replaced.policy":    "replace depends on aws_s3_bucket.reports.arn, which is not known until apply",
		"aws_iam_role_policy.tern.policy":        "a comparison depends on aws_s3_bucket.b.bucket, which is not known until apply",
		// Terraform does not see that these do not depend on what it does not know.
		"aws_iam_role_policy.chosen.policy": "",
		"aws_iam_role_policy.merged.policy": "",
	}
	plans, err := filepath.Glob("../../testdata/plans/*/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	known, recovered := 0, 0
	check := func(t *testing.T, tree *Tree, p *testPlan) {
		k, r := compareWithPlan(t, tree, p, undetermined)
		known, recovered = known+k, recovered+r
	}
	for _, name := range plans {
		dir := filepath.Dir(name)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			tree, diags := FromFS(os.DirFS(dir), ".")
			if tree == nil {
				t.Skip(diags) // a state, or a plan without configuration
			}
			check(t, tree, readPlan(t, name))
		})
	}
	t.Run("example", func(t *testing.T) {
		tree, diags := FromFS(os.DirFS("../../examples/pull-request/after"), ".")
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		check(t, tree, readPlan(t, "../../examples/pull-request/recorded/plan.json"))
	})
	t.Run("example as ZIP", func(t *testing.T) {
		z, err := zip.OpenReader("../../examples/pull-request/recorded/plan.tfplan")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = z.Close() }()
		tree, diags := FromZIP(&z.Reader)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		check(t, tree, readPlan(t, "../../examples/pull-request/recorded/plan.json"))
	})
	t.Run("account baseline", func(t *testing.T) {
		tree, diags := FromFS(os.DirFS("../../examples/modules"), ".")
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		before := known
		check(t, tree, readPlan(t, "../../examples/modules/recorded/plan.json"))
		if known-before < 7 { // of two keys, three buckets, a topic and a role
			t.Errorf("only %d documents are compared", known-before)
		}
	})
	const leastKnown, leastRecovered = 200, 12
	t.Logf("%d documents known in plans, %d recovered", known, recovered)
	if known < leastKnown || recovered < leastRecovered {
		t.Errorf("%d known and %d recovered, want at least %d and %d", known, recovered, leastKnown, leastRecovered)
	}
}

// compareWithPlan returns how many documents the plan knows, and how many were
// recovered.
func compareWithPlan(t *testing.T, tree *Tree, p *testPlan, undetermined map[string]string) (known, recovered int) {
	t.Helper()
	in := p.inputs()
	fromPlan := in.Resource
	in.Resource = func(address string) (Values, bool) {
		v, ok := fromPlan(address)
		written := slices.ContainsFunc([]string{policyDocument, keyDocument, storeDocument}, func(kind string) bool { return strings.Contains(address, kind) })
		if m, isMap := v.Values.(map[string]any); isMap && written && m["json"] != nil {
			return Values{}, false // computed from the source, to compare
		}
		return v, ok
	}
	v := tree.Evaluate(context.Background(), in)
	for _, c := range p.Changes {
		if c.Change.After == nil || c.Deposed != "" || c.Mode == "data" && c.Type != policyDocument {
			continue
		}
		after, _ := c.Change.After.(map[string]any)
		for _, path := range documentPaths {
			want, isKnown := after[path].(string)
			if isKnown && !strings.Contains(want, "Statement") {
				continue
			}
			got, err := v.Document(c.Address, path)
			name := c.Address + "." + path
			var u *UndeterminedError
			switch {
			case errors.As(err, &u):
				if !isKnown && !truth(part(c.Change.Unknown, path)) {
					continue // there is no such argument
				}
				if undetermined[name] != u.Reason {
					t.Errorf("%s: %s", name, u.Reason)
				}
			case err != nil:
				t.Errorf("%s: %v", name, err)
			case got.Null:
				// Not in the configuration: the provider computes or reads it.
			case isKnown:
				known++
				if diff := cmp.Diff(canonical(t, want, nil), canonical(t, got.Value, got.Holes)); diff != "" {
					t.Errorf("%s differs (-plan +source):\n%s", name, diff)
				}
			default:
				recovered++
				canonical(t, got.Value, got.Holes)
				_, told := undetermined[name]
				if len(got.Holes) == 0 && truth(part(c.Change.Unknown, path)) && !told {
					t.Errorf("%s is unknown in the plan, and the source finds no hole in it", name)
				}
			}
		}
	}
	return known, recovered
}

func canonical(t *testing.T, text string, holes []policy.Hole) string {
	t.Helper()
	d, problems := policy.Parse([]byte(text), policy.Resource, policy.WithHoles(holes))
	if d == nil {
		return fmt.Sprintf("%v in %s", problems, text)
	}
	var out any
	if err := json.Unmarshal(d.Canonical(), &out); err != nil {
		t.Fatal(err)
	}
	indented, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(indented)
}

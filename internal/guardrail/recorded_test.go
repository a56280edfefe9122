// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestRecorded holds the guardrails in the recorded plan of the account baseline
// to those of this version: where they differ, make record is due.
func TestRecorded(t *testing.T) {
	text, err := os.ReadFile("../../examples/modules/recorded/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	var plan struct {
		ResourceChanges []struct {
			Type   string
			Change struct {
				After struct{ Type, Content string }
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(text, &plan); err != nil {
		t.Fatal(err)
	}
	recorded := map[string][]string{}
	for _, c := range plan.ResourceChanges {
		if c.Type == "aws_organizations_policy" {
			recorded[c.Change.After.Type] = append(recorded[c.Change.After.Type], c.Change.After.Content)
		}
	}
	boundary := func(class string) string { return "arn:aws:iam::123456789012:policy/clinic/boundaries/" + class }
	services, problems := Render(policy.SCP, Names(policy.SCP), Arguments{
		Exempt: []string{"arn:aws:iam::*:role/platform/deploy"}, Regions: []string{"us-east-1", "us-west-2"}, LogGroups: []string{"arn:aws:logs:*:*:log-group:/audit/*"},
		Boundaries: []string{boundary("emergency"), boundary("nophi-audit"), boundary("nophi-kms"), boundary("nophi-ops"), boundary("phi-workforce"), boundary("phi-workload")},
	}, 0)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	resources, problems := Render(policy.RCP, Names(policy.RCP), Arguments{OrganizationID: "o-a1b2c3d4e5"}, 0)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for kind, want := range map[string][]string{"SERVICE_CONTROL_POLICY": services.Documents, "RESOURCE_CONTROL_POLICY": resources.Documents} {
		got := recorded[kind]
		slices.Sort(got)
		want = slices.Sorted(slices.Values(want))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-this version +recorded):\n%s", kind, diff)
		}
	}
}

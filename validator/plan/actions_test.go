// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestActions: what a plan does is counted over all of its managed resources, the
// ones that no rule looks at included, as GitLab counts it.
func TestActions(t *testing.T) {
	total := Actions{}
	for _, name := range []string{"shape-replace", "shape-destroy", "shape-no-changes", "shape-no-iam", "shape-moved-import", "shape-output-only", "trust-public"} {
		path := "../../testdata/plans/" + name + "/plan.json"
		p, err := Read(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var all struct {
			Changes []struct {
				Change struct{ Actions []string }
			} `json:"resource_changes"`
		}
		if err := json.Unmarshal(src, &all); err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, c := range all.Changes {
			for _, action := range c.Change.Actions {
				n[action]++
			}
		}
		if diff := cmp.Diff(Actions{n["create"], n["update"], n["delete"]}, p.Actions); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		total.Create, total.Update, total.Delete = total.Create+n["create"], total.Update+n["update"], total.Delete+n["delete"]
	}
	if total.Create == 0 || total.Update == 0 || total.Delete == 0 {
		t.Errorf("the plans show too little: %+v", total)
	}
}

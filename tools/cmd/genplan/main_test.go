// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPlan holds the plan to what the command says of it.
func TestPlan(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"-size", "4"}, &out); err != nil {
		t.Fatal(err)
	}
	var plan struct {
		Changes []struct {
			Address, Type string
			Change        struct {
				Actions       []string
				Before, After json.RawMessage
			}
		} `json:"resource_changes"`
		Errored  *bool
		Complete bool
	}
	if err := json.Unmarshal(out.Bytes(), &plan); err != nil {
		t.Fatal(err)
	}
	n := len(plan.Changes)
	if each := float64(out.Len()) / float64(n); math.Abs(each-perResource) > 0.02*perResource {
		t.Errorf("%.0f bytes for each resource, want %d", each, perResource)
	}
	if math.Abs(float64(out.Len())-4e6) > 0.1*4e6 {
		t.Errorf("%d bytes, want about 4 MB", out.Len())
	}
	iam, same := 0, 0
	seen := map[string]bool{}
	for _, c := range plan.Changes {
		if seen[c.Address] {
			t.Errorf("%s stands twice", c.Address)
		}
		seen[c.Address] = true
		if strings.HasPrefix(c.Type, "aws_iam_") {
			iam++
		}
		if slices.Equal(c.Change.Actions, []string{"no-op"}) {
			same++
			if !bytes.Equal(c.Change.Before, c.Change.After) {
				t.Errorf("%s: a no-op that changes something", c.Address)
			}
		} else if bytes.Equal(c.Change.Before, c.Change.After) {
			t.Errorf("%s: %s that changes nothing", c.Address, c.Change.Actions)
		}
	}
	if share := float64(iam) / float64(n); math.Abs(share-0.25) > 0.01 {
		t.Errorf("%.3f of the resources are IAM's, want a quarter", share)
	}
	if share := float64(same) / float64(n); math.Abs(share-0.7) > 0.01 {
		t.Errorf("%.3f of the resources do not change, want 0.7", share)
	}
	if plan.Errored == nil || *plan.Errored || !plan.Complete {
		t.Error("the plan is not complete")
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, out.Bytes()); err != nil || compact.String() != out.String()[:out.Len()-1] {
		t.Errorf("there is white space in the plan: %v", err)
	}
}

func TestRun(t *testing.T) {
	var first, second bytes.Buffer
	if err := run([]string{"-resources", "1"}, &first); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"-resources", "44"}, &second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("one team is not one team")
	}
	path := filepath.Join(t.TempDir(), "new", "plan.json")
	if err := run([]string{"-resources", "1", "-o", path}, nil); err != nil {
		t.Error(err)
	}
	for _, args := range [][]string{{"-size", "0"}, {"-resources", "-1"}, {"plan.json"}, {"-o", t.TempDir()}} {
		if err := run(args, &first); err == nil {
			t.Errorf("%q was accepted", args)
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

var update = flag.Bool("update", false, "write the golden files")

// TestStores holds the stores of recorded plans, with the policies that bear on
// each, to stores.golden.txt, once with the configuration's source and once without.
func TestStores(t *testing.T) {
	cases, err := filepath.Glob("../../testdata/plans/stores-*/plan.json")
	if err != nil || len(cases) == 0 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			got := "with source\n\n" + storesOf(t, file, plan.Options{Source: dir}) + "\nwithout source\n\n" + storesOf(t, file, plan.Options{})
			golden := filepath.Join(dir, "stores.golden.txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s differs (-want +got):\n%s", golden, diff)
			}
		})
	}
}

func storesOf(t *testing.T, file string, opt plan.Options) string {
	t.Helper()
	p, err := plan.Read(context.Background(), file, opt)
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Change(nil)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, side := range []struct {
		name string
		of   *account.Account
	}{{"before", c.Before}, {"after", c.After}} {
		for _, s := range side.of.Stores {
			name := s.Address
			if name == "" {
				name = "outside of the plan, at " + s.At
			}
			fmt.Fprintf(&out, "%s %s\n  %s %s\n", side.name, name, s.Type, strings.Join(s.Patterns, " "))
			for _, at := range s.Policies {
				d := at.Document
				fmt.Fprintf(&out, "  %s.%s (%s)\n", d.Address, d.Attribute, d.Known)
				if d.Undetermined != nil {
					fmt.Fprintf(&out, "    not known: %s\n", d.Undetermined.Reason)
				}
				if d.Policy == nil {
					continue
				}
				for _, st := range d.Policy.Statements {
					fmt.Fprintf(&out, "    %s\n", d.Policy.CanonicalStatement(st))
				}
			}
		}
	}
	return out.String()
}

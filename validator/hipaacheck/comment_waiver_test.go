// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

const (
	waiveWords = ` expires=2027-03-31 owner=it@example.org reason="Replaced in March" ticket=SEC-1`
	waiveStop  = "  # hipaacheck:waive trail-stopped" + waiveWords + "\n"
)

// stoppedTrail is the configuration of the recorded plan trail-stopped, with a
// text put into the trail that is stopped.
func stoppedTrail(t *testing.T, inside string) *string {
	t.Helper()
	src, err := os.ReadFile("../../testdata/plans/trail-stopped/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	const block = "resource \"aws_cloudtrail\" \"organization\" {\n"
	if !strings.Contains(string(src), block) {
		t.Fatal("the recorded configuration has another form")
	}
	return ptr(strings.Replace(string(src), block, block+inside, 1))
}

// TestCommentWaivers: a comment beside a resource waives one rule for it, in the
// work tree or, with a trusted ref, as that has it.
func TestCommentWaivers(t *testing.T) {
	recorded, err := os.ReadFile("../../testdata/plans/trail-stopped/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	with := func(text string) map[string]*string {
		return map[string]*string{"stack/main.tf": stoppedTrail(t, text)}
	}
	line := func(words string) string { return "  // hipaacheck:waive " + words + "\n" }
	const held = "trail-stopped aws_cloudtrail.organization waived until 2027-03-31 by it@example.org: Replaced in March SEC-1"
	const fires = "trail-stopped aws_cloudtrail.organization blocks"
	for name, c := range map[string]struct {
		trusted, change map[string]*string
		args            []string
		want            []string
		stops           string
	}{
		"holds":                        {change: with(waiveStop), want: []string{held}},
		"without source it is unknown": {change: with(waiveStop), args: []string{"--source="}, want: []string{fires}},
		"of another rule":              {change: with(line("trail-removed" + waiveWords)), want: []string{fires, "waiver-unused stack/main.tf:21"}},
		"run out":                      {change: with(line("trail-stopped expires=2026-11-22 owner=a reason=b")), want: []string{fires, "waiver-expired stack/main.tf:21"}},
		"on its last day":              {change: with(line("trail-stopped expires=2026-11-23 owner=a reason=b")), want: []string{"trail-stopped aws_cloudtrail.organization waived until 2026-11-23 by a: b "}},
		"not waivable": {
			change: map[string]*string{"stack/main.tf": stoppedTrail(t, waiveStop), ".hipaacheck.hcl": ptr("rule \"trail-stopped\" { waivable = false }\n")},
			want:   []string{fires, "waiver-unused stack/main.tf:21"},
		},
		"no waiver is allowed": {
			change: map[string]*string{"stack/main.tf": stoppedTrail(t, waiveStop), ".hipaacheck.hcl": ptr("final = [\"waiver\"]\n")}, stops: "No waiver of \"trail-stopped\" may be added",
		},
		"unknown rule":           {change: with(line("trail-stoped" + waiveWords)), stops: `Did you mean "trail-stopped"?`},
		"its place":              {change: with(line("trail-stoped" + waiveWords)), stops: "on stack/main.tf line 21:"},
		"no expiry":              {change: with(line("trail-stopped owner=a reason=b")), stops: "A waiver needs expires"},
		"the ref has it":         {trusted: with(waiveStop), args: []string{"--trusted-ref=trusted"}, want: []string{held}},
		"only the change has it": {trusted: with(""), change: with(waiveStop), args: []string{"--trusted-ref=trusted"}, want: []string{fires}},
		"the change moves it":    {trusted: with(waiveStop), change: map[string]*string{"stack/main.tf": stoppedTrail(t, ""), "stack/other.tf": ptr("# nothing\n")}, args: []string{"--trusted-ref=trusted"}, want: []string{held}},
		"the change extends it": {
			trusted: with(line("trail-stopped expires=2026-11-22 owner=a reason=b")), change: with(waiveStop), args: []string{"--trusted-ref=trusted"}, want: []string{fires, "waiver-expired stack/main.tf:21"},
		},
		"the change takes an unused one away": {trusted: with(line("trail-removed" + waiveWords)), change: with(""), args: []string{"--trusted-ref=trusted"}, want: []string{fires}},
		"and one that stays is told":          {trusted: with(line("trail-removed" + waiveWords)), change: with(line("trail-removed" + waiveWords)), args: []string{"--trusted-ref=trusted"}, want: []string{fires, "waiver-unused stack/main.tf:21"}},
		"a mistake of the change":             {trusted: with(""), change: with(line("trail-stoped" + waiveWords)), args: []string{"--trusted-ref=trusted"}, want: []string{fires}},
		"a mistake of the ref":                {trusted: with(line("trail-stoped" + waiveWords)), change: with(""), args: []string{"--trusted-ref=trusted"}, stops: `There is no rule "trail-stoped"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := changeRepository(t, c.trusted, c.change)
			if err := os.MkdirAll(filepath.Join(dir, "stack"), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "stack", "plan.json"), recorded, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			args := append([]string{"plan", "--format", "json", "--only", "trail-stopped", "--only", "trail-removed", "--only", "waiver-unused", "--only", "waiver-expired", "--source", "stack"}, c.args...)
			code, out, said := runHere(append(args, "stack/plan.json")...)
			if c.stops != "" {
				if code != exitError || out != "" || !strings.Contains(said, c.stops) {
					t.Fatalf("exit %d, said:\n%s%s", code, said, out)
				}
				return
			}
			var r validator.Report
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Fatal(err, said)
			}
			var got []string
			blocks, other := false, false
			for _, f := range r.Findings {
				blocks = blocks || f.Blocks
				switch {
				case f.Address == "aws_cloudtrail.silent" && f.Blocks: // the other trail, which no comment is beside
					other = true
				case f.Waiver != nil:
					got = append(got, fmt.Sprintf("%s %s waived until %s by %s: %s %s", f.Rule, f.Address, f.Waiver.Expires, f.Waiver.Owner, f.Waiver.Reason, f.Waiver.Ticket))
				case f.Address == "":
					got = append(got, fmt.Sprintf("%s %s:%d", f.Rule, f.Location.File, f.Location.Line))
				case f.Blocks:
					got = append(got, fmt.Sprintf("%s %s blocks", f.Rule, f.Address))
				}
			}
			if !other {
				t.Error("the other trail does not block")
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n%s", diff, said)
			}
			if want := map[bool]int{true: exitBlocked, false: exitPass}[blocks]; code != want {
				t.Errorf("exit %d, want %d", code, want)
			}
		})
	}
}

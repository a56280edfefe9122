// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReview follows an access review: made, signed, carried out, overdue.
func TestReview(t *testing.T) {
	c := newChange(t)
	const plan = "../../testdata/plans/admin-access-inline/plan.json"
	settings := filepath.Join(c.dir, "review.hcl")
	c.write("review.hcl", `phi { resources = ["arn:aws:s3:::cardiology-images"] }`)
	dir, ledger := filepath.Join(c.keys, "review"), filepath.Join(c.keys, "ledger")
	review := func(want int, parts []string, args ...string) {
		t.Helper()
		code, out, diagnostics := run(t, nil, append(append([]string{"review"}, args...), "--config", settings)...)
		if code != want {
			t.Errorf("%v: exit %d, want %d\n%s%s", args, code, want, out, diagnostics)
		}
		for _, part := range parts {
			if !strings.Contains(out+diagnostics, part) {
				t.Errorf("%v: %q is not in\n%s%s", args, part, out, diagnostics)
			}
		}
	}
	check := func(want int, parts []string, args ...string) {
		t.Helper()
		review(want, parts, append([]string{"check", dir, "--signers", filepath.Join(c.dir, "approvers")}, args...)...)
	}
	review(exitPass, []string{"1 principals, 1 PHI stores, 1 pairs"}, "new", plan, "--out", dir, "--evidence", ledger)
	review(exitError, []string{"holds a review already"}, "new", plan, "--out", dir)
	check(exitBlocked, []string{"NOT SIGNED", "UNDECIDED"})

	form := filepath.Join(dir, "decisions.csv")
	decide := func(word string) {
		t.Helper()
		lines := strings.Split(strings.TrimSpace(string(c.read(form))), "\n")
		fields := strings.Split(lines[1], ",")
		fields[len(fields)-3] = word
		lines[1] = strings.Join(fields, ",")
		if err := os.WriteFile(form, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sign := func(as, key string) {
		t.Helper()
		review(exitPass, []string{"Signed by " + as}, "sign", dir, "--as", as, "--key", c.key(key), "--evidence", ledger)
	}
	decide("maybe")
	review(exitError, []string{`the decision "maybe" is none of`}, "sign", dir, "--as", "privacy@example.org", "--key", c.key("privacy"))
	decide("remove")
	page := filepath.Join(dir, "review.html")
	shown := c.read(page)
	refuse := func(path, old, changed, want string) {
		t.Helper()
		text := string(c.read(path))
		if changed = strings.Replace(text, old, changed, 1); changed == text {
			t.Fatalf("%q is not in %s", old, path)
		}
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		review(exitError, []string{want}, "sign", dir, "--as", "privacy@example.org", "--key", c.key("privacy"))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	refuse(page, "delete", "read", "does not show what review.json says")
	refuse(form, "aws_iam_role.", "aws_iam_role.other_", "and the line is about aws_iam_role.other_")
	if err := os.Remove(page); err != nil {
		t.Fatal(err)
	}
	review(exitError, []string{"read it, then sign"}, "sign", dir, "--as", "privacy@example.org", "--key", c.key("privacy"))
	if string(c.read(page)) != string(shown) {
		t.Error("the page that is written anew is another one")
	}
	sign("privacy@example.org", "stranger")
	check(exitBlocked, []string{"NOT SIGNED", "is not of privacy@example.org"})
	sign("privacy@example.org", "privacy")
	check(exitPass, []string{"The review holds", "Whether it was carried out is not known"}, "--evidence", ledger)
	check(exitBlocked, []string{"NOT CARRIED OUT"}, plan)
	check(exitPass, []string{"The review holds"}, "../../testdata/plans/shape-no-iam/plan.json")
	check(exitBlocked, []string{"OVERDUE"}, "--now", "2027-12-01")
	check(exitBlocked, []string{"OVERDUE", "has not come yet"}, "--now", "2026-11-01")
	check(exitBlocked, []string{"OVERDUE"}, "--now", "2027-03-01", "--max-age", "90d")
	if code, out, _ := run(t, nil, "review", "diff", dir, dir); code != exitPass || !strings.Contains(out, "No access changed") {
		t.Errorf("exit %d\n%s", code, out)
	}

	decide("keep") // changed after it was signed
	check(exitBlocked, []string{"NOT SIGNED", "decisions.csv as it is"})

	if code, out, _ := run(t, nil, "evidence", "verify", ledger); code != exitPass || !strings.Contains(out, "4 records") {
		t.Errorf("exit %d\n%s", code, out)
	}
	review(exitError, []string{"There is no review in"}, "check", c.keys)
	review(exitError, []string{"No such file"}, "new", filepath.Join(c.keys, "gone.json"), "--out", filepath.Join(c.keys, "other"))
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

// plannedElsewhere are the rules whose examples are no module of rules-bad and
// rules-good, with the recorded cases in which they fire and stay silent.
var plannedElsewhere = map[string]struct {
	bad, good string
	// why says what keeps the example out.
	why string
}{
	"template-exceeded": {"exceeded-template", "template-accepted", "it needs this project's own provider beside the AWS provider"},
	"waiver-expired":    {"rules-bad", "rules-good", "the example is of .hipaacheck.hcl"},
	"waiver-unused":     {"rules-bad", "rules-good", "the example is of .hipaacheck.hcl"},
}

// TestExamples holds every rule to its own examples, planned with the real
// Terraform CLI and the real AWS provider: the bad one breaks the rule, the good
// one does not. The recorded configuration of a rule is its example, to the byte.
func TestExamples(t *testing.T) {
	bad, good := reportOf(t, "rules-bad"), reportOf(t, "rules-good")
	apart := reportOf(t, "rules-good-apart")
	for _, r := range safeguard.Rules() {
		t.Run(r.Name, func(t *testing.T) {
			if e, ok := plannedElsewhere[r.Name]; ok {
				if found := findingsOf(reportOf(t, e.bad), r.Name, ""); len(found) == 0 {
					t.Errorf("it does not fire in %s", e.bad)
				}
				if found := findingsOf(reportOf(t, e.good), r.Name, ""); len(found) > 0 {
					t.Errorf("it fires in %s: %s", e.good, found)
				}
				return
			}
			silent, dir := good, "rules-good"
			if _, err := os.Stat(filepath.Join(corpus, "rules-good-apart", r.Name)); err == nil {
				silent, dir = apart, "rules-good-apart"
			}
			example(t, "rules-bad", r.Name, r.Bad)
			example(t, dir, r.Name, r.Good)
			if found := findingsOf(bad, r.Name, "module."+r.Name+"."); len(found) == 0 {
				t.Error("it does not fire on the bad example")
			}
			if found := findingsOf(silent, r.Name, "module."+r.Name+"."); len(found) > 0 {
				t.Errorf("it fires on the good example: %s", found)
			}
		})
	}
}

// reportOf judges a recorded case; what its approvals lack is signed in all cases but rules-bad.
func reportOf(t *testing.T, name string) *validator.Report {
	t.Helper()
	dir := filepath.Join(corpus, name)
	file := filepath.Join(dir, "plan.json")
	r, err := judge(t, dir, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Approvals == nil || len(r.Approvals.Missing) == 0 || name == "rules-bad" {
		return r
	}
	if r, err = judge(t, dir, file, signed(t, r.Approvals.Missing)); err != nil {
		t.Fatal(err)
	}
	return r
}

// signed gives the signature that each missing approval lacks.
func signed(t *testing.T, missing []validator.Missing) *validator.GivenApprovals {
	t.Helper()
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	out := &validator.GivenApprovals{}
	var signers bytes.Buffer
	for _, m := range missing {
		statement, err := approval.New([]approval.Subject{approval.SubjectOf(m.Address, m.Digest)}, approval.Predicate{Reason: "needed", Approved: now.Add(-time.Hour), Expires: now.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		const who = "privacy-officer@example.org" // whom .hipaacheck.hcl names
		signers.WriteString(who + " " + string(ssh.MarshalAuthorizedKey(key)))
		out.Given = append(out.Given, approval.Given{Person: who, Key: key, Statement: statement})
	}
	out.Signers = func(string) *approval.Signers { return approval.ParseSigners(signers.Bytes()) }
	return out
}

// findingsOf lists the findings of one rule, but resolved ones, at addresses that
// begin so or about what is absent.
func findingsOf(r *validator.Report, rule, begin string) []string {
	var out []string
	for _, f := range r.Findings {
		if f.Rule == rule && f.Status != "resolved" && (f.Address == "" || strings.HasPrefix(f.Address, begin)) {
			out = append(out, f.Status+" "+cmp.Or(f.Address, "-")+": "+f.Message)
		}
	}
	slices.Sort(out)
	return out
}

// example holds a recorded module to the example of its rule; -update writes it.
func example(t *testing.T, dir, rule, text string) {
	t.Helper()
	file := filepath.Join(corpus, dir, rule, "main.tf")
	if *update {
		if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("the example is planned nowhere: give it a folder and a module in %s, and record it: %v", dir, err)
	}
	if string(got) != text+"\n" {
		t.Errorf("%s is not the rule's example; run with -update, and record %s", file, dir)
	}
}

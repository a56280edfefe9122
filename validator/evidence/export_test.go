// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package evidence_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/evidence"
)

const report = `{"findings":[
 {"rule":"admin-access","severity":"critical","status":"introduced","blocks":true,"waiver":null,"address":"aws_iam_role.x","message":"may do everything","citations":["164.312(a)(1)"],"nist":["AC-6","AC-2(12)"],"fingerprint":"f1"},
 {"rule":"trail-removed","severity":"critical","status":"resolved","blocks":false,"waiver":null,"address":"aws_cloudtrail.x","message":"gone","citations":[],"nist":["AU-2"],"fingerprint":"f2"}]}`

func TestExport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	l := evidence.Open(dir)
	_, err := l.Append(evidence.Record{
		Command: "plan", Verdict: "fail", Time: at, Counts: map[string]int{"critical": 1}, People: []string{"lead@example.org"},
		Inputs:    []evidence.Input{{Path: "=cmd|plan.json", SHA256: "sha256:00", Stack: "prod"}},
		Waivers:   []evidence.Waiver{{Rule: "iam-user-created", Address: "aws_iam_user.<script>", Reason: "old", Owner: "it"}},
		Approvals: []evidence.Approval{{Digest: "sha256:11", Person: "lead@example.org", Group: "security", Expires: "2027-03-08T00:00:00Z"}},
	}, evidence.Attachment{Name: "report.json", Text: []byte(report)})
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "a", "audit")
	if _, err := l.Export(out, "1.0.0", at); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if page := read("index.html"); strings.Contains(page, "<script>") || !strings.Contains(page, "aws_iam_user.&lt;script&gt;") || !strings.Contains(page, "The ledger holds") {
		t.Error(page)
	}
	rows, err := csv.NewReader(strings.NewReader(read("index.csv"))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][5] != "'=cmd|plan.json" {
		t.Error(rows, err)
	}
	// What is exported verifies by itself.
	v, err := evidence.Open(filepath.Join(out, "ledger")).Verify("")
	if err != nil || len(v.Problems) != 0 || len(v.Records) != 1 {
		t.Error(v, err)
	}
	var oscal struct {
		Results struct {
			Results []struct {
				Observations []struct{ Title string }
				Findings     []struct {
					Target struct {
						ID string `json:"target-id"`
					}
				}
			}
		} `json:"assessment-results"`
	}
	if err := json.Unmarshal([]byte(read("oscal-assessment-results.json")), &oscal); err != nil {
		t.Fatal(err)
	}
	one := oscal.Results.Results[0]
	if len(one.Observations) != 1 || one.Observations[0].Title != "admin-access at aws_iam_role.x" || len(one.Findings) != 2 || one.Findings[0].Target.ID != "ac-2.12_obj" {
		t.Errorf("%+v", one)
	}
	if _, err := l.Export(out, "1.0.0", at); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("written over: %v", err)
	}
	// A ledger that does not hold says so in what is exported.
	record := filepath.Join(dir, "records", "00000001.json")
	text, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(record, bytes.Replace(text, []byte(`"fail"`), []byte(`"pass"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	out += "-2"
	if _, err := l.Export(out, "1.0.0", at); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(read("README.txt"), "THE LEDGER DOES NOT HOLD:\n  00000001.json: it was altered") {
		t.Error(read("README.txt"))
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

var update = flag.Bool("update", false, "write the golden files")

// TestRender renders testdata/statements: a file values.json with a resource's
// attributes gives policy.json, or the text of error.txt.
func TestRender(t *testing.T) {
	cases, err := filepath.Glob("testdata/statements/*/values.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 10 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var in struct {
				Type, Resource string
				Values         map[string]any
			}
			if err := json.Unmarshal(text, &in); err != nil {
				t.Fatal(err)
			}
			rows := Of(in.Type)
			if len(rows) != 1 {
				t.Fatalf("%s has %d rows", in.Type, len(rows))
			}
			got, err := rows[0].Render(in.Values, in.Resource)
			if err != nil {
				golden(t, filepath.Join(dir, "error.txt"), err.Error()+"\n")
				return
			}
			if _, problems := policy.Parse(got, policy.Resource); len(problems) > 0 {
				t.Errorf("AWS would refuse it: %v\n%s", problems, got)
			}
			var indented strings.Builder
			e := json.NewEncoder(&indented)
			e.SetIndent("", "  ")
			e.SetEscapeHTML(false)
			if err := e.Encode(json.RawMessage(got)); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(dir, "policy.json"), indented.String())
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestRenderHole keeps what stands for a value that is not known until apply.
func TestRenderHole(t *testing.T) {
	hole := string(policy.HoleRune(0))
	b := Of("aws_lambda_permission")[0]
	text, err := b.Render(map[string]any{"action": "lambda:InvokeFunction", "principal": "s3.amazonaws.com", "source_arn": hole}, hole+":live")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := policy.Parse(text, policy.Resource, policy.WithHoles([]policy.Hole{{Name: "aws_s3_bucket.scans.arn"}}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := d.Show(string(text)); !strings.Contains(got, `"aws:SourceArn":["<aws_s3_bucket.scans.arn>"]`) || !strings.Contains(got, `"Resource":"<aws_s3_bucket.scans.arn>:live"`) {
		t.Errorf("the hole is lost: %s", got)
	}
}

func TestRenderOther(t *testing.T) {
	b := Of("aws_s3_bucket_policy")[0]
	if _, err := b.Render(nil, "*"); err == nil || err.Error() != "aws_s3_bucket_policy.policy is no statement" {
		t.Errorf("got the error %v", err)
	}
}

func FuzzRender(f *testing.F) {
	f.Add(`{"action": "lambda:InvokeFunction", "principal": "*"}`)
	f.Add(`{"operations": ["Decrypt"], "grantee_principal": "*", "constraints": [{"encryption_context_equals": {"a": "b"}}]}`)
	f.Add(`{"condition": [{"type": "StringEquals", "key": "aws:PrincipalOrgID", "value": "o-1"}], "principal": "*"}`)
	f.Add(`{"condition": "x", "principal": {"a": [null, 1]}, "constraints": [[]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var values map[string]any
		if json.Unmarshal([]byte(text), &values) != nil {
			return
		}
		for _, b := range statementRows {
			doc, err := b.Render(values, "*")
			if err == nil && !json.Valid(doc) {
				t.Errorf("%s: %s", b.Type, doc)
			}
		}
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package jsonl_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flag"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/jsonl"
)

var update = flag.Bool("update", false, "write the golden files")

// TestLines answers testdata/<command>-<case>.jsonl and compares with the golden file beside it.
func TestLines(t *testing.T) {
	files, err := filepath.Glob("testdata/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases in testdata", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			answer := jsonl.Diff(decide.Options{ClosedWorld: strings.Contains(name, "closed")})
			if strings.HasPrefix(name, "eval-") {
				answer = jsonl.Eval
			}
			var out strings.Builder
			err = jsonl.Run(strings.NewReader(string(src)), &out, answer)
			if want := strings.Contains(out.String(), `"error":`); errors.Is(err, jsonl.ErrLines) != want || err != nil && !want {
				t.Errorf("Run returned %v; lines with errors: %v", err, want)
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(out.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), out.String()); d != "" {
				t.Errorf("answers differ (-want +got):\n%s", d)
			}
		})
	}
}

func FuzzEval(f *testing.F) {
	f.Add(`{"id":1,"identity":[{"Statement":[]}],"request":{"principal":"anonymous","action":"s3:GetObject","resource":"*"}}`)
	f.Fuzz(func(t *testing.T, line string) {
		var out strings.Builder
		if err := jsonl.Run(strings.NewReader(line), &out, jsonl.Eval); err != nil && !errors.Is(err, jsonl.ErrLines) {
			t.Skip("longer than a line may be")
		}
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var updateCommands = flag.Bool("update", false, "write the golden files")

// TestPolicyCommands runs testdata/commands/<case>/args in its folder and
// compares output, diagnostics and exit code with the golden file beside it.
func TestPolicyCommands(t *testing.T) {
	cases, err := filepath.Glob("testdata/commands/*/args")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			line, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			stdin, err := os.ReadFile(filepath.Join(dir, "stdin"))
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			t.Chdir(dir)
			var out, diagnostics bytes.Buffer
			a := &app{in: bytes.NewReader(stdin), out: &out, err: &diagnostics, getenv: func(string) string { return "" }, now: func() time.Time { return time.Unix(0, 0) }}
			code := a.run(context.Background(), strings.Fields(string(line)))
			got := fmt.Sprintf("-- exit %d\n-- stdout\n%s-- stderr\n%s", code, out.String(), diagnostics.String())
			got = regexp.MustCompile(`open [^:]*: `).ReplaceAllString(got, "open FILE: ")
			if *updateCommands {
				if err := os.WriteFile("golden", []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile("golden")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("differs (-want +got):\n%s", d)
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestRealRun runs go test on a module with one package of each kind.
func TestRealRun(t *testing.T) {
	dir := t.TempDir()
	for path, text := range map[string]string{
		"go.mod":         "module example.org/m\n\ngo 1.26\n",
		"good/a_test.go": "package good\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) {\n\tt.Run(\"sub\", func(t *testing.T) {})\n}\n\nfunc TestLater(t *testing.T) { t.Skip(\"needs a newer CLI\") }\n\nfunc TestSilent(t *testing.T) { t.SkipNow() }\n",
		"bad/a_test.go":  "package bad\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { t.Error(\"two is not three\") }\n",
		"dies/a_test.go": "package dies\n\nimport \"testing\"\n\nfunc TestDies(t *testing.T) { panic(\"out of luck\") }\n",
		"ends/a_test.go": "package ends\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestMain(m *testing.M) {\n\tprintln(\"no server\")\n\tos.Exit(3)\n}\n",
		"wont/a_test.go": "package wont\n\nfunc f() { missing() }\n",
		"none/a.go":      "package none\n",
	} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, diagnostics bytes.Buffer
	counted := newTally(&out)
	ok, err := gotest(t.Context(), dir, os.Environ(), []string{"./..."}, counted, &diagnostics)
	if err != nil {
		t.Fatal(err)
	}
	if ok {
		t.Error("go test failed, and nobody noticed")
	}
	unlisted := counted.report(&out, map[string]bool{"example.org/m/good TestLater": true}, time.Minute)

	for _, want := range []string{
		"two is not three", "panic: out of luck", "no server", "undefined: missing",
		"?   \texample.org/m/none\t[no test files]",
		"  example.org/m/good TestLater\n      a_test.go:9: needs a newer CLI\n",
		"  example.org/m/good TestSilent (not in .ci/allowed-skips: fails in CI)\n      no reason given\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output lacks %q:\n%s", want, out.String())
		}
	}
	if !regexp.MustCompile(`(?m)^ok  \texample\.org/m/good\t`).MatchString(out.String()) {
		t.Errorf("the output lacks go test's own line for a package:\n%s", out.String())
	}
	if !strings.HasSuffix(out.String(), "\n2 passed, 4 failed, 2 skipped\n") {
		t.Errorf("the last line is wrong:\n%s", out.String())
	}
	if diff := cmp.Diff(1, len(unlisted)); diff != "" {
		t.Errorf("unlisted skips (-want +got):\n%s", diff)
	}
}

func TestReadAllowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "allowed")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# remark\n\nexample.org/m TestA # Terraform 1.14 only\n")
	got, err := readAllowed(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"example.org/m TestA": true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	write("example.org/m\n")
	if _, err := readAllowed(path); err == nil || !strings.Contains(err.Error(), "allowed:1:") {
		t.Errorf("a line without a test: got %v", err)
	}
}

func TestAllowedSkipsOfThisRepository(t *testing.T) {
	if _, err := readAllowed(filepath.Join("..", "..", "..", ".ci", "allowed-skips")); err != nil {
		t.Error(err)
	}
}

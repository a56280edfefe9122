// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// run runs a command line and returns its exit code and streams.
func run(t *testing.T, env map[string]string, args ...string) (code int, out, diagnostics string) {
	t.Helper()
	var o, d bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &o, err: &d, getenv: func(k string) string { return env[k] }, now: func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }}
	code = a.run(context.Background(), args)
	return code, o.String(), d.String()
}

const blocking = "../../testdata/plans/trust-public/plan.json"

// TestFormatFiles: every format goes to a file of its own in one run, whole, and
// the exit code is that of the verdict.
func TestFormatFiles(t *testing.T) {
	dir := t.TempDir()
	args := []string{"plan", blocking}
	for _, name := range report.Names() {
		args = append(args, "--format", name+"="+filepath.Join(dir, name))
	}
	code, out, diagnostics := run(t, nil, args...)
	if code != exitBlocked || out != "" || diagnostics != "" {
		t.Errorf("%d, %q, %q", code, out, diagnostics)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(report.Names()) {
		t.Errorf("%v, %v", entries, err)
	}
	for _, name := range report.Names() {
		_, want, _ := run(t, nil, "plan", blocking, "--format", name)
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || len(got) == 0 {
			t.Error(name, err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s: another text on standard output:\n%s", name, diff)
		}
	}
}

// TestFormatFileFails: what stood in a file stays where the report cannot be
// written, and the exit code is that of an error.
func TestFormatFileFails(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "no", "such", "folder")
	good := filepath.Join(dir, "good")
	code, _, diagnostics := run(t, nil, "plan", blocking, "--format", "json="+missing, "--format", "text="+good)
	if code != exitError || !strings.Contains(diagnostics, "The report could not be written") {
		t.Errorf("%d, %q", code, diagnostics)
	}
	if text, err := os.ReadFile(good); err != nil || !strings.HasPrefix(string(text), "FAIL") {
		t.Errorf("one that fails keeps the other from being written: %q, %v", text, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o750); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := run(t, nil, "plan", blocking, "--format", "json="+filepath.Join(dir, "taken")); code != exitError {
		t.Errorf("%d where a folder has the name", code)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 {
		t.Errorf("parts stay behind: %v", entries)
	}
}

// TestWriteFile: a file is replaced, and a link to it stays.
func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(link, []byte("after")); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(file)
	if info, err := os.Lstat(link); string(got) != "after" || err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%q, %v", got, err)
	}
	if err := writeFile(os.DevNull, []byte("x")); err != nil {
		t.Error(err)
	}
}

// TestFormatUsage: what cannot be meant is refused before anything is checked.
func TestFormatUsage(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"unknown":        {[]string{"--format", "yaml"}, `There is no format "yaml"; there are text, json`},
		"no file":        {[]string{"--format", "json="}, "names no file"},
		"two on stdout":  {[]string{"--format", "json", "--format", "text"}, "both be written to standard output"},
		"two in a file":  {[]string{"--format", "json=./a", "--format", "text=a"}, "both be written to a"},
		"two on default": {[]string{"--format", "json", "--format", "json"}, "both be written to standard output"},
	} {
		if code, out, diagnostics := run(t, nil, append([]string{"plan", blocking}, c.args...)...); code != exitError || out != "" || !strings.Contains(diagnostics, c.want) {
			t.Errorf("%s: %d, %q, %q", name, code, out, diagnostics)
		}
	}
}

// TestStepSummary: on GitHub the summary of the step gets the comment, after what
// stands there.
func TestStepSummary(t *testing.T) {
	dir := t.TempDir()
	summary, event := filepath.Join(dir, "summary"), filepath.Join(dir, "event")
	for file, text := range map[string]string{summary: "before\n", event: `{"pull_request":{"number":7,"head":{"sha":"abc"}}}`} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{
		"GITHUB_STEP_SUMMARY": summary, "GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "merge",
		"GITHUB_EVENT_PATH": event,
	}
	code, out, diagnostics := run(t, env, "plan", blocking, "--source", filepath.Dir(blocking), "--format", "github", "--soft-fail")
	if code != exitPass || diagnostics != "" || !strings.Contains(out, "\n::error file=") {
		t.Errorf("%d, %q, %q", code, out, diagnostics)
	}
	got, err := os.ReadFile(summary)
	if err != nil || !strings.HasPrefix(string(got), "before\n<!-- hipaacheck") || !strings.Contains(string(got), "](https://github.example/o/r/blob/abc/testdata/plans/trust-public/main.tf#L") {
		t.Errorf("%s, %v", got, err)
	}
	env["GITHUB_STEP_SUMMARY"] = filepath.Join(dir, "no", "such")
	if code, _, _ := run(t, env, "plan", blocking, "--format", "github"); code != exitError {
		t.Errorf("%d", code)
	}
}

// TestSoftFail: what blocks is 0 with --soft-fail, and what cannot be decided is
// still an error.
func TestSoftFail(t *testing.T) {
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"plan", blocking}, exitBlocked},
		{[]string{"plan", "--soft-fail", blocking}, exitPass},
		{[]string{"plan", "--soft-fail", "../../testdata/plans/shape-errored/plan.json"}, exitError},
		{[]string{"plan", "--soft-fail", blocking, "../../testdata/plans/shape-errored/plan.json"}, exitError},
		{[]string{"plan", "--fail-on", "never", blocking}, exitPass},
	} {
		if code, _, diagnostics := run(t, nil, c.args...); code != c.want {
			t.Errorf("%v: %d, %s", c.args, code, diagnostics)
		}
	}
}

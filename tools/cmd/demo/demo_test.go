// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// TestReadmeShowsTheDemo runs the whole demo and holds the transcript in
// README.md against it.
func TestReadmeShowsTheDemo(t *testing.T) {
	if os.Getenv("HIPAA_MOTO_SERVER") == "" {
		t.Skip("HIPAA_MOTO_SERVER is not set; make test sets it")
	}
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	var out bytes.Buffer
	if err := run(ctx, nil, &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, transcript, _, err := inReadme(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(settled(transcript), settled(fenced(out.String()))); diff != "" {
		t.Errorf("README.md differs from what make demo prints; make readme writes it (-README +demo):\n%s", diff)
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if strings.HasPrefix(entry.Name(), "hipaa-demo-") {
			t.Errorf("the demo left %s behind", entry.Name())
		}
	}
}

func TestShortened(t *testing.T) {
	box := func(name string) string { return "╷\n│ " + name + "\n│\n╵\n\n" }
	tests := []struct {
		name, in, want string
	}{
		{"few stay", "before\n" + box("1") + box("2") + "after\n", "before\n" + box("1") + box("2") + "after\n"},
		{
			"many are counted", "before\n" + box("1") + box("2") + box("3") + box("4") + box("5") + box("6") + "after\n",
			"before\n" + box("1") + box("2") + box("3") + box("4") + "[2 more findings are printed here]\n\nafter\n",
		},
		{
			"each report by itself", box("1") + box("2") + box("3") + "between\n" + box("4") + box("5"),
			box("1") + box("2") + box("3") + "between\n" + box("4") + box("5"),
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shortened(test.in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestInterrupt ends the demo in its middle.
func TestInterrupt(t *testing.T) {
	if os.Getenv("HIPAA_MOTO_SERVER") == "" {
		t.Skip("HIPAA_MOTO_SERVER is not set; make test sets it")
	}
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	out := &stopper{at: "terraform plan -out", stop: cancel}
	if err := run(ctx, nil, out); err == nil || ctx.Err() == nil {
		t.Fatalf("the demo ended with %v before it was interrupted:\n%s", err, out.text.String())
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if strings.HasPrefix(entry.Name(), "hipaa-demo-") {
			t.Errorf("the demo left %s behind", entry.Name())
		}
	}
}

// stopper calls stop once a text has been written to it.
type stopper struct {
	text bytes.Buffer
	at   string
	stop func()
}

func (s *stopper) Write(p []byte) (int, error) {
	n, err := s.text.Write(p)
	if bytes.Contains(s.text.Bytes(), []byte(s.at)) {
		s.stop()
	}
	return n, err
}

var (
	duration = regexp.MustCompile(`(Done in|complete after) [0-9ms]+`)
	creation = regexp.MustCompile(`(?m)(^\S+: (Creating\.\.\.|Creation complete.*)\n)+`)
)

// settled takes out what differs from run to run: durations, and the order in
// which Terraform creates things side by side.
func settled(text string) string {
	text = duration.ReplaceAllString(text, "$1 N")
	return creation.ReplaceAllStringFunc(text, func(block string) string {
		lines := slices.Sorted(strings.Lines(block))
		return strings.Join(lines, "")
	})
}

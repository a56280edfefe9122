// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

var day = time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)

// TestRelease moves fragments below the heading of a release, by kind, and keeps
// what was there.
func TestRelease(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\nSee .changes.\n\n## 0.1.0 (2026-12-01)\n\n### Added\n\n- All of it.\n")
	write(".changes/README.md", "# How\n")
	write(".changes/fixed-b.md", "B is\nmended.\n")
	write(".changes/added-a.md", "A.\n")
	if err := run(root, false, "0.2.0", day); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := "# Changelog\n\n## Unreleased\n\nSee .changes.\n\n## 0.2.0 (2027-01-31)\n\n### Added\n\n- A.\n\n### Fixed\n\n- B is\n  mended.\n\n## 0.1.0 (2026-12-01)\n\n### Added\n\n- All of it.\n"
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
	entries, err := os.ReadDir(filepath.Join(root, ".changes"))
	if err != nil || len(entries) != 1 || entries[0].Name() != "README.md" {
		t.Errorf("%v, %v", entries, err)
	}
	for version, want := range map[string]string{"0.2.0": "### Added\n\n- A.\n\n### Fixed\n\n- B is\n  mended.", "0.1.0": "### Added\n\n- All of it."} {
		if got, err := sectionOf(string(text), version); err != nil || got != want {
			t.Errorf("%s: %q, %v", version, got, err)
		}
	}
	if _, err := sectionOf(string(text), "0.3.0"); err == nil {
		t.Error("notes of a release that is not there")
	}
	// Nothing is released twice, or empty, or under a wrong name.
	if err := run(root, false, "0.3.0", day); err == nil {
		t.Error("a release of nothing")
	}
	write(".changes/added-c.md", "C.\n")
	if err := run(root, false, "0.2.0", day); err == nil {
		t.Error("a version twice")
	}
	if err := run(root, false, "v0.3", day); err == nil {
		t.Error("v0.3 is a version")
	}
	write(".changes/nice-d.md", "D.\n")
	if err := run(root, false, "0.3.0", day); err == nil {
		t.Error("a fragment of an unknown kind")
	}
}

// TestFragments: those of the repository can be released.
func TestFragments(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	fragments, err := read(filepath.Join(root, ".changes"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(fragments) == 0 {
		return // just released
	}
	if _, err := release(string(text), "999.0.0", day, fragments); err != nil {
		t.Error(err)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command changelog makes the section of a release in CHANGELOG.md of the
// fragments in .changes, which it removes; and prints the notes of a release.
//
//	go -C tools run ./cmd/changelog 0.1.0
//	go -C tools run ./cmd/changelog -notes 0.1.0
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

func main() {
	notes := flag.Bool("notes", false, "print the section of a release")
	flag.Parse()
	root, err := repo.Root()
	if err == nil {
		err = run(root, *notes, flag.Arg(0), time.Now())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "changelog:", err)
		os.Exit(1)
	}
}

func run(root string, notes bool, version string, now time.Time) error {
	if !semantic.MatchString(version) {
		return fmt.Errorf("%q is no version such as 0.1.0", version)
	}
	file := filepath.Join(root, "CHANGELOG.md")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if notes {
		section, err := sectionOf(string(text), version)
		if err != nil {
			return err
		}
		_, err = fmt.Println(section)
		return err
	}
	fragments, err := read(filepath.Join(root, ".changes"))
	if err != nil {
		return err
	}
	out, err := release(string(text), version, now, fragments)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(out), 0o644); err != nil { //nolint:gosec // a file of the repository
		return err
	}
	for _, f := range fragments {
		if err := os.Remove(f.path); err != nil {
			return err
		}
	}
	return nil
}

var (
	semantic = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)
	named    = regexp.MustCompile(`^([a-z]+)-.+\.md$`)
)

// kinds are the headings of a section, in the order of Keep a Changelog.
var kinds = []string{"added", "changed", "deprecated", "removed", "fixed", "security"}

// fragment is one change that a user can notice.
type fragment struct{ path, kind, text string }

// read reads the fragments, by kind and name.
func read(dir string) ([]fragment, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []fragment
	for _, e := range entries {
		if e.Name() == "README.md" {
			continue
		}
		m := named.FindStringSubmatch(e.Name())
		if m == nil || !slices.Contains(kinds, m[1]) {
			return nil, fmt.Errorf(".changes/%s is not named KIND-what.md, with KIND one of %s", e.Name(), strings.Join(kinds, ", "))
		}
		path := filepath.Join(dir, e.Name())
		text, err := os.ReadFile(path) //nolint:gosec // a file of the repository
		if err != nil {
			return nil, err
		}
		trimmed := strings.TrimSpace(string(text))
		if trimmed == "" {
			return nil, fmt.Errorf(".changes/%s is empty", e.Name())
		}
		out = append(out, fragment{path: path, kind: m[1], text: trimmed})
	}
	slices.SortStableFunc(out, func(a, b fragment) int { return slices.Index(kinds, a.kind) - slices.Index(kinds, b.kind) })
	return out, nil
}

// unreleased is the heading below which a release is put.
const unreleased = "## Unreleased\n"

// release returns the changelog with the section of a release.
func release(text, version string, now time.Time, fragments []fragment) (string, error) {
	if len(fragments) == 0 {
		return "", errors.New("there is nothing in .changes to release")
	}
	if strings.Contains(text, "\n## "+version+" ") {
		return "", fmt.Errorf("CHANGELOG.md has the version %s already", version)
	}
	head, rest, ok := strings.Cut(text, unreleased)
	if !ok {
		return "", errors.New("CHANGELOG.md has no heading Unreleased")
	}
	// What stands there points to the fragments, and stays.
	body, older, more := strings.Cut(rest, "\n## ")
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s%s\n\n## %s (%s)\n", head, unreleased, strings.TrimRight(body, "\n"), version, now.UTC().Format(time.DateOnly))
	kind := ""
	for _, f := range fragments {
		if f.kind != kind {
			kind = f.kind
			fmt.Fprintf(&b, "\n### %s\n\n", strings.ToUpper(kind[:1])+kind[1:])
		}
		b.WriteString("- " + strings.ReplaceAll(f.text, "\n", "\n  ") + "\n")
	}
	if more {
		b.WriteString("\n## " + older)
	}
	return b.String(), nil
}

// sectionOf returns what a release's section says, without its heading.
func sectionOf(text, version string) (string, error) {
	_, rest, ok := strings.Cut(text, "\n## "+version+" ")
	if !ok {
		return "", fmt.Errorf("CHANGELOG.md has no version %s; make changelog VERSION=%s makes its section", version, version)
	}
	_, rest, _ = strings.Cut(rest, "\n")
	body, _, _ := strings.Cut(rest, "\n## ")
	return strings.TrimSpace(body), nil
}

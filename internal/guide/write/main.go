// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command write writes the pages of package guide into the repository; run it
// from the repository's root:
//
//	go run ./internal/guide/write
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/guide"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "guide:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	pages, err := guide.Pages()
	if err != nil {
		return err
	}
	// A page of a rule that is no more would stay.
	if err := os.RemoveAll(filepath.Join(root, "docs", "rules")); err != nil {
		return err
	}
	for name, text := range pages {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil { //nolint:gosec // pages are for everybody to read
			return err
		}
	}
	return nil
}

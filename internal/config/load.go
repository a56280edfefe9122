// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Catalogue names the rules, so that a misspelled one is noticed.
type Catalogue struct {
	// Rules are those of this version.
	Rules []string
	// Later are names that are taken by rules which this version does not have.
	Later []string
}

// maxSize bounds the file; a longer one is refused.
const maxSize = 4 << 20

// Find looks for [FileName] in a directory and those above it, up to the root
// of the repository (the first directory that holds ".git"). Outside of a
// repository only the directory itself counts. It returns "" where there is none.
func Find(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	found := ""
	for at, first := abs, true; ; at, first = filepath.Dir(at), false {
		file := filepath.Join(at, FileName)
		switch _, err := os.Stat(file); {
		case err == nil && found == "":
			found = file
			if first {
				return found, nil
			}
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return found, nil
		}
		if at == filepath.Dir(at) {
			return "", nil
		}
	}
}

// Load reads a configuration file. The diagnostics hold every mistake, not only
// the first; where they have errors the configuration must not be used.
func Load(path string, rules Catalogue) (*Config, hcl.Diagnostics) {
	src, err := readBounded(path)
	if err != nil {
		return nil, hcl.Diagnostics{{
			Severity: hcl.DiagError,
			Summary:  "Cannot read the configuration",
			Detail:   fmt.Sprintf("The file %s cannot be read: %s.", path, reason(err)),
		}}
	}
	return Parse(src, path, rules, readBounded)
}

// Parse reads a configuration from its text. path names it in diagnostics and
// is where the files that it names are looked up; read fetches those.
func Parse(src []byte, path string, rules Catalogue, read func(path string) ([]byte, error)) (*Config, hcl.Diagnostics) {
	file, diags := hclsyntax.ParseConfig(src, path, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	d := &decoder{config: &Config{Path: path, Profile: ProfileSecurityRule, Trust: Trust{MFA: "phi"}}, rules: rules, read: read}
	d.root(file.Body)
	slices.SortStableFunc(d.diags, func(a, b *hcl.Diagnostic) int { return a.Subject.Start.Byte - b.Subject.Start.Byte })
	if diags = append(diags, d.diags...); diags.HasErrors() {
		return nil, diags
	}
	return d.config, diags
}

func readBounded(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errors.New("it is a directory")
	}
	if info.Size() > maxSize {
		return nil, fmt.Errorf("it has %d bytes, more than the %d that a configuration may have", info.Size(), maxSize)
	}
	return os.ReadFile(path) //nolint:gosec // the user names the file
}

// reason is an error without the operation and the path, which the message gives.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

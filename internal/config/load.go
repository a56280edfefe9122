// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
)

// Catalogue names the rules, so that a misspelled one is noticed.
type Catalogue struct {
	// Rules are those of this version.
	Rules []string
	// Later are names that are taken by rules which this version does not have.
	Later []string
	// Severities are those of the rules.
	Severities map[string]Severity
	// ResourceType tells a misspelled resource type, with the nearest right one where
	// there is one; nil: none is.
	ResourceType func(name string) (near string, wrong bool)
	// Service is the same for service prefixes, as actions begin with.
	Service func(name string) (near string, wrong bool)
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

// Load reads a configuration file and those that it extends. The diagnostics
// hold every mistake, not only the first; where they have errors the
// configuration must not be used.
func Load(path string, rules Catalogue) (*Config, hcl.Diagnostics) {
	l := LoadFrom(Disk{}, path, rules)
	return l.Config, l.Diagnostics
}

// Loaded is what came of reading a configuration.
type Loaded struct {
	// Config is nil where there are errors.
	Config      *Config
	Diagnostics hcl.Diagnostics
	// Sources are the files that were read, for snippets.
	Sources map[string]*hcl.File
}

// LoadFrom is [Load] from a place of files.
func LoadFrom(files Files, path string, rules Catalogue) *Loaded {
	c := &Config{Path: path, Profile: ProfileSecurityRule, origins: map[string]hcl.Range{}, finals: map[string]hcl.Range{}, waivable: map[string]bool{}, files: files, sources: map[string][]byte{}}
	d := &decoder{config: c, rules: rules, files: files}
	d.file(path, nil, nil)
	d.lookUpNames()
	slices.SortStableFunc(d.diags, func(a, b *hcl.Diagnostic) int {
		if a.Subject == nil || b.Subject == nil {
			return 0
		}
		return cmp.Or(strings.Compare(a.Subject.Filename, b.Subject.Filename), a.Subject.Start.Byte-b.Subject.Start.Byte)
	})
	out := &Loaded{Diagnostics: d.diags, Sources: map[string]*hcl.File{}}
	for name, src := range c.sources {
		out.Sources[name] = &hcl.File{Bytes: src}
	}
	if d.diags.HasErrors() {
		return out
	}
	c.Trust.MFA = c.mfa()
	c.reviews()
	out.Config = c
	return out
}

// syntax reads a file's syntax, JSON where its name says so.
func syntax(src []byte, path string) (*hcl.File, hcl.Diagnostics) {
	if strings.EqualFold(filepath.Ext(path), ".json") {
		return json.Parse(src, path)
	}
	return hclsyntax.ParseConfig(src, path, hcl.InitialPos)
}

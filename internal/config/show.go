// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"strconv"

	"github.com/hashicorp/hcl/v2"
)

// bare is a block without a place, to make a body for.
var bare = &hcl.Block{Labels: []string{""}, LabelRanges: []hcl.Range{{}}}

// Setting is one argument with what is in force.
type Setting struct {
	// Path is its name from the root, "limits.session".
	Path string
	// Value is made of plain JSON values; nil where nothing is set.
	Value any
	// Default says what holds where it is not given.
	Default string
	// Range is where it is given; nil: nowhere.
	Range *hcl.Range
	// Final is where a central file says that it cannot be weakened; nil: nowhere.
	Final *hcl.Range
}

// Settings lists every setting that is in force, in the order of the language. A
// nil configuration has the defaults.
func (c *Config) Settings(rules Catalogue) []Setting {
	if c == nil {
		c = &Config{Profile: ProfileSecurityRule, Trust: Trust{MFA: MFAPHI}}
	}
	w := &walker{config: c}
	d := &decoder{config: c, rules: rules, files: c.files}
	w.body("", d.root())
	return w.out
}

type walker struct {
	config *Config
	out    []Setting
}

func (w *walker) body(path string, b body) {
	for _, f := range b.fields {
		at := join(path, f.name)
		if at == "extends" || at == "final" {
			continue // what they do is in the origins
		}
		s := Setting{Path: at, Value: f.value(), Default: f.fallback}
		if r, ok := w.config.origins[at]; ok {
			s.Range = &r
		}
		for _, name := range sortedKeys(w.config.finals) {
			if covers(name, at) {
				r := w.config.finals[name]
				s.Final = &r
				break
			}
		}
		w.out = append(w.out, s)
	}
	for _, s := range b.sections {
		at := join(path, s.name)
		if s.label == "" {
			w.body(at, s.body(bare))
			continue
		}
		for i, p := range s.present() {
			name := join(at, p.label)
			if s.repeats {
				name += "[" + strconv.Itoa(i) + "]"
			}
			w.body(name, p.body)
		}
	}
}

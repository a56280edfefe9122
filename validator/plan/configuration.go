// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
)

// configuration is the part of a plan that says which argument refers to what.
// It says nothing about values, and it may lack whole modules: a saved plan has
// no integrity check.
type configuration struct {
	Root      *configModule              `json:"root_module"`
	Providers map[string]*configProvider `json:"provider_config"`
}

type configProvider struct {
	Name        string                `json:"name"`
	Alias       string                `json:"alias"`
	Module      string                `json:"module_address"`
	Expressions map[string]expression `json:"expressions"`
}

type configModule struct {
	Resources []*configResource      `json:"resources"`
	Calls     map[string]*configCall `json:"module_calls"`
	Outputs   map[string]struct {
		Expression expression `json:"expression"`
	} `json:"outputs"`
}

type configResource struct {
	Address     string                `json:"address"`
	Mode        string                `json:"mode"`
	Type        string                `json:"type"`
	Name        string                `json:"name"`
	ProviderKey string                `json:"provider_config_key"`
	Expressions map[string]expression `json:"expressions"`
	ForEach     expression            `json:"for_each_expression"`
}

type configCall struct {
	Expressions map[string]expression `json:"expressions"`
	Module      *configModule         `json:"module"`
	ForEach     expression            `json:"for_each_expression"`
}

// expression is what an argument is written as: a constant, or the references
// in it; or for blocks a list of such objects by argument.
type expression struct {
	Constant   any
	References []string
	// Blocks are the nested blocks of this name.
	Blocks []map[string]expression
	// Given says that the argument is written at all.
	Given bool
}

// UnmarshalJSON tells the three forms apart.
func (e *expression) UnmarshalJSON(src []byte) error {
	e.Given = true
	src = bytes.TrimSpace(src)
	if len(src) > 0 && src[0] == '[' {
		return json.Unmarshal(src, &e.Blocks)
	}
	if len(src) == 0 || src[0] != '{' {
		return nil
	}
	var plain struct {
		Constant   any `json:"constant_value"`
		References any `json:"references"`
	}
	if err := json.Unmarshal(src, &plain); err != nil {
		return err
	}
	e.Constant = plain.Constant
	if list, ok := plain.References.([]any); ok {
		for _, r := range list {
			if s, ok := r.(string); ok {
				e.References = append(e.References, s)
			}
		}
	}
	if plain.Constant == nil && plain.References == nil {
		// A single nested block is written as an object of its arguments.
		var block map[string]expression
		if err := json.Unmarshal(src, &block); err == nil && len(block) > 0 {
			e.Blocks = []map[string]expression{block}
		}
	}
	return nil
}

// full returns the references without the shorter forms that follow each:
// aws_s3_bucket.b.arn, and not also aws_s3_bucket.b.
func (e expression) full() []string {
	var out []string
	for i, r := range e.References {
		if i > 0 && strings.HasPrefix(e.References[i-1], r) && isPrefixOf(r, e.References[i-1]) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// isPrefixOf reports whether one reference is the beginning of another one.
func isPrefixOf(short, long string) bool {
	return len(long) > len(short) && (long[len(short)] == '.' || long[len(short)] == '[')
}

// module finds a module by the names of the calls that lead to it.
func (c *configuration) module(path []step) *configModule {
	if c == nil {
		return nil
	}
	m := c.Root
	for _, s := range path {
		if m == nil || m.Calls[s.name] == nil {
			return nil
		}
		m = m.Calls[s.name].Module
	}
	return m
}

func (m *configModule) resource(mode, kind, name string) *configResource {
	if m == nil {
		return nil
	}
	i := slices.IndexFunc(m.Resources, func(r *configResource) bool { return r.Mode == mode && r.Type == kind && r.Name == name })
	if i < 0 {
		return nil
	}
	return m.Resources[i]
}

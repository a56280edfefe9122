// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import "strings"

// configuration is the part of a plan that says which argument refers to what.
// It says nothing about values, and it may lack whole modules: a saved plan has
// no integrity check. Of its resources only those are kept that rules look at.
type configuration struct {
	Root      *configModule
	Providers map[string]*configProvider
}

type configProvider struct {
	Name, Alias string
	Expressions map[string]expression
}

type configModule struct {
	// Resources are by mode, type and name.
	Resources map[resourceKey]*configResource
	Calls     map[string]*configCall
	Outputs   map[string]expression
}

type resourceKey struct {
	typeKey
	name string
}

type configResource struct {
	ProviderKey string
	Expressions map[string]expression
	ForEach     expression
}

type configCall struct {
	// Expressions are the inputs that refer to something.
	Expressions map[string]expression
	Module      *configModule
	ForEach     expression
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

// expressionOf tells the three forms apart.
func expressionOf(v any) expression {
	e := expression{Given: true}
	switch v := v.(type) {
	case []any:
		for _, b := range v {
			block, _ := b.(map[string]any)
			e.Blocks = append(e.Blocks, expressionsOf(block))
		}
	case map[string]any:
		refs, refers := v["references"]
		e.Constant = v["constant_value"]
		list, _ := refs.([]any)
		for _, r := range list {
			if s, ok := r.(string); ok {
				e.References = append(e.References, s)
			}
		}
		if e.Constant == nil && !refers && len(v) > 0 {
			// A single nested block is written as an object of its arguments.
			e.Blocks = []map[string]expression{expressionsOf(v)}
		}
	}
	return e
}

func expressionsOf(v any) map[string]expression {
	args, _ := v.(map[string]any)
	if len(args) == 0 {
		return nil
	}
	out := make(map[string]expression, len(args))
	for name, a := range args {
		out[name] = expressionOf(a)
	}
	return out
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
	return m.Resources[resourceKey{typeKey{mode, kind}, name}]
}

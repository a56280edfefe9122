// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// candidate is what the last part of an attribute's name looks like where the
// attribute may hold a policy, name one, or name who gets access.
var candidate = regexp.MustCompile(`polic|document|json|statement|permission|trust|assume_role|boundar|principal|grantee|^content$|^body$|template_body|desired_state`)

// described is what an attribute's description says where it may hold a policy.
var described = regexp.MustCompile(`(?i)policy document|json`)

type resource struct {
	Block block `json:"block"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]struct {
		Nesting string `json:"nesting_mode"`
		Block   block  `json:"block"`
	} `json:"block_types"`
}

type attribute struct {
	Type        json.RawMessage `json:"type"`
	Nested      *nested         `json:"nested_type"`
	Description string          `json:"description"`
	Required    bool            `json:"required"`
	Optional    bool            `json:"optional"`
	Computed    bool            `json:"computed"`
}

type nested struct {
	Attributes map[string]attribute `json:"attributes"`
	Nesting    string               `json:"nesting_mode"`
}

// mention is what the table's source says: string literals, and the names in
// braces within them.
type mention map[string]bool

var braces = regexp.MustCompile(`\{(\w+)\}`)

// mentions reads the string literals of the Go files in a folder, without tests.
func mentions(folder string) (mention, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	said := mention{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if s, err := strconv.Unquote(lit.Value); err == nil {
				said[s] = true
				for _, m := range braces.FindAllStringSubmatch(s, -1) {
					said[m[1]] = true
				}
			}
			return true
		})
	}
	return said, nil
}

// extract writes the attributes that matter, one resource type a line.
func extract(version string, resources map[string]resource, said mention) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# hashicorp/aws %s, of the provider's own schema. Written by: go -C tools run ./cmd/schema\n", version)
	fmt.Fprintf(&out, "# An attribute is here if its name matches %s,\n", candidate)
	out.WriteString("# if its description speaks of a policy document or of JSON, or if the table mentions it.\n")
	out.WriteString("# [] is a list or set, {} a map; ! required, ? optional, ~ computed.\n")
	for _, name := range slices.Sorted(maps.Keys(resources)) {
		w := walker{mentioned: said[name], said: said}
		w.block(resources[name].Block, "")
		if len(w.found) == 0 && !w.mentioned {
			continue
		}
		slices.Sort(w.found)
		out.WriteString(strings.TrimSpace(name+" "+strings.Join(w.found, " ")) + "\n")
	}
	return out.Bytes()
}

type walker struct {
	mentioned bool
	said      mention
	found     []string
}

func (w *walker) block(b block, prefix string) {
	w.attributes(b.Attributes, prefix)
	for name, inner := range b.Blocks {
		w.block(inner.Block, prefix+name+mark(inner.Nesting)+".")
	}
}

func (w *walker) attributes(all map[string]attribute, prefix string) {
	for name, a := range all {
		if a.Nested != nil {
			w.attributes(a.Nested.Attributes, prefix+name+mark(a.Nested.Nesting)+".")
			continue
		}
		w.typed(a.Type, prefix+name, name, a)
	}
}

// typed keeps the texts within a type: "string", ["list", type],
// ["object", {name: type}].
func (w *walker) typed(raw json.RawMessage, path, name string, a attribute) {
	var simple string
	if json.Unmarshal(raw, &simple) == nil {
		if simple == "string" || simple == "dynamic" {
			w.keep(path, name, a)
		}
		return
	}
	var pair []json.RawMessage
	var kind string
	if json.Unmarshal(raw, &pair) != nil || len(pair) != 2 || json.Unmarshal(pair[0], &kind) != nil {
		return
	}
	if kind != "object" {
		w.typed(pair[1], path+mark(kind), name, a)
		return
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(pair[1], &members) != nil {
		return
	}
	for member, t := range members {
		w.typed(t, path+"."+member, member, a)
	}
}

func (w *walker) keep(path, name string, a attribute) {
	if !candidate.MatchString(name) && !described.MatchString(a.Description) && !(w.mentioned && w.said[path]) {
		return
	}
	switch {
	case a.Required:
		path += "!"
	case a.Optional:
		path += "?"
	}
	if a.Computed {
		path += "~"
	}
	w.found = append(w.found, path)
}

// mark shows how values repeat.
func mark(nesting string) string {
	switch nesting {
	case "list", "set":
		return "[]"
	case "map":
		return "{}"
	}
	return ""
}

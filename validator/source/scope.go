// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// scope is what names mean in an expression.
type scope struct {
	parent *scope
	// mod is the module of the expression; nil in template files, which see
	// their own variables only.
	mod *moduleInstance
	// vars are the variables of for-expressions, dynamic blocks and templates.
	vars map[string]node
	// item is what a splat is at.
	symbol *hclsyntax.AnonSymbolExpr
	item   node
	// eachKey, eachValue and count belong to the instance of a block.
	eachKey   cty.Value
	eachValue node
	count     cty.Value
}

func (s *scope) with(vars map[string]node) *scope { return &scope{parent: s, mod: s.mod, vars: vars} }

func (s *scope) lookup(name string) node {
	for ; s != nil; s = s.parent {
		if n := s.vars[name]; n != nil {
			return n
		}
	}
	return nil
}

func (s *scope) splatItem(symbol *hclsyntax.AnonSymbolExpr) node {
	for ; s != nil; s = s.parent {
		if s.symbol == symbol && s.item != nil {
			return s.item
		}
	}
	return nil
}

// instance returns the scope that each and count belong to.
func (s *scope) instance(has func(*scope) bool) *scope {
	for ; s != nil; s = s.parent {
		if has(s) {
			return s
		}
	}
	return nil
}

// reference evaluates a reference from its root.
func (e *engine) reference(t hcl.Traversal, s *scope) (node, error) {
	if len(t) == 0 {
		return nil, &failure{what: "an empty reference"}
	}
	at := t.SourceRange()
	root, ok := t[0].(hcl.TraverseRoot)
	if !ok {
		return nil, fail(at, "a reference that does not start with a name")
	}
	rest := t[1:]
	if n := s.lookup(root.Name); n != nil {
		return e.walk(n, rest)
	}
	if s.mod == nil {
		return nil, fail(at, "there is no variable named %q in the template", root.Name)
	}
	if root.Name == "resource" {
		if len(rest) == 0 {
			return nil, fail(at, "the reference names no resource")
		}
		a, ok := rest[0].(hcl.TraverseAttr)
		if !ok {
			return nil, fail(at, "the reference names no resource")
		}
		return e.resourceReference(a.Name, rest[1:], s, at)
	}
	switch root.Name {
	case "var", "local", "module", "data", "ephemeral", "each", "count", "path", "terraform", "tofu", "self", "provider", "action":
	default:
		return e.resourceReference(root.Name, rest, s, at)
	}
	first, rest, err := oneStep(rest, at)
	if err != nil {
		return nil, err
	}
	var n node
	switch root.Name {
	case "var":
		n, err = s.mod.variable(first, at)
	case "local":
		n, err = s.mod.local(first, at)
	case "module":
		n, err = s.mod.call(first, at)
	case "data", "ephemeral":
		var name string
		if name, rest, err = oneStep(rest, at); err == nil {
			n, err = s.mod.resource(root.Name+"."+first+"."+name, at)
		}
	case "each", "count":
		n, err = e.instanceReference(root.Name, first, s, at)
	case "path":
		n, err = e.pathReference(first, s, at)
	case "terraform", "tofu":
		n, err = e.terraformReference(first, at)
	default:
		var v cty.Value
		v, err = e.undecided(root.Name+"."+first, root.Name+"."+first+" is not known to the source's evaluation")
		n = valueNode{e, v}
	}
	if err != nil {
		return nil, err
	}
	return e.walk(n, rest)
}

func (e *engine) resourceReference(kind string, rest hcl.Traversal, s *scope, at hcl.Range) (node, error) {
	name, rest, err := oneStep(rest, at)
	if err != nil {
		return nil, err
	}
	n, err := s.mod.resource(kind+"."+name, at)
	if err != nil {
		return nil, err
	}
	return e.walk(n, rest)
}

func oneStep(t hcl.Traversal, at hcl.Range) (string, hcl.Traversal, error) {
	if len(t) > 0 {
		switch s := t[0].(type) {
		case hcl.TraverseAttr:
			return s.Name, t[1:], nil
		case hcl.TraverseIndex: // local["name"]
			if s.Key.Type() == cty.String && !s.Key.IsNull() && s.Key.IsKnown() {
				return s.Key.AsString(), t[1:], nil
			}
		}
	}
	return "", nil, fail(at, "the reference is not complete")
}

func (e *engine) instanceReference(root, name string, s *scope, at hcl.Range) (node, error) {
	if root == "count" {
		if in := s.instance(func(s *scope) bool { return s.count != cty.NilVal }); in != nil && name == "index" {
			return valueNode{e, in.count}, nil
		}
		return nil, fail(at, "count.%s has no meaning here", name)
	}
	in := s.instance(func(s *scope) bool { return s.eachKey != cty.NilVal })
	switch {
	case in != nil && name == "key":
		return valueNode{e, in.eachKey}, nil
	case in != nil && name == "value":
		return in.eachValue, nil
	}
	return nil, fail(at, "each.%s has no meaning here", name)
}

func (e *engine) pathReference(name string, s *scope, at hcl.Range) (node, error) {
	switch name {
	case "root":
		return valueNode{e, cty.StringVal(".")}, nil
	case "module":
		return valueNode{e, cty.StringVal(s.mod.called.dir)}, nil
	case "cwd":
		v, err := e.unknown(hole{name: cwdName, wild: true, why: "path.cwd depends on the machine"})
		if err != nil {
			return nil, err
		}
		return valueNode{e, v}, nil
	}
	return nil, fail(at, "path.%s does not exist", name)
}

const cwdName = "path.cwd"

func (e *engine) terraformReference(name string, at hcl.Range) (node, error) {
	switch {
	case name == "workspace" && e.in.Workspace != "":
		return valueNode{e, cty.StringVal(e.in.Workspace)}, nil
	case name == "workspace":
		// Terraform takes names only that are safe in a URL.
		v, err := e.unknown(hole{name: "terraform.workspace", wild: true, quiet: true, why: "the plan does not tell the name of the workspace"})
		if err != nil {
			return nil, err
		}
		return valueNode{e, v}, nil
	case name == "applying":
		return valueNode{e, cty.False}, nil
	}
	return nil, fail(at, "terraform.%s does not exist", name)
}

// moduleKeyOf joins a module's path of calls and one more.
func moduleKeyOf(parent, name string) string {
	if parent == "" {
		return name
	}
	return parent + "." + name
}

// within joins an address and its module's.
func within(module, rest string) string {
	if module == "" {
		return rest
	}
	return module + "." + rest
}

// resourceKind splits "data.TYPE.NAME" and "TYPE.NAME".
func resourceKind(key string) (mode, kind, name string) {
	parts := strings.SplitN(key, ".", 3)
	if len(parts) == 3 {
		return parts[0], parts[1], parts[2]
	}
	if len(parts) == 2 {
		return "", parts[0], parts[1]
	}
	return "", key, ""
}

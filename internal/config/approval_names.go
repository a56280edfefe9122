// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// misnamed finds names in the condition of an approval that there are not, wherever
// they stand: one behind an && is not reached by every change, and a rule that is
// misspelled would never demand anything.
func (d *decoder) misnamed(when hcl.Expression) bool {
	members := sortedKeys(approvalScope(ApprovalChange{}).Variables["change"].AsValueMap())
	wrong := false
	unknown := func(what, name string, near []string, at hcl.Range) {
		wrong = true
		detail := fmt.Sprintf("There is no %s %q.", what, name)
		if n := Nearest(name, near); n != "" {
			detail += fmt.Sprintf(" Did you mean %q?", n)
		}
		d.fail("Unknown name", detail, at)
	}
	for _, t := range when.Variables() {
		if root := t.RootName(); root != "change" {
			unknown("variable", root, []string{"change"}, t.SourceRange())
		} else if len(t) > 1 {
			if step, ok := t[1].(hcl.TraverseAttr); ok && !slices.Contains(members, step.Name) {
				unknown("attribute", "change."+step.Name, prefixed("change.", members), t.SourceRange())
			}
		}
	}
	node, ok := when.(hclsyntax.Node)
	if !ok {
		return wrong // JSON
	}
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		call, ok := n.(*hclsyntax.FunctionCallExpr)
		if !ok || call.Name != "contains" || len(call.Args) != 2 {
			return nil
		}
		list, diags := hcl.AbsTraversalForExpr(call.Args[0])
		if diags.HasErrors() || len(list) != 2 || list.RootName() != "change" {
			return nil
		}
		name, diags := call.Args[1].Value(nil)
		if step, ok := list[1].(hcl.TraverseAttr); ok && step.Name == "rules" && !diags.HasErrors() && name.IsKnown() && !name.IsNull() && name.Type() == cty.String {
			d.pending = append(d.pending, pendingName{"Unknown rule", name.AsString(), call.Args[1].Range()})
		}
		return nil
	})
	return wrong
}

func prefixed(prefix string, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = prefix + n
	}
	return out
}

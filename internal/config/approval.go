// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Approval says which changes people must sign, and who.
type Approval struct {
	Name string
	// When is the condition over a change; nil: every change.
	When hcl.Expression
	// Approvers is how many people must sign.
	Approvers int
	// Groups say of whom; empty: anybody whom Signers names.
	Groups map[string]ApprovalGroup
	// Signers is an allowed_signers file of OpenSSH, by its path from the file.
	Signers string
	// MaxAge is how long a signature holds; zero: as long as it says.
	MaxAge time.Duration
	Range  hcl.Range
}

// SignersPath is the path of the file of approvers, which lies beside the file
// that the block is in.
func (a *Approval) SignersPath() string { return beside(a.Range.Filename, a.Signers) }

// ApprovalGroup is how many of its members must sign.
type ApprovalGroup struct {
	Need    int
	Members []string
}

// ApprovalChange is what a condition may ask of a change.
type ApprovalChange struct {
	PHI                       bool
	Rules                     []string
	Principal, Stack, Account string
	Grants                    []ApprovalGrant
}

// ApprovalGrant is one grant of a change.
type ApprovalGrant struct{ Action, Resource string }

// Demands reports whether the change has to be signed. Diagnostics say why that
// could not be told; then it has to be.
func (a *Approval) Demands(c ApprovalChange) (bool, hcl.Diagnostics) {
	if a.When == nil {
		return true, nil
	}
	v, diags := a.When.Value(approvalScope(c))
	if diags.HasErrors() {
		return true, diags
	}
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.Bool {
		at := a.When.Range()
		return true, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Wrong type", Detail: fmt.Sprintf("The condition of approval %q must be true or false.", a.Name), Subject: &at}}
	}
	return v.True(), nil
}

// approvalScope is what the condition's names stand for.
func approvalScope(c ApprovalChange) *hcl.EvalContext {
	texts := func(list []string) cty.Value {
		out := make([]cty.Value, len(list))
		for i, s := range list {
			out[i] = cty.StringVal(s)
		}
		if len(out) == 0 {
			return cty.ListValEmpty(cty.String)
		}
		return cty.ListVal(out)
	}
	grants := cty.ListValEmpty(cty.Object(map[string]cty.Type{"action": cty.String, "resource": cty.String}))
	if len(c.Grants) > 0 {
		list := make([]cty.Value, len(c.Grants))
		for i, g := range c.Grants {
			list[i] = cty.ObjectVal(map[string]cty.Value{"action": cty.StringVal(g.Action), "resource": cty.StringVal(g.Resource)})
		}
		grants = cty.ListVal(list)
	}
	return &hcl.EvalContext{
		Functions: conditionFunctions,
		Variables: map[string]cty.Value{"change": cty.ObjectVal(map[string]cty.Value{
			"phi": cty.BoolVal(c.PHI), "rules": texts(c.Rules), "principal": cty.StringVal(c.Principal), "stack": cty.StringVal(c.Stack),
			"account": cty.StringVal(c.Account), "grants": grants,
		})},
	}
}

func (d *decoder) approval() section {
	of := func(a *Approval, done func()) body {
		return body{
			fields: []field{
				d.expression("when", "Which changes: a condition over change.phi, .rules, .principal, .stack, .account and .grants.", &a.When, func(at *hcl.Attribute) { d.condition(a) }).or("every change"),
				setting(d, "approvers", "How many people must sign.", number(1, 100), &a.Approvers, nil).or("1, or the sum of the groups' needs"),
				d.groups(a),
				setting(d, "signers", "An allowed_signers file of OpenSSH, relative to this one.", text(notEmpty), &a.Signers, nil).must(),
				setting(d, "max_age", "How long a signature holds.", duration(0, 0, ""), &a.MaxAge, nil),
			},
			done: done,
		}
	}
	return section{
		name: "approval", doc: "Changes that people must sign.", label: "name",
		body: func(b *hcl.Block) body {
			a := &Approval{Name: b.Labels[0], Approvers: 1, Range: b.DefRange}
			return of(a, func() {
				need := 0
				for _, g := range a.Groups {
					need += g.Need
				}
				a.Approvers = max(a.Approvers, need) // each need is met by a person of its own
				for _, o := range d.config.Approvals {
					if o.Name == a.Name {
						d.taken("approval", a.Name, o.Range, b.DefRange)
					}
				}
				d.config.Approvals = append(d.config.Approvals, a)
			})
		},
		present: func() []present {
			var out []present
			for _, a := range d.config.Approvals {
				out = append(out, present{a.Name, of(a, nil)})
			}
			return out
		},
	}
}

// condition tries the condition on a change, so that a mistake is found where it
// is written and not when it matters.
func (d *decoder) condition(a *Approval) {
	if d.misnamed(a.When) {
		return
	}
	sample := ApprovalChange{Rules: []string{"rule"}, Principal: "aws_iam_role.example", Grants: []ApprovalGrant{{"s3:GetObject", "*"}}}
	if _, diags := a.Demands(sample); diags.HasErrors() {
		d.diags = append(d.diags, diags...)
	}
}

// groups reads { security = { need = 1, members = ["…"] } }.
func (d *decoder) groups(a *Approval) field {
	of := func(name string, g *ApprovalGroup) field {
		return d.object(name, "",
			setting(d, "need", "How many of its members must sign.", number(1, 100), &g.Need, nil).or("1"),
			setting(d, "members", "Who they are, as in the file of signers.", list(notEmpty), &g.Members, nil),
		)
	}
	return field{
		name: "groups", doc: "Of whom people must sign, and how many of each group.", fallback: "anybody whom signers names",
		kind: kind{"type": "object", "additionalProperties": of("", &ApprovalGroup{}).kind},
		decode: func(path string, at *hcl.Attribute) {
			pairs, diags := hcl.ExprMap(at.Expr)
			if diags.HasErrors() {
				d.wrong(at, "an object of groups, such as { security = { need = 1, members = [\"lead@example.org\"] } }")
				return
			}
			a.Groups = map[string]ApprovalGroup{}
			d.config.origins[path] = at.Range
			for _, pair := range pairs {
				name, g := keyOf(pair.Key), ApprovalGroup{Need: 1}
				of(name, &g).decode(join(path, name), &hcl.Attribute{Name: name, Expr: pair.Value, Range: pair.Value.Range(), NameRange: pair.Key.Range()})
				if len(g.Members) < g.Need {
					d.fail("Approval that nobody can give", fmt.Sprintf("The group %q has %d members, and %d of them are to sign.", name, len(g.Members), g.Need), pair.Value.Range())
				}
				if _, ok := a.Groups[name]; ok {
					d.fail("Duplicate group", fmt.Sprintf("The group %q is there twice.", name), pair.Key.Range())
				}
				a.Groups[name] = g
			}
		},
		value: func() any {
			if a.Groups == nil {
				return nil
			}
			out := map[string]any{}
			for name, g := range a.Groups {
				out[name] = of(name, &g).value()
			}
			return out
		},
	}
}

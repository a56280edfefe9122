// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// guardrail-weakened asks, for each account, unit or root, whether the control
// policies that are attached to it let something through that they did not before;
// a statement that moves to another policy of the same target weakens nothing. A
// policy that is attached to nothing here is compared by itself.
var _ = register(&Rule{
	Name:     "guardrail-weakened",
	Title:    "A guardrail of the organisation is loosened",
	Severity: high,
	Description: "A guardrail holds where everything else in an account fails, and for its administrators as well. " +
		"When it is loosened every account below it loses the protection at once, and nothing there shows it.",
	Citations: []string{"164.308(a)(1)(i)", "164.308(a)(4)(ii)(C)", "164.312(a)(1)"},
	NIST:      []string{"AC-3", "AC-6", "CM-3"},
	Fix:       "Keep what the guardrail denies. Where somebody has to be let through, exempt that one role with ArnNotLike on aws:PrincipalArn.",
	Bad:       `# resource "aws_organizations_policy" "protect_audit" was here`,
	Good: `resource "aws_organizations_policy" "protect_audit" {
  name = "protect-audit"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], Resource = "*" }]
  })
}`,
	types: []string{"aws_organizations_organization", controlType, "awscc_controltower_enabled_control"},
	change: func(c *checker, before, after *account.Account) []*violation {
		found := map[string]bool{}
		var out []*violation
		add := func(address, attribute, message string, a decide.Answer, meaning ...string) {
			if address == "" || found[address] {
				return
			}
			found[address] = true
			out = append(out, &violation{key: address, address: address, attribute: attribute, message: message, meaning: meaning, witness: witness(nil, a.Witness)})
		}
		for _, g := range before.Guardrails {
			d, now := g.Document, guardrailAfter(after, g)
			if d.Policy == nil || now != nil && now.Policy == nil {
				continue // policy-undetermined says so
			}
			targets := g.Targets
			if len(targets) == 0 {
				targets = []account.GuardrailTarget{{}}
			}
			for _, t := range targets {
				was, is := level(before, t, d.Kind, g), level(after, t, d.Kind, nil)
				if t.ID == "" && t.Holder == "" && now != nil {
					is = append(is, now.Policy)
				}
				a := decide.DocumentNewAccess(policy.Join(open(was, d.Kind)...), policy.Join(open(is, d.Kind)...), d.Kind, decide.Options{})
				if a.Result == decide.Undetermined {
					c.unsureOf(after, "guardrail-weakened", d, a)
				}
				if a.Result != decide.Yes {
					continue
				}
				// What this policy held back, where it is that.
				mine := decide.DocumentNewAccess(policy.Join(open([]*policy.Document{d.Policy}, d.Kind)...), policy.Join(open(is, d.Kind)...), d.Kind, decide.Options{})
				if mine.Result == decide.No {
					continue
				}
				if mine.Result == decide.Yes && policy.GrantedBy(policy.Join(open(was, d.Kind)...), mine.Witness.Request).Result == policy.Denied {
					a = mine
				}
				by := decide.DocumentNewAccess(d.Policy, nil, d.Kind, yesOrNo)
				if now != nil {
					by = decide.DocumentNewAccess(d.Policy, now.Policy, d.Kind, yesOrNo)
				}
				what := fmt.Sprintf("%s no longer holds back %s.", guardrailName(d), a.Witness.Action)
				switch {
				case now == nil && by.Result != decide.No:
					add(d.Address, "", "The guardrail is removed: "+what, a, "removed", string(d.Policy.Canonical()))
				case now != nil && t.Address != "" && t.Address != d.Address && !attachedAfter(after, t):
					add(t.Address, "", "The guardrail is taken off what it was attached to: "+what, a, "detached", string(d.Policy.Canonical()))
				case now != nil && by.Result != decide.No:
					add(now.Address, now.Attribute, "The guardrail is loosened: "+what, a, "loosened", string(d.Policy.Canonical()), string(now.Policy.Canonical()))
				}
			}
		}
		for _, r := range gone(before, after, controlType, "awscc_controltower_enabled_control") {
			add(r.Address, "", fmt.Sprintf("The Control Tower control %s is turned off.", r.Address), decide.Answer{}, "removed")
		}
		for _, r := range before.OfType("aws_organizations_organization") {
			if now := laterOf(after, r); now != nil && !now.Attr("enabled_policy_types").HasUnknown() {
				was, _ := r.Attr("enabled_policy_types").Strings()
				is, _ := now.Attr("enabled_policy_types").Strings()
				for _, kind := range []string{"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"} {
					if slices.Contains(was, kind) && !slices.Contains(is, kind) {
						add(now.Address, "enabled_policy_types", "All guardrails of the type "+kind+" are turned off.", decide.Answer{}, kind)
					}
				}
			}
		}
		return out
	},
})

const controlType = "aws_controltower_control"

// guardrailAfter returns what a control policy says after the change, or nil.
func guardrailAfter(after *account.Account, g *account.Guardrail) *account.Document {
	for _, o := range after.Guardrails {
		if d := o.Document; d.Address == g.Document.Address || d.PreviousAddress != "" && d.PreviousAddress == g.Document.Address {
			return d
		}
	}
	return nil
}

// sameTarget reports whether two targets are the same account, unit or root.
func sameTarget(a, b account.GuardrailTarget) bool {
	return a.ID != "" && a.ID == b.ID || a.Holder != "" && a.Holder == b.Holder
}

// attachedAfter reports whether the attachment is there after the change.
func attachedAfter(after *account.Account, t account.GuardrailTarget) bool {
	return slices.ContainsFunc(after.Guardrails, func(g *account.Guardrail) bool {
		return slices.ContainsFunc(g.Targets, func(o account.GuardrailTarget) bool {
			return sameTarget(o, t) && (o.Address == t.Address || o.PreviousAddress == t.Address)
		})
	})
}

// level lists the policies of a kind that are attached to a target; without a
// target, the policy by itself.
func level(side *account.Account, t account.GuardrailTarget, kind policy.Kind, alone *account.Guardrail) []*policy.Document {
	var out []*policy.Document
	if t.ID == "" && t.Holder == "" {
		if alone != nil {
			out = append(out, alone.Document.Policy)
		}
		return out
	}
	for _, g := range side.Guardrails {
		if g.Document.Kind == kind && g.Document.Policy != nil && slices.ContainsFunc(g.Targets, func(o account.GuardrailTarget) bool { return sameTarget(o, t) }) {
			out = append(out, g.Document.Policy)
		}
	}
	return out
}

// open adds the policy that AWS attaches everywhere where none of a level allows
// anything: that one is seldom written down.
func open(docs []*policy.Document, kind policy.Kind) []*policy.Document {
	if slices.ContainsFunc(docs, func(d *policy.Document) bool { return d.HasAllow() }) {
		return docs
	}
	return append(slices.Clone(docs), account.FullAccess(kind))
}

// guardrailName is how messages call a control policy.
func guardrailName(d *account.Document) string {
	if d.Name != "" && !d.Sensitive {
		return "the policy " + d.Name
	}
	return d.Address
}

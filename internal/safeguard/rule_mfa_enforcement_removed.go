// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// mfa-enforcement-removed is broken where somebody may do without a second factor
// what needed one before: what the policies before would have allowed but for what
// they say of MFA, and did not, and the policies after do. A policy that is
// rewritten, or moves, and asks for MFA as before is none.
var _ = register(&Rule{
	Name:     "mfa-enforcement-removed",
	Title:    "What asked for a second factor is taken away",
	Severity: high,
	Description: "A password or an access key that leaks is then enough for everything that it opens. " +
		"The Security Rule asks to verify that a person is who they claim to be, and the second factor is what still holds when the first has leaked.",
	Citations: []string{"164.312(d)", "164.308(a)(5)(ii)(D)"},
	NIST:      []string{"IA-2", "IA-5"},
	Fix:       "Keep the statement that denies everything but enrolling a device while aws:MultiFactorAuthPresent is false, or the condition that asks for it.",
	Bad: `resource "aws_iam_group_policy" "staff" {
  group = aws_iam_group.staff.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example/*" }]
  })
}`,
	Good: `resource "aws_iam_group_policy" "staff" {
  group = aws_iam_group.staff.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example/*" },
      {
        Effect    = "Deny"
        NotAction = ["iam:ListMFADevices", "iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "sts:GetSessionToken"]
        Resource  = "*"
        Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
      },
    ]
  })
}`,
	change: func(c *checker, before, after *account.Account) []*violation {
		var out []*violation
		add := func(v *violation, p *account.Principal) {
			for _, o := range out {
				if o.key == v.key { // one cause, several principals
					if p.Address != "" && p.Address != o.address {
						o.related = append(o.related, account.Related{Address: p.Address, Relation: string(p.Kind)})
					}
					return
				}
			}
			if p.Address != "" && p.Address != v.address {
				v.related = append(v.related, account.Related{Address: p.Address, Relation: string(p.Kind)})
			}
			out = append(out, v)
		}
		for _, pair := range account.Join(before, after) {
			if pair.Before == nil || pair.After == nil {
				continue
			}
			if v := c.mfaNotAsked(before, after, pair); v != nil {
				add(v, pair.After)
			}
			if v := c.mfaNotTrusted(pair); v != nil {
				add(v, pair.After)
			}
		}
		return out
	},
})

// withoutMFA returns a document as if it said nothing of MFA: without the denies
// that rest on it, and with the allows whether or not it is there; and whether
// that is another document.
func withoutMFA(d *policy.Document) (free *policy.Document, says bool) {
	about := func(k *policy.Condition) bool {
		return strings.HasPrefix(k.LowerKey(), "aws:multifactorauth")
	}
	out := *d
	out.Statements = nil
	for _, s := range d.Statements {
		if !slices.ContainsFunc(s.Conditions, about) {
			out.Statements = append(out.Statements, s)
			continue
		}
		says = true
		if s.Effect == policy.Deny {
			continue
		}
		one := *s
		one.Conditions = slices.DeleteFunc(slices.Clone(s.Conditions), about)
		out.Statements = append(out.Statements, &one)
	}
	return &out, says
}

// mfaNotAsked judges what a principal may do.
func (c *checker) mfaNotAsked(before, after *account.Account, pair account.Pair) *violation {
	var free []*policy.Document
	var asked []account.Attachment
	for _, a := range pair.Before.All() {
		if a.Document.Policy == nil {
			continue
		}
		d, says := withoutMFA(a.Document.Policy)
		free = append(free, d)
		if says {
			asked = append(asked, a)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	was, is := pair.Before.Access(), pair.After.Access()
	is.Session = policy.Join(free...) // only what was allowed but for MFA
	a := decide.NewAccess(was, is, decide.Question{Conditions: noMFA}, decide.Options{})
	if a.Result == decide.Undetermined {
		c.unsure(after, "mfa-enforcement-removed", pair.After, a)
	}
	if a.Result != decide.Yes {
		return nil
	}
	v := &violation{key: pair.After.Key(), address: pair.After.Address, principal: pair.After, meaning: []string{a.Witness.Action}}
	if v.address == "" {
		v.address = pair.After.At
	}
	for _, at := range asked {
		v.sensitive = v.sensitive || at.Document.Sensitive
		if address, attribute, changed := whatWasMFA(before, after, pair.After, at); changed {
			v.address, v.attribute, v.key = address, attribute, address
			break
		}
	}
	v.message = fmt.Sprintf("%s %s without a second factor, which needed one before.", may(pair.After), a.Witness.Action)
	v.message = strings.Replace(v.message, "may "+a.Witness.Action, "may do "+a.Witness.Action, 1)
	v.witness = witness(pair.After, a.Witness)
	return v
}

// whatWasMFA finds what became of an attachment that asked for MFA: where it, or
// its policy, or the membership that brought it, is gone, or what the policy says
// has changed.
func whatWasMFA(before, after *account.Account, p *account.Principal, at account.Attachment) (address, attribute string, changed bool) {
	d := at.Document
	for _, now := range p.All() {
		if n := now.Document; n.Address == d.Address && d.Address != "" || n.PreviousAddress != "" && n.PreviousAddress == d.Address || d.Address == "" && n.ARN == d.ARN {
			if n.Policy != nil && bytes.Equal(n.Policy.Canonical(), d.Policy.Canonical()) {
				return "", "", false
			}
			return n.Address, n.Attribute, n.Address != ""
		}
	}
	stays := slices.ContainsFunc(after.Documents, func(n *account.Document) bool {
		return n.Address == d.Address || n.PreviousAddress != "" && n.PreviousAddress == d.Address
	})
	switch {
	case d.Address != "" && !stays:
		return d.Address, "", true
	case len(at.Via) > 0:
		return at.Via[0].Address, "", true
	}
	return "", "", false
}

// mfaNotTrusted judges who may become a role.
func (c *checker) mfaNotTrusted(pair account.Pair) *violation {
	was, is := pair.Before.Trust, pair.After.Trust
	if was == nil || is == nil || was.Policy == nil || is.Policy == nil {
		return nil
	}
	free, says := withoutMFA(was.Policy)
	if !says {
		return nil
	}
	q := c.peopleWithoutMFA(pair.After)
	a := decide.DocumentNewAccessIn(was.Policy, is.Policy, policy.Trust, q, decide.Options{})
	if a.Result != decide.Yes || policy.GrantedBy(free, a.Witness.Request).Result != policy.Allowed {
		return nil
	}
	v := trustViolation(pair.After, q, a, fmt.Sprintf("People may assume the %s without a second factor, which needed one before.", pair.After.Label()))
	v.key += ".trust"
	return v
}

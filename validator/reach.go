// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"cmp"
	"context"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// reachOf lists which principals reach which PHI stores, and the way there.
func reachOf(ctx context.Context, change *account.Change, cfg *config.Config, in frame) ([]Reach, int) {
	out := []Reach{}
	list, left := safeguard.Reaches(ctx, change, cfg)
	for _, r := range list {
		stack, principal := in.split(cmp.Or(r.Principal.Address, r.Principal.At, r.Principal.Label()))
		text := func(s string) string { return in.stacks.Text(stack, s) }
		of, store := in.split(r.Store)
		if of == stack {
			of = ""
		}
		one := Reach{
			Principal: principal, Stack: stack, Kind: string(r.Principal.Kind), Store: store, StoreStack: of, StoreWhy: text(r.Why), Level: levels[r.Level],
			Before: r.Was.String(), After: r.Is.String(), New: r.New, AssumedBy: []ReachStep{}, Through: []ReachStep{}, Witness: in.witness(stack, witnessOf(r.Witness)),
		}
		for _, step := range assumedBy(r.Before, r.Principal) {
			one.AssumedBy = append(one.AssumedBy, ReachStep{Name: text(step.Name), New: step.New})
		}
		for _, a := range r.Through {
			one.Through = append(one.Through, ReachStep{Name: text(cmp.Or(a.Document.Address, a.Document.ARN, a.Document.Name, "a policy")), New: !had(r.Before, a.Document) && !has(r.StoreWas, a.Document)})
		}
		out = append(out, one)
	}
	return out, left
}

// levels are the kinds of access as reports name them.
var levels = map[string]string{"read": "read", "write": "write", "delete": "delete", "export": "export", "change the permissions of": "permissions"}

// had reports whether a document, as it was before, bore on a principal.
func had(p *account.Principal, d *account.Document) bool {
	return p != nil && has(p.All(), d)
}

func has(list []account.Attachment, d *account.Document) bool {
	return slices.ContainsFunc(list, func(a account.Attachment) bool {
		b := a.Document
		switch {
		case d.Address != "":
			return b.Address == cmp.Or(d.PreviousAddress, d.Address)
		case d.ARN != "":
			return b.ARN == d.ARN
		}
		return b.Name == d.Name
	})
}

// assumedBy lists whom the trust policy of a role names.
func assumedBy(before, after *account.Principal) []ReachStep {
	out := []ReachStep{}
	old := trusted(before)
	for _, who := range trusted(after) {
		out = append(out, ReachStep{Name: who, New: !slices.Contains(old, who)})
	}
	return out
}

func trusted(p *account.Principal) []string {
	if p == nil || p.Trust == nil || p.Trust.Policy == nil {
		return nil
	}
	if p.Trust.Sensitive {
		return []string{hidden}
	}
	var out []string
	for _, s := range p.Trust.Policy.Statements {
		if s.Effect != policy.Allow {
			continue
		}
		if who := principalText(p.Trust.Policy, s); who != "" && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// stackOf tells of which stack a finding is, and writes it and the texts of which
// its digest is as if that stack were judged alone; what is of others has their
// names before it.
func (o Options) stackOf(f *Finding, meaning []string) {
	if len(o.Stacks) > 0 {
		f.Stack, f.Address = o.Stacks.Split(f.Address, "")
		text := func(s string) string { return o.Stacks.Text(f.Stack, s) }
		f.Message, f.Remediation = text(f.Message), text(f.Remediation)
		f.Related = slices.Clone(f.Related)
		for i, r := range f.Related {
			stack, address := o.Stacks.Split(r.Address, f.Stack)
			f.Related[i] = account.Related{Address: address, Relation: r.Relation}
			if stack != f.Stack {
				f.Related[i].Stack = stack
			}
		}
		if w := f.Witness; w != nil {
			c := &Witness{Principal: text(w.Principal), Action: w.Action, Resource: text(w.Resource), Context: map[string][]string{}}
			for key, values := range w.Context {
				for _, v := range values {
					c.Context[key] = append(c.Context[key], text(v))
				}
			}
			f.Witness = c
		}
		for i, s := range meaning {
			meaning[i] = text(s)
		}
		f.Undetermined = o.undetermined(f.Undetermined)
	}
	slices.Sort(meaning)
}

// undetermined tells of each place of which stack it is.
func (o Options) undetermined(list []Undetermined) []Undetermined {
	if len(list) == 0 {
		return list
	}
	out := slices.Clone(list)
	for i := range out {
		u := &out[i]
		u.Stack, u.Address = o.Stacks.Split(u.Address, o.Stack)
		u.Reason, u.SettledBy = o.Stacks.Text(u.Stack, u.Reason), o.Stacks.Text(u.Stack, u.SettledBy)
	}
	return out
}

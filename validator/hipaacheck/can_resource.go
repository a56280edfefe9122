// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// onResource adds the resource's own policy where it is at hand: a role's trust
// for assuming it, the policies of a store for what is done to it or in it. It
// returns what is not known of them.
func onResource(side *account.Account, p *policy.Policies, r *policy.Request, on string, hidden map[*policy.Document]bool) (notes []string) {
	if strings.HasPrefix(strings.ToLower(r.Action), "sts:") {
		role, err := principalNamed(side, strings.TrimSuffix(strings.Trim(on, "<>"), ".arn"))
		if err != nil || role.Trust == nil || role.Trust.Policy == nil {
			return nil
		}
		p.Resource = role.Trust.Policy
		p.Resource.Name = documentName(role.Trust)
		hidden[p.Resource] = role.Trust.Sensitive
		return nil
	}
	store := storeNamed(side, r.Resource)
	if store == nil {
		return nil
	}
	if r.ResourceAccount = store.Account; r.Principal.Account == "" {
		r.Principal.Account = store.Account // nothing else tells it
	}
	var names []string
	sensitive := false
	for _, at := range store.Policies {
		switch d := at.Document; {
		case d.Policy != nil:
			names = append(names, documentName(d))
			sensitive = sensitive || d.Sensitive
		case d.Undetermined != nil:
			notes = append(notes, fmt.Sprintf("%s of %s is not known: %s", d.Attribute, d.Address, d.Undetermined.Reason))
		}
	}
	if joined := store.Policy(); joined != nil {
		named := *joined
		named.Name = strings.Join(names, " and ")
		p.Resource = &named
		hidden[p.Resource] = sensitive
	}
	return notes
}

// storeNamed finds the store that a resource is, or is in.
func storeNamed(side *account.Account, resource string) *account.Store {
	for _, s := range side.Stores {
		for _, pattern := range s.Patterns {
			rest, ok := strings.CutPrefix(resource, pattern)
			if ok && !strings.Contains(pattern, "*") && (rest == "" || rest[0] == '/' || rest[0] == ':') {
				return s
			}
		}
	}
	return nil
}

// namesOn are the texts by which policies may name what --on names: the one given
// and, where it is of a resource of the plan, that resource's others.
func namesOn(side *account.Account, on string) []string {
	out := []string{resourceNamed(on)}
	address, rest, _ := strings.Cut(strings.TrimPrefix(on, "<"), "/")
	r := side.Resource(strings.TrimSuffix(strings.TrimSuffix(address, ">"), ".arn"))
	if r == nil {
		return out
	}
	if rest != "" {
		rest = "/" + rest
	}
	for _, name := range safeguard.NamesOf(r) {
		if name += rest; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

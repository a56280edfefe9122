// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"context"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// The kinds of access to a store that are no access to its content: an access
// review lists them, and no rule about PHI asks for them.
const (
	lists       touch = "list"
	administers touch = "administer"
)

// ReviewReaches lists which principals of an account can do what with which PHI
// stores, for an access review: what [Reaches] lists, and beside it to list and
// to administer a store.
func ReviewReaches(ctx context.Context, a *account.Account, cfg *config.Config) (out []Reach, left int) {
	return reaches(ctx, &account.Change{Before: a, After: a}, cfg, slices.Concat([]touch{lists}, touches, []touch{administers}))
}

// aroundOf are a service's actions that list what is in a store, or change its
// settings without touching its content, by the access level that AWS gives them.
// Source: AWS, Service Authorization Reference.
func aroundOf(service string) []way {
	s, ok := reference.LookupService(service)
	if !ok {
		return nil
	}
	var known []string // what the ways to the content have
	for _, w := range waysOf(service) {
		known = append(known, w.actions...)
	}
	var listing, settings []string
	for _, a := range s.Actions {
		name := s.Prefix + ":" + a.Name
		switch {
		case len(a.Resources) == 0:
		case slices.ContainsFunc(known, func(k string) bool { return config.Match(strings.ToLower(k), strings.ToLower(name)) }):
		case a.Level.Has(reference.List):
			listing = append(listing, name)
		case a.Level.Has(reference.Write) && !a.Level.Has(reference.PermissionsManagement):
			settings = append(settings, name)
		}
	}
	var out []way
	if len(listing) > 0 {
		out = append(out, way{kind: lists, actions: listing})
	}
	if len(settings) > 0 {
		out = append(out, way{kind: administers, actions: settings, itself: true})
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// minDependents is how many actions had dependent actions in the version that dependentActionsPin names, nearly: fewer
// mean that the version has none, or that the layout has changed.
const minDependents = 800

// addDependentActions adds to the services the dependent actions that an older version of the package holds, for the
// actions that are still there.
func addDependentActions(services []*reference.Service, old archive) error {
	count := 0
	for _, s := range services {
		path := "data/actions/" + s.Prefix + ".json"
		if _, ok := old[path]; !ok {
			continue // a service newer than that version
		}
		var actions map[string]rawAction
		if err := old.json(path, &actions); err != nil {
			return err
		}
		for _, raw := range actions {
			if a, ok := s.Action(raw.Name); ok && mergeDependents(a, raw) {
				count++
			}
		}
	}
	if count < minDependents {
		return fmt.Errorf("%d actions have dependent actions, at least %d expected", count, minDependents)
	}
	return checkDependents(services)
}

// mergeDependents adds what raw says to a; what it says of a resource type that a no longer has goes to the action itself.
// It reports whether there was anything.
func mergeDependents(a *reference.Action, raw rawAction) bool {
	found := len(raw.DependentActions) > 0
	a.DependentActions = textSet(append(raw.DependentActions, a.DependentActions...))
	for _, r := range raw.ResourceTypes {
		if len(r.DependentActions) == 0 {
			continue
		}
		found = true
		i := slices.IndexFunc(a.Resources, func(have reference.ActionResource) bool { return have.Type == r.Name })
		if i < 0 {
			a.DependentActions = textSet(append(r.DependentActions, a.DependentActions...))
			continue
		}
		a.Resources[i].DependentActions = textSet(append(r.DependentActions, a.Resources[i].DependentActions...))
	}
	return found
}

// checkDependents refuses a dependent action that is not in the catalogue.
func checkDependents(services []*reference.Service) error {
	known := map[string]bool{}
	for _, s := range services {
		for _, a := range s.Actions {
			known[strings.ToLower(s.Prefix+":"+a.Name)] = true
		}
	}
	for _, s := range services {
		for _, a := range s.Actions {
			for _, d := range a.Dependents() {
				if !known[strings.ToLower(d)] {
					return fmt.Errorf("%s:%s depends on %q, which is not in the catalogue", s.Prefix, a.Name, d)
				}
			}
		}
	}
	return nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// The files of the iam-data package, as far as they hold facts that are used.
type (
	rawAction struct {
		Name             string        `json:"name"`
		AccessLevel      string        `json:"accessLevel"`
		ResourceTypes    []rawResource `json:"resourceTypes"`
		ConditionKeys    []string      `json:"conditionKeys"`
		DependentActions []string      `json:"dependentActions"`
	}
	rawResource struct {
		Name             string   `json:"name"`
		Required         bool     `json:"required"`
		ConditionKeys    []string `json:"conditionKeys"`
		DependentActions []string `json:"dependentActions"`
	}
	rawResourceType struct {
		Key           string   `json:"key"`
		ARN           string   `json:"arn"`
		ConditionKeys []string `json:"conditionKeys"`
	}
	rawConditionKey struct {
		Key  string `json:"key"`
		Type string `json:"type"`
	}
)

// readServices returns every service of the iam-data package, sorted by prefix.
func readServices(a archive) ([]*reference.Service, error) {
	var prefixes, rcp []string
	var serviceNames map[string]string
	for path, into := range map[string]any{
		"data/services.json":             &prefixes,
		"data/serviceNames.json":         &serviceNames,
		"data/rcpSupportedServices.json": &rcp,
	} {
		if err := a.json(path, into); err != nil {
			return nil, err
		}
	}
	slices.Sort(prefixes)
	services := make([]*reference.Service, 0, len(prefixes))
	for _, p := range prefixes {
		s := &reference.Service{Prefix: p, Name: serviceNames[p], SupportsRCP: slices.Contains(rcp, p)}
		if s.Name == "" || p != strings.ToLower(p) {
			return nil, fmt.Errorf("service %q has no name, or is not in lower case", p)
		}
		if err := readService(a, s); err != nil {
			return nil, fmt.Errorf("service %q: %w", p, err)
		}
		services = append(services, s)
	}
	return services, nil
}

func readService(a archive, s *reference.Service) error {
	var actions map[string]rawAction
	var types map[string]rawResourceType
	var keys map[string]rawConditionKey
	for kind, into := range map[string]any{"actions": &actions, "resourceTypes": &types, "conditionKeys": &keys} {
		if err := a.json("data/"+kind+"/"+s.Prefix+".json", into); err != nil {
			return err
		}
	}
	if err := addConditionKeys(s, keys); err != nil {
		return err
	}
	for _, t := range types {
		// A type with several forms has them in one text.
		arns := strings.Split(t.ARN, ", ")
		for _, arn := range arns {
			if !strings.HasPrefix(arn, "arn:") || strings.ContainsAny(arn, ", ") {
				return fmt.Errorf("resource type %q has the unexpected ARN %q", t.Key, t.ARN)
			}
		}
		s.ResourceTypes = append(s.ResourceTypes, reference.ResourceType{Name: t.Key, ARNs: arns, ConditionKeys: keySet(t.ConditionKeys)})
	}
	sortFold(s.ResourceTypes, func(t reference.ResourceType) string { return t.Name })
	for _, raw := range actions {
		level, ok := reference.ParseAccessLevel(raw.AccessLevel)
		if !ok {
			return fmt.Errorf("action %q has the unknown access level %q", raw.Name, raw.AccessLevel)
		}
		s.Actions = append(s.Actions, reference.Action{
			Name: raw.Name, Level: level, Resources: actionResources(raw.ResourceTypes),
			ConditionKeys: keySet(raw.ConditionKeys), DependentActions: textSet(raw.DependentActions),
		})
	}
	sortFold(s.Actions, func(a reference.Action) string { return a.Name })
	return nil
}

// addConditionKeys adds the keys under their normal names; two keys can get the same one, if they agree on the type.
func addConditionKeys(s *reference.Service, keys map[string]rawConditionKey) error {
	for _, raw := range keys {
		k, err := conditionKey(raw.Key, raw.Type)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(s.ConditionKeys, func(have reference.ConditionKey) bool { return strings.EqualFold(have.Name, k.Name) })
		switch {
		case i < 0:
			s.ConditionKeys = append(s.ConditionKeys, k)
		case s.ConditionKeys[i] != k:
			return fmt.Errorf("condition key %q becomes %+v, and there is %+v", raw.Key, k, s.ConditionKeys[i])
		}
	}
	sortFold(s.ConditionKeys, func(k reference.ConditionKey) string { return k.Name })
	return nil
}

// actionResources joins entries for the same type: it is required if either says so.
func actionResources(list []rawResource) []reference.ActionResource {
	byType := map[string]reference.ActionResource{}
	for _, raw := range list {
		r := byType[raw.Name]
		r.Type = raw.Name
		r.Required = r.Required || raw.Required
		r.ConditionKeys = keySet(append(raw.ConditionKeys, r.ConditionKeys...))
		r.DependentActions = textSet(append(raw.DependentActions, r.DependentActions...))
		byType[raw.Name] = r
	}
	var out []reference.ActionResource
	for _, r := range byType {
		out = append(out, r)
	}
	sortFold(out, func(r reference.ActionResource) string { return r.Type })
	return out
}

var angleVariable = regexp.MustCompile(`<([A-Za-z]+)>`)

// normalKey writes every form in which AWS marks the variable part of a key as "${…}": some pages have
// "s3:ExistingObjectTag/<key>", "ssm:resourceTag/tag-key", or leave the part out, as in "sagemaker:ResourceTag/".
func normalKey(key string) string {
	key = angleVariable.ReplaceAllString(key, "$${$1}")
	if head, ok := strings.CutSuffix(key, "/tag-key"); ok {
		return head + "/${TagKey}"
	}
	if strings.HasSuffix(key, "/") {
		return key + "${TagKey}"
	}
	return key
}

// keySet returns the distinct normal names of keys, sorted without regard to case.
func keySet(keys []string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, normalKey(k))
	}
	sortFold(out, func(s string) string { return s })
	return slices.CompactFunc(out, strings.EqualFold)
}

// textSet returns the distinct texts, sorted.
func textSet(texts []string) []string {
	out := slices.Clone(texts)
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) == 0 {
		return nil
	}
	return out
}

func sortFold[T any](list []T, name func(T) string) {
	sort.Slice(list, func(i, j int) bool { return strings.ToLower(name(list[i])) < strings.ToLower(name(list[j])) })
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import "strings"

// MayCarry reports whether a request for an action of the service may carry a
// condition key: AWS lists the key with the action, with a type of resource that it
// takes, or as one for every service. The keys about tags (aws:RequestTag/…,
// aws:ResourceTag/…, aws:TagKeys) are only with actions that list them. A key that a
// service lists with none of its actions may come with any of them, and a key that
// is of no service, such as the claim of an identity provider, with any action.
func (s *Service) MayCarry(a *Action, key string) bool {
	switch {
	case a.carries(s, key):
		return true
	case IsTagKey(key):
		return false
	}
	if _, ok := findKey(globalKeys(), key); ok {
		return true
	}
	prefix, _, _ := strings.Cut(key, ":")
	owner, ok := LookupService(prefix)
	if !ok || incomplete[owner.Prefix] {
		return true
	}
	if s != owner {
		if _, ok := findKey(s.ConditionKeys, key); !ok {
			return false
		}
	}
	return !s.listed(key)
}

// IsTagKey reports whether a key is about the tags of a request or of a resource,
// which AWS adds to more actions as it adds tags to more resources.
func IsTagKey(key string) bool {
	key = lower(key)
	return strings.HasPrefix(key, "aws:requesttag/") || strings.HasPrefix(key, "aws:resourcetag/") || key == "aws:tagkeys"
}

// incomplete are services of which the reference leaves out where a key holds, as
// AWS's own managed policies show: aws-marketplace:ProductId with Subscribe.
var incomplete = map[string]bool{"aws-marketplace": true}

// listed reports whether some action of the service carries a key.
func (s *Service) listed(key string) bool {
	for i := range s.Actions {
		if s.Actions[i].carries(s, key) {
			return true
		}
	}
	return false
}

// carries reports whether AWS lists a key with an action.
func (a *Action) carries(s *Service, key string) bool {
	if namesKey(a.ConditionKeys, key) {
		return true
	}
	for _, r := range a.Resources {
		if namesKey(r.ConditionKeys, key) {
			return true
		}
		if t, ok := s.ResourceType(r.Type); ok && namesKey(t.ConditionKeys, key) {
			return true
		}
	}
	return false
}

// namesKey reports whether a list of names and templates covers a key.
func namesKey(list []string, key string) bool {
	for _, name := range list {
		if equalFold(name, key) || strings.Contains(name, "${") && matchTemplate(lower(name), lower(key)) {
			return true
		}
	}
	return false
}

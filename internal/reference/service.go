// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"slices"
	"sort"
	"strings"
	"sync"
)

// Service is one IAM service prefix with everything that the AWS Service Authorization Reference says about it. Values
// are shared between callers and must not be modified.
type Service struct {
	// Prefix is the lower-case service prefix, such as "s3".
	Prefix string
	// Name is AWS's name of the service, such as "Amazon S3".
	Name string
	// SupportsRCP tells whether resource control policies apply to the service.
	SupportsRCP bool
	// Actions is sorted by lower-case name.
	Actions []Action
	// ResourceTypes is sorted by lower-case name.
	ResourceTypes []ResourceType
	// ConditionKeys is sorted by lower-case name. It holds the global keys (aws:…) that the service's own page lists, and
	// keys of other prefixes that this service defines, such as saml:aud for sts.
	ConditionKeys []ConditionKey
}

// Action is one IAM action.
type Action struct {
	// Name is the action's name without its service prefix, as AWS writes it.
	Name string
	// Level is never empty.
	Level AccessLevel
	// Resources lists the resource types to which the action can be scoped, sorted by type. An action without any can be
	// granted by Resource "*" only.
	Resources []ActionResource
	// ConditionKeys lists the keys that hold whatever the resource; each is a name or a template, see [ConditionKey].
	ConditionKeys []string
	// DependentActions lists actions ("iam:PassRole") that a caller needs as well for a successful call, whatever the
	// resource; see [Action.Dependents]. They are known only of actions older than the source that [Sources] names for them.
	DependentActions []string
}

// ActionResource is one resource type to which an action can be scoped.
type ActionResource struct {
	// Type names an entry of [Service.ResourceTypes].
	Type string
	// Required tells whether a request always names a resource of this type.
	Required bool
	// ConditionKeys lists the keys that hold for this resource type only.
	ConditionKeys []string
	// DependentActions lists the actions needed as well for this resource type only.
	DependentActions []string
}

// ResourceType is one type of resource that a service defines.
type ResourceType struct {
	// Name is the type's name as AWS writes it, such as "bucket".
	Name string
	// ARNs holds the patterns of the type's ARNs, such as "arn:${Partition}:s3:::${BucketName}".
	ARNs []string
	// ConditionKeys lists the keys, such as "aws:ResourceTag/${TagKey}", that tell about a resource of this type.
	ConditionKeys []string
}

// Services returns every service prefix in lower case, sorted. It reads the index
// only. The list is one for all, and not to be written to.
var Services = sync.OnceValue(func() []string {
	entries := servicePack().entries
	prefixes := make([]string, len(entries))
	for i, e := range entries {
		prefixes[i] = e.key
	}
	return prefixes
})

// ActionCount returns the number of actions of all services. It reads the index only.
func ActionCount() int {
	count := 0
	for _, e := range servicePack().entries {
		count += int(e.meta)
	}
	return count
}

// LookupService returns the service with this prefix, without regard to case.
func LookupService(prefix string) (*Service, bool) {
	p := servicePack()
	i, ok := p.find(prefix)
	if !ok {
		return nil, false
	}
	return serviceCache()[i].get(func() *Service { return must(decodeServiceBlock(p, i)) }), true
}

// LookupAction returns the service and the action of a text such as "s3:GetObject", without regard to case. It answers
// false for a text that holds a wildcard.
func LookupAction(action string) (*Service, *Action, bool) {
	prefix, name, ok := strings.Cut(action, ":")
	if !ok {
		return nil, nil, false
	}
	s, ok := LookupService(prefix)
	if !ok {
		return nil, nil, false
	}
	a, ok := s.Action(name)
	if !ok {
		return nil, nil, false
	}
	return s, a, true
}

// Action returns the action with this name, without regard to case.
func (s *Service) Action(name string) (*Action, bool) {
	i, ok := sort.Find(len(s.Actions), func(i int) int { return compareFold(name, s.Actions[i].Name) })
	if !ok {
		return nil, false
	}
	return &s.Actions[i], true
}

// ResourceType returns the resource type with this name, without regard to case.
func (s *Service) ResourceType(name string) (*ResourceType, bool) {
	i, ok := sort.Find(len(s.ResourceTypes), func(i int) int { return compareFold(name, s.ResourceTypes[i].Name) })
	if !ok {
		return nil, false
	}
	return &s.ResourceTypes[i], true
}

// Dependents returns the dependent actions of the action and of all its resource types, sorted.
func (a *Action) Dependents() []string {
	all := slices.Clone(a.DependentActions)
	for _, r := range a.Resources {
		all = append(all, r.DependentActions...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// compareFold orders a and b as their ASCII lower-case forms, without allocating. Every name in the data is ASCII.
func compareFold(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if x, y := lowerASCII(a[i]), lowerASCII(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

// equalFold reports whether a and b are equal but for the case of ASCII letters. Unlike strings.EqualFold it does not take
// letters such as the Kelvin sign for ASCII ones: a name that looks like AWS's is not AWS's.
func equalFold(a, b string) bool { return compareFold(a, b) == 0 }

// lower returns s with its ASCII letters in lower case.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lowerASCII(c)
	}
	return string(b)
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import "strings"

// AccessLevel is the set of access levels that the AWS Service Authorization Reference gives an action. It is a set
// because AWS publishes compound ones, such as "Permissions management, Write".
type AccessLevel uint8

// The access levels of the AWS Service Authorization Reference.
const (
	// List covers actions that list resources without reading what is in them.
	List AccessLevel = 1 << iota
	// Read covers actions that read the content or the attributes of a resource.
	Read
	// Write covers actions that create, change or delete a resource.
	Write
	// PermissionsManagement covers actions that grant or change permissions.
	PermissionsManagement
	// Tagging covers actions that change only tags, or that can set them.
	Tagging

	allAccessLevels = List | Read | Write | PermissionsManagement | Tagging
)

// accessLevelNames holds AWS's words in the order in which AWS joins them.
var accessLevelNames = []struct {
	level AccessLevel
	name  string
}{
	{List, "List"},
	{PermissionsManagement, "Permissions management"},
	{Read, "Read"},
	{Tagging, "Tagging"},
	{Write, "Write"},
}

// Has reports whether l holds every level of want. Every l has the empty set.
func (l AccessLevel) Has(want AccessLevel) bool { return l&want == want }

// HasAny reports whether l holds at least one level of want.
func (l AccessLevel) HasAny(want AccessLevel) bool { return l&want != 0 }

// String returns AWS's words, joined as AWS joins them: "Permissions management, Write".
func (l AccessLevel) String() string {
	var names []string
	for _, n := range accessLevelNames {
		if l.Has(n.level) {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, ", ")
}

// ParseAccessLevel reads AWS's words, alone or joined by commas, without regard to order or case. It answers false for
// an empty text and for a word that is not an access level.
func ParseAccessLevel(text string) (AccessLevel, bool) {
	var level AccessLevel
	for word := range strings.SplitSeq(text, ",") {
		found := false
		for _, n := range accessLevelNames {
			if strings.EqualFold(strings.TrimSpace(word), n.name) {
				level |= n.level
				found = true
			}
		}
		if !found {
			return 0, false
		}
	}
	return level, true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEscalationPaths(t *testing.T) {
	list := EscalationPaths()
	if len(list) != 113 {
		t.Errorf("%d paths, 113 expected", len(list))
	}
	i := slices.IndexFunc(list, func(p EscalationPath) bool {
		return slices.Equal(p.Permissions, []string{"apprunner:CreateService", "iam:PassRole"})
	})
	if i < 0 {
		t.Fatal("no path of apprunner:CreateService and iam:PassRole")
	}
	want := EscalationPath{
		Permissions: []string{"apprunner:CreateService", "iam:PassRole"}, Category: "new-passrole", Minimal: true,
		Sources: []string{"pathfinding.cloud@84dd65c", "prowler 2026-08-21"},
	}
	if diff := cmp.Diff(want, list[i]); diff != "" {
		t.Errorf("path (-want +got):\n%s", diff)
	}
}

// TestEscalationPathsHold checks what each path says of itself against the others and the catalogue.
func TestEscalationPathsHold(t *testing.T) {
	// Actions that AWS never listed, of a service that it has closed.
	gone := map[string]bool{"codestar:CreateProjectFromTemplate": true}
	list := EscalationPaths()
	for action := range gone {
		if _, _, ok := LookupAction(action); ok {
			t.Errorf("%q is in the catalogue: take it from the exceptions", action)
		}
	}
	for _, p := range list {
		if !slices.IsSorted(p.Permissions) {
			t.Errorf("%q is not sorted", p.Permissions)
		}
		for _, action := range p.Permissions {
			if _, _, ok := LookupAction(action); !ok && !gone[action] {
				t.Errorf("%q is no action", action)
			}
		}
		contains := slices.ContainsFunc(list, func(other EscalationPath) bool {
			return len(other.Permissions) < len(p.Permissions) && isSubset(other.Permissions, p.Permissions)
		})
		if p.Minimal == contains {
			t.Errorf("%q: minimal is %v, and another path lies within it: %v", p.Permissions, p.Minimal, contains)
		}
	}
}

func isSubset(part, whole []string) bool {
	for _, v := range part {
		if !slices.Contains(whole, v) {
			return false
		}
	}
	return true
}

func TestReadEscalationPathsRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no permissions", `[{"sources":["x"]}]`, "escalation path 0 lacks permissions or sources"},
		{"unknown field", `[{"permission":[]}]`, `escalation paths: json: unknown field "permission"`},
		{"truncated", `[{"permissions":`, "escalation paths: unexpected EOF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := readEscalationPaths(tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

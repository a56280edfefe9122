// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// EscalationPath is one set of permissions with which a principal can gain permissions that it was not given.
type EscalationPath struct {
	// Permissions lists the actions that are needed together, sorted.
	Permissions []string `json:"permissions"`
	// Category is the kind of path: "self-escalation", "principal-access", "new-passrole", "existing-passrole", or empty
	// where no source gives one.
	Category string `json:"category"`
	// Minimal tells that no other path has a proper part of these permissions.
	Minimal bool `json:"minimal"`
	// Sources names the published lists that hold the path, with their versions or dates.
	Sources []string `json:"sources"`
}

// EscalationPaths returns every known path, those that others contain included. The
// list is one for all, and not to be written to.
var EscalationPaths = sync.OnceValue(func() []EscalationPath { return must(readEscalationPaths(escalationPathsFile)) })

func readEscalationPaths(text string) ([]EscalationPath, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	var list []EscalationPath
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("escalation paths: %w", err)
	}
	for i, p := range list {
		if len(p.Permissions) == 0 || len(p.Sources) == 0 {
			return nil, fmt.Errorf("escalation path %d lacks permissions or sources", i)
		}
	}
	return list, nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"

// AnyResource returns patterns for a resource of which nobody at hand speaks,
// of each type that the action takes: in any account and region, with a name
// that no policy holds. For an action without resources it is "*"; for an
// unknown action both "*" and any ARN.
func AnyResource(action string) []string {
	s, a, ok := reference.LookupAction(action)
	if !ok {
		return []string{"*" + Fresh, "*"}
	}
	if len(a.Resources) == 0 {
		return []string{"*"}
	}
	var out []string
	for _, r := range a.Resources {
		if t, ok := s.ResourceType(r.Type); ok {
			for _, pattern := range t.ARNs {
				out = append(out, fillARN(pattern, "*", "*", "*", Fresh))
			}
		}
	}
	return out
}

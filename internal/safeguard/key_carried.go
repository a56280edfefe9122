// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// uncarried lists the conditions of a statement on keys that AWS has and that no
// request for any of the statement's actions carries. Where an action is a pattern
// over services, unknown, or all but some, nothing is said.
func uncarried(d *policy.Document, s *policy.Statement) []*policy.Condition {
	if len(s.Conditions) == 0 || s.Action == nil || s.Action.Wild || len(s.Action.List) == 0 {
		return nil
	}
	var out []*policy.Condition
	for _, k := range s.Conditions {
		if _, ok := reference.LookupConditionKey(k.Key); ok && known(d, k.Key) && !mayCarry(s.Action.List, k.Key) {
			out = append(out, k)
		}
	}
	return out
}

// mayCarry reports whether a request for one of these actions may carry a key.
func mayCarry(actions []*policy.Pattern, key string) bool {
	for _, p := range actions {
		prefix, _, ok := strings.Cut(p.Text.Value, ":")
		if !ok || strings.ContainsAny(prefix, "*?") || p.Glob == nil || p.Glob.HasOpaque() {
			return true
		}
		s, ok := reference.LookupService(prefix)
		if !ok {
			return true
		}
		if _, literal := p.Glob.IsLiteral(); literal {
			if a, ok := s.Action(p.Text.Value[len(prefix)+1:]); !ok || s.MayCarry(a, key) {
				return true // or not known
			}
			continue
		}
		met := false
		_, begins, _ := strings.Cut(p.Glob.Prefix(), ":")
		for i := range s.Actions {
			a := &s.Actions[i]
			if len(a.Name) < len(begins) || !strings.EqualFold(a.Name[:len(begins)], begins) || !p.Glob.Match(glob.Lower(s.Prefix+":"+a.Name), nil) {
				continue
			}
			met = true
			if s.MayCarry(a, key) {
				return true
			}
		}
		if !met {
			return true // an action that is not known
		}
	}
	return false
}

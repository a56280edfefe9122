// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// ReachesPHI returns what tells whether a principal carries a tag of PHI or
// reaches a PHI store on one side of a change. Doubt counts as yes. The result
// is for one goroutine.
func ReachesPHI(change *account.Change, cfg *config.Config) func(side *account.Account, p *account.Principal) bool {
	c := newChecker(change, cfg)
	return func(side *account.Account, p *account.Principal) bool {
		return side != nil && p != nil && c.factsOf(side, p).phi()
	}
}

// HoldsPHI returns what tells whether a store holds PHI, or opens what does, on one
// side of a change. The result is for one goroutine.
func HoldsPHI(change *account.Change, cfg *config.Config) func(side *account.Account, s *account.Store) bool {
	c := newChecker(change, cfg)
	return func(side *account.Account, s *account.Store) bool {
		if side == nil || s == nil {
			return false
		}
		for _, m := range c.marked(side) {
			if m.resource.Address == s.Address && (s.Address != "" || s.ARN != "" && m.resource.ARN == s.ARN) {
				return true
			}
		}
		return false
	}
}

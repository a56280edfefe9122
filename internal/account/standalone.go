// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "strings"

// Standalone makes an account that was described outside of a plan stand for
// itself: its principals and customer managed policies get their ARNs as
// addresses, and their documents the address of whoever holds them, so that rules
// judge them as what they are and not as the surroundings of a plan. Roles that AWS
// itself owns stay outside. The account is changed in place.
func (a *Account) Standalone() {
	for _, p := range a.Principals {
		if p.ARN == "" || p.ServiceLinked() {
			continue
		}
		p.Outside, p.Address = false, p.ARN
		if p.Boundary.Address == "" {
			p.Boundary.Address = p.Boundary.ARN // so that nobody takes the ceiling for a policy
		}
		if p.Trust != nil && p.Trust.Address == "" {
			p.Trust.Address = p.ARN
		}
		for _, at := range p.Identity {
			if d := at.Document; !d.Managed && d.Address == "" {
				d.Address = p.ARN
			}
		}
	}
	for _, d := range a.Documents {
		if d.Managed && d.Known == KnownAccount && d.Address == "" && !ownedByAWS(d.ARN) {
			d.Address = d.ARN
		}
	}
}

// ownedByAWS reports whether AWS itself maintains a managed policy.
func ownedByAWS(arn string) bool {
	parts := strings.SplitN(arn, ":", 6)
	return len(parts) == 6 && parts[4] == "aws"
}

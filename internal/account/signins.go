// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "slices"

// AddSignIns gives the users of an account what a credential report of the same
// account tells of how they sign in. A user of the report alone is added.
func (a *Account) AddSignIns(report *Account) {
	if report == nil {
		return
	}
	for _, told := range report.Principals {
		if told.Kind != User || told.SignIn == nil {
			continue
		}
		i := slices.IndexFunc(a.Principals, func(p *Principal) bool {
			// Names are unique in an account, whatever the path.
			return p.Kind == User && (p.ARN != "" && p.ARN == told.ARN || p.Name == told.Name && p.Account == told.Account)
		})
		if i < 0 {
			c := *told
			a.Principals = append(a.Principals, &c)
			continue
		}
		if a.Principals[i].SignIn == nil {
			a.Principals[i].SignIn = told.SignIn
		}
	}
}

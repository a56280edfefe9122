// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "time"

// Usage is when a principal was made and last used, as AWS reports it.
type Usage struct {
	// Created is zero where it is not told.
	Created time.Time
	// Tracked says that it is known when the role was last used: at LastUsed, or,
	// where that is zero, not within the last 400 days or since the Region keeps
	// track. Source: AWS, IAM API, RoleLastUsed. Users and groups are not tracked.
	Tracked  bool
	LastUsed time.Time
	// Region is where it was last used, else empty.
	Region string
}

// SignIn is how a user signs in, as a credential report tells.
type SignIn struct {
	// Password says that the user has a console password, and MFA a device.
	Password, MFA bool
	// Keys are the days on which each active access key was last rotated.
	Keys []time.Time
}

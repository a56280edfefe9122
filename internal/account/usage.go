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
	// PasswordUsed is zero where the password was never used, or not since AWS
	// keeps track of it.
	PasswordUsed time.Time
	// Keys are the active access keys.
	Keys []KeyUse
}

// KeyUse is an active access key, as a credential report tells.
type KeyUse struct {
	// Number is the key's place in the report, 1 or 2; its identifier is not told.
	Number int
	// Rotated is when it was made; Used is zero where it was never used.
	Rotated, Used time.Time
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/live"
)

// NewImpatient makes a provider that waits milliseconds where AWS needs seconds.
func NewImpatient() provider.Provider {
	return &Provider{version: "test", patience: &iamrole.Patience{
		Propagation: 2 * time.Second, FirstPause: time.Millisecond, MaxPause: 20 * time.Millisecond, Rollback: 10 * time.Second,
	}, livePatience: &live.Patience{FirstPause: time.Millisecond, MaxPause: 20 * time.Millisecond, Jobs: 2}}
}

// SetNow sets the clock of rules and returns a function that puts it back.
func SetNow(at time.Time) func() {
	old := now
	now = func() time.Time { return at }
	return func() { now = old }
}

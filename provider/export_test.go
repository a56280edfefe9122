// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/live"
)

// NewImpatient makes a provider that waits milliseconds where AWS needs seconds.
func NewImpatient() provider.Provider {
	return &Provider{version: "test", patience: &iamrole.Patience{
		Propagation: 2 * time.Second, FirstPause: time.Millisecond, MaxPause: 20 * time.Millisecond, Rollback: 10 * time.Second,
	}, livePatience: &live.Patience{FirstPause: time.Millisecond, MaxPause: 20 * time.Millisecond, Jobs: 2}}
}

// NewImpatientServer makes one as Terraform speaks to it.
func NewImpatientServer() (tfprotov6.ProviderServer, error) {
	p, ok := NewImpatient().(*Provider)
	if !ok {
		return nil, errors.New("it is another provider")
	}
	return serverOf(p), nil
}

// Plain is the framework's server behind one, which plans all by itself.
func Plain(s tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	if own, ok := s.(*server); ok {
		return own.ProviderServer
	}
	return s
}

// SetNow sets the clock of rules and returns a function that puts it back.
func SetNow(at time.Time) func() {
	old := now
	now = func() time.Time { return at }
	return func() { now = old }
}

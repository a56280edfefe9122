// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"

// Account is one side of a change: everything known about IAM at that time.
// Slices are in the order of resource addresses.
type Account struct {
	Principals []*Principal
	// Documents are all policy documents, those that nobody is attached to
	// included. A principal's documents are the same pointers.
	Documents      []*Document
	Trails         []*Trail
	PasswordPolicy []*PasswordPolicy
	Stores         []*Store
	// Resources are all managed resources that rules look at, those above included.
	Resources []*Resource
	// Guardrails are the control policies of the organisation that are in the plan.
	Guardrails []*Guardrail
	// SCP are the service control policies that hold for every principal, a list for
	// each level: those of the configuration file.
	SCP [][]*Document
	// Providers are the identity providers (SAML and OpenID Connect) of the account.
	Providers []*IdentityProvider
	// Root is how the account's root user signs in, or nil where nothing tells.
	Root *SignIn

	// typed finds resources by their type, for as many as there were then.
	typed struct {
		at   map[string][]int
		of   int
		last *Resource
	}
	// assumed caches assumable, for as many principals as there were then.
	assumed struct {
		list []*Principal
		of   int
	}
}

// Change is an account before and after a plan.
type Change struct {
	Before, After *Account
	// Recorded is the account as Terraform last wrote it, where something has
	// changed outside Terraform since; otherwise nil. Before is the refreshed state.
	Recorded *Account
	// Kept are addresses that leave Terraform's management without being
	// destroyed; their objects stand on both sides.
	Kept map[string]bool
	// SourceGiven says that the configuration's source was at hand, so that a
	// document that is still undetermined is so for good.
	SourceGiven bool
}

// Principal returns the principal with this address, or nil.
func (a *Account) Principal(address string) *Principal {
	if a == nil {
		return nil
	}
	for _, p := range a.Principals {
		if p.Address == address {
			return p
		}
	}
	return nil
}

// Unattached returns, for each policy of this side that is attached to nobody
// and limits nobody, a principal that stands for whoever gets it. One that is
// made to be a boundary grants nothing and is not among them.
func (a *Account) Unattached() []*Principal {
	used := map[string]bool{}
	for _, p := range a.Principals {
		for _, at := range p.Identity {
			used[at.Document.Address] = true
		}
		used[p.Boundary.Address] = true
	}
	var out []*Principal
	for _, d := range a.Documents {
		if d.Managed && d.Kind != policy.Boundary && d.Address != "" && d.Policy != nil && !d.NotAtHand && !used[d.Address] {
			out = append(out, &Principal{
				Kind: Policy, Outside: true, Name: d.Name, At: d.Address, PreviousAt: d.PreviousAddress, Path: "/", Hidden: d.Sensitive,
				Identity: []Attachment{{Document: d}}, Guardrails: a.everywhere(),
			})
		}
	}
	return out
}

// everywhere are the guardrails that hold for every principal.
func (a *Account) everywhere() *Guardrails {
	if len(a.SCP) == 0 {
		return nil
	}
	return &Guardrails{SCP: a.SCP}
}

// Trail is one CloudTrail trail.
type Trail struct {
	Address         string
	PreviousAddress string
	Name            string
	// Logging is the enable_logging argument. Where LoggingUnknown is set, it is
	// not known until apply.
	Logging, LoggingUnknown bool
}

// PasswordPolicy is the password policy of an account's IAM users.
type PasswordPolicy struct {
	Address         string
	PreviousAddress string
	// MinimumLength is in characters, Reuse counts remembered passwords, MaxAge
	// is in days. Zero means that nothing is demanded.
	MinimumLength, Reuse, MaxAge           int
	Uppercase, Lowercase, Numbers, Symbols bool
	// Unknown names the arguments that are not known until apply.
	Unknown []string
	// Profile is the profile that the resource names, or empty.
	Profile string
	// Weaker is the documented reason why it demands less than its profile; empty
	// where none is given.
	Weaker string
}

// IdentityProvider is a SAML or OpenID Connect provider.
type IdentityProvider struct {
	Address string
	// ARN is empty where it is not known until apply.
	ARN string
	// SAML distinguishes SAML providers from OpenID Connect ones.
	SAML bool
	// URL is an OpenID Connect provider's issuer, empty where it is not known
	// until apply.
	URL string
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Kind is what a principal is.
type Kind string

// The kinds of principals.
const (
	Role  Kind = "role"
	User  Kind = "user"
	Group Kind = "group"
	// PermissionSet is a permission set of IAM Identity Center: what people may do
	// in the accounts that it is assigned to. Its ARN is no principal's.
	PermissionSet Kind = "permission-set"
	// Policy stands for whoever gets a policy that is attached to nobody.
	Policy Kind = "policy"
)

// Principal is a role, user or group.
type Principal struct {
	Kind Kind
	// Address is the resource's address. For a principal outside the plan it is
	// empty, and Outside is set; findings then stand at the attachment.
	Address string
	// PreviousAddress is the address before a move, else empty.
	PreviousAddress string
	// Outside says that only resources that speak of the principal are in the
	// plan. At is the first of them, PreviousAt its address before a move.
	Outside        bool
	At, PreviousAt string
	// Told says of one outside the plan that data about its account tell what it has.
	Told bool
	// Name, ARN and Account are empty where they are not known.
	Name, ARN, Account string
	// Hidden says that the plan marks the name sensitive: it is not shown.
	Hidden bool
	// Path is "/" where nothing else is known.
	Path string
	Tags Tags
	// Trust is a role's assume-role policy, else nil.
	Trust *Document
	// Identity are the documents attached to or inline in this principal, not
	// those of its groups.
	Identity []Attachment
	Boundary Boundary
	// Guardrails are the organisation's control policies at hand; nil: none is.
	Guardrails *Guardrails
	// Anyone says that the principal stands for whoever gets a policy, and is nobody
	// whom a trust policy could name.
	Anyone  bool
	Session Session
	// Groups are a user's groups.
	Groups []Membership
	// AccessKeys and Login are a user's.
	AccessKeys []*Credential
	Login      *Credential
	// Usage is when the principal was made and last used, or nil where nothing
	// tells, as in plans.
	Usage *Usage
	// SignIn is how a user signs in, or nil where nothing tells, as in plans.
	SignIn *SignIn
	// Spreads says that what makes the principal spreads documents that are too
	// long for inline policies over managed ones.
	Spreads bool
	// Template is what a role of this project's provider is made of, else nil.
	Template *Template
	// EnforcesMFA are the SAML providers that the role itself declares to ask for
	// a second factor: ARNs, or <reference> where one is not known until apply.
	EnforcesMFA map[string]bool
}

// Template is what a role says of the template of which it is made.
type Template struct {
	Name, Version string
	// Accepts are the rules that it says to be accepted with its arguments. That
	// is no proof: the catalogue has to say so too.
	Accepts []string
}

// Membership is a user's place in a group.
type Membership struct {
	Group *Principal
	// Address is the resource that makes the membership.
	Address string
}

// Credential is an access key or a login profile that a resource makes.
type Credential struct {
	Address         string
	PreviousAddress string
	// Active is false for a key whose status is Inactive.
	Active bool
}

// Session is how long a role's session may last.
type Session struct {
	// Seconds is max_session_duration: 3,600 to 43,200, 3,600 where it is not
	// set. Zero: not known, or not a role.
	Seconds int
	// Attribute is the argument's path.
	Attribute string
}

// BoundaryState says what is known about a permissions boundary.
type BoundaryState uint8

// The states of a boundary.
const (
	// BoundaryAbsent: there is none.
	BoundaryAbsent BoundaryState = iota
	// BoundaryPresent: there is one and its document is at hand.
	BoundaryPresent
	// BoundaryNotAtHand: there is one, its ARN is known, its document is not.
	BoundaryNotAtHand
	// BoundaryUnknown: there is one whose ARN is not known until apply and
	// leads to no resource at hand.
	BoundaryUnknown
)

// Boundary is a principal's permissions boundary.
type Boundary struct {
	State BoundaryState
	// ARN is empty where it is not known, and not shown where Sensitive is set.
	ARN       string
	Sensitive bool
	// Address is the resource in the plan that holds the boundary's document.
	Address string
	// Attribute is the argument's path in the principal's resource.
	Attribute string
	// Document is set where State is BoundaryPresent.
	Document *Document
}

// Tags are the tags of a resource.
type Tags struct {
	Values map[string]string
	// Unknown are keys whose value is not known until apply.
	Unknown []string
	// AllUnknown says that not even the keys are known.
	AllUnknown bool
	// Attribute is the argument's path.
	Attribute string
}

// Get returns a tag's value. Tag keys differ by case.
func (t Tags) Get(key string) (value string, ok bool) {
	value, ok = t.Values[key]
	return value, ok
}

// Has reports whether the tag is there or may be: a tag with an unknown value counts.
func (t Tags) Has(key string) bool {
	if t.AllUnknown {
		return true
	}
	if _, ok := t.Values[key]; ok {
		return true
	}
	for _, k := range t.Unknown {
		if k == key {
			return true
		}
	}
	return false
}

// Key identifies a principal within one side of a change.
func (p *Principal) Key() string {
	switch {
	case p.Address != "":
		return p.Address
	case p.Name != "" && p.Kind != Policy:
		return string(p.Kind) + ":" + p.Account + ":" + p.Name
	}
	return string(p.Kind) + "@" + p.At
}

// PreviousKey is the key under which the principal stands before a move.
func (p *Principal) PreviousKey() string {
	switch {
	case p.PreviousAddress != "":
		return p.PreviousAddress
	case p.Address == "" && (p.Name == "" || p.Kind == Policy) && p.PreviousAt != "":
		return string(p.Kind) + "@" + p.PreviousAt
	}
	return p.Key()
}

// Label is how messages name the principal.
func (p *Principal) Label() string {
	switch {
	case p.Name != "" && !p.Hidden:
		return string(p.Kind) + " " + p.Name
	case p.Address != "":
		return string(p.Kind) + " " + p.Address
	}
	return string(p.Kind)
}

// ServiceLinked reports whether AWS itself owns the role.
func (p *Principal) ServiceLinked() bool {
	return p.Kind == Role && strings.HasPrefix(p.Path, "/aws-service-role/")
}

// GroupsNotAtHand are a user's groups of which only the name is known: what
// their policies allow is not. Sorted by name.
func (p *Principal) GroupsNotAtHand() []Membership {
	if p == nil {
		return nil
	}
	var out []Membership
	for _, m := range p.Groups {
		if m.Group.Outside && !m.Group.Told {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Membership) int { return strings.Compare(a.Group.Name, b.Group.Name) })
	return out
}

// All returns the attachments that bear on the principal: its own, and for a
// user those of its groups.
func (p *Principal) All() []Attachment {
	if p == nil {
		return nil
	}
	out := make([]Attachment, 0, len(p.Identity))
	out = append(out, p.Identity...)
	for _, m := range p.Groups {
		for _, a := range m.Group.Identity {
			via := []Related{{Address: m.Address, Relation: "membership"}, {Address: m.Group.Address, Relation: "group"}}
			out = append(out, Attachment{Document: a.Document, Via: append(via, a.Via...)})
		}
	}
	return out
}

// Policies returns what decides the principal's requests: the identity
// documents, the boundary and the guardrails at hand. What is not at hand limits nothing.
func (p *Principal) Policies() policy.Policies {
	var out policy.Policies
	if p == nil {
		return out
	}
	for _, a := range p.All() {
		if a.Document.Policy != nil {
			out.Identity = append(out.Identity, a.Document.Policy)
		}
	}
	if p.Boundary.State == BoundaryPresent && p.Boundary.Document.Policy != nil {
		out.Boundary = p.Boundary.Document.Policy
	}
	p.Guardrails.limit(&out)
	return out
}

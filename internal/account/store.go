// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Store is a resource that can hold data, or another resource on which a resource
// policy bears.
type Store struct {
	// Address is empty for a store outside of the plan; findings then stand at the
	// resource that puts a policy on it, At, whose address before a move is PreviousAt.
	Address         string
	PreviousAddress string
	At, PreviousAt  string
	// Type is the resource type; outside of the plan, that of the resource which the
	// policy is made for, or empty.
	Type string
	// ARN is empty where it is not known until apply.
	ARN string
	// Patterns are what a policy has to reach to speak of the store: its ARN, or the
	// ARN with * for what is not known, and the reference that will give it. What is
	// in the store (objects, streams) is not among them.
	Patterns []string
	Tags     Tags
	// Account is the number of the account that the store is in, or empty.
	Account string
	// Resource is the store's own resource, nil for a store outside of the plan.
	Resource *Resource
	// Policies are the resource policies that bear on the store, with the resources
	// that put them there. A grant or a permission of a resource of its own is one
	// of them; an access point is a store of its own.
	Policies []Attachment
}

// Place is the address at which findings about the store stand.
func (s *Store) Place() string {
	if s.Address != "" {
		return s.Address
	}
	return s.At
}

// Key identifies a store within one side of a change.
func (s *Store) Key() string {
	switch {
	case s.Address != "":
		return s.Address
	case s.ARN != "":
		return s.ARN
	}
	return "store@" + s.At
}

// PreviousKey is the key under which the store stands before a move.
func (s *Store) PreviousKey() string {
	switch {
	case s.PreviousAddress != "":
		return s.PreviousAddress
	case s.Address == "" && s.ARN == "" && s.PreviousAt != "":
		return "store@" + s.PreviousAt
	}
	return s.Key()
}

// Policy returns the policies at hand that bear on the store as one document, or
// nil where none is: what is not at hand limits nothing, and grants nothing.
func (s *Store) Policy() *policy.Document {
	var docs []*policy.Document
	for _, at := range s.Policies {
		if at.Document.Policy != nil {
			docs = append(docs, at.Document.Policy)
		}
	}
	return policy.Join(docs...)
}

// Undetermined reports whether a policy that bears on the store is not known.
func (s *Store) Undetermined() bool {
	return slices.ContainsFunc(s.Policies, func(at Attachment) bool { return at.Document.Undetermined != nil })
}

// StorePair is one store before and after; one of the two may be nil.
type StorePair struct {
	Before, After *Store
}

// StorePairs joins the stores of both sides by address, a moved one through its
// previous address, and one outside of the plan by its ARN; in the order of the
// after side, then what only stood before.
func (c *Change) StorePairs() []StorePair {
	if c == nil {
		return nil
	}
	var out []StorePair
	old := map[string]*Store{}
	if c.Before != nil {
		for _, s := range c.Before.Stores {
			old[s.Key()] = s
		}
	}
	used := map[*Store]bool{}
	if c.After != nil {
		for _, s := range c.After.Stores {
			b := old[s.PreviousKey()]
			used[b] = b != nil
			out = append(out, StorePair{Before: b, After: s})
		}
	}
	if c.Before != nil {
		for _, s := range c.Before.Stores {
			if !used[s] {
				out = append(out, StorePair{Before: s})
			}
		}
	}
	return out
}

// Store returns the store with this address, or nil.
func (a *Account) Store(address string) *Store {
	if a == nil {
		return nil
	}
	for _, s := range a.Stores {
		if s.Address == address && address != "" {
			return s
		}
	}
	return nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import "slices"

// Resource is one managed resource on one side of a change, attribute by
// attribute, for rules about what is no principal and no document: stores, keys,
// trails, log groups, alarms.
type Resource struct {
	Address string
	// PreviousAddress is the address before a move, else empty.
	PreviousAddress string
	Type            string
	// ARN is the plan's, or follows from the name; empty where it is not known.
	ARN string
	// Account, Partition and Region are of the provider configuration, empty where
	// nothing tells.
	Account, Partition, Region string
	Tags                       Tags
	// Values are the arguments and attributes.
	Values Value
	// Follow resolves the references of the argument at a path through modules,
	// variables and outputs; nil: there are none.
	Follow func(path string) []Reference
	// Written reports whether the configuration writes an argument. A computed
	// attribute that is unknown and not written is AWS's default; nil: not told.
	Written func(path string) bool
}

// Reference is a resource to which an argument refers, with the attribute that
// is taken of it. Address is empty where the reference leads to nothing at hand;
// Attribute is then all of it, as it is written.
type Reference struct {
	Address, Attribute string
}

// Attr returns an argument or attribute by its name.
func (r *Resource) Attr(name string) Value { return r.Values.Attr(name) }

// Name is the resource's own name where it has one that may be shown, else its address.
func (r *Resource) Name() string {
	for _, key := range []string{"name", "bucket", "id"} {
		if s := r.Attr(key).Shown(); s != "" {
			return s
		}
	}
	return r.Address
}

// Names reports whether the argument at a path names another resource: by
// reference, or by the value of one of the other's attributes.
func (r *Resource) Names(v Value, other *Resource, keys ...string) bool {
	if s := v.Text(); s != "" {
		if s == other.ARN && other.ARN != "" {
			return true
		}
		return slices.ContainsFunc(keys, func(k string) bool { return other.Attr(k).Text() == s })
	}
	if !v.IsUnknown() || r.Follow == nil {
		return false
	}
	refs := r.Follow(v.Path)
	return slices.ContainsFunc(refs, func(ref Reference) bool { return ref.Address == other.Address })
}

// Resource returns the resource with this address, or nil.
func (a *Account) Resource(address string) *Resource {
	if a == nil {
		return nil
	}
	for _, r := range a.Resources {
		if r.Address == address {
			return r
		}
	}
	return nil
}

// OfType returns the resources of these types, in the order of their addresses.
func (a *Account) OfType(types ...string) []*Resource {
	if a == nil {
		return nil
	}
	if x := &a.typed; x.of != len(a.Resources) || x.of > 0 && x.last != a.Resources[x.of-1] {
		x.at = map[string][]int{}
		for i, r := range a.Resources {
			x.at[r.Type] = append(x.at[r.Type], i)
			x.last = r
		}
		x.of = len(a.Resources)
	}
	var places []int
	for _, t := range types {
		places = append(places, a.typed.at[t]...)
	}
	if len(types) > 1 {
		slices.Sort(places)
		places = slices.Compact(places)
	}
	var out []*Resource
	for _, i := range places {
		out = append(out, a.Resources[i])
	}
	return out
}

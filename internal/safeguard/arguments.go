// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// argument reads one argument of a resource, by its path from there. One that is
// not known and that the configuration does not write is left to AWS: it is
// absent. Where ok is false the value is not known until apply, which is noted.
func (c *checker) argument(side *account.Account, rule string, r *account.Resource, path ...string) (v account.Value, ok bool) {
	v = r.Values
	for _, name := range path {
		v = v.Attr(name)
	}
	if !v.IsUnknown() {
		return v, true
	}
	if r.Written != nil && !r.Written(v.Path) {
		return account.Value{Path: v.Path}, true
	}
	c.unknown(side, rule, r, v.Path)
	return v, false
}

// names reports whether an argument that takes a name or an ARN has one. A
// reference to a resource of the plan is one, though its text is not known yet;
// ok is false where neither is sure, which is noted.
func (c *checker) names(side *account.Account, rule string, r *account.Resource, name string) (set, ok bool) {
	v := r.Attr(name)
	if v.IsUnknown() && r.Follow != nil {
		if refs := r.Follow(v.Path); len(refs) > 0 && !slices.ContainsFunc(refs, notIdentifying) {
			return true, true
		}
	}
	v, ok = c.argument(side, rule, r, name)
	return v.Text() != "", ok
}

// notIdentifying reports whether a reference takes something else of a resource
// than what every resource has: the outcome may then be null.
func notIdentifying(ref account.Reference) bool {
	return !slices.Contains([]string{"arn", "id", "name", "key_id", "bucket"}, ref.Attribute)
}

// unknown notes that a rule could not be judged since an argument is not known.
func (c *checker) unknown(side *account.Account, rule string, r *account.Resource, path string) {
	c.unsettled(side, rule, r, path, "the argument "+path+" is not known until apply", "a value that is known while planning")
}

// unknownAt is unknown for what is kept of a resource at an address.
func (c *checker) unknownAt(side *account.Account, rule, address, path string) {
	c.unknown(side, rule, &account.Resource{Address: address}, path)
}

// unsettled notes that a rule could not be judged of a resource, once.
func (c *checker) unsettled(side *account.Account, rule string, r *account.Resource, path, reason, settledBy string) {
	u := Undetermined{Address: r.Address, Attribute: path, Reason: fmt.Sprintf("whether %s breaks %s: %s", r.Address, rule, reason), SettledBy: settledBy}
	if side == c.change.After && !slices.Contains(c.open, u) {
		c.open = append(c.open, u)
	}
}

// at makes a violation that stands at a resource, or at one of its arguments.
func at(r *account.Resource, attribute, message string, meaning ...string) *violation {
	return &violation{
		key: r.Address, previous: r.PreviousAddress, address: r.Address, attribute: attribute, message: message, meaning: meaning,
		sensitive: attribute != "" && r.Attr(strings.FieldsFunc(attribute, notName)[0]).IsSensitive(),
	}
}

// notName ends the first name of a path.
func notName(r rune) bool { return r == '.' || r == '[' }

// gone lists the resources of these types that a change destroys: that are there
// before, and neither stay nor get another address.
func gone(before, after *account.Account, types ...string) []*account.Resource {
	kept := map[string]bool{}
	for _, r := range after.OfType(types...) {
		kept[r.Address], kept[r.PreviousAddress] = true, true
	}
	return slices.DeleteFunc(before.OfType(types...), func(r *account.Resource) bool { return kept[r.Address] })
}

// laterOf returns the resource that stands for r after the change, or nil.
func laterOf(after *account.Account, r *account.Resource) *account.Resource {
	for _, o := range after.OfType(r.Type) {
		if o.Address == r.Address || o.PreviousAddress == r.Address {
			return o
		}
	}
	return nil
}

// joined returns the resources of these types whose argument names r.
func joined(side *account.Account, r *account.Resource, argument string, keys []string, types ...string) []*account.Resource {
	return slices.DeleteFunc(side.OfType(types...), func(o *account.Resource) bool { return !o.Names(o.Attr(argument), r, keys...) })
}

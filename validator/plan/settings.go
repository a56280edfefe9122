// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"reflect"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// passwordPolicy reads the account's password policy. An argument that is not
// known and not written is left to AWS, which then demands nothing.
func (b *builder) passwordPolicy(it item) {
	p := &account.PasswordPolicy{Address: b.address(it.rc), PreviousAddress: b.previous(it.rc)}
	read := func(name string) value {
		v := it.v.Attr(name)
		if v.IsUnknown() && (it.rc.Type == ownPasswordType || b.written(it.rc, name)) {
			p.Unknown = append(p.Unknown, name)
		}
		return v
	}
	p.MinimumLength = read("minimum_password_length").Number()
	p.Reuse = read("password_reuse_prevention").Number()
	p.MaxAge = read("max_password_age").Number()
	p.Uppercase = read("require_uppercase_characters").Truth()
	p.Lowercase = read("require_lowercase_characters").Truth()
	p.Numbers = read("require_numbers").Truth()
	p.Symbols = read("require_symbols").Truth()
	if it.rc.Type == ownPasswordType {
		reason := it.v.Attr("weaker_than_profile")
		if p.Profile, p.Weaker = it.v.Attr("profile").Text(), reason.Text(); p.Weaker != "" && reason.IsSensitive() {
			p.Weaker = "(sensitive value)"
		}
	}
	b.account.PasswordPolicy = append(b.account.PasswordPolicy, p)
}

func (b *builder) trail(it item) {
	v := it.v.Attr("enable_logging")
	b.account.Trails = append(b.account.Trails, &account.Trail{
		Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), Name: it.v.Attr("name").Shown(),
		// The provider logs unless it is told not to.
		Logging: v.IsNull() || v.Truth(), LoggingUnknown: v.IsUnknown(),
	})
}

// resource keeps a resource's arguments for the rules that look at them.
func (b *builder) resource(it *item) {
	r := b.unchanged(it)
	if r == nil {
		r = b.newResource(*it)
	}
	b.account.Resources = append(b.account.Resources, r)
	b.stores.resources[it.rc.Address] = r
	b.holder(it)
}

func (b *builder) newResource(it item) *account.Resource {
	rc := it.rc
	return &account.Resource{
		Address: b.address(rc), PreviousAddress: b.previous(rc), Type: rc.Type, ARN: b.arnOf(it),
		Account: b.accounts.of(rc), Partition: b.accounts.partition(rc), Region: b.accounts.region(rc), Tags: tags(it.v), Values: it.v,
		Follow: func(path string) []account.Reference {
			var out []account.Reference
			found := b.resolve(rc, path)
			for _, t := range found.targets {
				out = append(out, account.Reference{Address: b.address(t.change), Attribute: t.attribute})
			}
			for _, lost := range found.lost {
				out = append(out, account.Reference{Attribute: lost})
			}
			return out
		},
		Written: func(path string) bool { return b.written(rc, path) },
	}
}

// unchanged returns the resource of the side before where the change leaves it as
// it is, which is most of a plan: it is then the same on both sides. Where the
// plan moves anything, references lead to other addresses before and after.
func (b *builder) unchanged(it *item) *account.Resource {
	if b.earlier == nil || b.plan.moves() {
		return nil
	}
	r := b.earlier.stores.resources[it.rc.Address]
	if r == nil || !sameObject(r.Values.V, it.v.V) || it.v.HasUnknown() || !reflect.DeepEqual(r.Values.Sensitive, it.v.Sensitive) {
		return nil
	}
	return r
}

// sameObject reports whether two values are one and the same object.
func sameObject(a, b any) bool {
	x, ok := a.(map[string]any)
	y, too := b.(map[string]any)
	return ok && too && reflect.ValueOf(x).Pointer() == reflect.ValueOf(y).Pointer()
}

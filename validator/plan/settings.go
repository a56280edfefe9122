// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// passwordPolicy reads the account's password policy. An argument that is not
// known and not written is left to AWS, which then demands nothing.
func (b *builder) passwordPolicy(it item) {
	p := &account.PasswordPolicy{Address: b.address(it.rc), PreviousAddress: b.previous(it.rc)}
	read := func(name string) value {
		v := it.v.Attr(name)
		if v.IsUnknown() && b.written(it.rc, name) {
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
func (b *builder) resource(it item) {
	rc := it.rc
	b.account.Resources = append(b.account.Resources, &account.Resource{
		Address: b.address(rc), PreviousAddress: b.previous(rc), Type: rc.Type, ARN: b.storeARN(it),
		Account: b.accounts.of(rc), Partition: b.accounts.partition(rc), Tags: tags(it.v), Values: it.v,
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
	})
}

// store keeps a resource that can hold data.
func (b *builder) store(it item) {
	r := b.account.Resources[len(b.account.Resources)-1]
	b.account.Stores = append(b.account.Stores, &account.Store{
		Address: r.Address, PreviousAddress: r.PreviousAddress, Type: r.Type, ARN: r.ARN, Tags: r.Tags, Account: r.Account, Resource: r,
	})
}

// storeARN returns a store's ARN, from its name where the plan does not tell.
func (b *builder) storeARN(it item) string {
	if arn := it.v.Attr("arn").Text(); arn != "" {
		return arn
	}
	return b.arnByName(it.rc)
}

// arnByName returns the ARN of a resource that has no other unknown part than
// its name, where the name is known; else "".
func (b *builder) arnByName(rc *tfjson.ResourceChange) string {
	if arn := known(rc, "arn"); arn != "" {
		return arn
	}
	switch rc.Type {
	case "aws_s3_bucket":
		if name := known(rc, "bucket"); name != "" {
			return "arn:" + b.accounts.partition(rc) + ":s3:::" + name
		}
	case "aws_iam_role", "aws_iam_user", "aws_iam_group", "aws_iam_policy":
		if name := known(rc, "name"); name != "" {
			return b.accounts.arn(rc, strings.TrimPrefix(rc.Type, "aws_iam_"), known(rc, "path"), name)
		}
	}
	return ""
}

// known returns a text of the resource after the plan, or "".
func known(rc *tfjson.ResourceChange, name string) string {
	v, ok := side(rc.Change, true)
	if !ok {
		return ""
	}
	return v.Attr(name).Text()
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// stores are what policies may bear on, on one side.
type stores struct {
	// holders are the resources that policies may bear on, by address; byName also
	// lists them by each value that names them.
	holders   map[string]*item
	byName    map[string][]*item
	resources map[string]*account.Resource
	// made are the stores by the address of their resource, outside those of no
	// resource in the plan by ARN or by the resource that speaks of them.
	made, outside map[string]*account.Store
	// policed are the stores on which a resource of its own puts a policy, by type
	// of that resource.
	policed map[*account.Store]map[string]bool
}

func newStores() *stores {
	return &stores{
		holders: map[string]*item{}, byName: map[string][]*item{}, resources: map[string]*account.Resource{}, made: map[string]*account.Store{}, outside: map[string]*account.Store{},
		policed: map[*account.Store]map[string]bool{},
	}
}

// holder notes a resource on which policies may bear.
func (b *builder) holder(it *item) {
	h, ok := bearers.HolderOf(it.rc.Type)
	if !ok {
		return
	}
	b.stores.holders[it.rc.Address] = it
	names := make([]string, 0, len(h.Keys)+1)
	for _, key := range h.Keys {
		names = append(names, textAt(it.v, key))
	}
	names = append(names, b.stores.resources[it.rc.Address].ARN)
	for i, name := range names {
		if name != "" && !slices.Contains(names[:i], name) {
			b.stores.byName[name] = append(b.stores.byName[name], it)
		}
	}
}

// textAt returns the first text at a path of the table, or "".
func textAt(v value, path string) string {
	if !strings.ContainsAny(path, ".[{") {
		return v.Attr(path).Text()
	}
	for _, one := range at(v, path) {
		if s := one.Text(); s != "" {
			return s
		}
	}
	return ""
}

// at returns the values at a path of the table, those that are not known included.
func at(v value, path string) []value {
	if !strings.ContainsAny(path, ".[{") {
		return []value{v.Attr(path)}
	}
	found := []value{v}
	for _, step := range bearers.Steps(path) {
		var next []value
		for _, f := range found {
			inner := f.Attr(step.Name)
			if step.List && !inner.IsUnknown() {
				next = append(next, inner.List()...)
			} else {
				next = append(next, inner)
			}
		}
		found = next
	}
	return found
}

// arnOf returns a resource's ARN on this side, from its name where the plan does
// not tell.
func (b *builder) arnOf(it item) string {
	h, ok := bearers.HolderOf(it.rc.Type)
	if !ok {
		return it.v.Attr("arn").Text()
	}
	arn, _ := h.ResolveARN(func(name string) string { return it.v.Attr(name).Text() }, b.accounts.place(it.rc))
	return arn
}

// arnByName returns the ARN of a resource after the plan that has no other unknown
// part than its name, where the name is known; else "".
func (b *builder) arnByName(rc *tfjson.ResourceChange) string {
	v, ok := side(rc.Change, true)
	if !ok {
		return ""
	}
	return b.arnOf(item{rc: rc, v: v})
}

// known returns a text of the resource after the plan, or else before, or "".
func known(rc *tfjson.ResourceChange, name string) string {
	for _, after := range []bool{true, false} {
		if v, ok := side(rc.Change, after); ok {
			return v.Attr(name).Text()
		}
	}
	return ""
}

// store keeps a resource that can hold data, or on which a policy bears.
func (b *builder) store(it item) *account.Store {
	if s := b.stores.made[it.rc.Address]; s != nil {
		return s
	}
	r := b.stores.resources[it.rc.Address]
	s := &account.Store{
		Address: r.Address, PreviousAddress: r.PreviousAddress, Type: r.Type, ARN: r.ARN, Tags: r.Tags, Account: r.Account, Resource: r,
		Patterns: b.patterns(it, r),
	}
	b.stores.made[it.rc.Address] = s
	b.account.Stores = append(b.account.Stores, s)
	return s
}

// patterns are what a policy has to reach to speak of a resource.
func (b *builder) patterns(it item, r *account.Resource) []string {
	if r.ARN != "" {
		return []string{r.ARN}
	}
	h, _ := bearers.HolderOf(it.rc.Type)
	attribute := h.ARN
	if attribute == "" {
		attribute = "arn"
	}
	out := []string{"<" + r.Address + "." + attribute + ">"}
	at := b.accounts.place(it.rc)
	if at.Region == "" {
		at.Region = "*"
	}
	if at.Account == "" {
		at.Account = "*"
	}
	// A part that nobody knows stands for itself: a text that no policy holds.
	text := func(name string) string {
		if s := it.v.Attr(name).Text(); s != "" || name == h.ARN {
			return s
		}
		return decide.Fresh
	}
	switch it.rc.Type {
	case "aws_secretsmanager_secret":
		// AWS adds a hyphen and six characters. Source: AWS Secrets Manager, CreateSecret.
		if name := it.v.Attr("name").Text(); name != "" {
			out = append(out, "arn:"+at.Partition+":secretsmanager:"+at.Region+":"+at.Account+":secret:"+name+"-??????")
		}
	default:
		if arn, ok := h.ResolveARN(text, at); ok {
			out = append(out, arn)
		}
	}
	return out
}

// storeOutside returns a store that is not in the plan, known by its ARN or else
// by the resource that speaks of it.
func (b *builder) storeOutside(rc *tfjson.ResourceChange, ref bearers.Reference, arn, name string) *account.Store {
	key := arn
	if key == "" {
		key = b.address(rc) + "\x00" + name
	}
	if s := b.stores.outside[key]; s != nil {
		return s
	}
	s := &account.Store{At: b.address(rc), PreviousAt: b.previous(rc), ARN: arn, Account: accountOf(arn)}
	if len(ref.Types) > 0 {
		s.Type = ref.Types[0]
	}
	if arn != "" {
		s.Patterns = []string{arn}
	}
	if s.Account == "" && !strings.HasPrefix(arn, "arn:") {
		s.Account = b.accounts.of(rc)
	}
	b.stores.outside[key] = s
	b.account.Stores = append(b.account.Stores, s)
	return s
}

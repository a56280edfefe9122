// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// resourcePolicies reads the resource policies and joins each to what it bears on:
// first those of resources of their own, since they say better than a computed
// attribute what the policy is.
func (b *builder) resourcePolicies(items []item) {
	for _, computed := range []bool{false, true} {
		for _, it := range items {
			for _, row := range bearers.Of(it.rc.Type) {
				kind := row.Kind
				if row.Role == bearers.Carrier && row.Computed == computed {
					for _, v := range at(it.v, row.Path) {
						b.carrier(it, &row, v)
					}
					if row.Path == "template_body" {
						b.templateOutside(it)
					}
					continue
				}
				if row.Computed != computed || kind != bearers.Resource && kind != bearers.Endpoint && kind != bearers.Session {
					continue
				}
				switch row.Role {
				case bearers.Document:
					for _, v := range at(it.v, row.Path) {
						b.resourcePolicy(it, &row, v)
					}
				case bearers.Statement:
					b.resourceStatement(it, &row)
				}
			}
		}
	}
	slices.SortStableFunc(b.account.Stores, func(x, y *account.Store) int { return strings.Compare(x.Place(), y.Place()) })
}

// resourcePolicy reads one whole document.
func (b *builder) resourcePolicy(it item, row *bearers.Bearer, v value) {
	if text, ok := v.V.(string); ok && strings.TrimSpace(text) == "" || v.IsNull() {
		return // no policy
	}
	if v.IsUnknown() && row.Computed && b.leftOpen(it.rc, v.Path) {
		return
	}
	on := b.borneOn(it, row)
	if row.Computed && !b.written(it.rc, v.Path) && slices.ContainsFunc(on, func(s *account.Store) bool { return b.saidElsewhere(s, row) }) {
		return
	}
	language, _ := row.Kind.Language()
	d := b.document(it.rc, v, language)
	if d == nil {
		return
	}
	if d.Undetermined != nil && row.Computed && b.nullInSource(it.rc, v.Path) {
		return
	}
	d.Limits = row.Kind != bearers.Resource
	b.bear(it, row, b.keep(d), on)
}

// leftOpen reports whether an attribute that is not known until apply is left to
// the provider: it is not written, or what it is written with is known and so
// has to be null.
func (b *builder) leftOpen(rc *tfjson.ResourceChange, path string) bool {
	c := b.refs.of(rc)
	if c == nil {
		// The configuration section does not hold the resource, though the plan
		// changes it: what it writes cannot be told.
		return b.plan.configuration == nil
	}
	refs := b.resolve(rc, path)
	return len(refs.targets) == 0 && len(slices.DeleteFunc(slices.Clone(refs.lost), b.known)) == 0
}

// nullInSource reports whether the configuration's source gives no value.
func (b *builder) nullInSource(rc *tfjson.ResourceChange, path string) bool {
	e := b.evaluator()
	if e == nil {
		return false
	}
	text, err := e.Document(rc.Address, path)
	return err == nil && text.Null
}

// saidElsewhere reports whether a resource of its own says what policy a store
// has, on this side or on the one before.
func (b *builder) saidElsewhere(s *account.Store, row *bearers.Bearer) bool {
	said := func(b *builder, s *account.Store) bool {
		return s != nil && slices.ContainsFunc(row.Elsewhere, func(name string) bool { return b.stores.policed[s][name] })
	}
	if said(b, s) {
		return true
	}
	if b.earlier == nil || slices.Contains(row.Elsewhere, keyPolicyType) {
		return false // a key keeps its policy when the resource that set it goes
	}
	for _, old := range b.earlier.account.Stores {
		if old.Key() == s.PreviousKey() {
			return said(b.earlier, old)
		}
	}
	return false
}

const keyPolicyType = "aws_kms_key_policy"

// bear joins a document to the stores on which it bears.
func (b *builder) bear(it item, row *bearers.Bearer, d *account.Document, on []*account.Store) {
	if d.Limits {
		return
	}
	for _, s := range on {
		at := account.Attachment{Document: d}
		if s.Address != d.Address {
			at.Via = []account.Related{{Address: b.address(it.rc), Relation: "policy"}}
		}
		s.Policies = append(s.Policies, at)
		if b.stores.policed[s] == nil {
			b.stores.policed[s] = map[string]bool{}
		}
		b.stores.policed[s][row.Type] = true
	}
}

// borneOn returns the stores on which a policy bears.
func (b *builder) borneOn(it item, row *bearers.Bearer) []*account.Store {
	if row.Kind != bearers.Resource {
		return nil
	}
	var out []*account.Store
	add := func(s *account.Store) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, ref := range row.On {
		if ref.Path == "" {
			add(b.store(it))
			continue
		}
		for _, v := range at(it.v, ref.Path) {
			if v.IsNull() || v.V != nil && v.Text() == "" {
				continue
			}
			add(b.storeOf(it, ref, v))
		}
	}
	if len(out) == 0 {
		// The document itself says of what it speaks, or it is of the default bus.
		add(b.storeOutside(it.rc, bearers.Reference{}, "", ""))
	}
	return out
}

// storeOf returns the store that an argument names: by value, by reference, or by
// what the source says.
func (b *builder) storeOf(it item, ref bearers.Reference, v value) *account.Store {
	if name := v.Text(); name != "" {
		return b.storeNamed(it, ref, name)
	}
	r, said := b.evaluated(it.rc, v.Path)
	if said == inFull {
		if r.target == nil {
			return b.storeNamed(it, ref, r.text)
		}
		if h, ok := b.stores.holders[r.target.change.Address]; ok {
			return b.store(*h)
		}
	}
	refs := b.resolve(it.rc, v.Path)
	var found []item
	for _, t := range refs.targets {
		if h, ok := b.stores.holders[t.change.Address]; ok && t.identifies() {
			found = append(found, *h)
		}
	}
	if said == mute && len(found) == 1 && !refs.chosen {
		return b.store(found[0])
	}
	return b.storeOutside(it.rc, ref, "", v.Path)
}

// storeNamed returns the store of this name or ARN.
func (b *builder) storeNamed(it item, ref bearers.Reference, name string) *account.Store {
	place := b.accounts.place(it.rc)
	arn, ok := ref.ARN(name, place)
	var best *item
	for _, key := range []string{name, arn} {
		for _, h := range b.stores.byName[key] {
			if len(ref.Types) > 0 && !slices.Contains(ref.Types, h.rc.Type) || key == "" {
				continue
			}
			// Names are unique in an account and a Region, if at all.
			same := b.accounts.provider(h.rc) == b.accounts.provider(it.rc)
			if best == nil || same {
				best = h
			}
		}
	}
	if best != nil {
		return b.store(*best)
	}
	if !ok {
		arn = ""
	}
	return b.storeOutside(it.rc, ref, arn, name)
}

// resourceStatement reads a resource whose attributes make one statement.
func (b *builder) resourceStatement(it item, row *bearers.Bearer) {
	on := b.borneOn(it, row)
	d := &account.Document{Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), Attribute: strings.TrimSuffix(row.Path, "[]"), Kind: policy.Resource}
	w := &shaped{b: b, it: it}
	resource := "*"
	for _, s := range on {
		switch {
		case s.ARN != "":
			resource = s.ARN
		case s.Address != "":
			resource = w.hole(s.Patterns[0][1:len(s.Patterns[0])-1], false)
		}
	}
	text, err := row.Render(w.values(row.Shape), resource)
	if err != nil {
		d.Undetermined = &account.Undetermined{Reason: "its statement cannot be made of its arguments: " + err.Error(), SettledBy: "arguments that are known when the plan is made"}
	} else {
		d.Known = account.KnownPlan
		if w.known != "" {
			d.Known = w.known
		}
		d.Sensitive = w.sensitive
		d.Policy, d.Problems = policy.Parse(text, policy.Resource, policy.WithHoles(w.holes))
		d.Problems = nil // AWS makes the statement, and names it
		b.name(d)
	}
	b.bear(it, row, b.keep(d), on)
}

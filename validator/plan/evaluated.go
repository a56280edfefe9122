// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/source"
)

// referred is one text that an argument holds: a text that is known, or the
// attribute of a resource that will give it.
type referred struct {
	text      string
	sensitive bool
	target    *target
}

// evaluated evaluates an argument that names a policy or a principal from the
// configuration's source: what the configuration section does not show, locals
// for one, is followed there. ok is false where there is no source, or where it
// does not tell all of it.
func (b *builder) evaluated(rc *tfjson.ResourceChange, path string) (referred, bool) {
	e := b.evaluator()
	if e == nil || b.when != atAfter { // the source is that of the after side
		return referred{}, false
	}
	text, err := e.Attribute(rc.Address, path)
	if err != nil {
		return referred{}, false
	}
	return b.referred(text)
}

// evaluatedList is evaluated for a list.
func (b *builder) evaluatedList(rc *tfjson.ResourceChange, path string) ([]referred, bool) {
	e := b.evaluator()
	if e == nil || b.when != atAfter { // the source is that of the after side
		return nil, false
	}
	list, err := e.List(rc.Address, path)
	if err != nil {
		return nil, false
	}
	var out []referred
	for _, text := range list {
		r, ok := b.referred(text)
		if !ok {
			return nil, false
		}
		out = append(out, r)
	}
	return out, true
}

// evaluator returns the configuration ready to be evaluated, or nil.
func (b *builder) evaluator() *source.Evaluation {
	if b.evaluation == nil {
		b.evaluation = b.evaluate()
	}
	return b.evaluation.of
}

// referred finds the resource of this side that a text stands for.
func (b *builder) referred(t source.Text) (referred, bool) {
	if t.Null {
		return referred{}, false // the provider gives the value, not the configuration
	}
	if len(t.Holes) == 0 {
		return referred{text: t.Value, sensitive: t.Sensitive}, true
	}
	_, origin, ok := t.Reference()
	if !ok || origin.Address == "" {
		return referred{}, false
	}
	for _, rc := range b.plan.Changes {
		if rc.Address == origin.Address && rc.DeposedKey == "" {
			return referred{sensitive: t.Sensitive, target: &target{
				change: rc, attribute: origin.Attribute, reference: origin.Address + "." + origin.Attribute,
			}}, true
		}
	}
	return referred{}, false
}

// policyOf returns the managed policy that an evaluated argument names, or nil
// where it names none of this side.
func (b *builder) policyOf(rc *tfjson.ResourceChange, r referred, path string, kind policy.Kind) *account.Document {
	if r.target != nil {
		if d := b.policies[r.target.change.Address]; d != nil {
			return b.as(d, kind)
		}
		return nil
	}
	if r.text == "" {
		return nil
	}
	d := b.policyByARN(rc, r.text, path, kind)
	d.Sensitive = d.Sensitive || d.Address == "" && r.sensitive
	return d
}

// giveEvaluated attaches the managed policies of a list as the source writes it.
// It reports whether that is all of them, and otherwise attaches none.
func (b *builder) giveEvaluated(it item, p *account.Principal, v value, via ...account.Related) bool {
	list, ok := b.evaluatedList(it.rc, v.Path)
	if !ok {
		return false
	}
	var docs []*account.Document
	for _, r := range list {
		d := b.policyOf(it.rc, r, v.Path, policy.Identity)
		if d == nil {
			return false
		}
		docs = append(docs, d)
	}
	for _, d := range docs {
		if d.ARN != "" {
			b.dedicated[dedicatedKey(p, d.ARN)] = true
		}
		b.givePolicy(p, d, via...)
	}
	return true
}

// principalOf returns the principal that an evaluated argument names, or nil
// where it names none.
func (b *builder) principalOf(rc *tfjson.ResourceChange, r referred, kind account.Kind) *account.Principal {
	if r.target != nil {
		if p := b.principals[r.target.change.Address]; p != nil && p.Kind == kind {
			return p
		}
		return nil
	}
	if r.text == "" {
		return nil
	}
	return b.named(rc, kind, r.text)
}

// principalsOf returns the principals of a list as the source writes it; ok is
// false where that does not tell all of them.
func (b *builder) principalsOf(rc *tfjson.ResourceChange, v value, kind account.Kind) (out []*account.Principal, ok bool) {
	list, ok := b.evaluatedList(rc, v.Path)
	if !ok {
		return nil, false
	}
	for _, r := range list {
		p := b.principalOf(rc, r, kind)
		if p == nil {
			return nil, false
		}
		out = append(out, p)
	}
	return out, true
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"errors"
	"slices"

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

// told is how far the configuration's source tells what an argument holds.
type told uint8

const (
	// mute: there is no source, or it does not hold what the value comes from. The
	// references that the plan shows are all there is.
	mute told = iota
	// inFull: the source tells it.
	inFull
	// unsettled: the source is at hand, and what the argument holds depends on what
	// apply will tell. The plan shows the references of a whole expression and not
	// what becomes of them, so they must not be taken for the value.
	unsettled
)

// evaluated evaluates an argument that names a policy or a principal from the
// configuration's source: what the configuration section does not show, locals
// and choices for two, is followed there.
func (b *builder) evaluated(rc *tfjson.ResourceChange, path string) (referred, told) {
	e := b.evaluator()
	if e == nil || b.when != atAfter { // the source is that of the after side
		return referred{}, mute
	}
	text, err := e.Attribute(rc.Address, path)
	if err != nil {
		return referred{}, silence(err)
	}
	return b.referred(text)
}

// evaluatedList is evaluated for a list.
func (b *builder) evaluatedList(rc *tfjson.ResourceChange, path string) ([]referred, told) {
	e := b.evaluator()
	if e == nil || b.when != atAfter { // the source is that of the after side
		return nil, mute
	}
	list, err := e.List(rc.Address, path)
	if err != nil {
		return nil, silence(err)
	}
	var out []referred
	for _, text := range list {
		r, said := b.referred(text)
		if said != inFull {
			return nil, said
		}
		out = append(out, r)
	}
	return out, inFull
}

// silence tells a source that does not hold the argument from one that does not
// settle it.
func silence(err error) told {
	var u *source.UndeterminedError
	if errors.As(err, &u) && u.Absent {
		return mute
	}
	return unsettled
}

// evaluator returns the configuration ready to be evaluated, or nil.
func (b *builder) evaluator() *source.Evaluation {
	if b.evaluation == nil {
		b.evaluation = b.evaluate()
	}
	return b.evaluation.of
}

// referred finds the resource of this side that a text stands for.
func (b *builder) referred(t source.Text) (referred, told) {
	if t.Null {
		return referred{}, mute // the provider gives the value, not the configuration
	}
	if len(t.Holes) == 0 {
		return referred{text: t.Value, sensitive: t.Sensitive}, inFull
	}
	if slices.ContainsFunc(t.Origins, func(o source.Origin) bool { return o.Absent }) {
		return referred{}, mute
	}
	_, origin, ok := t.Reference()
	if !ok || origin.Address == "" {
		return referred{}, unsettled
	}
	for _, rc := range b.plan.Changes {
		if rc.Address == origin.Address && rc.DeposedKey == "" {
			at := target{change: rc, attribute: origin.Attribute, reference: origin.Address + "." + origin.Attribute}
			if !at.identifies() {
				return referred{}, unsettled
			}
			return referred{sensitive: t.Sensitive, target: &at}, inFull
		}
	}
	return referred{}, unsettled
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
// Where that does not tell all of them it attaches none.
func (b *builder) giveEvaluated(it item, p *account.Principal, v value, via ...account.Related) told {
	list, said := b.evaluatedList(it.rc, v.Path)
	if said != inFull {
		return said
	}
	var docs []*account.Document
	for _, r := range list {
		d := b.policyOf(it.rc, r, v.Path, policy.Identity)
		if d == nil {
			return unsettled
		}
		docs = append(docs, d)
	}
	for _, d := range docs {
		if d.ARN != "" {
			b.dedicated[dedicatedKey(p, d.ARN)] = true
		}
		b.givePolicy(p, d, via...)
	}
	return inFull
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

// principalsOf returns the principals of a list as far as the source tells them.
func (b *builder) principalsOf(rc *tfjson.ResourceChange, v value, kind account.Kind) (out []*account.Principal, said told) {
	list, said := b.evaluatedList(rc, v.Path)
	if said != inFull {
		return nil, said
	}
	for _, r := range list {
		p := b.principalOf(rc, r, kind)
		if p == nil {
			return nil, unsettled
		}
		out = append(out, p)
	}
	return out, inFull
}

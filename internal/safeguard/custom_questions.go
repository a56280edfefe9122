// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// questions answers what a check asks of one side of the change.
type questions struct {
	checker *checker
	side    *account.Account

	// why is what is not settled; meaning is what the answers rest on.
	why       string
	meaning   []string
	related   []account.Related
	witness   *Witness
	sensitive bool
	asks      []decide.Question
	// asked are questions about documents that were answered with yes.
	asked []documentQuestion
}

// documentQuestion is a question about the documents of a store, or a policy by itself.
type documentQuestion struct {
	key       string
	documents []*policy.Document
	question  decide.Question
}

var _ config.Questions = (*questions)(nil)

// Sensitive implements [config.Questions].
func (q *questions) Sensitive() bool { return q.sensitive }

// holder is what can allow something: a principal with all of its policies, or
// documents: a policy of its own, or the policies of a store.
type holder struct {
	principal *account.Principal
	documents []*account.Document
}

// holderAt finds what can allow something at an address.
func (q *questions) holderAt(side *account.Account, address string) (*holder, error) {
	if p := side.Principal(address); p != nil {
		return &holder{principal: p}, nil
	}
	h := &holder{}
	if s := side.Store(address); s != nil {
		for _, a := range s.Policies {
			h.documents = append(h.documents, a.Document)
		}
		return h, nil
	}
	for _, d := range side.Documents {
		if d.Address == address {
			h.documents = append(h.documents, d)
		}
	}
	if len(h.documents) == 0 {
		return nil, fmt.Errorf("%s is no role, user, group, policy or store, so nothing is allowed to it or by it", address)
	}
	return h, nil
}

// undetermined says what of a holder is not known, or "".
func (h *holder) undetermined() string {
	documents := h.documents
	if h.principal != nil {
		for _, a := range h.principal.All() {
			documents = append(documents, a.Document)
		}
	}
	for _, d := range documents {
		if d.Undetermined != nil {
			return d.Undetermined.Reason
		}
	}
	return ""
}

// answer turns the engine's answer into a value; what is not known of the
// documents leaves a no open.
func (q *questions) answer(a decide.Answer, open string) cty.Value {
	switch {
	case a.Result == decide.Yes:
		return cty.True
	case a.Result == decide.Undetermined:
		q.why = a.Reason
		return cty.UnknownVal(cty.Bool)
	case open != "":
		q.why = open
		return cty.UnknownVal(cty.Bool)
	}
	return cty.False
}

// Allows implements [config.Questions].
func (q *questions) Allows(address, action, arn string) (cty.Value, error) {
	h, err := q.holderAt(q.side, address)
	if err != nil {
		return cty.NilVal, err
	}
	ask := decide.Question{Actions: []string{action}, Resources: []string{arn}}
	if p := h.principal; p != nil {
		a := decide.Grants(q.checker.factsOf(q.side, p).access, ask, decide.Options{})
		grants, meaning := causes(p, ask)
		q.meaning = append(q.meaning, meaning...)
		for _, g := range grants {
			d := g.attachment.Document
			q.sensitive = q.sensitive || d.Sensitive
			q.relate(p.Address, account.Related{Address: d.Address, Relation: "policy"})
		}
		if a.Result == decide.Yes {
			q.asks = append(q.asks, ask)
			if q.witness == nil {
				q.witness = witness(p, a.Witness)
			}
		}
		return q.answer(a, h.undetermined()), nil
	}
	out := cty.False
	for _, d := range h.documents {
		if d.Policy == nil {
			continue
		}
		q.meaning = append(q.meaning, string(d.Policy.Canonical()))
		q.sensitive = q.sensitive || d.Sensitive
		v := q.answer(decide.DocumentGrants(d.Policy, ask, yesOrNo), "")
		if v.IsKnown() && v.True() {
			q.asked = append(q.asked, documentQuestion{"allows " + action + " " + arn, policiesOf(h.documents), ask})
			return v, nil
		}
		if !v.IsKnown() {
			out = v
		}
	}
	if why := h.undetermined(); why != "" {
		q.why = why
		return cty.UnknownVal(cty.Bool), nil
	}
	return out, nil
}

func (q *questions) relate(own string, r account.Related) {
	if r.Address != "" && r.Address != own && !slices.Contains(q.related, r) {
		q.related = append(q.related, r)
	}
}

// NewlyAllows implements [config.Questions]. Before the change nothing is new.
func (q *questions) NewlyAllows(address, action, arn string) (cty.Value, error) {
	change := q.checker.change
	if q.side != change.After {
		return cty.False, nil
	}
	h, err := q.holderAt(q.side, address)
	if err != nil {
		return cty.NilVal, err
	}
	if h.principal == nil {
		return cty.NilVal, fmt.Errorf("newly_allows is about a role, user or group, and %s is none", address)
	}
	p := h.principal
	old := change.Before.Principal(p.Address)
	if p.PreviousAddress != "" {
		old = change.Before.Principal(p.PreviousAddress)
	}
	if old == nil {
		return q.Allows(address, action, arn)
	}
	ask := decide.Question{Actions: []string{action}, Resources: []string{arn}}
	a := decide.NewAccess(old.Access(), p.Access(), ask, decide.Options{})
	_, meaning := causes(p, ask)
	q.meaning = append(q.meaning, meaning...)
	for _, at := range p.All() {
		q.sensitive = q.sensitive || at.Document.Sensitive
	}
	if a.Result == decide.Yes && q.witness == nil {
		q.witness = witness(p, a.Witness)
	}
	return q.answer(a, h.undetermined()), nil
}

// ReachesPHI implements [config.Questions]: a principal reaches PHI, a store
// holds it. Doubt counts as yes.
func (q *questions) ReachesPHI(address string) (cty.Value, error) {
	if p := q.side.Principal(address); p != nil {
		return cty.BoolVal(q.checker.factsOf(q.side, p).phi()), nil
	}
	for _, s := range q.checker.marked(q.side) {
		if s.address == address {
			return cty.True, nil
		}
	}
	return cty.False, nil
}

// Escalates implements [config.Questions].
func (q *questions) Escalates(address string) (cty.Value, error) {
	p := q.side.Principal(address)
	if p == nil {
		return cty.NilVal, fmt.Errorf("escalates is about a role, user or group, and %s is none", address)
	}
	ways, unsure := escalations(q.side, p)
	switch {
	case len(ways) > 0:
		q.meaning = append(q.meaning, keysOf(ways)...)
		return cty.True, nil
	case unsure != nil:
		q.why = unsure.Reason
		return cty.UnknownVal(cty.Bool), nil
	}
	return q.answer(decide.Answer{}, (&holder{principal: p}).undetermined()), nil
}

// Public implements [config.Questions]: whoever is outside of the organisation
// may become the role, or do anything to the store.
func (q *questions) Public(address string) (cty.Value, error) {
	of := &account.Principal{}
	var documents []*account.Document
	if p := q.side.Principal(address); p != nil {
		of.Account = p.Account
		if p.Trust == nil {
			return cty.False, nil
		}
		documents = append(documents, p.Trust)
	} else {
		h, err := q.holderAt(q.side, address)
		if err != nil {
			return cty.NilVal, err
		}
		if s := q.side.Store(address); s != nil {
			of.Account = s.Account
		}
		documents = h.documents
	}
	out := cty.False
	for _, d := range documents {
		if d.Policy == nil {
			out = q.answer(decide.Answer{}, "a policy of "+address+" is not known")
			continue
		}
		of.Trust = d
		ask := q.checker.outsiders(of)
		if d.Kind != policy.Trust {
			ask.Actions = nil
		}
		q.meaning = append(q.meaning, string(d.Policy.Canonical()))
		q.sensitive = q.sensitive || d.Sensitive
		v := q.answer(decide.DocumentGrants(d.Policy, ask, yesOrNo), "")
		if v.IsKnown() && v.True() {
			q.asked = append(q.asked, documentQuestion{"public", policiesOf(documents), ask})
			return v, nil
		}
		if !v.IsKnown() {
			out = v
		}
	}
	return out, nil
}

// policiesOf are the documents that are known.
func policiesOf(documents []*account.Document) []*policy.Document {
	var out []*policy.Document
	for _, d := range documents {
		if d.Policy != nil {
			out = append(out, d.Policy)
		}
	}
	return out
}

// allowsMore reports whether the documents allow something within the question
// that those before did not. Doubt counts as yes.
func (q documentQuestion) allowsMore(before documentQuestion) bool {
	was, is := policy.Join(before.documents...), policy.Join(q.documents...)
	return decide.DocumentNewAccessIn(was, is, is.Kind, q.question, yesOrNo).Result != decide.No
}

// Tags implements [config.Questions]: the tags with the provider's default ones.
func (q *questions) Tags(address string) (cty.Value, error) {
	r := q.side.Resource(address)
	if r == nil || r.Tags.AllUnknown {
		q.why = "the tags are not known until apply"
		return cty.UnknownVal(cty.Map(cty.String)), nil
	}
	all := map[string]cty.Value{}
	for key, value := range r.Tags.Values {
		all[key] = cty.StringVal(value)
	}
	for _, key := range r.Tags.Unknown {
		all[key] = cty.UnknownVal(cty.String)
	}
	if len(all) == 0 {
		return cty.MapValEmpty(cty.String), nil
	}
	out := cty.MapVal(all)
	for _, name := range []string{"tags", "tags_all"} {
		if r.Attr(name).IsSensitive() {
			out = out.Mark(config.Sensitive)
			break
		}
	}
	return out, nil
}

// Document implements [config.Questions]: a policy document in its canonical
// form, in which actions, resources and values are lists.
func (q *questions) Document(address, attribute string) (cty.Value, error) {
	var found []*account.Document
	var attributes []string
	for _, d := range q.side.Documents {
		if d.Address == address {
			attributes = append(attributes, d.Attribute)
			if attribute == "" || d.Attribute == attribute {
				found = append(found, d)
			}
		}
	}
	switch {
	case len(found) == 0 && len(attributes) == 0:
		return cty.NilVal, fmt.Errorf("%s holds no policy document", address)
	case len(found) == 0:
		return cty.NilVal, fmt.Errorf("%s holds no policy document at %q; there are: %s", address, attribute, strings.Join(attributes, ", "))
	case len(found) > 1:
		return cty.NilVal, fmt.Errorf("%s holds several policy documents; name one of: %s", address, strings.Join(attributes, ", "))
	}
	d := found[0]
	if d.Policy == nil {
		q.why = "the document is not known"
		if d.Undetermined != nil {
			q.why = d.Undetermined.Reason
		}
		return cty.DynamicVal, nil
	}
	text := string(d.Policy.Canonical())
	v, err := stdlib.JSONDecode(cty.StringVal(text))
	if err != nil {
		return cty.NilVal, err
	}
	v, err = cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() == cty.String && v.IsKnown() && !v.IsNull() && standsForHole(d.Policy, v.AsString()) {
			return cty.UnknownVal(cty.String), nil
		}
		return v, nil
	})
	if err != nil {
		return cty.NilVal, err
	}
	q.meaning = append(q.meaning, text)
	if d.Sensitive {
		q.sensitive = true
		v = v.Mark(config.Sensitive)
	}
	return v, nil
}

// standsForHole reports whether a text of the canonical form stands for something that
// is not known until apply.
func standsForHole(d *policy.Document, text string) bool {
	return slices.ContainsFunc(d.Holes, func(h policy.Hole) bool { return h.Name != "" && strings.Contains(text, h.Name) })
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// changesOf lists what changes: principals, then stores.
func changesOf(c *account.Change, in frame, phi reachesPHI, holds holdsPHI) ([]Change, error) {
	out, err := principalChanges(c, in, phi)
	if err != nil {
		return nil, err
	}
	stores, err := storeChanges(c, in, holds)
	return append(out, stores...), err
}

// principalChanges lists every principal whose access, trust or boundary changes, with
// what the engine says is newly allowed and taken away.
func principalChanges(c *account.Change, in frame, phi reachesPHI) ([]Change, error) {
	out := []Change{}
	ruled := guardrailsChange(c)
	for _, pair := range c.Pairs() {
		if pair.Before != nil && pair.After == nil && c.Kept[pair.Before.Address] {
			continue
		}
		if untouched(pair.Before, pair.After) {
			continue
		}
		before, after := meaning(pair.Before), meaning(pair.After)
		if slices.Equal(before, after) {
			continue
		}
		one := Change{Boundary: boundaryText(pair), Grants: granted(pair.Before, pair.After), Revokes: granted(pair.After, pair.Before)}
		if len(one.Grants) == 0 && len(one.Revokes) == 0 && !unknown(pair.Before) && !unknown(pair.After) && one.Boundary == "" &&
			slices.Equal(groupLines(pair.Before), groupLines(pair.After)) {
			continue // another text with the same meaning
		}
		who := pair.After
		if who == nil {
			who = pair.Before
		}
		one.Stack, one.Principal = in.split(cmp.Or(who.Address, who.At))
		one.Boundary = in.stacks.Text(one.Stack, one.Boundary)
		one.Grants, one.Revokes = in.grants(one.Stack, one.Grants), in.grants(one.Stack, one.Revokes)
		was, is := standing(pair.Before, phi(c.Before, pair.Before)), standing(pair.After, phi(c.After, pair.After))
		if ruled {
			was.under(pair.Before)
			is.under(pair.After)
		}
		m := changeMeaning{
			Account: who.Account, Stack: one.Stack, Address: one.Principal, Principal: in.stacks.Text(one.Stack, who.Label()),
			Before: in.meaning(one.Stack, was), After: in.meaning(one.Stack, is),
		}
		var err error
		if one.Digest, err = m.digest(); err != nil {
			return nil, err
		}
		one.PHI, one.Account = m.reachesPHI(), who.Account
		out = append(out, one)
	}
	return out, nil
}

// meaning is what bears on a principal, in one form: canonical documents, and
// by their place those that are not known.
func meaning(p *account.Principal) []string {
	if p == nil {
		return nil
	}
	var out []string
	for _, a := range p.All() {
		out = append(out, "identity "+a.Document.Meaning())
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if p.Trust != nil {
		out = append(out, "trust "+p.Trust.Meaning())
	}
	switch b := p.Boundary; b.State {
	case account.BoundaryPresent:
		out = append(out, "boundary "+b.Document.Meaning())
	case account.BoundaryNotAtHand:
		out = append(out, "boundary "+b.ARN)
	case account.BoundaryUnknown:
		if !p.Outside {
			out = append(out, "boundary not known")
		}
	}
	return slices.Concat(out, groupLines(p), guardrailLines(p))
}

// untouched reports whether what bears on a principal plainly is the same text on
// both sides; false says nothing.
func untouched(before, after *account.Principal) bool {
	switch {
	case before == after:
		return true
	case before == nil || after == nil || before.Outside != after.Outside:
		return false
	}
	b, a := before.All(), after.All()
	if len(b) != len(a) || !slices.Equal(groupLines(before), groupLines(after)) || !slices.Equal(guardrailLines(before), guardrailLines(after)) || !sameText(before.Trust, after.Trust) || before.Boundary.State != after.Boundary.State ||
		before.Boundary.ARN != after.Boundary.ARN || !sameText(before.Boundary.Document, after.Boundary.Document) {
		return false
	}
	for i := range b {
		if !sameText(b[i].Document, a[i].Document) {
			return false
		}
	}
	return true
}

// sameText reports whether two documents are of one text: documents of one share
// their statements.
func sameText(b, a *account.Document) bool {
	switch {
	case b == nil || a == nil:
		return b == a
	case b.Policy == nil || a.Policy == nil:
		return b.Policy == a.Policy && b.ARN != "" && b.ARN == a.ARN
	}
	x, y := b.Policy.Statements, a.Policy.Statements
	return b.Kind == a.Kind && len(x) == len(y) && len(x) > 0 && &x[0] == &y[0]
}

func unknown(p *account.Principal) bool {
	if p == nil {
		return false
	}
	if p.Trust != nil && p.Trust.Policy == nil {
		return true
	}
	return slices.ContainsFunc(p.All(), func(a account.Attachment) bool { return a.Document.Policy == nil })
}

// boundaryText says what happens to the boundary of a principal that stays, or
// with which one a new principal comes.
func boundaryText(pair account.Pair) string {
	b, a := pair.Before, pair.After
	if a == nil || a.Outside || a.Kind == account.Group {
		return ""
	}
	switch {
	case b == nil && a.Boundary.State == account.BoundaryAbsent:
		return ""
	case b == nil || b.Boundary.State == account.BoundaryAbsent && a.Boundary.State != account.BoundaryAbsent:
		return "gets the permissions boundary " + boundaryName(a.Boundary)
	case b.Boundary.State != account.BoundaryAbsent && a.Boundary.State == account.BoundaryAbsent:
		return "loses the permissions boundary " + boundaryName(b.Boundary)
	case b.Boundary.ARN != a.Boundary.ARN && b.Boundary.Address != a.Boundary.Address:
		return "exchanges the permissions boundary " + boundaryName(b.Boundary) + " for " + boundaryName(a.Boundary)
	case slices.Equal(boundaryMeaning(b), boundaryMeaning(a)):
		return ""
	}
	return "has the permissions boundary " + boundaryName(a.Boundary) + ", whose text changes"
}

func boundaryMeaning(p *account.Principal) []string {
	return slices.DeleteFunc(meaning(p), func(s string) bool { return !strings.HasPrefix(s, "boundary ") })
}

func boundaryName(b account.Boundary) string {
	switch {
	case b.Sensitive:
		return hidden
	case b.ARN != "":
		return b.ARN
	case b.Address != "":
		return b.Address
	}
	return "that is not known until apply"
}

// newlyTrusted asks whom a role's trust newly lets become it.
func newlyTrusted(before, after *account.Principal) []Grant {
	if after.Trust == nil || after.Trust.Policy == nil {
		return nil
	}
	var old *policy.Document
	if before != nil && before.Trust != nil {
		old = before.Trust.Policy
	}
	d := after.Trust.Policy
	had := allows([]*policy.Document{old}, []*policy.Document{d})
	var out []Grant
	for i, s := range d.Statements {
		if s.Effect != policy.Allow || had[s] {
			continue
		}
		one := *d
		one.Statements = slices.DeleteFunc(slices.Clone(d.Statements), func(o *policy.Statement) bool {
			return o.Effect == policy.Allow && o != d.Statements[i]
		})
		answer := decide.DocumentNewAccess(old, &one, policy.Trust, decide.Options{})
		if answer.Result == decide.No {
			continue
		}
		if after.Trust.Sensitive {
			return []Grant{{Action: hidden, Resource: after.Requester(), Condition: hidden, Kind: "trust"}}
		}
		g := Grant{
			Action: elementText(d, s.Action, s.NotAction), Resource: after.Requester(), Condition: conditionText(d, s), Kind: "trust",
			Who: principalText(d, s),
		}
		if w := answer.Witness; w != nil {
			g.Witness = newWitness(w.Principal, w.Action, after.Requester(), w.Context)
		}
		out = append(out, g)
	}
	return out
}

// elementText writes an element as a policy does, and its negation in words.
func elementText(d *policy.Document, is, not *policy.Patterns) string {
	texts := func(e *policy.Patterns) string {
		var out []string
		for _, t := range e.Texts() {
			out = append(out, d.Show(t.Value))
		}
		return strings.Join(out, ", ")
	}
	switch {
	case is != nil:
		return texts(is)
	case not != nil:
		return "all but " + texts(not)
	}
	return "*"
}

// conditionText writes a statement's conditions in words.
func conditionText(d *policy.Document, s *policy.Statement) string {
	var out []string
	for _, k := range s.Conditions {
		var values []string
		for _, v := range k.Values {
			values = append(values, d.Show(v.Value))
		}
		key := d.Show(k.Key)
		if key != k.Key && len(values) == 1 && values[0] == key {
			// Of the condition nothing is known; this is what will tell.
			out = append(out, key+", not known until apply, says so")
			continue
		}
		out = append(out, k.Operator.Name+" "+key+" "+strings.Join(values, ", "))
	}
	return strings.Join(out, "; ")
}

func principalText(d *policy.Document, s *policy.Statement) string {
	text := func(p *policy.Principals) string {
		if p.All {
			return "*"
		}
		var out []string
		for _, list := range [][]policy.Text{p.AWS, p.Service, p.Federated, p.CanonicalUser} {
			for _, t := range list {
				out = append(out, d.Show(t.Value))
			}
		}
		return strings.Join(out, ", ")
	}
	switch {
	case s.Principal != nil:
		return text(s.Principal)
	case s.NotPrincipal != nil:
		return "all but " + text(s.NotPrincipal)
	}
	return ""
}

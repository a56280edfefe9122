// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// question draws a question over these keys, and its text for messages.
func (d *drawer) question(keys []keySpec, who []policy.Principal) (decide.Question, string) {
	var q decide.Question
	some := func(list []string) []string {
		out := make([]string, 1+d.IntN(2))
		for i := range out {
			out[i] = pick(d, list)
		}
		return out
	}
	if d.IntN(2) == 0 {
		q.Actions = some(d.actionPats)
	}
	if d.IntN(3) == 0 {
		q.NotActions = some(d.actionPats)
	}
	if d.IntN(2) == 0 {
		q.Resources = some(d.resPats)
	}
	if d.IntN(3) == 0 {
		q.NotResources = some(d.resPats)
	}
	text := fmt.Sprintf("actions %q not %q resources %q not %q", q.Actions, q.NotActions, q.Resources, q.NotResources)
	for range d.IntN(3) {
		k := pick(d, keys)
		op := pick(d, k.operators)
		values := []string{pick(d, k.of(op)), pick(d, k.of(op))}[:1+d.IntN(2)]
		c, ok := policy.NewCondition(op, k.key, values...)
		if !ok {
			continue
		}
		q.Conditions = append(q.Conditions, c)
		text += fmt.Sprintf(" %s %s %q", op, k.key, values)
	}
	if len(who) > 3 && d.IntN(2) == 0 { // trust and resource policies
		account := pick(d, []string{"111122223333", "999999999999"})
		q.Accounts = []string{account}
		q.Principals = func(p policy.Principal) bool { return (p.Account == account) == (account == "111122223333") }
		text += " principals of or outside of " + account
	}
	return q, text
}

// inside reports whether a request is one that the question asks about.
func inside(q decide.Question, r *policy.Request) bool {
	within := func(patterns []string, s string, action bool) bool {
		for _, p := range patterns {
			g := policy.ResourceGlob(p, nil)
			if action {
				g, s = policy.ActionGlob(p), strings.ToLower(s)
			}
			if g.Match(s, nil) {
				return true
			}
		}
		return false
	}
	if q.Actions != nil && !within(q.Actions, r.Action, true) || within(q.NotActions, r.Action, true) {
		return false
	}
	if q.Resources != nil && !within(q.Resources, r.Resource, false) || within(q.NotResources, r.Resource, false) {
		return false
	}
	for _, c := range q.Conditions {
		values, present := r.Context[c.Key]
		if !present {
			values, present = r.Context[strings.ToLower(c.Key)]
		}
		if c.Evaluate(values, present, nil) != policy.True {
			return false
		}
	}
	return q.Principals == nil || q.Principals(r.Principal)
}

// TestPropertyGrants compares questions with every request of a small universe,
// and checks that a witness lies inside the question.
func TestPropertyGrants(t *testing.T) {
	for i, f := range families() {
		if f.name == "variables" || f.name == "readings" || strings.HasPrefix(f.name, "mixed") {
			continue // questions hold no variables and have one reading
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			d := newDrawer(f.alphabet, uint64(300+i))
			var who []policy.Principal
			for _, w := range f.who {
				who = append(who, mustPrincipal(t, w))
			}
			total := newTally()
			for range times(f.pairs / 2) {
				keys := d.keys()
				var asked []keySpec
				for _, k := range keys {
					if len(k.held) > 0 {
						asked = append(asked, k)
					}
				}
				if len(asked) == 0 {
					asked = []keySpec{boolKey}
					keys = append(keys, boolKey)
				}
				q, text := d.question(asked, who)
				olds, news := d.pair(f.kind, keys)
				before, after := read(t, olds, f.kind), read(t, news, f.kind)
				a := decide.DocumentNewAccessIn(before, after, f.kind, q, decide.Options{})
				b := decide.DocumentGrants(after, q, decide.Options{})
				total.add(a)
				total.add(b)
				if a.Result == decide.Yes && !inside(q, a.Witness.Request) {
					t.Fatalf("witness %s is outside the question %s\n%s", describe(a.Witness.Request), text, news)
				}
				if b.Result == decide.Yes && (!inside(q, b.Witness.Request) || policy.GrantedBy(after, b.Witness.Request).Result != policy.Allowed) {
					t.Fatalf("witness %s is outside the question %s\n%s", describe(b.Witness.Request), text, news)
				}
				if a.Result == decide.Yes && b.Result == decide.No {
					t.Errorf("grants something new, but nothing\n%s\nold %s\nnew %s", text, olds, news)
				}
				if a.Result != decide.No && b.Result != decide.No {
					continue
				}
				d.requests(keys, who, func(r *policy.Request) bool {
					if policy.GrantedBy(after, r).Result != policy.Allowed || !inside(q, r) {
						return true
					}
					if b.Result == decide.No {
						t.Errorf("grants nothing, but %s\n%s\n%s", describe(r), text, news)
						return false
					}
					if a.Result == decide.No && policy.GrantedBy(before, r).Result == policy.Denied {
						t.Errorf("grants nothing new, but %s\n%s\nold %s\nnew %s", describe(r), text, olds, news)
						return false
					}
					return true
				})
			}
			t.Log(total)
		})
	}
}

// TestPropertyLaws holds decisions to what has to hold of any documents: a part is
// no more than the whole, a Deny grants nothing, and the canonical form means the
// same, which every request of a small universe is asked about as well.
func TestPropertyLaws(t *testing.T) {
	for i, f := range families() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			d := newDrawer(f.alphabet, uint64(500+i))
			var who []policy.Principal
			for _, w := range f.who {
				who = append(who, mustPrincipal(t, w))
			}
			total := newTally()
			never := func(what string, before, after []byte) {
				t.Helper()
				a := decide.DocumentNewAccess(read(t, before, f.kind), read(t, after, f.kind), f.kind, decide.Options{})
				total.add(a)
				if a.Result == decide.Yes {
					t.Errorf("%s: %s\nold %s\nnew %s", what, describe(a.Witness.Request), before, after)
				}
				if a.Result == decide.Undetermined && a.Reason == "" {
					t.Errorf("%s: undetermined without a reason\nold %s\nnew %s", what, before, after)
				}
			}
			for range times(f.pairs / 4) {
				keys := d.keys()
				a, b := d.statements(f.kind, keys), d.statements(f.kind, keys)
				for i := range b { // only what allows can be joined without taking away
					b[i]["Effect"] = "Allow"
				}
				union := append(append([]map[string]any{}, a...), b...)
				never("a is more than a and b", document(union), document(a))
				deny := append(append([]map[string]any{}, a...), d.statement(f.kind, keys, true))
				if f.kind != policy.SCP { // a deny list that is the first Allow changes what a document is
					never("a Deny grants", document(a), document(deny))
				}
				doc := read(t, document(a), f.kind)
				canonical := doc.Canonical()
				never("the canonical form grants more", document(a), canonical)
				never("the canonical form grants less", canonical, document(a))
				again := read(t, canonical, f.kind)
				if string(again.Canonical()) != string(canonical) {
					t.Errorf("canonical twice\n%s\n%s", canonical, again.Canonical())
				}
				d.requests(keys, who, func(r *policy.Request) bool {
					if one, two := policy.GrantedBy(doc, r).Result, policy.GrantedBy(again, r).Result; one != two {
						t.Errorf("%s: %v, but in the canonical form %v\n%s\n%s", describe(r), one, two, document(a), canonical)
						return false
					}
					return true
				})
			}
			t.Log(total)
			if total.counts[decide.No] < 4*total.counts[decide.Undetermined] {
				t.Errorf("more than one in five undetermined: %s", total)
			}
		})
	}
}

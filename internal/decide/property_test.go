// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// family is a language of random documents and the requests that try them.
type family struct {
	name string
	alphabet
	kind  policy.Kind
	who   []string // principals of requests
	pairs int
}

const exampleRole = "arn:aws:iam::123456789012:role/example"

func families() []family {
	all := alphabet{actions: plainActions, resources: plainRes, actionPats: actionPats, resPats: resourcePats}
	with := func(keys ...keySpec) alphabet { a := all; a.conditions = keys; return a }
	variables := with(variableKey, crossKey)
	variables.resPats, variables.resources = variablePats, variableRes
	ambiguous := all
	ambiguous.resPats, ambiguous.resources = slices.Concat(ambiguousPats, resourcePats), ambiguousRes
	who := []string{exampleRole}
	open := with(keySpec{
		key:       "aws:PrincipalArn",
		operators: ifExists("ArnLike", "ArnNotLike", "StringEquals", "StringNotLike"),
		values: []string{"arn:aws:iam::111122223333:role/R", "arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:*", "arn:aws:iam::5*:user/*",
			"arn:aws:iam::111122223333:root", "arn:aws:sts::*:federated-user/*", "*"},
	}, keySpec{
		key:       "aws:PrincipalAccount",
		operators: ifExists("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
		values:    []string{"111122223333", "5*", "444455556666", "*"},
	}, keySpec{
		key:       "aws:username",
		operators: ifExists("StringEquals", "StringLike", "StringNotEquals"),
		values:    []string{"U", "b*", "*"},
	}, boolKey)
	open.actions, open.resources = []string{"a:x", "a:y"}, []string{"arn:aws:s3:::a", "arn:aws:s3:::b"}
	open.actionPats, open.resPats = []string{"a:x", "a:*", "*"}, []string{"*", "arn:aws:s3:::a"}
	open.principals = []principalSpec{
		{"AWS", "111122223333"}, {"AWS", "arn:aws:iam::111122223333:root"}, {"AWS", "arn:aws:iam::111122223333:role/R"},
		{"AWS", "arn:aws:iam::111122223333:user/U"}, {"AWS", "arn:aws:sts::111122223333:assumed-role/R/s"}, {"AWS", "*"},
		{"AWS", "arn:aws:sts::111122223333:federated-user/F"}, {"Service", "ec2.amazonaws.com"}, {"Federated", "accounts.google.com"},
		{"CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
	}
	askers := []string{
		"arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/R", "arn:aws:iam::111122223333:role/Q",
		"arn:aws:iam::111122223333:user/U", "arn:aws:iam::111122223333:user/bob", "arn:aws:sts::111122223333:assumed-role/R/s",
		"arn:aws:sts::111122223333:assumed-role/R/t", "arn:aws:sts::111122223333:federated-user/F", "arn:aws:sts::111122223333:federated-user/G",
		"arn:aws:iam::555555555555:user/bob", "arn:aws:iam::555555555555:role/R", "arn:aws:iam::444455556666:root", "arn:aws:sts::555555555555:assumed-role/R/s",
		"service:ec2.amazonaws.com", "service:s3.amazonaws.com", "federated:accounts.google.com", "federated:example.org", "anonymous",
	}
	trust := open
	trust.conditions = open.conditions[:3]
	return []family{
		{name: "bare", alphabet: all, who: who, pairs: 480},
		{name: "strings", alphabet: with(stringKey), who: who, pairs: 320},
		{name: "sets", alphabet: with(setKey), who: who, pairs: 160},
		{name: "mixed qualifiers", alphabet: with(plainSetKey), who: who, pairs: 160},
		{name: "numbers", alphabet: with(numberKey), who: who, pairs: 240},
		{name: "dates", alphabet: with(dateKey), who: who, pairs: 240},
		{name: "addresses and booleans", alphabet: with(addressKey, boolKey), who: who, pairs: 120},
		{name: "arns", alphabet: with(arnKey), who: who, pairs: 240},
		{name: "two keys", alphabet: with(stringKey, boolKey, setKey), who: who, pairs: 60},
		{name: "mixed types", alphabet: with(mixedKey), who: who, pairs: 240},
		{name: "booleans of text", alphabet: with(tagKey), who: who, pairs: 80},
		{name: "variables", alphabet: variables, who: who, pairs: 240},
		{name: "readings", alphabet: ambiguous, who: who, pairs: 320},
		{name: "scp", alphabet: with(boolKey), kind: policy.SCP, who: who, pairs: 120},
		{name: "rcp", alphabet: with(boolKey, open.conditions[1]), kind: policy.RCP, who: append(who, "anonymous", "service:ec2.amazonaws.com"), pairs: 120},
		{name: "resource", alphabet: open, kind: policy.Resource, who: askers, pairs: 280},
		{name: "trust", alphabet: trust, kind: policy.Trust, who: askers, pairs: 280},
	}
}

// tally counts answers, to tell how often a random question is not decided.
type tally struct {
	counts  map[decide.Result]int
	reasons map[string]int
}

func newTally() *tally { return &tally{counts: map[decide.Result]int{}, reasons: map[string]int{}} }

func (c *tally) add(a decide.Answer) {
	c.counts[a.Result]++
	if a.Result == decide.Undetermined {
		c.reasons[a.Reason]++
	}
}

func (c *tally) String() string {
	return fmt.Sprintf("no %d, yes %d, undetermined %d %v", c.counts[decide.No], c.counts[decide.Yes], c.counts[decide.Undetermined], c.reasons)
}

// derived returns the request without the keys that follow from the principal:
// a witness has to hold with what AWS itself puts there.
func derived(r *policy.Request) *policy.Request {
	out := *r
	out.Context = map[string][]string{}
	for k, v := range r.Context {
		switch strings.ToLower(k) {
		case "aws:principalarn", "aws:principalaccount", "aws:username":
			if r.Principal.Kind == policy.RoleSession && strings.HasSuffix(v[0], "/"+r.Principal.Name) {
				out.Context[k] = v // with the role's path, which the session's ARN does not hold
			}
		default:
			out.Context[k] = v
		}
	}
	return &out
}

// TestPropertyDocuments compares DocumentNewAccess with every request of a
// small universe: a No is never contradicted, a Yes carries a request that
// policy.GrantedBy confirms, and a document grants nothing that it does not.
func TestPropertyDocuments(t *testing.T) {
	for i, f := range families() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			d := newDrawer(f.alphabet, uint64(i))
			var who []policy.Principal
			for _, w := range f.who {
				who = append(who, mustPrincipal(t, w))
			}
			total := newTally()
			for range times(f.pairs) {
				keys := d.keys()
				olds, news := d.pair(f.kind, keys)
				before, after := read(t, olds, f.kind), read(t, news, f.kind)
				a := decide.DocumentNewAccess(before, after, f.kind, decide.Options{Plain: d.IntN(2) == 0})
				total.add(a)
				switch a.Result {
				case decide.Yes:
					r := derived(a.Witness.Request)
					if policy.GrantedBy(after, r).Result != policy.Allowed || policy.GrantedBy(before, r).Result != policy.Denied {
						t.Fatalf("witness %s proves nothing\nold %s\nnew %s", describe(r), olds, news)
					}
				case decide.No:
					d.requests(keys, who, func(r *policy.Request) bool {
						if policy.GrantedBy(after, r).Result == policy.Allowed && policy.GrantedBy(before, r).Result == policy.Denied {
							t.Errorf("No, but %s is new\nold %s\nnew %s", describe(r), olds, news)
							return false
						}
						return true
					})
				}
				if self := decide.DocumentNewAccess(after, after, f.kind, decide.Options{}); self.Result != decide.No {
					t.Errorf("against itself: %v %s %+v\n%s", self.Result, self.Reason, self.Witness, news)
				}
			}
			t.Log(total)
		})
	}
}

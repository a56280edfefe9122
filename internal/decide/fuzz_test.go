// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// fuzzStates keeps one question quick; what does not fit is undetermined.
const fuzzStates = 3000

// FuzzNewAccess compares any two documents and holds the answer to Evaluate: a
// witness is allowed by the new and denied by the old, and where the answer is No
// the request at hand is not new either. A document against itself, or against
// more of the same, is never new access.
func FuzzNewAccess(f *testing.F) {
	for _, s := range [][2]string{
		{docOf(allow(`"Action":"s3:Get*","Resource":"arn:aws:s3:::a/*"`)), docOf(allow(`"Action":"s3:*Object","Resource":"arn:aws:s3:::*"`))},
		{docOf(allow(anything), deny(`"NotAction":"iam:*","NotResource":"arn:aws:s3:::${aws:username}"`)), docOf(allow(`"NotAction":"s3:?","Resource":["arn:aws:s3","*"]`))},
		{docOf(allow(anything + when("StringNotLike", "k:v", "a*", "?"))), docOf(allow(anything + when("ForAllValues:StringEquals", "k:v", "", "b")))},
		{docOf(allow(anything + when("NumericLessThan", "k:v", "1e3"))), docOf(allow(anything+when("DateGreaterThanEquals", "k:v", "2026")), deny(anything+when("IpAddress", "k:v", "10.0.0.0/8")))},
		{docOf(allow(`"Principal":{"AWS":"111122223333"},` + anything + when("Null", "k:v", "true"))), docOf(allow(`"Principal":"*",`+anything), deny(`"NotPrincipal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/R"]},`+anything))},
		{docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/*"`)), docOf(allow(`"Action":"` + hole(whatever) + `","Resource":"` + hole(images) + `"` + when("ArnLike", "k:v", "arn:*:s3:::"+hole(me)+"*")))},
		{docOf(allow(anything + when("Bool", "k:v", "true"))), docOf(allow(anything + when("BoolIfExists", "k:v", "true")))},
		{`{"Statement":[]}`, `{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*:*","NotResource":["${k:v}"],"Condition":{"StringEquals":{"k:v":[]}}}}`},
	} {
		for kind := range policy.Kind(7) {
			f.Add([]byte(s[0]), []byte(s[1]), uint8(kind), "s3:GetObject", "arn:aws:s3:::a/k", "k:v", "b")
			f.Add([]byte(s[1]), []byte(s[0]), uint8(kind), "iam:GetUser", "*", "k:v", "2027")
		}
	}
	f.Fuzz(func(t *testing.T, old, text []byte, k uint8, action, resource, key, value string) {
		kind := policy.Kind(k % 7)
		before, _ := policy.Parse(old, kind, policy.WithHoles(holes))
		after, _ := policy.Parse(text, kind, policy.WithHoles(holes))
		if len(old)+len(text) > 2000 || after == nil {
			return
		}
		ask := func(before, after *policy.Document) decide.Answer {
			a := decide.DocumentNewAccess(before, after, kind, decide.Options{States: fuzzStates})
			switch {
			case a.Result == decide.Undetermined && (a.Reason == "" || a.SettledBy == ""):
				t.Errorf("undetermined without a reason: %+v", a)
			case a.Result == decide.Yes && (says(after, kind, a.Witness.Request) != policy.Allowed || says(before, kind, a.Witness.Request) != policy.Denied):
				t.Errorf("witness %s proves nothing\nold %s\nnew %s", describe(a.Witness.Request), old, text)
			}
			return a
		}
		answer := ask(before, after)
		if a := ask(after, after); a.Result == decide.Yes {
			t.Errorf("new against itself: %s\n%s", describe(a.Witness.Request), text)
		}
		if before != nil {
			if a := ask(policy.Join(before, after), policy.Join(after, denials(before))); a.Result == decide.Yes && kind != policy.SCP {
				t.Errorf("a part of it against the whole: %s\nold %s\nnew %s", describe(a.Witness.Request), old, text)
			}
		}
		if answer.Result != decide.No || !askable(action, resource, key, value) {
			return
		}
		for _, who := range []string{"arn:aws:iam::111122223333:role/R", "arn:aws:iam::444455556666:user/U", "arn:aws:iam::111122223333:root", "service:ec2.amazonaws.com", "federated:accounts.google.com", "anonymous"} {
			if kind < policy.Resource && !mustPrincipal(t, who).HasIdentity() {
				continue
			}
			for _, context := range []map[string][]string{{}, {key: {value}}, {key: {value, "a"}}} {
				r := &policy.Request{Principal: mustPrincipal(t, who), Action: action, Resource: resource, Context: context}
				if says(after, kind, r) == policy.Allowed && says(before, kind, r) == policy.Denied {
					t.Errorf("No, but %s is new\nold %s\nnew %s", describe(r), old, text)
				}
			}
		}
	})
}

// says is what one document grants; see DocumentNewAccess for no document.
func says(d *policy.Document, kind policy.Kind, r *policy.Request) policy.Result {
	switch {
	case d != nil:
		return policy.GrantedBy(d, r).Result
	case kind == policy.SCP || kind == policy.RCP:
		return policy.Allowed
	}
	return policy.Denied
}

// denials returns a document's Deny statements alone.
func denials(d *policy.Document) *policy.Document {
	out := *d
	out.Statements = nil
	for _, s := range d.Statements {
		if s.Effect == policy.Deny {
			out.Statements = append(out.Statements, s)
		}
	}
	return &out
}

// askable reports whether a request with these words is one that AWS could get,
// and that follows from who asks.
func askable(action, resource, key, value string) bool {
	service, name, ok := strings.Cut(action, ":")
	if !ok || service == "" || name == "" || strings.Contains(name, ":") || resource == "" {
		return false
	}
	for _, s := range []string{action, resource, key, value} {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r > 0xFFFF }) {
			return false
		}
	}
	lower := strings.ToLower(key)
	return !strings.HasPrefix(lower, "aws:principal") && lower != "aws:username" && lower != "aws:resourceaccount"
}

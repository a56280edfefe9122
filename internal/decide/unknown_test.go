// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// What an answer says where it turns on what is not known until apply.
const (
	openValue     = "undetermined: a statement holds a value that is not known until apply and may be anything; settled by the configuration's source (--source), or a plan made after the value is known"
	openPrincipal = "undetermined: a principal is not known until apply and may be anyone; settled by the configuration's source (--source), or a plan made after the value is known"
)

// TestUnknownWithin holds what is sure of a statement of which a part may be
// anything: where it cannot hold, where it holds, and that it is the same
// unknown before and after a change.
func TestUnknownWithin(t *testing.T) {
	unknown := hole(whatever)
	for _, c := range []struct{ name, old, new, want string }{
		{"a deny that leaves out an action for sure", "", docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b/k"`), deny(`"NotAction":["`+unknown+`","s3:GetObject"],"Resource":"*"`)), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b/k"},
		{"a deny that leaves out a resource for sure", "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::*"`), deny(`"Action":"s3:*","NotResource":["`+unknown+`","arn:aws:s3:::b/k"]`)), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b/k"},
		{"a deny of one resource and of what may be anything", "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::*"`), deny(`"Action":"s3:*","Resource":["`+unknown+`","arn:aws:s3:::x"]`)), openValue},
		{"a deny of one action and of what may be any", "", docOf(allow(`"Action":"s3:Get*","Resource":"arn:aws:s3:::b/k"`), deny(`"Action":["`+unknown+`","s3:GetObject"],"Resource":"*"`)), openValue},
		{"what two statements allowed, under the same deny", docOf(
			allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`+when("Bool", "aws:SecureTransport", "true")),
			allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`+when("BoolIfExists", "aws:SecureTransport", "false")),
			deny(`"Action":"s3:*","Resource":"`+unknown+`"`)),
			docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`), deny(`"Action":"s3:*","Resource":"`+unknown+`"`)), "no"},
		{"what NotResource leaves out for sure", docOf(allow(`"Action":"iam:*","Resource":"*"`)), docOf(allow(`"Action":"s3:GetObject","NotResource":["` + unknown + `","*"]`)), "no"},
		{"what NotResource leaves open, by its variables", "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::bob"`), deny(`"Action":"*","NotResource":"arn:aws:s3:::${k:z}${k:a}"`)), "undetermined: a policy variable is compared with another text: ${k:a}, ${k:z}; settled by the values that the variable can have"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := decide.DocumentNewAccess(reads(t, c.old, policy.Identity), reads(t, c.new, policy.Identity), policy.Identity, decide.Options{})
			if diff := cmp.Diff(c.want, verdict(a)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestUnknownWithinLimits holds that a limit which may be anything is no proof
// that nothing is granted, and is the same unknown before and after.
func TestUnknownWithinLimits(t *testing.T) {
	get := docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`))
	q := decide.Question{Actions: []string{"s3:*Object"}, Resources: []string{"*/k"}}
	for _, c := range []struct{ name, identity, boundary, resource, want string }{
		{"a boundary whose action may be any, about a pattern", docOf(allow(`"Action":"s3:Get*","Resource":"arn:aws:s3:::b/k"`)), docOf(allow(`"Action":"`+hole(whatever)+`","Resource":"*"`), allow(`"Action":"iam:*","Resource":"*"`)), "", openValue},
		{"a boundary whose resource may be any, about a pattern", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b*"`)), docOf(allow(`"Action":"*","Resource":"`+hole(whatever)+`"`), allow(`"Action":"iam:*","Resource":"*"`)), "", openValue},
		{"a boundary whose action may be any", get, docOf(allow(`"Action":"`+hole(whatever)+`","Resource":"*"`), allow(`"Action":"iam:*","Resource":"*"`)), "", openValue},
		{"a boundary whose resource may be any", get, docOf(allow(`"Action":"*","Resource":"`+hole(whatever)+`"`), allow(`"Action":"iam:*","Resource":"*"`)), "", openValue},
		{"a boundary whose action may end in anything", get, docOf(allow(`"Action":"iam:`+hole(whatever)+`","Resource":"*"`), allow(`"Action":"iam:*","Resource":"*"`)), "", openValue}, // policy.Evaluate says so too
		{"a boundary whose resource may end in anything", get, docOf(allow(`"Action":"*","Resource":"arn:aws:iam::`+hole(whatever)+`"`), allow(`"Action":"iam:*","Resource":"*"`)), "", openValue},
		{"an allow and a boundary that may be of anything", docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(whatever) + `"`)), docOf(allow(`"Action":"s3:*","Resource":"` + hole(whatever) + `"`)), "", openValue},
		{"a deny of who may be anyone", get, "", docOf(allow(`"Principal":{"AWS":"arn:aws:iam::111122223333:role/R"},"Action":"s3:*","Resource":"*"`), deny(`"Principal":{"AWS":"`+hole(whatever)+`"},"Action":"s3:*","Resource":"*"`)), openPrincipal},
		{"a deny of what may be anything to who may be anyone", get, "", docOf(deny(`"Principal":{"AWS":"` + hole(whatever) + `"},"Action":"s3:*","Resource":"` + hole(whatever) + `"`)), openValue},
		{"two values by reference and a pattern", docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/` + hole(ci) + `/k"`)), docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::*"`)), "", "undetermined: a value that is not known until apply is compared with a pattern: <aws_iam_role.ci.arn>, <aws_s3_bucket.images.arn>; settled by the configuration's source (--source), or a plan made after the value is known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
			a.Identity = []*policy.Document{reads(t, c.identity, policy.Identity)}
			a.Boundary, a.Resource = reads(t, c.boundary, policy.Boundary), reads(t, c.resource, policy.Resource)
			if diff := cmp.Diff(c.want, verdict(decide.Grants(a, q, decide.Options{}))); diff != "" {
				t.Error(diff)
			}
			if self := verdict(decide.NewAccess(a, a, q, decide.Options{})); self != "no" {
				t.Errorf("against itself: %s", self)
			}
		})
	}
}

// TestLeftOutFirst holds answers where what a question or a deny leaves out comes
// before the pattern that it is left out of.
func TestLeftOutFirst(t *testing.T) {
	a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
	a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n}"`)), policy.Identity)}
	a.Boundary = reads(t, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::a*"`)), policy.Boundary)
	q := decide.Question{Actions: []string{"s3:*"}, NotResources: []string{"arn:aws:s3:::zz"}}
	if got := decide.Grants(a, q, decide.Options{}); got.Result == decide.No {
		t.Errorf("a variable that may begin with a: %s", verdict(got))
	}
	const get = `"Action":"s3:GetObject","Resource":`
	parts := decide.Question{Resources: []string{"arn:aws:s3:::b*"}}
	if got := verdict(decide.DocumentGrants(reads(t, docOf(allow(get+`"arn:aws:s3:::*x"`), deny(get+`["arn:aws:s3:::b*y","arn:aws:s3:::b*x"]`)), policy.Identity), parts, decide.Options{})); got != "no" {
		t.Errorf("a part of a pattern, all of which is denied: %s", got)
	}
	for _, c := range []struct{ name, src, want string }{
		{"but the first of two", docOf(allow(get+`"arn:aws:s3:::b*"`), deny(get+`["arn:aws:s3:::b?*","arn:aws:s3:::b*zz"]`)), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b"},
		{"but the second of two", docOf(allow(get+`"arn:aws:s3:::b*"`), deny(get+`["arn:aws:s3:::b*zz","arn:aws:s3:::b?*"]`)), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b"},
		{"whatever ends so, where the key is there", docOf(allow(get+`"arn:aws:s3:::*x"`+when("Bool", "aws:SecureTransport", "true")), deny(get+`["arn:aws:s3:::*y","arn:aws:s3:::*x"]`+when("Null", "aws:SecureTransport", "false"))), "no"},
		{"whatever ends so, the other way round", docOf(allow(get+`"arn:aws:s3:::*x"`+when("Bool", "aws:SecureTransport", "true")), deny(get+`["arn:aws:s3:::*x","arn:aws:s3:::*y"]`+when("Null", "aws:SecureTransport", "false"))), "no"},
	} {
		if diff := cmp.Diff(c.want, verdict(decide.DocumentGrants(reads(t, c.src, policy.Identity), decide.Question{}, decide.Options{}))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestNothingOutsideOfTheQuestion holds that no request is a proof that the
// question is not about, or that nobody can make.
func TestNothingOutsideOfTheQuestion(t *testing.T) {
	d := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n}"`)), policy.Identity)
	q := decide.Question{Conditions: []*policy.Condition{cond(t, "Null", "k:n", "true")}}
	if got := decide.DocumentGrants(d, q, decide.Options{}); got.Result == decide.Yes {
		t.Errorf("a variable without its key: %s", verdict(got))
	}
	d = reads(t, docOf(allow(`"Action":"zz:a","Resource":"*"`), deny(`"Action":"*","Resource":"?*"`)), policy.Identity)
	if got := decide.DocumentGrants(d, decide.Question{}, decide.Options{}); got.Result == decide.Yes {
		t.Errorf("a resource without a name: %s", verdict(got))
	}
}

// TestReasonOfTheFirstKey holds that of several reasons the one of the first key
// by name is told, whatever the order of the conditions.
func TestReasonOfTheFirstKey(t *testing.T) {
	d := reads(t, docOf(allow(anything+`,"Condition":{"StringIsD":{"k:d":"x"},"StringIsB":{"k:b":"x"},"StringIsA":{"k:a":"x"},"StringIsC":{"k:c":"x"}}`)), policy.Identity)
	for range 8 {
		if got, want := verdict(decide.DocumentGrants(d, decide.Question{}, decide.Options{})), `undetermined: unknown condition operator "StringIsA"; settled by a request with the values in question, given to policy eval`; got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
}

// TestValueAndConditionOfAQuestion holds that a value by reference is unlike every
// one that a condition of the question names, and may be like that of a document.
func TestValueAndConditionOfAQuestion(t *testing.T) {
	d := reads(t, docOf(allow(`"Principal":"*","Action":"sqs:SendMessage","Resource":"*"`+when("ArnEquals", "aws:SourceArn", hole(images)))), policy.Resource)
	q := decide.Question{Conditions: []*policy.Condition{cond(t, "ArnEquals", "aws:SourceArn", "arn:aws:s3:::phi")}}
	if got := verdict(decide.DocumentGrants(d, q, decide.Options{})); got != "no" {
		t.Errorf("a bucket that the question names: %s", got)
	}
}

// TestLimitsTakenAway holds that new access is seen where the access before had
// two ways in, and a deny of something else, and the access after has one.
func TestLimitsTakenAway(t *testing.T) {
	const user = "arn:aws:iam::111122223333:user/U"
	access := func(resource string) *decide.Access {
		a := &decide.Access{Principal: mustPrincipal(t, user)}
		a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"`+resource+`"`)), policy.Identity)}
		return a
	}
	before := access("arn:aws:s3:::b/k")
	before.Resource = reads(t, docOf(allow(`"Principal":{"AWS":"`+user+`"},"Action":"s3:PutObject","Resource":"*"`), deny(`"Principal":"*","Action":"s3:Delete*","Resource":"*"`)), policy.Resource)
	q := decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}
	for resource, want := range map[string]string{"arn:aws:s3:::b/*": "yes: " + user + " s3:GetObject arn:aws:s3:::b/example", "arn:aws:s3:::b/k": "no"} {
		if got := verdict(decide.NewAccess(before, access(resource), q, decide.Options{})); got != want {
			t.Errorf("%s: got %s, want %s", resource, got, want)
		}
	}
}

// TestKeyThatWhoAsksHasNot holds that a key which this principal never has is
// equal to no variable.
func TestKeyThatWhoAsksHasNot(t *testing.T) {
	a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
	a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"*"`+when("StringEquals", "aws:username", "${k:n}"))), policy.Identity)}
	q := decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}
	if got := verdict(decide.Grants(a, q, decide.Options{})); got != "no" {
		t.Errorf("a role with a user's name: %s", got)
	}
}

// TestSameUnknownOfTwoDocuments holds that what a variable without a value leaves open
// is the same before and after, in documents that know everything else.
func TestSameUnknownOfTwoDocuments(t *testing.T) {
	access := func() *decide.Access {
		a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
		a.Identity = []*policy.Document{read(t, []byte(docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::bob"`), deny(`"Action":"*","NotResource":"arn:aws:s3:::${aws:username}"`))), policy.Identity)}
		return a
	}
	q := decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}
	if got := verdict(decide.NewAccess(access(), access(), q, decide.Options{})); got != "no" {
		t.Error(got)
	}
}

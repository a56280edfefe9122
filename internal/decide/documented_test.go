// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestWhoIsNotForgotten holds answers about principals of whom a search that tries
// some of each kind may not think.
func TestWhoIsNotForgotten(t *testing.T) {
	const (
		get    = `"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`
		many   = `"999999999999","888888888888","777777777777","666666666666","999999999998"`
		signed = `"Null":{"aws:PrincipalArn":"false"}`
		fresh  = "yes: arn:aws:iam::999999999997:role/example s3:GetObject arn:aws:s3:::b/k"
		itsARN = `"aws:PrincipalArn":["arn:aws:iam::999999999997:role/example"]`
	)
	everyone := func(conditions string) string {
		return docOf(allow(`"Principal":"*",` + get + `,"Condition":{` + conditions + `}`))
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"an account that no document names, beside many", "", everyone(`"StringNotEquals":{"aws:PrincipalAccount":[` + many + `]},` + signed),
			fresh + ` {"aws:PrincipalAccount":["999999999997"],` + itsARN + `}`},
		{"and by Principal", docOf(allow(`"Principal":{"AWS":[` + many + `]},` + get)), everyone(signed), fresh + ` {` + itsARN + `}`},
		// IAM user guide, global condition keys, aws:PrincipalAccount: in all requests; "for anonymous requests, the request context returns anonymous".
		{"nobody is in the account anonymous", "", everyone(`"StringEquals":{"aws:PrincipalAccount":"anonymous"}`), `yes: anonymous s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["anonymous"]}`},
		{"which is one", docOf(allow(`"Principal":"*",`+get), deny(`"Principal":{"Service":"x.amazonaws.com"},`+get)),
			docOf(allow(`"Principal":{"AWS":"*"},`+get), deny(`"Principal":{"Service":"x.amazonaws.com"},`+get), deny(`"Principal":"*",`+get+when("StringEquals", "aws:PrincipalAccount", "anonymous"))), "no"},
		{"a session of a role with a path", "", docOf(allow(`"Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"},` + get + when("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/p/r"))),
			`yes: arn:aws:sts::111122223333:assumed-role/r/s s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalArn":["arn:aws:iam::111122223333:role/p/r"]}`},
		{"but not of another role", "", docOf(allow(`"Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"},` + get + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/p/r2"))), "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := decide.DocumentNewAccess(reads(t, c.old, policy.Resource), reads(t, c.new, policy.Resource), policy.Resource, decide.Options{})
			if got := verdict(a); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestResourcePolicyOfWhoHasABoundary holds that the search knows what
// policy.Evaluate does of NotPrincipal with Deny, and of a bucket's own root.
func TestResourcePolicyOfWhoHasABoundary(t *testing.T) {
	const user = "arn:aws:iam::111122223333:user/u"
	who, err := policy.ParsePrincipal(user)
	if err != nil {
		t.Fatal(err)
	}
	root, err := policy.ParsePrincipal("111122223333")
	if err != nil {
		t.Fatal(err)
	}
	all := docOf(allow(`"Action":"*","Resource":"*"`))
	spared := docOf(deny(`"NotPrincipal":{"AWS":["111122223333","` + user + `"]},"Action":"s3:*","Resource":"*"`))
	access := func(boundary, resource string) *decide.Access {
		a := &decide.Access{Principal: who}
		a.Identity = []*policy.Document{reads(t, all, policy.Identity)}
		a.Boundary = reads(t, boundary, policy.Boundary)
		a.Resource = reads(t, resource, policy.Resource)
		return a
	}
	q := decide.Question{Actions: []string{"s3:*"}, Resources: []string{"arn:aws:s3:::b"}}
	if a := decide.Grants(access("", spared), q, decide.Options{}); a.Result != decide.Yes {
		t.Errorf("without a boundary: %s", verdict(a))
	}
	if a := decide.Grants(access(all, spared), q, decide.Options{}); a.Result != decide.No {
		t.Errorf("with a boundary: %s", verdict(a))
	}
	if a := decide.NewAccess(access(all, spared), access("", spared), q, decide.Options{}); a.Result != decide.Yes {
		t.Errorf("the boundary taken away: %s", verdict(a))
	}
	locked := access("", docOf(deny(`"Principal":"*","Action":"*","Resource":"*"`)))
	locked.Principal, locked.Identity = root, nil
	if a := decide.Grants(locked, q, decide.Options{}); verdict(a) != "yes: arn:aws:iam::111122223333:root s3:DeleteBucketPolicy arn:aws:s3:::b" {
		t.Errorf("the root of a locked bucket: %s", verdict(a))
	}
	locked.ResourceAccount = "444455556666"
	if a := decide.Grants(locked, q, decide.Options{}); a.Result != decide.No {
		t.Errorf("the root of another account: %s", verdict(a))
	}
}

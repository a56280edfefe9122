// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestVary: a witness of a whole statement tells its parts, only where they hold.
func TestVary(t *testing.T) {
	const statement = `"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"],"Condition":{"StringEquals":{"aws:PrincipalTag/Team":"x"}}`
	allow := read(t, []byte(`{"Version":"2012-10-17","Statement":[{`+statement+`}]}`), policy.Identity)
	deny := read(t, []byte(`{"Version":"2012-10-17","Statement":[{`+statement+`},{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"}]}`), policy.Identity)
	access := func(d *policy.Document) *decide.Access {
		a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::123456789012:role/r")}
		a.Identity = []*policy.Document{d}
		return a
	}
	q := decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}
	whole := decide.NewAccess(nil, access(allow), q, decide.Options{}).Witness
	if whole == nil {
		t.Fatal("the statement allows nothing")
	}
	s := allow.Statements[0]
	put, b := s.Action.List[1], s.Resource.List[1]
	w := whole.Vary(nil, access(allow), put, b)
	if w == nil || w.Action != "s3:PutObject" || w.Resource != "arn:aws:s3:::b/example" || len(w.Context["aws:PrincipalTag/Team"]) != 1 {
		t.Fatalf("%+v", w)
	}
	if w := whole.Vary(nil, access(deny), put, b); w != nil {
		t.Errorf("what is denied has the witness %+v", w)
	}
	if w := whole.Vary(access(allow), access(allow), put, b); w != nil {
		t.Errorf("what was allowed before has the witness %+v", w)
	}
}

// TestVaryParts holds what Vary puts in place of a part of a statement, and that
// it says nothing where a part is not one action on one kind of resource.
func TestVaryParts(t *testing.T) {
	const (
		bucket  = "arn:aws:s3:::b/k"
		queue   = "arn:aws:sqs:eu-west-1:444455556666:q"
		objects = "arn:aws:s3:::b/*"
	)
	d := reads(t, docOf(allow(`"Action":["s3:GetObject","s3:Put*","s3:ListAllMyBuckets","zz:Unheard"],"Resource":["`+objects+`","`+bucket+`","`+queue+`","*","`+hole(images)+`","arn:aws:s3:*:*:b?","short"]`)), policy.Identity)
	a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::123456789012:role/r")}
	a.Identity = []*policy.Document{d}
	whole := decide.NewAccess(nil, a, decide.Question{Actions: []string{"s3:GetObject"}, Resources: []string{objects}}, decide.Options{}).Witness
	if whole == nil {
		t.Fatal("the statement allows nothing")
	}
	get, put, list, unheard := d.Statements[0].Action.List[0], d.Statements[0].Action.List[1], d.Statements[0].Action.List[2], d.Statements[0].Action.List[3]
	res := d.Statements[0].Resource.List
	for _, c := range []struct {
		name             string
		w                *decide.Witness
		action, resource *policy.Pattern
		want             string
	}{
		{"a resource as it stands", whole, get, res[1], "s3:GetObject " + bucket},
		{"a resource of the kind that the action takes", whole, get, res[3], "s3:GetObject arn:aws:s3:::example/example"},
		{"an action without resources", whole, list, res[3], "s3:ListAllMyBuckets *"},
		{"an action that nobody knows", whole, unheard, res[0], "zz:Unheard arn:aws:s3:::b/example"},
		{"invented parts are the usual ones", whole, unheard, res[5], ""},
		{"what is no ARN", whole, unheard, res[6], "zz:Unheard short"},
		{"a pattern of actions", whole, put, res[0], ""},
		{"a value that is not known until apply", whole, get, res[4], ""},
		{"a resource of another account than the witness's", whole, get, res[2], ""},
		{"no witness", nil, get, res[0], ""},
		{"a witness that was not confirmed", &decide.Witness{Action: "s3:GetObject", Resource: bucket}, get, res[0], ""},
		{"several actions", whole, nil, res[0], ""},
		{"several resources", whole, get, nil, ""},
	} {
		got := ""
		if w := c.w.Vary(nil, a, c.action, c.resource); w != nil {
			got = w.Action + " " + w.Resource
			if w.Request.Action != w.Action || w.Request.Resource != w.Resource || w.Principal != whole.Principal {
				t.Errorf("%s: %+v", c.name, w)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	less := &decide.Access{Principal: a.Principal}
	less.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"`+objects+`"`)), policy.Identity)}
	if w := whole.Vary(less, a, unheard, res[0]); w == nil || w.Action != "zz:Unheard" {
		t.Errorf("what was not allowed before: %+v", w)
	}
	if w := whole.Vary(less, a, get, res[0]); w != nil {
		t.Errorf("what was allowed before: %+v", w)
	}
	if whole.Action != "s3:GetObject" || whole.Request.Action != "s3:GetObject" {
		t.Error("the witness itself was changed")
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestCanonical holds the form itself.
func TestCanonical(t *testing.T) {
	for name, c := range map[string]struct {
		kind policy.Kind
		src  string
		want string
	}{
		"order, case and repetition": {policy.Identity, doc(
			allow(`"Sid":"B","Action":["s3:PutObject","S3:GetObject","s3:getobject"],"Resource":["arn:aws:s3:::b","arn:aws:s3:::a"]`),
			deny(`"Sid":"A","NotAction":"IAM:*","NotResource":"*"`)),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:getobject","s3:putobject"],"Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]},` +
				`{"Effect":"Deny","NotAction":["iam:*"],"NotResource":["*"]}]}`},
		"a statement twice":                      {policy.Identity, doc(allow(`"Sid":"A",`+anything), allow(`"Sid":"B",`+anything)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}`},
		"covered entries":                        {policy.Identity, doc(allow(`"Action":["s3:GetObject","s3:Get*","s3:G*","s3:***"],"Resource":["arn:aws:s3:::b/x","arn:aws:s3:::b/**"]`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":["arn:aws:s3:::b/*"]}]}`},
		"undocumented entry":                     {policy.Identity, doc(allow(`"Action":"*","Resource":["*","arn:aws:s3","arn:aws:sns:e*u:1:t"]`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*","arn:aws:s3"]}]}`},
		"undocumented entry that may cover less": {policy.Resource, doc(allow(`"Principal":"*","Action":"*","Resource":["arn:aws:s*x:::b","arn:aws:s:x:::b","arn:aws:s3:::b"]`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["*"],"Resource":["arn:aws:s*x:::b","arn:aws:s3:::b","arn:aws:s:x:::b"]}]}`},
		"one of two spellings":                   {policy.Identity, doc(allow(`"Action":"*","Resource":["arn:aws:s3:::b?*","arn:aws:s3:::b*?"]`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["arn:aws:s3:::b*?"]}]}`},
		"and in the other order":                 {policy.Identity, doc(allow(`"Action":"*","Resource":["arn:aws:s3:::b*?","arn:aws:s3:::b?*"]`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["arn:aws:s3:::b*?"]}]}`},
		"an entry that a later text covers":      {policy.Identity, doc(allow(`"Action":"*","Resource":["arn:aws:s3:::b?","arn:aws:s3:::b1"]`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["arn:aws:s3:::b?"]}]}`},
		"no entries":                             {policy.Identity, doc(allow(`"Action":"*","Resource":[]`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":[]}]}`},
		"the root in another list":               {policy.Resource, doc(allow(`"Principal":{"Federated":"` + root + `"},` + anything)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":["` + root + `"]},"Action":["*"],"Resource":["*"]}]}`},
		"conditions": {policy.Identity, doc(allow(anything + `,"Condition":{"bool":{"AWS:SecureTransport":["TRUE"]},"IPADDRESS":{"aws:sourceip":["10.0.0.1","10.1.2.3/8"]},"StringEqualsIgnoreCase":{"k:v":["B","a","A"]},"ArnEquals":{"k:a":"arn:aws:s3:::b"}}`)),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"],"Condition":{"ArnLike":{"k:a":["arn:aws:s3:::b"]},"Bool":{"aws:securetransport":["true"]},` +
				`"IpAddress":{"aws:sourceip":["10.0.0.0/8","10.0.0.1/32"]},"StringEqualsIgnoreCase":{"k:v":["a","b"]}}}]}`},
		"two spellings of one operator": {policy.Identity, doc(allow(anything + `,"Condition":{"ArnLike":{"k:a":"z","k:b":"y"},"ArnEquals":{"k:a":"x","k:b":"w"}}`)),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"],"Condition":{"ArnEquals":{"k:a":["z"],"k:b":["y"]},"ArnLike":{"k:a":["x"],"k:b":["w"]}}}]}`},
		"two spellings that say the same": {policy.Identity, doc(allow(anything + `,"Condition":{"ForAnyValue:ArnNotLike":{"k:a":"x"},"ForAnyValue:ArnNotEquals":{"k:a":"x"}}`)),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"],"Condition":{"ForAnyValue:ArnNotLike":{"k:a":["x"]}}}]}`},
		"principals": {policy.Resource, doc(allow(`"Principal":{"AWS":["`+root+`","111122223333","`+role+`"],"Service":"EC2.amazonaws.com","Federated":"b"},`+anything), allow(`"Principal":{"AWS":"*"},`+anything), deny(`"NotPrincipal":{"CanonicalUser":["b","a"]},`+anything)),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["*"],"Resource":["*"]},` +
				`{"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/R"],"Federated":["b"],"Service":["ec2.amazonaws.com"]},"Action":["*"],"Resource":["*"]},` +
				`{"Effect":"Deny","NotPrincipal":{"CanonicalUser":["a","b"]},"Action":["*"],"Resource":["*"]}]}`},
		"old version, a text":     {policy.Resource, `{"Version":"2008-10-17","Statement":` + allow(anyone) + `}`, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["*"],"Resource":["*"]}]}`},
		"old version, a literal":  {policy.Resource, `{"Statement":` + allow(`"Principal":"*","Action":"*","Resource":"arn:aws:s3:::${x}"`) + `}`, `{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["*"],"Resource":["arn:aws:s3:::${x}"]}]}`},
		"variables":               {policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s3:::${aws:username}"`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["arn:aws:s3:::${aws:username}"]}]}`},
		"an operator three times": {policy.Identity, doc(allow(anything + `,"Condition":{"Bool":{"k:a":"true"},"bool":{"k:a":"false"},"BOOL":{"k:a":["x"]}}`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"],"Condition":{"Bool":{"k:a":["false"]},"Bool+":{"k:a":["true"]},"Bool++":{"k:a":["x"]}}}]}`},
		"signs of HTML":           {policy.Identity, doc(allow(`"Action":"*","Resource":"arn:aws:s3:::<&>"`)), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["arn:aws:s3:::<&>"]}]}`},
		"trust":                   {policy.Trust, trusting("Service", "ec2.amazonaws.com"), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Action":["sts:assumerole"]}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			d := lenient(t, c.kind, c.src)
			if diff := cmp.Diff(c.want, string(d.Canonical())); diff != "" {
				t.Error(diff)
			}
			again := lenient(t, c.kind, c.want)
			if diff := cmp.Diff(c.want, string(again.Canonical())); diff != "" {
				t.Errorf("not a fixed point: %s", diff)
			}
		})
	}
}

// TestCanonicalTellsApart holds that documents of different meaning have
// different forms, invalid ones included.
func TestCanonicalTellsApart(t *testing.T) {
	with := func(c string) string { return doc(allow(anything + `,"Condition":{` + c + `}`)) }
	for name, pair := range map[string][2]string{
		"an element that is empty":            {doc(allow(`"Action":"*","Resource":[]`)), doc(allow(`"Action":"*"`))},
		"NotAction of nothing":                {doc(allow(`"NotAction":[],"Resource":"*"`)), doc(allow(`"Action":[],"Resource":"*"`))},
		"case of a resource":                  {doc(allow(`"Action":"*","Resource":"arn:aws:s3:::a"`)), doc(allow(`"Action":"*","Resource":"arn:aws:s3:::A"`))},
		"case of what is left out":            {doc(allow(`"Action":"*","NotResource":"arn:aws:s3:::a"`)), doc(allow(`"Action":"*","NotResource":"arn:aws:s3:::A"`))},
		"case of a value":                     {with(`"StringEquals":{"k:v":"a"}`), with(`"StringEquals":{"k:v":"A"}`)},
		"IfExists":                            {with(`"StringEquals":{"k:v":"a"}`), with(`"StringEqualsIfExists":{"k:v":"a"}`)},
		"a qualifier":                         {with(`"StringEquals":{"k:v":"a"}`), with(`"ForAllValues:StringEquals":{"k:v":"a"}`)},
		"the second spelling of an operator":  {with(`"ArnLike":{"k:a":"x","k:b":"y"},"ArnEquals":{"k:a":"z","k:b":"w"}`), with(`"ArnLike":{"k:a":"x","k:b":"y"},"ArnEquals":{"k:a":"v","k:b":"w"}`)},
		"an operator that stands twice":       {with(`"Bool":{"k:a":"true"},"bool":{"k:a":"false"}`), with(`"Bool":{"k:a":["true","false"]}`)},
		"an operator that stands three times": {with(`"ArnLike":{"k:a":"x"},"arnlike":{"k:a":"y"},"ArnEquals":{"k:a":"z"}`), with(`"ArnLike":{"k:a":"x"},"ArnEquals":{"k:a":"z"}`)},
		"what a short ARN may leave out":      {doc(allow(`"Action":"*","Resource":["arn:aws:s3:*:b","arn:aws:s3:::b"]`)), doc(allow(`"Action":"*","Resource":"arn:aws:s3:*:b"`))},
		"an unknown operator":                 {with(`"X":{"k:a":"x"}`), with(`"Y":{"k:a":"x"}`)},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := lenient(t, policy.Identity, pair[0]).Canonical(), lenient(t, policy.Identity, pair[1]).Canonical()
			if string(a) == string(b) {
				t.Errorf("both are %s", a)
			}
		})
	}
}

// TestCanonicalHoles holds that values which are not known until apply stand in
// the form as <reference>, whatever character they had.
func TestCanonicalHoles(t *testing.T) {
	holes := []policy.Hole{{Name: "other"}, {Name: "aws_s3_bucket.b.arn"}}
	src := func(i int) string {
		h := string(policy.HoleRune(i))
		return doc(allow(`"Principal":{"AWS":"arn:aws:iam::` + h + `:root"},"Action":"s3:*","Resource":["` + h + `","` + h + `/*"],` + condition("StringEquals", "k:v", h)))
	}
	a := parse(t, policy.Resource, src(1), holes...)
	b := parse(t, policy.Resource, src(0), holes[1])
	want := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["<aws_s3_bucket.b.arn>"]},"Action":["s3:*"],"Resource":["<aws_s3_bucket.b.arn>","<aws_s3_bucket.b.arn>/*"],"Condition":{"StringEquals":{"k:v":["<aws_s3_bucket.b.arn>"]}}}]}`
	for _, d := range []*policy.Document{a, b} {
		if diff := cmp.Diff(want, string(d.Canonical())); diff != "" {
			t.Error(diff)
		}
	}
	if got := a.Show("x" + string(policy.HoleRune(1)) + string(policy.HoleRune(2))); got != "x<aws_s3_bucket.b.arn>"+string(policy.HoleRune(2)) {
		t.Errorf("got %q", got)
	}
	if got := string(a.CanonicalStatement(a.Statements[0])); !strings.Contains(want, got) {
		t.Errorf("got %s", got)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// seeds are documents of every form, valid ones and others.
func seeds() []string {
	return []string{
		``, `{`, `[]`, `{}`, `null`, "\xff", `{"Statement":[]}`, `{"a":1,"a":2}`, `"\ud800"`, `{"Statement":{"Effect":"Allow","Effect":"Deny"}}`,
		doc(allow(anything)), doc(allow(`"NotAction":["s3:*","IAM:Get?ser"],"NotResource":"arn:aws:s3:::b/${aws:username}/*"`)),
		doc(deny(anything + `,"Condition":{"Bool":{"aws:SecureTransport":false},"StringLikeIfExists":{"k:v":["a*","${k:w, 'x'}"]},"Null":{"k:n":"true"}}`)),
		doc(allow(anything + `,"Condition":{"ForAllValues:StringEquals":{"k:s":["a","b"]},"ForAnyValue:ArnLike":{"k:a":"arn:aws:s3:::*"},"NumericLessThan":{"k:n":1e3},"DateGreaterThan":{"k:d":"2026-01-01"},"NotIpAddress":{"k:i":"10.0.0.0/8"}}`)),
		doc(allow(`"Principal":{"AWS":["111122223333","` + role + `"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"`)),
		doc(deny(`"NotPrincipal":{"AWS":["` + root + `","` + session + `"]},` + anything)),
		doc(allow(`"Action":"*","Resource":["arn:aws:s3","arn:a*b:s3:::x","` + string(policy.HoleRune(0)) + `/*"]`)),
		`{"Version":"2008-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"arn:aws:s3:::${*}"}}`,
	}
}

// FuzzParse feeds any bytes to the decoder: it gives a document or an error
// with a place in the text, never a panic; what it accepts is JSON, and the
// canonical form is accepted, stays as it is and says the same of a request.
func FuzzParse(f *testing.F) {
	for _, s := range seeds() {
		for kind := range policy.Kind(7) {
			f.Add([]byte(s), uint8(kind))
		}
	}
	holes := policy.WithHoles([]policy.Hole{{Name: "a.b"}, {Name: "var.x", Wild: true}})
	f.Fuzz(func(t *testing.T, src []byte, k uint8) {
		kind := policy.Kind(k % 7)
		d, problems := policy.Parse(src, kind, holes)
		for _, p := range problems {
			if p.Message == "" || p.Range.Start.Line < 1 || p.Range.Start.Column < 1 || p.Range.Start.Offset > len(src) || p.Range.End.Offset > len(src) || p.Range.End.Offset < p.Range.Start.Offset {
				t.Errorf("problem without a place: %+v", p)
			}
		}
		if d == nil {
			if len(problems) != 1 {
				t.Errorf("no document, and %d problems", len(problems))
			}
			return
		}
		if !json.Valid(src) || !utf8.Valid(src) {
			t.Errorf("%q was read, but is no JSON", src)
		}
		if d.Length > d.FullLength || d.FullLength > len(src) {
			t.Errorf("length %d and %d of %d bytes", d.Length, d.FullLength, len(src))
		}
		for _, s := range d.Statements {
			if s.Range.End.Offset > len(src) || s.Range.Start.Line < 1 {
				t.Errorf("statement without a place: %+v", s.Range)
			}
		}
		canonical := d.Canonical()
		again, _ := policy.Parse(canonical, kind)
		if again == nil {
			t.Fatalf("the canonical form is no JSON: %s", canonical)
		}
		requests := []*policy.Request{
			request(t, role, "s3:GetObject", "arn:aws:s3:::b/k", "k:v", "a"), request(t, session, "sts:AssumeRole", role), request(t, user, "iam:GetUser", "*", "k:n", "1", "k:s", "a", "k:s", "b"),
			request(t, "anonymous", "s3:GetObject", "arn:aws:s3:::x"), request(t, "service:ec2.amazonaws.com", "sts:AssumeRole", role), request(t, root, "a:b", "", "", ""),
		}
		for _, r := range requests {
			one := policy.GrantedBy(d, r).Result
			for _, p := range []*policy.Policies{{Identity: []*policy.Document{d}}, {Resource: d}, {SCP: [][]*policy.Document{{d}}, Boundary: d, Session: d}} {
				if got := policy.Evaluate(p, r); got.Result == policy.Undetermined && got.Reason == "" {
					t.Errorf("undetermined without a reason: %+v", got)
				}
			}
			if len(problems) == 0 && len(d.Holes) == 0 {
				if two := policy.GrantedBy(again, r).Result; one != two {
					t.Errorf("%v, but the canonical form %v\n%s\n%s", one, two, src, canonical)
				}
			}
		}
	})
}

// FuzzCondition feeds any operator, value and request to a condition.
func FuzzCondition(f *testing.F) {
	for _, c := range comparisons() {
		for _, v := range c.values {
			for _, w := range append(append([]string{}, c.holds...), c.fails...) {
				f.Add(c.operator, v, w)
			}
		}
	}
	f.Add("ForAllValues:StringLikeIfExists", "${a:b, 'x'}", "\xff")
	f.Fuzz(func(t *testing.T, operator, value, held string) {
		c, ok := policy.NewCondition(operator, "k:v", value)
		for _, values := range [][]string{nil, {}, {held}, {held, value}, {""}} {
			got := c.Evaluate(values, values != nil, nil)
			if !ok || c.Operator.Test == policy.Null || c.Operator.Qualifier != policy.NoQualifier || len(values) > 1 {
				continue
			}
			if why, undecidable := c.Undecidable(); got == policy.Unknown && !undecidable {
				t.Errorf("%s %q on %q is unknown: %s", operator, value, values, why)
			}
		}
		if c.ID() == "" || c.Operator.Canonical() == "" && operator != "" {
			t.Error("no name")
		}
	})
}

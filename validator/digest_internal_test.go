// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// statements are parts of documents, of which no two mean the same.
var statements = []string{
	`"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]`,
	`"Effect":"Allow","Action":"dynamodb:Query","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":["o-a","o-b"]},"Bool":{"aws:SecureTransport":"true"}}`,
	`"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"`,
	`"Effect":"Allow","Action":"kms:Decrypt","Resource":"arn:aws:kms:us-east-1:123456789012:key/k"`,
	`"Effect":"Allow","Action":["sqs:SendMessage"],"Resource":"arn:aws:sqs:us-east-1:123456789012:q"`,
}

// spelled writes statements as a document in one of the many ways that mean the same.
func spelled(random *rand.Rand, chosen []int) string {
	var out []string
	for _, i := range random.Perm(len(chosen)) {
		s := statements[chosen[i]]
		if random.IntN(2) == 0 {
			s = fmt.Sprintf(`"Sid":"S%d",%s`, random.IntN(1e6), s)
		}
		if random.IntN(2) == 0 {
			s = strings.ReplaceAll(s, ",", ", \n ")
		}
		if random.IntN(2) == 0 {
			s = strings.NewReplacer(`"s3:GetObject","s3:PutObject"`, `"S3:putobject","s3:GetObject","s3:getObject"`, `"arn:aws:s3:::a/*","arn:aws:s3:::b/*"`, `"arn:aws:s3:::b/*","arn:aws:s3:::a/*"`, `["o-a","o-b"]`, `["o-b","o-a"]`,
				`"dynamodb:Query"`, `["dynamodb:query"]`).Replace(s)
		}
		out = append(out, "{"+s+"}")
	}
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(out, ",") + `]}`
}

func parsed(t *testing.T, text string) *account.Document {
	t.Helper()
	d, problems := policy.Parse([]byte(text), policy.Identity)
	if len(problems) > 0 {
		t.Fatal(problems, text)
	}
	return &account.Document{Policy: d, Kind: policy.Identity, Known: account.KnownPlan}
}

func digestOf(t *testing.T, before, after *account.Principal) string {
	t.Helper()
	m := changeMeaning{Address: "aws_iam_role.x", Before: standing(before, false), After: standing(after, false)}
	d, err := m.digest()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDigest: two ways to write the same change have one digest, and a change
// that means something else has another.
func TestDigest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test that can be repeated
	role := func(documents ...*account.Document) *account.Principal {
		p := &account.Principal{Kind: account.Role, Address: "aws_iam_role.x"}
		for _, d := range documents {
			p.Identity = append(p.Identity, account.Attachment{Document: d})
		}
		return p
	}
	type meant struct {
		digest string
		text   string
	}
	var all []meant
	for range 300 {
		chosen := random.Perm(len(statements))[:1+random.IntN(len(statements))]
		one, two := spelled(random, chosen), spelled(random, chosen)
		before := role(parsed(t, spelled(random, []int{0})))
		a, b := digestOf(t, before, role(parsed(t, one))), digestOf(t, before, role(parsed(t, two)))
		if a != b {
			t.Fatalf("the same change has two digests:\n%s\n%s", one, two)
		}
		all = append(all, meant{a, one})
	}
	for _, x := range all {
		for _, y := range all {
			if x.digest != y.digest {
				continue
			}
			// One digest: then neither allows what the other does not.
			answer := decide.DocumentNewAccess(parsed(t, x.text).Policy, parsed(t, y.text).Policy, policy.Identity, decide.Options{})
			if answer.Result != decide.No {
				t.Fatalf("one digest, and the second allows more:\n%s\n%s", x.text, y.text)
			}
		}
	}
}

// TestDigestParts: everything that is signed is in the digest.
func TestDigestParts(t *testing.T) {
	doc := parsed(t, spelled(rand.New(rand.NewPCG(1, 1)), []int{0})) //nolint:gosec // as above
	base := func() *account.Principal {
		return &account.Principal{Kind: account.Role, Address: "aws_iam_role.x", Identity: []account.Attachment{{Document: doc}}}
	}
	digests := map[string]string{}
	see := func(name string, m changeMeaning) {
		d, err := m.digest()
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := digests[d]; ok {
			t.Errorf("%s and %s have one digest", name, other)
		}
		digests[d] = name
	}
	after := func(edit func(*account.Principal)) *standingMeaning {
		p := base()
		edit(p)
		return standing(p, false)
	}
	none := func(*account.Principal) {}
	see("created", changeMeaning{After: after(none)})
	see("deleted", changeMeaning{Before: after(none)})
	see("kept", changeMeaning{Before: after(none), After: after(none)})
	see("account", changeMeaning{Account: "123456789012", After: after(none)})
	see("stack", changeMeaning{Stack: "prod", After: after(none)})
	see("address", changeMeaning{Address: "aws_iam_role.y", After: after(none)})
	see("principal", changeMeaning{Principal: "role y", After: after(none)})
	see("PHI", changeMeaning{After: standing(base(), true)})
	see("trust", changeMeaning{After: after(func(p *account.Principal) { p.Trust = doc })})
	see("trust that is not known", changeMeaning{After: after(func(p *account.Principal) { p.Trust = &account.Document{Address: "a", Attribute: "assume_role_policy"} })})
	see("boundary", changeMeaning{After: after(func(p *account.Principal) {
		p.Boundary = account.Boundary{State: account.BoundaryPresent, Document: doc}
	})})
	see("boundary elsewhere", changeMeaning{After: after(func(p *account.Principal) {
		p.Boundary = account.Boundary{State: account.BoundaryNotAtHand, ARN: "arn:aws:iam::123456789012:policy/b"}
	})})
	see("boundary not known", changeMeaning{After: after(func(p *account.Principal) { p.Boundary = account.Boundary{State: account.BoundaryUnknown} })})
	see("a document that is not known", changeMeaning{After: after(func(p *account.Principal) {
		p.Identity = append(p.Identity, account.Attachment{Document: &account.Document{Address: "aws_iam_policy.z", Attribute: "policy"}})
	})})
	see("one that is not at hand", changeMeaning{After: after(func(p *account.Principal) {
		p.Identity = append(p.Identity, account.Attachment{Document: &account.Document{ARN: "arn:aws:iam::123456789012:policy/z", NotAtHand: true}})
	})})
}

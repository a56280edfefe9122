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

// accessAlphabet has actions for which the logic of AWS makes exceptions.
func accessAlphabet(principals ...principalSpec) alphabet {
	return alphabet{
		actions:        []string{"a:x", "a:y", "sts:AssumeRole", "sts:GetCallerIdentity", "kms:Decrypt"},
		resources:      []string{"arn:aws:kms:us-east-1:111122223333:key/k", "arn:aws:s3:::a", "arn:aws:s3:::b"},
		actionPats:     []string{"*", "a:*", "a:x", "sts:*", "kms:Decrypt", "sts:AssumeRole", "*:*"},
		resPats:        []string{"*", "arn:aws:kms:*:111122223333:key/*", "arn:aws:s3:::a", "arn:aws:s3:::*", "arn:aws:s3:::${aws:username}"},
		conditions:     []keySpec{boolKey, nameOf},
		principals:     principals,
		maxKeys:        1,
		openPrincipals: true,
	}
}

// nameOf follows from the principal.
var nameOf = keySpec{
	key:       "aws:PrincipalArn",
	operators: ifExists("ArnLike", "ArnNotLike"),
	values:    []string{"arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:user/*", "*"},
}

// access draws everything that bears on a principal's requests.
func (d *drawer) access(t testing.TB, who policy.Principal, account string, keys []keySpec) (*decide.Access, string) {
	a := &decide.Access{Principal: who, ResourceAccount: account}
	var texts []string
	doc := func(kind policy.Kind) *policy.Document {
		src := d.text(kind, keys)
		texts = append(texts, kind.String()+" "+string(src))
		return read(t, src, kind)
	}
	for range d.IntN(3) {
		a.Identity = append(a.Identity, doc(policy.Identity))
	}
	if d.IntN(3) == 0 {
		a.Boundary = doc(policy.Boundary)
	}
	if d.IntN(3) == 0 {
		a.Session = doc(policy.Session)
	}
	for range d.IntN(3) {
		level := []*policy.Document{doc(policy.SCP)}
		if d.IntN(2) == 0 {
			level = append(level, doc(policy.SCP))
		}
		a.SCP = append(a.SCP, level)
		texts = append(texts, fmt.Sprint("(level of ", len(level), ")"))
	}
	if d.IntN(4) == 0 {
		a.RCP = [][]*policy.Document{{doc(policy.RCP)}}
	}
	if d.IntN(2) == 0 {
		a.Resource = doc(policy.Resource)
	}
	return a, strings.Join(texts, "\n  ")
}

// allowed evaluates a request against what is at hand.
func allowed(a *decide.Access, r *policy.Request) policy.Result {
	if a == nil {
		return policy.Denied
	}
	p := a.Policies
	p.ResourceNotAtHand = p.Resource == nil
	q := *r
	if q.ResourceAccount = a.ResourceAccount; q.ResourceAccount == "" {
		q.ResourceAccount = r.Principal.Account
	}
	return policy.Evaluate(&p, &q).Result
}

// TestPropertyAccess compares NewAccess on whole access, before against after,
// with every request of a small universe.
func TestPropertyAccess(t *testing.T) {
	askers := []string{
		"arn:aws:iam::111122223333:role/R", "arn:aws:iam::111122223333:user/a", "arn:aws:sts::111122223333:assumed-role/R/s",
		"arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:federated-user/F", "service:ec2.amazonaws.com", "anonymous",
		"arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/L",
	}
	named := []principalSpec{
		{"AWS", "111122223333"}, {"AWS", "arn:aws:iam::111122223333:role/R"}, {"AWS", "arn:aws:iam::111122223333:user/a"},
		{"AWS", "arn:aws:sts::111122223333:assumed-role/R/s"}, {"AWS", "*"}, {"AWS", "arn:aws:sts::111122223333:federated-user/F"},
		{"Service", "ec2.amazonaws.com"},
	}
	for i, asker := range askers {
		for j, account := range []string{"", "111122223333", "444455556666"} {
			who := mustPrincipal(t, asker)
			t.Run(asker+" "+account, func(t *testing.T) {
				t.Parallel()
				d := newDrawer(accessAlphabet(named...), uint64(100+10*i+j))
				total := newTally()
				for range times(60) {
					keys := d.keys()
					after, newText := d.access(t, who, account, keys)
					before, oldText := d.access(t, who, account, keys)
					switch d.IntN(3) {
					case 0: // one layer changed
						b := *after
						switch d.IntN(5) {
						case 0:
							b.Identity = before.Identity
						case 1:
							b.Boundary = before.Boundary
						case 2:
							b.SCP = before.SCP
						case 3:
							b.Resource = before.Resource
						case 4:
							b.Session = before.Session
						}
						before, oldText = &b, "as new, but one layer of "+oldText
					case 1:
						before, oldText = nil, "nothing"
					}
					a := decide.NewAccess(before, after, decide.Question{}, decide.Options{})
					total.add(a)
					if a.Result == decide.Yes && (allowed(after, derived(a.Witness.Request)) != policy.Allowed || allowed(before, derived(a.Witness.Request)) != policy.Denied) {
						t.Fatalf("witness %s proves nothing\nold %s\nnew %s", describe(a.Witness.Request), oldText, newText)
					}
					if a.Result == decide.Yes && a.Witness.Request.Principal != who {
						t.Fatalf("witness of %s, not %s", a.Witness.Principal, asker)
					}
					found := ""
					d.requests(keys, []policy.Principal{who}, func(r *policy.Request) bool {
						if allowed(after, r) == policy.Allowed && allowed(before, r) == policy.Denied {
							found = describe(r)
						}
						return found == ""
					})
					if found != "" && a.Result == decide.No {
						t.Errorf("No, but %s is new\nold %s\nnew %s", found, oldText, newText)
					}
					q, text := d.question([]keySpec{boolKey}, nil)
					b := decide.Grants(after, q, decide.Options{})
					if b.Result == decide.Yes && (!inside(q, b.Witness.Request) || allowed(after, derived(b.Witness.Request)) != policy.Allowed) {
						t.Fatalf("witness %s is outside the question %s\n%s", describe(b.Witness.Request), text, newText)
					}
					if b.Result == decide.No {
						d.requests(append(keys, boolKey), []policy.Principal{who}, func(r *policy.Request) bool {
							if allowed(after, r) == policy.Allowed && inside(q, r) {
								t.Errorf("grants nothing, but %s\n%s\n%s", describe(r), text, newText)
								return false
							}
							return true
						})
					}
					if self := decide.NewAccess(after, after, decide.Question{}, decide.Options{}); self.Result != decide.No {
						t.Errorf("against itself: %v %s %+v\n%s", self.Result, self.Reason, self.Witness, newText)
					}
				}
				t.Log(total)
			})
		}
	}
}

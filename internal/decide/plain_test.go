// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// each writes n statements, each with its number for the %[1]d in it.
func each(n int, statement func(string) string, rest string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = statement(fmt.Sprintf(rest, i))
	}
	return out
}

// manyOf writes 3000 statements, each of which has its number for the %d in it.
func manyOf(statement func(string) string, rest string) string {
	return docOf(each(3000, statement, rest)...)
}

// TestPlainlyNothing holds that what no statement speaks of is told without a
// search, however many statements there are; and that the same documents are
// searched where some statement may speak of it.
func TestPlainlyNothing(t *testing.T) {
	const (
		role    = "arn:aws:iam::111122223333:role/R"
		foreign = `"Principal":{"AWS":"444455556666"},`
		account = `"Principal":{"AWS":"111122223333"},`
	)
	do, phi := decide.Question{Actions: []string{"zz:Do"}}, decide.Question{Actions: []string{"zz:Do"}, Resources: []string{"arn:aws:s3:::phi/*"}}
	busy := each(3000, allow, `"Action":"s%d:*","Resource":"*"`)
	assume := decide.Question{Actions: []string{"sts:AssumeRole", "sts:AssumeRoleWithSAML"}}
	for _, c := range []struct {
		name, who, identity, resource string
		q                             decide.Question
		plain                         bool
	}{
		{"other services", role, manyOf(allow, `"Action":"s%d:*","Resource":"*"`), "", do, true},
		{"other services than the question's pattern", role, docOf(busy...), "", decide.Question{Actions: []string{"zz:Do*"}}, true},
		{"other services, and a denial", role, docOf(slices.Concat(busy, []string{deny(`"Action":"zz:Do","Resource":"*"`)})...), "", do, true},
		{"other services, and a store that denies everybody", role, docOf(busy...), docOf(deny(`"Principal":"*","Action":"zz:Do","Resource":"*"`)), do, true},
		{"other actions", role, manyOf(allow, `"Action":"zz:Do%d","Resource":"*"`), "", do, true},
		{"other actions than the question's pattern", role, manyOf(allow, `"Action":"zz:Do%dX","Resource":"*"`), "", decide.Question{Actions: []string{"zz:Do*Y"}}, true},
		{"patterns that the question's action is not in", role, manyOf(allow, `"Action":"zz:D*%dX","Resource":"*"`), "", do, true},
		{"patterns that it is in", role, manyOf(allow, `"Action":["x:y","zz:D*","zz:D*%d"],"Resource":"*"`), "", do, false},
		{"an action of the question's pattern", role, manyOf(allow, `"Action":["zz:Do%d","zz:DoXY"],"Resource":"*"`), "", decide.Question{Actions: []string{"x:y", "zz:Do*Y"}}, false},
		{"patterns of both", role, manyOf(allow, `"Action":["zz:Do%d","zz:D*X"],"Resource":"*"`), "", decide.Question{Actions: []string{"zz:*oX"}}, false},
		{"other resources", role, manyOf(allow, `"Action":"zz:Do","Resource":"arn:aws:s3:::logs-%d/*"`), "", phi, true},
		{"resources that end otherwise", role, manyOf(allow, `"Action":"zz:Do","Resource":"arn:aws:s3:::*-%d"`), "", decide.Question{Actions: []string{"zz:Do"}, Resources: []string{"arn:aws:s3:::p*-phi"}}, true},
		{"resources, one of which is in it", role, manyOf(allow, `"Action":"zz:Do","Resource":["arn:aws:s3:::logs-%d/*","arn:aws:s3:::p?i/*"]`), "", phi, false},
		{"no resources are asked about", role, manyOf(allow, `"Action":"zz:Do","Resource":"arn:aws:s3:::logs-%d"`), "", decide.Question{Actions: []string{"zz:Do"}, Resources: []string{}}, true},
		{"the second of two resources", role, manyOf(allow, `"Action":"zz:Do","Resource":"arn:aws:s3:::phi/%d"`), "", decide.Question{Actions: []string{"zz:Do"}, Resources: []string{"arn:aws:s3:::x", "arn:aws:s3:::phi/*"}}, false},
		{"a short ARN that may be read as more", role, manyOf(allow, `"Action":"zz:Do","Resource":["arn:aws:s3","arn:aws:s3:::logs-%d/*"]`), "", phi, false},
		{"denials alone", role, manyOf(deny, `"Action":"zz:Do","Resource":"arn:aws:s3:::%d"`), "", do, true},
		{"all but other actions", role, manyOf(allow, `"NotAction":"s3:%d","Resource":"*"`), "", do, false},
		{"an action that may be anything", role, manyOf(allow, `"Action":["s3:%d","`+hole(whatever)+`"],"Resource":"*"`), "", do, false},
		{"a resource that may be anything", role, manyOf(allow, `"Action":"zz:Do","Resource":["arn:aws:s3:::%d","`+hole(whatever)+`"]`), "", phi, false},
		{"the root needs no statement", "arn:aws:iam::111122223333:root", "", manyOf(allow, foreign+`"Action":"zz:%d","Resource":"*"`), do, false},
		{"a store that lets in others", role, "", manyOf(allow, foreign+`"Action":"zz:*","Resource":"arn:aws:s3:::%d"`), do, true},
		{"a store that delegates, and nothing else", role, "", manyOf(allow, account+`"Action":"zz:*","Resource":"arn:aws:s3:::%d"`), do, true},
		{"a store that lets everybody do something else", role, "", manyOf(allow, `"Principal":"*","Action":"zz:Do%d","Resource":"*"`), do, true},
		{"a store that denies everybody", role, "", manyOf(deny, `"Principal":"*","Action":"zz:Do","Resource":"arn:aws:s3:::%d"`), do, true},
		{"a store that lets everybody", role, "", manyOf(allow, `"Principal":"*","Action":"zz:Do","Resource":"arn:aws:s3:::%d"`), do, false},
		{"a store that names the role", role, "", manyOf(allow, `"Principal":{"AWS":"`+role+`"},"Action":"zz:Do","Resource":"arn:aws:s3:::%d"`), do, false},
		{"a store that may name the role beside its account", role, "", manyOf(allow, `"Principal":{"AWS":["111122223333","`+hole(whatever)+`"]},"Action":"zz:Do","Resource":"arn:aws:s3:::%d"`), do, false},
		{"a store that lets anonymous requests in", "anonymous", "", manyOf(allow, `"Principal":"*","Action":"zz:Do","Resource":"arn:aws:s3:::%d"`), do, false},
		{"a role that trusts others", role, manyOf(allow, `"Action":"sts:*","Resource":"arn:aws:iam::111122223333:role/%d"`), docOf(allow(foreign + `"Action":"sts:*","Resource":"*"`)), assume, true},
		{"a role that trusts the account", role, manyOf(allow, `"Action":"sts:*","Resource":"arn:aws:iam::111122223333:role/%d"`), docOf(allow(account + `"Action":"sts:*","Resource":"*"`)), assume, false},
		{"a store that lets in others, and a statement", role, manyOf(allow, `"Action":"zz:*","Resource":"arn:aws:s3:::%d"`), docOf(allow(foreign + anything)), do, false},
	} {
		a := &decide.Access{Principal: mustPrincipal(t, c.who)}
		if c.identity != "" {
			a.Identity = []*policy.Document{reads(t, c.identity, policy.Identity)}
		}
		a.Resource = reads(t, c.resource, policy.Resource)
		for name, ask := range map[string]func(decide.Options) decide.Answer{
			"grants":     func(o decide.Options) decide.Answer { return decide.Grants(a, c.q, o) },
			"new access": func(o decide.Options) decide.Answer { return decide.NewAccess(nil, a, c.q, o) },
		} {
			if got := ask(decide.Options{States: 1}); (got.Result == decide.No) != c.plain {
				t.Errorf("%s, %s: plainly nothing is %v", c.name, name, !c.plain)
			}
			if got := ask(decide.Options{}); (got.Result == decide.No) != c.plain {
				t.Errorf("%s, %s: %s", c.name, name, verdict(got))
			}
		}
		if c.resource == "" {
			if got := decide.DocumentGrants(a.Identity[0], c.q, decide.Options{States: 1}); (got.Result == decide.No) != c.plain {
				t.Errorf("%s, of the document: plainly nothing is %v", c.name, !c.plain)
			}
		}
	}
	// A control policy that does not speak of an action does not limit it.
	for _, kind := range []policy.Kind{policy.SCP, policy.RCP} {
		d := reads(t, docOf(deny(`"Principal":"*","Action":"s3:*","Resource":"*"`)), kind)
		if got := decide.DocumentGrants(d, do, decide.Options{}); got.Result != decide.Yes {
			t.Errorf("%v: %s", kind, verdict(got))
		}
	}
}

// TestServices holds which services the statements of a principal are about.
func TestServices(t *testing.T) {
	for src, want := range map[string]string{
		docOf(allow(`"Action":["s3:Get*","S3:Put*","iam:PassRole"],"Resource":"*"`)):                          "iam s3",
		docOf(allow(`"Action":"s3:Get*","Resource":"*"`), deny(`"Action":"ec2:*","Resource":"*"`)):            "s3",
		docOf(allow(`"Action":"s3:Get*","Resource":"*"`), deny(`"NotAction":"ec2:*","Resource":"*"`)):         "s3",
		docOf(allow(`"NotAction":"s3:Get*","Resource":"*"`), allow(`"Action":"iam:PassRole","Resource":"*"`)): "iam or any",
		docOf(allow(`"Action":["s*:Get*","sns:*"],"Resource":"*"`)):                                           "sns or any",
		docOf(allow(`"Action":"*","Resource":"*"`), allow(`"Resource":"*"`)):                                  " or any",
		docOf(allow(`"Resource":"*"`)): "",
	} {
		a := &decide.Access{}
		a.Identity = []*policy.Document{reads(t, src, policy.Identity)}
		named, open := a.Services()
		var got string
		var list []string
		for s, is := range named {
			if is {
				list = append(list, s)
			}
		}
		slices.Sort(list)
		for i, s := range list {
			if i > 0 {
				got += " "
			}
			got += s
		}
		if open {
			got += " or any"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

// TestUnknownsOfEveryElement holds that a value that may be anything leaves open
// what it stands in, and nothing else.
func TestUnknownsOfEveryElement(t *testing.T) {
	open := "undetermined: a statement holds a value that is not known until apply and may be anything; settled by the configuration's source (--source), or a plan made after the value is known"
	for _, c := range []struct{ name, old, new, want string }{
		{"an action", "", allow(`"Action":"` + hole(whatever) + `","Resource":"*"`), open},
		{"NotAction", "", allow(`"NotAction":"` + hole(whatever) + `","Resource":"*"`), open},
		{"a resource", "", allow(`"Action":"s3:GetObject","Resource":"` + hole(whatever) + `"`), open},
		{"NotResource", "", allow(`"Action":"s3:GetObject","NotResource":"` + hole(whatever) + `"`), open},
		{"what NotAction leaves out for sure", allow(`"Action":"s3:*","Resource":"*"`), allow(`"NotAction":["` + hole(whatever) + `","*"],"Resource":"*"`), "no"},
		{"all but one action", allow(`"NotAction":"iam:*","Resource":"*"`), allow(`"Action":"s3:*","Resource":"*"`), "no"},
		{"all but one resource", allow(`"Action":"*","NotResource":"arn:aws:s3:::a"`), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b"`), "no"},
		{"all but one resource, and that one", allow(`"Action":"s3:*","NotResource":"arn:aws:s3:::a"`), allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]`), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::a"},
		{"an unknown that both have", allow(`"Action":"` + hole(whatever) + `","Resource":"*"`), allow(`"Action":"` + hole(whatever) + `","Resource":"*"`), "no"},
		{"an unknown that both have, of more resources", allow(`"Action":"` + hole(whatever) + `","Resource":"arn:aws:s3:::a"`), allow(`"Action":"` + hole(whatever) + `","Resource":"*"`), open},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before *policy.Document
			if c.old != "" {
				before = reads(t, docOf(c.old), policy.Identity)
			}
			a := decide.DocumentNewAccess(before, reads(t, docOf(c.new), policy.Identity), policy.Identity, decide.Options{})
			if diff := cmp.Diff(c.want, verdict(a)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

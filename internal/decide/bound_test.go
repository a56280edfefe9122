// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"fmt"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// boundCases are questions that take several steps of every kind.
func boundCases() [][2]string {
	return [][2]string{
		{docOf(allow(`"Action":["a:1","a:2"],"Resource":"*"`)), docOf(allow(`"Action":["a:1","a:2","a:3"],"Resource":["arn:aws:s3:::a","arn:aws:s3:::b*"]`))},
		{docOf(allow(`"Action":"a:*","Resource":"*"`)), docOf(allow(`"Action":["a:1","a:2","a:3"],"Resource":"*"`))},
		{docOf(allow(`"Action":"*","Resource":"*"`), deny(`"Action":"a:*2","Resource":"arn:aws:s3:::b*"`)), docOf(allow(`"Action":["a:1*","a:*","b:2"],"Resource":["arn:aws:s3:::*b","arn:aws:s3:::a"]`))},
		{docOf(allow(`"Action":"*","Resource":["*a*b*","*b*a*"]`), deny(`"Action":"*a*","Resource":"*ab*"`)), docOf(allow(`"Action":"*","Resource":["*ab*a*","*b*ba*"]`), deny(`"Action":["*b*"],"Resource":"*bb*"`))},
		{docOf(allow(`"Action":"*","Resource":["*a*b*","*b*a*"]`)), docOf(allow(`"Action":"*","Resource":["*a*a*b*","*b*b*a*"]`))},
		{docOf(allow(anything+when("StringLike", "k:v", "a*", "*b")), deny(anything+when("NumericLessThan", "k:n", "10"))), docOf(allow(anything+when("StringLike", "k:v", "a*b", "b*a")), deny(anything+when("NumericLessThan", "k:n", "5")))},
		{docOf(allow(anything+when("StringLike", "k:v", "a*", "*b")), deny(anything+when("NumericLessThan", "k:n", "10"))), docOf(allow(anything+when("StringLike", "k:v", "a*b", "ab*b")), deny(anything+when("NumericLessThan", "k:n", "10")))},
		{docOf(allow(anything + when("ForAllValues:StringLike", "k:v", "a*", "b*"))), docOf(allow(anything+when("ForAnyValue:StringLike", "k:v", "a*")), deny(anything+when("ForAnyValue:StringLike", "k:v", "*c")))},
		{docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::${k:n}*"`)), docOf(allow(`"Action":"*","Resource":["arn:aws:s3:::${k:n}/a*","arn:aws:s3:::${k:n}b"]`))},
		{docOf(allow(`"Action":"*","Resource":["arn:aws:s3:::*"]`)), docOf(allow(`"Action":"*","Resource":["arn:aws:s3:::a*","arn:aws:s3"]`))},
		{docOf(allow(anything + when("IpAddress", "aws:SourceIp", "10.0.0.0/8", "11.0.0.0/8"))), docOf(allow(anything+when("IpAddress", "aws:SourceIp", "10.0.0.0/7")), deny(anything+when("Bool", "aws:SecureTransport", "false")))},
	}
}

// TestDecideNearTheBound asks the same with every amount of work: with less, more
// is undetermined, and nothing else is different.
func TestDecideNearTheBound(t *testing.T) {
	for i, c := range boundCases() {
		before, after := reads(t, c[0], policy.Identity), reads(t, c[1], policy.Identity)
		access := func(d *policy.Document) *decide.Access {
			a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
			a.Identity = []*policy.Document{d}
			return a
		}
		q := decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}
		for name, ask := range map[string]func(int) decide.Answer{
			"documents": func(n int) decide.Answer {
				return decide.DocumentNewAccess(before, after, policy.Identity, decide.Options{States: n})
			},
			"closed world": func(n int) decide.Answer {
				return decide.DocumentNewAccess(before, after, policy.Identity, decide.Options{States: n, ClosedWorld: true})
			},
			"access": func(n int) decide.Answer {
				return decide.NewAccess(access(before), access(after), q, decide.Options{States: n})
			},
			"grants": func(n int) decide.Answer { return decide.DocumentGrants(after, q, decide.Options{States: n}) },
		} {
			if name == "closed world" && i > 2 {
				continue // it looks at each action that AWS has
			}
			full := ask(0)
			seen := map[decide.Result]int{}
			for n := 1; n < 60; n += 1 + n/4 {
				a := ask(n)
				seen[a.Result]++
				switch {
				case a.Result == decide.Undetermined && a.Reason == "":
					t.Errorf("case %d, %s, %d steps: undetermined without a reason", i, name, n)
				case a.Result == decide.Yes && (a.Witness == nil || a.Witness.Request == nil || full.Result == decide.No):
					t.Errorf("case %d, %s, %d steps: %s, but %s", i, name, n, fmt.Sprint(a), verdict(full))
				case a.Result == decide.No && full.Result != decide.No:
					t.Errorf("case %d, %s, %d steps: no, but %s", i, name, n, verdict(full))
				}
			}
		}
	}
}

// TestToldApart holds that of the literals of one list each is tried that some
// statement tells from the others, wherever it stands.
func TestToldApart(t *testing.T) {
	orders := [][]string{{"1", "2", "3"}, {"3", "1", "2"}, {"2", "3", "1"}}
	list := func(format string, order []string) string {
		out := make([]string, len(order))
		for i, n := range order {
			out[i] = fmt.Sprintf(format, n)
		}
		return string(mustJSON(out))
	}
	for _, order := range orders {
		actions := func(of ...string) string { return `"Action":` + list("a:%s", of) + `,"Resource":"arn:aws:s3:::x"` }
		resources := func(of ...string) string { return `"Action":"s3:GetObject","Resource":` + list("arn:aws:s3:::%s", of) }
		for i, c := range []struct{ old, new, want string }{
			{docOf(allow(actions("1")), allow(actions("2"))), docOf(allow(actions(order...))), "yes: " + exampleRole + " a:3 arn:aws:s3:::x"},
			{docOf(allow(actions("1", "3")), allow(actions("2"))), docOf(allow(actions(order...))), "no"},
			{docOf(allow(`"Action":"a:*","Resource":"*"`), deny(actions("3"))), docOf(allow(actions(order...))), "yes: " + exampleRole + " a:3 arn:aws:s3:::x"},
			{docOf(allow(`"Action":"a:*","Resource":"*"`), deny(actions("3"))), docOf(allow(actions(order...)), deny(`"NotAction":["a:1","a:2"],"Resource":"*"`)), "no"},
			{docOf(allow(`"NotAction":["a:3","b:*"],"Resource":"*"`)), docOf(allow(actions(order...))), "yes: " + exampleRole + " a:3 arn:aws:s3:::x"},
			{docOf(allow(resources("1")), allow(resources("2"))), docOf(allow(resources(order...))), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::3"},
			{docOf(allow(resources("1", "2")), allow(resources("3"))), docOf(allow(resources(order...))), "no"},
			{docOf(allow(`"Action":"s3:*","Resource":"*"`), deny(resources("3"))), docOf(allow(resources(order...))), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::3"},
			{docOf(allow(`"Action":"s3:*","NotResource":"arn:aws:s3:::3"`)), docOf(allow(resources(order...))), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::3"},
			{docOf(allow(resources("1")), allow(resources("2")), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::${k:n}"`+when("StringEquals", "k:n", "3"))), docOf(allow(resources(order...))), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::3"},
			{docOf(allow(resources("1")), allow(resources("2")), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::3"`+when("Bool", "aws:SecureTransport", "true")), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::3"`+when("BoolIfExists", "aws:SecureTransport", "false"))), docOf(allow(resources(order...))), "no"},
		} {
			a := decide.DocumentNewAccess(reads(t, c.old, policy.Identity), reads(t, c.new, policy.Identity), policy.Identity, decide.Options{})
			if got := verdict(a); got != c.want {
				t.Errorf("%v, case %d: got %s, want %s", order, i, got, c.want)
			}
		}
	}
}

// TestToldApartByMore holds the same of patterns, of what a question and a
// statement have in common, of variables, and of two denies of what was allowed.
func TestToldApartByMore(t *testing.T) {
	resources := func(of ...string) string {
		for i, r := range of {
			of[i] = "arn:aws:s3:::" + r
		}
		return `"Action":"s3:GetObject","Resource":` + string(mustJSON(of))
	}
	for name, c := range map[string]struct {
		old, new string
		q        decide.Question
		want     decide.Result
	}{
		"patterns":                                     {docOf(allow(resources("a*")), allow(resources("b*"))), docOf(allow(resources("a*", "b*", "c*"))), decide.Question{}, decide.Yes},
		"patterns, all allowed":                        {docOf(allow(resources("a*")), allow(resources("b*", "c*"))), docOf(allow(resources("a*", "b*", "c*"))), decide.Question{}, decide.No},
		"parts of a pattern":                           {docOf(allow(resources("a*")), allow(resources("b*"))), docOf(allow(resources("*x"))), decide.Question{Resources: []string{"arn:aws:s3:::a*", "arn:aws:s3:::b*", "arn:aws:s3:::c*"}}, decide.Yes},
		"parts, all allowed":                           {docOf(allow(resources("a*")), allow(resources("b*"))), docOf(allow(resources("*x"))), decide.Question{Resources: []string{"arn:aws:s3:::a*", "arn:aws:s3:::b*"}}, decide.No},
		"by a variable that is one of them":            {docOf(allow(resources("${k:n}"))), docOf(allow(resources("aa", "bb") + when("StringEquals", "k:n", "aa"))), decide.Question{}, decide.Yes},
		"by a variable, and another one that holds it": {docOf(allow(resources("${k:n}", "aa")), allow(resources("a*"))), docOf(allow(resources("aa", "ab", "bb") + when("StringEquals", "k:n", "cc"))), decide.Question{}, decide.Yes},
		"by a variable's default":                      {docOf(allow(resources("${k:n, '1'}"))), docOf(allow(resources("1", "2") + when("Null", "k:n", "true"))), decide.Question{}, decide.Yes},
		"by two denies":                                {docOf(allow(resources("*")), deny(resources("2")+when("Bool", "k:a", "true")), deny(resources("3")+when("Bool", "k:b", "true"))), docOf(allow(resources("1", "2", "3"))), decide.Question{}, decide.Yes},
		"by the second way to fail":                    {docOf(allow(`"Action":"a:x*","Resource":"arn:aws:s3:::1*"`), allow(`"NotAction":"a:x*","NotResource":"arn:aws:s3:::2*"`), allow(`"NotAction":"a:x*","Resource":"arn:aws:s3:::2*"`)), docOf(allow(`"Action":"a:*","Resource":"*"`)), decide.Question{}, decide.Yes},
		"by no way to fail":                            {docOf(allow(`"Action":"a:x*","Resource":"arn:aws:s3:::1*"`), allow(`"Action":"a:x*","NotResource":"arn:aws:s3:::1*"`), allow(`"NotAction":"a:x*","NotResource":"arn:aws:s3:::2*"`), allow(`"NotAction":"a:x*","Resource":"arn:aws:s3:::2*"`)), docOf(allow(`"Action":"a:*","Resource":"*"`)), decide.Question{}, decide.No},
		"by no deny":                                   {docOf(allow(resources("*")), deny(resources("4")+when("Bool", "k:a", "true")), deny(resources("5")+when("Bool", "k:b", "true"))), docOf(allow(resources("1", "2", "3"))), decide.Question{}, decide.No},
	} {
		a := decide.DocumentNewAccessIn(reads(t, c.old, policy.Identity), reads(t, c.new, policy.Identity), policy.Identity, c.q, decide.Options{})
		if a.Result != c.want {
			t.Errorf("%s: %s", name, verdict(a))
		}
	}
}

// TestNobodyStandsForHimself holds that a change from one principal to all of its
// kind is new access, whatever the one is called.
func TestNobodyStandsForHimself(t *testing.T) {
	const account = "111122223333"
	get := `"Action":["s3:GetObject","sts:AssumeRole"],"Resource":"*"`
	for _, name := range []string{"example", "Example", "example-2", "example-7", "q", "7", "x"} {
		arns := func(kind string) string { return "arn:aws:iam::" + account + ":" + kind + "/" }
		session := "arn:aws:sts::" + account + ":assumed-role/R/"
		fed := "arn:aws:sts::" + account + ":federated-user/"
		for _, c := range []struct{ kind, one, all string }{
			{"role", `{"AWS":"` + arns("role") + name + `"}`, `{"AWS":"` + account + `"},` + get + when("ArnLike", "aws:PrincipalArn", arns("role")+"*")},
			{"user", `{"AWS":["` + arns("user") + name + `","` + arns("user") + `example"]}`, `{"AWS":"` + account + `"},` + get + when("ArnLike", "aws:PrincipalArn", arns("user")+"*")},
			{"federated user", `{"AWS":"` + fed + name + `"}`, `{"AWS":"` + account + `"},` + get + when("ArnLike", "aws:PrincipalArn", fed+"*")},
			{"session", `{"AWS":["` + session + name + `","` + session + `example"]}`, `{"AWS":"arn:aws:iam::` + account + `:role/R"},` + get},
			{"service", `{"Service":["` + name + `.amazonaws.com","example.amazonaws.com"]}`, `{"Service":"*"},` + get},
			{"provider", `{"Federated":["arn:aws:iam::123456789012:saml-provider/` + name + `","arn:aws:iam::123456789012:saml-provider/Example"]}`, `{"Federated":"*"},` + get},
		} {
			if name == "Example" && c.kind != "service" && c.kind != "provider" {
				continue
			}
			before := reads(t, docOf(allow(`"Principal":`+c.one+`,`+get)), policy.Resource)
			after := reads(t, docOf(allow(`"Principal":`+c.all)), policy.Resource)
			a := decide.DocumentNewAccess(before, after, policy.Resource, decide.Options{})
			if a.Result != decide.Yes {
				t.Errorf("from one %s, %q, to all: %s", c.kind, name, verdict(a))
			}
			if a := decide.DocumentNewAccess(after, before, policy.Resource, decide.Options{}); a.Result != decide.No && c.kind != "session" {
				t.Errorf("from all to one %s, %q: %s", c.kind, name, verdict(a))
			}
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestVariablesByCase holds the answers that follow from what a variable's key can be:
// absent, one of the texts at hand, another one, or several.
func TestVariablesByCase(t *testing.T) {
	const yes, open = "yes: " + exampleRole + " s3:GetObject ", "undetermined: a policy variable is compared with another text: ${k:n}; settled by the values that the variable can have"
	of := func(names ...string) string {
		var list []string
		for _, n := range names {
			list = append(list, `"arn:aws:s3:::`+n+`"`)
		}
		return `"Action":"s3:GetObject","Resource":[` + strings.Join(list, ",") + `]`
	}
	for _, c := range []struct {
		name     string
		old, new string
		want     string
	}{
		{"a default that is allowed, where the key is absent", of("x"), of("${k:n, 'x'}") + when("Null", "k:n", "true"), "no"},
		{"another default, where the key is absent", of("x"), of("${k:n, 'y'}") + when("Null", "k:n", "true"), yes + "arn:aws:s3:::y"},
		{"an empty default", of("x"), of("x${k:n, ''}") + when("Null", "k:n", "true"), "no"},
		{"an empty default, to another text", of("x"), of("y${k:n, ''}") + when("Null", "k:n", "true"), yes + "arn:aws:s3:::y"},
		{"a default that is allowed beside the variable", of("x", "${k:n}"), of("${k:n, 'x'}"), "no"},
		{"a default that is not", of("y", "${k:n}"), of("${k:n, 'x'}"), yes + "arn:aws:s3:::x"},
		{"the text of a default, whatever the key is", of("${k:n, 'x'}"), of("x"), yes + `arn:aws:s3:::x {"k:n":["example-k-n"]}`},
		{"no value and no default", "", of("${k:n}") + when("Null", "k:n", "true"), "no"},
		{"a key of one value", of("x"), of("${k:n}") + when("StringEquals", "k:n", "x"), "no"},
		{"a key of two values, one allowed", of("x"), of("${k:n}") + when("StringEquals", "k:n", "x", "y"), yes + `arn:aws:s3:::y {"k:n":["y"]}`},
		{"a key of two values, both allowed", of("x", "y"), of("${k:n}") + when("StringEquals", "k:n", "x", "y"), "no"},
		{"a key that is not the text", of("${k:n}"), of("x") + whenAll("StringNotEquals", "k:n", "x", "Null", "k:n", "false"), yes + `arn:aws:s3:::x {"k:n":["example"]}`},
		{"a key in another case", of("x"), of("${k:n}") + whenAll("StringEqualsIgnoreCase", "k:n", "x", "StringNotEquals", "k:n", "x"), yes + `arn:aws:s3:::X {"k:n":["X"]}`},
		{"a value compared with a variable", of("*") + when("StringEquals", "k:a", "x"), of("*") + whenAll("StringEquals", "k:a", "${k:n}", "StringEquals", "k:n", "x"), "no"},
		{"several values stand for nothing", "", of("${k:n, 'x'}") + whenAll("ForAnyValue:StringEquals", "k:n", "a", "ForAnyValue:StringLike", "k:n", "b"), "no"},
		{"nor do two that are the same", of("a", "${k:n, 'x'}"), of("a"), "no"},
		{"a key that begins with a text", of("x*"), of("${k:n}") + when("StringLike", "k:n", "x*"), open},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := ""
			if c.old != "" {
				old = docOf(allow(c.old))
			}
			a := decide.DocumentNewAccess(reads(t, old, policy.Identity), reads(t, docOf(allow(c.new)), policy.Identity), policy.Identity, decide.Options{})
			if got := verdict(a); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestSeveralValuesOfAVariable holds that a Deny by a variable does not reach a request
// whose key has several values.
func TestSeveralValuesOfAVariable(t *testing.T) {
	one := docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::x"`+when("ForAnyValue:StringEquals", "k:n", "x")), deny(`"Action":"*","Resource":"arn:aws:s3:::${k:n}"`))
	for name, c := range map[string]struct{ src, want string }{
		"and one": {one, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::x {"k:n":["x","x"]}`},
		// facts: aws:RequestTag has one value.
		"a key that has one": {strings.ReplaceAll(one, "k:n", "aws:RequestTag/n"), "no"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := verdict(decide.DocumentGrants(reads(t, c.src, policy.Identity), decide.Question{}, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestWhoByCase holds the answers that follow from keys that depend on each other: a
// principal's ARN, its account and its name.
func TestWhoByCase(t *testing.T) {
	const get = `"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`
	for _, c := range []struct{ name, when, want string }{
		{"an ARN, and some account", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::444455556666:role/r", "Null", "aws:PrincipalAccount", "false"),
			`yes: arn:aws:iam::444455556666:role/r s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalArn":["arn:aws:iam::444455556666:role/r"]}`},
		{"an ARN of another account", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::444455556666:role/r", "StringEquals", "aws:PrincipalAccount", "111122223333"), "no"},
		{"a user's ARN, and a name", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::444455556666:user/*", "StringLike", "aws:username", "a?"),
			`yes: arn:aws:iam::444455556666:user/aq s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalArn":["arn:aws:iam::444455556666:user/aq"],"aws:username":["aq"]}`},
		{"a role's ARN, and a name", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::444455556666:role/*", "StringLike", "aws:username", "a?"), "no"},
		{"a root's, and none", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:root", "Null", "aws:username", "false"), "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := verdict(decide.DocumentGrants(reads(t, docOf(allow(get+c.when)), policy.Identity), decide.Question{}, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

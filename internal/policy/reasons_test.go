// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestWhatIsNotSettled holds what an undetermined decision names: the statements
// that may matter, no others, and the first reason.
func TestWhatIsNotSettled(t *testing.T) {
	unclear := func(key string) string { return condition("StringEquals", key, "1") } // with two values
	two := []string{"k:a", "1", "k:a", "2", "k:b", "1", "k:b", "2"}
	const (
		a = "statement 0 of the identity policy: key k:a has several values and is compared without ForAllValues or ForAnyValue"
		b = "statement 1 of the identity policy: key k:b has several values and is compared without ForAllValues or ForAnyValue"
	)
	for _, c := range []struct{ name, src, outcome, reason string }{
		{"an Allow that is about something else", doc(allow(anything+`,`+unclear("k:a")), allow(`"Action":"iam:*","Resource":"*"`)), "undetermined identity/0", a},
		{"a Deny that may hold", doc(allow(anything), deny(anything+`,`+unclear("k:b"))), "undetermined identity/0 identity/1", b},
		{"the first of two reasons", doc(allow(anything+`,`+unclear("k:a")), allow(anything+`,`+unclear("k:b"))), "undetermined identity/0 identity/1", a},
		{"the first key that is unclear", doc(allow(anything + `,"Condition":{"StringEquals":{"k:a":"1","k:b":"1"}}`)), "undetermined identity/0", a},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := policy.GrantedBy(parse(t, policy.Identity, c.src), request(t, role, "s3:GetObject", "arn:aws:s3:::b/k", two...))
			if got := outcome(d); got != c.outcome || d.Reason != c.reason {
				t.Errorf("got %s: %s\nwant %s: %s", got, d.Reason, c.outcome, c.reason)
			}
		})
	}
	p := &policy.Policies{
		Identity: []*policy.Document{parse(t, policy.Identity, doc(allow(anything+`,`+unclear("k:a"))))},
		Resource: parse(t, policy.Resource, forPrincipal("AWS", root)),
	}
	if got := outcome(policy.Evaluate(p, request(t, role, "s3:GetObject", "arn:aws:s3:::b/k", two...))); got != "undetermined identity/0" {
		t.Errorf("a resource policy that only delegates is named: %s", got)
	}
}

// Control policies are read under every reading as the others are.
func TestReadingsOfControlPolicies(t *testing.T) {
	unclear := doc(allow(`"Action":"*","Resource":["arn:aws:sns:eu*3:t","arn:aws:s3:::*"]`))
	p := &policy.Policies{
		Identity: []*policy.Document{parse(t, policy.Identity, allowAll)},
		SCP:      [][]*policy.Document{{parse(t, policy.SCP, unclear)}},
	}
	r := request(t, role, "sns:Publish", "arn:aws:sns:eu-west-1:111122223333:t")
	if got := policy.Evaluate(p, r).Result; got != policy.Undetermined {
		t.Errorf("got %v", got)
	}
	if steps, _ := policy.Trace(p, r); len(steps) != 2 || steps[0].Document.Kind != policy.SCP {
		t.Errorf("traced %d statements", len(steps))
	}
}

// TestArnConditions holds what stands at the edges of ARN patterns.
func TestArnConditions(t *testing.T) {
	for _, c := range []struct {
		name, pattern, value, want string
		context                    []string
	}{
		{"with case", "arn:aws:s3:::A", "arn:aws:s3:::a", "deny", nil},
		{"colons in the last part", "arn:aws:sns:eu:1:t:sub", "arn:aws:sns:eu:1:t:sub", "allow", nil},
		{"another last part", "arn:aws:sns:eu:1:t:sub", "arn:aws:sns:eu:1:t:other", "deny", nil},
		{"a brace", "arn:aws:s3:}:1:x", "arn:aws:s3:}:1:x", "allow", nil},
		{"a text of one part", "topic", "topic", "undetermined", nil},
		{"a variable and a part", "${k:b}:x", "y:x", "undetermined", []string{"k:b", "y"}},
		{"a variable alone", "${k:b}", "arn:aws:s3:::a", "allow", []string{"k:b", "arn:aws:s3:::a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := lenient(t, policy.Identity, doc(allow(anything+`,`+condition("ArnLike", "k:a", c.pattern))))
			if got := policy.GrantedBy(d, request(t, role, "s3:x", "*", append([]string{"k:a", c.value}, c.context...)...)).Result.String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	wild := []policy.Hole{{Name: "var.any", Wild: true}}
	for _, op := range []string{"StringEquals", "ArnLike"} {
		d := lenient(t, policy.Identity, doc(allow(anything+`,`+condition(op, "k:a", string(policy.HoleRune(0)), "arn:aws:s3:::x"))), wild...)
		if got := policy.GrantedBy(d, request(t, role, "s3:x", "*", "k:a", "arn:aws:s3:::y")).Result; got != policy.Undetermined {
			t.Errorf("%s with a value that may be anything, before another: %v", op, got)
		}
	}
}

// TestUnquotedNumbers holds numbers in every form that JSON has.
func TestUnquotedNumbers(t *testing.T) {
	for text, value := range map[string]string{"9": "9", "1e+5": "100000", "1E5": "100000", "1e-2": "0.01", "-0.9": "-0.9", "1" + strings.Repeat("0", 63): "1e63"} {
		d := parse(t, policy.Identity, doc(allow(anything+`,"Condition":{"NumericEquals":{"k:n":`+text+`}}`)))
		if got := policy.GrantedBy(d, request(t, role, "s3:x", "*", "k:n", value)).Result; got != policy.Allowed {
			t.Errorf("%s is not %s: %v", text, value, got)
		}
	}
}

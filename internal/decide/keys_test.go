// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// whenAll writes a condition block of operator, key, value triples.
func whenAll(triples ...string) string {
	blocks := map[string]map[string]string{}
	for i := 0; i < len(triples); i += 3 {
		if blocks[triples[i]] == nil {
			blocks[triples[i]] = map[string]string{}
		}
		blocks[triples[i]][triples[i+1]] = triples[i+2]
	}
	return `,"Condition":` + string(mustJSON(blocks))
}

// TestKeys holds which values of a key a question finds, under several conditions
// at once.
func TestKeys(t *testing.T) {
	const get = `"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`
	yes := func(context string) string {
		return "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b/k" + context
	}
	const wild = "undetermined: a statement holds a value that is not known until apply and may be anything"
	anyAction, anyResource := hole(whatever), hole(whatever)
	for _, c := range []struct{ name, old, new, want string }{
		{"two statements that fail by one condition", docOf(allow(`"Action":"s3:*","Resource":"*"`+when("Bool", "k:v", "true")), allow(`"Action":"s3:Get*","Resource":"*"`+when("Bool", "k:v", "true"))), docOf(allow(get)), yes("")},
		{"a set within one pattern, one of it in another", "", docOf(allow(get + whenAll("ForAllValues:StringLike", "k:v", "a*", "ForAnyValue:StringLike", "k:v", "*b"))), yes(` {"k:v":["ab"]}`)},
		{"a value of which none may be denied", "", docOf(allow(get+when("ForAnyValue:StringLike", "k:v", "a*")), deny(get+when("ForAnyValue:StringLike", "k:v", "a?*"))), yes(` {"k:v":["a"]}`)},
		{"one value that is in neither set", "", docOf(allow(get+when("StringLike", "k:v", "a*")), deny(get+when("ForAllValues:StringLike", "k:v", "a")), deny(get+when("ForAllValues:StringLike", "k:v", "a??*"))), yes(` {"k:v":["aq"]}`)},
		{"two values, each of which is in one set", "", docOf(allow(get + whenAll("ForAnyValue:StringEquals", "k:v", "a", "ForAnyValue:StringLike", "k:v", "b?", "ForAllValues:StringNotLike", "k:v", "bc"))), yes(` {"k:v":["a","bq"]}`)},
		{"one value that keeps a set from holding", "", docOf(allow(get+when("StringLike", "k:v", "a*")), deny(get+when("ForAllValues:StringNotLike", "k:v", "*w*"))), yes(` {"k:v":["aw"]}`)},
		{"a text that is no boolean", "", docOf(allow(get+when("Null", "k:v", "false")), deny(get+when("Bool", "k:v", "true")), deny(get+when("Bool", "k:v", "false"))), yes(` {"k:v":["x"]}`)},
		{"no third boolean of a key that AWS gives as one", "", docOf(allow(get+when("Null", "aws:SecureTransport", "false")), deny(get+when("Bool", "aws:SecureTransport", "true")), deny(get+when("Bool", "aws:SecureTransport", "false"))), "no"},
		{"a text that is a number as well", "", docOf(allow(get + whenAll("StringEquals", "k:v", "5", "NumericLessThan", "k:v", "10"))), yes(` {"k:v":["5"]}`)},
		{"a text that is a number too large", "", docOf(allow(get + whenAll("StringEquals", "k:v", "50", "NumericLessThan", "k:v", "10"))), "undetermined: key k:v is compared by operators of different types"},
		{"a boolean in another case than AWS gives it", "", docOf(allow(get + when("StringEquals", "aws:SecureTransport", "True", "FALSE"))), "no"},
		{"a boolean as AWS gives it", "", docOf(allow(get + when("StringEquals", "aws:SecureTransport", "true"))), yes(` {"aws:SecureTransport":["true"]}`)},
		{"an operator that nobody knows, on a key that is there", "", docOf(allow(get + whenAll("StringIs", "k:v", "a", "StringEquals", "k:v", "b"))), `undetermined: unknown condition operator "StringIs"`},
		{"a number between two", docOf(allow(get + when("NumericEquals", "k:v", "2"))), docOf(allow(get + whenAll("NumericGreaterThan", "k:v", "1", "NumericLessThan", "k:v", "3"))), yes(` {"k:v":["1.5"]}`)},
		{"no number between", docOf(allow(get + when("NumericGreaterThanEquals", "k:v", "1"))), docOf(allow(get + whenAll("NumericGreaterThan", "k:v", "1", "NumericLessThan", "k:v", "3"))), "no"},
		{"an address beside a block", docOf(allow(get + when("IpAddress", "aws:SourceIp", "10.0.0.0/25"))), docOf(allow(get + when("IpAddress", "aws:SourceIp", "10.0.0.0/24"))), yes(` {"aws:SourceIp":["10.0.0.255"]}`)},
		{"an address of the other kind", docOf(allow(get + when("IpAddress", "aws:SourceIp", "0.0.0.0/0"))), docOf(allow(get + when("NotIpAddress", "aws:SourceIp", "10.0.0.0/8"))), yes("")},
		{"blocks that make up one", docOf(allow(get + when("IpAddress", "aws:SourceIp", "10.0.0.0/25", "10.0.0.128/25"))), docOf(allow(get + when("IpAddress", "aws:SourceIp", "10.0.0.0/24"))), "no"},
		{"no third boolean, by a text and a boolean", "", docOf(allow(get+when("Null", "aws:SecureTransport", "false")), deny(get+when("Bool", "aws:SecureTransport", "true")), deny(get+when("StringEquals", "aws:SecureTransport", "false"))), "no"},
		{"a boolean that a text leaves", "", docOf(allow(get+when("Null", "aws:SecureTransport", "false")), deny(get+when("Bool", "aws:SecureTransport", "false")), deny(get+when("StringNotLike", "aws:SecureTransport", "t*"))), yes(` {"aws:SecureTransport":["true"]}`)},
		{"a boolean of one service, as somebody wrote it", "", docOf(allow(get + when("StringEquals", "kms:GrantIsForAWSResource", "True"))), yes(` {"kms:GrantIsForAWSResource":["True"]}`)},
		{"a date that is a word", "", docOf(allow(get + whenAll("StringNotLike", "aws:CurrentTime", "2*", "DateLessThan", "aws:CurrentTime", "2026-01-01"))), "undetermined: key aws:currenttime is compared by operators of different types"},
		{"a word that is no date", "", docOf(allow(get+whenAll("StringNotLike", "aws:CurrentTime", "2*", "StringLike", "aws:CurrentTime", "*")), deny(get+when("DateLessThan", "aws:CurrentTime", "2026-01-01")), deny(get+when("DateGreaterThan", "aws:CurrentTime", "2025-01-01"))), "undetermined: key aws:currenttime is compared by operators of different types"},
		{"a variable in another case than its value", "", docOf(allow(get + whenAll("StringEqualsIgnoreCase", "k:a", "${k:z}", "StringNotEquals", "k:a", "${k:z}"))), "undetermined: a value is compared both with and without regard to case"},
		{"a variable in another case, denied as it is", docOf(allow(get + when("StringEquals", "k:a", "${k:z}"))), docOf(allow(get + when("StringEqualsIgnoreCase", "k:a", "${k:z}"))), "undetermined: a value is compared both with and without regard to case"},
		{"no variable that is the same in its case only", "", docOf(allow(get + whenAll("StringEquals", "k:a", "${k:z}", "StringNotEqualsIgnoreCase", "k:a", "${k:z}"))), "no"},
		{"no variable in another case, where case does not count", docOf(allow(get + when("StringEqualsIgnoreCase", "k:a", "${k:z}"))), docOf(allow(get + when("StringEqualsIgnoreCase", "k:a", "${k:z}"))), "no"},
		{"a variable whose key gets its value later", "", docOf(allow(get + whenAll("StringEquals", "k:a", "${k:z, 'd'}", "StringLike", "k:z", "v?"))), yes(` {"k:a":["vq"],"k:z":["vq"]}`)},
		{"a variable whose key got its value before", "", docOf(allow(get + whenAll("StringEquals", "k:z", "${k:a, 'd'}", "StringLike", "k:a", "v?"))), yes(` {"k:a":["vq"],"k:z":["vq"]}`)},
		{"variables of a row of keys", "", docOf(allow(get + whenAll("StringLike", "k:a", "${k:b}-?", "StringLike", "k:b", "${k:c}?", "StringLike", "k:c", "v"))), yes(` {"k:a":["vq-q"],"k:b":["vq"],"k:c":["v"]}`)},
		{"two keys that are each other's variable", "", docOf(allow(get + whenAll("StringEquals", "k:a", "${k:b, 'd'}", "StringEquals", "k:b", "${k:a, 'd'}", "StringNotEquals", "k:b", "d"))), yes(` {"k:a":["example-k-a"],"k:b":["example-k-a"]}`)},
		{"a default where its key is given by no value", "", docOf(allow(get + whenAll("StringEquals", "k:a", "${k:z, 'd'}", "Null", "k:z", "true"))), yes(` {"k:a":["d"]}`)},
		{"a boolean and a text", "", docOf(allow(get + whenAll("Bool", "k:v", "true", "StringLike", "k:v", "t*"))), yes(` {"k:v":["true"]}`)},
		{"a plain number below", "", docOf(allow(get + when("NumericLessThan", "k:v", "10"))), yes(` {"k:v":["9"]}`)},
		{"a plain number above", "", docOf(allow(get + when("NumericGreaterThan", "k:v", "10"))), yes(` {"k:v":["11"]}`)},
		{"a number between two, the third one is less", "", docOf(allow(get + whenAll("NumericGreaterThan", "k:v", "1", "NumericGreaterThanEquals", "k:v", "0", "NumericLessThan", "k:v", "1.2"))), yes(` {"k:v":["1.1"]}`)},
		{"a moment between two, the third one is before", "", docOf(allow(get + whenAll("DateGreaterThan", "k:v", "2026-01-01T00:00:00Z", "DateGreaterThanEquals", "k:v", "2025-01-01", "DateLessThan", "k:v", "2026-01-01T00:00:00.5Z"))), yes(` {"k:v":["2026-01-01T00:00:00.25Z"]}`)},
		{"a moment before there were years", "", docOf(allow(get + when("DateLessThan", "k:v", "-1000000000000"))), yes(` {"k:v":["-1000000000001"]}`)},
		{"an address that is no IPv4 one", "", docOf(allow(get + whenAll("NotIpAddress", "aws:SourceIp", "0.0.0.0/0", "Null", "aws:SourceIp", "false"))), yes(` {"aws:SourceIp":["2001:db8::7"]}`)},
		{"an address that is no IPv6 one", "", docOf(allow(get + whenAll("NotIpAddress", "aws:SourceIp", "::/0", "Null", "aws:SourceIp", "false"))), yes(` {"aws:SourceIp":["198.51.100.7"]}`)},
		{"a default where the key is absent", "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n, 'd'}"` + when("Null", "k:n", "true"))), "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::d"},
		{"a value where there is a default", "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n, 'd'}"` + when("StringEquals", "k:n", "e"))), "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::e {"k:n":["e"]}`},
		{"usual parts of an ARN", "", docOf(allow(`"Action":"zz:Do","Resource":"arn:*:zz:*:*:x"`)), "yes: " + exampleRole + " zz:do arn:aws:zz:us-east-1:123456789012:x"},
		{"what is no ARN is left alone", "", docOf(allow(`"Action":"zz:Do","Resource":"urn:*:zz:*:*:x"`)), "yes: " + exampleRole + " zz:do urn:example:zz:example:example:x"},
		{"several values without a set operator, of which AWS says nothing", docOf(allow(get + when("StringEquals", "aws:TagKeys", "a"))), docOf(allow(get + when("ForAnyValue:StringEquals", "aws:TagKeys", "a"))),
			"undetermined: AWS does not say what a comparison without ForAllValues or ForAnyValue makes of several values: aws:tagkeys"},
		{"a key of one value without a set operator", docOf(allow(get + when("StringEquals", "aws:PrincipalOrgID", "a"))), docOf(allow(get + when("ForAnyValue:StringEquals", "aws:PrincipalOrgID", "a"))), "no"},
		{"several values that no set operator lets hold", "", docOf(allow(get + whenAll("StringEquals", "aws:TagKeys", "a", "ForAllValues:StringEquals", "aws:TagKeys", "b", "ForAnyValue:StringEquals", "aws:TagKeys", "c"))), "no"},
		{"the resource always has an account", "", docOf(allow(get + when("Null", "aws:ResourceAccount", "true"))), "no"},
		// IAM user guide, global condition keys: actions that do not support aws:ResourceAccount.
		{"save for some actions", "", docOf(allow(`"Action":"ec2:CreateVolume","Resource":"*"` + when("Null", "aws:ResourceAccount", "true"))),
			"yes: " + exampleRole + ` ec2:CreateVolume arn:aws:ec2:us-east-1::snapshot/example {"aws:ResourceAccount":[]}`},
		{"which IfExists lets through", docOf(allow(`"Action":["ec2:*","s3:*"],"Resource":"*"` + when("StringEquals", "aws:ResourceAccount", "111122223333"))),
			docOf(allow(`"Action":["ec2:*","s3:*"],"Resource":"*"` + when("StringEqualsIfExists", "aws:ResourceAccount", "111122223333"))),
			"yes: " + exampleRole + ` ec2:AcceptTransitGatewayPeeringAttachment arn:aws:ec2:us-east-1:123456789012:transit-gateway-attachment/example {"aws:ResourceAccount":[]}`},
		{"and IfExists alone changes nothing elsewhere", docOf(allow(get + when("StringEquals", "aws:ResourceAccount", "111122223333"))), docOf(allow(get + when("StringEqualsIfExists", "aws:ResourceAccount", "111122223333"))), "no"},
		{"a name that only users have", "", docOf(allow(get + when("Null", "aws:username", "true"))), yes("")},
		{"denials alone", "", docOf(deny(get)), "no"},
		{"a deny that may be about it", "", docOf(allow(get), deny(`"Action":"`+anyAction+`","Resource":"*"`)), wild},
		{"the same unknown deny on both sides", docOf(allow(anything), deny(`"Action":"`+anyAction+`","Resource":"*"`)), docOf(allow(get), deny(`"Action":"`+anyAction+`","Resource":"*"`)), "no"},
		{"a deny that may be about it, taken away", docOf(allow(get), deny(`"Action":"`+anyAction+`","Resource":"*"`)), docOf(allow(get)), wild},
		{"what an unknown deny leaves out for sure", "", docOf(allow(get), deny(`"NotAction":["`+anyAction+`","s3:*"],"Resource":"*"`)), yes("")},
		{"what it leaves out of the resources", "", docOf(allow(get), deny(`"Action":"*","NotResource":["`+anyResource+`","arn:aws:s3:::b/*"]`)), yes("")},
		{"a deny of something else whatever it is", "", docOf(allow(get), deny(`"Action":"`+anyAction+`","Resource":"arn:aws:s3:::c/*"`)), yes("")},
		{"a deny of other actions whatever it is of", "", docOf(allow(get), deny(`"Action":"iam:*","Resource":"`+anyResource+`"`)), yes("")},
		{"a variable without a value in NotResource", "", docOf(allow(get), deny(`"Action":"*","NotResource":["arn:aws:s3:::${aws:username}/*","arn:aws:s3:::b/*"]`)), yes("")},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := decide.DocumentNewAccess(reads(t, c.old, policy.Identity), reads(t, c.new, policy.Identity), policy.Identity, decide.Options{})
			if got := verdict(a); !strings.HasPrefix(got+";", c.want+";") {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestTextBesideAVariable holds that a text that is sure is taken before a
// variable that would have to equal another text.
func TestTextBesideAVariable(t *testing.T) {
	d := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k","Condition":{"StringEquals":{"k:v":["${k:other}x","lit"]},"StringLike":{"k:v":"li*"}}`)), policy.Identity)
	if got, want := verdict(decide.DocumentNewAccess(nil, d, policy.Identity, decide.Options{})), "yes: "+exampleRole+` s3:GetObject arn:aws:s3:::b/k {"k:v":["lit"]}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestNestedChoices holds accesses whose only way leads through a choice within a
// choice: the key's policy lets in the account, by one of two statements, and
// what it gives the user directly is denied.
func TestNestedChoices(t *testing.T) {
	const (
		user = "arn:aws:iam::111122223333:user/U"
		key  = "arn:aws:kms:eu-west-1:111122223333:key/k"
	)
	a := &decide.Access{Principal: mustPrincipal(t, user)}
	a.Identity = []*policy.Document{reads(t, docOf(
		allow(`"Action":"kms:Decrypt","Resource":"`+key+`"`+when("Bool", "aws:SecureTransport", "true")),
		allow(`"Action":"kms:Encrypt","Resource":"`+key+`"`), deny(`"Action":["kms:ListGrants","kms:Encrypt"],"Resource":"*"`)), policy.Identity)}
	policyOf := func(decrypt string) *policy.Document {
		return reads(t, docOf(
			allow(`"Principal":{"AWS":"`+user+`"},"Action":"kms:ListGrants","Resource":"*"`),
			allow(`"Principal":{"AWS":"111122223333"},"Action":"kms:Encrypt","Resource":"*"`),
			allow(`"Principal":{"AWS":"111122223333"},"Action":"kms:`+decrypt+`","Resource":"*"`)), policy.Resource)
	}
	q := decide.Question{Actions: []string{"kms:*"}}
	for action, want := range map[string]string{
		"Decrypt":     "yes: " + user + ` kms:Decrypt ` + key + ` {"aws:SecureTransport":["true"]}`,
		"DescribeKey": "no",
	} {
		a.Resource = policyOf(action)
		if got := verdict(decide.Grants(a, q, decide.Options{})); got != want {
			t.Errorf("%s: got %s, want %s", action, got, want)
		}
	}
	boundary := func(actions string) *policy.Document {
		return reads(t, docOf(allow(`"Action":"s3:*","Resource":"*"`), allow(`"Action":`+actions+`,"Resource":"*"`)), policy.Boundary)
	}
	a.Resource = policyOf("Decrypt")
	for actions, want := range map[string]decide.Result{`["kms:Dec*","kms:Enc*"]`: decide.Yes, `"kms:Enc*"`: decide.No} {
		a.Boundary = boundary(actions)
		if got := decide.Grants(a, q, decide.Options{}); got.Result != want {
			t.Errorf("boundary of %s: %s", actions, verdict(got))
		}
	}
	// The role is let in by name, within its boundary.
	r := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
	r.Resource = reads(t, docOf(allow(`"Principal":{"AWS":"arn:aws:iam::111122223333:role/R"},"Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*"`)), policy.Resource)
	for actions, want := range map[string]decide.Result{`"s3:Put*"`: decide.Yes, `"s3:List*"`: decide.No} {
		r.Boundary = reads(t, docOf(allow(`"Action":`+actions+`,"Resource":"*"`)), policy.Boundary)
		if got := decide.Grants(r, decide.Question{Actions: []string{"s3:*"}}, decide.Options{}); got.Result != want {
			t.Errorf("a role within %s: %s", actions, verdict(got))
		}
	}
	// Somebody of no account in particular, whom a trust policy lets in by account.
	someone := &decide.Access{}
	someone.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"sts:AssumeRole","Resource":"*"`)), policy.Identity)}
	someone.Resource = reads(t, docOf(allow(`"Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"`)), policy.Trust)
	if got := decide.Grants(someone, decide.Question{Actions: []string{"sts:AssumeRole"}}, decide.Options{}); got.Result != decide.Yes {
		t.Errorf("somebody whom the account is let in for: %s", verdict(got))
	}
	// Identity policies bear on no service.
	service := &decide.Access{Principal: mustPrincipal(t, "service:s3.amazonaws.com")}
	service.Identity = []*policy.Document{reads(t, docOf(deny(anything)), policy.Identity)}
	service.Resource = reads(t, docOf(allow(`"Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"`)), policy.Resource)
	if got := decide.Grants(service, decide.Question{Actions: []string{"sqs:*"}}, decide.Options{}); got.Result != decide.Yes {
		t.Errorf("a service: %s", verdict(got))
	}
	// AWS refuses sts:AssumeRole to an account's root.
	root := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:root")}
	root.Resource = reads(t, docOf(allow(`"Principal":"*","Action":"sts:AssumeRole"`)), policy.Trust)
	if got := decide.Grants(root, decide.Question{Actions: []string{"sts:AssumeRole"}}, decide.Options{}); got.Result != decide.No {
		t.Errorf("the root assumes a role: %s", verdict(got))
	}
}

// TestVariableWithinLimits holds that a variable that would have to equal another
// text leaves the question open, says which, and is no proof that nothing is
// granted.
func TestVariableWithinLimits(t *testing.T) {
	a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
	a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n}"`), deny(`"Action":"*","Resource":"arn:aws:s3:::az"`)), policy.Identity)}
	a.Boundary = reads(t, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::a*"`)), policy.Boundary)
	q := decide.Question{Actions: []string{"s3:*"}}
	if got := verdict(decide.Grants(a, q, decide.Options{})); !strings.HasPrefix(got, "yes: ") && got != "undetermined: a policy variable is compared with another text: ${k:n}; settled by the values that the variable can have" {
		t.Errorf("got %s", got)
	}
	a.Boundary = reads(t, docOf(allow(`"Action":"*","Resource":"arn:aws:sqs:::a*"`)), policy.Boundary)
	if got := verdict(decide.Grants(a, q, decide.Options{})); got != "no" {
		t.Errorf("outside of the boundary whatever it is: %s", got)
	}
	a.Boundary = reads(t, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::az"`)), policy.Boundary)
	if got := verdict(decide.Grants(a, q, decide.Options{})); got != "no" {
		t.Errorf("where it is denied whatever it is: %s", got)
	}
	for _, open := range []string{"${k:n}", hole(me)} { // all that ends so is denied, by two patterns together
		a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::a`+open+`"`)), policy.Identity)}
		a.Boundary = reads(t, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::*z"`), deny(`"Action":"*","Resource":["arn:aws:s3:::?*z","arn:aws:s3:::z"]`)), policy.Boundary)
		if got := verdict(decide.Grants(a, q, decide.Options{})); got != "no" {
			t.Errorf("denied however it ends: %s", got)
		}
		a.Boundary = nil
		a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::`+open+`*"`), deny(`"Action":"*","Resource":["arn:aws:s3:::`+open+`","arn:aws:s3:::`+open+`?*"]`)), policy.Identity)}
		if got := verdict(decide.Grants(a, q, decide.Options{})); got != "no" {
			t.Errorf("denied with and without more: %s", got)
		}
	}
}

// TestTagOfAQuestion holds how a key is written that no document names.
func TestTagOfAQuestion(t *testing.T) {
	d := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), policy.Identity)
	q := decide.Question{Conditions: []*policy.Condition{cond(t, "StringEquals", "aws:PrincipalTag/Team", "x")}}
	if got, want := verdict(decide.DocumentGrants(d, q, decide.Options{})), "yes: "+exampleRole+` s3:GetObject arn:aws:s3:::b/k {"aws:principaltag/team":["x"]}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

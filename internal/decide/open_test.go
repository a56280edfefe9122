// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// manyVariables is a statement by more variables than a question is cut into cases of:
// what is found beside it is found by the search alone.
var manyVariables = allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::${k:1}${k:2}${k:3}${k:4}${k:5}${k:6}${k:7}"`)

// TestBesideManyVariables holds what a search finds of variables without cases.
func TestBesideManyVariables(t *testing.T) {
	get := decide.Question{Actions: []string{"s3:GetObject"}, NotResources: []string{"arn:aws:s3:::b/*"}}
	for _, c := range []struct {
		name, identity, boundary string
		q                        decide.Question
		want                     string
	}{
		{"a default, where the key is absent", allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n, 'none'}"` + when("Null", "k:n", "true")), allow(anything), decide.Question{},
			"yes: " + exampleRole + " s3:GetObject arn:aws:s3:::none"},
		{"a resource that is sure, after one that is not", allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::${k:n}/a","arn:aws:s3:::b/k"]`), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b/*"`), decide.Question{},
			"yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b/k"},
		{"a bucket that is sure, after an object that is not", allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::${k:n}/a","arn:aws:s3:::b"]`), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b*"`), decide.Question{},
			"yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b"},
		{"a resource that is left out, whatever the variable is", allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n}/a"`), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b/*"`), get, "no"},
		{"the same, with the variable in the boundary", allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::${k:n}/a"`), get, "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &decide.Access{Principal: mustPrincipal(t, exampleRole)}
			a.Identity = []*policy.Document{reads(t, docOf(c.identity, manyVariables), policy.Identity)}
			a.Boundary = reads(t, docOf(c.boundary), policy.Boundary)
			if c.q.Actions == nil {
				c.q.Actions = []string{"s3:*"}
			}
			if got := verdict(decide.Grants(a, c.q, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestOfNoAccount holds what is asked of who has no account, or of one that is not known.
func TestOfNoAccount(t *testing.T) {
	reference := policy.Principal{Kind: policy.Role, ID: "<aws_iam_role.ci.arn>", RoleARN: "<aws_iam_role.ci.arn>"}
	service := mustPrincipal(t, "service:ec2.amazonaws.com")
	for _, c := range []struct {
		name               string
		who                policy.Principal
		identity, resource string
		q                  decide.Question
		want               string
	}{
		{"a role by reference", reference, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), "", decide.Question{Actions: []string{"s3:*"}},
			"yes: <aws_iam_role.ci.arn> s3:GetObject arn:aws:s3:::b/k"},
		{"a role by reference, let in to a queue", reference, "", docOf(allow(`"Principal":{"AWS":"` + hole(ci) + `"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:444455556666:q"`)), decide.Question{Actions: []string{"sqs:*"}},
			"yes: <aws_iam_role.ci.arn> sqs:SendMessage arn:aws:sqs:eu-west-1:444455556666:q"},
		{"a role by reference, of the queue's account", reference, docOf(allow(`"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:444455556666:q"` + when("StringEquals", "aws:PrincipalAccount", "444455556666"))), "", decide.Question{Actions: []string{"sqs:*"}},
			`yes: <aws_iam_role.ci.arn> sqs:SendMessage arn:aws:sqs:eu-west-1:444455556666:q {"aws:PrincipalAccount":["444455556666"]}`},
		{"a role by reference, let in with its account to a queue", reference, docOf(allow(`"Action":"sqs:SendMessage","Resource":"*"`)), docOf(allow(`"Principal":{"AWS":"444455556666"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:444455556666:q"`)), decide.Question{Actions: []string{"sqs:*"}},
			"yes: <aws_iam_role.ci.arn> sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:example"},
		{"a role by reference, and a deny of others than the queue's account", reference, docOf(allow(`"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:444455556666:q"`), deny(`"Action":"*","Resource":"*"`+when("StringNotEquals", "aws:PrincipalAccount", "444455556666"))), "", decide.Question{Actions: []string{"sqs:*"}},
			`yes: <aws_iam_role.ci.arn> sqs:SendMessage arn:aws:sqs:eu-west-1:444455556666:q {"aws:PrincipalAccount":["444455556666"]}`},
		{"a role by reference, only without account", reference, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"` + when("Null", "aws:PrincipalAccount", "true"))), "", decide.Question{Actions: []string{"s3:*"}},
			"undetermined: conditions on keys that depend on each other could not be met together; settled by a request with the values in question, given to policy eval"},
		{"a role by reference, and its account for a default", reference, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:PrincipalAccount, 'none'}"`)), "", decide.Question{Actions: []string{"s3:*"}, Resources: []string{"arn:aws:s3:::123456789012"}},
			"yes: <aws_iam_role.ci.arn> s3:GetObject arn:aws:s3:::123456789012"},
		{"a service has no account", service, "", docOf(allow(`"Principal":{"Service":"ec2.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:444455556666:q"` + when("Null", "aws:PrincipalAccount", "true"))), decide.Question{Actions: []string{"sqs:*"}},
			"yes: ec2.amazonaws.com sqs:SendMessage arn:aws:sqs:eu-west-1:444455556666:q"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &decide.Access{Principal: c.who, Policies: policy.Policies{Resource: reads(t, c.resource, policy.Resource)}}
			if c.identity != "" {
				a.Identity = []*policy.Document{reads(t, c.identity, policy.Identity)}
			}
			if got := verdict(decide.Grants(a, c.q, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestKeysOfSeveralValues holds what conditions say together of a key that AWS gives
// several values.
func TestKeysOfSeveralValues(t *testing.T) {
	for _, c := range []struct{ name, when, want string }{
		{"two texts of one value", whenAll("StringEquals", "aws:TagKeys", "a", "StringLike", "aws:TagKeys", "b"), "no"},
		{"all of one and one of another", whenAll("ForAllValues:StringEquals", "aws:TagKeys", "a", "ForAnyValue:StringEquals", "aws:TagKeys", "b"), "no"},
		{"two of them, and a value without them", whenAll("ForAnyValue:StringEquals", "aws:TagKeys", "a", "ForAnyValue:StringLike", "aws:TagKeys", "b", "StringEquals", "aws:TagKeys", "c"),
			"undetermined: AWS does not say what a comparison without ForAllValues or ForAnyValue makes of several values: aws:tagkeys; settled by ForAllValues or ForAnyValue before the operator"},
		{"two of them, of a key that AWS has not", whenAll("ForAnyValue:StringEquals", "k:n", "a", "ForAnyValue:StringLike", "k:n", "b", "StringEquals", "k:n", "c"), "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`+c.when)), policy.Identity)
			if got := verdict(decide.DocumentGrants(d, decide.Question{}, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	// The same of a question that begins with the value: what is not defined of it is not
	// what the others exclude.
	q := decide.Question{Conditions: []*policy.Condition{cond(t, "StringEquals", "aws:TagKeys", "c"), cond(t, "ForAllValues:StringEquals", "aws:TagKeys", "a"), cond(t, "ForAnyValue:StringEquals", "aws:TagKeys", "b")}}
	if got := verdict(decide.DocumentGrants(reads(t, docOf(allow(anything)), policy.Identity), q, decide.Options{})); got != "no" {
		t.Errorf("conditions of a question: %s", got)
	}
}

// TestOwnerThatIsNotTold holds which requests do not tell who owns the resource.
func TestOwnerThatIsNotTold(t *testing.T) {
	untold := when("Null", "aws:ResourceAccount", "true")
	for _, c := range []struct {
		name string
		kind policy.Kind
		src  string
		want string
	}{
		{"a service, of an action that tells others", policy.Resource, docOf(allow(`"Principal":{"Service":"ec2.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"` + untold)), `yes: ec2.amazonaws.com s3:GetObject arn:aws:s3:::b/k {"aws:ResourceAccount":[]}`},
		{"a role, of an action that tells", policy.Identity, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"` + untold)), "no"},
		{"a role, of an action that does not", policy.Identity, docOf(allow(`"Action":["ec2:CopyImage","ec2:RunInstances"],"Resource":"arn:aws:ec2:eu-west-1::image/i"` + untold)), `yes: ` + exampleRole + ` ec2:CopyImage arn:aws:ec2:eu-west-1::image/i {"aws:ResourceAccount":[]}`},
		{"by its variable", policy.Identity, docOf(allow(`"Action":["events:PutEvents","s3:GetObject"],"Resource":"arn:aws:s3:::x${aws:ResourceAccount, 'none'}"`), deny(`"Action":"*","Resource":"arn:aws:s3:::x?*?????"`)), `yes: ` + exampleRole + ` events:PutEvents arn:aws:s3:::xnone {"aws:ResourceAccount":[]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := verdict(decide.DocumentGrants(reads(t, c.src, c.kind), decide.Question{}, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	a := &decide.Access{Principal: mustPrincipal(t, exampleRole), ResourceAccount: "444455556666"}
	a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"ec2:CopyImage","Resource":"*"`+when("StringEquals", "aws:ResourceAccount", "111122223333"))), policy.Identity)}
	if got := verdict(decide.Grants(a, decide.Question{Actions: []string{"ec2:CopyImage"}}, decide.Options{})); got != "no" {
		t.Errorf("another owner than the known one: %s", got)
	}
}

// TestControlPolicyAndNoActions holds that a question about no actions has no answer but
// no, whatever limit falls away.
func TestControlPolicyAndNoActions(t *testing.T) {
	d := reads(t, docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b"`)), policy.SCP)
	if got := verdict(decide.DocumentNewAccessIn(d, nil, policy.SCP, decide.Question{Actions: []string{}}, decide.Options{})); got != "no" {
		t.Error(got)
	}
	if got := verdict(decide.DocumentNewAccessIn(d, nil, policy.SCP, decide.Question{Actions: []string{"s3:GetObject"}}, decide.Options{})); got != "yes: "+exampleRole+" s3:GetObject arn:aws:s3:::example/example" {
		t.Error(got)
	}
}

// TestTwoValuesOfAVariable holds that a witness has the two values that were asked for,
// and no more.
func TestTwoValuesOfAVariable(t *testing.T) {
	before := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::${k:n, 'x'}","arn:aws:s3:::zz${k:m}"]`)), policy.Identity)
	after := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::x"`+whenAll("ForAnyValue:StringEquals", "k:m", "a", "ForAnyValue:StringLike", "k:m", "b"))), policy.Identity)
	if got, want := verdict(decide.DocumentNewAccess(before, after, policy.Identity, decide.Options{})), "yes: "+exampleRole+` s3:GetObject arn:aws:s3:::x {"k:m":["a","b"],"k:n":["example-k-n"]}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWhoInAgreement holds that keys which follow from who asks are brought together.
func TestWhoInAgreement(t *testing.T) {
	for _, c := range []struct{ name, when, want string }{
		{"a role of some account", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x", "StringLike", "aws:PrincipalAccount", "44*"),
			`yes: arn:aws:iam::447777777777:role/x s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["447777777777"],"aws:PrincipalArn":["arn:aws:iam::447777777777:role/x"]}`},
		{"a user of some account and name", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*", "StringLike", "aws:PrincipalAccount", "44*", "StringLike", "aws:username", "b*"),
			`yes: arn:aws:iam::447777777777:user/bexample s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["447777777777"],"aws:PrincipalArn":["arn:aws:iam::447777777777:user/bexample"],"aws:username":["bexample"]}`},
		{"a user by name, of some account", whenAll("StringLike", "aws:PrincipalAccount", "44*", "StringLike", "aws:username", "b*"),
			`yes: arn:aws:iam::447777777777:user/bexample s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["447777777777"],"aws:username":["bexample"]}`},
		{"a name that ends as a path does", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*", "StringEquals", "aws:username", "a/"),
			"undetermined: conditions on keys that depend on each other could not be met together; settled by a request with the values in question, given to policy eval"},
		{"an account by reference", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x", "StringEquals", "aws:PrincipalAccount", hole(me)),
			"undetermined: a value that is not known until apply is compared with a pattern: <data.aws_caller_identity.me.account_id>; settled by the configuration's source (--source), or a plan made after the value is known"},
		{"the account that stands for others, and another one", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/x", "StringEquals", "aws:PrincipalAccount", "444455556666"), "no"},
		{"two accounts", whenAll("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x", "ForAnyValue:StringLike", "aws:PrincipalAccount", "44*", "ForAnyValue:StringEquals", "aws:PrincipalAccount", "555555555555"), "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`+c.when)), policy.Identity)
			if got := verdict(decide.DocumentGrants(d, decide.Question{}, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestFewerCases holds that a question which would be cut into too many cases, by the
// texts at hand, is cut into those that need none.
func TestFewerCases(t *testing.T) {
	after := docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n, 'x'}"` + when("Null", "k:n", "true")))
	for name, more := range map[string]string{
		"two keys of many values": allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::${k:a}${k:b}","Condition":{"StringEquals":{"k:a":` + listOf(20, "a%d") + `,"k:b":` + listOf(20, "b%d") + `}}`),
		"many pairs of texts":     allow(`"Action":"zz:Do","Resource":`+listOf(65, "arn:aws:zz:::${k:n}-%d")) + "," + allow(`"Action":"zz:Do","Resource":`+listOf(65, "arn:aws:zz:::%d")),
	} {
		for resource, want := range map[string]string{"x": "no", "y": "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::x"} {
			before := docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::`+resource+`"`), more)
			if got := verdict(decide.DocumentNewAccess(reads(t, before, policy.Identity), reads(t, after, policy.Identity), policy.Identity, decide.Options{})); got != want {
				t.Errorf("%s, before %s: got %s, want %s", name, resource, got, want)
			}
		}
	}
}

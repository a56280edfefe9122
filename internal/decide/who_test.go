// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestWhoAsks holds which principals a trust or resource policy lets in, one kind
// at a time.
func TestWhoAsks(t *testing.T) {
	const get = `"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`
	const others = `,"Condition":{"Null":{"aws:PrincipalArn":"true"}}`
	outside := func(p policy.Principal) bool { return p.Account != "222233334444" }
	for _, c := range []struct {
		name, src string
		q         decide.Question
		want      string
	}{
		{"anonymous requests alone", docOf(allow(`"Principal":"*",`+get+others), deny(`"Principal":{"Service":"*","Federated":"*"},`+get)), decide.Question{}, "yes: anonymous s3:GetObject arn:aws:s3:::b/k"},
		{"services alone", docOf(allow(`"Principal":{"Service":"*"},` + get)), decide.Question{}, "yes: example.amazonaws.com s3:GetObject arn:aws:s3:::b/k"},
		{"logins alone", docOf(allow(`"Principal":{"Federated":"*"},` + get)), decide.Question{}, "yes: arn:aws:iam::123456789012:saml-provider/example s3:GetObject arn:aws:s3:::b/k"},
		{"a login has no account yet", docOf(allow(`"Principal":{"Federated":"arn:aws:iam::111122223333:saml-provider/P"},` + get + when("Null", "aws:PrincipalAccount", "false"))), decide.Question{}, "no"},
		{"a service has no account", docOf(allow(`"Principal":{"Service":"s3.amazonaws.com"},` + get + when("Null", "aws:PrincipalAccount", "false"))), decide.Question{}, "no"},
		{"a role by its reference, of whatever account", docOf(allow(`"Principal":{"AWS":"` + hole(ci) + `"},` + get + when("StringEquals", "aws:PrincipalAccount", "111122223333"))), decide.Question{}, `yes: <aws_iam_role.ci.arn> s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["111122223333"]}`},
		{"users without a name", docOf(allow(`"Principal":"*",` + get + `,"Condition":{"Null":{"aws:username":"true"},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}}`)), decide.Question{}, "no"},
		{"outsiders, by an account that only a condition names", docOf(allow(`"Principal":"*",` + get + when("StringEquals", "aws:PrincipalAccount", "222233334444"))), decide.Question{Principals: outside}, "no"},
		{"outsiders, by an ARN that only a condition names", docOf(allow(`"Principal":"*",` + get + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::222233334444:role/*"))), decide.Question{Principals: outside}, "no"},
		{"a resource of the account of whoever asks", docOf(allow(`"Principal":"*","Action":"sqs:SendMessage","Resource":"*"`), deny(`"Principal":{"AWS":"123456789012"},"Action":"*","Resource":"*"`)), decide.Question{}, "yes: arn:aws:iam::999999999999:role/example sqs:SendMessage arn:aws:sqs:us-east-1:999999999999:example"},
		{"a role of an account of which some digits are given", docOf(allow(`"Principal":"*",` + get + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::1234????5678:role/R"))), decide.Question{}, `yes: arn:aws:iam::123477775678:role/R s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalArn":["arn:aws:iam::123477775678:role/R"]}`},
		{"others than the four accounts that would stand for them", docOf(allow(`"Principal":"*",`+get+when("StringLike", "aws:PrincipalAccount", "5*")), deny(`"Principal":{"AWS":["999999999999","888888888888","777777777777","666666666666"]},"Action":"s3:PutObject","Resource":"*"`)), decide.Question{}, `yes: arn:aws:iam::577777777777:role/example s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["577777777777"]}`},
		{"nobody of the account that would stand for others", docOf(allow(`"Principal":"*",`+get+when("Null", "aws:PrincipalAccount", "false")), deny(`"Principal":{"AWS":"999999999999"},`+get)), decide.Question{Principals: func(p policy.Principal) bool { return p.Account != "123456789012" }}, `yes: arn:aws:iam::999999999998:role/example s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["999999999998"]}`},
		{"somebody by a reference and more", docOf(allow(`"Principal":{"AWS":"` + hole(ci) + `-x"},` + get)), decide.Question{}, "yes: <aws_iam_role.ci.arn>-x s3:GetObject arn:aws:s3:::b/k"},
		{"a role by its reference, of an account by reference", docOf(allow(`"Principal":{"AWS":"` + hole(ci) + `"},` + get + when("StringEquals", "aws:PrincipalAccount", hole(me)))), decide.Question{}, `yes: <aws_iam_role.ci.arn> s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalAccount":["\u003cdata.aws_caller_identity.me.account_id\u003e"]}`},
		{"a user is no role with sessions", docOf(allow(`"Principal":{"AWS":"111122223333"},`+get), deny(`"Principal":{"AWS":"arn:aws:iam::111122223333:user/U"},`+get)), decide.Question{}, "yes: arn:aws:iam::111122223333:role/example s3:GetObject arn:aws:s3:::b/k"},
		{"outsiders, to a queue of an account of which one role is named", docOf(allow(`"Principal":"*","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:222233334444:q"`), allow(`"Principal":{"AWS":"arn:aws:iam::222233334444:role/R"},"Action":"sqs:*","Resource":"*"`)), decide.Question{Principals: outside}, "yes: arn:aws:iam::999999999999:role/example sqs:SendMessage arn:aws:sqs:eu-west-1:222233334444:q"},
		{"the root of one account", docOf(allow(`"Principal":{"AWS":"arn:aws:iam::111122223333:root"},` + get + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:root"))), decide.Question{}, `yes: arn:aws:iam::111122223333:root s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalArn":["arn:aws:iam::111122223333:root"]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := verdict(decide.DocumentGrants(reads(t, c.src, policy.Resource), c.q, decide.Options{})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestAccessBefore holds what of the access before a change counts, though the
// access after it has nothing of the kind.
func TestAccessBefore(t *testing.T) {
	const user = "arn:aws:iam::111122223333:user/U"
	access := func(resource string) *decide.Access {
		a := &decide.Access{Principal: mustPrincipal(t, user)}
		a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":"`+resource+`"`)), policy.Identity)}
		return a
	}
	q := decide.Question{Actions: []string{"s3:*"}}
	for _, c := range []struct {
		name, before, after string
		want                decide.Result
	}{
		{"a pattern that may have been read otherwise", "arn:aws:s*x:::b", "arn:aws:s:x:::b", decide.Undetermined},
		{"a short ARN that may have been read as more", "arn:aws:s3", "arn:aws:s3:::b", decide.Undetermined},
		{"the user's own name", "arn:aws:s3:::${aws:username}", "arn:aws:s3:::U", decide.No},
		{"another name than the user's", "arn:aws:s3:::${aws:username}", "arn:aws:s3:::V", decide.Yes},
	} {
		if got := decide.NewAccess(access(c.before), access(c.after), q, decide.Options{}); got.Result != c.want {
			t.Errorf("%s: %s", c.name, verdict(got))
		}
		if got := decide.NewAccess(access(c.after), access(c.after), q, decide.Options{}); got.Result != decide.No {
			t.Errorf("%s, against itself: %s", c.name, verdict(got))
		}
	}
}

// TestAccessBeforeOfEveryLayer holds that more in one layer is new access, within
// what the other layers say: where the store names the user for something else,
// and where there are two ways that it was not allowed before.
func TestAccessBeforeOfEveryLayer(t *testing.T) {
	const user, role = "arn:aws:iam::111122223333:user/U", "arn:aws:iam::111122223333:role/R"
	for _, who := range []string{user, role} {
		access := func(identity, boundary, resource string) *decide.Access {
			a := &decide.Access{Principal: mustPrincipal(t, who)}
			a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":`+identity+`,"Resource":"*"`), allow(`"Action":"s3:ListBucket","Resource":"*"`+when("Bool", "aws:SecureTransport", "true"))), policy.Identity)}
			a.Boundary = reads(t, docOf(allow(`"Action":`+boundary+`,"Resource":"*"`), allow(`"Action":"s3:ListBucket","Resource":"*"`)), policy.Boundary)
			a.Resource = reads(t, docOf(
				allow(`"Principal":{"AWS":"`+who+`"},"Action":`+resource+`,"Resource":"*"`),
				allow(`"Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"`)), policy.Resource)
			return a
		}
		base := [3]string{`["s3:GetObject","s3:PutObject"]`, `["s3:GetObject","s3:PutObject","s3:DeleteObject"]`, `"s3:AbortMultipartUpload"`}
		for name, c := range map[string]struct {
			layer int
			more  string
			want  decide.Result
		}{
			"the identity policy, within the boundary":   {0, `["s3:GetObject","s3:PutObject","s3:DeleteObject"]`, decide.Yes},
			"the identity policy, outside the boundary":  {0, `["s3:GetObject","s3:PutObject","s3:PutBucketPolicy"]`, decide.No},
			"the boundary, of what nothing grants":       {1, `["s3:GetObject","s3:PutObject","s3:DeleteObject","s3:PutBucketPolicy"]`, decide.No},
			"the store, of what the identity policy has": {2, `["s3:AbortMultipartUpload","s3:PutObject"]`, decide.No},
			"the store, of what is within the boundary":  {2, `["s3:AbortMultipartUpload","s3:DeleteObject"]`, decide.Yes},
			"nothing": {0, base[0], decide.No},
		} {
			more := base
			more[c.layer] = c.more
			got := decide.NewAccess(access(base[0], base[1], base[2]), access(more[0], more[1], more[2]), decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}, decide.Options{})
			if got.Result != c.want {
				t.Errorf("%s, more in %s: %s", who, name, verdict(got))
			}
			if back := decide.NewAccess(access(more[0], more[1], more[2]), access(base[0], base[1], base[2]), decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}, decide.Options{}); back.Result != decide.No {
				t.Errorf("%s, less in %s: %s", who, name, verdict(back))
			}
		}
	}
}

// TestAccountOfTheResource holds that a resource is in the account that was
// given, or in the caller's, whatever its ARN says.
func TestAccountOfTheResource(t *testing.T) {
	const role, queue = "arn:aws:iam::111122223333:role/R", "arn:aws:sqs:eu-west-1:444455556666:q"
	a := &decide.Access{Principal: mustPrincipal(t, role)}
	a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"sqs:SendMessage","Resource":"`+queue+`"`)), policy.Identity)}
	a.Resource = reads(t, docOf(deny(`"Principal":"*","Action":"sqs:DeleteQueue","Resource":"*"`)), policy.Resource)
	q := decide.Question{Actions: []string{"sqs:*"}}
	if got := verdict(decide.Grants(a, q, decide.Options{})); got != "yes: "+role+" sqs:SendMessage "+queue {
		t.Error(got)
	}
	a.ResourceAccount = "444455556666"
	if got := verdict(decide.Grants(a, q, decide.Options{})); got != "no" {
		t.Errorf("of another account, which does not consent: %s", got)
	}
	a.Resource = reads(t, docOf(allow(`"Principal":{"AWS":"`+role+`"},"Action":"sqs:*","Resource":"*"`+when("StringEquals", "aws:ResourceAccount", "444455556666"))), policy.Resource)
	if got := decide.Grants(a, q, decide.Options{}); got.Result != decide.Yes {
		t.Errorf("of another account, which consents: %s", verdict(got))
	}
	a.Resource = reads(t, docOf(allow(`"Principal":{"AWS":"`+role+`"},"Action":"sqs:*","Resource":"*"`+when("StringEquals", "aws:ResourceAccount", "111122223333"))), policy.Resource)
	if got := decide.Grants(a, q, decide.Options{}); got.Result != decide.No {
		t.Errorf("of another account, which consents for its own: %s", verdict(got))
	}
}

// TestAnyPrincipalOfAnyAccount holds that a condition on the ARN that leaves the
// account and the name open lets in somebody who has a name.
func TestAnyPrincipalOfAnyAccount(t *testing.T) {
	for pattern, who := range map[string]string{
		"arn:aws:iam::*:role/*":           "arn:aws:iam::999999999999:role/example",
		"arn:aws*:iam::*:role/*":          "arn:aws:iam::999999999999:role/example",
		"arn:*:iam::*:role/*":             "arn:aws:iam::999999999999:role/example",
		"arn:aws:iam::*:user/*":           "arn:aws:iam::999999999999:user/example",
		"arn:aws:sts::*:federated-user/*": "arn:aws:sts::999999999999:federated-user/example",
	} {
		d := reads(t, docOf(allow(`"Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`+when("ArnLike", "aws:PrincipalArn", pattern))), policy.Resource)
		want := "yes: " + who + ` s3:GetObject arn:aws:s3:::b/k {"aws:PrincipalArn":["` + who + `"]}`
		if got := verdict(decide.DocumentGrants(d, decide.Question{}, decide.Options{})); got != want {
			t.Errorf("%s: got  %s\nwant %s", pattern, got, want)
		}
	}
	// What is no ARN is nobody's.
	d := reads(t, docOf(allow(`"Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`+when("StringEquals", "aws:PrincipalArn", "arn::iam::111122223333:role/R"))), policy.Resource)
	if got := decide.DocumentGrants(d, decide.Question{}, decide.Options{}); got.Result == decide.Yes {
		t.Errorf("an ARN of no partition: %s", verdict(got))
	}
}

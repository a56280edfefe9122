// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

func cond(t testing.TB, operator, key string, values ...string) *policy.Condition {
	t.Helper()
	c, ok := policy.NewCondition(operator, key, values...)
	if !ok {
		t.Fatalf("%s %q", operator, values)
	}
	return c
}

// TestDocumentGrants holds answers about one document and a question.
func TestDocumentGrants(t *testing.T) {
	const role = "arn:aws:iam::123456789012:role/example"
	own := func(p policy.Principal) bool { return p.Account == "222233334444" }
	for _, c := range []struct {
		name string
		kind policy.Kind
		src  string
		q    decide.Question
		opt  decide.Options
		want string
	}{
		{"inside", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":"*"`)), decide.Question{Actions: []string{"s3:Put*", "iam:*"}, Resources: []string{"arn:aws:s3:::phi/*"}}, decide.Options{}, "yes: " + role + " s3:PutAccelerateConfiguration arn:aws:s3:::phi/example"},
		{"one letter", policy.Identity, docOf(allow(`"Action":"zz:*","Resource":"*"`)), decide.Question{Actions: []string{"zz:a?"}, Resources: []string{"arn:aws:zz:::?"}}, decide.Options{}, "yes: " + role + " zz:aq arn:aws:zz:::q"},
		{"other action", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":"*"`)), decide.Question{Actions: []string{"iam:*"}}, decide.Options{}, "no"},
		{"other resource", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::logs/*"`)), decide.Question{Resources: []string{"arn:aws:s3:::phi/*"}}, decide.Options{}, "no"},
		{"left out actions", policy.Identity, docOf(allow(`"Action":"s3:Get*","Resource":"*"`)), decide.Question{NotActions: []string{"s3:*"}}, decide.Options{}, "no"},
		{"left out resources", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]`)), decide.Question{NotResources: []string{"arn:aws:s3:::a"}}, decide.Options{Plain: true}, "yes: " + role + " s3:exampleexample arn:aws:s3:::b"},
		{"no actions at all", policy.Identity, docOf(allow(anything)), decide.Question{Actions: []string{}}, decide.Options{}, "no"},
		{"any role", policy.Identity, docOf(allow(`"Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*"`)), decide.Question{Actions: []string{"iam:PassRole"}, Resources: []string{"arn:*:iam::*:role/" + decide.Fresh}}, decide.Options{}, "yes: " + role + " iam:PassRole arn:aws:iam::123456789012:role/example"},
		{"any role, but named ones only", policy.Identity, docOf(allow(`"Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/ci"`)), decide.Question{Actions: []string{"iam:PassRole"}, Resources: []string{"arn:*:iam::*:role/" + decide.Fresh}}, decide.Options{}, "no"},
		{"under a condition that holds", policy.Identity, docOf(allow(anything + when("StringEquals", "aws:RequestedRegion", "us-east-1", "eu-west-1"))), decide.Question{Conditions: []*policy.Condition{cond(t, "StringNotEquals", "aws:requestedregion", "us-east-1")}}, decide.Options{}, "yes: " + role + ` a2c:GetContainerizationJobDetails * {"aws:RequestedRegion":["eu-west-1"]}`},
		{"under a condition that fails", policy.Identity, docOf(allow(anything + when("Bool", "aws:MultiFactorAuthPresent", "true"))), decide.Question{Conditions: []*policy.Condition{cond(t, "BoolIfExists", "aws:MultiFactorAuthPresent", "false")}}, decide.Options{}, "no"},
		{"under conditions that exclude each other", policy.Identity, docOf(allow(anything)), decide.Question{Conditions: []*policy.Condition{cond(t, "Null", "k:v", "true"), cond(t, "Null", "k:v", "false")}}, decide.Options{}, "no"},
		{"a key that only the question names", policy.Identity, docOf(allow(anything)), decide.Question{Conditions: []*policy.Condition{cond(t, "StringEquals", "AWS:REQUESTEDREGION", "eu-west-1"), cond(t, "StringEquals", "K:V", "a")}}, decide.Options{}, "yes: " + role + ` a2c:GetContainerizationJobDetails * {"aws:RequestedRegion":["eu-west-1"],"k:v":["a"]}`},
		{"a named value", policy.Identity, docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/*"`)), decide.Question{Resources: []string{"<aws_s3_bucket.images.arn>/x*"}}, decide.Options{}, "yes: " + role + " s3:GetObject <aws_s3_bucket.images.arn>/xexample"},
		{"another value", policy.Identity, docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/*"`)), decide.Question{Resources: []string{"arn:aws:s3:::phi/*"}}, decide.Options{}, "no"},
		{"an SCP", policy.SCP, docOf(allow(`"Action":"s3:*","Resource":"*"`)), decide.Question{Actions: []string{"s3:GetObject"}}, decide.Options{}, "yes: " + role + " s3:GetObject arn:aws:s3:::example/example"},
		{"an SCP of denies", policy.SCP, docOf(deny(`"Action":"s3:*","Resource":"*"`)), decide.Question{Actions: []string{"s3:*"}}, decide.Options{}, "no"},
		{"an SCP of denies, about no actions", policy.SCP, docOf(deny(`"Action":"s3:*","Resource":"*"`)), decide.Question{Actions: []string{}}, decide.Options{}, "no"},
		{"an SCP of denies, about no resources", policy.SCP, docOf(deny(`"Action":"s3:*","Resource":"*"`)), decide.Question{Resources: []string{}}, decide.Options{}, "no"},
		{"under conditions that exclude each other, and one more", policy.Identity, docOf(allow(anything)), decide.Question{Conditions: []*policy.Condition{cond(t, "Null", "k:v", "true"), cond(t, "Null", "k:v", "false"), cond(t, "StringEquals", "k:w", "a")}}, decide.Options{}, "no"},
		{"actions but those with a letter of the usual name", policy.Identity, docOf(allow(`"Action":"zz:*","Resource":"arn:aws:zz:::b"`)), decide.Question{NotActions: []string{"zz:*e*"}}, decide.Options{Plain: true}, "yes: " + role + " zz:qq arn:aws:zz:::b"},
		{"resources but those with a letter of the usual name", policy.Identity, docOf(allow(`"Action":"zz:a","Resource":"arn:aws:zz:::*"`)), decide.Question{NotResources: []string{"arn:aws:zz:::*e*"}}, decide.Options{Plain: true}, "yes: " + role + " zz:a arn:aws:zz:::q"},
		{"a bucket by reference within the pattern of a statement", policy.Identity, docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::*"`), allow(`"Action":"s3:PutObject","Resource":"`+hole(images)+`/*"`)), decide.Question{Actions: []string{"s3:GetObject"}, Resources: []string{"<aws_s3_bucket.images.arn>/x"}}, decide.Options{}, "undetermined: a value that is not known until apply is compared with a pattern: <aws_s3_bucket.images.arn>; settled by the configuration's source (--source), or a plan made after the value is known"},
		{"closed world, all actions, with little budget", policy.Identity, docOf(allow(anything)), decide.Question{}, decide.Options{ClosedWorld: true, States: 300}, "undetermined: the policies are too intricate to compare within the bound on work; settled by fewer or simpler patterns in one policy"},
		{"an RCP", policy.RCP, docOf(deny(`"Principal":"*","Action":"s3:*","Resource":"*"`)), decide.Question{Actions: []string{"sqs:SendMessage"}}, decide.Options{}, "yes: " + role + " sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:example"},
		{"principals of an account that the document does not name", policy.Resource, docOf(allow(`"Principal":"*",` + anything)), decide.Question{Principals: own, Accounts: []string{"222233334444"}}, decide.Options{}, "yes: arn:aws:iam::222233334444:role/example a2c:GetContainerizationJobDetails *"},
		{"principals of an account that is not let in", policy.Resource, docOf(allow(`"Principal":{"AWS":"111122223333"},` + anything)), decide.Question{Principals: own, Accounts: []string{"222233334444"}}, decide.Options{}, "no"},
		{"outsiders by the pattern of an inside account", policy.Resource, docOf(allow(`"Principal":"*",` + anything + when("StringLike", "aws:PrincipalAccount", "22223333444?"))), decide.Question{Principals: func(p policy.Principal) bool { return !own(p) }, Accounts: []string{"222233334444"}}, decide.Options{}, "yes: arn:aws:iam::222233334447:role/example a2c:GetContainerizationJobDetails * {\"aws:PrincipalAccount\":[\"222233334447\"]}"},
		{"outsiders by an inside account", policy.Resource, docOf(allow(`"Principal":"*",` + anything + when("StringLike", "aws:PrincipalAccount", "222233334444"))), decide.Question{Principals: func(p policy.Principal) bool { return !own(p) }, Accounts: []string{"222233334444"}}, decide.Options{}, "no"},
		{"outsiders by ARNs of an inside account", policy.Resource, docOf(allow(`"Principal":"*",` + anything + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::222233334444:*"))), decide.Question{Principals: func(p policy.Principal) bool { return !own(p) }, Accounts: []string{"222233334444"}}, decide.Options{}, "no"},
		{"nobody", policy.Trust, docOf(allow(`"Principal":"*","Action":"sts:AssumeRole"`)), decide.Question{Principals: func(policy.Principal) bool { return false }}, decide.Options{}, "no"},
		{"open world", policy.Identity, docOf(allow(`"Action":"sts:*","Resource":"*"`)), decide.Question{NotActions: known("sts")}, decide.Options{}, "yes: " + role + " sts:exampleexample *"},
		{"closed world", policy.Identity, docOf(allow(`"Action":"sts:*","Resource":"*"`)), decide.Question{NotActions: known("sts")}, decide.Options{ClosedWorld: true}, "no"},
		{"closed world, one is left", policy.Identity, docOf(allow(`"Action":"sts:*","Resource":"*"`)), decide.Question{NotActions: known("sts")[1:]}, decide.Options{ClosedWorld: true}, "yes: " + role + " sts:AssumeRole arn:aws:iam::123456789012:role/example"},
		{"closed world, a question in two parts", policy.Identity, docOf(allow(`"Action":"sts:GetC*","Resource":"*"`)), decide.Question{Actions: []string{"sts:Get*", "sts:*Identity"}}, decide.Options{ClosedWorld: true}, "yes: " + role + " sts:GetCallerIdentity *"},
		{"closed world, a service that AWS has not", policy.Identity, docOf(allow(`"Action":"zz:*","Resource":"*"`)), decide.Question{Actions: []string{"zz:*"}}, decide.Options{ClosedWorld: true}, "no"},
		{"closed world, a part of a prefix", policy.Identity, docOf(allow(`"Action":"*","Resource":"*"`)), decide.Question{Actions: []string{"st?:AssumeRoot"}}, decide.Options{ClosedWorld: true}, "yes: " + role + " sts:AssumeRoot arn:aws:iam::123456789012:root"},
		{"closed world, no budget", policy.Identity, docOf(allow(`"Action":"sts:*","Resource":"*"`)), decide.Question{}, decide.Options{ClosedWorld: true, States: 20}, "undetermined: the policies are too intricate to compare within the bound on work; settled by fewer or simpler patterns in one policy"},
		{"no budget", policy.Identity, docOf(allow(anything)), decide.Question{}, decide.Options{States: 1}, "yes: " + role + " a2c:GetContainerizationJobDetails *"},
		{"no budget for more", policy.Identity, docOf(allow(`"Action":"*","Resource":["*a*b","*b*a"]`), deny(`"Action":"*","Resource":["*a*b","*b*a"]`), deny(`"Action":["*a*"],"Resource":"*"`)), decide.Question{}, decide.Options{States: 1}, "undetermined: the policies are too intricate to compare within the bound on work; settled by fewer or simpler patterns in one policy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := decide.DocumentGrants(reads(t, c.src, c.kind), c.q, c.opt)
			if diff := cmp.Diff(c.want, verdict(a)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if a := decide.DocumentGrants(nil, decide.Question{}, decide.Options{}); a.Result != decide.No {
		t.Errorf("no document grants: %v", a)
	}
}

// known lists the actions of a service that AWS has today.
func known(prefix string) []string {
	s, _ := reference.LookupService(prefix)
	var out []string
	for _, a := range s.Actions {
		out = append(out, s.Prefix+":"+a.Name)
	}
	return out
}

// TestAccess holds answers about everything that bears on a principal.
func TestAccess(t *testing.T) {
	const (
		role    = "arn:aws:iam::111122223333:role/R"
		user    = "arn:aws:iam::111122223333:user/U"
		session = "arn:aws:sts::111122223333:assumed-role/R/s"
		linked  = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/L"
	)
	all := docOf(allow(anything))
	everyone := docOf(allow(`"Principal":"*",` + anything))
	notSTS := []string{"sts:GetCallerIdentity"}
	for _, c := range []struct {
		name                        string
		who, account                string
		identity, boundary, session string
		resource                    string
		scp                         []string
		rcp                         string
		q                           decide.Question
		want                        string
	}{
		{name: "identity", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`)), want: "yes: " + role + " s3:GetObject arn:aws:s3:::b/example"},
		{name: "within the boundary", who: role, identity: all, boundary: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`)), want: "yes: " + role + " s3:GetObject arn:aws:s3:::b/example"},
		{name: "outside of the boundary", who: role, identity: docOf(allow(`"Action":"s3:*","Resource":"*"`)), boundary: docOf(allow(`"Action":"iam:*","Resource":"*"`)), want: "no"},
		{name: "a boundary alone", who: role, boundary: all, want: "no"},
		{name: "session policy", who: session, identity: docOf(allow(`"Action":"s3:*","Resource":"*"`)), session: docOf(allow(`"Action":"iam:*","Resource":"*"`)), want: "no"},
		{name: "SCP", who: role, identity: docOf(allow(`"Action":"s3:*","Resource":"*"`)), scp: []string{all, docOf(allow(`"Action":"iam:*","Resource":"*"`))}, want: "no"},
		{name: "SCP denies", who: role, identity: docOf(allow(`"Action":"s3:*","Resource":"*"`)), scp: []string{docOf(allow(anything), deny(anything))}, want: "no"},
		{name: "SCP and a service-linked role", who: linked, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"`)), scp: []string{docOf(deny(anything))}, want: "yes: " + linked + " s3:GetObject arn:aws:s3:::example/example"},
		{name: "RCP", who: role, identity: docOf(allow(`"Action":"s3:*","Resource":"*"`)), rcp: docOf(deny(`"Principal":"*","Action":"s3:*","Resource":"*"`)), want: "no"},
		{name: "a resource policy that names the user", who: user, resource: docOf(allow(`"Principal":{"AWS":"` + user + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), boundary: docOf(allow(`"Action":"iam:*","Resource":"*"`)), want: "yes: " + user + " s3:GetObject arn:aws:s3:::b/k"},
		{name: "a resource policy that names the role", who: role, resource: docOf(allow(`"Principal":{"AWS":"` + role + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), boundary: docOf(allow(`"Action":"iam:*","Resource":"*"`)), want: "no"},
		{name: "a resource policy that names the account", who: role, resource: docOf(allow(`"Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), want: "no"},
		{name: "a key policy of someone else", who: role, identity: docOf(allow(`"Action":"kms:*","Resource":"arn:aws:kms:*:111122223333:key/*"`)), resource: docOf(allow(`"Principal":{"AWS":"444455556666"},"Action":"kms:*","Resource":"*"`)), want: "no"},
		{name: "a key policy that delegates", who: role, identity: docOf(allow(`"Action":"kms:Decrypt","Resource":"arn:aws:kms:eu-west-1:111122223333:key/k"`)), resource: docOf(allow(`"Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"`)), want: "yes: " + role + " kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/k"},
		{name: "another account", who: role, account: "444455556666", identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), resource: everyone, want: "yes: " + role + " s3:GetObject arn:aws:s3:::b/k"},
		{name: "another account, without consent", who: role, account: "444455556666", identity: all, resource: docOf(allow(`"Principal":{"AWS":"` + user + `"},` + anything)), want: "no"},
		{name: "another account, policy not at hand", who: role, account: "444455556666", identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), want: "yes: " + role + " s3:GetObject arn:aws:s3:::b/k"},
		{name: "the account of the resource", who: role, account: "444455556666", identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"` + when("StringEquals", "aws:ResourceAccount", "111122223333"))), want: "no"},
		{name: "any account of the resource", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"` + when("StringEquals", "aws:ResourceAccount", "444455556666"))), want: "yes: " + role + ` s3:GetObject arn:aws:s3:::b/k {"aws:ResourceAccount":["444455556666"]}`},
		{name: "root", who: "arn:aws:iam::111122223333:root", boundary: docOf(deny(anything)), session: docOf(deny(anything)), q: decide.Question{Actions: []string{"s3:GetObject"}}, want: "yes: arn:aws:iam::111122223333:root s3:GetObject arn:aws:s3:::example/example"},
		{name: "a federated user", who: "arn:aws:sts::111122223333:federated-user/F", identity: all, want: "no"},
		{name: "a federated user with a session policy", who: "arn:aws:sts::111122223333:federated-user/F", identity: all, session: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), want: "yes: arn:aws:sts::111122223333:federated-user/F s3:GetObject arn:aws:s3:::b/k"},
		{name: "a service", who: "service:ec2.amazonaws.com", resource: docOf(allow(`"Principal":{"Service":"ec2.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:1:q"`)), want: "yes: ec2.amazonaws.com sqs:SendMessage arn:aws:sqs:eu-west-1:1:q"},
		{name: "a service without a resource policy", who: "service:ec2.amazonaws.com", identity: all, want: "no"},
		{name: "nobody in particular", identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username}/*"`)), want: "yes: arn:aws:iam::123456789012:user/example-aws-username s3:GetObject arn:aws:s3:::example-aws-username/example {\"aws:username\":[\"example-aws-username\"]}"},
		{name: "the user's name", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username}/*"`)), q: decide.Question{Resources: []string{"arn:aws:s3:::U/k"}}, want: "yes: " + user + " s3:GetObject arn:aws:s3:::U/k"},
		{name: "not another's name", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username}/*"`)), q: decide.Question{Resources: []string{"arn:aws:s3:::V/*"}}, want: "no"},
		{name: "the user's name denied", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::U","arn:aws:s3:::V"]`), deny(`"Action":"*","NotResource":"arn:aws:s3:::${aws:username}"`)), want: "yes: " + user + " s3:GetObject arn:aws:s3:::U"},
		{name: "a role has no user name", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username}/*"`)), want: "no"},
		{name: "but a default", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username, 'none'}/*"`)), want: "yes: " + role + " s3:GetObject arn:aws:s3:::none/example"},
		{name: "NotResource without a value", who: role, identity: docOf(allow(`"Action":"s3:GetObject","NotResource":"arn:aws:s3:::${aws:username}/*"`)), want: "undetermined: a policy variable is compared with another text: ${aws:username}; settled by the values that the variable can have"},
		{name: "a condition on the user's name", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEquals", "aws:username", "${aws:PrincipalTag/owner}"))), want: "undetermined: a policy variable is compared with aws:username; settled by a request with the values in question, given to policy eval"},
		{name: "a condition on a tag", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEquals", "aws:PrincipalTag/owner", "${aws:username}"))), want: "yes: " + user + ` s3:GetObject arn:aws:s3:::example/example {"aws:PrincipalTag/owner":["U"]}`},
		{name: "a condition on the account", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEquals", "aws:PrincipalAccount", "111122223333"))), want: "yes: " + role + ` s3:GetObject arn:aws:s3:::example/example {"aws:PrincipalAccount":["111122223333"]}`},
		{name: "a condition on another account", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEquals", "aws:PrincipalAccount", "444455556666"))), want: "no"},
		{name: "a condition on the user's name of a role", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringLike", "aws:username", "*"))), want: "no"},
		{name: "a condition that the user's name is absent", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("Null", "aws:username", "true"))), want: "yes: " + role + " s3:GetObject arn:aws:s3:::example/example"},
		{name: "a bucket by reference within a boundary of patterns", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/*"`)), boundary: docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::*"`)), want: "undetermined: a value that is not known until apply is compared with a pattern: <aws_s3_bucket.images.arn>; settled by the configuration's source (--source), or a plan made after the value is known"},
		{name: "a bucket by reference and another one by name", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/*"`)), boundary: docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::*"`)), q: decide.Question{Resources: []string{"arn:aws:s3:::phi/*"}}, want: "no"},
		{name: "a bucket by reference within a boundary of everything", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/*"`)), boundary: all, want: "yes: " + role + " s3:GetObject <aws_s3_bucket.images.arn>/example"},
		{name: "a condition on the ARN with the user's name", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:user/${aws:username}"))), want: "yes: " + user + ` s3:GetObject arn:aws:s3:::example/example {"aws:PrincipalArn":["` + user + `"]}`},
		{name: "the same of a role", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:user/${aws:username}"))), want: "no"},
		{name: "a tag without regard to case", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEqualsIgnoreCase", "aws:PrincipalTag/owner", "X-${aws:username}"))), want: "yes: " + user + ` s3:GetObject arn:aws:s3:::example/example {"aws:PrincipalTag/owner":["x-u"]}`},
		{name: "two buckets by reference", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/*"`)), boundary: docOf(allow(`"Action":"s3:*","Resource":"` + hole(ci) + `/*"`)), want: "no"},
		{name: "a bucket by reference that cannot end so", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/a"`)), boundary: docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::*b"`)), want: "no"},
		{name: "a bucket by reference whose end has another letter within", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(images) + `/x?"`)), boundary: docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::*y?"`)), want: "no"},
		{name: "a variable whose end has another letter within", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n}x?"`)), boundary: docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::*y?"`)), want: "no"},
		{name: "the user's name and a tag", who: user, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username}-${k:n}"`)), want: "yes: " + user + ` s3:GetObject arn:aws:s3:::U-example-k-n {"k:n":["example-k-n"]}`},
		{name: "an ARN of a role without a name", identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("StringEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/"))), want: "no"},
		{name: "an RCP and a service-linked role", who: linked, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), rcp: docOf(deny(`"Principal":"*",` + anything)), want: "yes: " + linked + " s3:GetObject arn:aws:s3:::b/k"},
		{name: "a session's tags need the trust's consent", who: role, identity: docOf(allow(`"Action":["sts:TagSession","sts:SetSourceIdentity"],"Resource":"arn:aws:iam::111122223333:role/Q"`)), resource: docOf(allow(`"Principal":{"AWS":"444455556666"},` + anything)), want: "no"},
		{name: "a user of one name and the ARN of another", identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/b"},"StringEquals":{"aws:username":"c"}}`)), want: "undetermined: conditions on keys that depend on each other could not be met together; settled by a request with the values in question, given to policy eval"},
		{name: "nobody in particular, let in by a resource policy", resource: docOf(allow(`"Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), q: decide.Question{Actions: []string{"s3:Get*"}}, want: "yes: arn:aws:iam::123456789012:role/example s3:GetObject arn:aws:s3:::b/k"},
		{name: "a resource that may be anything", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"` + hole(whatever) + `"`)), q: decide.Question{Actions: []string{"s3:Get*"}, Resources: []string{"arn:aws:s3:::b/k"}}, want: "undetermined: a statement holds a value that is not known until apply and may be anything; settled by the configuration's source (--source), or a plan made after the value is known"},
		{name: "asked about an action that only a delegation speaks of", who: role, resource: docOf(allow(`"Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"`)), q: decide.Question{Actions: []string{"s3:GetObject"}}, want: "no"},
		{name: "asked about an action that a delegation and an identity policy speak of", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), resource: docOf(allow(`"Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"`)), q: decide.Question{Actions: []string{"s3:GetObject"}}, want: "yes: " + role + " s3:GetObject arn:aws:s3:::b/k"},
		{name: "asked about assuming a role that delegates to the account", who: role, identity: docOf(allow(`"Action":"sts:AssumeRole","Resource":"arn:aws:iam::111122223333:role/Q"`)), resource: docOf(allow(`"Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*"`)), q: decide.Question{Actions: []string{"sts:AssumeRole"}}, want: "yes: " + role + " sts:AssumeRole arn:aws:iam::111122223333:role/Q"},
		{name: "asked about assuming a role that trusts another account", who: role, identity: docOf(allow(`"Action":"sts:AssumeRole","Resource":"*"`)), resource: docOf(allow(`"Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole","Resource":"*"`)), q: decide.Question{Actions: []string{"sts:AssumeRole"}}, want: "no"},
		{name: "asked about an action that a deny of the resource speaks of", who: role, resource: docOf(deny(`"Principal":"*","Action":"s3:GetObject","Resource":"*"`)), q: decide.Question{Actions: []string{"s3:GetObject"}}, want: "no"},
		{name: "asked about what a principal may be named for", who: role, resource: docOf(allow(`"Principal":{"AWS":"` + hole(whatever) + `"},"Action":"s3:GetObject","Resource":"*"`)), q: decide.Question{Actions: []string{"s3:GetObject"}}, want: "undetermined: a principal is not known until apply and may be anyone; settled by the configuration's source (--source), or a plan made after the value is known"},
		{name: "a boundary of the root, which has none", who: "arn:aws:iam::111122223333:root", boundary: docOf(deny(anything)), resource: docOf(deny(`"NotPrincipal":{"AWS":["111122223333","arn:aws:iam::111122223333:root"]},` + anything)), q: decide.Question{Actions: []string{"sqs:SendMessage"}}, want: "yes: arn:aws:iam::111122223333:root sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:example"},
		{name: "the policy of its bucket, denied to the root", who: "arn:aws:iam::111122223333:root", account: "111122223333", resource: docOf(deny(`"Principal":"*","Action":"s3:*","Resource":"*"`)), q: decide.Question{Actions: []string{"s3:*"}}, want: "yes: arn:aws:iam::111122223333:root s3:DeleteBucketPolicy arn:aws:s3:::example"},
		{name: "the policy of another's bucket, denied to the root", who: "arn:aws:iam::111122223333:root", account: "444455556666", resource: docOf(allow(`"Principal":"*","Action":"s3:*","Resource":"*"`), deny(`"Principal":"*","Action":"s3:*","Resource":"*"`)), q: decide.Question{Actions: []string{"s3:*"}}, want: "no"},
		{name: "a deny to who may be this one, and nothing else", who: role, resource: docOf(deny(`"Principal":{"AWS":"` + hole(whatever) + `"},"Action":"s3:*","Resource":"*"`)), want: "no"},
		{name: "an operator that nobody knows, which denies what it allows", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"`), allow(`"Action":"s3:PutObject","Resource":"*"`)), boundary: docOf(allow(`"Action":"s3:Get*","Resource":"*"`+when("StringIs", "k:v", "a")), allow(`"Action":"s3:Put*","Resource":"*"`+when("StringIs", "k:v", "a")), deny(anything+when("StringIs", "k:v", "a"))), want: "no"},
		{name: "a condition of one way does not hold of another", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"*"` + when("Bool", "k:a", "true"))), boundary: docOf(allow(`"Action":"s3:*","Resource":"*"`+whenAll("Bool", "k:b", "true", "StringEquals", "k:a", "false")), allow(`"Action":"s3:Get*","Resource":"*"`), deny(`"Action":"*","Resource":"*"`+when("Bool", "k:b", "true"))), want: "yes: " + role + ` s3:GetObject arn:aws:s3:::example/example {"k:a":["true"]}`},
		{name: "a principal that may be this one", who: role, resource: docOf(allow(`"Principal":{"AWS":["111122223333","` + hole(whatever) + `"]},"Action":"s3:GetObject","Resource":"*"`)), want: "undetermined: a principal is not known until apply and may be anyone; settled by the configuration's source (--source), or a plan made after the value is known"},
		{name: "a principal that may be this one, and an identity policy", who: role, identity: docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"`)), resource: docOf(allow(`"Principal":{"AWS":["111122223333","` + hole(whatever) + `"]},"Action":"s3:GetObject","Resource":"*"`)), want: "yes: " + role + " s3:GetObject arn:aws:s3:::b/k"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &decide.Access{ResourceAccount: c.account}
			if c.who != "" {
				a.Principal = mustPrincipal(t, c.who)
			}
			a.Boundary, a.Session = reads(t, c.boundary, policy.Boundary), reads(t, c.session, policy.Session)
			a.Resource = reads(t, c.resource, policy.Resource)
			if c.identity != "" {
				a.Identity = []*policy.Document{reads(t, c.identity, policy.Identity)}
			}
			for _, s := range c.scp {
				a.SCP = append(a.SCP, []*policy.Document{reads(t, s, policy.SCP)})
			}
			if c.rcp != "" {
				a.RCP = [][]*policy.Document{{reads(t, c.rcp, policy.RCP)}}
			}
			c.q.NotActions = append(c.q.NotActions, notSTS...)
			if diff := cmp.Diff(c.want, verdict(decide.Grants(a, c.q, decide.Options{}))); diff != "" {
				t.Error(diff)
			}
			if self := decide.NewAccess(a, a, c.q, decide.Options{}); self.Result != decide.No {
				t.Errorf("against itself: %s", verdict(self))
			}
			if none := decide.NewAccess(a, nil, c.q, decide.Options{}); none.Result != decide.No {
				t.Errorf("nothing has new access: %s", verdict(none))
			}
			if diff := cmp.Diff(strings.SplitN(c.want, " ", 2)[0], strings.SplitN(verdict(decide.NewAccess(nil, a, c.q, decide.Options{})), " ", 2)[0]); diff != "" {
				t.Errorf("against nothing: %s", diff)
			}
		})
	}
	// GetCallerIdentity is everybody's, whatever is denied.
	a := &decide.Access{Principal: mustPrincipal(t, role)}
	a.Identity = []*policy.Document{reads(t, docOf(deny(anything)), policy.Identity)}
	if got, want := verdict(decide.Grants(a, decide.Question{}, decide.Options{})), "yes: "+role+" sts:GetCallerIdentity *"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnyResource(t *testing.T) {
	for action, want := range map[string][]string{
		"s3:ListAllMyBuckets": {"*"},
		"iam:PASSROLE":        {"arn:*:iam::*:role/" + decide.Fresh},
		"zz:Unheard":          {"*" + decide.Fresh, "*"},
	} {
		if diff := cmp.Diff(want, decide.AnyResource(action)); diff != "" {
			t.Errorf("%s: %s", action, diff)
		}
	}
}

func TestApplies(t *testing.T) {
	for _, c := range []struct {
		action, resource string
		want             bool
	}{
		{"s3:GetObject", "arn:aws:s3:::b/*", true},
		{"s3:GetObject", "*", true},
		{"s3:GetObject", "arn:aws:iam::123456789012:role/x", false},
		{"s3:GetObject", "arn:aws:s3", true},
		{"s3:ListAllMyBuckets", "*", true},
		{"s3:ListAllMyBuckets", "arn:aws:s3:::b", false},
		{"s3:Get*", "arn:aws:iam::123456789012:role/x", true},
		{"zz:Unheard", "arn:aws:iam::123456789012:role/x", true},
		{"s3:GetObject", hole(images) + "/*", true},
		{"s3:GetObject", hole(whatever), true},
		{"iam:PassRole", "arn:aws:s3:::" + hole(images), true}, // it is not looked at
		{"iam:PassRole", "arn:aws:iam::*:role/ci-*", true},
		{"iam:PassRole", "arn:aws:iam::123456789012:user/*", false},
	} {
		s := reads(t, docOf(allow(`"Action":"`+c.action+`","Resource":"`+c.resource+`"`)), policy.Identity).Statements[0]
		if got := decide.Applies(s.Action.List[0], s.Resource.List[0]); got != c.want {
			t.Errorf("%s on %s: %v", c.action, c.resource, got)
		}
	}
}

func TestResultNames(t *testing.T) {
	if got := decide.No.String() + " " + decide.Yes.String() + " " + decide.Undetermined.String(); got != "no yes undetermined" {
		t.Error(got)
	}
}

// Fact 42: what S3 counts as bounding a policy of everybody bounds it here too:
// nothing is granted outside of the bound, and a bound that holds everything, or
// a key that everybody can set, bounds nothing.
func TestFact42BoundsOfWhatIsPublic(t *testing.T) {
	for _, c := range []struct {
		name, operator, key, value string
		want                       decide.Result
	}{
		{"addresses", "IpAddress", "aws:SourceIp", "203.0.113.0/24", decide.No},
		{"all addresses", "IpAddress", "aws:SourceIp", "0.0.0.0/0", decide.Yes},
		{"a resource", "ArnEquals", "aws:SourceArn", "arn:aws:cloudtrail:us-east-1:111122223333:trail/t", decide.No},
		{"any resource", "ArnLike", "aws:SourceArn", "*", decide.Yes},
		{"a network", "StringEquals", "aws:SourceVpc", "vpc-1a2b3c4d", decide.No},
		{"any network", "StringLike", "aws:SourceVpc", "*", decide.Yes},
		{"an endpoint", "StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d", decide.No},
		{"an account", "StringEquals", "aws:SourceAccount", "111122223333", decide.No},
		{"a principal's account", "StringEquals", "aws:PrincipalAccount", "111122223333", decide.No},
		{"an owner", "StringEquals", "aws:SourceOwner", "111122223333", decide.No},
		{"a key", "StringEquals", "s3:x-amz-server-side-encryption-aws-kms-key-id", "arn:aws:kms:us-east-1:111122223333:key/k", decide.No},
		{"an identifier", "StringLike", "aws:userid", "AROAEXAMPLEID:*", decide.No},
		{"unless the key is there", "StringEqualsIfExists", "aws:SourceVpc", "vpc-1a2b3c4d", decide.Yes},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := reads(t, docOf(allow(`"Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`+when(c.operator, c.key, c.value))), policy.Resource)
			bound := map[string]string{"all addresses": "203.0.113.0/24", "any resource": "arn:aws:s3:::x", "any network": "vpc-1a2b3c4d"}[c.name]
			if bound == "" {
				bound = c.value
			}
			negated := strings.NewReplacer("StringEqualsIfExists", "StringNotEqualsIfExists", "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "IpAddress", "NotIpAddress").Replace(c.operator)
			q := decide.Question{Conditions: []*policy.Condition{cond(t, negated, c.key, bound)}}
			if a := decide.DocumentGrants(d, q, decide.Options{}); a.Result != c.want {
				t.Errorf("outside of %s %s: %s", c.key, bound, verdict(a))
			}
		})
	}
}

// sts:GetCallerIdentity needs no Allow: asking for it by name finds it.
func TestGrantsWhatNeedsNoAllow(t *testing.T) {
	a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
	for _, actions := range [][]string{nil, {"sts:GetCallerIdentity"}, {"s3:*", "STS:getcaller*"}} {
		if got := decide.Grants(a, decide.Question{Actions: actions}, decide.Options{}); got.Result != decide.Yes {
			t.Errorf("%q: %s", actions, verdict(got))
		}
	}
	if got := decide.Grants(a, decide.Question{Actions: []string{"sts:GetSessionToken"}}, decide.Options{}); got.Result != decide.No {
		t.Errorf("another action: %s", verdict(got))
	}
}

// TestAppliesToManyPairs holds that what is kept of one pair is not taken for
// another one's: many pairs share a place.
func TestAppliesToManyPairs(t *testing.T) {
	var list []string
	for i := range 400 {
		list = append(list, fmt.Sprintf("arn:aws:s3:::b%d/*", i), fmt.Sprintf("arn:aws:iam::123456789012:role/x%d", i))
	}
	s := reads(t, docOf(allow(`"Action":["s3:GetObject","iam:PassRole"],"Resource":`+string(mustJSON(list)))), policy.Identity).Statements[0]
	for range 2 {
		for i, r := range s.Resource.List {
			for j, a := range s.Action.List {
				if got, want := decide.Applies(a, r), i%2 == j; got != want {
					t.Fatalf("%s on %s: %v", a.Text.Value, r.Text.Value, got)
				}
			}
		}
	}
}

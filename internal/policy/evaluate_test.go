// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestEvaluateLayers holds the order of the layers and what each says, for
// every kind of principal. What the facts hold is not repeated.
func TestEvaluateLayers(t *testing.T) {
	other := doc(allow(`"Action":"s3:PutObject","Resource":"*"`))
	denyOther := doc(allow(anything), deny(`"Action":"s3:PutObject","Resource":"*"`))
	checkEvaluations(t, []evaluation{
		{name: "nothing at all", want: "deny implicit-deny:identity"},
		{name: "identity", identity: []string{allowAll}, want: "allow identity identity/0"},
		{name: "two identity policies", identity: []string{other, allowAll}, want: "allow identity identity/0"},
		{name: "every statement that allows", identity: []string{doc(allow(anything), allow(`"Action":"iam:*","Resource":"*"`), allow(`"Action":"s3:*","Resource":"*"`))}, want: "allow identity identity/0 identity/2"},
		{name: "explicit deny in identity", identity: []string{allowAll, denyAll}, want: "deny explicit-deny:identity identity/0"},
		{name: "a deny of something else", identity: []string{denyOther}, want: "allow identity identity/0"},
		{name: "boundary limits", identity: []string{allowAll}, boundary: other, want: "deny implicit-deny:boundary"},
		{name: "boundary grants nothing", boundary: allowAll, want: "deny implicit-deny:identity"},
		{name: "boundary denies", identity: []string{allowAll}, boundary: doc(allow(anything), deny(anything)), want: "deny explicit-deny:boundary boundary/1"},
		{name: "session policy limits", who: session, identity: []string{allowAll}, session: other, want: "deny implicit-deny:session"},
		{name: "session policy denies", who: session, identity: []string{allowAll}, session: denyAll, want: "deny explicit-deny:session session/0"},
		{name: "session policy grants nothing", who: session, session: allowAll, want: "deny implicit-deny:identity"},
		{name: "boundary is named before session and identity", who: session, boundary: other, session: other, want: "deny implicit-deny:boundary"},
		{name: "resource policy denies", identity: []string{allowAll}, resource: doc(deny(anyone)), want: "deny explicit-deny:resource resource/0"},
		{name: "resource policy of someone else denies nothing", identity: []string{allowAll}, resource: doc(deny(`"Principal":{"AWS":"` + foreign + `"},` + anything)), want: "allow identity identity/0"},
		{name: "RCP before SCP", identity: []string{allowAll}, scp: [][]string{{denyAll}}, rcp: [][]string{{doc(deny(anyone))}}, want: "deny explicit-deny:rcp rcp/0"},
		{name: "SCP before resource", identity: []string{allowAll}, scp: [][]string{{allowAll, denyAll}}, resource: doc(deny(anyone)), want: "deny explicit-deny:scp scp/0"},
		{name: "root needs no identity policy", who: root, want: "allow identity"},
		{name: "root is not limited by a boundary", who: root, boundary: denyAll, identity: []string{denyAll}, session: denyAll, want: "allow identity"},
		{name: "root is limited by the resource policy", who: root, resource: doc(deny(anyone)), want: "deny explicit-deny:resource resource/0"},
		{name: "user", who: user, identity: []string{allowAll}, want: "allow identity identity/0"},
		{name: "anonymous, let in", who: "anonymous", resource: doc(allow(anyone)), want: "allow resource resource/0"},
		{name: "anonymous, not at hand", who: "anonymous", ResourceNotAtHand: true, want: "deny implicit-deny:resource"},
		{name: "anonymous is in no account", who: "anonymous", resource: forPrincipal("AWS", root), want: "deny implicit-deny:resource"},
		{name: "anonymous has no identity policies", who: "anonymous", identity: []string{allowAll}, want: "deny implicit-deny:resource"},
		{name: "service by a star", who: "service:ec2.amazonaws.com", resource: forPrincipal("Service", "*"), want: "allow resource resource/0"},
		{name: "service in other case", who: "service:EC2.amazonaws.com", resource: forPrincipal("Service", "ec2.AMAZONAWS.com"), want: "allow resource resource/0"},
		{name: "federated by a star", who: "federated:accounts.google.com", resource: forPrincipal("Federated", "*"), want: "allow resource resource/0"},
		{name: "federated with case", who: "federated:Accounts.google.com", resource: forPrincipal("Federated", "accounts.google.com"), want: "deny implicit-deny:resource"},
		{name: "canonical user", who: "canonical:79a5", resource: forPrincipal("CanonicalUser", "79a5"), want: "allow resource resource/0"},
		{name: "another canonical user", who: "canonical:79a6", resource: forPrincipal("CanonicalUser", "79a5"), want: "deny implicit-deny:resource"},
		{name: "a name in the wrong list", who: "service:ec2.amazonaws.com", resource: forPrincipal("Federated", "ec2.amazonaws.com"), want: "deny implicit-deny:resource"},
		{name: "a role with a path, by its session", who: session, resource: forPrincipal("AWS", "arn:aws:iam::111122223333:role/path/to/R"), want: "allow resource resource/0"},
		{name: "a role of another name, by a session", who: session, resource: forPrincipal("AWS", "arn:aws:iam::111122223333:role/RR"), want: "deny implicit-deny:identity"},
		{name: "a role of another account, by a session", who: session, resource: forPrincipal("AWS", foreign), want: "deny implicit-deny:identity"},
		{name: "another session", who: session, resource: forPrincipal("AWS", session+"x"), want: "deny implicit-deny:identity"},
		{name: "closest naming counts", boundary: other, resource: doc(allow(`"Principal":{"AWS":["`+root+`","`+role+`"]},`+anything), allow(anyone)), want: "allow resource resource/0 resource/1"},
		{name: "a statement of another action does not name", boundary: other, resource: doc(allow(`"Principal":{"AWS":"`+root+`"},`+anything), allow(`"Principal":"*","Action":"s3:PutObject","Resource":"*"`)), want: "deny implicit-deny:boundary"},
	})
}

// TestEvaluateKeysOfThePrincipal holds the keys that follow from who asks and
// what for, and that the context overrides them.
func TestEvaluateKeysOfThePrincipal(t *testing.T) {
	for _, c := range []struct {
		who, key, value string
		context         []string
		want            policy.Result
	}{
		{role, "aws:PrincipalArn", role, nil, policy.Allowed},
		{session, "aws:PrincipalArn", role, nil, policy.Allowed},
		{user, "aws:PrincipalArn", user, nil, policy.Allowed},
		{root, "aws:PrincipalArn", root, nil, policy.Allowed},
		{fed, "aws:PrincipalArn", fed, nil, policy.Allowed},
		{"anonymous", "aws:PrincipalArn", "*", nil, policy.Denied},
		{"service:ec2.amazonaws.com", "aws:PrincipalArn", "*", nil, policy.Denied},
		{role, "aws:PrincipalArn", role, []string{"aws:principalarn", "x"}, policy.Denied},
		{role, "aws:PrincipalArn", "x", []string{"AWS:PRINCIPALARN", "x"}, policy.Allowed},
		{role, "aws:PrincipalAccount", "111122223333", nil, policy.Allowed},
		// IAM user guide, global condition keys: "for anonymous requests, the request context returns anonymous".
		{"anonymous", "aws:PrincipalAccount", "anonymous", nil, policy.Allowed},
		{"anonymous", "aws:PrincipalAccount", "1*", nil, policy.Denied},
		{"federated:arn:aws:iam::111122223333:saml-provider/P", "aws:PrincipalAccount", "*", nil, policy.Denied},
		{role, "aws:ResourceAccount", "111122223333", nil, policy.Allowed},
		{"anonymous", "aws:ResourceAccount", "*", nil, policy.Denied},
		{user, "aws:username", "U", nil, policy.Allowed},
		{"arn:aws:iam::111122223333:user/path/U", "aws:username", "U", nil, policy.Allowed},
		{role, "aws:username", "*", nil, policy.Denied},
		{root, "aws:username", "*", nil, policy.Denied},
		{role, "aws:SourceIp", "*", nil, policy.Denied},
	} {
		t.Run(c.who+" "+c.key, func(t *testing.T) {
			d := parse(t, policy.Resource, doc(allow(anyone+`,`+condition("StringLike", c.key, c.value))))
			if got := policy.GrantedBy(d, request(t, c.who, "s3:x", "arn:aws:s3:::b", c.context...)); got.Result != c.want {
				t.Errorf("got %+v", got)
			}
		})
	}
	d := parse(t, policy.Identity, doc(allow(anything+`,`+condition("StringEquals", "aws:ResourceAccount", "444455556666"))))
	r := request(t, role, "sqs:x", "arn:aws:sqs:eu-west-1:444455556666:q")
	if got := policy.GrantedBy(d, r).Result; got != policy.Allowed {
		t.Errorf("the account of the ARN: %v", got)
	}
	r.ResourceAccount = "111122223333"
	if got := policy.GrantedBy(d, r).Result; got != policy.Denied {
		t.Errorf("the account that was given: %v", got)
	}
}

// TestEvaluateUndetermined holds what is not settled, with the reason, and that
// it is settled where the rest decides.
func TestEvaluateUndetermined(t *testing.T) {
	wild := []policy.Hole{{Name: "var.x", Wild: true}}
	hole := string(policy.HoleRune(0))
	maybe := allow(`"Action":"*","Resource":"` + hole + `"`)
	mayDeny := deny(`"Action":"*","Resource":"` + hole + `"`)
	two := map[string][]string{"k:v": {"a", "b"}}
	const label = "statement 0 of the identity policy: "
	for _, c := range []struct {
		name     string
		identity string
		resource string
		context  map[string][]string
		want     string
	}{
		{"an allow that may be", doc(maybe), "", nil, "undetermined  identity/0 " + label + "a value is not known until apply and may be anything"},
		{"beside one that is", doc(maybe, allow(anything)), "", nil, "allow identity identity/1"},
		{"a deny that may be", doc(allow(anything), mayDeny), "", nil, "undetermined  identity/0 statement 1 of the identity policy: a value is not known until apply and may be anything"},
		{"a deny that may be, and nothing allowed", doc(mayDeny), "", nil, "deny implicit-deny:identity"},
		{"a deny that may be beside one that is", doc(allow(anything), mayDeny, deny(anything)), "", nil, "deny explicit-deny:identity identity/2"},
		{"an action", doc(allow(`"Action":"` + hole + `","Resource":"*"`)), "", nil, "undetermined  identity/0 " + label + "a value is not known until apply and may be anything"},
		{"an action that is known as well", doc(allow(`"Action":["` + hole + `","s3:*"],"Resource":"*"`)), "", nil, "allow identity identity/0"},
		{"NotAction", doc(allow(`"NotAction":"` + hole + `","Resource":"*"`)), "", nil, "undetermined  identity/0 " + label + "a value is not known until apply and may be anything"},
		{"NotAction that is known as well", doc(allow(`"NotAction":["` + hole + `","s3:*"],"Resource":"*"`)), "", nil, "deny implicit-deny:identity"},
		{"NotResource", doc(allow(`"Action":"*","NotResource":"` + hole + `"`)), "", nil, "undetermined  identity/0 " + label + "a value is not known until apply and may be anything"},
		{"a condition", doc(allow(anything + `,` + condition("StringEquals", "k:v", "a"))), "", two, "undetermined  identity/0 " + label + "key k:v has several values and is compared without ForAllValues or ForAnyValue"},
		{"an empty value", doc(allow(anything + `,` + condition("Null", "k:v", "true"))), "", map[string][]string{"k:v": {""}}, "undetermined  identity/0 " + label + "key k:v is empty, which AWS may take for absent"},
		{"an empty value of a set", doc(allow(anything + `,` + condition("ForAnyValue:StringLike", "k:v", "*"))), "", map[string][]string{"k:v": {""}}, "undetermined  identity/0 " + label + "key k:v is empty, which AWS may take for absent"},
		{"the first of two reasons", doc(maybe), doc(deny(`"NotPrincipal":{"AWS":"`+foreign+`"},"Action":"iam:*","Resource":"*"`), allow(`"Principal":{"AWS":"`+hole+`"},`+anything)), nil, "undetermined  resource/1 identity/0 statement 1 of the resource policy: a principal is not known until apply and may be anyone"},
		{"an unknown operator", doc(allow(anything + `,"Condition":{"X":{"k:v":"a"}}`)), "", nil, "undetermined  identity/0 " + label + `unknown condition operator "X"`},
		{"a named statement", doc(allow(`"Sid":"S","Action":"*","NotResource":"arn:aws:s3:::${k:v}"`)), "", nil, "undetermined  identity/0 statement 0 (S) of the identity policy: a variable in NotResource has no value"},
		{"a condition that fails settles it", doc(allow(`"Action":"*","Resource":"` + hole + `",` + condition("Bool", "k:b", "true"))), "", nil, "deny implicit-deny:identity"},
		{"a principal that may be anyone", doc(), doc(allow(`"Principal":{"AWS":"` + hole + `"},` + anything)), nil, "undetermined  resource/0 statement 0 of the resource policy: a principal is not known until apply and may be anyone"},
		{"a principal that may be anyone, and the account", doc(), doc(allow(`"Principal":{"AWS":["` + root + `","` + hole + `"]},` + anything)), nil, "undetermined  resource/0 statement 0 of the resource policy: a principal is not known until apply and may be anyone"},
		{"the account, and an identity policy", doc(allow(anything)), doc(allow(`"Principal":{"AWS":["` + root + `","` + hole + `"]},` + anything)), nil, "allow identity identity/0"},
		{"NotPrincipal that may be anyone", doc(allow(anything)), doc(deny(`"NotPrincipal":{"AWS":"` + hole + `"},` + anything)), nil, "undetermined  identity/0 statement 0 of the resource policy: a principal is not known until apply and may be anyone"},
		{"NotPrincipal of everybody", doc(allow(anything)), doc(deny(`"NotPrincipal":{"AWS":["` + hole + `","*"]},` + anything)), nil, "allow identity identity/0"},
		{"readings", doc(allow(`"Action":"*","Resource":"arn:aws:s*b"`)), "", nil, "undetermined  identity/0 the outcome depends on how AWS reads a star inside an ARN segment, or an ARN with fewer than six segments, which it does not document"},
		{"readings that agree", doc(allow(`"Action":"*","Resource":["arn:aws:s*b","*"]`)), "", nil, "allow identity identity/0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &policy.Policies{Identity: []*policy.Document{lenient(t, policy.Identity, c.identity, wild...)}}
			if c.resource != "" {
				p.Resource = parse(t, policy.Resource, c.resource, wild...)
			}
			r := request(t, role, "s3:x", "arn:aws:s3:::b")
			r.Context = c.context
			got := policy.Evaluate(p, r)
			text := outcome(got)
			if got.Result == policy.Undetermined {
				text = strings.Replace(text, "undetermined", "undetermined ", 1) + " " + got.Reason
			}
			if diff := cmp.Diff(c.want, text); diff != "" {
				t.Error(diff)
			}
		})
	}
	named := parse(t, policy.Identity, doc(allow(anything+`,`+condition("StringEquals", "k:v", "a"))))
	named.Name = "aws_iam_policy.p"
	r := request(t, role, "s3:x", "*")
	r.Context = two
	if got := policy.GrantedBy(named, r).Reason; !strings.HasPrefix(got, "statement 0 of aws_iam_policy.p: ") {
		t.Errorf("got %q", got)
	}
}

// TestGrantedBy holds what one document alone says.
func TestGrantedBy(t *testing.T) {
	for _, c := range []struct {
		name string
		kind policy.Kind
		src  string
		who  string
		want string
	}{
		{"identity", policy.Identity, allowAll, role, "allow identity identity/0"},
		{"a deny", policy.Identity, doc(allow(anything), deny(anything)), role, "deny explicit-deny:identity identity/1"},
		{"nothing", policy.Identity, allowIAM, role, "deny implicit-deny:identity"},
		{"naming the account is enough", policy.Resource, forPrincipal("AWS", root), role, "allow resource resource/0"},
		{"SCP with an allow", policy.SCP, allowIAM, role, "deny implicit-deny:scp"},
		{"SCP of denies stands beside FullAWSAccess", policy.SCP, doc(deny(`"Action":"iam:*","Resource":"*"`)), role, "allow scp"},
		{"SCP that denies", policy.SCP, denyAll, role, "deny explicit-deny:scp scp/0"},
		{"RCP", policy.RCP, doc(deny(`"Principal":"*","Action":"iam:*","Resource":"*"`)), role, "allow rcp"},
		{"undocumented", policy.Identity, doc(allow(`"Action":"*","Resource":"arn:a*b"`)), role, "undetermined"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := outcome(policy.GrantedBy(parse(t, c.kind, c.src), request(t, c.who, "s3:x", "arn:aws:s3:::b"))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestResultsHaveNames(t *testing.T) {
	if got := policy.RCP.String() + " " + policy.Kind(7).String(); got != "rcp unknown" {
		t.Error(got)
	}
	got := fmt.Sprint(policy.Denied, policy.Allowed, policy.Undetermined, policy.Allow, policy.Deny, policy.Identity, policy.Boundary, policy.Session, policy.Resource, policy.Trust, policy.SCP, policy.RCP, policy.Kind(99))
	if want := "deny allow undetermined Allow Deny identity boundary session resource trust scp rcp unknown"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for k, want := range map[policy.Truth]policy.Truth{policy.True: policy.False, policy.False: policy.True, policy.Unknown: policy.Unknown} {
		if k.Not() != want {
			t.Errorf("not %v is %v", k, k.Not())
		}
	}
}

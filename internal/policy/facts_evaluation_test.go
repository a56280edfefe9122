// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// The facts about evaluation, 31 to 41. Fact 11 is tested in internal/template
// and 42 in internal/decide.

// evaluation is one request against what bears on it.
type evaluation struct {
	name                        string
	who                         string
	identity                    []string
	boundary, session, resource string
	trust                       bool // resource is a trust policy
	scp, rcp                    [][]string
	action, target, account     string
	context                     []string
	ResourceNotAtHand           bool
	want                        string
}

func checkEvaluations(t *testing.T, list []evaluation) {
	t.Helper()
	for _, e := range list {
		t.Run(e.name, func(t *testing.T) {
			t.Helper()
			p := &policy.Policies{ResourceNotAtHand: e.ResourceNotAtHand}
			for _, s := range e.identity {
				p.Identity = append(p.Identity, parse(t, policy.Identity, s))
			}
			at := func(into **policy.Document, kind policy.Kind, s string) {
				if s != "" {
					*into = parse(t, kind, s)
				}
			}
			at(&p.Boundary, policy.Boundary, e.boundary)
			at(&p.Session, policy.Session, e.session)
			kind := policy.Resource
			if e.trust {
				kind = policy.Trust
			}
			at(&p.Resource, kind, e.resource)
			for _, l := range e.scp {
				var level []*policy.Document
				for _, s := range l {
					level = append(level, parse(t, policy.SCP, s))
				}
				p.SCP = append(p.SCP, level)
			}
			for _, l := range e.rcp {
				var level []*policy.Document
				for _, s := range l {
					level = append(level, parse(t, policy.RCP, s))
				}
				p.RCP = append(p.RCP, level)
			}
			if e.who == "" {
				e.who = role
			}
			if e.action == "" {
				e.action = "s3:GetObject"
			}
			if e.target == "" {
				e.target = "arn:aws:s3:::b/k"
			}
			r := request(t, e.who, e.action, e.target, e.context...)
			r.ResourceAccount = e.account
			if got := outcome(policy.Evaluate(p, r)); got != e.want {
				t.Errorf("got %s\nwant %s", got, e.want)
			}
		})
	}
}

var (
	allowAll = doc(allow(anything))
	denyAll  = doc(deny(anything))
	allowIAM = doc(allow(`"Action":"iam:*","Resource":"*"`))
)

// forPrincipal writes a resource policy that allows everything to an entry.
func forPrincipal(kind, entry string) string {
	return doc(allow(`"Principal":{"` + kind + `":"` + entry + `"},` + anything))
}

// trusting writes a trust policy.
func trusting(kind, entry string) string {
	return doc(allow(`"Principal":{"` + kind + `":"` + entry + `"},"Action":"sts:AssumeRole"`))
}

func TestFact31TheAccountDelegates(t *testing.T) {
	for name, entry := range map[string]string{"number": "111122223333", "root": root} {
		checkEvaluations(t, []evaluation{
			{name: name + " grants nothing by itself", resource: forPrincipal("AWS", entry), want: "deny implicit-deny:identity"},
			{name: name + " with an identity policy", identity: []string{allowAll}, resource: forPrincipal("AWS", entry), want: "allow identity identity/0"},
			{name: name + " another account", who: foreign, account: "111122223333", identity: []string{allowAll}, resource: forPrincipal("AWS", entry), want: "deny implicit-deny:resource"},
			{name: name + " the root itself", who: root, resource: forPrincipal("AWS", entry), want: "allow identity"},
		})
	}
}

func TestFact32WildcardsInPrincipals(t *testing.T) {
	checkRefused(t, []refused{
		{"a whole star", policy.Resource, doc(allow(anyone)), ""},
		{"an AWS star", policy.Resource, forPrincipal("AWS", "*"), ""},
		{"a star in an ARN", policy.Resource, forPrincipal("AWS", "arn:aws:iam::111122223333:role/*"), "only a lone \"*\" is one"},
		{"a question mark", policy.Resource, forPrincipal("AWS", "arn:aws:iam::111122223333:role/?"), "only a lone \"*\" is one"},
	})
	d := lenient(t, policy.Resource, forPrincipal("AWS", "arn:aws:iam::111122223333:role/*"))
	if got := policy.GrantedBy(d, request(t, role, "s3:x", "*")).Result; got != policy.Denied {
		t.Errorf("a star in an ARN matched: %v", got)
	}
}

func TestFact33UniqueIdentifiers(t *testing.T) {
	for _, id := range []string{"AROAEXAMPLEID", "AIDAEXAMPLEID"} {
		checkRefused(t, []refused{{id, policy.Trust, trusting("AWS", id), ""}})
		d := parse(t, policy.Trust, trusting("AWS", id))
		if got := policy.GrantedBy(d, request(t, role, "sts:AssumeRole", role)).Result; got != policy.Denied {
			t.Errorf("a deleted principal is let in: %v", got)
		}
	}
}

func TestFact34NotPrincipal(t *testing.T) {
	not := func(entries string) string {
		return doc(allow(anyone), deny(`"NotPrincipal":{"AWS":[`+entries+`]},`+anything))
	}
	checkRefused(t, []refused{
		{"identity", policy.Identity, doc(deny(`"NotPrincipal":"*",` + anything)), "a policy of this kind (identity) has no NotPrincipal"},
		{"trust", policy.Trust, doc(deny(`"NotPrincipal":{"AWS":"111122223333"},"Action":"*"`)), "a trust policy has no NotPrincipal"},
		{"resource", policy.Resource, not(`"111122223333"`), ""},
	})
	for _, c := range []struct {
		name, entries, who, want string
	}{
		{"session, role and account", `"` + session + `","` + role + `","` + root + `"`, session, "allow"},
		{"the account by its number", `"` + session + `","` + role + `","111122223333"`, session, "allow"},
		{"without the session", `"` + role + `","` + root + `"`, session, "deny"},
		{"without the role", `"` + session + `","` + root + `"`, session, "deny"},
		{"without the account", `"` + session + `","` + role + `"`, session, "deny"},
		{"the role itself", `"` + role + `","` + root + `"`, role, "allow"},
		{"a user with its account", `"` + user + `","` + root + `"`, user, "allow"},
		{"a user without its account", `"` + user + `"`, user, "deny"},
		{"a user of which only the account is listed", `"` + root + `"`, user, "deny"},
		{"the root", `"` + root + `"`, root, "allow"},
		{"another account's root", `"` + root + `"`, "arn:aws:iam::444455556666:root", "deny"},
		{"anonymous", `"` + root + `"`, "anonymous", "deny"},
		{"a service", `"` + root + `"`, "service:ec2.amazonaws.com", "deny"},
		{"everybody", `"*"`, session, "allow"},
		{"the account first", `"` + root + `","` + session + `","` + role + `"`, session, "allow"},
		{"the role with another account", `"` + role + `","arn:aws:iam::444455556666:root"`, role, "deny"},
		{"a session whose user of the same name is listed", `"` + session + `","arn:aws:iam::111122223333:user/R","` + root + `"`, session, "deny"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := parse(t, policy.Resource, not(c.entries))
			if got := policy.GrantedBy(d, request(t, c.who, "s3:x", "*")).Result.String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	// What is not known until apply may be what is missing in the list.
	for entries, want := range map[string]policy.Result{
		`"` + user + `","~"`: policy.Undetermined, `"~","` + user + `"`: policy.Undetermined, `"~","` + user + `","` + root + `"`: policy.Allowed, `"~","` + foreign + `"`: policy.Undetermined,
	} {
		d := lenient(t, policy.Resource, strings.ReplaceAll(not(entries), "~", string(policy.HoleRune(0))), policy.Hole{Name: "var.any", Wild: true})
		if got := policy.GrantedBy(d, request(t, user, "s3:x", "*")).Result; got != want {
			t.Errorf("%s: %v", entries, got)
		}
	}
	listed := lenient(t, policy.Resource, not(`"`+user+`","`+root+`"`)).Statements[1]
	if got, how, maybe := listed.Names(principal(t, user)); got != policy.False || how != policy.NotNamed || maybe {
		t.Errorf("a user who is listed: %v %v %v", got, how, maybe)
	}
	if got, how, maybe := listed.Names(principal(t, foreign)); got != policy.True || how != policy.Directly || maybe {
		t.Errorf("a role that is not listed: %v %v %v", got, how, maybe)
	}
	// A principal that is known by its reference alone has no account to be listed by.
	unborn := policy.Principal{Kind: policy.Role, ID: "<aws_iam_role.r.arn>", RoleARN: "<aws_iam_role.r.arn>"}
	born := lenient(t, policy.Resource, strings.ReplaceAll(not(`"~"`), "~", string(policy.HoleRune(0))), policy.Hole{Name: "aws_iam_role.r.arn"})
	if got, _, _ := born.Statements[1].Names(unborn); got != policy.True {
		t.Errorf("a role without its account: %v", got)
	}
	d := parse(t, policy.Resource, doc(allow(anyone), deny(`"NotPrincipal":{"Service":"ec2.amazonaws.com"},`+anything)))
	if got := policy.GrantedBy(d, request(t, "service:ec2.amazonaws.com", "s3:x", "*")).Result; got != policy.Allowed {
		t.Errorf("a service that is listed: %v", got)
	}
}

func TestFact35ResourcePolicyInOneAccount(t *testing.T) {
	none := doc(allow(`"Action":"iam:*","Resource":"*"`)) // limits to something else
	arn := doc(allow(anyone + `,` + condition("ArnEquals", "aws:PrincipalArn", role)))
	checkEvaluations(t, []evaluation{
		{name: "a user is not limited by its boundary", who: user, boundary: none, resource: forPrincipal("AWS", user), want: "allow resource resource/0"},
		{name: "a user is not limited by lacking an identity policy", who: user, resource: forPrincipal("AWS", user), want: "allow resource resource/0"},
		{name: "but by an explicit deny of the boundary", who: user, boundary: denyAll, resource: forPrincipal("AWS", user), want: "deny explicit-deny:boundary boundary/0"},
		{name: "a session is not limited by its session policy", who: session, session: none, resource: forPrincipal("AWS", session), want: "allow resource resource/0"},
		{name: "a session is not limited by the boundary", who: session, boundary: none, resource: forPrincipal("AWS", session), want: "allow resource resource/0"},
		{name: "a role is limited by its boundary", boundary: none, resource: forPrincipal("AWS", role), want: "deny implicit-deny:boundary"},
		{name: "a role within its boundary", boundary: allowAll, resource: forPrincipal("AWS", role), want: "allow resource resource/0"},
		{name: "a session by its role is limited by its session policy", who: session, session: none, resource: forPrincipal("AWS", role), want: "deny implicit-deny:session"},
		{name: "a session by its role is limited by the boundary", who: session, boundary: none, resource: forPrincipal("AWS", role), want: "deny implicit-deny:boundary"},
		{name: "a session by its role within both", who: session, session: allowAll, boundary: allowAll, resource: forPrincipal("AWS", role), want: "allow resource resource/0"},
		{name: "everyone by a condition is not limited", boundary: none, resource: arn, want: "allow resource resource/0"},
		{name: "a federated user by its ARN", who: fed, resource: forPrincipal("AWS", fed), want: "allow resource resource/0"},
	})
}

func TestFact36FederatedUsers(t *testing.T) {
	checkEvaluations(t, []evaluation{
		{name: "without a session policy", who: fed, identity: []string{allowAll}, want: "deny implicit-deny:session"},
		{name: "with one", who: fed, identity: []string{allowAll}, session: allowAll, want: "allow identity identity/0"},
		{name: "both have to allow", who: fed, identity: []string{allowIAM}, session: allowAll, want: "deny implicit-deny:identity"},
		{name: "a session policy alone", who: fed, session: allowAll, want: "deny implicit-deny:identity"},
	})
}

func TestFact37ExplicitConsent(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:111122223333:key/k"
	other := trusting("AWS", "444455556666")
	checkEvaluations(t, []evaluation{
		{name: "trust of someone else", action: "sts:AssumeRole", target: role, identity: []string{allowAll}, resource: other, trust: true, want: "deny implicit-deny:resource"},
		{name: "trust of the account, and an identity policy", action: "sts:AssumeRole", target: role, identity: []string{allowAll}, resource: trusting("AWS", root), trust: true, want: "allow identity trust/0 identity/0"},
		{name: "trust of the account alone", action: "sts:AssumeRole", target: role, resource: trusting("AWS", root), trust: true, want: "deny implicit-deny:identity"},
		{name: "trust of the role itself", action: "sts:AssumeRole", target: role, resource: trusting("AWS", role), trust: true, want: "allow resource trust/0"},
		{name: "a service", who: "service:ec2.amazonaws.com", action: "sts:AssumeRole", target: role, resource: trusting("Service", "ec2.amazonaws.com"), trust: true, want: "allow resource trust/0"},
		{name: "another service", who: "service:s3.amazonaws.com", action: "sts:AssumeRole", target: role, resource: trusting("Service", "ec2.amazonaws.com"), trust: true, want: "deny implicit-deny:resource"},
		{name: "key policy of someone else", action: "kms:Decrypt", target: key, identity: []string{allowAll}, resource: forPrincipal("AWS", "444455556666"), want: "deny implicit-deny:resource"},
		{name: "key policy delegates to the account", action: "kms:Decrypt", target: key, identity: []string{allowAll}, resource: forPrincipal("AWS", root), want: "allow identity resource/0 identity/0"},
		{name: "key policy delegates, but no identity policy", action: "kms:Decrypt", target: key, resource: forPrincipal("AWS", root), want: "deny implicit-deny:identity"},
		{name: "a key alias is no key", action: "kms:DescribeAlias", target: "arn:aws:kms:eu-west-1:111122223333:alias/a", identity: []string{allowAll}, resource: forPrincipal("AWS", "444455556666"), want: "allow identity identity/0"},
		{name: "another resource needs no consent", identity: []string{allowAll}, resource: forPrincipal("AWS", "444455556666"), want: "allow identity identity/0"},
		{name: "no trust policy consents", action: "sts:AssumeRole", target: role, identity: []string{allowAll}, want: "deny implicit-deny:resource"},
		{name: "a trust policy that is not at hand", action: "sts:AssumeRole", target: role, identity: []string{allowAll}, ResourceNotAtHand: true, want: "allow identity identity/0"},
		{name: "no key policy consents", action: "kms:Decrypt", target: key, identity: []string{allowAll}, want: "deny implicit-deny:resource"},
		{name: "a session's tags need the trust's consent", action: "sts:TagSession", target: role, identity: []string{allowAll}, resource: trusting("AWS", role), trust: true, want: "deny implicit-deny:resource"},
		{name: "so does its source identity", action: "sts:SetSourceIdentity", target: role, identity: []string{allowAll}, resource: trusting("AWS", role), trust: true, want: "deny implicit-deny:resource"},
		{name: "tags of a session of another kind need none", action: "sts:TagSession", target: fed, identity: []string{allowAll}, want: "allow identity identity/0"},
		{name: "assuming with SAML", who: "federated:arn:aws:iam::111122223333:saml-provider/P", action: "sts:AssumeRoleWithSAML", target: role,
			resource: doc(allow(`"Principal":{"Federated":"arn:aws:iam::111122223333:saml-provider/P"},"Action":"sts:AssumeRoleWithSAML"`)), trust: true, want: "allow resource trust/0"},
	})
}

func TestFact38AcrossAccounts(t *testing.T) {
	const account = "444455556666"
	checkEvaluations(t, []evaluation{
		{name: "both sides", account: account, identity: []string{allowAll}, resource: forPrincipal("AWS", role), want: "allow identity resource/0 identity/0"},
		{name: "both sides, by account", account: account, identity: []string{allowAll}, resource: forPrincipal("AWS", root), want: "allow identity resource/0 identity/0"},
		{name: "identity side alone", account: account, identity: []string{allowAll}, want: "deny implicit-deny:resource"},
		{name: "identity side, the other not at hand", account: account, identity: []string{allowAll}, ResourceNotAtHand: true, want: "allow identity identity/0"},
		{name: "a policy at hand counts, whatever else is not", account: account, identity: []string{allowAll}, resource: forPrincipal("AWS", foreign), ResourceNotAtHand: true, want: "deny implicit-deny:resource"},
		{name: "resource side alone", account: account, resource: forPrincipal("AWS", role), want: "deny implicit-deny:identity"},
		{name: "resource side names the user", who: user, account: account, resource: forPrincipal("AWS", user), want: "deny implicit-deny:identity"},
		{name: "boundary", account: account, identity: []string{allowAll}, boundary: allowIAM, resource: forPrincipal("AWS", role), want: "deny implicit-deny:boundary"},
		{name: "session policy", who: session, account: account, identity: []string{allowAll}, session: allowIAM, resource: forPrincipal("AWS", role), want: "deny implicit-deny:session"},
		{name: "the account follows from the ARN", target: "arn:aws:sqs:eu-west-1:444455556666:q", action: "sqs:SendMessage", identity: []string{allowAll}, want: "deny implicit-deny:resource"},
		{name: "an ARN without account is the principal's", identity: []string{allowAll}, want: "allow identity identity/0"},
		{name: "AWS's own ARN is the principal's", target: "arn:aws:iam::aws:policy/X", action: "iam:GetPolicy", identity: []string{allowAll}, want: "allow identity identity/0"},
		{name: "the root of another account", who: root, account: account, resource: forPrincipal("AWS", root), want: "allow identity resource/0"},
		{name: "the root of another account, not let in", who: root, account: account, resource: forPrincipal("AWS", foreign), want: "deny implicit-deny:resource"},
	})
}

func TestFact39ControlPolicies(t *testing.T) {
	checkEvaluations(t, []evaluation{
		{name: "every level allows", identity: []string{allowAll}, scp: [][]string{{allowAll}, {allowAll}}, want: "allow identity identity/0"},
		{name: "the first level does not", identity: []string{allowAll}, scp: [][]string{{allowIAM}, {allowAll}}, want: "deny implicit-deny:scp"},
		{name: "the last level does not", identity: []string{allowAll}, scp: [][]string{{allowAll}, {allowIAM}}, want: "deny implicit-deny:scp"},
		{name: "a level without policies", identity: []string{allowAll}, scp: [][]string{{allowAll}, {}}, want: "deny implicit-deny:scp"},
		{name: "one of a level allows", identity: []string{allowAll}, scp: [][]string{{allowIAM, allowAll}}, want: "allow identity identity/0"},
		{name: "a deny at any level", identity: []string{allowAll}, scp: [][]string{{allowAll}, {allowAll, denyAll}}, want: "deny explicit-deny:scp scp/0"},
		{name: "an SCP grants nothing", scp: [][]string{{allowAll}}, want: "deny implicit-deny:identity"},
		{name: "it covers the root", who: root, scp: [][]string{{allowIAM}}, want: "deny implicit-deny:scp"},
		{name: "not service-linked roles", who: linked, identity: []string{allowAll}, scp: [][]string{{allowIAM, denyAll}}, want: "allow identity identity/0"},
		{name: "nor do identity policies bear on services", who: "service:ec2.amazonaws.com", identity: []string{denyAll}, boundary: denyAll, session: denyAll, resource: doc(allow(anyone)), want: "allow resource resource/0"},
		{name: "nor do RCPs", who: linked, identity: []string{allowAll}, rcp: [][]string{{doc(deny(anyone))}}, want: "allow identity identity/0"},
		{name: "nor services", who: "service:ec2.amazonaws.com", resource: doc(allow(anyone)), scp: [][]string{{denyAll}}, want: "allow resource resource/0"},
		{name: "a resource policy does not help", resource: forPrincipal("AWS", role), scp: [][]string{{allowIAM}}, want: "deny implicit-deny:scp"},
		{name: "an RCP denies", identity: []string{allowAll}, rcp: [][]string{{doc(deny(anyone))}}, want: "deny explicit-deny:rcp rcp/0"},
		{name: "an RCP that allows grants nothing", rcp: [][]string{{doc(allow(anyone))}}, want: "deny implicit-deny:identity"},
		{name: "an RCP denies anonymous requests", who: "anonymous", resource: doc(allow(anyone)), rcp: [][]string{{doc(deny(anyone))}}, want: "deny explicit-deny:rcp rcp/0"},
	})
	checkRefused(t, []refused{
		{"an RCP names everybody", policy.RCP, doc(deny(`"Principal":{"AWS":"111122223333"},` + anything)), `the Principal of a resource control policy is "*"`},
	})
}

func TestFact40GetCallerIdentity(t *testing.T) {
	checkEvaluations(t, []evaluation{
		{name: "despite a deny", action: "sts:GetCallerIdentity", identity: []string{denyAll}, scp: [][]string{{denyAll}}, want: "allow always-allowed"},
		{name: "in another case", action: "STS:getcalleridentity", want: "allow always-allowed"},
		{name: "not another action", action: "sts:GetSessionToken", want: "deny implicit-deny:identity"},
		{name: "not without credentials", who: "anonymous", action: "sts:GetCallerIdentity", want: "deny implicit-deny:resource"},
		{name: "not by a service", who: "service:ec2.amazonaws.com", action: "sts:GetCallerIdentity", want: "deny implicit-deny:resource"},
	})
}

// AWS refuses sts:AssumeRole to an account's root, whatever any policy says.
// Source: STS API reference, AssumeRole.
func TestRootAssumesNoRole(t *testing.T) {
	checkEvaluations(t, []evaluation{
		{name: "trusted by its account", who: root, action: "sts:AssumeRole", target: role, resource: trusting("AWS", root), trust: true, want: "deny implicit-deny:root"},
		{name: "trusted as everybody", who: root, action: "STS:AssumeRole", target: role, resource: trusting("AWS", "*"), trust: true, want: "deny implicit-deny:root"},
		{name: "a deny is named first", who: root, action: "sts:AssumeRole", target: role, scp: [][]string{{denyAll}}, resource: trusting("AWS", root), trust: true, want: "deny explicit-deny:scp scp/0"},
		{name: "another action", who: root, action: "sts:GetSessionToken", want: "allow identity"},
		{name: "a user", who: user, action: "sts:AssumeRole", target: role, identity: []string{allowAll}, resource: trusting("AWS", root), trust: true, want: "allow identity trust/0 identity/0"},
	})
}

// Fact 41: AWS's policy simulator leaves trust policies out for sts:Assume…;
// Evaluate does not.
func TestFact41TrustPoliciesCount(t *testing.T) {
	saml := "arn:aws:iam::111122223333:saml-provider/P"
	other := doc(allow(`"Principal":{"Federated":"accounts.google.com"},"Action":"sts:AssumeRoleWithWebIdentity"`))
	checkEvaluations(t, []evaluation{
		{name: "sts:AssumeRole", action: "sts:AssumeRole", target: role, identity: []string{allowAll}, resource: trusting("AWS", foreign), trust: true, want: "deny implicit-deny:resource"},
		{name: "sts:AssumeRole, denied", action: "sts:AssumeRole", target: role, identity: []string{allowAll}, resource: doc(allow(`"Principal":"*","Action":"sts:AssumeRole"`), deny(`"Principal":"*","Action":"sts:AssumeRole"`)), trust: true, want: "deny explicit-deny:resource trust/1"},
		{name: "sts:AssumeRoleWithSAML", who: "federated:" + saml, action: "sts:AssumeRoleWithSAML", target: role, resource: other, trust: true, want: "deny implicit-deny:resource"},
		{name: "sts:AssumeRoleWithWebIdentity", who: "federated:accounts.google.com", action: "sts:AssumeRoleWithWebIdentity", target: role, resource: other, trust: true, want: "allow resource trust/0"},
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func TestParsePrincipal(t *testing.T) {
	for in, want := range map[string]policy.Principal{
		"anonymous":                             {ID: "anonymous"},
		"*":                                     {ID: "anonymous"},
		"111122223333":                          {Kind: policy.Root, ID: root, Partition: "aws", Account: "111122223333"},
		root:                                    {Kind: policy.Root, ID: root, Partition: "aws", Account: "111122223333"},
		user:                                    {Kind: policy.User, ID: user, Partition: "aws", Account: "111122223333", Name: "U"},
		"arn:aws-cn:iam::111122223333:user/a/b": {Kind: policy.User, ID: "arn:aws-cn:iam::111122223333:user/a/b", Partition: "aws-cn", Account: "111122223333", Name: "b"},
		role:                                    {Kind: policy.Role, ID: role, Partition: "aws", Account: "111122223333", Name: "R", RoleARN: role},
		"arn:aws:iam::111122223333:role/p/R":    {Kind: policy.Role, ID: "arn:aws:iam::111122223333:role/p/R", Partition: "aws", Account: "111122223333", Name: "R", RoleARN: "arn:aws:iam::111122223333:role/p/R"},
		session:                                 {Kind: policy.RoleSession, ID: session, Partition: "aws", Account: "111122223333", Name: "R", RoleARN: role},
		fed:                                     {Kind: policy.FederatedUser, ID: fed, Partition: "aws", Account: "111122223333", Name: "F"},
	} {
		got, err := policy.ParsePrincipal(in)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
	for in, want := range map[string]string{
		"":                                `principal "" is no ARN, account number or "anonymous"`,
		"alice":                           `principal "alice" is no ARN, account number or "anonymous"`,
		"11112222333":                     `principal "11112222333" is no ARN, account number or "anonymous"`,
		"11112222333x":                    `principal "11112222333x" is no ARN, account number or "anonymous"`,
		"arn::iam::111122223333:user/a":   `principal "arn::iam::111122223333:user/a" is no ARN, account number or "anonymous"`,
		"11112222333-":                    `principal "11112222333-" is no ARN, account number or "anonymous"`,
		"arn:aws:iam":                     `principal "arn:aws:iam" is no ARN, account number or "anonymous"`,
		"urn:aws:iam::1:role/R":           `principal "urn:aws:iam::1:role/R" is no ARN, account number or "anonymous"`,
		"arn:aws:s3::1:user/U":            `principal "arn:aws:s3::1:user/U" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:s3::1:role/R":            `principal "arn:aws:s3::1:role/R" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:iam::1:assumed-role/R/s": `principal "arn:aws:iam::1:assumed-role/R/s" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:sts::1:role/R/s":         `principal "arn:aws:sts::1:role/R/s" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:s3::1:x/R/s":             `principal "arn:aws:s3::1:x/R/s" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:iam::1:federated-user/F": `principal "arn:aws:iam::1:federated-user/F" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:iam::1:group/a":          `principal "arn:aws:iam::1:group/a" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:iam::1:user/":            `principal "arn:aws:iam::1:user/" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:iam::1:role/":            `principal "arn:aws:iam::1:role/" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:sts::1:assumed-role/R":   `principal "arn:aws:sts::1:assumed-role/R" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:sts::1:federated-user/":  `principal "arn:aws:sts::1:federated-user/" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:s3:::root":               `principal "arn:aws:s3:::root" is no root, user, role, assumed-role session or federated user`,
		"arn:aws:sts::1:root":             `principal "arn:aws:sts::1:root" is no root, user, role, assumed-role session or federated user`,
	} {
		if _, err := policy.ParsePrincipal(in); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if got, want := policy.FederatedPrincipal("arn:aws:iam::111122223333:saml-provider/P"), (policy.Principal{Kind: policy.FederatedLogin, ID: "arn:aws:iam::111122223333:saml-provider/P", Account: "111122223333"}); got != want {
		t.Errorf("got %+v", got)
	}
}

// TestNames holds how closely each form of entry names each kind of principal.
func TestNames(t *testing.T) {
	holes := []policy.Hole{{Name: "aws_iam_role.r.arn"}, {Name: "var.anyone", Wild: true}, {Name: "data.me.account_id"}}
	h := func(i int) string { return string(policy.HoleRune(i)) }
	byReference := policy.Principal{Kind: policy.Role, ID: "<aws_iam_role.r.arn>", RoleARN: "<aws_iam_role.r.arn>"}
	ofReference := policy.Principal{Kind: policy.Role, ID: "arn:aws:iam::<data.me.account_id>:role/R", Account: "<data.me.account_id>", Name: "R"}
	for _, c := range []struct {
		name, element string
		who           policy.Principal
		t             policy.Truth
		how           policy.Naming
		maybe         bool
	}{
		{"everyone", `"*"`, principal(t, role), policy.True, policy.Directly, false},
		{"everyone by AWS", `{"AWS":["*","` + foreign + `"]}`, policy.ServicePrincipal("x"), policy.True, policy.Directly, false},
		{"the role", `{"AWS":"` + role + `"}`, principal(t, role), policy.True, policy.ByRole, false},
		{"the role of a session", `{"AWS":"` + role + `"}`, principal(t, session), policy.True, policy.ByRole, false},
		{"the session", `{"AWS":["` + root + `","` + session + `"]}`, principal(t, session), policy.True, policy.Directly, false},
		{"the user", `{"AWS":"` + user + `"}`, principal(t, user), policy.True, policy.Directly, false},
		{"the account", `{"AWS":"` + root + `"}`, principal(t, user), policy.True, policy.ByAccount, false},
		{"the account of another partition", `{"AWS":"arn:aws-cn:iam::111122223333:root"}`, principal(t, user), policy.True, policy.ByAccount, false},
		{"the root", `{"AWS":"` + root + `"}`, principal(t, root), policy.True, policy.ByAccount, false},
		{"another", `{"AWS":"` + foreign + `"}`, principal(t, role), policy.False, policy.NotNamed, false},
		{"a role is no user of the same name", `{"AWS":"arn:aws:iam::111122223333:user/R"}`, principal(t, session), policy.False, policy.NotNamed, false},
		{"by reference", `{"AWS":"` + h(0) + `"}`, byReference, policy.True, policy.ByRole, false},
		{"a reference is nobody else", `{"AWS":"` + h(0) + `"}`, principal(t, role), policy.False, policy.NotNamed, false},
		{"an account by reference", `{"AWS":"arn:aws:iam::` + h(2) + `:root"}`, ofReference, policy.True, policy.ByAccount, false},
		{"a root of another service", `{"AWS":"arn:aws:s3::111122223333:root"}`, principal(t, role), policy.False, policy.NotNamed, false},
		{"what ends like a root", `{"AWS":"arn:aws:iam::111122223333:x:root"}`, principal(t, role), policy.False, policy.NotNamed, false},
		{"a root of no ARN", `{"AWS":"urn:aws:iam::111122223333:root"}`, principal(t, role), policy.False, policy.NotNamed, false},
		{"a root of too few parts", `{"AWS":"iam::111122223333:root"}`, principal(t, role), policy.False, policy.NotNamed, false},
		{"a root of no account", `{"AWS":"arn:aws:iam::me:root"}`, policy.Principal{Kind: policy.Role, ID: "arn:aws:iam::me:role/R", Account: "me", Name: "R"}, policy.False, policy.NotNamed, false},
		{"an account of which a part is a reference", `{"AWS":"arn:aws:iam::` + h(2) + `0:root"}`, policy.Principal{Kind: policy.Role, ID: "x", Account: "<data.me.account_id>0", Name: "R"}, policy.False, policy.NotNamed, false},
		{"an account that ends in a reference", `{"AWS":"arn:aws:iam::0` + h(2) + `:root"}`, policy.Principal{Kind: policy.Role, ID: "x", Account: "0<data.me.account_id>", Name: "R"}, policy.False, policy.NotNamed, false},
		{"an account that is the sign of one", `{"AWS":"arn:aws:iam::<>:root"}`, policy.Principal{Kind: policy.Role, ID: "x", Account: "<>", Name: "R"}, policy.False, policy.NotNamed, false},
		{"may be anyone, or the account", `{"AWS":["` + h(1) + `","` + foreign + `"]}`, principal(t, role), policy.Unknown, policy.NotNamed, true},
		{"may be anyone", `{"AWS":"` + h(1) + `"}`, principal(t, role), policy.Unknown, policy.NotNamed, true},
		{"may be named closer", `{"AWS":["` + root + `","` + h(1) + `"]}`, principal(t, role), policy.True, policy.ByAccount, true},
		{"named directly already", `{"AWS":["` + user + `","` + h(1) + `"]}`, principal(t, user), policy.True, policy.Directly, false},
		{"may be any service", `{"Service":"` + h(1) + `"}`, policy.ServicePrincipal("x"), policy.Unknown, policy.NotNamed, true},
		{"may be any provider", `{"Federated":"` + h(1) + `"}`, policy.FederatedPrincipal("x"), policy.Unknown, policy.NotNamed, true},
		{"but no service", `{"AWS":"` + h(1) + `"}`, policy.ServicePrincipal("x"), policy.False, policy.NotNamed, false},
		{"a provider by reference", `{"Federated":"` + h(0) + `"}`, policy.FederatedPrincipal("<aws_iam_role.r.arn>"), policy.True, policy.Directly, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := lenient(t, policy.Resource, doc(allow(`"Principal":`+c.element+`,`+anything)), holes...)
			got, how, maybe := d.Statements[0].Names(c.who)
			if got != c.t || how != c.how || maybe != c.maybe {
				t.Errorf("got %v %v %v", got, how, maybe)
			}
		})
	}
	if got, how, maybe := lenient(t, policy.Resource, doc(allow(anything))).Statements[0].Names(principal(t, role)); got != policy.False || how != policy.NotNamed || maybe {
		t.Errorf("an element that is not there: %v %v %v", got, how, maybe)
	}
}

func TestServiceLinked(t *testing.T) {
	for arn, want := range map[string]bool{
		"arn:aws:iam::1:role/aws-service-role/x.amazonaws.com/L": true, "arn:aws:iam::1:role/L": false, "arn:aws:iam::1:role/a/aws-service-role/L": false,
		"arn:aws:iam::1:user/aws-service-role/L": false, "arn:aws:sts::1:assumed-role/L/s": false,
	} {
		if got := principal(t, arn).ServiceLinked(); got != want {
			t.Errorf("%s: %v", arn, got)
		}
	}
}

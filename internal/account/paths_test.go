// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func user(t *testing.T, name string, identity ...string) *Principal {
	t.Helper()
	p := role(t, name, "", identity...)
	p.Kind, p.Address = User, "aws_iam_user."+name
	return p
}

func statements(list ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(list, ",") + `]}`
}

// bounded gives a principal a boundary.
func bounded(t *testing.T, p *Principal, boundary string) *Principal {
	t.Helper()
	p.Boundary = Boundary{State: BoundaryPresent, Document: parse(t, policy.Boundary, boundary)}
	return p
}

// TestEscalationsInTwoSteps holds the ways of which one step alone gains nothing: who
// may change a principal and then act as it.
func TestEscalationsInTwoSteps(t *testing.T) {
	const (
		ci, helper = "arn:aws:iam::123456789012:role/ci", "arn:aws:iam::123456789012:role/helper"
		account    = `{"AWS":"123456789012"}`
	)
	may := func(resource string, actions ...string) string {
		return `{"Effect":"Allow","Action":["` + strings.Join(actions, `","`) + `"],"Resource":"` + resource + `"}`
	}
	reads := allow(`"s3:GetObject"`, `"arn:aws:s3:::logs/*"`)
	managed := func(t *testing.T, p *Principal, text string) *Principal {
		t.Helper()
		d := parse(t, policy.Identity, text)
		d.Managed, d.ARN = true, "arn:aws:iam::123456789012:policy/team"
		p.Identity = append(p.Identity, Attachment{Document: d})
		return p
	}
	inline := func(t *testing.T, p *Principal, text string) *Principal {
		t.Helper()
		p.Identity = append(p.Identity, Attachment{Document: parse(t, policy.Identity, text)})
		return p
	}
	for name, tc := range map[string]struct {
		principals func(t *testing.T) []*Principal // the first is asked about
		want       []string
	}{
		"a role that it may give any policy and assume": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", statements(may(helper, "iam:AttachRolePolicy", "sts:AssumeRole"))), role(t, "helper", trusting(account), reads)}
			}, []string{"aws_iam_role.helper sts:AssumeRole", "aws_iam_role.helper iam:AttachRolePolicy sts:AssumeRole"},
		},
		"an inline policy": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", statements(may(helper, "iam:PutRolePolicy", "sts:AssumeRole"))), role(t, "helper", trusting(account))}
			}, []string{"aws_iam_role.helper iam:PutRolePolicy sts:AssumeRole"},
		},
		"a policy of it": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "sts:AssumeRole"), may("arn:aws:iam::123456789012:policy/team", "iam:CreatePolicyVersion"))),
					managed(t, role(t, "helper", trusting(account)), statements(may("*", "tag:GetResources"))),
				}
			}, []string{"aws_iam_role.helper sts:AssumeRole", "aws_iam_role.helper iam:CreatePolicyVersion sts:AssumeRole"},
		},
		"a role that does not let it in": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", statements(may(helper, "iam:AttachRolePolicy", "sts:AssumeRole"))), role(t, "helper", trusting(lambda))}
			}, nil,
		},
		"a harmless policy alone": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "sts:AssumeRole"), `{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"`+helper+`","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}}`)),
					role(t, "helper", trusting(account)),
				}
			}, nil,
		},
		"a role whose boundary leaves nothing to gain": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "iam:PutRolePolicy", "sts:AssumeRole"), may("*", "s3:*"))),
					bounded(t, role(t, "helper", trusting(account)), allow(`"s3:*"`, `"*"`)),
				}
			}, nil,
		},
		"a role whose boundary it may take away": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "iam:DeleteRolePermissionsBoundary", "sts:AssumeRole"), may("*", "s3:*"))),
					bounded(t, role(t, "helper", trusting(account), allow(`"*"`, `"*"`)), allow(`"s3:*"`, `"*"`)),
				}
			}, []string{"aws_iam_role.helper iam:DeleteRolePermissionsBoundary sts:AssumeRole"},
		},
		"a user to whom it may give any policy, and a key": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", statements(may("arn:aws:iam::123456789012:user/u", "iam:AttachUserPolicy", "iam:CreateAccessKey"))), user(t, "u")}
			}, []string{"aws_iam_user.u iam:AttachUserPolicy iam:CreateAccessKey"},
		},
		"a group that it may join and give any policy": {
			func(t *testing.T) []*Principal {
				g := &Principal{Kind: Group, Address: "aws_iam_group.g", Name: "g", Account: "123456789012", Path: "/"}
				return []*Principal{user(t, "u", statements(may("arn:aws:iam::123456789012:group/g", "iam:PutGroupPolicy", "iam:AddUserToGroup"))), g}
			}, []string{"aws_iam_group.g iam:PutGroupPolicy iam:AddUserToGroup"},
		},
		"an inline policy of its own that denies": {
			func(t *testing.T) []*Principal {
				return []*Principal{inline(t, user(t, "u", statements(may("*", "s3:*"), may("arn:aws:iam::123456789012:user/u", "iam:DeleteUserPolicy"))), statements(`{"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}`))}
			}, []string{"self iam:DeleteUserPolicy"},
		},
		"an inline policy that denies nothing": {
			func(t *testing.T) []*Principal {
				return []*Principal{user(t, "u", statements(may("*", "s3:*"), may("arn:aws:iam::123456789012:user/u", "iam:DeleteUserPolicy")))}
			}, nil,
		},
		"a managed policy of its own that denies": {
			func(t *testing.T) []*Principal {
				return []*Principal{managed(t, user(t, "u", statements(may("*", "s3:*"), may("arn:aws:iam::123456789012:user/u", "iam:DetachUserPolicy"))), statements(`{"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}`))}
			}, []string{"self iam:DetachUserPolicy"},
		},
		"another policy than the one that denies": {
			func(t *testing.T) []*Principal {
				return []*Principal{managed(t, user(t, "u", statements(may("*", "s3:*"),
					`{"Effect":"Allow","Action":"iam:DetachUserPolicy","Resource":"arn:aws:iam::123456789012:user/u","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::123456789012:policy/other"}}}`)), statements(`{"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}`))}
			}, nil,
		},
		"a role for instances, by a service that starts them": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "iam:PassRole"), may("*", "autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup"))),
					role(t, "helper", trusting(`{"Service":"ec2.amazonaws.com"}`), allow(`"*"`, `"*"`)),
				}
			}, []string{"aws_iam_role.helper autoscaling:CreateLaunchConfiguration autoscaling:UpdateAutoScalingGroup iam:PassRole"},
		},
		"a role for tasks of a service": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "iam:PassRole"), may("arn:aws:apprunner:*:*:service/ci/*", "apprunner:CreateService"))),
					role(t, "helper", trusting(`{"Service":"tasks.apprunner.amazonaws.com"}`), allow(`"*"`, `"*"`)),
				}
			}, []string{"aws_iam_role.helper apprunner:CreateService iam:PassRole"},
		},
		"a role for identities of Cognito": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "iam:PassRole"), may("arn:aws:cognito-identity:us-east-1:123456789012:identitypool/p", "cognito-identity:SetIdentityPoolRoles"))),
					role(t, "helper", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity"}}`, allow(`"*"`, `"*"`)),
				}
			}, []string{"aws_iam_role.helper cognito-identity:SetIdentityPoolRoles iam:PassRole"},
		},
		// IAM user guide, "Configuring MFA-protected API access": temporary credentials of AssumeRole hold no MFA information.
		"a role for who has a second factor, by a role": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "sts:AssumeRole"))),
					role(t, "helper", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"`+ci+`"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}`, allow(`"*"`, `"*"`)),
				}
			}, nil,
		},
		"a role for who has a second factor, by a user": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					user(t, "u", statements(may(helper, "sts:AssumeRole"))),
					role(t, "helper", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":`+account+`,"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}`, allow(`"*"`, `"*"`)),
				}
			}, []string{"aws_iam_role.helper sts:AssumeRole"},
		},
		"a role whose trust names it by its ARN": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", statements(may(helper, "sts:AssumeRole"))), role(t, "helper", trusting(`{"AWS":"`+ci+`"}`), allow(`"*"`, `"*"`))}
			}, []string{"aws_iam_role.helper sts:AssumeRole"},
		},
		"a role whose trust names it by a condition": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", statements(may(helper, "sts:AssumeRole"))),
					role(t, "helper", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":`+account+`,"Action":"sts:AssumeRole","Condition":{"ArnEquals":{"aws:PrincipalArn":"`+ci+`"}}}}`, allow(`"*"`, `"*"`)),
				}
			}, []string{"aws_iam_role.helper sts:AssumeRole"},
		},
		"a role that lets everybody in under a condition, of no known account": {
			func(t *testing.T) []*Principal {
				helper := role(t, "helper", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}}}`, allow(`"*"`, `"*"`))
				asks := role(t, "ci", "", reads)
				helper.Account, asks.Account = "", ""
				return []*Principal{asks, helper}
			}, []string{"aws_iam_role.helper sts:AssumeRole"},
		},
		"whoever gets a policy": {
			func(t *testing.T) []*Principal {
				holder := &Principal{Kind: Role, At: "aws_iam_policy.p", Path: "/", Identity: role(t, "x", "", reads).Identity}
				return []*Principal{holder, role(t, "helper", trusting(`"*"`), allow(`"*"`, `"*"`))}
			}, []string{"aws_iam_role.helper sts:AssumeRole"},
		},
		"a role of another account that names it, without a permission of its own": {
			func(t *testing.T) []*Principal {
				far := role(t, "far", trusting(`{"AWS":"`+ci+`"}`), allow(`"*"`, `"*"`))
				far.Account = "444455556666"
				return []*Principal{role(t, "ci", ""), far}
			}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			hasWays(t, tc.principals(t), tc.want)
		})
	}
}

// TestReachByResourcePolicy holds that a principal whose ARN is not known until apply is
// found in the policy of what it reaches, by reference, by its ARN and by its account.
func TestReachByResourcePolicy(t *testing.T) {
	const key = "arn:aws:kms:us-east-1:123456789012:key/k"
	decrypt := allow(`"kms:Decrypt"`, `"`+key+`"`)
	for name, tc := range map[string]struct {
		identity, resource string
		want               bool
	}{
		"by reference":                   {"", `{"AWS":"<aws_iam_role.app.arn>"}`, true},
		"by its ARN":                     {"", `{"AWS":"arn:aws:iam::123456789012:role/app"}`, true},
		"by the ARN of another":          {"", `{"AWS":"arn:aws:iam::123456789012:role/other"}`, false},
		"by its account":                 {decrypt, `{"AWS":"arn:aws:iam::123456789012:root"}`, true},
		"by its account alone":           {"", `{"AWS":"arn:aws:iam::123456789012:root"}`, false},
		"the account of somebody else":   {decrypt, `{"AWS":"arn:aws:iam::444455556666:root"}`, false},
		"of the same name, over there":   {decrypt, `{"AWS":"arn:aws:iam::444455556666:role/app"}`, false},
		"a role of the name and a path":  {decrypt, `{"AWS":"arn:aws:iam::123456789012:role/p/app"}`, false},
		"everybody, with a condition":    {"", `"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/app"}}`, true},
		"everybody of another condition": {"", `"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/other"}}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			app := role(t, "app", "")
			if tc.identity != "" {
				app = role(t, "app", "", tc.identity)
			}
			a := &Account{Principals: []*Principal{app}}
			d := parse(t, policy.Resource, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*","Principal":`+tc.resource+`}}`)
			if got, _ := a.Reach("kms:Decrypt", []string{key}, d.Policy, ""); len(got) > 0 != tc.want {
				t.Errorf("reaches: %v", got)
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// parse reads a document in which each <reference> is a hole.
func parse(t *testing.T, kind policy.Kind, text string) *Document {
	t.Helper()
	var holes []policy.Hole
	for {
		start := strings.IndexByte(text, '<')
		if start < 0 {
			break
		}
		end := start + strings.IndexByte(text[start:], '>')
		name := text[start+1 : end]
		text = strings.ReplaceAll(text, "<"+name+">", string(policy.HoleRune(len(holes))))
		holes = append(holes, policy.Hole{Name: name})
	}
	d, problems := policy.Parse([]byte(text), kind, policy.WithHoles(holes))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return &Document{Kind: kind, Policy: d, Known: KnownPlan}
}

func role(t *testing.T, name, trust string, identity ...string) *Principal {
	t.Helper()
	p := &Principal{Kind: Role, Address: "aws_iam_role." + name, Name: name, Account: "123456789012", Path: "/"}
	if trust != "" {
		p.Trust = parse(t, policy.Trust, trust)
	}
	for _, text := range identity {
		p.Identity = append(p.Identity, Attachment{Document: parse(t, policy.Identity, text)})
	}
	return p
}

func allow(action, resource string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":` + action + `,"Resource":` + resource + `}}`
}

func trusting(who string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + who + `,"Action":"sts:AssumeRole"}}`
}

const limits = "arn:aws:iam::123456789012:policy/limits"

// within allows actions on principals that have a boundary.
func within(actions string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":` + actions + `,"Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"` + limits + `"}}}}`
}

const lambda = `{"Service":"lambda.amazonaws.com"}`

func TestEscalations(t *testing.T) {
	admin := allow(`"*"`, `"*"`)
	tests := map[string]struct {
		principals func(t *testing.T) []*Principal // the first is asked about
		want       []string
	}{
		"reading alone gains nothing": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "reader", "", allow(`"s3:Get*"`, `"*"`)), role(t, "admin", trusting(lambda), admin)}
			}, nil,
		},
		"attaching any policy to itself": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", allow(`"iam:AttachRolePolicy"`, `"arn:aws:iam::123456789012:role/ci"`))}
			}, []string{"self iam:AttachRolePolicy"},
		},
		"itself by reference": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", allow(`"iam:PutRolePolicy"`, `"<aws_iam_role.ci.arn>"`))}
			}, []string{"self iam:PutRolePolicy"},
		},
		"a wildcard that spells it otherwise": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", allow(`"iam:P?tRoleP*"`, `"arn:aws:iam::*:role/c?"`))}
			}, []string{"self iam:PutRolePolicy"},
		},
		"only a policy that quarantines": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "soc", "", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"*",
					"Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"}}}}`)}
			}, nil,
		},
		"a named role that is not at hand": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", allow(`"iam:PutRolePolicy"`, `"arn:aws:iam::123456789012:role/other"`))}
			}, nil,
		},
		"assuming a role that trusts it": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", allow(`"sts:AssumeRole"`, `"<aws_iam_role.admin.arn>"`)),
					role(t, "admin", trusting(`{"AWS":"<aws_iam_role.ci.arn>"}`), admin),
				}
			}, []string{"aws_iam_role.admin sts:AssumeRole"},
		},
		"assuming a role that does not trust it": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", allow(`"sts:AssumeRole"`, `"<aws_iam_role.admin.arn>"`)),
					role(t, "admin", trusting(`{"AWS":"<aws_iam_role.other.arn>"}`), admin),
				}
			}, nil,
		},
		"assuming a role that can do no more": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", allow(`["sts:AssumeRole","s3:*"]`, `["<aws_iam_role.reader.arn>","arn:aws:s3:::*"]`)),
					role(t, "reader", trusting(`{"AWS":"<aws_iam_role.ci.arn>"}`), allow(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`)),
				}
			}, nil,
		},
		"passing a role to a service that it trusts": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", allow(`["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"]`, `["<aws_iam_role.admin.arn>","arn:aws:lambda:*:*:function:ci-*"]`)),
					role(t, "admin", trusting(lambda), admin),
				}
			}, []string{"aws_iam_role.admin iam:PassRole lambda:CreateFunction lambda:InvokeFunction"},
		},
		"passing a role to a service that it does not trust": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", allow(`["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"]`, `["<aws_iam_role.admin.arn>","arn:aws:lambda:*:*:function:ci-*"]`)),
					role(t, "admin", trusting(`{"Service":"ec2.amazonaws.com"}`), admin),
				}
			}, nil,
		},
		"a role that it can assume and change": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", allow(`["sts:AssumeRole","iam:AttachRolePolicy"]`, `"<aws_iam_role.empty.arn>"`)),
					role(t, "empty", trusting(`{"AWS":"<aws_iam_role.ci.arn>"}`)),
				}
			}, []string{"aws_iam_role.empty iam:AttachRolePolicy sts:AssumeRole"},
		},
		"a role that it can change, and pass": {
			func(t *testing.T) []*Principal {
				return []*Principal{
					role(t, "ci", "", allow(`["iam:PassRole","iam:PutRolePolicy","lambda:CreateFunction","lambda:InvokeFunction"]`, `["<aws_iam_role.empty.arn>","arn:aws:lambda:*:*:function:ci-*"]`)),
					role(t, "empty", trusting(lambda)),
				}
			}, []string{"aws_iam_role.empty iam:PutRolePolicy iam:PassRole lambda:CreateFunction lambda:InvokeFunction"},
		},
		"a role that it can change, and not become": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", allow(`"iam:AttachRolePolicy"`, `"<aws_iam_role.empty.arn>"`)), role(t, "empty", trusting(lambda))}
			}, nil,
		},
		"a role that it can change within a boundary of what it may do": {
			func(t *testing.T) []*Principal {
				empty := role(t, "empty", trusting(`{"AWS":"<aws_iam_role.ci.arn>"}`))
				empty.Boundary = Boundary{State: BoundaryPresent, ARN: limits, Document: parse(t, policy.Boundary, allow(`"s3:*"`, `"*"`))}
				return []*Principal{role(t, "ci", "", allow(`["sts:AssumeRole","iam:AttachRolePolicy"]`, `"<aws_iam_role.empty.arn>"`), allow(`"s3:*"`, `"*"`)), empty}
			}, nil,
		},
		"a boundary is demanded, which it has not": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", within(`["iam:AttachRolePolicy","iam:PutRolePolicy","iam:PutRolePermissionsBoundary","iam:CreateRole"]`))}
			}, nil,
		},
		"a boundary is demanded, which it has": {
			func(t *testing.T) []*Principal {
				ci := role(t, "ci", "", within(`["iam:AttachRolePolicy","iam:PutRolePermissionsBoundary"]`))
				ci.Boundary = Boundary{State: BoundaryNotAtHand, ARN: limits}
				return []*Principal{ci}
			}, []string{"self iam:AttachRolePolicy"},
		},
		"any boundary may be set": {
			func(t *testing.T) []*Principal {
				ci := role(t, "ci", "", allow(`"iam:PutRolePermissionsBoundary"`, `"*"`))
				ci.Boundary = Boundary{State: BoundaryNotAtHand, ARN: limits}
				return []*Principal{ci}
			}, []string{"self iam:PutRolePermissionsBoundary"},
		},
		"keys for any user": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "helpdesk", "", allow(`"iam:CreateAccessKey"`, `"*"`))}
			}, []string{"unnamed iam:CreateAccessKey"},
		},
		"any role, to a service that the path does not use": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", allow(`["lambda:CreateFunction","lambda:InvokeFunction"]`, `"*"`),
					`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}}}`)}
			}, nil,
		},
		"any role, to the service that the path uses": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "ci", "", allow(`["ecs:RunTask","lambda:CreateFunction"]`, `"*"`),
					`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringLike":{"iam:PassedToService":"ecs-*.amazonaws.com"}}}}`)}
			}, []string{"unnamed ecs:RunTask iam:PassRole"},
		},
		"a deny that takes it away": {
			func(t *testing.T) []*Principal {
				return []*Principal{role(t, "helpdesk", "", allow(`"iam:CreateAccessKey"`, `"*"`),
					`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*AccessKey","Resource":"*"}}`)}
			}, nil,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			hasWays(t, tc.principals(t), tc.want)
		})
	}
}

// hasWays holds which ways to more permissions the first principal has, as who is
// changed and by which actions.
func hasWays(t *testing.T, principals []*Principal, want []string) {
	t.Helper()
	a := &Account{Principals: principals}
	found, unsure := a.Escalations(principals[0])
	if unsure != nil {
		t.Errorf("undetermined: %s", unsure.Reason)
	}
	var got []string
	for _, e := range found {
		who := "unnamed"
		if e.Self {
			who = "self"
		} else if e.Target != nil {
			who = e.Target.Address
		}
		got = append(got, who+" "+strings.Join(e.Permissions, " "))
		if len(e.Witnesses) != len(e.Permissions) {
			t.Errorf("%d witnesses for %d permissions", len(e.Witnesses), len(e.Permissions))
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("ways differ (-want +got):\n%s", d)
	}
}

func TestReach(t *testing.T) {
	a := &Account{Principals: []*Principal{
		role(t, "first", "", allow(`"sts:AssumeRole"`, `"<aws_iam_role.second.arn>"`)),
		role(t, "second", trusting(`{"AWS":"<aws_iam_role.first.arn>"}`), allow(`"sts:AssumeRole"`, `"<aws_iam_role.third.arn>"`)),
		role(t, "third", trusting(`{"AWS":"<aws_iam_role.second.arn>"}`), allow(`"s3:GetObject"`, `"arn:aws:s3:::images/*"`)),
		role(t, "apart", "", allow(`"s3:GetObject"`, `"arn:aws:s3:::logs/*"`)),
	}}
	got := map[string][]string{}
	reaches, unsure := a.Reach("s3:GetObject", []string{"arn:aws:s3:::images/*"}, nil, "")
	if len(unsure) > 0 {
		t.Errorf("unsure: %v", unsure)
	}
	for _, r := range reaches {
		chain := []string{}
		for _, role := range r.Chain {
			chain = append(chain, role.Name)
		}
		got[r.Principal.Name] = chain
		if r.Witness == nil || len(r.Assumptions) != len(r.Chain) {
			t.Errorf("%s: no witness, or not one for each assumption", r.Principal.Name)
		}
	}
	want := map[string][]string{"first": {"second", "third"}, "second": {"third"}, "third": {}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("reach differs (-want +got):\n%s", d)
	}
}

// TestReachUnsure holds that who may be able to is told apart from who cannot, on
// the resource itself and on the way to it.
func TestReachUnsure(t *testing.T) {
	// How AWS reads an ARN with fewer segments is not documented.
	a := &Account{Principals: []*Principal{
		role(t, "itself", "", allow(`"s3:GetObject"`, `"arn:aws:s3"`)),
		role(t, "way", "", allow(`"sts:AssumeRole"`, `"arn:aws:iam"`)),
		role(t, "reader", trusting(`{"AWS":"123456789012"}`), allow(`"s3:GetObject"`, `"*"`)),
		role(t, "apart", "", allow(`"s3:PutObject"`, `"*"`)),
	}}
	reaches, unsure := a.Reach("s3:GetObject", []string{"arn:aws:s3:::images/x"}, nil, "")
	var can, may []string
	for _, r := range reaches {
		can = append(can, r.Principal.Name)
	}
	for _, u := range unsure {
		may = append(may, u.Principal.Name)
	}
	if d := cmp.Diff([]string{"reader"}, can); d != "" {
		t.Errorf("who can differs (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"itself", "way"}, may); d != "" {
		t.Errorf("who may differs (-want +got):\n%s", d)
	}
}

// TestReachWithoutFactor holds that a role's session never tells of a second factor.
func TestReachWithoutFactor(t *testing.T) {
	a := &Account{Principals: []*Principal{
		role(t, "reader", "", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}`),
	}}
	if reaches, unsure := a.Reach("s3:GetObject", []string{"arn:aws:s3:::images/x"}, nil, ""); len(reaches)+len(unsure) > 0 {
		t.Errorf("reaches %v, unsure %v", reaches, unsure)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

const ofUnite = "123456789012"

func documentOf(t *testing.T, text string) *policy.Document {
	t.Helper()
	d, problems := policy.Parse([]byte(text), policy.Identity)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return d
}

// twoStacks are a stack of principals that names what another has, and that other.
func twoStacks(t *testing.T) (people, shared *Account) {
	t.Helper()
	const arn = "arn:aws:iam::" + ofUnite + ":policy/"
	missing := func(name string) *Document {
		return &Document{ARN: arn + name, Managed: true, NotAtHand: true, Kind: policy.Identity}
	}
	group := &Principal{Kind: Group, Outside: true, At: "aws_iam_user_group_membership.m", Name: "clinicians", Account: ofUnite}
	people = &Account{
		Principals: []*Principal{
			{
				Kind: Role, Address: "aws_iam_role.r", Name: "r", Account: ofUnite, Identity: []Attachment{{Document: missing("read")}},
				Boundary: Boundary{State: BoundaryNotAtHand, ARN: arn + "limit"},
			},
			{Kind: User, Address: "aws_iam_user.u", Name: "u", Account: ofUnite, Groups: []Membership{{Group: group, Address: "aws_iam_user_group_membership.m"}}},
			group,
		},
		Stores: []*Store{{At: "aws_s3_bucket_policy.b", ARN: "arn:aws:s3:::b", Policies: []Attachment{{Document: &Document{Address: "aws_s3_bucket_policy.b"}}}}},
	}
	text := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	managed := func(address, name string) *Document {
		return &Document{Address: address, ARN: arn + name, Managed: true, Kind: policy.Identity, Known: KnownPlan, Policy: documentOf(t, text)}
	}
	spoken := &Principal{Kind: Role, Outside: true, At: "aws_iam_role_policy.p", Name: "r", Account: ofUnite, Identity: []Attachment{{Document: &Document{Address: "aws_iam_role_policy.p", Name: "p"}}}}
	shared = &Account{
		Principals: []*Principal{
			spoken,
			{Kind: Group, Address: "aws_iam_group.g", Name: "clinicians", Account: ofUnite},
			{Kind: Role, Address: "aws_iam_role.r", Name: "another", Account: ofUnite},
		},
		Documents: []*Document{managed("aws_iam_policy.read", "read"), managed("aws_iam_policy.limit", "limit")},
		Stores:    []*Store{{Address: "aws_s3_bucket.b", ARN: "arn:aws:s3:::b"}},
	}
	return people, shared
}

// TestUnite: what one stack says of what another has comes together, on both
// sides, and what has one address in two stacks does not.
func TestUnite(t *testing.T) {
	people, shared := twoStacks(t)
	stacks := Stacks{"people", "shared"}
	got := Unite(stacks, []*Change{{Before: people, After: people, SourceGiven: true}, {Before: &Account{}, After: shared}})
	if got.SourceGiven || got.Recorded != nil {
		t.Errorf("source %v, drift %v", got.SourceGiven, got.Recorded)
	}
	find := func(a *Account, stack, address string) *Principal {
		for _, p := range a.Principals {
			if s, plain := stacks.Split(p.Address, ""); s == stack && plain == address {
				return p
			}
		}
		t.Fatalf("there is no %s of %s", address, stack)
		return nil
	}
	role := find(got.After, "people", "aws_iam_role.r")
	if len(role.Identity) != 2 || role.Identity[0].Document.Policy == nil || role.Identity[1].Document.Name != "p" {
		t.Errorf("policies of the role: %+v", role.Identity)
	}
	if b := role.Boundary; b.State != BoundaryPresent || b.Document.Kind != policy.Boundary || stacks.Text("people", b.Address) != "shared:aws_iam_policy.limit" {
		t.Errorf("boundary: %+v", b)
	}
	if user := find(got.After, "people", "aws_iam_user.u"); len(user.Groups) != 1 || user.Groups[0].Group != find(got.After, "shared", "aws_iam_group.g") {
		t.Errorf("groups: %+v", user.Groups)
	}
	if other := find(got.After, "shared", "aws_iam_role.r"); len(other.Identity) != 0 {
		t.Errorf("a role of the same address: %+v", other)
	}
	if len(got.After.Principals) != 4 || len(got.After.Stores) != 1 || len(got.After.Stores[0].Policies) != 1 {
		t.Errorf("%d principals, stores %+v", len(got.After.Principals), got.After.Stores)
	}
	// Before, the other stack had nothing.
	before := find(got.Before, "people", "aws_iam_role.r")
	if len(before.Identity) != 1 || before.Identity[0].Document.Policy != nil || before.Boundary.State != BoundaryNotAtHand || len(got.Before.Stores) != 1 {
		t.Errorf("before: %+v, %+v", before, got.Before.Stores)
	}
	// What was given stays as it was.
	if people.Principals[0].Identity[0].Document.Policy != nil || len(people.Principals[0].Identity) != 1 || len(shared.Stores[0].Policies) != 0 {
		t.Error("the stacks themselves are changed")
	}
}

// TestStacksText: a text of a plan cannot pass for the mark of another stack at
// the beginning of an address.
func TestStacksText(t *testing.T) {
	s := Stacks{"a", "b"}
	for address, want := range map[string][2]string{
		markOf(1) + "aws_iam_role.x":                    {"b", "aws_iam_role.x"},
		markOf(0) + `module.m["` + markOf(1) + `"].x.y`: {"a", `module.m["` + markOf(1) + `"].x.y`},
		"aws_iam_role.x":                                {"none", "aws_iam_role.x"},
		markOf(7) + "aws_iam_role.x":                    {"none", markOf(7) + "aws_iam_role.x"},
		"module.m." + markOf(1) + "aws_iam_role.x":      {"none", "module.m." + markOf(1) + "aws_iam_role.x"},
	} {
		if stack, plain := s.Split(address, "none"); stack != want[0] || plain != want[1] {
			t.Errorf("%s: %s, %s", address, stack, plain)
		}
	}
	if got := s.Text("a", "by "+markOf(0)+"x.y and <"+markOf(1)+"z.arn>"); got != "by x.y and <b:z.arn>" {
		t.Error(got)
	}
	if got := Stacks(nil).Text("", markOf(0)); got != markOf(0) {
		t.Error(got)
	}
}

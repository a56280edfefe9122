// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChangeMerge(t *testing.T) {
	one := func(p ...*Principal) []*Principal { return p }
	tests := map[string]struct {
		change  Change
		outside *Account
		// before and after are the sides, recorded the third one.
		before, after, recorded string
	}{
		"an attachment that the plan takes away is gone afterwards": {
			change: Change{
				Before: accountOf(one(spoken(Role, "ci", ours, absent("x")))),
				After:  accountOf(nil),
			},
			outside: accountOf(one(elsewhere(Role, "ci", held("x", "s3:*"), held("y", "sns:*")))),
			before: `
role:123456789012:ci outside=true at="aws_iam_attachment.ci" path="/team/"
  outside:x(identity s3:*) via aws_iam_attachment.ci
  outside:y(identity sns:*) via -
document outside:x(identity s3:*)
document outside:y(identity sns:*)
`,
			after: `
role:123456789012:ci outside=true at="" path="/team/"
  outside:y(identity sns:*) via -
document outside:x(identity s3:*)
document outside:y(identity sns:*)
`,
		},
		"so is an inline policy of a role of the plan": {
			change: Change{
				Before: accountOf(one(own(Role, "a", inline("aws_iam_role_policy.i", "i", "s3:*")))),
				After:  accountOf(one(own(Role, "a"))),
			},
			outside: accountOf(one(elsewhere(Role, "a", inline("", "i", "s3:*"), inline("", "j", "sns:*")))),
			before: `
aws_iam_role.a outside=false at="" path="/"
  aws_iam_role_policy.i(identity s3:*) via aws_iam_attachment.a
  outside:j(identity sns:*) via -
document aws_iam_role_policy.i(identity s3:*)
document outside:j(identity sns:*)
`,
			after: `
aws_iam_role.a outside=false at="" path="/"
  outside:j(identity sns:*) via -
document outside:j(identity sns:*)
`,
		},
		"a role that the plan destroys does not stay": {
			change: Change{
				Before: accountOf(one(own(Role, "a", planned("p", "s3:*")))),
				After:  accountOf(nil, planned("p", "s3:*")),
			},
			outside: accountOf(one(elsewhere(Role, "a", held("p", "s3:*"), held("y", "sns:*")), elsewhere(Role, "b", held("p", "s3:*")))),
			before: `
aws_iam_role.a outside=false at="" path="/"
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.a
  outside:y(identity sns:*) via -
role:123456789012:b outside=true at="" path="/team/"
  aws_iam_policy.p(identity s3:*) via -
document aws_iam_policy.p(identity s3:*)
document outside:y(identity sns:*)
`,
			after: `
role:123456789012:b outside=true at="" path="/team/"
  aws_iam_policy.p(identity s3:*) via -
document aws_iam_policy.p(identity s3:*)
document outside:y(identity sns:*)
`,
		},
		"a role that the plan renames takes nothing along": {
			change: Change{
				Before: accountOf(one(own(Role, "a"))),
				After:  accountOf(one(&Principal{Kind: Role, Address: "aws_iam_role.a", Name: "new", Account: ours, ARN: arnOf("role", "new"), Path: "/"})),
			},
			outside: accountOf(one(elsewhere(Role, "a", held("y", "sns:*")))),
			before: `
aws_iam_role.a outside=false at="" path="/"
  outside:y(identity sns:*) via -
document outside:y(identity sns:*)
`,
			after: `
aws_iam_role.a outside=false at="" path="/"
document outside:y(identity sns:*)
`,
		},
		"a policy that the plan destroys is attached to nobody, and bounds nobody": {
			change: Change{
				Before: accountOf(nil, planned("p", "s3:*")),
				After:  accountOf(nil),
			},
			outside: accountOf(one(func() *Principal {
				p := elsewhere(Role, "b", held("p", "s3:*"))
				p.Boundary = Boundary{State: BoundaryPresent, ARN: arnOf("policy", "p"), Document: p.Identity[0].Document}
				return p
			}())),
			before: `
role:123456789012:b outside=true at="" path="/team/" boundary=aws_iam_policy.p(boundary s3:*) at "aws_iam_policy.p"
  aws_iam_policy.p(identity s3:*) via -
document aws_iam_policy.p(identity s3:*)
`,
			after: `
role:123456789012:b outside=true at="" path="/team/" boundary=arn:aws:iam::123456789012:policy/p not at hand
`,
		},
		"a policy that the plan changes changes for roles outside": {
			change: Change{
				Before: accountOf(nil, planned("p", "s3:GetObject")),
				After:  accountOf(nil, planned("p", "s3:*")),
			},
			outside: accountOf(one(elsewhere(Role, "b", held("p", "s3:GetObject")))),
			before: `
role:123456789012:b outside=true at="" path="/team/"
  aws_iam_policy.p(identity s3:GetObject) via -
document aws_iam_policy.p(identity s3:GetObject)
`,
			after: `
role:123456789012:b outside=true at="" path="/team/"
  aws_iam_policy.p(identity s3:*) via -
document aws_iam_policy.p(identity s3:*)
`,
		},
		"an attachment that stood outside and comes under management is nothing new": {
			change: Change{
				Before: accountOf(nil),
				After:  accountOf(one(spoken(Role, "ci", "", absent("x")))),
			},
			outside: accountOf(one(elsewhere(Role, "ci", held("x", "s3:*")))),
			before: `
role:123456789012:ci outside=true at="" path="/team/"
  outside:x(identity s3:*) via -
document outside:x(identity s3:*)
`,
			after: `
role:123456789012:ci outside=true at="aws_iam_attachment.ci" path="/team/"
  outside:x(identity s3:*) via aws_iam_attachment.ci
document outside:x(identity s3:*)
`,
		},
		"a user whom the plan takes out of a group": {
			change: func() Change {
				user, group := own(User, "nurse"), own(Group, "ward", planned("p", "s3:*"))
				left := *user
				user.Groups = []Membership{{Group: group, Address: "aws_iam_user_group_membership.nurse"}}
				return Change{Before: accountOf(one(group, user)), After: accountOf(one(group, &left))}
			}(),
			outside: func() *Account {
				ward, night := elsewhere(Group, "ward", held("p", "s3:*")), elsewhere(Group, "night")
				nurse := elsewhere(User, "nurse")
				nurse.Groups = []Membership{{Group: ward}, {Group: night}}
				return accountOf(one(ward, night, nurse))
			}(),
			before: `
aws_iam_group.ward outside=false at="" path="/"
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.ward
aws_iam_user.nurse outside=false at="" path="/"
  in aws_iam_group.ward by "aws_iam_user_group_membership.nurse"
  in group:123456789012:night by ""
group:123456789012:night outside=true at="" path="/team/"
document aws_iam_policy.p(identity s3:*)
`,
			after: `
aws_iam_group.ward outside=false at="" path="/"
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.ward
aws_iam_user.nurse outside=false at="" path="/"
  in group:123456789012:night by ""
group:123456789012:night outside=true at="" path="/team/"
document aws_iam_policy.p(identity s3:*)
`,
		},
		"what was removed outside of Terraform does not come back from an old description": {
			change: Change{
				Recorded: accountOf(one(own(Role, "a", absent("x")))),
				Before:   accountOf(one(own(Role, "a"))),
				After:    accountOf(one(own(Role, "a"))),
			},
			outside: accountOf(one(elsewhere(Role, "a", held("x", "s3:*")))),
			recorded: `
aws_iam_role.a outside=false at="" path="/"
  outside:x(identity s3:*) via aws_iam_attachment.a
document outside:x(identity s3:*)
`,
			before: `
aws_iam_role.a outside=false at="" path="/"
document outside:x(identity s3:*)
`,
			after: `
aws_iam_role.a outside=false at="" path="/"
document outside:x(identity s3:*)
`,
		},
		"what was attached outside of Terraform is drift still": {
			change: Change{
				Recorded: accountOf(one(own(Role, "a"))),
				Before:   accountOf(one(own(Role, "a", absent("x")))),
				After:    accountOf(one(own(Role, "a", absent("x")))),
			},
			outside: accountOf(one(elsewhere(Role, "a", held("x", "s3:*")))),
			recorded: `
aws_iam_role.a outside=false at="" path="/"
document outside:x(identity s3:*)
`,
			before: `
aws_iam_role.a outside=false at="" path="/"
  outside:x(identity s3:*) via aws_iam_attachment.a
document outside:x(identity s3:*)
`,
			after: `
aws_iam_role.a outside=false at="" path="/"
  outside:x(identity s3:*) via aws_iam_attachment.a
document outside:x(identity s3:*)
`,
		},
		"a role made anew in an account where it is attached to": {
			change: Change{
				Before: accountOf(nil),
				After:  accountOf(one(own(Role, "a", planned("p", "s3:*")))),
			},
			outside: accountOf(one(elsewhere(Role, "z"))),
			before: `
role:123456789012:z outside=true at="" path="/team/"
`,
			after: `
aws_iam_role.a outside=false at="" path="/"
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.a
role:123456789012:z outside=true at="" path="/team/"
document aws_iam_policy.p(identity s3:*)
`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.change.Kept = map[string]bool{"aws_iam_role.kept": true}
			test.change.SourceGiven = true
			got := test.change.Merge(test.outside)
			if !got.Kept["aws_iam_role.kept"] || !got.SourceGiven {
				t.Errorf("the rest of the change is lost: %+v", got)
			}
			for _, side := range []struct {
				name, want string
				got        *Account
			}{{"recorded", test.recorded, got.Recorded}, {"before", test.before, got.Before}, {"after", test.after, got.After}} {
				shown := ""
				if side.got != nil {
					shown = show(side.got)
				}
				if diff := cmp.Diff(strings.TrimPrefix(side.want, "\n"), shown); diff != "" {
					t.Errorf("%s: -want +got:\n%s", side.name, diff)
				}
			}
		})
	}
	if (*Change)(nil).Merge() != nil {
		t.Error("no change became one")
	}
}

// TestChangeMergePairs: principals from outside are the same ones on both sides.
func TestChangeMergePairs(t *testing.T) {
	c := &Change{
		Before: accountOf([]*Principal{own(Role, "a")}),
		After:  accountOf([]*Principal{own(Role, "a"), spoken(Role, "ci", "", absent("x"))}),
	}
	got := c.Merge(accountOf([]*Principal{elsewhere(Role, "ci"), elsewhere(User, "u")}))
	var pairs []string
	for _, p := range got.Pairs() {
		if p.Before == nil || p.After == nil {
			t.Errorf("a pair of one: %+v", p)
			continue
		}
		pairs = append(pairs, p.Before.Key()+" "+p.After.Key())
	}
	want := []string{"aws_iam_role.a aws_iam_role.a", "role:123456789012:ci role:123456789012:ci", "user:123456789012:u user:123456789012:u"}
	if diff := cmp.Diff(want, pairs); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

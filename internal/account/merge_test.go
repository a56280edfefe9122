// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

const ours = "123456789012"

// doc makes a document that allows one action.
func doc(kind policy.Kind, action string) *Document {
	text := fmt.Sprintf(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": %q, "Resource": "*"}]}`, action)
	if kind == policy.Trust {
		text = fmt.Sprintf(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": %q}, "Action": "sts:AssumeRole"}]}`, action)
	}
	d := &Document{Kind: kind}
	d.Policy, d.Problems = policy.Parse([]byte(text), kind)
	if len(d.Problems) > 0 {
		panic(fmt.Sprint(d.Problems))
	}
	return d
}

// planned is a managed policy of the plan.
func planned(name, action string) *Document {
	d := doc(policy.Identity, action)
	d.Address, d.Attribute, d.Name, d.ARN, d.Managed, d.Known = "aws_iam_policy."+name, "policy", name, arnOf("policy", name), true, KnownPlan
	return d
}

// absent is a managed policy of which only the ARN is known.
func absent(name string) *Document {
	return &Document{Kind: policy.Identity, Name: name, ARN: arnOf("policy", name), Managed: true, NotAtHand: true, Attribute: "policy_arn"}
}

// held is a managed policy that an account outside holds.
func held(name, action string) *Document {
	d := doc(policy.Identity, action)
	d.Name, d.ARN, d.Managed, d.Known = name, arnOf("policy", name), true, KnownAccount
	return d
}

// inline is an inline policy; one without an address is outside of the plan.
func inline(address, name, action string) *Document {
	d := doc(policy.Identity, action)
	d.Address, d.Name, d.Known = address, name, KnownPlan
	if address == "" {
		d.Known, d.Attribute = KnownAccount, "inline policy "+name
	}
	return d
}

func arnOf(kind, name string) string { return "arn:aws:iam::" + ours + ":" + kind + "/" + name }

// own is a principal of the plan.
func own(kind Kind, name string, identity ...*Document) *Principal {
	return &Principal{
		Kind: kind, Address: "aws_iam_" + string(kind) + "." + name, Name: name, ARN: arnOf(string(kind), name), Account: ours, Path: "/",
		Identity: attach("aws_iam_attachment."+name, identity...),
	}
}

// spoken is a principal of which the plan only speaks.
func spoken(kind Kind, name, number string, identity ...*Document) *Principal {
	p := &Principal{Kind: kind, Outside: true, At: "aws_iam_attachment." + name, Name: name, Account: number, Identity: attach("aws_iam_attachment."+name, identity...)}
	p.Boundary.State = BoundaryUnknown
	if number != "" {
		p.ARN = arnOf(string(kind), name)
	}
	return p
}

// elsewhere is a principal as an account outside describes it.
func elsewhere(kind Kind, name string, identity ...*Document) *Principal {
	return &Principal{Kind: kind, Outside: true, Name: name, ARN: arnOf(string(kind), "team/"+name), Account: ours, Path: "/team/", Identity: attach("", identity...)}
}

func attach(address string, documents ...*Document) []Attachment {
	var out []Attachment
	for _, d := range documents {
		a := Attachment{Document: d}
		if address != "" {
			a.Via = []Related{{Address: address, Relation: "attachment"}}
		}
		out = append(out, a)
	}
	return out
}

func accountOf(principals []*Principal, documents ...*Document) *Account {
	a := &Account{Principals: principals}
	seen := map[*Document]bool{nil: true}
	add := func(d *Document) {
		if !seen[d] {
			seen[d] = true
			a.Documents = append(a.Documents, d)
		}
	}
	for _, p := range principals {
		add(p.Trust)
		for _, at := range p.Identity {
			add(at.Document)
		}
	}
	for _, d := range documents {
		add(d)
	}
	return a
}

// show writes an account in lines.
func show(a *Account) string {
	var out strings.Builder
	for _, p := range a.Principals {
		fmt.Fprintf(&out, "%s outside=%v at=%q path=%q", p.Key(), p.Outside, p.At, p.Path)
		if p.Trust != nil {
			fmt.Fprintf(&out, " trust=%s", brief(p.Trust))
		}
		switch p.Boundary.State {
		case BoundaryPresent:
			fmt.Fprintf(&out, " boundary=%s at %q", brief(p.Boundary.Document), p.Boundary.Address)
		case BoundaryNotAtHand:
			fmt.Fprintf(&out, " boundary=%s not at hand", p.Boundary.ARN)
		case BoundaryUnknown:
			fmt.Fprintf(&out, " boundary unknown at %q", p.Boundary.Address)
		}
		if p.Usage != nil {
			fmt.Fprintf(&out, " used=%s", p.Usage.LastUsed.Format(time.DateOnly))
		}
		out.WriteString("\n")
		for _, at := range p.Identity {
			via := "-"
			if len(at.Via) > 0 {
				via = at.Via[0].Address
			}
			fmt.Fprintf(&out, "  %s via %s\n", brief(at.Document), via)
		}
		for _, g := range p.Groups {
			fmt.Fprintf(&out, "  in %s by %q\n", g.Group.Key(), g.Address)
		}
	}
	for _, d := range a.Documents {
		fmt.Fprintf(&out, "document %s\n", brief(d))
	}
	for _, s := range a.Stores {
		fmt.Fprintf(&out, "store %s at %q\n", s.ARN, s.Address)
	}
	for _, p := range a.Providers {
		fmt.Fprintf(&out, "provider %s at %q\n", p.ARN, p.Address)
	}
	return out.String()
}

// brief tells a document by its place, its kind and what it allows.
func brief(d *Document) string {
	where := d.Address
	if where == "" {
		where = "outside:" + d.Name
	}
	out := fmt.Sprintf("%s(%s", where, d.Kind)
	switch {
	case d.NotAtHand:
		out += " not at hand"
	case d.Policy == nil:
		out += " undetermined"
	default:
		s := d.Policy.Statements[0]
		out += " " + s.Action.List[0].Text.Value
		if d.Policy.Kind != d.Kind {
			out += " read as " + d.Policy.Kind.String()
		}
	}
	if d.Sensitive {
		out += " sensitive"
	}
	return out + ")"
}

func TestMerge(t *testing.T) {
	group := func(p *Principal, groups ...*Principal) *Principal {
		for _, g := range groups {
			m := Membership{Group: g}
			if p.Address != "" || p.At != "" {
				m.Address = "aws_iam_user_group_membership." + p.Name
			}
			p.Groups = append(p.Groups, m)
		}
		return p
	}
	trusting := func(p *Principal, service string) *Principal {
		p.Trust = doc(policy.Trust, service)
		p.Trust.Address, p.Trust.Name = p.Address, "trust"
		return p
	}
	bounded := func(p *Principal, name string) *Principal {
		p.Boundary = Boundary{State: BoundaryNotAtHand, ARN: arnOf("policy", name), Attribute: "permissions_boundary"}
		return p
	}
	unknownGroup := func(name string) *Principal {
		return &Principal{Kind: Group, Outside: true, Name: name, Account: ours, Identity: attach("", &Document{
			Kind: policy.Identity, Attribute: "policies of group " + name, Undetermined: &Undetermined{Reason: "not held"},
		})}
	}
	one := func(p ...*Principal) []*Principal { return p }

	tests := map[string]struct {
		plan    *Account
		outside []*Account
		want    string
	}{
		"a role outside is added": {
			plan:    accountOf(one(own(Role, "a", planned("p", "s3:*")))),
			outside: []*Account{accountOf(one(trusting(elsewhere(Role, "b", inline("", "i", "sqs:*")), "lambda.amazonaws.com")))},
			want: `
aws_iam_role.a outside=false at="" path="/"
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.a
role:123456789012:b outside=true at="" path="/team/" trust=outside:trust(trust sts:AssumeRole)
  outside:i(identity sqs:*) via -
document aws_iam_policy.p(identity s3:*)
document outside:trust(trust sts:AssumeRole)
document outside:i(identity sqs:*)
`,
		},
		"a policy that is not at hand becomes so": {
			plan:    accountOf(one(own(Role, "a", absent("x"), absent("y")))),
			outside: []*Account{accountOf(nil, held("x", "sns:*"))},
			want: `
aws_iam_role.a outside=false at="" path="/"
  outside:x(identity sns:*) via aws_iam_attachment.a
  outside:y(identity not at hand) via aws_iam_attachment.a
document outside:x(identity sns:*)
document outside:y(identity not at hand)
`,
		},
		"the second account has it": {
			plan:    accountOf(one(own(Role, "a", absent("x")))),
			outside: []*Account{accountOf(one(elsewhere(Role, "b", absent("x")))), accountOf(nil, held("x", "sns:*")), accountOf(nil, held("x", "s3:*")), nil},
			want: `
aws_iam_role.a outside=false at="" path="/"
  outside:x(identity sns:*) via aws_iam_attachment.a
role:123456789012:b outside=true at="" path="/team/"
  outside:x(identity sns:*) via -
document outside:x(identity sns:*)
`,
		},
		"nobody has it": {
			plan:    accountOf(nil),
			outside: []*Account{accountOf(one(elsewhere(Role, "b", absent("x")))), accountOf(one(elsewhere(Role, "c", absent("x"))))},
			want: `
role:123456789012:b outside=true at="" path="/team/"
  outside:x(identity not at hand) via -
role:123456789012:c outside=true at="" path="/team/"
  outside:x(identity not at hand) via -
document outside:x(identity not at hand)
`,
		},
		"the plan's text of a policy wins, for roles outside too": {
			plan:    accountOf(nil, planned("x", "s3:GetObject")),
			outside: []*Account{accountOf(one(bounded(elsewhere(Role, "b", held("x", "s3:*")), "x")))},
			want: `
role:123456789012:b outside=true at="" path="/team/" boundary=aws_iam_policy.x(boundary s3:GetObject) at "aws_iam_policy.x"
  aws_iam_policy.x(identity s3:GetObject) via -
document aws_iam_policy.x(identity s3:GetObject)
`,
		},
		"the plan's text wins though it is not determined": {
			plan: accountOf(nil, func() *Document {
				d := planned("x", "s3:*")
				d.Policy, d.Known, d.Undetermined = nil, "", &Undetermined{Reason: "later"}
				return d
			}()),
			outside: []*Account{accountOf(one(bounded(elsewhere(Role, "b", held("x", "s3:*")), "x")))},
			want: `
role:123456789012:b outside=true at="" path="/team/" boundary unknown at "aws_iam_policy.x"
  aws_iam_policy.x(identity undetermined) via -
document aws_iam_policy.x(identity undetermined)
`,
		},
		"a role of the plan keeps what it says and gets what is attached": {
			plan: accountOf(one(trusting(own(Role, "a", planned("p", "s3:*"), inline("aws_iam_role_policy.i", "i", "sns:*")), "ec2.amazonaws.com"))),
			outside: []*Account{accountOf(one(func() *Principal {
				p := trusting(bounded(elsewhere(Role, "a", held("p", "iam:*"), inline("", "i", "iam:*"), inline("", "j", "sqs:*"), held("q", "kms:*")), "q"), "lambda.amazonaws.com")
				p.Usage = &Usage{Tracked: true, LastUsed: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}
				return p
			}()))},
			want: `
aws_iam_role.a outside=false at="" path="/" trust=aws_iam_role.a(trust sts:AssumeRole) used=2026-08-01
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.a
  aws_iam_role_policy.i(identity sns:*) via aws_iam_attachment.a
  outside:j(identity sqs:*) via -
  outside:q(identity kms:*) via -
document aws_iam_role.a(trust sts:AssumeRole)
document aws_iam_policy.p(identity s3:*)
document aws_iam_role_policy.i(identity sns:*)
document outside:j(identity sqs:*)
document outside:q(identity kms:*)
`,
		},
		"a role that the plan speaks of becomes known": {
			plan:    accountOf(one(spoken(Role, "ci", ours, absent("x")))),
			outside: []*Account{accountOf(one(trusting(elsewhere(Role, "ci", held("x", "sns:*"), held("y", "s3:*")), "ec2.amazonaws.com")))},
			want: `
role:123456789012:ci outside=true at="aws_iam_attachment.ci" path="/team/" trust=outside:trust(trust sts:AssumeRole)
  outside:x(identity sns:*) via aws_iam_attachment.ci
  outside:y(identity s3:*) via -
document outside:x(identity sns:*)
document outside:trust(trust sts:AssumeRole)
document outside:y(identity s3:*)
`,
		},
		"without an account the only one of its name is meant": {
			plan:    accountOf(one(spoken(Role, "ci", "", absent("x")))),
			outside: []*Account{accountOf(one(elsewhere(Role, "ci", held("y", "s3:*"))))},
			want: `
role:123456789012:ci outside=true at="aws_iam_attachment.ci" path="/team/"
  outside:x(identity not at hand) via aws_iam_attachment.ci
  outside:y(identity s3:*) via -
document outside:x(identity not at hand)
document outside:y(identity s3:*)
`,
		},
		"of two of its name neither is meant": {
			plan: accountOf(one(spoken(Role, "ci", "", planned("p", "s3:*")))),
			outside: []*Account{
				accountOf(one(elsewhere(Role, "ci"))),
				accountOf(one(&Principal{Kind: Role, Outside: true, Name: "ci", ARN: "arn:aws:iam::210987654321:role/ci", Account: "210987654321", Path: "/"})),
			},
			want: `
role:123456789012:ci outside=true at="" path="/team/"
role:210987654321:ci outside=true at="" path="/"
role::ci outside=true at="aws_iam_attachment.ci" path="" boundary unknown at ""
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.ci
document aws_iam_policy.p(identity s3:*)
`,
		},
		"a role that the plan makes in an unknown account is nobody's": {
			plan:    accountOf(one(&Principal{Kind: Role, Address: "aws_iam_role.ci", Name: "ci", Path: "/"})),
			outside: []*Account{accountOf(one(elsewhere(Role, "ci", held("y", "s3:*"))))},
			want: `
aws_iam_role.ci outside=false at="" path="/"
role:123456789012:ci outside=true at="" path="/team/"
  outside:y(identity s3:*) via -
document outside:y(identity s3:*)
`,
		},
		"a user and a role of one name are two": {
			plan:    accountOf(one(own(User, "ci"))),
			outside: []*Account{accountOf(one(elsewhere(Role, "ci")))},
			want: `
aws_iam_user.ci outside=false at="" path="/"
role:123456789012:ci outside=true at="" path="/team/"
`,
		},
		"boundaries": {
			plan: accountOf(one(bounded(own(Role, "a"), "limits"), bounded(own(Role, "b"), "no-such"), func() *Principal {
				p := own(Role, "c")
				d := doc(policy.Boundary, "s3:*")
				d.ARN, d.Known, d.Managed = arnOf("policy", "limits"), KnownAccount, true
				p.Boundary = Boundary{State: BoundaryPresent, ARN: d.ARN, Document: d}
				return p
			}())),
			outside: []*Account{accountOf(nil, held("limits", "logs:*"))},
			want: `
aws_iam_role.a outside=false at="" path="/" boundary=outside:limits(boundary logs:*) at ""
aws_iam_role.b outside=false at="" path="/" boundary=arn:aws:iam::123456789012:policy/no-such not at hand
aws_iam_role.c outside=false at="" path="/" boundary=outside:(boundary s3:*) at ""
document outside:limits(identity logs:*)
`,
		},
		"what is sensitive stays so": {
			plan: accountOf(one(func() *Principal {
				d := absent("x")
				d.Sensitive = true
				p := bounded(own(Role, "a", d), "y")
				p.Boundary.Sensitive = true
				return p
			}())),
			outside: []*Account{accountOf(nil, held("x", "sns:*"), held("y", "s3:*"))},
			want: `
aws_iam_role.a outside=false at="" path="/" boundary=outside:y(boundary s3:* sensitive) at ""
  outside:x(identity sns:* sensitive) via aws_iam_attachment.a
document outside:x(identity sns:* sensitive)
document outside:x(identity sns:*)
document outside:y(identity s3:*)
`,
		},
		"the account's text of an AWS managed policy wins over the embedded one": {
			plan: accountOf(one(own(Role, "a", func() *Document {
				d := held("ReadOnlyAccess", "s3:Get*")
				d.Known = KnownManaged
				return d
			}()))),
			outside: []*Account{accountOf(nil, held("ReadOnlyAccess", "s3:List*"))},
			want: `
aws_iam_role.a outside=false at="" path="/"
  outside:ReadOnlyAccess(identity s3:List*) via aws_iam_attachment.a
document outside:ReadOnlyAccess(identity s3:List*)
`,
		},
		"groups": func() struct {
			plan    *Account
			outside []*Account
			want    string
		} {
			ward := own(Group, "ward", planned("p", "s3:*"))
			admins := elsewhere(Group, "admins", held("q", "iam:*"))
			return struct {
				plan    *Account
				outside []*Account
				want    string
			}{
				plan: accountOf(one(ward, group(own(User, "nurse"), ward))),
				outside: []*Account{
					accountOf(one(group(elsewhere(User, "nurse"), unknownGroup("admins"), unknownGroup("ward"), unknownGroup("lost")), unknownGroup("admins"), unknownGroup("ward"), unknownGroup("lost"))),
					accountOf(one(admins)),
				},
				want: `
aws_iam_group.ward outside=false at="" path="/"
  aws_iam_policy.p(identity s3:*) via aws_iam_attachment.ward
aws_iam_user.nurse outside=false at="" path="/"
  in aws_iam_group.ward by "aws_iam_user_group_membership.nurse"
  in group:123456789012:admins by ""
  in group:123456789012:lost by ""
group:123456789012:admins outside=true at="" path="/team/"
  outside:q(identity iam:*) via -
group:123456789012:lost outside=true at="" path=""
  outside:(identity undetermined) via -
document aws_iam_policy.p(identity s3:*)
document outside:(identity undetermined)
document outside:q(identity iam:*)
`,
			}
		}(),
		"addresses of another configuration do not count": {
			plan: accountOf(one(own(Role, "a"))),
			outside: []*Account{func() *Account {
				p := trusting(own(Role, "a", inline("aws_iam_role_policy.i", "i", "sqs:*"), planned("p", "sns:*")), "ec2.amazonaws.com")
				p.Name, p.ARN, p.PreviousAddress = "b", arnOf("role", "b"), "aws_iam_role.old"
				a := accountOf(one(p))
				a.Stores = []*Store{{Address: "aws_s3_bucket.a", ARN: "arn:aws:s3:::a"}, {Address: "aws_s3_bucket.b"}}
				a.Providers = []*IdentityProvider{{Address: "aws_iam_saml_provider.a", ARN: arnOf("saml-provider", "a")}}
				return a
			}()},
			want: `
aws_iam_role.a outside=false at="" path="/"
role:123456789012:b outside=true at="" path="/" trust=outside:trust(trust sts:AssumeRole)
  outside:i(identity sqs:*) via -
  outside:p(identity sns:*) via -
document outside:trust(trust sts:AssumeRole)
document outside:i(identity sqs:*)
document outside:p(identity sns:*)
store arn:aws:s3:::a at ""
provider arn:aws:iam::123456789012:saml-provider/a at ""
`,
		},
		"no plan": {
			outside: []*Account{accountOf(one(elsewhere(Role, "b"), &Principal{Kind: Role, Outside: true}))},
			want: `
role:123456789012:b outside=true at="" path="/team/"
`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			before := ""
			if test.plan != nil {
				before = show(test.plan)
			}
			var others []string
			for _, o := range test.outside {
				if o != nil {
					others = append(others, show(o))
				}
			}
			got := Merge(test.plan, test.outside...)
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), show(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if test.plan != nil && show(test.plan) != before {
				t.Errorf("the plan was changed:\n%s", show(test.plan))
			}
			for i, o := range test.outside {
				if o != nil && show(o) != others[i] {
					t.Errorf("account %d was changed:\n%s", i, show(o))
				}
			}
			// What is there already is not added again.
			if diff := cmp.Diff(show(got), show(Merge(got, test.outside...))); diff != "" {
				t.Errorf("-once +twice:\n%s", diff)
			}
			// A principal's documents are those of the account.
			all := map[*Document]bool{}
			for _, d := range got.Documents {
				all[d] = true
			}
			for _, p := range got.Principals {
				for _, at := range p.Identity {
					if !all[at.Document] {
						t.Errorf("%s has a document that the account does not list: %s", p.Key(), brief(at.Document))
					}
				}
			}
		})
	}
}

func TestMergeNothing(t *testing.T) {
	plan := accountOf([]*Principal{own(Role, "a")})
	if Merge(plan) != plan || Merge(plan, nil, nil) != plan {
		t.Error("without anything outside, the plan's account is the result")
	}
	if got := Merge(nil); got == nil || len(got.Principals) != 0 {
		t.Errorf("nothing and nothing is %v", got)
	}
}

// BenchmarkChangeMerge puts an account of 5,000 roles beside a plan of 200.
func BenchmarkChangeMerge(b *testing.B) {
	var plan, outside []*Principal
	shared := held("common", "s3:*")
	for i := range 5000 {
		outside = append(outside, elsewhere(Role, fmt.Sprintf("role-%d", i), shared, inline("", "own", "sqs:*")))
		if i < 200 {
			plan = append(plan, own(Role, fmt.Sprintf("role-%d", i), absent("common")))
		}
	}
	c := &Change{Before: accountOf(plan), After: accountOf(plan)}
	o := accountOf(outside)
	b.ReportAllocs()
	for b.Loop() {
		if got := c.Merge(o); len(got.After.Principals) != 5000 {
			b.Fatalf("%d principals", len(got.After.Principals))
		}
	}
}

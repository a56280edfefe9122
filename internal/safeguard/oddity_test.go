// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// holding is a role with one policy of these statements; HOLE in them is a
// value that is not known until apply.
func holding(t *testing.T, statements string) *account.Principal {
	t.Helper()
	p := role(t, "r")
	text := strings.ReplaceAll(`{"Version":"2012-10-17","Statement":[`+statements+`]}`, "HOLE", string(policy.HoleRune(0)))
	d := document(t, "aws_iam_role_policy.p", text, policy.Identity, policy.Hole{Name: "aws_s3_bucket.b.arn"})
	p.Identity = []account.Attachment{{Document: d}}
	return p
}

func statement(action, resource, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return fmt.Sprintf(`{"Effect":"Allow","Action":%s,"Resource":%s%s}`, action, resource, condition)
}

// oddities judges each statement list by one rule; the want is the severity.
func oddities(t *testing.T, rule string, cases map[string]struct{ statements, want string }) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want != "" {
				want = []string{"introduced " + c.want + " " + rule + " aws_iam_role_policy.p"}
			}
			if diff := cmp.Diff(want, judge(change(side(), side(holding(t, c.statements))), nil, rule)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestActionUnknown(t *testing.T) {
	const all = `"*"`
	oddities(t, "action-unknown", map[string]struct{ statements, want string }{
		"a letter left out":           {statement(`"s3:GetObjct"`, all, ""), "medium"},
		"a near service":              {statement(`"s3s:GetObject"`, all, ""), "medium"},
		"beside a known one":          {statement(`["s3:GetObject","dynamodb:GetItems"]`, all, ""), "medium"},
		"in NotAction":                {`{"Effect":"Deny","NotAction":"iam:GetUsr","Resource":"*"}`, "medium"},
		"in a second statement":       {statement(`"s3:GetObject"`, all, "") + "," + statement(`"s3:PutObjet"`, all, ""), "medium"},
		"nothing like it":             {statement(`"s3:FrobnicateEverything"`, all, ""), "low"},
		"an unknown service":          {statement(`"frobnicator:Everything"`, all, ""), "low"},
		"every action of none":        {statement(`"frobnicator:Get*"`, all, ""), "low"},
		"every action of a near one":  {statement(`"cognitoidp:*"`, all, ""), "medium"},
		"all of an unknown service":   {statement(`"frobnicator:*"`, all, ""), "low"},
		"a pattern that matches none": {statement(`"s3:Zap*"`, all, ""), "low"},
		"known":                       {statement(`"s3:GetObject"`, all, ""), ""},
		"known, in lower case":        {statement(`"S3:getobject"`, all, ""), ""},
		"a pattern":                   {statement(`"s3:Get*"`, all, ""), ""},
		"a pattern with ?":            {statement(`"iam:P?ssRole"`, all, ""), ""},
		"every action of a service":   {statement(`"s3:*"`, all, ""), ""},
		"everything":                  {statement(`["*","*:*"]`, all, ""), ""},
		"not known until apply":       {statement(`"s3:HOLE"`, all, ""), ""},
		"refused by AWS anyhow":       {statement(`["GetObject","s3:Get:Object"]`, all, ""), ""},
	})
}

func TestActionResourceMismatch(t *testing.T) {
	oddities(t, "action-resource-mismatch", map[string]struct{ statements, want string }{
		"takes no resource":               {statement(`"s3:ListAllMyBuckets"`, `"arn:aws:s3:::b"`, ""), "medium"},
		"another type":                    {statement(`"s3:GetObject"`, `"arn:aws:s3:::b"`, ""), "medium"},
		"another service":                 {statement(`"dynamodb:GetItem"`, `"arn:aws:s3:::b/*"`, ""), "medium"},
		"several, none of which fits":     {statement(`["s3:GetObject","s3:PutObject"]`, `["arn:aws:s3:::b","arn:aws:s3:::c"]`, ""), "medium"},
		"a Deny":                          {`{"Effect":"Deny","Action":"iam:DeleteRole","Resource":"arn:aws:iam::123456789012:user/x"}`, "medium"},
		"in a second statement":           {statement(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, "") + "," + statement(`"ec2:DescribeInstances"`, `"arn:aws:ec2:us-east-1:123456789012:instance/i-1"`, ""), "medium"},
		"fits":                            {statement(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, ""), ""},
		"a pattern, no resource taken":    {statement(`"ssmmessages:OpenDataChannel"`, `"arn:aws:ssm:*:*:session/*"`, ""), ""},
		"a pattern of the own service":    {statement(`"s3:ListAllMyBuckets"`, `"arn:aws:s3:::*"`, ""), ""},
		"any resource":                    {statement(`"s3:ListAllMyBuckets"`, `"*"`, ""), ""},
		"one action of two fits":          {statement(`["s3:ListAllMyBuckets","s3:ListBucket"]`, `"arn:aws:s3:::b"`, ""), ""},
		"one resource of two fits":        {statement(`"s3:GetObject"`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`, ""), ""},
		"a pattern of actions":            {statement(`"s3:List*"`, `"arn:aws:s3:::b"`, ""), ""},
		"a wide pattern of resources":     {statement(`"s3:GetObject"`, `"arn:aws:s3:::*"`, ""), ""},
		"an action that is not known":     {statement(`"s3:FrobnicateEverything"`, `"arn:aws:s3:::b"`, ""), ""},
		"a resource not known till apply": {statement(`"s3:GetObject"`, `"HOLE"`, ""), ""},
		"a variable":                      {statement(`"s3:GetObject"`, `"arn:aws:s3:::b/${aws:username}/*"`, ""), ""},
		"all but some actions":            {`{"Effect":"Allow","NotAction":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::b"}`, ""},
		"an address that is a number":     {statement(`"s3:GetObject"`, `"*"`, `{"IpAddress":{"aws:MultiFactorAuthAge":"203.0.113.0/24"}}`), "medium"},
		"a truth that is an address":      {statement(`"s3:GetObject"`, `"*"`, `{"Bool":{"aws:SourceIp":"true"}}`), "medium"},
		"a number that is a truth":        {statement(`"s3:GetObject"`, `"*"`, `{"NumericLessThan":{"aws:MultiFactorAuthPresent":"3600"}}`), "medium"},
		"an ARN that is an address":       {statement(`"s3:GetObject"`, `"*"`, `{"ArnLike":{"aws:SourceIp":"arn:aws:s3:::b"}}`), "medium"},
		"the key's own type":              {statement(`"s3:GetObject"`, `"*"`, `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"Bool":{"aws:SecureTransport":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}`), ""},
		"a text compared as a text":       {statement(`"s3:GetObject"`, `"*"`, `{"StringEquals":{"aws:SourceIp":"203.0.113.7"}}`), ""},
		"where the key is missing":        {statement(`"s3:GetObject"`, `"*"`, `{"BoolIfExists":{"aws:SourceIp":"true"}}`), ""},
		"a negated operator":              {statement(`"s3:GetObject"`, `"*"`, `{"NotIpAddress":{"aws:MultiFactorAuthAge":"203.0.113.0/24"}}`), ""},
		"a number for the time":           {statement(`"s3:GetObject"`, `"*"`, `{"NumericLessThan":{"aws:EpochTime":"1800000000"}}`), ""},
		"a key of another action":         {statement(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `{"StringLike":{"s3:prefix":"home/*"}}`), "medium"},
		"a key of another service":        {statement(`["s3:GetObject","s3:PutObject"]`, `"arn:aws:s3:::b/*"`, `{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}`), "medium"},
		"of a pattern of actions":         {statement(`"sqs:*"`, `"*"`, `{"StringLike":{"s3:prefix":"home/*"}}`), "medium"},
		"a Deny that never does":          {`{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*","Condition":{"Bool":{"s3:authType":"true"},"StringEquals":{"s3:delimiter":"/"}}}`, "medium"},
		"a key there":                     {statement(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `{"Null":{"s3:prefix":"false"}}`), "medium"},
		"a key not there":                 {statement(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `{"Null":{"s3:prefix":"true"}}`), ""},
		"a key of one of two actions":     {statement(`["s3:GetObject","s3:ListBucket"]`, `"*"`, `{"StringLike":{"s3:prefix":"home/*"}}`), ""},
		"a key if there is one":           {statement(`"s3:GetObject"`, `"*"`, `{"StringLikeIfExists":{"s3:prefix":"home/*"}}`), ""},
		"a key that every request has":    {statement(`"s3:GetObject"`, `"*"`, `{"StringEquals":{"lambda:SourceFunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:f"}}`), ""},
		"tags of the resource":            {statement(`"s3:ListAllMyBuckets"`, `"*"`, `{"StringEquals":{"aws:ResourceTag/team":"x"}}`), ""},
		"a key of every action":           {statement(`"*"`, `"*"`, `{"StringLike":{"s3:prefix":"home/*"}}`), ""},
		"all but some, with a key":        {`{"Effect":"Deny","NotAction":"s3:GetObject","Resource":"*","Condition":{"StringLike":{"s3:prefix":"home/*"}}}`, ""},
		"a log group's streams":           {statement(`["logs:CreateLogStream","logs:PutLogEvents"]`, `"arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x:*"`, ""), ""},
	})
}

func TestConditionKeyUnknown(t *testing.T) {
	with := func(condition string) string { return statement(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, condition) }
	oddities(t, "condition-key-unknown", map[string]struct{ statements, want string }{
		"always, if it exists":    {with(`{"StringLikeIfExists":{"s3:prefix":"home/*"}}`), "low"},
		"always, negated":         {with(`{"StringNotLike":{"s3:prefix":"home/*"}}`), "low"},
		"always, not there":       {with(`{"Null":{"s3:prefix":"true"}}`), "low"},
		"always, for all values":  {statement(`"sqs:SendMessage"`, `"*"`, `{"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}}`), "low"},
		"tags of what has none":   {statement(`"s3:ListAllMyBuckets"`, `"*"`, `{"StringEquals":{"aws:ResourceTag/team":"x"}}`), "low"},
		"never":                   {with(`{"StringLike":{"s3:prefix":"home/*"}}`), ""},
		"tags where they are":     {statement(`"iam:CreateRole"`, `"*"`, `{"StringEquals":{"aws:RequestTag/team":"x"}}`), ""},
		"a key cut short":         {with(`{"StringEquals":{"aws:PrincipalOrg":"x"}}`), "low"},
		"misspelt":                {with(`{"Bool":{"aws:MultifactorAuthPresnt":"true"}}`), "low"},
		"of another service":      {with(`{"StringEquals":{"s3:FrobnicatedBy":"x"}}`), "low"},
		"of no service":           {with(`{"StringEquals":{"frobnicator:x":"x"}}`), "low"},
		"beside a known one":      {with(`{"StringEquals":{"aws:PrincipalOrgID":"x","aws:SourceAcount":"x"}}`), "low"},
		"in a second statement":   {with("") + "," + with(`{"StringEquals":{"aws:Frob":"x"}}`), "low"},
		"known":                   {with(`{"StringEquals":{"aws:PrincipalOrgID":"x"}}`), ""},
		"known, in lower case":    {with(`{"Bool":{"aws:multifactorauthpresent":"true"}}`), ""},
		"a tag":                   {with(`{"StringEquals":{"aws:PrincipalTag/team":"x","s3:ExistingObjectTag/phi":"x"}}`), ""},
		"of the service":          {with(`{"StringEquals":{"s3:prefix":"x"}}`), ""},
		"a claim":                 {with(`{"StringEquals":{"token.actions.githubusercontent.com:sub":"x"}}`), ""},
		"a claim of SAML":         {with(`{"StringEquals":{"SAML:aud":"x"}}`), ""},
		"a claim not known":       {with(`{"StringEquals":{"HOLE:sub":"x"}}`), ""},
		"no condition":            {with(""), ""},
		"a claim of our provider": {with(`{"StringEquals":{"oidc.eks.us-east-1.amazonaws.com/id/ABC:sub":"x"}}`), ""},
	})
}

// TestOddityStatus: one more is introduced, one less is not; a sensitive text is not shown.
func TestOddityStatus(t *testing.T) {
	one, two := statement(`"s3:GetObjct"`, `"*"`, ""), statement(`["s3:GetObjct","s3:PutObjct"]`, `"*"`, "")
	for name, c := range map[string]struct{ before, after, want string }{
		"as before": {one, one, "existing"}, "one more": {one, two, "introduced"}, "one less": {two, one, "existing"},
		"mended": {two, statement(`"s3:GetObject"`, `"*"`, ""), "resolved"}, "in other letters": {one, strings.Replace(one, "Objct", "OBJCT", 1), "existing"},
	} {
		if got := judge(change(side(holding(t, c.before)), side(holding(t, c.after))), nil, "action-unknown"); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Error(name, got)
		}
	}
	p := holding(t, statement(`"s3:Secrt"`, `"*"`, `{"StringEquals":{"aws:Secrt":"x"}}`)+","+statement(`"s3:ListAllMyBuckets"`, `"arn:aws:s3:::Secrt"`, ""))
	p.Identity[0].Document.Sensitive = true
	n := 0
	for _, f := range safeguard.Check(context.Background(), change(side(), side(p)), nil, now) {
		if f.Rule == "action-unknown" || f.Rule == "condition-key-unknown" || f.Rule == "action-resource-mismatch" {
			n++
		}
		if strings.Contains(f.Message, "Secrt") {
			t.Error(f.Message)
		}
	}
	if n != 3 {
		t.Error(n)
	}
}

// TestPolicyTooLong: the quotas exactly, and one character more.
func TestPolicyTooLong(t *testing.T) {
	// sized writes a policy of so many characters without white space.
	sized := func(kind policy.Kind, n int) string {
		text := allow(`"s3:GetObject"`, `"arn:aws:s3:::`+"X"+`"`)
		if kind == policy.Trust {
			text = `{"Version":"2012-10-17","Statement":[` + assume(`{"AWS":"arn:aws:iam::123456789012:role/X"}`, "") + `]}`
		}
		return strings.Replace(text, "X", strings.Repeat("x", n-len(text)+1), 1)
	}
	inline := func(kind account.Kind, sizes ...int) *account.Principal {
		var texts []string
		for _, n := range sizes {
			texts = append(texts, sized(policy.Identity, n))
		}
		p := role(t, "r", texts...)
		p.Kind = kind
		return p
	}
	managed := func(n int) *account.Account {
		a := side()
		d := document(t, "aws_iam_policy.p", sized(policy.Identity, n), policy.Identity)
		d.Managed = true
		a.Documents = append(a.Documents, d)
		return a
	}
	trust := func(n int) *account.Account {
		p := role(t, "r")
		p.Trust = document(t, p.Address, sized(policy.Trust, n), policy.Trust)
		return side(p)
	}
	control := func(kind policy.Kind, n int) *account.Account {
		text := statements(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::X"}`)
		if kind == policy.SCP {
			text = statements(`{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::X"}`)
		}
		a := side()
		a.Documents = append(a.Documents, document(t, "aws_organizations_policy.o", strings.Replace(text, "X", strings.Repeat("x", n-len(text)+1), 1), kind))
		return a
	}
	spaced := managed(6144)
	spaced.Documents[0].Policy, _ = policy.Parse([]byte(strings.Replace(sized(policy.Identity, 6144), `"Action":`, `"Action":      `, 1)), policy.Identity)
	attached := inline(account.Role, 10_000)
	// A role of this project's provider, with statements of 5,000 characters each.
	spreads := func(n int, element string) *account.Account {
		var statements []string
		for i := range n {
			statements = append(statements, fmt.Sprintf(`{"Effect":"Deny","Action":"s3:GetObject","%s":"arn:aws:s3:::%s%d"}`, element, strings.Repeat("x", 4_920), i))
		}
		p := role(t, "r", `{"Version":"2012-10-17","Statement":[`+strings.Join(statements, ",")+`]}`)
		p.Spreads = true
		return side(p)
	}
	long := side(inline(account.Role, 10_241))
	long.Principals[0].Spreads = true
	other := managed(6000)
	attached.Identity = append(attached.Identity, account.Attachment{Document: other.Documents[0]})
	for name, c := range map[string]struct {
		after *account.Account
		want  string
	}{
		"managed":                       {managed(6145), "medium aws_iam_policy.p"},
		"trust":                         {trust(4097), "medium aws_iam_role.r"},
		"trust, within a raised quota":  {trust(2049), "low aws_iam_role.r"},
		"inline of a role":              {side(inline(account.Role, 10_241)), "medium aws_iam_role.r"},
		"inline of a role, together":    {side(inline(account.Role, 5_000, 5_241)), "medium aws_iam_role.r"},
		"inline of a user":              {side(inline(account.User, 2_049)), "medium aws_iam_role.r"},
		"inline of a group":             {side(inline(account.Group, 5_121)), "medium aws_iam_role.r"},
		"service control":               {control(policy.SCP, 10_241), "medium aws_organizations_policy.o"},
		"service control, raised":       {control(policy.SCP, 5_121), "low aws_organizations_policy.o"},
		"service control, just fits":    {control(policy.SCP, 5_120), ""},
		"resource control":              {control(policy.RCP, 5_121), "medium aws_organizations_policy.o"},
		"resource control, just fits":   {control(policy.RCP, 5_120), ""},
		"managed, just fits":            {managed(6144), ""},
		"managed, white space":          {spaced, ""},
		"trust, just fits":              {trust(2048), ""},
		"inline of a role, just fits":   {side(inline(account.Role, 5_000, 5_240)), ""},
		"inline of a user, just fits":   {side(inline(account.User, 2_048)), ""},
		"inline of a group, just fits":  {side(inline(account.Group, 5_120)), ""},
		"managed ones count separately": {side(attached), ""},
		"spread over ten":               {spreads(10, "Resource"), ""},
		"spread over eleven":            {spreads(11, "Resource"), "low aws_iam_role.r"},
		"spread over too many":          {spreads(21, "NotResource"), "medium aws_iam_role.r"},
		"cannot be spread":              {long, "medium aws_iam_role.r"},
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if severity, address, ok := strings.Cut(c.want, " "); ok {
				want = []string{"introduced " + severity + " policy-too-long " + address}
			}
			if diff := cmp.Diff(want, judge(change(side(), c.after), nil, "policy-too-long")); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, c := range map[string]struct {
		before, after *account.Account
		want          string
	}{
		"longer": {managed(6200), managed(6300), "introduced"}, "shorter": {managed(6300), managed(6200), "existing"}, "fits now": {managed(6300), managed(6000), "resolved"},
	} {
		if got := judge(change(c.before, c.after), nil, "policy-too-long"); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Error(name, got)
		}
	}
}

// TestPasswordPolicyRemoved: what takes the account's password policy away.
func TestPasswordPolicyRemoved(t *testing.T) {
	with := func(policies ...*account.PasswordPolicy) *account.Account {
		return &account.Account{PasswordPolicy: policies}
	}
	at := func(address string) *account.PasswordPolicy {
		return &account.PasswordPolicy{Address: address, MinimumLength: 14}
	}
	const a, b = "aws_iam_account_password_policy.a", "aws_iam_account_password_policy.b"
	moved, weaker := at(b), at(a)
	moved.PreviousAddress, weaker.MinimumLength = a, 6
	const removed = "introduced high password-policy-removed " + a
	for name, c := range map[string]struct {
		change *account.Change
		want   []string
	}{
		"destroyed":                    {change(with(at(a)), with()), []string{removed}},
		"one of two":                   {change(with(at(a), at(b)), with(at(b))), []string{removed}},
		"destroyed, and set elsewhere": {change(with(at(a)), with(at(b))), []string{removed}},
		"a weak one":                   {change(with(weaker), with()), []string{removed}},
		"both of two":                  {change(with(at(a), at(b)), with()), []string{removed, "introduced high password-policy-removed " + b}},
		"gone outside Terraform": {
			&account.Change{Recorded: with(at(a)), Before: with(), After: with()}, []string{"existing high password-policy-removed " + a + " drift"},
		},
		"gone outside Terraform, and put back": {
			&account.Change{Recorded: with(at(a)), Before: with(), After: with(at(a))}, []string{"resolved high password-policy-removed " + a + " drift"},
		},
		"kept":           {change(with(at(a)), with(at(a))), nil},
		"made weaker":    {change(with(at(a)), with(weaker)), nil}, // password-policy-weak
		"moved":          {change(with(at(a)), with(moved)), nil},
		"created":        {change(with(), with(at(a))), nil},
		"a second one":   {change(with(at(a)), with(at(a), at(b))), nil},
		"there was none": {change(with(), with()), nil},
	} {
		t.Run(name, func(t *testing.T) {
			want := c.want
			if want == nil {
				want = []string{}
			}
			if diff := cmp.Diff(want, judge(c.change, nil, "password-policy-removed")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

func TestAllowNotAction(t *testing.T) {
	not := func(actions, resource string) string {
		return statements(`{"Effect":"Allow","NotAction":` + actions + `,"Resource":` + resource + `}`)
	}
	testRule(t, "allow-not-action", map[string]ruleCase{
		"all but IAM":               {role(t, "r", not(`"iam:*"`, `"*"`)), "high"},
		"all but one":               {role(t, "r", not(`["s3:DeleteBucket"]`, `["*"]`)), "high"},
		"a single statement object": {role(t, "r", `{"Statement":{"Effect":"Allow","NotAction":"IAM:*","Resource":"arn:*"}}`), "high"},
		"with NotResource":          {role(t, "r", statements(`{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::phi/*"}`)), "high"},
		"with MFA":                  {role(t, "r", statements(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`)), "high"},
		"AWS's power user":          {managed(t, "ec2", "PowerUserAccess"), "high"},
		"on one bucket":             {role(t, "r", not(`"s3:Delete*"`, `"arn:aws:s3:::b/*"`)), ""},
		"nothing left over":         {role(t, "r", not(`"*"`, `"*"`)), ""},
		"a Deny":                    {role(t, "r", allow(`"s3:GetObject"`, `"*"`), statements(`{"Effect":"Deny","NotAction":"s3:*","Resource":"*"}`)), ""},
		"denied again":              {role(t, "r", not(`"iam:*"`, `"*"`), statements(`{"Effect":"Deny","NotAction":["s3:GetObject"],"Resource":"*"}`)), ""},
		"kept back by its boundary": {bounded(t, not(`"iam:*"`, `"*"`), allow(`"s3:*"`, `"*"`)), ""},
		"all, by Action":            {role(t, "r", allow(`"*"`, `"*"`)), ""},
	})
}

func TestAllowNotResource(t *testing.T) {
	not := func(actions, resource string) string {
		return statements(`{"Effect":"Allow","Action":` + actions + `,"NotResource":` + resource + `}`)
	}
	testRule(t, "allow-not-resource", map[string]ruleCase{
		"all but one bucket":          {role(t, "r", not(`"s3:GetObject"`, `"arn:aws:s3:::payroll/*"`)), "medium"},
		"all of S3 but one bucket":    {role(t, "r", not(`["S3:*"]`, `["arn:aws:s3:::payroll","arn:aws:s3:::payroll/*"]`)), "medium"},
		"everything but one account":  {role(t, "r", not(`"*"`, `"arn:aws:iam::123456789012:*"`)), "medium"},
		"with NotAction":              {role(t, "r", statements(`{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::payroll/*"}`)), "medium"},
		"a single statement object":   {role(t, "r", `{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","NotResource":"arn:aws:sqs:*:*:audit"}}`), "medium"},
		"one more Deny":               {role(t, "r", not(`"s3:GetObject"`, `"arn:aws:s3:::payroll/*"`), statements(`{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::phi/*"}`)), "medium"},
		"nothing left over":           {role(t, "r", not(`"s3:GetObject"`, `"*"`)), ""},
		"none of the kind left over":  {role(t, "r", not(`"sqs:SendMessage"`, `"arn:*:sqs:*"`)), ""},
		"an action without resources": {role(t, "r", not(`"s3:ListAllMyBuckets"`, `"arn:aws:s3:::payroll"`)), ""},
		"a Deny":                      {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`), statements(`{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::b/*"}`)), ""},
		"denied again":                {role(t, "r", not(`"s3:GetObject"`, `"arn:aws:s3:::payroll/*"`), statements(`{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::b/*"}`)), ""},
		"kept back by its boundary":   {bounded(t, not(`"s3:GetObject"`, `"arn:aws:s3:::payroll/*"`), allow(`"s3:*"`, `"arn:aws:s3:::b/*"`)), ""},
		"everything, by Resource":     {role(t, "r", allow(`"*"`, `"*"`)), ""},
	})
}

func TestAuditTamperingPermitted(t *testing.T) {
	testRule(t, "audit-tampering-permitted", map[string]ruleCase{
		"any trail":                 {role(t, "r", allow(`"cloudtrail:StopLogging"`, `"*"`)), "high"},
		"one trail":                 {role(t, "r", allow(`"cloudtrail:DeleteTrail"`, `"arn:aws:cloudtrail:us-east-1:123456789012:trail/all"`)), "high"},
		"odd spelling":              {role(t, "r", allow(`"CloudTrail:?topL*"`, `"arn:aws:cloudtrail:*:*:*"`)), "high"},
		"event selectors":           {role(t, "r", allow(`"cloudtrail:Put*"`, `"*"`)), "high"},
		"the recorder":              {role(t, "r", allow(`"config:*"`, `"*"`)), "high"},
		"a detector":                {role(t, "r", allow(`"guardduty:DeleteDetector"`, `"arn:aws:guardduty:us-east-1:123456789012:detector/a"`)), "high"},
		"everything but IAM":        {role(t, "r", statements(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`)), "high"},
		"reading":                   {role(t, "r", allow(`["cloudtrail:Get*","cloudtrail:Describe*","cloudtrail:LookupEvents","config:Get*","guardduty:List*"]`, `"*"`)), ""},
		"a new trail":               {role(t, "r", allow(`["cloudtrail:CreateTrail","cloudtrail:StartLogging"]`, `"*"`)), ""},
		"AWS's auditor":             {managed(t, "ec2", "SecurityAudit"), ""},
		"denied":                    {role(t, "r", allow(`"*"`, `"*"`), statements(`{"Effect":"Deny","Action":["cloudtrail:*","config:*","guardduty:*"],"Resource":"*"}`)), ""},
		"kept back by its boundary": {bounded(t, allow(`"cloudtrail:*"`, `"*"`), allow(`"s3:*"`, `"*"`)), ""},
		"everything on one bucket":  {role(t, "r", allow(`"*"`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), ""},
		"messages of its own":       {role(t, "r", allow(`"cloudwatch:PutMetricData"`, `"*"`)), ""},
	})
}

func TestServiceWildcard(t *testing.T) {
	testRule(t, "service-wildcard", map[string]ruleCase{
		"all of S3":                   {role(t, "r", allow(`"s3:*"`, `"*"`)), "high"},
		"by buckets and objects":      {role(t, "r", allow(`"S3:**"`, `"arn:aws:s3:::*"`)), "high"},
		"all of SQS in one Region":    {role(t, "r", allow(`["sqs:?*"]`, `"arn:aws:sqs:us-east-1:123456789012:*"`)), "high"},
		"all services but one":        {role(t, "r", statements(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`)), "high"},
		"everything":                  {role(t, "r", allow(`"*:*"`, `"*"`)), "high"},
		"all but one bucket":          {role(t, "r", statements(`{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::phi/*"}`)), "high"},
		"one action denied":           {role(t, "r", allow(`"sqs:*"`, `"*"`), statements(`{"Effect":"Deny","Action":"sqs:DeleteQueue","Resource":"*"}`)), "high"},
		"one bucket":                  {role(t, "r", allow(`"s3:*"`, `["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), ""},
		"one kind of resource":        {role(t, "r", allow(`"ec2:*"`, `"arn:aws:ec2:*:*:volume/*"`)), ""},
		"reading":                     {role(t, "r", allow(`["s3:Get*","s3:List*","ec2:Describe*"]`, `"*"`)), ""},
		"a service without resources": {role(t, "r", allow(`["ssmmessages:*","ec2messages:*"]`, `"*"`)), ""},
		"by tag":                      {role(t, "r", statements(`{"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"imaging"}}}`)), ""},
		"little left over":            {role(t, "r", allow(`"s3:*"`, `"*"`), statements(`{"Effect":"Deny","Action":["s3:Put*","s3:Delete*","s3:Create*","s3:Get*","s3:List*","s3:Describe*"],"Resource":"*"}`)), ""},
		"kept back by its boundary":   {bounded(t, allow(`"s3:*"`, `"*"`), allow(`"s3:Get*"`, `"*"`)), ""},
	})
}

func TestBoundaryHollow(t *testing.T) {
	with := func(text string) *account.Principal { return bounded(t, allow(`"s3:GetObject"`, `"*"`), text) }
	denies := func(deny string) *account.Principal {
		return with(statements(`{"Effect":"Allow","Action":"*","Resource":"*"}`, deny))
	}
	far := with(allow(`"*"`, `"*"`))
	far.Boundary.State, far.Boundary.Document = account.BoundaryNotAtHand, nil
	sensitive := with(allow(`"*"`, `"*"`))
	sensitive.Boundary.Document.Sensitive = true
	for name, c := range map[string]struct {
		who  *account.Principal
		want bool
	}{
		"everything":                 {with(allow(`"*"`, `"*"`)), true},
		"odd spelling":               {with(`{"Statement":{"Effect":"Allow","Action":["**","s3:*"],"Resource":["*","arn:aws:s3:::b"]}}`), true},
		"two halves":                 {with(statements(`{"Effect":"Allow","Action":"iam:*","Resource":"*"}`, `{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`)), true},
		"a Deny that never holds":    {denies(`{"Effect":"Deny","NotAction":"*","Resource":"*"}`), true},
		"an Allow that adds nothing": {denies(`{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`), true},
		"sensitive":                  {sensitive, true},
		"a Deny of itself":           {denies(`{"Effect":"Deny","Action":"iam:DeleteRolePermissionsBoundary","Resource":"*"}`), false},
		"a Deny without MFA":         {denies(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`), false},
		"all but IAM":                {with(statements(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`)), false},
		"services":                   {with(allow(`["s3:*","ec2:*"]`, `"*"`)), false},
		"in one Region":              {with(where(`"*"`, `{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}`)), false},
		"not at hand":                {far, false},
		"none":                       {role(t, "r", allow(`"*"`, `"*"`)), false},
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want {
				want = append(want, "introduced high boundary-hollow aws_iam_role.r")
			}
			if diff := cmp.Diff(want, judge(change(side(), side(c.who)), nil, "boundary-hollow")); diff != "" {
				t.Error(diff)
			}
		})
	}
	narrow := with(allow(`"s3:*"`, `"*"`))
	if diff := cmp.Diff([]string{"resolved high boundary-hollow aws_iam_role.r"}, judge(change(side(with(allow(`"*"`, `"*"`))), side(narrow)), nil, "boundary-hollow")); diff != "" {
		t.Error(diff)
	}
}

func TestConsoleLoginCreated(t *testing.T) {
	user := func(login *account.Credential) *account.Principal {
		p := role(t, "ada")
		p.Kind, p.Address, p.Login = account.User, "aws_iam_user.ada", login
		return p
	}
	login := func(previous string) *account.Credential {
		return &account.Credential{Address: "aws_iam_user_login_profile.ada", PreviousAddress: previous, Active: true}
	}
	far := user(login(""))
	far.Address, far.Outside, far.At = "", true, "aws_iam_user_login_profile.ada"
	older := login("")
	older.Address = "aws_iam_user_login_profile.old"
	keyed := user(nil)
	keyed.AccessKeys = []*account.Credential{{Address: "aws_iam_access_key.ada", Active: true}}
	for name, c := range map[string]struct {
		before, after *account.Principal
		want          []string
	}{
		"created":                 {user(nil), user(login("")), []string{"introduced medium console-login-created aws_iam_user_login_profile.ada"}},
		"with its user":           {nil, user(login("")), []string{"introduced medium console-login-created aws_iam_user_login_profile.ada"}},
		"of a user outside":       {nil, far, []string{"introduced medium console-login-created aws_iam_user_login_profile.ada"}},
		"there before":            {user(login("")), user(login("")), []string{"existing medium console-login-created aws_iam_user_login_profile.ada"}},
		"moved":                   {user(older), user(login(older.Address)), []string{"existing medium console-login-created aws_iam_user_login_profile.ada"}},
		"removed":                 {user(login("")), user(nil), []string{"resolved medium console-login-created aws_iam_user_login_profile.ada"}},
		"a user without a login":  {nil, user(nil), []string{}},
		"a user with keys only":   {nil, keyed, []string{}},
		"a role":                  {nil, role(t, "r"), []string{}},
		"never there":             {user(nil), user(nil), []string{}},
		"a group":                 {nil, &account.Principal{Kind: account.Group, Address: "aws_iam_group.g", Name: "g"}, []string{}},
		"whoever may change them": {nil, role(t, "r", allow(`"iam:CreateLoginProfile"`, `"*"`)), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after []*account.Principal
			if c.before != nil {
				before = append(before, c.before)
			}
			if c.after != nil {
				after = append(after, c.after)
			}
			if diff := cmp.Diff(c.want, judge(change(side(before...), side(after...)), nil, "console-login-created")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

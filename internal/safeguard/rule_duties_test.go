// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// labelled gives a principal tags.
func labelled(p *account.Principal, tags ...string) *account.Principal {
	for i := 0; i < len(tags); i += 2 {
		p.Tags.Values[tags[i]] = tags[i+1]
	}
	return p
}

func TestPHIAccessUnlabelled(t *testing.T) {
	objects := allow(`"s3:GetObject"`, `"arn:aws:s3:::images/*"`)
	notYet := role(t, "r", objects)
	notYet.Tags.Unknown = []string{"Data"}
	other := role(t, "r", objects)
	other.Tags.Unknown = []string{"Team"}
	group := role(t, "r", objects)
	group.Kind = account.Group
	outside := role(t, "r", objects)
	outside.Outside = true
	testInClinic(t, "phi-access-unlabelled", map[string]ruleCase{
		"reads objects":               {role(t, "r", objects), "medium"},
		"another value":               {labelled(role(t, "r", objects), "Data", "none"), "medium"},
		"writes by a wildcard":        {role(t, "r", allow(`"s3:Put*"`, `"*"`)), "medium"},
		"by a pattern of the config":  {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::scans-eu/*"`)), "medium"},
		"the replica":                 {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::images-copy/*"`)), "medium"},
		"the table by reference":      {toHole(t, `"dynamodb:Scan"`, "%s", "aws_dynamodb_table.charts.arn"), "medium"},
		"the key that opens it":       {toHole(t, `"kms:Decrypt"`, "%s", "aws_kms_key.phi.arn"), "medium"},
		"another tag not known":       {other, "medium"},
		"labelled":                    {labelled(role(t, "r", objects), "Data", "PHI"), ""},
		"the tag not known":           {notYet, ""},
		"another bucket":              {role(t, "r", allow(`"s3:*"`, `["arn:aws:s3:::logs","arn:aws:s3:::logs/*"]`)), ""},
		"the public part of a bucket": {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::mixed/public/*"`)), ""},
		"the bucket's settings":       {role(t, "r", allow(`["s3:GetBucketPolicy","s3:PutBucketPolicy","s3:ListBucket"]`, `"arn:aws:s3:::images"`)), ""},
		"PHI denied":                  {role(t, "r", allow(`"s3:GetObject"`, `"*"`), statements(`{"Effect":"Deny","Action":"s3:GetObject","Resource":["arn:aws:s3:::images*","arn:aws:s3:::scans-*","arn:aws:s3:::mixed/*"]}`)), ""},
		"encrypting with its key":     {toHole(t, `["kms:Encrypt","kms:GenerateDataKey"]`, "%s", "aws_kms_key.phi.arn"), ""},
		"a group has no tags":         {group, ""},
		"a role elsewhere":            {outside, ""},
	})
	byARN := &config.Config{PHI: config.PHI{Resources: []string{"arn:aws:s3:::images"}}}
	if got := judge(change(side(), side(role(t, "r", objects))), byARN, "phi-access-unlabelled"); len(got) != 0 {
		t.Error("no tag is chosen: ", got)
	}
}

func TestDutiesNotSeparated(t *testing.T) {
	const key, another = `"arn:aws:kms:us-east-1:123456789012:key/1"`, `"arn:aws:kms:us-east-1:123456789012:key/2"`
	images := allow(`"s3:GetObject"`, `"arn:aws:s3:::images/*"`)
	user := role(t, "r", images, allow(`"iam:CreateAccessKey"`, `"arn:aws:iam::*:user/${aws:username}"`))
	user.Kind, user.Name, user.ARN, user.Account = account.User, "ada", "arn:aws:iam::123456789012:user/ada", "123456789012"
	testInClinic(t, "duties-not-separated", map[string]ruleCase{
		"every action on keys":                     {role(t, "r", allow(`"kms:*"`, `"*"`)), "high"},
		"its policy and its use":                   {role(t, "r", allow(`["kms:PutKeyPolicy","kms:Decrypt"]`, key)), "high"},
		"in two policies":                          {role(t, "r", allow(`"kms:ScheduleKeyDeletion"`, key), allow(`"kms:Dec*"`, `"*"`)), "high"},
		"by reference":                             {toHole(t, `["kms:PutKeyPolicy","kms:Decrypt"]`, "%s", "aws_kms_key.phi.arn"), "high"},
		"the trail and the instances":              {role(t, "r", allow(`"cloudtrail:StopLogging"`, `"*"`), allow(`"ec2:*"`, `"*"`)), "high"},
		"PHI and access keys":                      {role(t, "r", images, allow(`"iam:CreateAccessKey"`, `"*"`)), "high"},
		"PHI and policies":                         {role(t, "r", images, allow(`"iam:AttachRolePolicy"`, `"arn:aws:iam::123456789012:role/x"`)), "high"},
		"everything":                               {role(t, "r", allow(`"*"`, `"*"`)), "high"},
		"one key's policy, another's use":          {role(t, "r", allow(`"kms:PutKeyPolicy"`, key), allow(`"kms:Decrypt"`, another)), ""},
		"administers keys":                         {role(t, "r", allow(`["kms:PutKeyPolicy","kms:ScheduleKeyDeletion","kms:CreateGrant","kms:Describe*"]`, `"*"`)), ""},
		"uses keys":                                {role(t, "r", allow(`["kms:Decrypt","kms:Encrypt","kms:CreateGrant","kms:GenerateDataKey*"]`, `"*"`)), ""},
		"decryption denied":                        {role(t, "r", allow(`"kms:*"`, `"*"`), statements(`{"Effect":"Deny","Action":["kms:Decrypt","kms:ReEncrypt*"],"Resource":"*"}`)), ""},
		"everything, on what is no key":            {role(t, "r", allow(`"*"`, `"arn:aws:iam::123456789012:role/admin"`)), ""},
		"the trail and nothing else":               {role(t, "r", allow(`["cloudtrail:*","s3:GetObject"]`, `"*"`)), ""},
		"operation, and looking at the trail":      {role(t, "r", allow(`["ec2:*","cloudtrail:LookupEvents"]`, `"*"`)), ""},
		"PHI alone":                                {role(t, "r", images), ""},
		"PHI, and looking at identities":           {role(t, "r", images, allow(`["iam:Get*","iam:List*","iam:PassRole"]`, `"*"`)), ""},
		"identities, and writing PHI":              {role(t, "r", allow(`"s3:PutObject"`, `"arn:aws:s3:::images/*"`), allow(`"iam:CreateRole"`, `"*"`)), ""},
		"identities, and other data":               {role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::logs/*"`), allow(`"iam:CreateUser"`, `"*"`)), ""},
		"a user that changes its own keys":         {user, ""},
		"the boundary leaves one side of each":     {bounded(t, allow(`"*"`, `"*"`), allow(`["kms:Decrypt","s3:*","ec2:*"]`, `"*"`)), ""},
		"the key's policy, denied for its own key": {role(t, "r", allow(`["kms:PutKeyPolicy","kms:Decrypt"]`, key), statements(`{"Effect":"Deny","Action":"kms:PutKeyPolicy","Resource":`+key+`}`)), ""},
	})
}

func TestIneligibleService(t *testing.T) {
	const rule = "ineligible-service"
	images := allow(`"s3:GetObject"`, `"arn:aws:s3:::images/*"`)
	testInClinic(t, rule, map[string]ruleCase{
		"a PHI role with mail":             {labelled(role(t, "r", allow(`"workmail:*"`, `"*"`)), "Data", "phi"), "high"},
		"a role that reads PHI":            {role(t, "r", images, allow(`"lightsail:Get*"`, `"*"`)), "high"},
		"by a wildcard":                    {role(t, "r", images, allow(`"work*:*"`, `"*"`)), "high"},
		"everything":                       {role(t, "r", allow(`"*"`, `"*"`)), "high"},
		"another role":                     {role(t, "r", allow(`"lightsail:*"`, `"*"`)), "low"},
		"an uncertain service beside PHI":  {role(t, "r", images, allow(`"dsql:DbConnect"`, `"*"`)), "low"},
		"listed services":                  {role(t, "r", images, allow(`["sqs:*","lambda:*","logs:*","ec2:*"]`, `"*"`)), ""},
		"tooling":                          {role(t, "r", images, allow(`["iam:Get*","sts:AssumeRole","tag:GetResources","support:*","organizations:Describe*"]`, `"*"`)), ""},
		"what AWS knows of the account":    {role(t, "r", images, allow(`["servicequotas:*","health:*","billing:Get*"]`, `"*"`)), ""},
		"denied":                           {role(t, "r", images, allow(`"lightsail:*"`, `"*"`), statements(`{"Effect":"Deny","Action":"lightsail:*","Resource":"*"}`)), ""},
		"kept to listed ones by its limit": {bounded(t, allow(`"*"`, `"*"`), allow(`["s3:*","kms:*"]`, `"*"`)), ""},
	})
	mail := labelled(role(t, "r", allow(`"workmail:*"`, `"*"`)), "Data", "phi")
	queue := labelled(role(t, "r", allow(`"sqs:*"`, `"*"`)), "Data", "phi")
	with := func(add, remove string) *config.Config {
		cfg := *clinic
		cfg.EligibleServices = config.EligibleServices{Add: []string{add}, Remove: []string{remove}}
		return &cfg
	}
	for name, c := range map[string]struct {
		cfg   *config.Config
		after *account.Account
		want  []string
	}{
		"added":   {with("workmail", "transfer"), side(mail), []string{}},
		"removed": {with("workmail", "sqs"), side(queue), []string{"introduced high ineligible-service aws_iam_role.r"}},
		"a store of a removed service": {with("workmail", "sqs"), having(res(t, "aws_sqs_queue.q", `{"name":"q","tags":{"Data":"phi"}}`), res(t, "aws_sqs_queue.other", `{"name":"o"}`)), []string{
			"introduced high ineligible-service aws_sqs_queue.q",
		}},
		"a store of a listed service": {clinic, having(res(t, "aws_sqs_queue.q", `{"name":"q","tags":{"Data":"phi"}}`)), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, judge(change(side(), c.after), c.cfg, rule)); diff != "" {
				t.Error(diff)
			}
		})
	}
	_, asOf := reference.EligibleServices()
	for days, want := range map[int]int{365: 0, 366: 1} {
		found := safeguard.Judge(context.Background(), change(side(), side(queue)), clinic, asOf.AddDate(0, 0, days), safeguard.Options{Only: []string{rule}}).Findings
		if len(found) != want || want == 1 && (found[0].Severity != config.Low || found[0].Address != "" || !strings.Contains(found[0].Message, asOf.Format(time.DateOnly))) {
			t.Errorf("after %d days: %+v", days, found)
		}
	}
}

func TestReviewOverdue(t *testing.T) {
	const rule = "review-overdue"
	chosen := &config.Config{PHI: clinic.PHI, Principals: config.Principals{ReviewTag: "ReviewBy", ReviewPHI: 90 * 24 * time.Hour, ReviewOther: 365 * 24 * time.Hour}}
	by := func(day string, tags ...string) *account.Principal {
		return labelled(role(t, "r"), append(tags, "ReviewBy", day)...)
	}
	for name, c := range map[string]struct {
		cfg  *config.Config
		who  *account.Principal
		want string
	}{
		"yesterday":                     {chosen, by("2026-11-22"), "medium"},
		"today":                         {chosen, by("2026-11-23"), ""},
		"with the time of day":          {chosen, by("2026-11-22T23:59:59Z"), "medium"},
		"no day":                        {chosen, by("next spring"), "medium"},
		"a day that there is not":       {chosen, by("2027-02-30"), "medium"},
		"within a year":                 {chosen, by("2027-11-23"), ""},
		"in more than a year":           {chosen, by("2027-11-24"), "medium"},
		"PHI, in 90 days":               {chosen, by("2027-02-21", "Data", "phi"), ""},
		"PHI, in 91 days":               {chosen, by("2027-02-22", "Data", "phi"), "medium"},
		"not chosen":                    {nil, by("2020-01-01"), "low"},
		"not chosen, far away":          {nil, by("2099-01-01"), ""},
		"without the tag":               {chosen, role(t, "r"), ""},
		"an empty tag":                  {chosen, by(" "), ""},
		"another tag is the chosen one": {&config.Config{Principals: config.Principals{ReviewTag: "NextReview"}}, by("2020-01-01"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{}
			if c.want != "" {
				want = []string{"introduced " + c.want + " " + rule + " aws_iam_role.r"}
			}
			if diff := cmp.Diff(want, judge(change(side(), side(c.who)), c.cfg, rule)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, c := range map[string]struct{ before, after, want string }{
		"put off":  {"2026-10-01", "2026-11-01", "existing"},
		"set back": {"2026-11-01", "2026-10-01", "introduced"},
		"reviewed": {"2026-11-01", "2027-01-01", "resolved"},
	} {
		if got := judge(change(side(by(c.before)), side(by(c.after))), chosen, rule); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Error(name, got)
		}
	}
}

func TestAccessUnused(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	used := func(created, last string, tracked bool) *account.Principal {
		p := role(t, "r")
		p.Usage = &account.Usage{Tracked: tracked}
		if created != "" {
			p.Usage.Created = day(created)
		}
		if last != "" {
			p.Usage.LastUsed = day(last)
		}
		return p
	}
	user := used("2020-01-01", "", true)
	user.Kind = account.User
	testRule(t, "access-unused", map[string]ruleCase{
		"used in spring":                     {used("2020-01-01", "2026-03-01", true), "low"},
		"used 91 days ago":                   {used("2020-01-01", "2026-08-24", true), "low"},
		"never used, made long ago":          {used("2020-01-01", "", true), "low"},
		"made when is not told, used before": {used("", "2025-01-01", true), "low"},
		"used 89 days ago":                   {used("2020-01-01", "2026-08-26", true), ""},
		"made last month, never used":        {used("2026-10-20", "", true), ""},
		"not told whether it was used":       {used("2020-01-01", "", false), ""},
		"a plan tells nothing":               {role(t, "r"), ""},
		"users are not tracked":              {user, ""},
		"neither day is told":                {used("", "", true), ""},
	})
}

func TestBAAMissing(t *testing.T) {
	const rule = "baa-missing"
	cfg := &config.Config{PHI: clinic.PHI, BAA: config.BAA{Chosen: true, Accounts: []string{"123456789012"}, Effective: now.AddDate(0, 0, -1)}}
	later := &config.Config{PHI: clinic.PHI, BAA: config.BAA{Chosen: true, Accounts: []string{"123456789012"}, Effective: now.AddDate(0, 0, 1)}}
	in := func(number string, p *account.Principal) *account.Account {
		p.Account = number
		return side(p)
	}
	bucket := func(number, tag string) *account.Account {
		r := res(t, "aws_s3_bucket.b", `{"bucket":"b","tags":{"Data":"`+tag+`"}}`)
		r.Account = number
		return having(r)
	}
	reader := func() *account.Principal { return role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::scans-eu/*"`)) }
	vendor := func(since time.Time) *config.Config {
		return &config.Config{PHI: clinic.PHI, Trust: config.Trust{External: map[string]config.ExternalAccount{"111122223333": {BAA: since}}}}
	}
	letting := func(p *account.Principal) *account.Account {
		p.Account, p.ARN = "123456789012", "arn:aws:iam::123456789012:role/r"
		p.Trust = document(t, p.Address, statements(assume(`{"AWS":"arn:aws:iam::111122223333:role/v"}`, "")), policy.Trust)
		return side(p)
	}
	for name, c := range map[string]struct {
		cfg   *config.Config
		after *account.Account
		want  []string
	}{
		"a store elsewhere":         {cfg, bucket("210987654321", "phi"), []string{"introduced high baa-missing aws_s3_bucket.b"}},
		"a store before the day":    {later, bucket("123456789012", "phi"), []string{"introduced high baa-missing aws_s3_bucket.b"}},
		"a role that reads PHI":     {cfg, in("210987654321", reader()), []string{"introduced high baa-missing aws_iam_role.r"}},
		"a role with the tag":       {cfg, in("210987654321", labelled(role(t, "r"), "Data", "phi")), []string{"introduced high baa-missing aws_iam_role.r"}},
		"a store":                   {cfg, bucket("123456789012", "phi"), nil},
		"a role":                    {cfg, in("123456789012", reader()), nil},
		"no PHI":                    {cfg, bucket("210987654321", "none"), nil},
		"a role without PHI":        {cfg, in("210987654321", role(t, "r", allow(`"s3:GetObject"`, `"arn:aws:s3:::logs/*"`))), nil},
		"an account not told":       {cfg, bucket("", "phi"), nil},
		"a role's account not told": {cfg, in("", reader()), nil},
		"nothing chosen":            {clinic, bucket("210987654321", "phi"), nil},
		"an external account": {&config.Config{PHI: clinic.PHI, Trust: config.Trust{External: map[string]config.ExternalAccount{
			"111122223333": {}, "444455556666": {BAA: now.AddDate(-1, 0, 0)},
		}}}, letting(reader()), []string{"introduced high baa-missing aws_iam_role.r"}},
		"an external account beside ours": {&config.Config{
			PHI: clinic.PHI, BAA: cfg.BAA, Trust: vendor(time.Time{}).Trust,
		}, letting(reader()), []string{"introduced high baa-missing aws_iam_role.r"}},
		"no agreement is told of": {vendor(time.Time{}), letting(reader()), nil},
		"from tomorrow":           {vendor(now.AddDate(0, 0, 1)), letting(reader()), []string{"introduced high baa-missing aws_iam_role.r"}},
		"since yesterday":         {vendor(now.AddDate(0, 0, -1)), letting(reader()), nil},
		"external, without PHI":   {vendor(time.Time{}), letting(role(t, "r")), nil},
		"external, not declared":  {cfg, letting(reader()), nil}, // trust-external-undeclared
		"ours, declared all the same": {&config.Config{
			PHI: clinic.PHI, Organization: config.Organization{Accounts: map[string]string{"v": "111122223333"}}, Trust: vendor(time.Time{}).Trust,
		}, letting(reader()), nil},
		"no day is set": {&config.Config{PHI: clinic.PHI, BAA: config.BAA{Chosen: true, Accounts: []string{"123456789012"}}}, bucket("123456789012", "phi"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if c.want == nil {
				c.want = []string{}
			}
			if diff := cmp.Diff(c.want, judge(change(side(), c.after), c.cfg, rule)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBreakGlassWeak(t *testing.T) {
	const mfa = `{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`
	const two = `{"AWS":["arn:aws:iam::123456789012:user/a","arn:aws:iam::123456789012:user/b"]}`
	emergency := func(name string, seconds int, trust string, policies ...string) *account.Principal {
		p := role(t, "r", policies...)
		p.Name, p.Session.Seconds = name, seconds
		p.Trust = document(t, p.Address, statements(trust), policy.Trust)
		return p
	}
	saml := `{"Effect":"Allow","Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"arn:aws:iam::123456789012:saml-provider/w"},"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}`
	lambda := `{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}`
	testRule(t, "break-glass-weak", map[string]ruleCase{
		"without a second factor":        {emergency("break-glass", 3600, assume(two, "")), "high"},
		"MFA only where the key is":      {emergency("BreakGlass", 3600, assume(two, `{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}`)), "high"},
		"one user":                       {emergency("break_glass", 3600, assume(`{"AWS":"arn:aws:iam::123456789012:user/a"}`, mfa)), "high"},
		"an identity provider only":      {emergency("emergency-access", 3600, saml), "high"},
		"it may stop the trail":          {emergency("break-glass", 3600, assume(two, mfa), allow(`"*"`, `"*"`)), "high"},
		"twelve hours":                   {emergency("break-glass", 43200, assume(two, mfa)), "medium"},
		"by its tag":                     {labelled(emergency("admin", 3600, assume(two, "")), "JobFunction", "Emergency"), "high"},
		"two users with MFA for an hour": {emergency("break-glass", 3600, assume(two, mfa)), ""},
		"the account's users with MFA":   {emergency("break-glass", 3600, assume(`{"AWS":"arn:aws:iam::123456789012:root"}`, mfa)), ""},
		"everything but the trail": {emergency("break-glass", 3600, assume(two, mfa), statements(`{"Effect":"Allow","Action":"*","Resource":"*"}`,
			`{"Effect":"Deny","Action":["cloudtrail:*","config:*","guardduty:*"],"Resource":"*"}`)), ""},
		"another role":              {emergency("admin", 43200, assume(two, "")), ""},
		"the emergency department":  {emergency("emergency-department", 43200, assume(two, "")), ""},
		"an alarm's function":       {emergency("break-glass-alarm", 43200, lambda), ""},
		"a provider beside a user":  {emergency("break-glass", 3600, saml+","+assume(two, mfa)), ""},
		"the template's own tag":    {labelled(emergency("x", 3600, assume(two, mfa)), "HipaaRoleTemplate", "break_glass@1.1.0"), ""},
		"one user and the provider": {emergency("break-glass", 3600, saml+","+assume(`{"AWS":"arn:aws:iam::123456789012:user/a"}`, mfa)), ""},
	})
}

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
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// changeCase is one change and what a rule says of it, without the rule's name.
type changeCase struct {
	cfg           *config.Config
	before, after *account.Account
	want          string
}

// judgeChanges runs cases of one rule. A nil side is an empty one.
func judgeChanges(t *testing.T, rule string, cases map[string]changeCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			for _, s := range []**account.Account{&c.before, &c.after} {
				if *s == nil {
					*s = &account.Account{}
				}
			}
			got := strings.ReplaceAll(strings.Join(judge(change(c.before, c.after), c.cfg, rule), ", "), " "+rule+" ", " ")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func user(t *testing.T, policies ...string) *account.Principal {
	t.Helper()
	p := role(t, "u", policies...)
	p.Kind, p.Address, p.Session = account.User, "aws_iam_user.u", account.Session{}
	return p
}

// moved is a principal at another address than before.
func moved(p *account.Principal) *account.Principal {
	p.PreviousAddress, p.Address = p.Address, "module.m."+p.Address
	return p
}

func TestUserRules(t *testing.T) {
	outside := user(t, allow(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`))
	outside.Address, outside.Outside, outside.At = "", true, "aws_iam_user_policy.x"
	group := role(t, "g", allow(`"s3:*"`, `"*"`))
	group.Kind, group.Address = account.Group, "aws_iam_group.g"
	member := user(t)
	member.Groups = []account.Membership{{Group: group, Address: "aws_iam_user_group_membership.m"}}
	read, write := allow(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`), allow(`["s3:GetObject","s3:PutObject"]`, `"arn:aws:s3:::b/*"`)
	judgeChanges(t, "iam-user-created", map[string]changeCase{
		"a user":             {after: side(user(t)), want: "introduced medium aws_iam_user.u"},
		"as before":          {before: side(user(t)), after: side(user(t)), want: "existing medium aws_iam_user.u"},
		"moved":              {before: side(user(t)), after: side(moved(user(t))), want: "existing medium module.m.aws_iam_user.u"},
		"gone":               {before: side(user(t)), want: "resolved medium aws_iam_user.u"},
		"a role":             {after: side(role(t, "r"))},
		"a group":            {after: side(group)},
		"one outside":        {after: side(outside)},
		"lowered by config":  {cfg: &config.Config{Rules: map[string]config.RuleSetting{"iam-user-created": {Severity: config.Low}}}, after: side(user(t)), want: "introduced low aws_iam_user.u"},
		"turned off as well": {cfg: &config.Config{Rules: map[string]config.RuleSetting{"iam-user-created": {Disabled: true}}}, after: side(user(t))},
	})
	judgeChanges(t, "direct-user-policy", map[string]changeCase{
		"a policy of its own":               {after: side(user(t, read)), want: "introduced medium aws_iam_user.u"},
		"as before":                         {before: side(user(t, read)), after: side(user(t, read)), want: "existing medium aws_iam_user.u"},
		"one that allows more":              {before: side(user(t, read)), after: side(user(t, write)), want: "introduced medium aws_iam_user.u"},
		"one that allows less":              {before: side(user(t, write)), after: side(user(t, read)), want: "existing medium aws_iam_user.u"},
		"taken away":                        {before: side(user(t, read)), after: side(user(t)), want: "resolved medium aws_iam_user.u"},
		"by its group":                      {after: side(group, member)},
		"none":                              {after: side(user(t))},
		"a role's own":                      {after: side(role(t, "r", read))},
		"a user outside, at the attachment": {after: side(outside), want: "introduced medium aws_iam_role_policy.u0"},
	})
	key := func(active bool, addresses ...string) *account.Account {
		u := user(t)
		for _, a := range addresses {
			u.AccessKeys = append(u.AccessKeys, &account.Credential{Address: a, Active: active})
		}
		return side(u)
	}
	elsewhere := key(true, "module.m.aws_iam_access_key.k")
	elsewhere.Principals[0].AccessKeys[0].PreviousAddress = "aws_iam_access_key.k"
	judgeChanges(t, "access-key-created", map[string]changeCase{
		"a key":          {after: key(true, "aws_iam_access_key.k"), want: "introduced high aws_iam_access_key.k"},
		"two keys":       {after: key(true, "aws_iam_access_key.k", "aws_iam_access_key.l"), want: "introduced high aws_iam_access_key.k, introduced high aws_iam_access_key.l"},
		"inactive":       {after: key(false, "aws_iam_access_key.k"), want: "introduced high aws_iam_access_key.k"},
		"as before":      {before: key(true, "aws_iam_access_key.k"), after: key(true, "aws_iam_access_key.k"), want: "existing high aws_iam_access_key.k"},
		"moved":          {before: key(true, "aws_iam_access_key.k"), after: elsewhere, want: "existing high module.m.aws_iam_access_key.k"},
		"deleted":        {before: key(true, "aws_iam_access_key.k"), after: key(true), want: "resolved high aws_iam_access_key.k"},
		"a user without": {after: key(true)},
		"a role":         {after: side(role(t, "r"))},
	})
	login := func(address string) *account.Account {
		u := user(t)
		u.Login = &account.Credential{Address: address, Active: true}
		return side(u)
	}
	judgeChanges(t, "console-login-created", map[string]changeCase{
		"a password":     {after: login("aws_iam_user_login_profile.l"), want: "introduced medium aws_iam_user_login_profile.l"},
		"as before":      {before: login("aws_iam_user_login_profile.l"), after: login("aws_iam_user_login_profile.l"), want: "existing medium aws_iam_user_login_profile.l"},
		"taken away":     {before: login("aws_iam_user_login_profile.l"), after: side(user(t)), want: "resolved medium aws_iam_user_login_profile.l"},
		"a user without": {after: side(user(t))},
	})
}

func TestPrincipalRules(t *testing.T) {
	bounded := func(state account.BoundaryState, arn string) *account.Account {
		p := role(t, "r")
		p.Boundary.State, p.Boundary.ARN = state, arn
		return side(p)
	}
	const ours, theirs = "arn:aws:iam::123456789012:policy/phi", "arn:aws:iam::123456789012:policy/other"
	linked := role(t, "r")
	linked.Path = "/aws-service-role/x.amazonaws.com/"
	group := role(t, "g")
	group.Kind = account.Group
	allowed := &config.Config{Boundary: config.Boundary{Required: true, Chosen: true, Allowed: []string{ours}}}
	judgeChanges(t, "boundary-missing", map[string]changeCase{
		"none":                        {after: side(role(t, "r")), want: "introduced low aws_iam_role.r"},
		"none, and one is demanded":   {cfg: allowed, after: side(role(t, "r")), want: "introduced medium aws_iam_role.r"},
		"another than what counts":    {cfg: allowed, after: bounded(account.BoundaryNotAtHand, theirs), want: "introduced medium aws_iam_role.r"},
		"one that counts":             {cfg: allowed, after: bounded(account.BoundaryNotAtHand, ours)},
		"any, where none is named":    {after: bounded(account.BoundaryNotAtHand, theirs)},
		"one not known till apply":    {cfg: allowed, after: bounded(account.BoundaryUnknown, "")},
		"a role that AWS owns":        {after: side(linked)},
		"a group":                     {after: side(group)},
		"taken away":                  {cfg: allowed, before: bounded(account.BoundaryNotAtHand, ours), after: side(role(t, "r")), want: "introduced medium aws_iam_role.r"},
		"given":                       {cfg: allowed, before: side(role(t, "r")), after: bounded(account.BoundaryNotAtHand, ours), want: "resolved medium aws_iam_role.r"},
		"can change IAM, by a policy": {after: side(role(t, "r", allow(`"iam:AttachRolePolicy"`, `"*"`))), want: "introduced medium aws_iam_role.r"},
	})
	judgeChanges(t, "boundary-removed", map[string]changeCase{
		"taken away":             {before: bounded(account.BoundaryNotAtHand, ours), after: side(role(t, "r")), want: "introduced high aws_iam_role.r"},
		"with the role":          {before: bounded(account.BoundaryNotAtHand, ours)},
		"another in its place":   {before: bounded(account.BoundaryNotAtHand, ours), after: bounded(account.BoundaryNotAtHand, theirs)},
		"one not known in place": {before: bounded(account.BoundaryNotAtHand, ours), after: bounded(account.BoundaryUnknown, "")},
		"the role moves, with it": {before: bounded(account.BoundaryNotAtHand, ours), after: func() *account.Account {
			a := bounded(account.BoundaryNotAtHand, ours)
			moved(a.Principals[0])
			return a
		}()},
		"there was none":          {before: side(role(t, "r")), after: side(role(t, "r"))},
		"the role moves, without": {before: bounded(account.BoundaryNotAtHand, ours), after: side(moved(role(t, "r"))), want: "introduced high module.m.aws_iam_role.r"},
	})
	tagged := func(pairs ...string) *account.Account { return side(labelled(role(t, "r"), pairs...)) }
	notYet := role(t, "r")
	notYet.Tags.AllUnknown = true
	wanted := &config.Config{Principals: config.Principals{RequiredTags: []string{"Owner", "ReviewBy"}}}
	judgeChanges(t, "governance-tags-missing", map[string]changeCase{
		"both missing":         {cfg: wanted, after: tagged(), want: "introduced medium aws_iam_role.r"},
		"one missing":          {cfg: wanted, after: tagged("Owner", "a"), want: "introduced medium aws_iam_role.r"},
		"an empty one":         {cfg: wanted, after: tagged("Owner", "a", "ReviewBy", " "), want: "introduced medium aws_iam_role.r"},
		"another case":         {cfg: wanted, after: tagged("owner", "a", "ReviewBy", "2027-01-01"), want: "introduced medium aws_iam_role.r"},
		"both there":           {cfg: wanted, after: tagged("Owner", "a", "ReviewBy", "2027-01-01")},
		"not known till apply": {cfg: wanted, after: side(notYet)},
		"nothing is chosen":    {after: tagged(), want: "introduced low aws_iam_role.r"},
		"none is wanted":       {cfg: &config.Config{Principals: config.Principals{RequiredTags: []string{}}}, after: tagged()},
		"a role that AWS owns": {cfg: wanted, after: side(linked)},
		"a group has no tags":  {cfg: wanted, after: side(group)},
	})
	lasting := func(seconds int) *account.Account {
		p := role(t, "r")
		p.Session.Seconds = seconds
		return side(p)
	}
	set := role(t, "s")
	set.Kind, set.Session = account.PermissionSet, account.Session{Seconds: 43200, Attribute: "session_duration"}
	phi := &config.Config{PHI: config.PHI{Tags: map[string][]string{"Data": {"phi"}}}}
	withPHI := func(seconds int) *account.Account {
		a := lasting(seconds)
		labelled(a.Principals[0], "Data", "PHI")
		return a
	}
	judgeChanges(t, "session-too-long", map[string]changeCase{
		"the most that AWS allows":   {after: lasting(43200)},
		"of a role with PHI":         {cfg: phi, after: withPHI(43200), want: "introduced medium aws_iam_role.r"},
		"four hours, with PHI":       {cfg: phi, after: withPHI(14400)},
		"over the organisation's":    {cfg: &config.Config{Limits: config.Limits{Session: time.Hour}}, after: lasting(3601), want: "introduced medium aws_iam_role.r"},
		"exactly the organisation's": {cfg: &config.Config{Limits: config.Limits{Session: time.Hour}}, after: lasting(3600)},
		"a permission set":           {cfg: &config.Config{Limits: config.Limits{Session: time.Hour}}, after: side(set), want: "introduced medium aws_iam_role.s"},
		"a user has no session":      {cfg: &config.Config{Limits: config.Limits{Session: time.Hour}}, after: side(user(t))},
		"longer with PHI by config":  {cfg: &config.Config{Limits: config.Limits{Session: 8 * time.Hour}, PHI: phi.PHI}, after: withPHI(28800)},
	})
	judgeChanges(t, "pass-role-wildcard", map[string]changeCase{
		"one role":          {after: side(role(t, "r", allow(`"iam:PassRole"`, `"arn:aws:iam::123456789012:role/tasks"`)))},
		"roles of a path":   {after: side(role(t, "r", allow(`"iam:PassRole"`, `"arn:aws:iam::123456789012:role/tasks/*"`)))},
		"denied again":      {after: side(role(t, "r", allow(`"iam:*"`, `"*"`), statements(`{"Effect":"Deny","Action":"iam:PassRole","Resource":"*"}`)))},
		"reading roles":     {after: side(role(t, "r", allow(`"iam:Get*"`, `"*"`)))},
		"any, by a pattern": {after: side(role(t, "r", allow(`"iam:Pass*"`, `"arn:aws:iam::123456789012:role/*"`))), want: "introduced high aws_iam_role.r"},
	})
}

func TestAccountRules(t *testing.T) {
	trail := func(address, previous string, logging, unknown bool) *account.Account {
		return &account.Account{Trails: []*account.Trail{{Address: address, PreviousAddress: previous, Name: "main", Logging: logging, LoggingUnknown: unknown}}}
	}
	const at = "aws_cloudtrail.main"
	on, off := trail(at, "", true, false), trail(at, "", false, false)
	judgeChanges(t, "trail-removed", map[string]changeCase{
		"destroyed":                {before: on, want: "introduced critical " + at},
		"one that was stopped too": {before: off, want: "introduced critical " + at},
		"another made instead":     {before: on, after: trail("aws_cloudtrail.other", "", true, false), want: "introduced critical " + at},
		"replaced":                 {before: on, after: on},
		"moved":                    {before: on, after: trail("module.m."+at, at, true, false)},
		"made":                     {after: on},
		"stopped is not removed":   {before: on, after: off},
	})
	judgeChanges(t, "trail-stopped", map[string]changeCase{
		"stopped":                 {before: on, after: off, want: "introduced critical " + at},
		"made without recording":  {after: off, want: "introduced critical " + at},
		"as before":               {before: off, after: off, want: "existing critical " + at},
		"moved":                   {before: off, after: trail("module.m."+at, at, false, false), want: "existing critical module.m." + at},
		"started":                 {before: off, after: on, want: "resolved critical " + at},
		"records":                 {after: on},
		"not known till apply":    {before: on, after: trail(at, "", false, true)},
		"removed is another rule": {before: on},
	})
	good := account.PasswordPolicy{Address: "aws_iam_account_password_policy.p", MinimumLength: 14, Reuse: 24, MaxAge: 90, Uppercase: true, Lowercase: true, Numbers: true, Symbols: true}
	demanding := func(change func(p *account.PasswordPolicy)) *account.Account {
		p := good
		change(&p)
		return &account.Account{PasswordPolicy: []*account.PasswordPolicy{&p}}
	}
	as := demanding(func(*account.PasswordPolicy) {})
	short := demanding(func(p *account.PasswordPolicy) { p.MinimumLength = 13 })
	judgeChanges(t, "password-policy-weak", map[string]changeCase{
		"one character short":          {after: short, want: "introduced medium " + good.Address},
		"no symbols":                   {after: demanding(func(p *account.PasswordPolicy) { p.Symbols = false }), want: "introduced medium " + good.Address},
		"passwords that never expire":  {after: demanding(func(p *account.PasswordPolicy) { p.MaxAge = 0 }), want: "introduced medium " + good.Address},
		"expire a day late":            {after: demanding(func(p *account.PasswordPolicy) { p.MaxAge = 91 }), want: "introduced medium " + good.Address},
		"exactly what is demanded":     {after: as},
		"more":                         {after: demanding(func(p *account.PasswordPolicy) { p.MinimumLength, p.MaxAge = 32, 30 })},
		"shorter than before":          {before: short, after: demanding(func(p *account.PasswordPolicy) { p.MinimumLength = 8 }), want: "introduced medium " + good.Address},
		"longer, and still short":      {before: demanding(func(p *account.PasswordPolicy) { p.MinimumLength = 8 }), after: short, want: "existing medium " + good.Address},
		"no rotation, NIST":            {cfg: &config.Config{Profile: config.ProfileNIST}, after: demanding(func(p *account.PasswordPolicy) { p.MinimumLength, p.MaxAge, p.Symbols = 15, 0, false })},
		"fourteen are too few at NIST": {cfg: &config.Config{Profile: config.ProfileNIST}, after: as, want: "introduced medium " + good.Address},
		"a length not known":           {after: demanding(func(p *account.PasswordPolicy) { p.MinimumLength, p.Unknown = 0, []string{"minimum_password_length"} })},
	})
	judgeChanges(t, "password-policy-removed", map[string]changeCase{
		"destroyed":               {before: as, want: "introduced high " + good.Address},
		"a weak one, destroyed":   {before: short, want: "introduced high " + good.Address},
		"weakened is not removed": {before: as, after: short},
		"moved":                   {before: as, after: demanding(func(p *account.PasswordPolicy) { p.Address, p.PreviousAddress = "module.m."+p.Address, p.Address })},
		"made":                    {after: as},
		"as before":               {before: as, after: as},
	})
}

func TestDocumentRules(t *testing.T) {
	holding := func(kind policy.Kind, text string) *account.Account {
		return &account.Account{Documents: []*account.Document{document(t, "aws_iam_policy.p", text, kind)}}
	}
	const bad, worse = `{"Version":"2013-01-01","Statement":[]}`, `{"Version":"2013-01-01","Id":1,"Statement":[]}`
	recorded := holding(policy.Identity, bad)
	recorded.Documents[0].Known = account.KnownAccount
	elsewhere := holding(policy.Identity, bad)
	elsewhere.Documents[0].Address, elsewhere.Documents[0].PreviousAddress = "module.m.aws_iam_policy.p", "aws_iam_policy.p"
	judgeChanges(t, "policy-invalid", map[string]changeCase{
		"a wrong version":              {after: holding(policy.Identity, bad), want: "introduced high aws_iam_policy.p"},
		"a principal where none is":    {after: holding(policy.Identity, statements(`{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}`)), want: "introduced high aws_iam_policy.p"},
		"as before":                    {before: holding(policy.Identity, bad), after: holding(policy.Identity, bad), want: "existing high aws_iam_policy.p"},
		"moved":                        {before: holding(policy.Identity, bad), after: elsewhere, want: "existing high module.m.aws_iam_policy.p"},
		"one more mistake":             {before: holding(policy.Identity, bad), after: holding(policy.Identity, worse), want: "introduced high aws_iam_policy.p"},
		"mended":                       {before: holding(policy.Identity, bad), after: holding(policy.Identity, allow(`"s3:GetObject"`, `"*"`)), want: "resolved high aws_iam_policy.p"},
		"valid":                        {after: holding(policy.Identity, allow(`"s3:GetObject"`, `"*"`))},
		"no list of services":          {after: holding(policy.Trust, statements(`{"Effect":"Allow","Principal":{"AWS":"123456789012","Service":[]},"Action":"sts:AssumeRole"}`))},
		"what AWS holds, it has taken": {after: recorded},
	})
	far := func(arns ...string) *account.Account {
		p := role(t, "r")
		for _, arn := range arns {
			p.Identity = append(p.Identity, account.Attachment{
				Document: &account.Document{ARN: arn, Managed: true, NotAtHand: true, Kind: policy.Identity},
				Via:      []account.Related{{Address: "aws_iam_role_policy_attachment.a", Relation: "attachment"}},
			})
		}
		return side(p)
	}
	joined := func(group account.Principal) *account.Account {
		group.Kind = account.Group
		return side(&account.Principal{
			Kind: account.User, Address: "aws_iam_user.u", Name: "u",
			Groups: []account.Membership{{Group: &group, Address: "aws_iam_user_group_membership.u"}},
		})
	}
	const one, two = "arn:aws:iam::123456789012:policy/one", "arn:aws:iam::123456789012:policy/two"
	judgeChanges(t, "policy-not-at-hand", map[string]changeCase{
		"one":           {after: far(one), want: "introduced low aws_iam_role.r"},
		"two, once":     {after: far(one, two), want: "introduced low aws_iam_role.r"},
		"as before":     {before: far(one), after: far(one), want: "existing low aws_iam_role.r"},
		"one more":      {before: far(one), after: far(one, two), want: "introduced low aws_iam_role.r"},
		"taken off":     {before: far(one), after: far(), want: "resolved low aws_iam_role.r"},
		"none":          {after: far()},
		"one at hand":   {after: side(role(t, "r", allow(`"s3:GetObject"`, `"*"`)))},
		"AWS's own one": {after: side(managed(t, "ec2", "AmazonSSMManagedInstanceCore"))},

		"a group":                 {after: joined(account.Principal{Outside: true, Name: "admins"}), want: "introduced low aws_iam_user.u"},
		"another group":           {before: joined(account.Principal{Outside: true, Name: "admins"}), after: joined(account.Principal{Outside: true, Name: "root"}), want: "introduced low aws_iam_user.u"},
		"a group, as it was":      {before: joined(account.Principal{Outside: true, Name: "admins"}), after: joined(account.Principal{Outside: true, Name: "admins"}), want: "existing low aws_iam_user.u"},
		"a group that is told of": {after: joined(account.Principal{Outside: true, Told: true, Name: "admins"})},
		"a group of the plan":     {after: joined(account.Principal{Address: "aws_iam_group.admins", Name: "admins"})},
	})
	open := func(addresses ...string) *account.Account {
		a := &account.Account{}
		for _, at := range addresses {
			a.Documents = append(a.Documents, &account.Document{Address: at, Attribute: "policy", Kind: policy.Identity, Undetermined: &account.Undetermined{Reason: "it is made elsewhere", SettledBy: "its source"}})
		}
		return a
	}
	judgeChanges(t, "policy-undetermined", map[string]changeCase{
		"not known":    {after: open("aws_iam_policy.p"), want: "introduced high aws_iam_policy.p"},
		"two, each":    {after: open("aws_iam_policy.p", "aws_iam_policy.q"), want: "introduced high aws_iam_policy.p, introduced high aws_iam_policy.q"},
		"as before":    {before: open("aws_iam_policy.p"), after: open("aws_iam_policy.p"), want: "existing high aws_iam_policy.p"},
		"known now":    {before: open("aws_iam_policy.p"), after: holding(policy.Identity, allow(`"s3:GetObject"`, `"*"`)), want: "resolved high aws_iam_policy.p"},
		"known":        {after: holding(policy.Identity, allow(`"s3:GetObject"`, `"*"`))},
		"no documents": {after: side(role(t, "r"))},
	})
	// Without the source it is one finding for the plan, which lists them.
	c := change(&account.Account{}, open("aws_iam_policy.p", "aws_iam_policy.q"))
	c.SourceGiven = false
	if diff := cmp.Diff([]string{"introduced medium policy-undetermined "}, judge(c, nil, "policy-undetermined")); diff != "" {
		t.Error(diff)
	}
}

// TestNotKnown: an argument that is not known until apply is told, not passed over.
func TestNotKnown(t *testing.T) {
	session := role(t, "r")
	session.Session.Seconds = 0
	for name, c := range map[string]struct {
		rule  string
		after *account.Account
		want  string
	}{
		"whether a trail records": {"trail-stopped", &account.Account{Trails: []*account.Trail{{Address: "aws_cloudtrail.t", LoggingUnknown: true}}}, "aws_cloudtrail.t enable_logging"},
		"how long sessions last":  {"session-too-long", side(session), "aws_iam_role.r max_session_duration"},
		"a length":                {"password-policy-weak", &account.Account{PasswordPolicy: []*account.PasswordPolicy{{Address: "aws_iam_account_password_policy.p", Reuse: 24, MaxAge: 90, Uppercase: true, Lowercase: true, Numbers: true, Symbols: true, Unknown: []string{"minimum_password_length"}}}}, "aws_iam_account_password_policy.p minimum_password_length"},
	} {
		t.Run(name, func(t *testing.T) {
			r := safeguard.Judge(context.Background(), change(&account.Account{}, c.after), nil, now, safeguard.Options{Only: []string{c.rule}})
			if len(r.Findings) != 0 || len(r.Undetermined) != 1 || r.Undetermined[0].Address+" "+r.Undetermined[0].Attribute != c.want {
				t.Errorf("%+v %+v", r.Findings, r.Undetermined)
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// document parses a policy that stands at an address.
func document(t *testing.T, address, text string, kind policy.Kind, holes ...policy.Hole) *account.Document {
	t.Helper()
	d := &account.Document{Address: address, Attribute: "policy", Kind: kind, Known: account.KnownPlan}
	if kind == policy.Trust {
		d.Attribute = "assume_role_policy"
	}
	d.Policy, d.Problems = policy.Parse([]byte(text), kind, policy.WithHoles(holes))
	if d.Policy == nil {
		t.Fatalf("%s: %v", text, d.Problems)
	}
	return d
}

// allow writes a policy with one statement that allows.
func allow(action, resource string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%s,"Resource":%s}]}`, action, resource)
}

// role makes a role with these identity policies, each in a resource of its own.
func role(t *testing.T, name string, policies ...string) *account.Principal {
	t.Helper()
	address := "aws_iam_role." + name
	p := &account.Principal{
		Kind: account.Role, Address: address, Name: name, Path: "/", Session: account.Session{Seconds: 3600, Attribute: "max_session_duration"},
		Boundary: account.Boundary{Attribute: "permissions_boundary"}, Tags: account.Tags{Attribute: "tags", Values: map[string]string{}},
	}
	for i, text := range policies {
		at := fmt.Sprintf("aws_iam_role_policy.%s%d", name, i)
		d := document(t, at, text, policy.Identity)
		p.Identity = append(p.Identity, account.Attachment{Document: d, Via: []account.Related{{Address: at, Relation: "policy"}}})
	}
	return p
}

// side makes one side of a change of these principals and what they have.
func side(principals ...*account.Principal) *account.Account {
	a := &account.Account{Principals: principals}
	for _, p := range principals {
		if p.Trust != nil {
			a.Documents = append(a.Documents, p.Trust)
		}
		for _, at := range p.Identity {
			a.Documents = append(a.Documents, at.Document)
		}
	}
	return a
}

// judge runs some rules and writes each finding short.
func judge(c *account.Change, cfg *config.Config, only ...string) []string {
	out := []string{}
	for _, f := range safeguard.Judge(context.Background(), c, cfg, now, safeguard.Options{Only: only}).Findings {
		line := fmt.Sprintf("%s %s %s %s", f.Status, f.Severity, f.Rule, f.Address)
		if f.Drift {
			line += " drift"
		}
		out = append(out, line)
	}
	counted(only, len(out) > 0)
	return out
}

func change(before, after *account.Account) *account.Change {
	return &account.Change{Before: before, After: after, SourceGiven: true}
}

// TestStatus: what a change does to a finding is decided by the requests, or
// the values, that break the rule, not by the text.
func TestStatus(t *testing.T) {
	anyRole, ecsRoles := allow(`"iam:PassRole"`, `"*"`), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}}]}`
	rewritten := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:passrole","IAM:PassRole"],"Resource":["*","arn:aws:iam::*:role/x"]}}`
	session := func(seconds int) *account.Principal {
		p := role(t, "r")
		p.Session.Seconds = seconds
		return p
	}
	tagged := func(keys ...string) *account.Principal {
		p := role(t, "r")
		for _, k := range keys {
			p.Tags.Values[k] = "x"
		}
		return p
	}
	moved := role(t, "r", anyRole)
	moved.PreviousAddress, moved.Address = moved.Address, "module.m.aws_iam_role.r"
	limit := &config.Config{Limits: config.Limits{Session: 2 * time.Hour}, Principals: config.Principals{RequiredTags: []string{"A", "B"}}}
	phi := &config.Config{PHI: config.PHI{Tags: map[string][]string{"Data": {"PHI"}}}}
	labelled := tagged()
	labelled.Tags.Values["Data"] = "phi"
	for name, c := range map[string]struct {
		rule          string
		cfg           *config.Config
		before, after *account.Principal
		want          []string
	}{
		"created":             {"pass-role-wildcard", nil, nil, role(t, "r", anyRole), []string{"introduced high pass-role-wildcard aws_iam_role.r"}},
		"destroyed":           {"pass-role-wildcard", nil, role(t, "r", anyRole), nil, []string{"resolved high pass-role-wildcard aws_iam_role.r"}},
		"the same":            {"pass-role-wildcard", nil, role(t, "r", anyRole), role(t, "r", anyRole), []string{"existing high pass-role-wildcard aws_iam_role.r"}},
		"the same, rewritten": {"pass-role-wildcard", nil, role(t, "r", anyRole), role(t, "r", rewritten), []string{"existing high pass-role-wildcard aws_iam_role.r"}},
		"moved":               {"pass-role-wildcard", nil, role(t, "r", anyRole), moved, []string{"existing high pass-role-wildcard module.m.aws_iam_role.r"}},
		"grows worse":         {"pass-role-wildcard", nil, role(t, "r", ecsRoles), role(t, "r", anyRole), []string{"introduced high pass-role-wildcard aws_iam_role.r"}},
		"grows better":        {"pass-role-wildcard", nil, role(t, "r", anyRole), role(t, "r", ecsRoles), []string{"existing high pass-role-wildcard aws_iam_role.r"}},
		"mended":              {"pass-role-wildcard", nil, role(t, "r", anyRole), role(t, "r"), []string{"resolved high pass-role-wildcard aws_iam_role.r"}},
		"something else is granted too": {
			"pass-role-wildcard", nil, role(t, "r", anyRole), role(t, "r", anyRole, allow(`"s3:*"`, `"*"`)), []string{"existing high pass-role-wildcard aws_iam_role.r"},
		},
		"an administrator gets the last few actions": {
			"admin-access", nil, role(t, "r", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:DeleteUser","Resource":"*"}]}`),
			role(t, "r", allow(`"*"`, `"*"`)), []string{"introduced critical admin-access aws_iam_role.r"},
		},
		"longer":                {"session-too-long", limit, session(10800), session(14400), []string{"introduced medium session-too-long aws_iam_role.r"}},
		"shorter, and too long": {"session-too-long", limit, session(14400), session(10800), []string{"existing medium session-too-long aws_iam_role.r"}},
		"short enough":          {"session-too-long", limit, session(14400), session(7200), []string{"resolved medium session-too-long aws_iam_role.r"}},
		"exactly the limit":     {"session-too-long", limit, nil, session(7200), []string{}},
		"a tag taken away":      {"governance-tags-missing", limit, tagged("A"), tagged(), []string{"introduced medium governance-tags-missing aws_iam_role.r"}},
		"a tag exchanged":       {"governance-tags-missing", limit, tagged("A"), tagged("B"), []string{"introduced medium governance-tags-missing aws_iam_role.r"}},
		"a tag added":           {"governance-tags-missing", limit, tagged(), tagged("A"), []string{"existing medium governance-tags-missing aws_iam_role.r"}},
		"graver than before": { // a role without a boundary begins to hold PHI
			"boundary-missing", phi, tagged(), labelled, []string{"introduced medium boundary-missing aws_iam_role.r"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after []*account.Principal
			if c.before != nil {
				before = append(before, c.before)
			}
			if c.after != nil {
				after = append(after, c.after)
			}
			if diff := cmp.Diff(c.want, judge(change(side(before...), side(after...)), c.cfg, c.rule)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDrift: what came by a change outside Terraform is existing, or resolved
// where the plan puts it right, and is named as drift.
func TestDrift(t *testing.T) {
	with := func(seconds int) *account.Account {
		p := role(t, "r")
		p.Session.Seconds = seconds
		return side(p)
	}
	bounded := func(state account.BoundaryState) *account.Account {
		p := role(t, "r")
		p.Boundary.State, p.Boundary.ARN = state, "arn:aws:iam::123456789012:policy/b"
		return side(p)
	}
	limit := &config.Config{Limits: config.Limits{Session: 2 * time.Hour}}
	for name, c := range map[string]struct {
		rule                    string
		recorded, before, after *account.Account
		want                    []string
	}{
		"stays":            {"session-too-long", with(3600), with(14400), with(14400), []string{"existing medium session-too-long aws_iam_role.r drift"}},
		"is put back":      {"session-too-long", with(3600), with(14400), with(3600), []string{"resolved medium session-too-long aws_iam_role.r drift"}},
		"was there before": {"session-too-long", with(14400), with(14400), with(14400), []string{"existing medium session-too-long aws_iam_role.r"}},
		"a boundary cut off, and put back": {
			"boundary-removed", bounded(account.BoundaryNotAtHand), bounded(account.BoundaryAbsent), bounded(account.BoundaryNotAtHand),
			[]string{"resolved high boundary-removed aws_iam_role.r drift"},
		},
		"a boundary cut off for good": {
			"boundary-removed", bounded(account.BoundaryNotAtHand), bounded(account.BoundaryAbsent), bounded(account.BoundaryAbsent),
			[]string{"existing high boundary-removed aws_iam_role.r drift"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge(&account.Change{Recorded: c.recorded, Before: c.before, After: c.after}, limit, c.rule)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEffectiveAccess: a finding holds after denies and the boundary; what is
// not at hand limits nothing, and is said.
func TestEffectiveAccess(t *testing.T) {
	anyRole := allow(`"iam:PassRole"`, `"*"`)
	bounded := func(text string) *account.Principal {
		p := role(t, "r", anyRole)
		p.Boundary.ARN = "arn:aws:iam::123456789012:policy/b"
		p.Boundary.State = account.BoundaryNotAtHand
		if text != "" {
			p.Boundary.State, p.Boundary.Document = account.BoundaryPresent, document(t, "", text, policy.Boundary)
		}
		return p
	}
	denied := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}`
	unknown := bounded(denied)
	unknown.Boundary.Document = &account.Document{Address: "aws_iam_policy.b", Undetermined: &account.Undetermined{}}
	guarded := func(documents ...*account.Document) *account.Principal {
		p := role(t, "r", anyRole)
		p.Guardrails = &account.Guardrails{SCP: [][]*account.Document{documents}}
		return p
	}
	open := &account.Document{Address: "aws_organizations_policy.open", Kind: policy.SCP, Undetermined: &account.Undetermined{}}
	for name, c := range map[string]struct {
		who   *account.Principal
		finds bool
		says  string
	}{
		"granted":                     {role(t, "r", anyRole), true, "by aws_iam_role_policy.r0."},
		"denied by another policy":    {role(t, "r", anyRole, denied), false, ""},
		"kept back by the boundary":   {bounded(allow(`"s3:*"`, `"*"`)), false, ""},
		"let through by the boundary": {bounded(allow(`"*"`, `"*"`)), true, ""},
		"the boundary is not at hand": {bounded(""), true, "Its permissions boundary arn:aws:iam::123456789012:policy/b is not at hand and is taken not to limit."},
		"the boundary is not known":   {unknown, true, "Its permissions boundary is not known until apply and is taken not to limit."},
		"denied by a guardrail":       {guarded(document(t, "aws_organizations_policy.deny", denied, policy.SCP)), false, ""},
		"a guardrail is not known":    {guarded(open, open), true, "What aws_organizations_policy.open will say is not known, and is taken not to limit."},
		"a Deny under a condition":    {role(t, "r", anyRole, `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}`), true, ""},
		"one role, by its name":       {role(t, "r", allow(`"iam:PassRole"`, `"arn:aws:iam::123456789012:role/one"`)), false, ""},
		"roles under a path":          {role(t, "r", allow(`"iam:PassRole"`, `"arn:aws:iam::123456789012:role/tasks/*"`)), false, ""},
		"every role of every account": {role(t, "r", allow(`"iam:P?ssRole"`, `"arn:aws:iam::*:role/*"`)), true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			found := safeguard.Judge(context.Background(), change(side(), side(c.who)), nil, now, safeguard.Options{Only: []string{"pass-role-wildcard"}}).Findings
			if (len(found) == 1) != c.finds {
				t.Fatalf("%+v", found)
			}
			if c.finds && !strings.Contains(found[0].Message, c.says) {
				t.Error(found[0].Message)
			}
			if c.finds && (found[0].Witness == nil || found[0].Witness.Action != "iam:PassRole") {
				t.Errorf("witness %+v", found[0].Witness)
			}
		})
	}
}

// TestAdminAccess holds the line between everything and much.
func TestAdminAccess(t *testing.T) {
	list := func(n int) string { // of actions that exist
		var out []string
		for _, a := range strings.Fields(iamActions)[:n] {
			out = append(out, `"iam:`+a+`"`)
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	but := func(n int) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":` + list(n) + `,"Resource":"*"}]}`
	}
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"everything":                    {allow(`"*"`, `"*"`), true},
		"all but fifty":                 {but(50), true},
		"all but fifty-one":             {but(51), false},
		"all of IAM":                    {allow(`"iam:*"`, `"*"`), false},
		"everything on one bucket":      {allow(`"*"`, `"arn:aws:s3:::b/*"`), false},
		"everything on all of S3":       {allow(`"*"`, `"arn:aws:s3:::*"`), false},
		"a power user":                  {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}]}`, false},
		"power user and IAM together":   {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*"],"Resource":"*"},{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}`, true},
		"everything with MFA":           {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`, true},
		"everything, denied again":      {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}]}`, false},
		"everything but on one account": {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","NotResource":"arn:aws:iam::123456789012:*"}]}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge(change(side(), side(role(t, "r", c.text))), nil, "admin-access")
			if (len(got) == 1) != c.want {
				t.Error(got)
			}
		})
	}
}

const iamActions = `AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy
ChangePassword CreateAccessKey CreateAccountAlias CreateGroup CreateInstanceProfile CreateLoginProfile CreateOpenIDConnectProvider CreatePolicy
CreatePolicyVersion CreateRole CreateSAMLProvider CreateServiceLinkedRole CreateServiceSpecificCredential CreateUser CreateVirtualMFADevice
DeactivateMFADevice DeleteAccessKey DeleteAccountAlias DeleteAccountPasswordPolicy DeleteGroup DeleteGroupPolicy DeleteInstanceProfile
DeleteLoginProfile DeleteOpenIDConnectProvider DeletePolicy DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy
DeleteSAMLProvider DeleteSSHPublicKey DeleteServerCertificate DeleteServiceLinkedRole DeleteServiceSpecificCredential DeleteSigningCertificate
DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice DetachGroupPolicy DetachRolePolicy DetachUserPolicy
EnableMFADevice GetRole GetUser`

// TestUnattachedPolicy: a policy that nobody has is judged where it stands.
func TestUnattachedPolicy(t *testing.T) {
	d := document(t, "aws_iam_policy.p", allow(`"*"`, `"*"`), policy.Identity)
	d.Managed, d.Name, d.ARN = true, "p", "arn:aws:iam::123456789012:policy/p"
	after := &account.Account{Documents: []*account.Document{d}}
	want := []string{"introduced critical admin-access aws_iam_policy.p", "introduced high pass-role-wildcard aws_iam_policy.p"}
	if diff := cmp.Diff(want, judge(change(side(), after), nil, "admin-access", "pass-role-wildcard")); diff != "" {
		t.Error(diff)
	}
	boundary := &config.Config{Boundary: config.Boundary{Allowed: []string{d.ARN}}}
	if got := judge(change(side(), after), boundary); len(got) != 0 {
		t.Errorf("a boundary grants nothing: %v", got)
	}
	p := role(t, "r")
	p.Identity = []account.Attachment{{Document: d, Via: []account.Related{{Address: "aws_iam_role_policy_attachment.a", Relation: "attachment"}, {Address: d.Address, Relation: "policy"}}}}
	attached := &account.Account{Principals: []*account.Principal{p}, Documents: []*account.Document{d}}
	got := judge(change(after, attached), nil, "admin-access")
	if diff := cmp.Diff([]string{"resolved critical admin-access aws_iam_policy.p", "introduced critical admin-access aws_iam_role.r"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestOutside: a principal outside the plan is judged at its attachment.
func TestOutside(t *testing.T) {
	p := role(t, "far", allow(`"s3:Get*"`, `"*"`), allow(`"*"`, `"*"`))
	p.Address, p.Outside, p.At = "", true, "aws_iam_role_policy.far0"
	want := []string{"introduced critical admin-access aws_iam_role_policy.far1"}
	if diff := cmp.Diff(want, judge(change(side(), side(p)), nil, "admin-access", "boundary-missing", "governance-tags-missing")); diff != "" {
		t.Error(diff)
	}
}

// TestRelated: the causes of a finding are named, once each.
func TestRelated(t *testing.T) {
	admins := role(t, "x", allow(`"*"`, `"*"`))
	admins.Kind, admins.Address, admins.Name = account.Group, "aws_iam_group.admins", "admins"
	user := role(t, "u")
	user.Kind, user.Address = account.User, "aws_iam_user.u"
	user.Groups = []account.Membership{{Group: admins, Address: "aws_iam_user_group_membership.m"}}
	r := safeguard.Judge(context.Background(), change(side(), side(admins, user)), nil, now, safeguard.Options{Only: []string{"admin-access"}})
	if len(r.Findings) != 2 {
		t.Fatal(r.Findings)
	}
	want := []account.Related{
		{Address: "aws_iam_user_group_membership.m", Relation: "membership"}, {Address: "aws_iam_group.admins", Relation: "group"},
		{Address: "aws_iam_role_policy.x0", Relation: "policy"},
	}
	if diff := cmp.Diff(want, r.Findings[1].Related); diff != "" {
		t.Error(diff)
	}
	if doc := r.Findings[1].Document; doc == nil || doc.Known != account.KnownPlan || doc.Statement != 0 {
		t.Errorf("%+v", doc)
	}
}

// TestSensitive: nothing that is marked gets into a finding, however it is found.
func TestSensitive(t *testing.T) {
	const secret = "SECRETVALUE"
	p := role(t, secret, `{"Version":"2012-10-17","Statement":[{"Sid":"`+secret+`","Effect":"Allow","Action":"*","Resource":["*","arn:aws:s3:::`+secret+`"]},{"Effect":"`+secret+`"}]}`)
	p.Address, p.Hidden, p.ARN = "aws_iam_role.r", true, "arn:aws:iam::123456789012:role/"+secret
	p.Boundary = account.Boundary{State: account.BoundaryNotAtHand, ARN: "arn:aws:iam::123456789012:policy/" + secret, Sensitive: true, Attribute: "permissions_boundary"}
	p.Identity[0].Document.Sensitive, p.Identity[0].Document.Address, p.Identity[0].Via = true, "aws_iam_role_policy.p", nil
	far := &account.Document{ARN: "arn:aws:iam::123456789012:policy/" + secret, Name: secret, NotAtHand: true, Sensitive: true, Managed: true}
	p.Identity = append(p.Identity, account.Attachment{Document: far, Via: []account.Related{{Address: "aws_iam_role_policy_attachment.a", Relation: "attachment"}}})
	p.Trust = document(t, "aws_iam_role.r", `{"Version":"2012-10-17","Statement":[{"Sid":"`+secret+`","Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"`+secret+`"}}}]}`, policy.Trust)
	p.Trust.Sensitive = true
	user := *p
	user.Kind, user.Address, user.Trust = account.User, "aws_iam_user.u", nil
	user.AccessKeys = []*account.Credential{{Address: "aws_iam_access_key.k", Active: true}}
	strict := &config.Config{Boundary: config.Boundary{Required: true, Chosen: true, Allowed: []string{"arn:aws:iam::123456789012:policy/other"}}}
	unbounded := *p
	unbounded.Boundary.State = account.BoundaryAbsent
	seen := map[string]bool{}
	for _, c := range []*account.Change{change(side(), side(p, &user)), change(side(p), side(&unbounded))} {
		r := safeguard.Judge(context.Background(), c, strict, now, safeguard.Options{})
		for _, f := range r.Findings {
			seen[f.Rule] = true
			if text, err := json.Marshal(f); err != nil || strings.Contains(string(text), secret) {
				t.Errorf("%s %v", text, err)
			}
		}
		if text, err := json.Marshal(r.Undetermined); err != nil || strings.Contains(string(text), secret) {
			t.Errorf("%s %v", text, err)
		}
	}
	for _, rule := range []string{"admin-access", "pass-role-wildcard", "policy-invalid", "trust-public", "trust-without-mfa", "boundary-missing", "boundary-removed", "policy-not-at-hand", "direct-user-policy", "iam-user-created", "access-key-created"} {
		if !seen[rule] {
			t.Errorf("%s was not found, so nothing was tried", rule)
		}
	}
}

// TestUndetermined: what nobody can tell is a finding, one for the plan where
// its source was not given, and one for each document where it was.
func TestUndetermined(t *testing.T) {
	p := role(t, "r")
	for _, at := range []string{"aws_iam_role_policy.a", "aws_iam_role_policy.b"} {
		d := &account.Document{Address: at, Attribute: "policy", Undetermined: &account.Undetermined{Reason: "it depends on local.x", SettledBy: "the source"}}
		p.Identity = append(p.Identity, account.Attachment{Document: d})
	}
	wild := role(t, "w")
	d := document(t, "aws_iam_role_policy.w", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"`+string(policy.HoleRune(0))+`"}]}`,
		policy.Identity, policy.Hole{Name: "local.roles", Wild: true})
	wild.Identity = []account.Attachment{{Document: d}}
	after := side(p, wild)

	c := change(side(), after)
	want := []string{
		"introduced high policy-undetermined aws_iam_role.w", "introduced high policy-undetermined aws_iam_role_policy.a",
		"introduced high policy-undetermined aws_iam_role_policy.b",
	}
	all := []string{"policy-undetermined", "pass-role-wildcard"}
	if diff := cmp.Diff(want, judge(c, nil, all...)); diff != "" {
		t.Error("with source", diff)
	}
	c.SourceGiven = false
	if diff := cmp.Diff([]string{"introduced medium policy-undetermined "}, judge(c, nil, all...)); diff != "" {
		t.Error("without source", diff)
	}
	r := safeguard.Judge(context.Background(), c, nil, now, safeguard.Options{Only: all})
	if len(r.Undetermined) != 3 || !strings.Contains(r.Undetermined[2].Reason, "whether the role w breaks pass-role-wildcard") {
		t.Errorf("%+v", r.Undetermined)
	}
	if m := r.Findings[0].Message; !strings.Contains(m, "3 policies") || !strings.Contains(r.Findings[0].Remediation, "--source DIR") {
		t.Error(m, r.Findings[0].Remediation)
	}
	// The same documents before the change are no news.
	if diff := cmp.Diff([]string{"existing medium policy-undetermined "}, judge(&account.Change{Before: side(p), After: side(p)}, nil, all...)); diff != "" {
		t.Error(diff)
	}
}

// TestConfiguredRule: severity and enabled are the organisation's.
func TestConfiguredRule(t *testing.T) {
	user := &account.Principal{Kind: account.User, Address: "aws_iam_user.u", Name: "u", Path: "/"}
	c := change(side(), side(user))
	cfg := &config.Config{Rules: map[string]config.RuleSetting{"iam-user-created": {Severity: config.Low}}}
	if diff := cmp.Diff([]string{"introduced low iam-user-created aws_iam_user.u"}, judge(c, cfg, "iam-user-created")); diff != "" {
		t.Error(diff)
	}
	cfg.Rules["iam-user-created"] = config.RuleSetting{Disabled: true}
	if got := judge(c, cfg, "iam-user-created"); len(got) != 0 {
		t.Error(got)
	}
	if got := safeguard.Judge(context.Background(), c, nil, now, safeguard.Options{Skip: []string{"iam-user-created"}}).Findings; len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

// TestDigest: equal meaning gives an equal digest, another meaning another one;
// fingerprints hold to the place alone.
func TestDigest(t *testing.T) {
	find := func(text string) safeguard.Finding {
		r := safeguard.Judge(context.Background(), change(side(), side(role(t, "r", text, allow(`"s3:GetObject"`, `"*"`)))), nil, now, safeguard.Options{Only: []string{"pass-role-wildcard"}})
		if len(r.Findings) != 1 {
			t.Fatal(text, r.Findings)
		}
		return r.Findings[0]
	}
	a := find(allow(`"iam:PassRole"`, `"*"`))
	b := find(`{"Version":"2012-10-17","Statement":{"Sid":"X","Effect":"Allow","Action":["IAM:passrole"],"Resource":["*"]}}`)
	worse := find(allow(`"iam:*"`, `"*"`))
	if a.Digest != b.Digest || a.Digest == worse.Digest || !strings.HasPrefix(a.Digest, "sha256:") || len(a.Digest) != 71 {
		t.Error(a.Digest, b.Digest, worse.Digest)
	}
	if a.Fingerprint != worse.Fingerprint || a.Fingerprint == safeguard.Fingerprint("other", a.Rule, a.Address, a.Attribute) {
		t.Error(a.Fingerprint)
	}
}

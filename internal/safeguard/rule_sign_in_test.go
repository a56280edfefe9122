// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// signingIn makes a user of the plan that signs in so; nil: nothing tells.
func signingIn(s *account.SignIn) *account.Principal {
	return &account.Principal{Kind: account.User, Address: "aws_iam_user.u", Name: "u", Account: "123456789012", Path: "/", SignIn: s}
}

func TestUserWithoutMFA(t *testing.T) {
	bare, safe := signingIn(&account.SignIn{Password: true}), signingIn(&account.SignIn{Password: true, MFA: true})
	outside := &account.Principal{Kind: account.User, Outside: true, Name: "v", Account: "123456789012", Path: "/", SignIn: &account.SignIn{Password: true}}
	with, without := *bare, *bare
	with.Login = &account.Credential{Address: "aws_iam_user_login_profile.u", Active: true}
	judgeResources(t, "user-without-mfa", map[string]resourceCase{
		"a password alone":    {after: side(bare), want: []string{"introduced medium aws_iam_user.u"}},
		"as before":           {before: side(bare), after: side(bare), want: []string{"existing medium aws_iam_user.u"}},
		"with a device":       {after: side(safe)},
		"enrolled":            {before: side(bare), after: side(safe), want: []string{"resolved medium aws_iam_user.u"}},
		"no password":         {after: side(signingIn(&account.SignIn{Keys: []account.KeyUse{{Number: 1, Rotated: now}}}))},
		"nothing tells":       {after: side(signingIn(nil))},
		"outside of the plan": {before: side(outside), after: side(outside), want: []string{"existing medium"}},
		"its password goes":   {before: side(&with), after: side(&without), want: []string{"resolved medium aws_iam_user.u"}},
	})
}

func TestAccessKeyOld(t *testing.T) {
	const key = "aws_iam_access_key.k"
	of := func(days ...int) *account.Principal {
		s := &account.SignIn{}
		for _, d := range days {
			s.Keys = append(s.Keys, account.KeyUse{Rotated: now.AddDate(0, 0, -d)})
		}
		return signingIn(s)
	}
	planned := of(400)
	planned.AccessKeys = []*account.Credential{{Address: key, Active: true}}
	judgeResources(t, "access-key-old", map[string]resourceCase{
		"a year":            {before: side(of(365)), after: side(of(365)), want: []string{"existing medium aws_iam_user.u"}},
		"ninety days":       {after: side(of(90))},
		"ninety-one days":   {after: side(of(91)), want: []string{"introduced medium aws_iam_user.u"}},
		"one of two":        {after: side(of(1, 200)), want: []string{"introduced medium aws_iam_user.u"}},
		"no key":            {after: side(of())},
		"nothing tells":     {after: side(signingIn(nil))},
		"in the state":      {before: having(res(t, key, `{"create_date":"2025-01-01T00:00:00Z","status":"Active"}`)), after: having(res(t, key, `{"create_date":"2025-01-01T00:00:00Z","status":"Active"}`)), want: []string{"existing medium " + key}},
		"in the state, new": {after: having(res(t, key, `{"create_date":"2026-11-01T00:00:00Z","status":"Active"}`))},
		"in the state, off": {after: having(res(t, key, `{"create_date":"2025-01-01T00:00:00Z","status":"Inactive"}`))},
		"to be made":        {after: having(res(t, key, `{"status":"Active"}`, "create_date"))},
		"of the plan":       {after: side(planned)},
		"replaced":          {before: having(res(t, key, `{"create_date":"2025-01-01T00:00:00Z"}`)), after: having(res(t, key, `{}`, "create_date")), want: []string{"resolved medium " + key}},
	})
}

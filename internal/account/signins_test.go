// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

func TestAddSignIns(t *testing.T) {
	user := func(name, number string, password bool) *account.Principal {
		p := &account.Principal{Kind: account.User, Name: name, Account: number}
		if password {
			p.SignIn = &account.SignIn{Password: true}
		}
		return p
	}
	a := &account.Account{Principals: []*account.Principal{
		user("ann", "111111111111", false), user("ann", "222222222222", false), {Kind: account.Role, Name: "bob", Account: "111111111111"},
		{Kind: account.User, Name: "carol", ARN: "arn:aws:iam::111111111111:user/staff/carol"},
	}}
	carol := user("carol", "111111111111", true)
	carol.ARN = "arn:aws:iam::111111111111:user/staff/carol"
	report := &account.Account{Principals: []*account.Principal{user("ann", "111111111111", true), user("bob", "111111111111", true), user("dan", "111111111111", false), carol}}
	a.AddSignIns(report)
	a.AddSignIns(nil)
	var got []string
	for _, p := range a.Principals {
		text := string(p.Kind) + " " + p.Account + " " + p.Name
		if p.SignIn != nil {
			text += " signs in"
		}
		got = append(got, text)
	}
	want := []string{
		"user 111111111111 ann signs in", "user 222222222222 ann", "role 111111111111 bob", "user  carol signs in", "user 111111111111 bob signs in",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("users (-want +got):\n%s", diff)
	}
}

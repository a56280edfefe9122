// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package moto

import "testing"

func TestSettle(t *testing.T) {
	got := string(Settle([]byte(`{"RoleId": "AROA1", "UserId":"AIDA2", "PolicyId": "ANPA3", "Arn": "AROA4"}`)))
	want := `{"RoleId": "AAAAEXAMPLE0000000000", "UserId":"AAAAEXAMPLE0000000000", "PolicyId": "AAAAEXAMPLE0000000000", "Arn": "AROA4"}`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/details"
)

const credentialReport = `user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated
<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,false,N/A
jane,arn:aws:iam::123456789012:user/staff/jane,2021-01-01T00:00:00+00:00,true,2026-01-01T00:00:00+00:00,2021-01-01T00:00:00+00:00,N/A,false,true,2026-01-02T03:04:05+00:00,2026-02-03T00:00:00+00:00,false,2020-01-01T00:00:00+00:00
ci,arn:aws:iam::123456789012:user/ci,2021-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,false,N/A,N/A,true,2026-01-02T03:04:05+00:00
`

func TestReadReport(t *testing.T) {
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	made := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	want := []*account.Principal{
		{Kind: account.User, Outside: true, Name: "jane", ARN: "arn:aws:iam::123456789012:user/staff/jane", Account: "123456789012", Path: "/staff/",
			SignIn: &account.SignIn{Password: true, PasswordUsed: day(1, 1), Keys: []account.KeyUse{{Number: 1, Rotated: made, Used: day(2, 3)}}}},
		{Kind: account.User, Outside: true, Name: "ci", ARN: "arn:aws:iam::123456789012:user/ci", Account: "123456789012", Path: "/", SignIn: &account.SignIn{Keys: []account.KeyUse{{Number: 2, Rotated: made}}}},
	}
	for name, text := range map[string]string{
		"CSV":  credentialReport,
		"JSON": `{"Content": "` + base64.StdEncoding.EncodeToString([]byte(credentialReport)) + `", "ReportFormat": "text/csv", "GeneratedTime": "2026-11-23T12:00:00+00:00"}`,
	} {
		t.Run(name, func(t *testing.T) {
			if !details.IsReport([]byte(text)) {
				t.Fatal("not seen as a report")
			}
			got, err := details.ReadReport([]byte(text), name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Principals); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(&account.SignIn{MFA: true}, got.Root); diff != "" {
				t.Errorf("the root user: %s", diff)
			}
		})
	}
	for _, text := range []string{``, `user,arn`, `{"Content": "!"}`, `{"Content": ""}`, "user,arn,user_creation_time\nx,y\n", "user,arn,user_creation_time\nx,y,z\n"} {
		if _, err := details.ReadReport([]byte(text), "x"); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
	if details.IsReport([]byte(`{"UserDetailList": [], "Content": 1}`)) {
		t.Error("authorization details are no report")
	}
}

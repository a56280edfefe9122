// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// reportColumn is the first column of a credential report.
const reportColumn = "user,arn,user_creation_time"

// IsReport reports whether an input is a credential report: the CSV itself, or what
// aws iam get-credential-report writes.
func IsReport(text []byte) bool {
	s := strings.TrimSpace(string(text[:min(len(text), 4096)]))
	return strings.HasPrefix(s, reportColumn) || strings.HasPrefix(s, "{") && strings.Contains(s, `"Content"`) && !strings.Contains(s, "DetailList")
}

// ReadReport reads the credential report of one account: its users, with how they
// sign in. They have no address, and stand outside of the plan. name is what errors
// call the input.
//
// The error is an *[Error].
func ReadReport(text []byte, name string) (*account.Account, error) {
	fail := func(format string, args ...any) (*account.Account, error) {
		return nil, &Error{Path: name, Summary: "Not a credential report", Detail: fmt.Sprintf(format, args...) + " Write it with: aws iam get-credential-report"}
	}
	if s := strings.TrimSpace(string(text)); strings.HasPrefix(s, "{") {
		var whole struct{ Content, ReportFormat string }
		if err := json.Unmarshal([]byte(s), &whole); err != nil {
			return fail("The input is no JSON object of a report: %v.", err)
		}
		decoded, err := base64.StdEncoding.DecodeString(whole.Content)
		if err != nil {
			return fail("Its Content is not base64: %v.", err)
		}
		text = decoded
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		return fail("The report cannot be read: %v.", err)
	}
	if len(rows) == 0 || !strings.HasPrefix(strings.Join(rows[0], ","), reportColumn) {
		return fail("Its first line does not name the columns of a report.")
	}
	column := map[string]int{}
	for i, c := range rows[0] {
		column[c] = i
	}
	for _, c := range []string{"password_enabled", "mfa_active", "access_key_1_active", "access_key_1_last_rotated", "access_key_2_active", "access_key_2_last_rotated"} {
		if _, ok := column[c]; !ok {
			return fail("It has no column %s.", c)
		}
	}
	out := &account.Account{}
	for _, row := range rows[1:] {
		get := func(c string) string {
			if i, ok := column[c]; ok {
				return row[i]
			}
			return "" // of a column that old reports do not have
		}
		s, problem := signIn(get)
		if problem != "" {
			return fail("%s", problem)
		}
		parts := strings.SplitN(get("arn"), ":", 6)
		if len(parts) != 6 || !strings.HasPrefix(parts[5], "user/") {
			if get("user") == "<root_account>" {
				out.Root = s
			}
			continue
		}
		path := strings.TrimPrefix(parts[5], "user")
		out.Principals = append(out.Principals, &account.Principal{
			Kind: account.User, Outside: true, Name: get("user"), ARN: get("arn"), Account: parts[4], Path: path[:strings.LastIndexByte(path, '/')+1], SignIn: s,
		})
	}
	return out, nil
}

// signIn reads one line of a report; problem says why it cannot be read.
func signIn(get func(column string) string) (s *account.SignIn, problem string) {
	s = &account.SignIn{Password: get("password_enabled") == "true", MFA: get("mfa_active") == "true", PasswordUsed: reported(get("password_last_used"))}
	for n := 1; n <= 2; n++ {
		key := fmt.Sprintf("access_key_%d_", n)
		if get(key+"active") != "true" {
			continue
		}
		made, err := time.Parse(time.RFC3339, get(key+"last_rotated"))
		if err != nil {
			return nil, fmt.Sprintf("The access key %d of %s has no date of its last rotation.", n, get("user"))
		}
		s.Keys = append(s.Keys, account.KeyUse{Number: n, Rotated: made, Used: reported(get(key + "last_used_date"))})
	}
	return s, ""
}

// reported reads a time of a report; it is zero for N/A and no_information.
func reported(text string) time.Time {
	out, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return out
}

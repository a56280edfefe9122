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
		get := func(c string) string { return row[column[c]] }
		parts := strings.SplitN(get("arn"), ":", 6)
		if len(parts) != 6 || !strings.HasPrefix(parts[5], "user/") {
			continue // the root user
		}
		path := strings.TrimPrefix(parts[5], "user")
		p := &account.Principal{
			Kind: account.User, Outside: true, Name: get("user"), ARN: get("arn"), Account: parts[4], Path: path[:strings.LastIndexByte(path, '/')+1],
			SignIn: &account.SignIn{Password: get("password_enabled") == "true", MFA: get("mfa_active") == "true"},
		}
		for _, n := range []string{"1", "2"} {
			if get("access_key_"+n+"_active") != "true" {
				continue
			}
			made, err := time.Parse(time.RFC3339, get("access_key_"+n+"_last_rotated"))
			if err != nil {
				return fail("The access key %s of %s has no date of its last rotation.", n, get("user"))
			}
			p.SignIn.Keys = append(p.SignIn.Keys, made)
		}
		out.Principals = append(out.Principals, p)
	}
	return out, nil
}

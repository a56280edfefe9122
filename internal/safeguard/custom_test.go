// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// checked reads a configuration with one check.
func checked(t *testing.T, resources, condition string) *config.Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), config.FileName)
	text := "check \"acme\" {\n  resources = [\"" + resources + "\"]\n  condition = " + condition + "\n  message = \"no\"\n}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, diags := config.Load(path, safeguard.Catalogue())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return cfg
}

// TestCustomWorse: a check that was broken before and is broken by more now is
// introduced, for what documents by themselves allow as for principals.
func TestCustomWorse(t *testing.T) {
	managed := func(text string) *account.Account {
		r := res(t, "aws_iam_policy.p", `{"name":"p"}`)
		d := document(t, r.Address, text, policy.Identity)
		d.Managed = true
		a := having(r)
		a.Documents = append(a.Documents, d)
		return a
	}
	const one, own = `"arn:aws:s3:::b/one"`, `"arn:aws:s3:::b/own/*"`
	open := func(action, principal string) string {
		return `{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `","Resource":"arn:aws:s3:::b/*"}`
	}
	const all, ours = `"*"`, `{"AWS":"123456789012"}`
	mine := func(text string) *account.Account {
		p := role(t, "r", text)
		a := side(p)
		a.Resources = append(a.Resources, res(t, p.Address, `{"name":"r"}`))
		return a
	}
	for name, c := range map[string]struct {
		resources, condition string
		before, after        *account.Account
		want                 string
	}{
		"a policy, as before":       {"aws_iam_policy", `!allows(resource, "s3:GetObject", "arn:aws:s3:::b/*")`, managed(allow(`"s3:GetObject"`, one)), managed(allow(`"s3:Get*"`, one)), "existing"},
		"a policy, wider":           {"aws_iam_policy", `!allows(resource, "s3:GetObject", "arn:aws:s3:::b/*")`, managed(allow(`"s3:GetObject"`, one)), managed(allow(`"s3:GetObject"`, `[`+one+`,`+own+`]`)), "introduced"},
		"a policy, narrower":        {"aws_iam_policy", `!allows(resource, "s3:GetObject", "arn:aws:s3:::b/*")`, managed(allow(`"s3:GetObject"`, `[`+one+`,`+own+`]`)), managed(allow(`"s3:GetObject"`, one)), "existing"},
		"a policy, more of another": {"aws_iam_policy", `!allows(resource, "s3:GetObject", "arn:aws:s3:::b/*")`, managed(allow(`"s3:GetObject"`, one)), managed(allow(`["s3:GetObject","s3:PutObject"]`, one)), "existing"},
		"a store, as before":        {"aws_s3_bucket", `!public(resource)`, policed(t, open("s3:GetObject", all)), policed(t, open("s3:GetObject", all)), "existing"},
		"a store, more to anybody":  {"aws_s3_bucket", `!public(resource)`, policed(t, open("s3:GetObject", all)), policed(t, open("s3:*", all)), "introduced"},
		"a store, more to us":       {"aws_s3_bucket", `!public(resource)`, policed(t, open("s3:GetObject", all)), policed(t, open("s3:GetObject", all)+","+open("s3:*", ours)), "existing"},
		"a store, closed":           {"aws_s3_bucket", `!public(resource)`, policed(t, open("s3:GetObject", all)), policed(t, open("s3:GetObject", ours)), "resolved"},
		"a role, wider":             {"aws_iam_role", `!allows(resource, "s3:GetObject", "arn:aws:s3:::b/*")`, mine(allow(`"s3:GetObject"`, one)), mine(allow(`"s3:GetObject"`, own)), "introduced"},
		"a role, as before":         {"aws_iam_role", `!allows(resource, "s3:GetObject", "arn:aws:s3:::b/*")`, mine(allow(`"s3:GetObject"`, one)), mine(allow(`"s3:Get*"`, one)), "existing"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range safeguard.Check(t.Context(), change(c.before, c.after), checked(t, c.resources, c.condition), now) {
				if f.Rule == "acme" {
					got = append(got, string(f.Status))
				}
			}
			if diff := cmp.Diff([]string{c.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

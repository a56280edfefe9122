// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// keys is a key administrator's role as arguments.
func keys(name string, more map[string]any) map[string]any {
	out := map[string]any{
		"name": name, "regions": []any{"us-east-1"}, "keys": []any{"arn:aws:kms:us-east-1:123456789012:key/1"},
		"trust": map[string]any{"mfa": []any{map[string]any{"users": []any{"arn:aws:iam::123456789012:user/keys"}}}},
	}
	maps.Copy(out, more)
	return out
}

// moved takes over a resource of another type.
func (s *session) moved(t *testing.T, target, source, provider, state string) (kept, []string) {
	t.Helper()
	resp, err := s.server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: source, SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: target,
	})
	if err != nil {
		t.Fatal(err)
	}
	errs, _ := said(resp.Diagnostics)
	return kept{state: resp.TargetState, identity: resp.TargetIdentity}, errs
}

// TestMoveRole takes over an aws_iam_role with its policies: one of a name of
// ours is taken over, another stays, is warned of, and goes with exclusive.
func TestMoveRole(t *testing.T) {
	srv := start(t)
	const own = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:DescribeKey","Resource":"*"}]}`
	srv.Put(&iamtest.Role{
		Name: "legacy", Path: "/old/", Description: "Old.", MaxSession: 7200, Tags: map[string]string{"Team": "keys"},
		Trust:  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/keys"},"Action":"sts:AssumeRole"}]}`,
		Inline: map[string]string{"hipaa-access": own, "reader": own},
	})
	id := srv.Role("legacy").ID
	state := fmt.Sprintf(`{"name":"legacy","arn":%q,"unique_id":%q,"path":"/old/","description":"Old.","max_session_duration":7200,"permissions_boundary":"",
		"assume_role_policy":"{}","tags":{"Team":"keys"},"tags_all":{"Team":"keys"},"inline_policy":[],"managed_policy_arns":[],"force_detach_policies":false,"id":"legacy","name_prefix":"","create_date":"2026-01-01T00:00:00Z"}`, srv.Role("legacy").ARN(), id)
	s := configured(t, srv.URL)
	had, errs := s.moved(t, keyRole, "aws_iam_role", "registry.terraform.io/hashicorp/aws", state)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if diff := cmp.Diff(map[string]string{"name": "legacy", "account_id": "123456789012"}, s.identity(had.identity)); diff != "" {
		t.Errorf("identity (-want +got):\n%s", diff)
	}
	had, warnings, err := s.run(keyRole, had, keys("legacy", map[string]any{"path": "/old/"}))
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(warnings, "\n"); !strings.Contains(text, "keeps policies that are not the template's") || !strings.Contains(text, "reader") || strings.Contains(text, "Changed outside Terraform") {
		t.Errorf("warnings %s", text)
	}
	r := srv.Role("legacy")
	if diff := cmp.Diff([]string{"hipaa-access", "hipaa-safeguards", "reader"}, slices.Sorted(maps.Keys(r.Inline))); diff != "" {
		t.Errorf("inline policies (-want +got):\n%s", diff)
	}
	if r.ID != id || r.Inline["hipaa-access"] == own || r.Inline["reader"] != own || r.Tags["Team"] != "" || r.Tags["HipaaRoleTemplate"] == "" {
		t.Errorf("role %+v", r)
	}
	had, warnings, err = s.run(keyRole, had, keys("legacy", map[string]any{"path": "/old/"}))
	if err != nil || len(warnings) > 0 {
		t.Errorf("once more: %v, %v", err, warnings)
	}
	if _, _, err = s.run(keyRole, had, keys("legacy", map[string]any{"path": "/old/", "exclusive": true})); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"hipaa-access", "hipaa-safeguards"}, slices.Sorted(maps.Keys(srv.Role("legacy").Inline))); diff != "" {
		t.Errorf("inline policies with exclusive (-want +got):\n%s", diff)
	}
}

// TestMoveRoleOfAnotherTemplate keeps the role, and leaves nothing of the other
// template's documents.
func TestMoveRoleOfAnotherTemplate(t *testing.T) {
	srv := start(t)
	s := configured(t, srv.URL)
	const emergency = "hipaa_break_glass_role"
	if _, _, err := s.run(keyRole, s.none(keyRole), keys("both", nil)); err != nil {
		t.Fatal(err)
	}
	id := srv.Role("both").ID
	srv.Edit("both", func(r *iamtest.Role) { r.Inline["hipaa-extra"] = r.Inline["hipaa-access"] })
	state := fmt.Sprintf(`{"name":"both","arn":%q,"unique_id":%q,"path":"/","max_session_duration":3600,"assume_role_policy":"{}","tags_all":{}}`, srv.Role("both").ARN(), id)
	moved, errs := s.moved(t, emergency, keyRole, "registry.terraform.io/hipaa-iam/hipaa", state)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if _, _, err := s.run(emergency, moved, map[string]any{
		"name": "both", "scope": "platform", "permissions_boundary": boundary,
		"trust": map[string]any{"mfa": []any{map[string]any{"users": []any{"arn:aws:iam::123456789012:user/one", "arn:aws:iam::123456789012:user/two"}}}},
	}); err != nil {
		t.Fatal(err)
	}
	r := srv.Role("both")
	if r.ID != id || r.Inline["hipaa-extra"] != "" || !strings.HasPrefix(r.Tags["HipaaRoleTemplate"], "break_glass@") {
		t.Errorf("role %+v", r)
	}
}

func TestMoveRefusesOthers(t *testing.T) {
	s := configured(t, "http://127.0.0.1:1")
	for name, tc := range map[string][3]string{
		"another type":     {"aws_iam_user", "registry.terraform.io/hashicorp/aws", `{"name":"x"}`},
		"another provider": {"aws_iam_role", "registry.terraform.io/evil/aws", `{"name":"x"}`},
		"no name":          {"aws_iam_role", "registry.terraform.io/hashicorp/aws", `{}`},
	} {
		if _, errs := s.moved(t, keyRole, tc[0], tc[1], tc[2]); len(errs) == 0 {
			t.Errorf("%s: taken over", name)
		}
	}
}

// TestMovePassword takes over the AWS provider's password policy.
func TestMovePassword(t *testing.T) {
	srv := start(t)
	srv.SetPassword(&iamtest.PasswordPolicy{MinimumLength: 20, AllowChange: true})
	s := configured(t, srv.URL)
	const name = "hipaa_account_password_policy"
	had, errs := s.moved(t, name, "aws_iam_account_password_policy", "registry.terraform.io/hashicorp/aws", `{"id":"iam-account-password-policy"}`)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if _, warnings, err := s.run(name, had, map[string]any{"minimum_password_length": 20}); err != nil || len(warnings) > 0 {
		t.Fatalf("%v, %v", err, warnings)
	}
	if p := srv.Password(); p.MinimumLength != 20 || p.Reuse != 24 {
		t.Errorf("password policy %+v", p)
	}
}

// TestForeignPoliciesAreNamed says what a policy that somebody attached lets the
// role do beside its own, and takes it away where the role is to be exclusive.
func TestForeignPoliciesAreNamed(t *testing.T) {
	for name, tc := range map[string]struct {
		edit func(*iamtest.Role)
		says []string
	}{
		"an AWS managed policy": {
			func(r *iamtest.Role) { r.Attached = []string{"arn:aws:iam::aws:policy/AmazonS3FullAccess"} },
			[]string{"AmazonS3FullAccess", "This widened access: newly allowed is, for one, s3"},
		},
		"an inline policy": {
			func(r *iamtest.Role) {
				r.Inline["debug"] = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::records/*"}]}`
			},
			[]string{"debug", "s3:DeleteObject on arn:aws:s3:::records/"},
		},
		"one that denies": {
			func(r *iamtest.Role) {
				r.Inline["stop"] = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`
			},
			[]string{"stop", "This did not widen access"},
		},
		"one that cannot be read": {
			func(r *iamtest.Role) { r.Attached = []string{"arn:aws:iam::123456789012:policy/gone"} },
			[]string{"What arn:aws:iam::123456789012:policy/gone allows could not be read"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv := start(t)
			s := configured(t, srv.URL)
			had, _, err := s.run(keyRole, s.none(keyRole), keys("foreign", nil))
			if err != nil {
				t.Fatal(err)
			}
			srv.Edit("foreign", tc.edit)
			had, warnings, err := s.run(keyRole, had, keys("foreign", nil))
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(warnings, "\n")
			for _, want := range tc.says {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in:\n%s", want, text)
				}
			}
			if had, warnings, err = s.run(keyRole, had, keys("foreign", nil)); err != nil || len(warnings) > 0 {
				t.Errorf("said once more: %v, %v", warnings, err)
			}
			if _, _, err = s.run(keyRole, had, keys("foreign", map[string]any{"exclusive": true})); err != nil {
				t.Fatal(err)
			}
			if r := srv.Role("foreign"); len(r.Attached) > 0 || len(r.Inline) != 2 {
				t.Errorf("not exclusive: %v, %d inline policies", r.Attached, len(r.Inline))
			}
		})
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hipaa-iam/terraform-provider-hipaa/provider"
)

// TestPlansAsTheFramework holds the shorter ways of validating roles and of
// planning new ones to what the framework answers, whether Terraform validates
// before it plans or not.
func TestPlansAsTheFramework(t *testing.T) {
	s := configured(t, "http://127.0.0.1:1")
	text, err := os.ReadFile("../examples/resources/hipaa_role/pathology.hcl")
	if err != nil {
		t.Fatal(err)
	}
	saml := map[string]any{"saml": []any{map[string]any{"provider_arn": "arn:aws:iam::123456789012:saml-provider/Workforce", "mfa_enforced_by": "idp", "mfa_evidence": "SEC-12"}}}
	for name, tc := range map[string]struct {
		resource string
		config   map[string]any
	}{
		"a name made up":          {keyRole, keys("", map[string]any{"name": nil, "name_prefix": "keys-"})},
		"flags and tags":          {keyRole, keys("x", map[string]any{"exclusive": true, "force_destroy": true, "tags": map[string]any{"a": "b"}, "description": "Words."})},
		"nothing known":           {keyRole, keys("x", map[string]any{"keys": []any{tftypes.UnknownValue}, "permissions_boundary": tftypes.UnknownValue, "owner": tftypes.UnknownValue})},
		"refused by the template": {keyRole, keys("x", map[string]any{"max_session_duration": int64(43200)})},
		"refused by an argument":  {keyRole, keys("x", map[string]any{"keys": []any{"alias/x"}})},
		"nobody may assume it":    {keyRole, keys("x", map[string]any{"trust": nil})},
		"a clinician": {"hipaa_clinician_role", map[string]any{
			"name": "x", "regions": []any{"us-east-1"}, "record_buckets": []any{map[string]any{"arn": "arn:aws:s3:::letters", "prefix": "a/"}}, "trust": saml,
		}},
		"broken by another's trust": {"hipaa_role", map[string]any{"name": "x", "template": string(text), "trust": saml}},
		"a template nobody knows":   {"hipaa_role", map[string]any{"name": "x", "template": tftypes.UnknownValue, "trust": saml}},
		"a template that is none":   {"hipaa_role", map[string]any{"name": "x", "template": "template {", "trust": saml}},
		"no template at all":        {"hipaa_role", map[string]any{"name": "x", "trust": saml}},
		"a name and its beginning":  {keyRole, keys("x", map[string]any{"name_prefix": "keys-"})},
		"a name that AWS refuses":   {keyRole, keys("a b", nil)},
		"a day that is none":        {keyRole, keys("x", map[string]any{"review_by": "2027-02-30"})},
		"too short a session":       {keyRole, keys("x", map[string]any{"max_session_duration": int64(60)})},
		"a tag that is kept":        {keyRole, keys("x", map[string]any{"tags": map[string]any{"hipaa-iam:unfinished": "b"}})},
		"a tag that is not known":   {keyRole, keys("x", map[string]any{"tags": map[string]any{"a": tftypes.UnknownValue}})},
		"tags that are not known":   {keyRole, keys("x", map[string]any{"tags": tftypes.UnknownValue})},
		"a null tag":                {keyRole, keys("x", map[string]any{"tags": map[string]any{"a": nil}})},
		"what is not to be set":     {keyRole, keys("x", map[string]any{"arn": "arn:aws:iam::123456789012:role/x"})},
		"without what is required":  {keyRole, keys("x", map[string]any{"keys": nil})},
		"without what a bucket has": {"hipaa_clinician_role", map[string]any{
			"name": "x", "regions": []any{"us-east-1"}, "record_buckets": []any{map[string]any{"prefix": "a/"}}, "trust": saml,
		}},
		"without what a profile has": {"hipaa_clinician_role", map[string]any{
			"name": "x", "regions": []any{"us-east-1"}, "record_buckets": []any{map[string]any{"arn": "arn:aws:s3:::letters", "prefix": "a/"}},
			"trust": map[string]any{"saml": []any{map[string]any{"mfa_enforced_by": "idp"}}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			ty := s.schema.ResourceSchemas[tc.resource].ValueType()
			config := s.value(ty, withBlocks(ty, tc.config))
			validated := func(server tfprotov6.ProviderServer) []*tfprotov6.Diagnostic {
				t.Helper()
				resp, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: tc.resource, Config: s.dynamic(ty, config)})
				if err != nil {
					t.Fatal(err)
				}
				// The framework goes through attributes in an order of chance.
				slices.SortStableFunc(resp.Diagnostics, func(a, b *tfprotov6.Diagnostic) int {
					return strings.Compare(a.Attribute.String()+a.Summary+a.Detail, b.Attribute.String()+b.Summary+b.Detail)
				})
				return resp.Diagnostics
			}
			answer := func(server tfprotov6.ProviderServer) (tftypes.Value, *tfprotov6.PlanResourceChangeResponse) {
				t.Helper()
				resp, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
					TypeName: tc.resource, Config: s.dynamic(ty, config), ProposedNewState: s.dynamic(ty, config), PriorState: s.dynamic(ty, tftypes.NewValue(ty, nil)),
				})
				if err != nil {
					t.Fatal(err)
				}
				planned, err := resp.PlannedState.Unmarshal(ty)
				if err != nil {
					t.Fatal(err)
				}
				return planned, resp
			}
			want, framework := answer(provider.Plain(s.server))
			errs, _ := said(framework.Diagnostics)
			for _, before := range []bool{false, true} {
				if before {
					if diff := cmp.Diff(validated(provider.Plain(s.server)), validated(s.server), cmpopts.EquateEmpty()); diff != "" {
						t.Errorf("validation (-framework +ours):\n%s", diff)
					}
				}
				got, short := answer(s.server)
				if diffs, err := want.Diff(got); len(errs) == 0 && (err != nil || len(diffs) > 0) {
					t.Errorf("planned: %v, %v", diffs, err)
				}
				if diff := cmp.Diff(framework.Diagnostics, short.Diagnostics); diff != "" {
					t.Errorf("diagnostics (-framework +ours):\n%s", diff)
				}
				short.Diagnostics, short.PlannedState = framework.Diagnostics, framework.PlannedState
				if diff := cmp.Diff(framework, short); diff != "" {
					t.Errorf("the rest (-framework +ours):\n%s", diff)
				}
			}
		})
	}
}

// TestPlanOfNewAsksNothing plans new resources beside an endpoint that would
// count every request.
func TestPlanOfNewAsksNothing(t *testing.T) {
	srv := start(t)
	s := configured(t, srv.URL)
	for name, config := range map[string]map[string]any{
		keyRole:                         keys("x", nil),
		"hipaa_permissions_boundary":    {"name": "x", "class": "nophi-kms"},
		"hipaa_account_password_policy": {},
	} {
		ty := s.schema.ResourceSchemas[name].ValueType()
		v := s.dynamic(ty, s.value(ty, config))
		valid, err := s.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: v})
		if err != nil {
			t.Fatal(err)
		}
		s.clean(valid.Diagnostics)
		plan, err := s.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: name, Config: v, ProposedNewState: v, PriorState: s.none(name).state})
		if err != nil {
			t.Fatal(err)
		}
		if errs, _ := said(plan.Diagnostics); len(errs) > 0 {
			t.Error(errs)
		}
	}
	if calls := srv.Calls(); len(calls) > 0 {
		t.Errorf("AWS was asked: %v", calls)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// listed is what a list block finds: with resources on request.
func (s *session) listed(name string, config map[string]any, limit int64, whole bool) ([]tfprotov6.ListResourceResult, []string) {
	s.t.Helper()
	server, ok := s.server.(tfprotov6.ListResourceServer)
	if !ok {
		s.t.Fatal("the server lists nothing")
	}
	ty := s.schema.ListResourceSchemas[name].ValueType()
	given := s.dynamic(ty, s.value(ty, config))
	checked, err := server.ValidateListResourceConfig(s.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: given})
	if err != nil {
		s.t.Fatal(err)
	}
	if errs, _ := said(checked.Diagnostics); len(errs) > 0 {
		return nil, errs
	}
	stream, err := server.ListResource(s.t.Context(), &tfprotov6.ListResourceRequest{TypeName: name, Config: given, IncludeResource: whole, Limit: limit})
	if err != nil {
		s.t.Fatal(err)
	}
	var out []tfprotov6.ListResourceResult
	var errs []string
	for r := range stream.Results {
		if e, _ := said(r.Diagnostics); len(e) > 0 {
			errs = append(errs, e...)
			continue
		}
		out = append(out, r)
	}
	return out, errs
}

func displayed(list []tfprotov6.ListResourceResult) []string {
	out := []string{}
	for _, r := range list {
		out = append(out, r.DisplayName)
	}
	slices.Sort(out)
	return out
}

func TestList(t *testing.T) {
	srv := start(t)
	s := configured(t, srv.URL)
	put := func(name, path, template string) {
		srv.Put(&iamtest.Role{Name: name, Path: path, Trust: `{"Version":"2012-10-17","Statement":[]}`, MaxSession: 3600, Tags: map[string]string{"HipaaRoleTemplate": template}})
	}
	put("ward", "/clinical/", "clinician@1.0.0")
	put("icu", "/clinical/icu/", "clinician@9.9.9")
	put("visiting", "/", "clinician@1.0.0")
	put("half", "/", "clinician@1.0.0")
	srv.Edit("half", func(r *iamtest.Role) { r.Tags["hipaa-iam:unfinished"] = "x" })
	put("slides", "/", "pathology@1.0.0")
	put("service", "/aws-service-role/", "clinician@1.0.0")
	srv.Put(&iamtest.Role{Name: "theirs", Trust: "{}", MaxSession: 3600})
	for name, tc := range map[string]struct {
		resource string
		config   map[string]any
		limit    int64
		want     []string
	}{
		"a template":             {"hipaa_clinician_role", map[string]any{}, 0, []string{"icu", "visiting", "ward"}},
		"under a path":           {"hipaa_clinician_role", map[string]any{"path_prefix": "/clinical/"}, 0, []string{"icu", "ward"}},
		"some":                   {"hipaa_clinician_role", map[string]any{}, 2, []string{"icu", "visiting"}},
		"another template":       {"hipaa_nurse_role", map[string]any{}, 0, []string{}},
		"templates of one's own": {"hipaa_role", map[string]any{}, 0, []string{"slides"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, whole := range []bool{false, true} {
				got, errs := s.listed(tc.resource, tc.config, tc.limit, whole)
				if len(errs) > 0 {
					t.Fatal(errs)
				}
				if diff := cmp.Diff(tc.want, displayed(got)); diff != "" {
					t.Errorf("roles, whole %v (-want +got):\n%s", whole, diff)
				}
				for _, r := range got {
					if diff := cmp.Diff(map[string]string{"name": r.DisplayName, "account_id": "123456789012"}, s.identity(r.Identity)); diff != "" {
						t.Errorf("identity (-want +got):\n%s", diff)
					}
				}
			}
		})
	}
	t.Run("what is no path", func(t *testing.T) {
		if _, errs := s.listed("hipaa_clinician_role", map[string]any{"path_prefix": "clinical"}, 0, false); len(errs) == 0 {
			t.Error("no error")
		}
	})
	for _, action := range []string{"ListRoles", "GetRole", "ListRolePolicies"} {
		t.Run(action+" denied", func(t *testing.T) {
			srv.SetFault(func(c iamtest.Call) iamtest.Fault {
				if c.Action == action {
					return iamtest.Denied
				}
				return iamtest.None
			})
			defer srv.SetFault(nil)
			got, errs := s.listed("hipaa_clinician_role", map[string]any{}, 0, true)
			if len(got) > 0 || len(errs) == 0 || !strings.Contains(errs[0], "not authorized") {
				t.Errorf("got %v, errors %v", displayed(got), errs)
			}
		})
	}
}

// TestListOnMoto lists roles and a boundary that the provider has made, and holds
// what a list shows of them to what an import of them reads.
func TestListOnMoto(t *testing.T) {
	s := configured(t, iamtest.Moto(t))
	boundary := map[string]any{"name": "listed-ceiling", "path": "/listed/", "class": "nophi-kms"}
	small := keys("listed-small", map[string]any{"path": "/listed/"})
	large := keys("listed-large", map[string]any{"path": "/listed/", "owner": "it@example.org"})
	var many []any
	for i := range 60 {
		many = append(many, "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-0000000000"+string(rune('0'+i/10))+string(rune('0'+i%10)))
	}
	large["keys"] = append(many, many[0])
	for _, made := range []struct {
		resource string
		config   map[string]any
	}{{keyRole, small}, {keyRole, large}, {"hipaa_permissions_boundary", boundary}} {
		now, _, err := s.run(made.resource, s.none(made.resource), made.config)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if _, _, err := s.run(made.resource, now, nil); err != nil {
				t.Error(err)
			}
		}()
	}
	for resource, want := range map[string][]string{keyRole: {"listed-large", "listed-small"}, "hipaa_permissions_boundary": {"listed-ceiling"}} {
		got, errs := s.listed(resource, map[string]any{"path_prefix": "/listed/"}, 0, true)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if diff := cmp.Diff(want, displayed(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", resource, diff)
		}
		ty := s.schema.ResourceSchemas[resource].ValueType()
		for _, r := range got {
			imported, err := s.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: resource, Identity: r.Identity})
			if err != nil {
				t.Fatal(err)
			}
			s.clean(imported.Diagnostics)
			read, err := s.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: resource, CurrentState: imported.ImportedResources[0].State, CurrentIdentity: imported.ImportedResources[0].Identity,
			})
			if err != nil {
				t.Fatal(err)
			}
			s.clean(read.Diagnostics)
			values := func(v *tfprotov6.DynamicValue) tftypes.Value {
				out, err := v.Unmarshal(ty)
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			diffs, err := values(read.NewState).Diff(values(r.Resource))
			if err != nil || len(diffs) > 0 {
				t.Errorf("%s: the list shows something else than an import: %v, %v", r.DisplayName, diffs, err)
			}
			if !slices.Contains([]string{"listed-ceiling", "listed-small", "listed-large"}, r.DisplayName) {
				t.Errorf("found %s", r.DisplayName)
			}
		}
	}
	got, errs := s.listed("hipaa_permissions_boundary", map[string]any{"path_prefix": "/listed/", "class": "phi-workforce"}, 0, false)
	if len(got) > 0 || len(errs) > 0 {
		t.Errorf("of another class: %v, %v", displayed(got), errs)
	}
}

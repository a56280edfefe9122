// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// made makes the role and returns its identifier.
func made(t *testing.T, m *iamrole.Manager) string {
	t.Helper()
	found, err := m.Create(t.Context(), role())
	if err != nil {
		t.Fatal(err)
	}
	return found.UniqueID
}

func TestRead(t *testing.T) {
	srv, m := start(t)
	if _, err := m.Read(t.Context(), "ward", nil); !errors.Is(err, iamrole.ErrNotFound) {
		t.Errorf("error %v, want ErrNotFound", err)
	}
	id := made(t, m)
	srv.Edit("ward", func(r *iamtest.Role) {
		r.Attached = []string{"arn:aws:iam::aws:policy/C", "arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"}
		r.Inline["by-hand"] = r.Inline["access"]
		r.Tags["aws:createdBy"] = "AWS"
	})
	got, err := m.Read(t.Context(), "ward", []string{"access", "safeguards", "gone"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(role(), &got.Role); diff != "" {
		t.Errorf("role (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"by-hand"}, got.OtherInline); diff != "" {
		t.Errorf("other inline policies (-want +got):\n%s", diff)
	}
	// More than one page.
	if diff := cmp.Diff([]string{"arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B", "arn:aws:iam::aws:policy/C"}, got.Attached); diff != "" {
		t.Errorf("attached policies (-want +got):\n%s", diff)
	}
	if got.UniqueID != id || got.Marker != "" {
		t.Errorf("identifier %q, mark %q", got.UniqueID, got.Marker)
	}
}

func TestUpdate(t *testing.T) {
	other := strings.Replace(role().Policies[0].Document, "s3:GetObject", "s3:GetObjectVersion", 1)
	tests := map[string]struct {
		edit  func(*iamtest.Role) // behind the back
		want  func(*iamrole.Role) // what is wanted now
		calls []string            // the writing ones
		after func(*iamrole.Role) // what stands there beside what is wanted
	}{
		"nothing": {},
		"the same in another form": {
			edit: func(r *iamtest.Role) {
				r.Inline["access"] = `{"Statement":{"Sid":"X","Resource":["arn:aws:s3:::records/*"],"Action":["S3:getobject"],"Effect":"Allow"},"Version":"2012-10-17"}`
			},
			after: func(r *iamrole.Role) {
				r.Policies[0].Document = `{"Statement":{"Sid":"X","Resource":["arn:aws:s3:::records/*"],"Action":["S3:getobject"],"Effect":"Allow"},"Version":"2012-10-17"}`
			},
		},
		"an edited policy": {
			edit:  func(r *iamtest.Role) { r.Inline["access"] = other },
			calls: []string{"PutRolePolicy access"},
		},
		"a deleted policy": {
			edit:  func(r *iamtest.Role) { delete(r.Inline, "safeguards") },
			calls: []string{"PutRolePolicy safeguards"},
		},
		"an edited trust policy": {
			edit:  func(r *iamtest.Role) { r.Trust = strings.Replace(r.Trust, user, "AIDA0000000000000001", 1) },
			calls: []string{"UpdateAssumeRolePolicy"},
		},
		"a boundary taken off": {
			edit:  func(r *iamtest.Role) { r.Boundary = "" },
			calls: []string{"PutRolePermissionsBoundary"},
		},
		"a policy no longer wanted": {
			want:  func(r *iamrole.Role) { r.Policies = r.Policies[:1] },
			calls: []string{"DeleteRolePolicy safeguards"},
		},
		"no boundary wanted": {
			want:  func(r *iamrole.Role) { r.Boundary = "" },
			calls: []string{"DeleteRolePermissionsBoundary"},
		},
		"session and description": {
			want:  func(r *iamrole.Role) { r.MaxSession, r.Description = 7200, "" },
			calls: []string{"UpdateRole"},
		},
		"tags": {
			want: func(r *iamrole.Role) { r.Tags = map[string]string{"Owner": "other@example.org"} },
			edit: func(r *iamtest.Role) { r.Tags["CostCenter"] = "17" },
			// DataClassification was ours, CostCenter is somebody else's.
			calls: []string{"UntagRole", "TagRole"},
			after: func(r *iamrole.Role) { r.Tags["CostCenter"] = "17" },
		},
		"boundary first, removal last": {
			edit: func(r *iamtest.Role) { r.Boundary, r.MaxSession, r.Inline["access"] = "", 7200, other },
			want: func(r *iamrole.Role) { r.Policies = r.Policies[:1] },
			calls: []string{
				"PutRolePermissionsBoundary", "UpdateRole", "PutRolePolicy access", "DeleteRolePolicy safeguards",
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv, m := start(t)
			id := made(t, m)
			if tc.edit != nil {
				srv.Edit("ward", tc.edit)
			}
			w := role()
			if tc.want != nil {
				tc.want(w)
			}
			from := len(srv.Calls())
			if _, err := m.Update(t.Context(), w, id, []string{"access", "safeguards"}, []string{"Owner", "DataClassification"}); err != nil {
				t.Fatal(err)
			}
			var calls []string
			for _, c := range srv.Calls()[from:] {
				if !strings.HasPrefix(c.Action, "Get") && !strings.HasPrefix(c.Action, "List") {
					calls = append(calls, strings.TrimSpace(c.Action+" "+c.Params.Get("PolicyName")))
				}
			}
			if diff := cmp.Diff(tc.calls, calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			if tc.after != nil {
				w.Tags = maps.Clone(w.Tags)
				tc.after(w)
			}
			want(t, srv, w)
		})
	}
}

func TestUpdateOfAnotherRole(t *testing.T) {
	srv, m := start(t)
	id := made(t, m)
	old := srv.Role("ward")
	old.ID = "AROAANOTHER"
	srv.Put(old)
	_, err := m.Update(t.Context(), role(), id, nil, nil)
	var other *iamrole.OtherRoleError
	if !errors.As(err, &other) {
		t.Errorf("error %v, want an OtherRoleError", err)
	}
	if err := m.Delete(t.Context(), "ward", id, nil, true); !errors.As(err, &other) {
		t.Errorf("deletion: error %v, want an OtherRoleError", err)
	}
	if srv.Role("ward") == nil {
		t.Error("another's role was deleted")
	}
}

func TestDelete(t *testing.T) {
	foreign := func(r *iamtest.Role) {
		r.Attached = []string{"arn:aws:iam::aws:policy/ReadOnlyAccess"}
		r.Inline["by-hand"] = "{}"
		r.InstanceProfiles = []string{"web"}
	}
	tests := map[string]struct {
		edit  func(*iamtest.Role)
		force bool
		err   string
	}{
		"its own only":                     {},
		"what others gave it":              {edit: foreign, err: "attached policies arn:aws:iam::aws:policy/ReadOnlyAccess; inline policies by-hand; instance profiles web"},
		"by force":                         {edit: foreign, force: true},
		"a policy of its own already gone": {edit: func(r *iamtest.Role) { delete(r.Inline, "access") }},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv, m := start(t)
			id := made(t, m)
			if tc.edit != nil {
				srv.Edit("ward", tc.edit)
			}
			before := srv.Role("ward")
			err := m.Delete(t.Context(), "ward", id, []string{"access", "safeguards"}, tc.force)
			if tc.err == "" {
				if err != nil || srv.Role("ward") != nil {
					t.Errorf("error %v, role %v", err, srv.Role("ward"))
				}
				return
			}
			var f *iamrole.ForeignError
			if !errors.As(err, &f) || !strings.Contains(err.Error(), tc.err) {
				t.Errorf("error %v, want a ForeignError with %q", err, tc.err)
			}
			if diff := cmp.Diff(before, srv.Role("ward"), cmp.AllowUnexported(iamtest.Role{})); diff != "" {
				t.Errorf("something was deleted all the same:\n%s", diff)
			}
		})
	}
	t.Run("gone already", func(t *testing.T) {
		_, m := start(t)
		if err := m.Delete(t.Context(), "ward", "AROA1", nil, false); err != nil {
			t.Error(err)
		}
	})
}

// TestEachCallFailsOnce lets each request of an update and of a deletion fail once.
func TestEachCallFailsOnce(t *testing.T) {
	for _, fault := range []iamtest.Fault{iamtest.Throttle, iamtest.Internal, iamtest.Reset, iamtest.Lost, iamtest.Hang} {
		for n := 1; n <= 12; n++ {
			srv, m := start(t)
			id := made(t, m)
			srv.Edit("ward", func(r *iamtest.Role) {
				r.Boundary, r.MaxSession, r.Trust = "", 7200, strings.Replace(r.Trust, "Users", "Others", 1)
				r.Trust = strings.Replace(r.Trust, user, "AIDA0000000000000001", 1)
				delete(r.Inline, "safeguards")
				delete(r.Tags, "Owner")
			})
			from := len(srv.Calls())
			srv.SetFault(func(c iamtest.Call) iamtest.Fault {
				if c.Number == from+n {
					return fault
				}
				return iamtest.None
			})
			if _, err := m.Update(t.Context(), role(), id, nil, nil); err != nil {
				t.Fatalf("update, fault %d at call %d: %v", fault, n, err)
			}
			want(t, srv, role())
			from = len(srv.Calls())
			if err := m.Delete(t.Context(), "ward", id, []string{"access", "safeguards"}, false); err != nil {
				t.Fatalf("deletion, fault %d at call %d: %v", fault, n, err)
			}
			if got := srv.Names(); len(got) > 0 {
				t.Fatalf("deletion, fault %d at call %d: left %v", fault, n, got)
			}
		}
	}
}

func TestSameDocumentNeedsValidDocuments(t *testing.T) {
	valid := role().Policies[0].Document
	for _, broken := range []string{"", "{}", "null", valid[:20], `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}`} {
		if iamrole.SameDocument(valid, broken, policy.Identity) {
			t.Errorf("%q counts as the same", broken)
		}
	}
	if !iamrole.SameDocument(valid, strings.ReplaceAll(valid, ",", ", "), policy.Identity) {
		t.Error("white space makes a difference")
	}
}

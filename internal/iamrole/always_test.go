// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// TestEachCallFailsAlways lets all requests of one kind fail for good, in each
// way, and then does the same again: what was left is taken over, what was
// there is not lost, and there is never a second role.
func TestEachCallFailsAlways(t *testing.T) {
	faults := map[string]iamtest.Fault{
		"throttled": iamtest.Throttle, "server error": iamtest.Internal, "connection cut": iamtest.Reset, "answer lost": iamtest.Lost, "denied": iamtest.Denied, "no answer": iamtest.Hang,
	}
	always := func(srv *iamtest.Server, action string, fault iamtest.Fault) {
		srv.SetFault(func(c iamtest.Call) iamtest.Fault {
			if c.Action == action {
				return fault
			}
			return iamtest.None
		})
	}
	for name, fault := range faults {
		for _, action := range []string{"CreateRole", "PutRolePolicy", "UntagRole", "GetRole", "ListRolePolicies", "DeleteRolePolicy", "DeleteRole"} {
			t.Run(fmt.Sprintf("creation, %s, %s", action, name), func(t *testing.T) {
				t.Parallel() // it waits more than it works
				srv, m := start(t)
				always(srv, action, fault)
				found, err := m.Create(t.Context(), role())
				left := srv.Names()
				srv.SetFault(nil)
				switch {
				case err == nil:
					want(t, srv, role())
					return
				case found == nil && len(left) > 0 && !strings.Contains(err.Error(), "takes it over"):
					t.Errorf("left %v without a word: %v", left, err)
				}
				if _, err := m.Create(t.Context(), role()); err != nil {
					t.Fatalf("once more: %v", err)
				}
				want(t, srv, role())
				if got := srv.Names(); len(got) != 1 {
					t.Errorf("roles %v", got)
				}
			})
		}
		for _, action := range []string{
			"GetRole", "ListRolePolicies", "GetRolePolicy", "ListAttachedRolePolicies", "PutRolePermissionsBoundary", "UpdateAssumeRolePolicy",
			"UpdateRole", "PutRolePolicy", "DeleteRolePolicy", "UntagRole", "TagRole",
		} {
			t.Run(fmt.Sprintf("update, %s, %s", action, name), func(t *testing.T) {
				t.Parallel() // it waits more than it works
				srv, m := start(t)
				id := made(t, m)
				srv.Edit("ward", func(r *iamtest.Role) {
					r.Boundary, r.MaxSession = "", 7200
					r.Trust = strings.Replace(r.Trust, user, "AIDA0000000000000001", 1)
					r.Inline["stale"], r.Tags["Stale"], r.Tags["Owner"] = r.Inline["access"], "x", "nobody"
					delete(r.Inline, "safeguards")
				})
				always(srv, action, fault)
				_, err := m.Update(t.Context(), role(), id, []string{"stale"}, []string{"Stale"})
				if err == nil && fault != iamtest.Lost {
					t.Error("no error")
				}
				srv.SetFault(nil)
				if _, err := m.Update(t.Context(), role(), id, []string{"stale"}, []string{"Stale"}); err != nil {
					t.Fatalf("once more: %v", err)
				}
				want(t, srv, role())
				if got := srv.Role("ward"); got.ID != id {
					t.Errorf("another role: %s, want %s", got.ID, id)
				}
			})
		}
		for _, action := range []string{"GetRole", "ListRolePolicies", "ListAttachedRolePolicies", "ListInstanceProfilesForRole", "DeleteRolePolicy", "DeleteRole"} {
			t.Run(fmt.Sprintf("deletion, %s, %s", action, name), func(t *testing.T) {
				t.Parallel() // it waits more than it works
				srv, m := start(t)
				id := made(t, m)
				always(srv, action, fault)
				own := []string{"access", "safeguards"}
				_ = m.Delete(t.Context(), "ward", id, own, false)
				srv.SetFault(nil)
				if err := m.Delete(t.Context(), "ward", id, own, false); err != nil || len(srv.Names()) > 0 {
					t.Errorf("once more: %v, left %v", err, srv.Names())
				}
			})
		}
	}
}

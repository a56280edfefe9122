// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// TestTheSameAtOnce meets a role, and a policy, with the mark of just this
// creation: from a killed run, or of another configuration that asks for the
// very same and is about to finish it.
func TestTheSameAtOnce(t *testing.T) {
	for name, tc := range map[string]struct {
		finished, deleted bool // meanwhile, by who made it
		age               time.Duration
		message           string
	}{
		"left by a killed run":         {},
		"left by a run an hour ago":    {age: time.Hour},
		"finished by another run":      {finished: true, message: "another run has made it"},
		"taken back by another run":    {deleted: true, message: "NoSuchEntity"},
		"finished, with another clock": {finished: true, age: -time.Hour, message: "another run has made it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits
			srv, m := start(t)
			m.Patience.Unfinished = 2 * time.Second // IAM tells whole seconds
			// A creation that gets no further than to the last request.
			srv.SetFault(func(c iamtest.Call) iamtest.Fault {
				if c.Action == "UntagRole" || c.Action == "DeleteRole" || c.Action == "DeleteRolePolicy" {
					return iamtest.Denied
				}
				return iamtest.None
			})
			if _, err := m.Create(t.Context(), role()); err == nil {
				t.Fatal("the first creation was to fail")
			}
			srv.SetFault(nil)
			srv.Edit("ward", func(r *iamtest.Role) {
				r.Created = time.Now().Add(-tc.age)
				r.Inline["access"], r.Inline["safeguards"] = role().Policies[0].Document, role().Policies[1].Document
			})
			before := srv.Role("ward")
			if tc.finished || tc.deleted {
				time.AfterFunc(100*time.Millisecond, func() {
					if tc.deleted {
						srv.Remove("ward")
						return
					}
					srv.Edit("ward", func(r *iamtest.Role) { delete(r.Tags, iamrole.MarkerTag) })
				})
			}
			found, err := m.Create(t.Context(), role())
			if tc.message == "" {
				if err != nil || found.UniqueID != before.ID {
					t.Fatalf("found %+v, error %v", found, err)
				}
				want(t, srv, role())
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.message) || found != nil {
				t.Fatalf("found %+v, error %v, want one with %q", found, err, tc.message)
			}
			if tc.deleted {
				return
			}
			delete(before.Tags, iamrole.MarkerTag)
			if diff := cmp.Diff(before, srv.Role("ward"), cmp.AllowUnexported(iamtest.Role{})); diff != "" {
				t.Errorf("the other's role was changed (-before +after):\n%s", diff)
			}
		})
	}
	t.Run("a policy finished by another run", func(t *testing.T) {
		srv, m := start(t)
		m.Patience.Unfinished = 2 * time.Second // IAM tells whole seconds
		srv.SetFault(func(c iamtest.Call) iamtest.Fault {
			if c.Action == "UntagPolicy" || c.Action == "DeletePolicy" {
				return iamtest.Denied
			}
			return iamtest.None
		})
		if _, err := m.CreatePolicy(t.Context(), ceiling()); err == nil {
			t.Fatal("the first creation was to fail")
		}
		srv.SetFault(nil)
		time.AfterFunc(100*time.Millisecond, func() {
			srv.EditPolicy(ceilingARN, func(p *iamtest.Policy) { delete(p.Tags, iamrole.MarkerTag) })
		})
		var exists *iamrole.ExistsError
		if _, err := m.CreatePolicy(t.Context(), ceiling()); !errors.As(err, &exists) {
			t.Errorf("error %v, want an ExistsError", err)
		}
		wantPolicy(t, srv, ceiling())
	})
}

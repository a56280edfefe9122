// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// TestPasswordEachCallFails lets each request of the password policy's life fail
// once, which is ridden out, and always, after which the same goes well.
func TestPasswordEachCallFails(t *testing.T) {
	want := &iamrole.PasswordPolicy{MinimumLength: 20, Reuse: 24, MaxAge: 90, Symbols: true, AllowChange: true}
	stored := &iamtest.PasswordPolicy{MinimumLength: 20, Reuse: 24, MaxAge: 90, Symbols: true, AllowChange: true}
	life := func(t *testing.T, srv *iamtest.Server, m *iamrole.Manager) error {
		t.Helper()
		if err := m.PutPasswordPolicy(t.Context(), want); err != nil {
			return err
		}
		if diff := cmp.Diff(stored, srv.Password()); diff != "" {
			t.Errorf("password policy (-want +got):\n%s", diff)
		}
		got, err := m.ReadPasswordPolicy(t.Context())
		if err != nil {
			return err
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("as it is read (-want +got):\n%s", diff)
		}
		if err := m.DeletePasswordPolicy(t.Context()); err != nil {
			return err
		}
		if p := srv.Password(); p != nil {
			t.Errorf("left %+v", p)
		}
		if _, err := m.ReadPasswordPolicy(t.Context()); !errors.Is(err, iamrole.ErrNotFound) {
			return err
		}
		return nil
	}
	for name, fault := range once {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n := 1; n <= 4; n++ {
				srv, m := start(t)
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if c.Number == n {
						return fault
					}
					return iamtest.None
				})
				if err := life(t, srv, m); err != nil {
					t.Errorf("call %d: %v", n, err)
				}
			}
			for _, action := range []string{"UpdateAccountPasswordPolicy", "GetAccountPasswordPolicy", "DeleteAccountPasswordPolicy"} {
				srv, m := start(t)
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if c.Action == action {
						return fault
					}
					return iamtest.None
				})
				// With the answer lost a deletion that is repeated finds nothing, which is fine.
				if err := life(t, srv, m); err == nil && !(action == "DeleteAccountPasswordPolicy" && fault == iamtest.Lost) {
					t.Errorf("%s fails always, and there is no error", action)
				}
				srv.SetFault(nil)
				if err := life(t, srv, m); err != nil {
					t.Errorf("%s failed always; once more: %v", action, err)
				}
			}
		})
	}
}

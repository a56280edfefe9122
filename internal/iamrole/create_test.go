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

func TestCreate(t *testing.T) {
	srv, m := start(t)
	found, err := m.Create(t.Context(), role())
	if err != nil {
		t.Fatal(err)
	}
	want(t, srv, role())
	if found.ARN != "arn:aws:iam::"+iamtest.Account+":role/clinical/ward" || !strings.HasPrefix(found.UniqueID, "AROA") {
		t.Errorf("found %+v", found)
	}
	var actions []string
	for _, c := range srv.Calls() {
		actions = append(actions, strings.TrimSpace(c.Action+" "+c.Params.Get("PolicyName")))
	}
	// What denies stands before what allows, and the mark goes last.
	if diff := cmp.Diff([]string{"CreateRole", "PutRolePolicy safeguards", "PutRolePolicy access", "UntagRole"}, actions); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if srv.Calls()[0].Params.Get("Tags.member.3.Key") != iamrole.MarkerTag {
		t.Errorf("CreateRole without the mark: %v", srv.Calls()[0].Params)
	}
}

// TestCreateWaits holds a creation to riding out what passes by itself.
func TestCreateWaits(t *testing.T) {
	t.Run("a role not known everywhere yet", func(t *testing.T) {
		srv, m := start(t)
		srv.Lag = 3
		if _, err := m.Create(t.Context(), role()); err != nil {
			t.Fatal(err)
		}
		want(t, srv, role())
	})
	t.Run("a principal and a boundary not known everywhere yet", func(t *testing.T) {
		srv := iamtest.New(t)
		m := manager(srv)
		time.AfterFunc(20*time.Millisecond, func() { srv.AddPrincipal(user) })
		time.AfterFunc(40*time.Millisecond, func() { srv.AddPolicy(boundary) })
		if _, err := m.Create(t.Context(), role()); err != nil {
			t.Fatal(err)
		}
		want(t, srv, role())
	})
	t.Run("but not for ever", func(t *testing.T) {
		srv := iamtest.New(t)
		begin := time.Now()
		_, err := manager(srv).Create(t.Context(), role())
		if err == nil || !strings.Contains(err.Error(), "Invalid principal") {
			t.Errorf("error %v, want one about the principal", err)
		}
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("waited %s", d)
		}
		if len(srv.Names()) > 0 {
			t.Errorf("left %v", srv.Names())
		}
	})
}

// TestCreateEachCallFailsOnce lets each request of a creation fail once, in each way.
func TestCreateEachCallFailsOnce(t *testing.T) {
	for _, fault := range []struct {
		name  string
		fault iamtest.Fault
	}{{"throttled", iamtest.Throttle}, {"server error", iamtest.Internal}, {"connection cut", iamtest.Reset}, {"answer lost", iamtest.Lost}, {"no answer", iamtest.Hang}} {
		t.Run(fault.name, func(t *testing.T) {
			for n := 1; ; n++ {
				srv, m := start(t)
				srv.Fault = func(c iamtest.Call) iamtest.Fault {
					if c.Number == n {
						return fault.fault
					}
					return iamtest.None
				}
				if _, err := m.Create(t.Context(), role()); err != nil {
					t.Fatalf("call %d: %v", n, err)
				}
				want(t, srv, role())
				if len(srv.Calls()) < n {
					if n <= 4 {
						t.Fatalf("only %d calls were made", n-1)
					}
					break
				}
			}
		})
	}
}

// TestCreateRefused lets each request, and all after it that would take things
// back or not, be refused.
func TestCreateRefused(t *testing.T) {
	t.Run("taken back", func(t *testing.T) {
		for n := 1; n <= 4; n++ {
			srv, m := start(t)
			srv.Fault = func(c iamtest.Call) iamtest.Fault {
				if c.Number == n {
					return iamtest.Denied
				}
				return iamtest.None
			}
			found, err := m.Create(t.Context(), role())
			if err == nil || !strings.Contains(err.Error(), "not authorized") {
				t.Errorf("call %d: error %v", n, err)
			}
			if found != nil || len(srv.Names()) > 0 {
				t.Errorf("call %d: found %v, left %v", n, found, srv.Names())
			}
		}
	})
	t.Run("left behind and said so", func(t *testing.T) {
		srv, m := start(t)
		srv.Fault = func(c iamtest.Call) iamtest.Fault {
			if c.Action == "PutRolePolicy" || c.Action == "DeleteRole" {
				return iamtest.Denied
			}
			return iamtest.None
		}
		found, err := m.Create(t.Context(), role())
		if found == nil || err == nil || !strings.Contains(err.Error(), "taking back the unfinished role ward failed as well") {
			t.Errorf("found %v, error %v", found, err)
		}
	})
}

// TestCreateFinishedWithoutAnswer loses every answer to the last request: the
// role is complete all the same, and the caller has to know it.
func TestCreateFinishedWithoutAnswer(t *testing.T) {
	srv, m := start(t)
	srv.SetFault(func(c iamtest.Call) iamtest.Fault {
		if c.Action == "UntagRole" {
			return iamtest.Lost
		}
		return iamtest.None
	})
	found, err := m.Create(t.Context(), role())
	if err != nil || found.UniqueID != srv.Role("ward").ID {
		t.Fatalf("found %v, error %v", found, err)
	}
	want(t, srv, role())
}

// TestCreateKilled stops everything between any two requests, as a killed
// process does, and then creates the same role again.
func TestCreateKilled(t *testing.T) {
	for _, fault := range []struct {
		name  string
		fault iamtest.Fault
	}{{"before the request", iamtest.Reset}, {"after the request", iamtest.Lost}} {
		t.Run(fault.name, func(t *testing.T) {
			for n := 1; n <= 4; n++ {
				srv, m := start(t)
				srv.Fault = func(c iamtest.Call) iamtest.Fault {
					switch {
					case c.Number == n:
						return fault.fault
					case c.Number > n:
						return iamtest.Reset
					}
					return iamtest.None
				}
				if _, err := m.Create(t.Context(), role()); err == nil {
					t.Fatalf("call %d: no error", n)
				}
				srv.SetFault(nil)
				if n == 4 && fault.fault == iamtest.Lost {
					// The last request has been carried out: the role is complete
					// and nothing tells it from another's.
					continue
				}
				if _, err := manager(srv).Create(t.Context(), role()); err != nil {
					t.Fatalf("call %d: once more: %v", n, err)
				}
				want(t, srv, role())
				if got := srv.Names(); len(got) != 1 {
					t.Errorf("call %d: roles %v", n, got)
				}
			}
		})
	}
}

func TestCreateNeverTakesAnothersRole(t *testing.T) {
	tests := map[string]struct {
		tags    map[string]string
		path    string
		age     time.Duration
		taken   bool
		message string
	}{
		"finished":                       {path: "/clinical/", message: "nothing says that it was left unfinished"},
		"being made by somebody else":    {path: "/clinical/", tags: map[string]string{iamrole.MarkerTag: "other"}, message: "made by somebody else"},
		"left behind an hour ago":        {path: "/clinical/", tags: map[string]string{iamrole.MarkerTag: "other"}, age: time.Hour, taken: true},
		"left behind under another path": {path: "/", tags: map[string]string{iamrole.MarkerTag: "other"}, age: time.Hour, message: "under the path /"},
		"finished, and old":              {path: "/clinical/", age: time.Hour, message: "nothing says that it was left unfinished"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv, m := start(t)
			srv.Put(&iamtest.Role{
				Name: "ward", Path: tc.path, Tags: tc.tags, Created: time.Now().Add(-tc.age), Trust: role().Trust, MaxSession: 7200,
				Inline: map[string]string{"old": role().Policies[0].Document},
			})
			before := srv.Role("ward")
			_, err := m.Create(t.Context(), role())
			if tc.taken {
				if err != nil {
					t.Fatal(err)
				}
				want(t, srv, role())
				return
			}
			var exists *iamrole.ExistsError
			if !errors.As(err, &exists) || !strings.Contains(err.Error(), tc.message) {
				t.Errorf("error %v, want an ExistsError with %q", err, tc.message)
			}
			if diff := cmp.Diff(before, srv.Role("ward"), cmp.AllowUnexported(iamtest.Role{})); diff != "" {
				t.Errorf("the role was changed:\n%s", diff)
			}
		})
	}
}

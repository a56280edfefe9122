// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

const ceilingARN = "arn:aws:iam::" + iamtest.Account + ":policy/limits/ceiling"

// document is a policy that differs by the action.
func document(action string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"*"}]}`
}

func ceiling() *iamrole.ManagedPolicy {
	return &iamrole.ManagedPolicy{
		Name: "ceiling", Path: "/limits/", Description: "The most.", Document: document("s3:*"), Tags: map[string]string{"Owner": "it@example.org", "Class": "a"},
	}
}

// wantPolicy compares a policy at the endpoint with the one wanted.
func wantPolicy(t *testing.T, srv *iamtest.Server, w *iamrole.ManagedPolicy) {
	t.Helper()
	got := srv.Policy(ceilingARN)
	if got == nil {
		t.Fatalf("there is no policy; there are %v", srv.Policies())
	}
	have := &iamrole.ManagedPolicy{Name: got.Name, Path: got.Path, Description: got.Description, Document: got.Document(), Tags: got.Tags}
	if diff := cmp.Diff(w, have); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

// left are the policies at the endpoint, but for the one that is always there.
func left(srv *iamtest.Server) []string {
	var out []string
	for _, arn := range srv.Policies() {
		if arn != boundary {
			out = append(out, arn)
		}
	}
	return out
}

func TestCreatePolicy(t *testing.T) {
	srv, m := start(t)
	srv.Lag = 3
	found, err := m.CreatePolicy(t.Context(), ceiling())
	if err != nil {
		t.Fatal(err)
	}
	wantPolicy(t, srv, ceiling())
	if found.ARN != ceilingARN || !strings.HasPrefix(found.ID, "ANPA") {
		t.Errorf("found %+v", found)
	}
	if first := srv.Calls()[0]; first.Action != "CreatePolicy" || first.Params.Get("Tags.member.3.Key") != iamrole.MarkerTag {
		t.Errorf("the first call is %+v", first)
	}
	got, err := m.ReadPolicy(t.Context(), ceilingARN)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ceiling(), &got.ManagedPolicy); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	if _, err := m.ReadPolicy(t.Context(), ceilingARN+"x"); !errors.Is(err, iamrole.ErrNotFound) {
		t.Errorf("error %v, want ErrNotFound", err)
	}
}

// once are the ways in which one request can fail and be repeated.
var once = map[string]iamtest.Fault{
	"throttled": iamtest.Throttle, "server error": iamtest.Internal, "connection cut": iamtest.Reset, "answer lost": iamtest.Lost, "no answer": iamtest.Hang,
}

// TestPolicyEachCallFailsOnce lets each request of a life fail once, in each way.
func TestPolicyEachCallFailsOnce(t *testing.T) {
	for name, fault := range once {
		t.Run(name, func(t *testing.T) {
			for n := 1; ; n++ {
				srv, m := start(t)
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if c.Number == n {
						return fault
					}
					return iamtest.None
				})
				found, err := m.CreatePolicy(t.Context(), ceiling())
				if err != nil {
					t.Fatalf("creation, call %d: %v", n, err)
				}
				w := ceiling()
				w.Document, w.Tags = document("ec2:*"), map[string]string{"Owner": "other@example.org"}
				if _, err := m.UpdatePolicy(t.Context(), w, ceilingARN, found.ID, []string{"Class"}); err != nil {
					t.Fatalf("update, call %d: %v", n, err)
				}
				wantPolicy(t, srv, w)
				if err := m.DeletePolicy(t.Context(), "ceiling", ceilingARN, found.ID); err != nil {
					t.Fatalf("deletion, call %d: %v", n, err)
				}
				if got := left(srv); len(got) > 0 {
					t.Fatalf("call %d: left %v", n, got)
				}
				if len(srv.Calls()) < n {
					if n < 12 {
						t.Fatalf("only %d calls were made", n-1)
					}
					break
				}
			}
		})
	}
}

// TestPolicyEachCallFailsAlways lets every request of one kind fail for good: a
// creation is then taken back, or is said to be left, and nothing is lost.
func TestPolicyEachCallFailsAlways(t *testing.T) {
	for _, fault := range []iamtest.Fault{iamtest.Throttle, iamtest.Internal, iamtest.Reset, iamtest.Lost, iamtest.Denied, iamtest.Hang} {
		for _, action := range []string{"CreatePolicy", "UntagPolicy", "ListPolicies", "GetPolicy", "GetPolicyVersion"} {
			t.Run(fmt.Sprintf("%s %d", action, fault), func(t *testing.T) {
				t.Parallel() // it waits more than it works
				srv, m := start(t)
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if c.Action == action {
						return fault
					}
					return iamtest.None
				})
				found, err := m.CreatePolicy(t.Context(), ceiling())
				switch {
				case err == nil:
					wantPolicy(t, srv, ceiling())
					return
				case found != nil && len(left(srv)) == 0:
					t.Errorf("said to be left, and nothing is")
				case found == nil && len(left(srv)) > 0 && !strings.Contains(err.Error(), "takes it over"):
					t.Errorf("left %v without a word: %v", left(srv), err)
				}
				srv.SetFault(nil)
				if _, err := m.CreatePolicy(t.Context(), ceiling()); err != nil {
					t.Fatalf("once more: %v", err)
				}
				wantPolicy(t, srv, ceiling())
			})
		}
	}
}

// TestPolicyKilled stops everything between any two requests, as a killed
// process does, and then does the same again.
func TestPolicyKilled(t *testing.T) {
	for name, fault := range map[string]iamtest.Fault{"before the request": iamtest.Reset, "after the request": iamtest.Lost} {
		kill := func(srv *iamtest.Server, n int) {
			from := len(srv.Calls())
			srv.SetFault(func(c iamtest.Call) iamtest.Fault {
				switch {
				case c.Number == from+n:
					return fault
				case c.Number > from+n:
					return iamtest.Reset
				}
				return iamtest.None
			})
		}
		t.Run("creation, "+name, func(t *testing.T) {
			for n := 1; n <= 2; n++ {
				if n == 2 && fault == iamtest.Lost {
					// All is done, and nothing tells the policy from another's.
					continue
				}
				srv, m := start(t)
				kill(srv, n)
				if _, err := m.CreatePolicy(t.Context(), ceiling()); err == nil {
					t.Fatalf("call %d: no error", n)
				}
				srv.SetFault(nil)
				if _, err := manager(srv).CreatePolicy(t.Context(), ceiling()); err != nil {
					t.Fatalf("call %d: once more: %v", n, err)
				}
				wantPolicy(t, srv, ceiling())
			}
		})
		t.Run("update and deletion, "+name, func(t *testing.T) {
			for n := 1; n <= 6; n++ {
				srv, m := start(t)
				found, err := m.CreatePolicy(t.Context(), ceiling())
				if err != nil {
					t.Fatal(err)
				}
				w := ceiling()
				w.Document, w.Tags = document("ec2:*"), map[string]string{"Owner": "other@example.org"}
				kill(srv, n)
				_, _ = m.UpdatePolicy(t.Context(), w, ceilingARN, found.ID, []string{"Class"})
				srv.SetFault(nil)
				if _, err := m.UpdatePolicy(t.Context(), w, ceilingARN, found.ID, []string{"Class"}); err != nil {
					t.Fatalf("call %d: once more: %v", n, err)
				}
				wantPolicy(t, srv, w)
				kill(srv, n)
				_ = m.DeletePolicy(t.Context(), "ceiling", ceilingARN, found.ID)
				srv.SetFault(nil)
				if err := m.DeletePolicy(t.Context(), "ceiling", ceilingARN, found.ID); err != nil || len(left(srv)) > 0 {
					t.Fatalf("call %d: %v, left %v", n, err, left(srv))
				}
			}
		})
	}
}

// TestCreatePolicyNeverTakesAnothers meets a policy of the same name.
func TestCreatePolicyNeverTakesAnothers(t *testing.T) {
	tests := map[string]struct {
		marker, message string
		age             time.Duration
	}{
		"finished":                   {message: "nothing says that it was left unfinished", age: time.Hour},
		"being made by somebody":     {marker: "other", message: "made by somebody else"},
		"left behind an hour ago":    {marker: "other", age: time.Hour},
		"left behind and in use now": {marker: "used", age: time.Hour, message: "is in use: roles theirs"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv, m := start(t)
			other := ceiling()
			other.Description, other.Document = "Another.", document("iam:*")
			if _, err := m.CreatePolicy(t.Context(), other); err != nil {
				t.Fatal(err)
			}
			srv.EditPolicy(ceilingARN, func(p *iamtest.Policy) {
				p.Created = time.Now().Add(-tc.age)
				if tc.marker != "" {
					p.Tags[iamrole.MarkerTag] = tc.marker
				}
			})
			if tc.marker == "used" {
				srv.Put(&iamtest.Role{Name: "theirs", Boundary: ceilingARN})
			}
			before := srv.Policy(ceilingARN)
			_, err := m.CreatePolicy(t.Context(), ceiling())
			if tc.message == "" {
				if err != nil {
					t.Fatal(err)
				}
				wantPolicy(t, srv, ceiling())
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.message) {
				t.Errorf("error %v, want one with %q", err, tc.message)
			}
			if diff := cmp.Diff(before, srv.Policy(ceilingARN), cmp.AllowUnexported(iamtest.Policy{})); diff != "" {
				t.Errorf("the policy was changed:\n%s", diff)
			}
		})
	}
}

// TestUpdatePolicyVersions changes a policy more often than AWS keeps versions,
// with one that somebody else has made the default.
func TestUpdatePolicyVersions(t *testing.T) {
	srv, m := start(t)
	found, err := m.CreatePolicy(t.Context(), ceiling())
	if err != nil {
		t.Fatal(err)
	}
	ids := func() (out []string) {
		for _, v := range srv.Policy(ceilingARN).Versions {
			id := v.ID
			if v.Default {
				id += "*"
			}
			out = append(out, id)
		}
		return out
	}
	update := func(action string) {
		t.Helper()
		w := ceiling()
		w.Document = document(action)
		if _, err := m.UpdatePolicy(t.Context(), w, ceilingARN, found.ID, nil); err != nil {
			t.Fatal(err)
		}
		wantPolicy(t, srv, w)
	}
	for _, action := range []string{"a:*", "b:*", "c:*", "d:*"} {
		update(action)
	}
	if diff := cmp.Diff([]string{"v1", "v2", "v3", "v4", "v5*"}, ids()); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
	srv.EditPolicy(ceilingARN, func(p *iamtest.Policy) { p.Versions[0].Default, p.Versions[4].Default = true, false })
	update("e:*")
	// The oldest was the default one, so that the next oldest goes.
	if diff := cmp.Diff([]string{"v1", "v3", "v4", "v5", "v6*"}, ids()); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
	calls := len(srv.Calls())
	w := ceiling()
	w.Document = document("E:*") // means the same
	if _, err := m.UpdatePolicy(t.Context(), w, ceilingARN, found.ID, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range srv.Calls()[calls:] {
		if !strings.HasPrefix(c.Action, "Get") {
			t.Errorf("a document with the same meaning led to %s", c.Action)
		}
	}
}

func TestDeletePolicyInUse(t *testing.T) {
	srv, m := start(t)
	found, err := m.CreatePolicy(t.Context(), ceiling())
	if err != nil {
		t.Fatal(err)
	}
	srv.EditPolicy(ceilingARN, func(p *iamtest.Policy) { p.AddVersion(document("a:*")) })
	for _, name := range []string{"c", "a", "b"} {
		srv.Put(&iamtest.Role{Name: name, Boundary: ceilingARN})
	}
	var use *iamrole.InUseError
	if err := m.DeletePolicy(t.Context(), "ceiling", ceilingARN, found.ID); !errors.As(err, &use) || !strings.Contains(err.Error(), "in use: roles a, b, c") {
		t.Errorf("error %v, want an InUseError", err)
	}
	if p := srv.Policy(ceilingARN); p == nil || len(p.Versions) != 2 {
		t.Errorf("something was deleted all the same: %+v", p)
	}
	// Released while it waits.
	time.AfterFunc(30*time.Millisecond, func() {
		for _, name := range []string{"a", "b", "c"} {
			srv.Remove(name)
		}
	})
	if err := m.DeletePolicy(t.Context(), "ceiling", ceilingARN, found.ID); err != nil || len(left(srv)) > 0 {
		t.Errorf("error %v, left %v", err, left(srv))
	}
	if err := m.DeletePolicy(t.Context(), "ceiling", ceilingARN, found.ID); err != nil {
		t.Errorf("gone already: %v", err)
	}
}

func TestAnotherPolicy(t *testing.T) {
	_, m := start(t)
	if _, err := m.CreatePolicy(t.Context(), ceiling()); err != nil {
		t.Fatal(err)
	}
	var other *iamrole.OtherRoleError
	if _, err := m.UpdatePolicy(t.Context(), ceiling(), ceilingARN, "ANPAOTHER", nil); !errors.As(err, &other) {
		t.Errorf("update: error %v", err)
	}
	if err := m.DeletePolicy(t.Context(), "ceiling", ceilingARN, "ANPAOTHER"); !errors.As(err, &other) {
		t.Errorf("deletion: error %v", err)
	}
}

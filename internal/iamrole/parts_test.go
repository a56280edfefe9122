// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// bucket is a resource of 240 characters.
func bucket(i int) string {
	return fmt.Sprintf("arn:aws:s3:::a-bucket-with-a-name-of-some-length/%s/%09d/*", strings.Repeat("x", 180), i)
}

func buckets(from, to int) []string {
	var out []string
	for i := from; i < to; i++ {
		out = append(out, bucket(i))
	}
	return out
}

// about is a policy about some resources.
func about(effect string, resources []string) string {
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{
		map[string]any{"Sid": "Records", "Effect": effect, "Action": "s3:GetObject", "Resource": resources},
	}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// sized is the role with documents about resources from one number to another;
// four of these numbers are one resource.
func sized(allowFrom, allowTo, denyFrom, denyTo int) *iamrole.Role {
	r := role()
	r.Policies = []iamrole.Policy{
		{Name: "access", Document: about("Allow", buckets(allowFrom/4, allowTo/4))},
		{Name: "safeguards", Document: about("Deny", buckets(denyFrom/4, denyTo/4))},
	}
	return r
}

// inForce are the documents of a role at the endpoint, inline and attached.
func inForce(srv *iamtest.Server, name string) []string {
	r := srv.Role(name)
	if r == nil {
		return nil
	}
	var out []string
	for _, k := range slices.Sorted(maps.Keys(r.Inline)) {
		out = append(out, r.Inline[k])
	}
	for _, arn := range r.Attached {
		out = append(out, srv.Policy(arn).Document())
	}
	return out
}

// statements are the effects and resources of documents.
func statements(t *testing.T, documents []string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, text := range documents {
		doc, problems := policy.Parse([]byte(text), policy.Identity)
		if doc == nil || len(problems) > 0 {
			t.Fatalf("%v in %s", problems, text)
		}
		for _, s := range doc.Statements {
			for _, r := range s.Resource.Texts() {
				out[s.Effect.String()+" "+r.Value] = true
			}
		}
	}
	return out
}

// own are the managed policies at the endpoint but the boundary.
func own(srv *iamtest.Server) []string {
	return slices.Sorted(slices.Values(slices.DeleteFunc(srv.Policies(), func(arn string) bool { return arn == boundary })))
}

// whole holds the role at the endpoint to what is wanted: what is in force is
// that, and there is nothing else.
func whole(t *testing.T, srv *iamtest.Server, w *iamrole.Role) {
	t.Helper()
	if diff := cmp.Diff([]string{w.Name}, srv.Names()); diff != "" {
		t.Fatalf("roles (-want +got):\n%s", diff)
	}
	r := srv.Role(w.Name)
	var wanted []string
	for _, p := range w.Policies {
		wanted = append(wanted, p.Document)
	}
	if diff := cmp.Diff(statements(t, wanted), statements(t, inForce(srv, w.Name))); diff != "" {
		t.Errorf("in force (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(r.Attached)), own(srv)); diff != "" {
		t.Errorf("managed policies (-attached +there):\n%s", diff)
	}
	if diff := cmp.Diff(w.Tags, r.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	tags := maps.Clone(w.Tags)
	tags[iamrole.PartTag] = w.Name
	for _, arn := range r.Attached {
		if diff := cmp.Diff(tags, srv.Policy(arn).Tags); diff != "" {
			t.Errorf("tags of %s (-want +got):\n%s", arn, diff)
		}
	}
}

var ownNames = []string{"access", "safeguards"}

func TestLargeRole(t *testing.T) {
	srv, m := start(t)
	w := sized(0, 250, 0, 20)
	found, err := m.Create(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	whole(t, srv, w)
	arns := []string{
		"arn:aws:iam::123456789012:policy/clinical/ward-access-1", "arn:aws:iam::123456789012:policy/clinical/ward-access-2",
		"arn:aws:iam::123456789012:policy/clinical/ward-access-3",
	}
	if diff := cmp.Diff(arns, found.Managed); diff != "" {
		t.Errorf("managed policies (-want +got):\n%s", diff)
	}
	srv.AddPolicy("arn:aws:iam::123456789012:policy/ward-access-9", "arn:aws:iam::aws:policy/ReadOnlyAccess")
	srv.Edit("ward", func(r *iamtest.Role) {
		r.Attached = append(r.Attached, "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::123456789012:policy/ward-access-9")
	})
	got, err := m.Read(t.Context(), "ward", ownNames)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"arn:aws:iam::123456789012:policy/ward-access-9", "arn:aws:iam::aws:policy/ReadOnlyAccess"}, got.Attached); diff != "" {
		t.Errorf("policies of others (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(arns, got.Managed); diff != "" {
		t.Errorf("managed policies (-want +got):\n%s", diff)
	}
	for _, p := range w.Policies {
		if text, ok := got.Policy(p.Name); !ok || !iamrole.SameDocument(p.Document, text, policy.Identity) {
			t.Errorf("%s reads as %s", p.Name, text)
		}
	}
	var foreign *iamrole.ForeignError
	if err := m.Delete(t.Context(), "ward", found.UniqueID, ownNames, false); !errors.As(err, &foreign) || len(foreign.Attached) != 2 {
		t.Errorf("deletion: %v", err)
	}
	if err := m.Delete(t.Context(), "ward", found.UniqueID, ownNames, true); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"arn:aws:iam::123456789012:policy/ward-access-9", "arn:aws:iam::aws:policy/ReadOnlyAccess"}, own(srv)); diff != "" {
		t.Errorf("policies after deletion (-want +got):\n%s", diff)
	}
}

// changesOfSize are roles from one size to another.
var changesOfSize = map[string]struct{ from, to *iamrole.Role }{
	"inline to managed":              {sized(0, 60, 0, 20), sized(0, 250, 0, 20)},
	"managed to inline":              {sized(0, 250, 0, 20), sized(0, 60, 0, 20)},
	"what denies to managed":         {sized(0, 60, 0, 20), sized(0, 90, 0, 120)},
	"what denies to inline":          {sized(0, 90, 0, 120), sized(0, 60, 0, 20)},
	"both to managed":                {sized(0, 60, 0, 20), sized(0, 250, 0, 250)},
	"both to inline":                 {sized(0, 250, 0, 250), sized(0, 60, 0, 20)},
	"more at the front":              {sized(100, 350, 0, 20), sized(0, 350, 0, 20)},
	"less at the front":              {sized(0, 350, 0, 20), sized(150, 350, 0, 20)},
	"shifted forward":                {sized(0, 250, 0, 250), sized(30, 280, 30, 280)},
	"shifted back":                   {sized(30, 280, 30, 280), sized(0, 250, 0, 250)},
	"another one all together":       {sized(0, 250, 0, 20), sized(500, 750, 300, 320)},
	"the places change":              {sized(0, 130, 0, 30), sized(0, 30, 0, 130)},
	"no room for both inline":        {sized(0, 20, 0, 140), sized(0, 140, 0, 20)},
	"no room for as many as by then": {sized(0, 950, 0, 20), sized(10, 960, 0, 20)},
}

// TestChangeOfSize kills an update after each of its changes. At no time may
// the role have what it has neither before nor after, or lack what it has both
// before and after; and the next run finishes.
func TestChangeOfSize(t *testing.T) {
	// Where two documents change places there is no room for both at a time.
	gap := map[string]bool{"no room for both inline": true, "the places change": true}
	for name, tc := range changesOfSize {
		t.Run(name, func(t *testing.T) {
			for n := range 1000 {
				srv, m := start(t)
				made, err := m.Create(t.Context(), tc.from)
				if err != nil {
					t.Fatal(err)
				}
				writes, killed := 0, ""
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if !strings.HasPrefix(c.Action, "Get") && !strings.HasPrefix(c.Action, "List") {
						writes++
					}
					if writes <= n {
						return iamtest.None
					}
					killed = c.Action
					return iamtest.Denied
				})
				if _, err = m.Update(t.Context(), tc.to, made.UniqueID, ownNames, nil, made.Managed...); err != nil && killed == "" {
					t.Fatal(err)
				}
				srv.SetFault(nil)
				before, after := statements(t, texts(tc.from)), statements(t, texts(tc.to))
				now := statements(t, inForce(srv, "ward"))
				for s := range now {
					if !before[s] && !after[s] {
						t.Fatalf("killed after %d changes, before %s: it has %s", n, killed, s)
					}
				}
				for s := range before {
					if after[s] && !now[s] && !gap[name] {
						t.Fatalf("killed after %d changes, before %s: it lacks %s", n, killed, s)
					}
				}
				if _, err := m.Update(t.Context(), tc.to, made.UniqueID, ownNames, nil, made.Managed...); err != nil {
					t.Fatalf("killed after %d changes, before %s: %v", n, killed, err)
				}
				whole(t, srv, tc.to)
				if killed == "" {
					break
				}
			}
		})
	}
}

func texts(r *iamrole.Role) []string {
	var out []string
	for _, p := range r.Policies {
		out = append(out, p.Document)
	}
	return out
}

// TestLargeRoleDrifts changes the managed policies behind the role's back.
func TestLargeRoleDrifts(t *testing.T) {
	const second = "arn:aws:iam::123456789012:policy/clinical/ward-access-2"
	tests := map[string]struct {
		edit func(*iamtest.Server)
		// lacks and has are what a read shows: statements less, and more.
		lacks, has int
	}{
		"nothing": {edit: func(*iamtest.Server) {}},
		"detached": {edit: func(s *iamtest.Server) {
			s.Edit("ward", func(r *iamtest.Role) { r.Attached = slices.Delete(r.Attached, 1, 2) })
		}, lacks: 24},
		"deleted": {edit: func(s *iamtest.Server) {
			s.Edit("ward", func(r *iamtest.Role) { r.Attached = slices.Delete(r.Attached, 1, 2) })
			s.RemovePolicy(second)
		}, lacks: 24},
		"edited": {edit: func(s *iamtest.Server) {
			s.EditPolicy(second, func(p *iamtest.Policy) { p.AddVersion(about("Allow", []string{"*"})) })
		}, lacks: 24, has: 1},
		"no room": {edit: func(s *iamtest.Server) {
			s.EditPolicy(second, func(p *iamtest.Policy) {
				for range 4 {
					p.AddVersion(about("Allow", []string{"*"}))
				}
			})
		}, lacks: 24, has: 1},
		"its tags": {edit: func(s *iamtest.Server) { s.EditPolicy(second, func(p *iamtest.Policy) { delete(p.Tags, "Owner") }) }},
		"as long inline": {edit: func(s *iamtest.Server) {
			s.Edit("ward", func(r *iamtest.Role) { r.Inline["access"] = about("Allow", buckets(0, 3)) })
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			srv, m := start(t)
			w := sized(0, 250, 0, 20)
			made, err := m.Create(t.Context(), w)
			if err != nil {
				t.Fatal(err)
			}
			tc.edit(srv)
			got, err := m.Read(t.Context(), "ward", ownNames, made.Managed...)
			if err != nil {
				t.Fatal(err)
			}
			before, now := statements(t, texts(w)), statements(t, texts(&got.Role))
			if lacks, has := len(less(before, now)), len(less(now, before)); lacks != tc.lacks || has != tc.has {
				t.Errorf("it lacks %d and has %d more, want %d and %d", lacks, has, tc.lacks, tc.has)
			}
			if _, err := m.Update(t.Context(), w, made.UniqueID, ownNames, nil, made.Managed...); err != nil {
				t.Fatal(err)
			}
			whole(t, srv, w)
		})
	}
}

func less(a, b map[string]bool) map[string]bool {
	out := maps.Clone(a)
	maps.DeleteFunc(out, func(k string, _ bool) bool { return b[k] })
	return out
}

// TestPartsOfOthers meets policies of somebody else, and somebody else who uses
// the role's.
func TestPartsOfOthers(t *testing.T) {
	const first = "arn:aws:iam::123456789012:policy/clinical/ward-access-1"
	t.Run("of the same name", func(t *testing.T) {
		srv, m := start(t)
		srv.AddPolicy(first)
		theirs := srv.Policy(first)
		_, err := m.Create(t.Context(), sized(0, 250, 0, 20))
		var exists *iamrole.ExistsError
		if !errors.As(err, &exists) || exists.Kind != "policy" || exists.Name != "ward-access-1" {
			t.Errorf("error %v", err)
		}
		if len(srv.Names()) > 0 || !cmp.Equal(theirs.Versions, srv.Policy(first).Versions) || len(own(srv)) != 1 {
			t.Errorf("left: %v, %v", srv.Names(), own(srv))
		}
	})
	t.Run("of the same name elsewhere", func(t *testing.T) {
		srv, m := start(t)
		srv.AddPolicy("arn:aws:iam::123456789012:policy/ward-access-1")
		_, err := m.Create(t.Context(), sized(0, 250, 0, 20))
		var exists *iamrole.ExistsError
		if !errors.As(err, &exists) || len(srv.Names()) > 0 {
			t.Errorf("error %v, left %v", err, srv.Names())
		}
	})
	t.Run("used by somebody else", func(t *testing.T) {
		srv, m := start(t)
		made, err := m.Create(t.Context(), sized(0, 250, 0, 20))
		if err != nil {
			t.Fatal(err)
		}
		srv.Put(&iamtest.Role{Name: "theirs", Attached: []string{first}})
		err = m.Delete(t.Context(), "ward", made.UniqueID, ownNames, true)
		var use *iamrole.InUseError
		if !errors.As(err, &use) || !cmp.Equal(use.Roles, []string{"theirs"}) {
			t.Errorf("error %v", err)
		}
		if got := srv.Role("ward"); got == nil || len(got.Attached) != 3 || len(own(srv)) != 3 {
			t.Errorf("something was deleted all the same: %v, %v", got, own(srv))
		}
	})
	t.Run("left by a role that is gone", func(t *testing.T) {
		srv, m := start(t)
		if _, err := m.Create(t.Context(), sized(0, 250, 0, 20)); err != nil {
			t.Fatal(err)
		}
		srv.Remove("ward")
		if _, err := m.Create(t.Context(), sized(100, 350, 0, 20)); err != nil {
			t.Fatal(err)
		}
		whole(t, srv, sized(100, 350, 0, 20))
	})
	t.Run("by a role that is gone, deleted", func(t *testing.T) {
		srv, m := start(t)
		made, err := m.Create(t.Context(), sized(0, 250, 0, 20))
		if err != nil {
			t.Fatal(err)
		}
		srv.Remove("ward")
		if err := m.Delete(t.Context(), "ward", made.UniqueID, ownNames, false, made.Managed...); err != nil || len(own(srv)) > 0 {
			t.Errorf("error %v, left %v", err, own(srv))
		}
	})
}

// TestLargeCreateKilled kills a creation after each of its requests. The same
// creation, and half an hour later one of other arguments, takes over what it left.
func TestLargeCreateKilled(t *testing.T) {
	for name, next := range map[string]*iamrole.Role{"the same": sized(0, 250, 0, 250), "a small one": sized(0, 10, 0, 10), "fewer": sized(0, 100, 0, 100)} {
		for _, fault := range []iamtest.Fault{iamtest.Reset, iamtest.Lost} {
			t.Run(fmt.Sprintf("%s, %d", name, fault), func(t *testing.T) {
				for n := 1; ; n++ {
					srv, m := start(t)
					from, killed := len(srv.Calls()), ""
					srv.SetFault(func(c iamtest.Call) iamtest.Fault {
						switch {
						case c.Number < from+n:
							return iamtest.None
						case killed == "":
							killed = c.Action
							return fault
						}
						return iamtest.Reset
					})
					m.Patience.Rollback = time.Millisecond
					if _, err := m.Create(t.Context(), sized(0, 250, 0, 250)); err != nil && killed == "" {
						t.Fatal(err)
					}
					srv.SetFault(nil)
					if killed == "" {
						break
					}
					_, m = srv, manager(srv)
					if name != "the same" {
						m.Now = func() time.Time { return time.Now().Add(time.Hour) }
					}
					_, err := m.Create(t.Context(), next)
					if err != nil && fault == iamtest.Lost && killed == "UntagRole" {
						continue // all was done, and nothing tells the role from another's
					}
					if err != nil {
						t.Fatalf("after a kill at request %d, %s: %v", n, killed, err)
					}
					whole(t, srv, next)
				}
			})
		}
	}
}

// TestLargeRoleEachCallFailsAlways does so with a role that is spread over
// managed policies, and then does the same again.
func TestLargeRoleEachCallFailsAlways(t *testing.T) {
	first, second := sized(0, 250, 0, 20), sized(100, 450, 0, 250)
	for name, fault := range map[string]iamtest.Fault{"answer lost": iamtest.Lost, "denied": iamtest.Denied} {
		for _, action := range []string{
			"CreatePolicy", "AttachRolePolicy", "GetPolicy", "GetPolicyVersion", "ListAttachedRolePolicies", "ListPolicies", "ListPolicyVersions",
			"CreatePolicyVersion", "DeletePolicyVersion", "DetachRolePolicy", "ListEntitiesForPolicy", "DeletePolicy", "TagPolicy", "PutRolePolicy", "DeleteRolePolicy",
		} {
			t.Run(action+", "+name, func(t *testing.T) {
				srv, m := start(t)
				failing := func(f func() error) {
					t.Helper()
					srv.SetFault(func(c iamtest.Call) iamtest.Fault {
						if c.Action == action {
							return fault
						}
						return iamtest.None
					})
					_ = f()
					srv.SetFault(nil)
					if err := f(); err != nil {
						t.Fatalf("once more: %v", err)
					}
				}
				failing(func() error {
					found, err := m.Create(t.Context(), first)
					var exists *iamrole.ExistsError
					if errors.As(err, &exists) && srv.Role("ward").Tags["hipaa-iam:unfinished"] == "" {
						return nil // made the first time
					}
					_ = found
					return err
				})
				whole(t, srv, first)
				id, managed := srv.Role("ward").ID, own(srv)
				srv.EditPolicy(managed[0], func(p *iamtest.Policy) {
					for range 4 {
						p.AddVersion(p.Document())
					}
				})
				for _, w := range []*iamrole.Role{second, first} {
					failing(func() error {
						_, err := m.Update(t.Context(), w, id, ownNames, nil, managed...)
						return err
					})
					managed = own(srv)
					whole(t, srv, w)
				}
				failing(func() error { return m.Delete(t.Context(), "ward", id, ownNames, false, managed...) })
				if left := own(srv); len(left) > 0 || len(srv.Names()) > 0 {
					t.Errorf("left: %v, %v", left, srv.Names())
				}
			})
		}
	}
}

// TestLargeRoleEachCallFailsOnce lets each request fail once.
func TestLargeRoleEachCallFailsOnce(t *testing.T) {
	first, second := sized(0, 250, 0, 20), sized(100, 350, 0, 250)
	for _, fault := range []iamtest.Fault{iamtest.Internal, iamtest.Lost} {
		for n := 1; ; n++ {
			srv, m := start(t)
			failed := 0
			once := func() {
				from := len(srv.Calls())
				srv.SetFault(func(c iamtest.Call) iamtest.Fault {
					if c.Number == from+n {
						failed++
						return fault
					}
					return iamtest.None
				})
			}
			once()
			made, err := m.Create(t.Context(), first)
			if err != nil {
				t.Fatalf("creation, fault %d at call %d: %v", fault, n, err)
			}
			whole(t, srv, first)
			once()
			now, err := m.Update(t.Context(), second, made.UniqueID, ownNames, nil, made.Managed...)
			if err != nil {
				t.Fatalf("update, fault %d at call %d: %v", fault, n, err)
			}
			whole(t, srv, second)
			once()
			if err := m.Delete(t.Context(), "ward", made.UniqueID, ownNames, false, now.Managed...); err != nil {
				t.Fatalf("deletion, fault %d at call %d: %v", fault, n, err)
			}
			if left := own(srv); len(left) > 0 || len(srv.Names()) > 0 {
				t.Fatalf("deletion, fault %d at call %d: left %v %v", fault, n, left, srv.Names())
			}
			if failed == 0 {
				break
			}
		}
	}
}

func TestTooLongToSpread(t *testing.T) {
	srv, m := start(t)
	w := role()
	w.Policies = []iamrole.Policy{{Name: "access", Document: strings.Replace(about("Deny", buckets(0, 200)), `"Resource"`, `"NotResource"`, 1)}}
	if _, err := m.Create(t.Context(), w); err == nil || !strings.Contains(err.Error(), "cannot be cut") || len(srv.Names()) > 0 {
		t.Errorf("error %v, left %v", err, srv.Names())
	}
}

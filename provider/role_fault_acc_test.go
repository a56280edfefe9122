// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// complete holds a role at the endpoint to be finished, and to be the only one.
func complete(t *testing.T, srv *iamtest.Server, name string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff([]string{name}, srv.Names()); diff != "" {
			t.Errorf("roles (-want +got):\n%s", diff)
			return nil
		}
		r := srv.Role(name)
		if diff := cmp.Diff([]string{"hipaa-access", "hipaa-safeguards"}, slices.Sorted(maps.Keys(r.Inline))); diff != "" {
			t.Errorf("inline policies (-want +got):\n%s", diff)
		}
		for k := range r.Tags {
			if strings.Contains(k, "unfinished") {
				t.Errorf("the role is still marked: %v", r.Tags)
			}
		}
		return nil
	}
}

// TestAccRole_eventualConsistency makes a role that IAM takes time to know, of
// principals and a boundary that it takes time to know.
func TestAccRole_eventualConsistency(t *testing.T) {
	srv := iamtest.New(t)
	srv.Lag = 4
	tries := 0
	srv.SetFault(func(c iamtest.Call) iamtest.Fault {
		if c.Action == "CreateRole" {
			if tries++; tries == 3 {
				go srv.AddPrincipal("arn:aws:iam::123456789012:user/one", "arn:aws:iam::123456789012:user/two")
			} else if tries == 6 {
				go srv.AddPolicy(boundary)
			}
		}
		return iamtest.None
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: at(srv.URL, "") + breakGlass("late", ""),
			Check:  complete(t, srv, "late"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("hipaa_break_glass_role.test", tfjsonpath.New("findings"), knownvalue.ListPartial(map[int]knownvalue.Check{
					// The worst first, so that rules to come do not move it.
					0: knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"rule": knownvalue.StringExact("privilege-escalation"), "accepted": knownvalue.StringRegexp(says("Repairing access means changing it")),
					}),
				})),
			},
		}},
	})
	if tries < 7 {
		t.Errorf("CreateRole was tried %d times", tries)
	}
}

// TestAccRole_killed cuts every connection from one request on, as when the
// process is killed, and then applies again.
func TestAccRole_killed(t *testing.T) {
	for _, request := range []string{"CreateRole", "PutRolePolicy", "UntagRole"} {
		t.Run(request, func(t *testing.T) {
			srv := start(t)
			dead := false
			srv.SetFault(func(c iamtest.Call) iamtest.Fault {
				switch {
				case dead:
					return iamtest.Reset
				case c.Action == request:
					dead = true
					if request == "CreateRole" {
						// Made, and the answer is lost.
						return iamtest.Lost
					}
					return iamtest.Reset
				}
				return iamtest.None
			})
			config := at(srv.URL, "max_retries = 1") + keyAdministrator("killed", "")
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{
					{Config: config, ExpectError: says("was not created")},
					{
						PreConfig: func() {
							if r := srv.Role("killed"); r == nil || len(r.Tags) < 4 {
								t.Fatalf("the killed run left %+v", r)
							}
							srv.SetFault(nil)
						},
						Config: config, Check: complete(t, srv, "killed"),
					},
				},
			})
		})
	}
}

// TestAccRole_failedCreateIsTakenBack refuses one request of a creation.
func TestAccRole_failedCreateIsTakenBack(t *testing.T) {
	srv := start(t)
	srv.SetFault(func(c iamtest.Call) iamtest.Fault {
		if c.Action == "PutRolePolicy" && c.Params.Get("PolicyName") == "hipaa-access" {
			return iamtest.Denied
		}
		return iamtest.None
	})
	config := at(srv.URL, "") + keyAdministrator("refused", "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config, ExpectError: saysAt("was not created", "not authorized")},
			{
				PreConfig: func() {
					if left := srv.Names(); len(left) > 0 {
						t.Fatalf("left behind: %v", left)
					}
					srv.SetFault(nil)
				},
				Config:           config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction("hipaa_kms_key_administrator_role.test", plancheck.ResourceActionCreate)}},
				Check:            complete(t, srv, "refused"),
			},
		},
	})
}

// TestAccRole_existing meets a role that somebody else has made.
func TestAccRole_existing(t *testing.T) {
	srv := start(t)
	srv.Put(&iamtest.Role{Name: "theirs", Trust: "{}", MaxSession: 3600, Inline: map[string]string{"own": "{}"}})
	before := srv.Role("theirs")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config:      at(srv.URL, "") + keyAdministrator("theirs", ""),
			ExpectError: saysAt("role named theirs exists already", "terraform import hipaa_kms_key_administrator_role.NAME theirs"),
		}},
	})
	if diff := cmp.Diff(before, srv.Role("theirs"), cmp.AllowUnexported(iamtest.Role{})); diff != "" {
		t.Errorf("their role was changed:\n%s", diff)
	}
}

// TestAccRole_madeAnew meets another role in the place of the one in the state.
func TestAccRole_madeAnew(t *testing.T) {
	srv := start(t)
	config := at(srv.URL, "") + keyAdministrator("anew", "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					r := srv.Role("anew")
					r.ID = "AROASOMEBODYELSES"
					srv.Put(r)
				},
				Config: config, ExpectError: says("role named anew exists already"),
			},
		},
	})
	if srv.Role("anew") == nil {
		t.Error("somebody else's role was deleted")
	}
}

// TestAccRole_boundary sets, changes and removes a boundary, and deletes a
// principal, which AWS then shows by its identifier.
func TestAccRole_boundary(t *testing.T) {
	srv := start(t)
	other := "arn:aws:iam::123456789012:policy/other"
	srv.AddPolicy(other)
	const address = "hipaa_kms_key_administrator_role.test"
	with := func(more string) string { return at(srv.URL, "") + keyAdministrator("bounded", more) }
	is := func(want string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := srv.Role("bounded").Boundary; got != want {
				t.Errorf("boundary %q, want %q", got, want)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: with(`permissions_boundary = "` + boundary + `"`), Check: is(boundary)},
			{Config: with(`permissions_boundary = "` + other + `"`), Check: is(other)},
			{Config: with(``), ExpectError: says("boundary-removed")},
			{
				PreConfig: func() { srv.Edit("bounded", func(r *iamtest.Role) { r.Boundary = "" }) },
				Config:    with(`permissions_boundary = "` + other + `"`), Check: is(other),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)}},
			},
			{
				PreConfig: func() {
					srv.RemovePrincipal("arn:aws:iam::123456789012:user/keys")
					if !strings.Contains(srv.Role("bounded").Trust, "AIDA") {
						t.Fatalf("trust %s", srv.Role("bounded").Trust)
					}
					srv.AddPrincipal("arn:aws:iam::123456789012:user/keys")
				},
				Config:           with(`permissions_boundary = "` + other + `"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)}},
				Check: func(*terraform.State) error {
					if strings.Contains(srv.Role("bounded").Trust, "AIDA") {
						t.Errorf("trust not mended: %s", srv.Role("bounded").Trust)
					}
					return nil
				},
			},
		},
	})
}

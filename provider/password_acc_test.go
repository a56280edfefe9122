// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
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

const passwordAddress = "hipaa_account_password_policy.test"

func password(more string) string {
	return "resource \"hipaa_account_password_policy\" \"test\" {\n  " + more + "\n}\n"
}

// strong is what the default profile demands.
func strong() *iamtest.PasswordPolicy {
	return &iamtest.PasswordPolicy{MinimumLength: 14, Reuse: 24, MaxAge: 90, Lowercase: true, Uppercase: true, Numbers: true, Symbols: true, AllowChange: true}
}

func TestAccPassword_lifecycle(t *testing.T) {
	for name, endpoint := range map[string]func(*testing.T) string{
		"moto":    func(t *testing.T) string { t.Helper(); return iamtest.Moto(t) },
		"iamtest": func(t *testing.T) string { t.Helper(); return start(t).URL },
	} {
		t.Run(name, func(t *testing.T) {
			url := endpoint(t)
			update := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(passwordAddress, plancheck.ResourceActionUpdate)}}
			known := func(attribute string, want int64) statecheck.StateCheck {
				return statecheck.ExpectKnownValue(passwordAddress, tfjsonpath.New(attribute), knownvalue.Int64Exact(want))
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{
					{
						Config: at(url, "") + password(""),
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
							plancheck.ExpectKnownValue(passwordAddress, tfjsonpath.New("minimum_password_length"), knownvalue.Int64Exact(14)),
							plancheck.ExpectKnownValue(passwordAddress, tfjsonpath.New("findings"), knownvalue.ListSizeExact(0)),
						}},
						ConfigStateChecks: []statecheck.StateCheck{known("password_reuse_prevention", 24), known("max_password_age", 90)},
					},
					{Config: at(url, "") + password(""), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
					{ResourceName: passwordAddress, ImportState: true, ImportStateId: "iam-account-password-policy", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"profile"}},
					{ResourceName: passwordAddress, ImportState: true, ImportStateId: "123456789012", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"profile"}},
					{ResourceName: passwordAddress, ImportState: true, ImportStateId: "210987654321", ExpectError: says("nor the account that the provider is configured for")},
					{Config: at(url, "") + password("minimum_password_length = 20\n hard_expiry = true"), ConfigPlanChecks: update, ConfigStateChecks: []statecheck.StateCheck{known("minimum_password_length", 20)}},
					{ // Another profile: longer, and nothing else.
						Config: at(url, "") + password("profile = \"nist-800-63b\""), ConfigPlanChecks: update,
						ConfigStateChecks: []statecheck.StateCheck{known("minimum_password_length", 15), known("max_password_age", 0)},
					},
					{Config: at(url, "") + password("profile = \"nist-800-63b\""), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
				},
			})
		})
	}
}

func TestAccPassword_refused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "nist.hcl")
	if err := os.WriteFile(file, []byte("profile = \"nist-800-63b\"\nrule \"password-policy-weak\" { severity = \"medium\" }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const reason = "weaker_than_profile = \"Sign-in is federated; IAM users are for emergencies\""
	for name, tc := range map[string]struct{ settings, config, line, message string }{
		"too short":                  {"", "minimum_password_length = 8", "minimum_password_length = 8", "is 8; the limit demands 14"},
		"remembers too few":          {"", "password_reuse_prevention = 5", "password_reuse_prevention = 5", "is 5; the limit demands 24"},
		"never expires":              {"", "max_password_age = 0", "max_password_age = 0", "so that passwords never expire"},
		"lives too long":             {"", "max_password_age = 365", "max_password_age = 365", "the limit allows at most 90 days"},
		"no symbols":                 {"", "require_symbols = false", "require_symbols = false", "the limit demands it (profile security-rule; 45 CFR 164.308(a)(5)(ii)(D)"},
		"too short for NIST":         {"", "profile = \"nist-800-63b\"\n minimum_password_length = 14", "minimum_password_length = 14", "is 14; the limit demands 15"},
		"the file's profile wins":    {`config_file = "` + file + `"`, "profile = \"security-rule\"\n minimum_password_length = 14", "minimum_password_length = 14", "is 14; the limit demands 15"},
		"the file asks for no less":  {`config_file = "` + file + `"`, "minimum_password_length = 14\n" + reason, "", "Error: password-policy-weak"},
		"a reason that is no reason": {"", "minimum_password_length = 8\n weaker_than_profile = \"yes\"", "", "string length must be between 10"},
	} {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: at("http://127.0.0.1:1", tc.settings) + password(tc.config), PlanOnly: true, ExpectError: saysAt(tc.line, tc.message)}},
			})
		})
	}
	t.Run("weaker, with a reason", func(t *testing.T) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{{
				Config: at("http://127.0.0.1:1", "") + password("max_password_age = 365\n"+reason), PlanOnly: true, ExpectNonEmptyPlan: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPreRefresh: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(passwordAddress, tfjsonpath.New("findings").AtSliceIndex(0).AtMapKey("rule"), knownvalue.StringExact("password-policy-weak")),
					plancheck.ExpectKnownValue(passwordAddress, tfjsonpath.New("findings").AtSliceIndex(0).AtMapKey("severity"), knownvalue.StringExact("low")),
					plancheck.ExpectKnownValue(passwordAddress, tfjsonpath.New("findings").AtSliceIndex(0).AtMapKey("message"), knownvalue.StringRegexp(says("IAM users are for emergencies"))),
				}},
			}},
		})
	})
}

// TestAccPassword_drift weakens and removes the policy outside Terraform.
func TestAccPassword_drift(t *testing.T) {
	srv := start(t)
	weak := strong()
	weak.MinimumLength, weak.Symbols, weak.MaxAge = 8, false, 0
	is := func(want *iamtest.PasswordPolicy) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if diff := cmp.Diff(want, srv.Password()); diff != "" {
				t.Errorf("password policy (-want +got):\n%s", diff)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             is(nil),
		Steps: []resource.TestStep{
			{Config: at(srv.URL, "") + password(""), Check: is(strong())},
			{
				PreConfig: func() { srv.SetPassword(weak) }, Config: at(srv.URL, "") + password(""), Check: is(strong()),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(passwordAddress, plancheck.ResourceActionUpdate)}},
			},
			{
				PreConfig: func() { srv.SetPassword(nil) }, Config: at(srv.URL, "") + password(""), Check: is(strong()),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(passwordAddress, plancheck.ResourceActionCreate)}},
			},
		},
	})
}

// TestAccPassword_existing meets a policy that is there already.
func TestAccPassword_existing(t *testing.T) {
	srv := start(t)
	longer := strong()
	longer.MinimumLength = 30
	srv.SetPassword(longer)
	config := at(srv.URL, "") + password("")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config, ExpectError: saysAt("demands more", "14 characters instead of 30")},
			{ // One that demands less is made stronger.
				PreConfig: func() { srv.SetPassword(&iamtest.PasswordPolicy{MinimumLength: 8}) }, Config: config,
			},
		},
	})
}

// TestAccPassword_faults lets each request fail once, and the run be killed.
func TestAccPassword_faults(t *testing.T) {
	for name, fault := range map[string]iamtest.Fault{"throttled": iamtest.Throttle, "answer lost": iamtest.Lost, "server error": iamtest.Internal} {
		t.Run(name, func(t *testing.T) {
			srv := start(t)
			failed := map[string]bool{}
			srv.SetFault(func(c iamtest.Call) iamtest.Fault {
				if failed[c.Action] {
					return iamtest.None
				}
				failed[c.Action] = true
				return fault
			})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps:                    []resource.TestStep{{Config: at(srv.URL, "") + password("")}},
			})
			if srv.Password() != nil || !failed["DeleteAccountPasswordPolicy"] {
				t.Errorf("left %+v; failed %v", srv.Password(), failed)
			}
		})
	}
	t.Run("killed", func(t *testing.T) {
		srv := start(t)
		srv.SetFault(func(c iamtest.Call) iamtest.Fault {
			if c.Action == "UpdateAccountPasswordPolicy" {
				return iamtest.Lost
			}
			return iamtest.None
		})
		config := at(srv.URL, "max_retries = 0") + password("")
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{
				{Config: config, ExpectError: says("The password policy was not set")},
				{PreConfig: func() { srv.SetFault(nil) }, Config: config},
			},
		})
	})
}

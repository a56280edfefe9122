// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
	"github.com/hipaa-iam/terraform-provider-hipaa/provider"
)

// atBoth is a provider configuration for two endpoints, with more settings as HCL.
func atBoth(iamURL, artifactURL, region, more string) string {
	return fmt.Sprintf(`
provider "hipaa" {
  region      = %[3]q
  access_key  = "test"
  secret_key  = "test"
  max_retries = 2
  endpoints {
    iam      = %[1]q
    sts      = %[1]q
    artifact = %[2]q
  }
  %[4]s
}
`, iamURL, artifactURL, region, more)
}

func addendum(name, state, from string, more ...string) map[string]any {
	out := map[string]any{"name": name, "state": state, "type": "DEFAULT", "awsAccountId": account, "arn": "arn:aws:artifact::123456789012:customer-agreement/" + name, "effectiveStart": from}
	if len(more) == 1 {
		out["effectiveEnd"] = more[0]
	}
	return out
}

// TestAccAgreement asks whether an agreement is in force, over several pages.
func TestAccAgreement(t *testing.T) {
	defer provider.SetNow(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC))()
	const baa, orgs = "AWS Business Associate Addendum", "AWS Organizations Business Associate Addendum"
	nda := addendum("AWS Non-Disclosure Agreement", "ACTIVE", "2024-01-01T00:00:00Z")
	tests := map[string]struct {
		agreements []map[string]any
		arguments  string
		active     bool
		from       knownvalue.Check
		reason     string
	}{
		"in force, on the second page": {
			agreements: []map[string]any{nda, nda, addendum(orgs, "ACTIVE", "2026-01-31T08:00:00Z"), addendum(baa, "ACTIVE", "2025-01-31T08:00:00Z")},
			active:     true, from: knownvalue.StringExact("2025-01-31T08:00:00Z"), reason: `"AWS Business Associate Addendum" is in force since 2025-01-31\.`,
		},
		"another agreement only": {agreements: []map[string]any{nda}, from: knownvalue.Null(), reason: `lists 1 agreements, and none has "Business Associate" in its name`},
		"none at all":            {from: knownvalue.Null(), reason: `lists 0 agreements`},
		"ended": {
			agreements: []map[string]any{addendum(baa, "CUSTOMER_TERMINATED", "2025-01-31T08:00:00Z", "2026-02-01T00:00:00Z")},
			from:       knownvalue.Null(), reason: `state is CUSTOMER_TERMINATED, it holds from 2025-01-31 until 2026-02-01`,
		},
		"not begun": {agreements: []map[string]any{addendum(baa, "ACTIVE", "2027-01-01T00:00:00Z")}, from: knownvalue.Null(), reason: `holds from 2027-01-01`},
		"a custom one by its name": {
			agreements: []map[string]any{addendum("Hospital master agreement", "ACTIVE", "2025-01-31T08:00:00Z")}, arguments: `name_contains = "master AGREEMENT"`,
			active: true, from: knownvalue.StringExact("2025-01-31T08:00:00Z"), reason: `in force`,
		},
	}
	srv := start(t)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			artifact := iamtest.NewArtifact(t, tc.agreements...)
			const address = "data.hipaa_business_associate_agreement.aws"
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config: atBoth(srv.URL, artifact.URL, "eu-central-1", "") + `data "hipaa_business_associate_agreement" "aws" {` + tc.arguments + `}`,
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("active"), knownvalue.Bool(tc.active)),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("known"), knownvalue.Bool(true)),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("account_id"), knownvalue.StringExact(account)),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("effective_from"), tc.from),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("reason"), knownvalue.StringRegexp(regexp.MustCompile(tc.reason))),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("agreements"), knownvalue.ListSizeExact(len(tc.agreements))),
					},
				}},
			})
		})
	}
}

// TestAccAgreement_notKnown: what cannot be asked is never a yes, and the example
// of the documentation fails the plan.
func TestAccAgreement_notKnown(t *testing.T) {
	defer provider.SetNow(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC))()
	example, err := os.ReadFile("../examples/data-sources/hipaa_business_associate_agreement/data-source.tf")
	if err != nil {
		t.Fatal(err)
	}
	srv := start(t)
	held := addendum("AWS Business Associate Addendum", "ACTIVE", "2025-01-31T08:00:00Z")
	const address = "data.hipaa_business_associate_agreement.aws"
	no := []statecheck.StateCheck{
		statecheck.ExpectKnownValue(address, tfjsonpath.New("active"), knownvalue.Bool(false)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("known"), knownvalue.Bool(false)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("agreements"), knownvalue.Null()),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("effective_from"), knownvalue.Null()),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("reason"), knownvalue.StringRegexp(regexp.MustCompile(`^It is not known`))),
	}
	bare := `data "hipaa_business_associate_agreement" "aws" {}`
	t.Run("denied", func(t *testing.T) {
		artifact := iamtest.NewArtifact(t, held)
		artifact.SetFault(func(int) iamtest.Fault { return iamtest.Denied })
		config := atBoth(srv.URL, artifact.URL, "us-east-1", "")
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{
				{Config: config + bare, ConfigStateChecks: no},
				{Config: config + string(example), ExpectError: says("No business associate agreement with AWS: It is not known whether")},
				{
					PreConfig: func() { artifact.SetFault(nil) },
					Config:    config + string(example),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownOutputValue("agreement_since", knownvalue.StringExact("2025-01-31T08:00:00Z")),
					},
				},
			},
		})
	})
	t.Run("a partition without it", func(t *testing.T) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps:                    []resource.TestStep{{Config: atBoth(srv.URL, "", "cn-north-1", "") + bare, ConfigStateChecks: no}},
		})
	})
	t.Run("throttled for ever", func(t *testing.T) {
		artifact := iamtest.NewArtifact(t, held)
		artifact.SetFault(func(int) iamtest.Fault { return iamtest.Throttle })
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps:                    []resource.TestStep{{Config: atBoth(srv.URL, artifact.URL, "us-east-1", "") + bare, ExpectError: says("AWS Artifact did not answer")}},
		})
	})
	t.Run("throttled once", func(t *testing.T) {
		artifact := iamtest.NewArtifact(t, held)
		artifact.SetFault(func(n int) iamtest.Fault {
			if n == 1 {
				return iamtest.Throttle
			}
			return iamtest.None
		})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{{
				Config:            atBoth(srv.URL, artifact.URL, "us-east-1", "") + bare,
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("active"), knownvalue.Bool(true))},
			}},
		})
	})
}

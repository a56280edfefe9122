// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// BenchmarkPlanOf500 is what Terraform asks of the provider for a plan of 500
// new roles, through the protocol: it validates each, and then, for the plan,
// validates each once more and plans it. All of Terraform and the provider,
// with their processes, is measured by make plantime.
func BenchmarkPlanOf500(b *testing.B) {
	const roles, name = 500, "hipaa_clinician_role"
	fresh, err := factories["hipaa"]()
	if err != nil {
		b.Fatal(err)
	}
	s := configured(b, "http://127.0.0.1:1")
	ty := s.schema.ResourceSchemas[name].ValueType()
	configs := make([]*tfprotov6.DynamicValue, roles)
	for i := range configs {
		configs[i] = s.dynamic(ty, s.value(ty, map[string]any{
			"name": fmt.Sprintf("ward-%d", i), "owner": "it@example.org", "review_by": "2099-01-31", "permissions_boundary": boundary,
			"justification": "Reads records at the bedside", "regions": []any{"us-east-1"},
			"keys":                  []any{fmt.Sprintf("arn:aws:kms:us-east-1:123456789012:key/%d", i)},
			"healthlake_datastores": []any{fmt.Sprintf("arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/%d", i)},
			"record_buckets":        []any{map[string]any{"arn": fmt.Sprintf("arn:aws:s3:::ward-%d-letters", i), "prefix": "discharge/"}},
			"trust": map[string]any{"saml": []any{map[string]any{
				"provider_arn": "arn:aws:iam::123456789012:saml-provider/Workforce", "mfa_enforced_by": "idp", "mfa_evidence": "SEC-12",
			}}},
		}))
	}
	none := s.none(name).state
	validate := func(server tfprotov6.ProviderServer, config *tfprotov6.DynamicValue) {
		resp, err := server.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
		if err != nil {
			b.Fatal(err)
		}
		s.clean(resp.Diagnostics)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, config := range configs {
			validate(fresh, config)
		}
		for _, config := range configs {
			validate(s.server, config)
			plan, err := s.server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: name, Config: config, PriorState: none, ProposedNewState: config})
			if err != nil {
				b.Fatal(err)
			}
			s.clean(plan.Diagnostics)
		}
	}
}

// BenchmarkRefreshAndPlan is what Terraform asks for a role that exists already:
// it is read, validated, and planned, and nothing has changed.
func BenchmarkRefreshAndPlan(b *testing.B) {
	srv := start(b)
	s := configured(b, srv.URL)
	config := keys("bench", nil)
	had, _, err := s.run(keyRole, s.none(keyRole), config)
	if err != nil {
		b.Fatal(err)
	}
	ty := s.schema.ResourceSchemas[keyRole].ValueType()
	v := s.value(ty, config)
	want := s.dynamic(ty, v)
	b.ReportAllocs()
	for b.Loop() {
		read, err := s.server.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{TypeName: keyRole, CurrentState: had.state, CurrentIdentity: had.identity})
		if err != nil {
			b.Fatal(err)
		}
		s.clean(read.Diagnostics)
		proposed := s.dynamic(ty, s.defaults(ty, read.NewState, v))
		plan, err := s.server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: keyRole, Config: want, PriorState: read.NewState, ProposedNewState: proposed, PriorIdentity: read.NewIdentity, PriorPrivate: read.Private,
		})
		if err != nil {
			b.Fatal(err)
		}
		s.clean(plan.Diagnostics)
	}
}

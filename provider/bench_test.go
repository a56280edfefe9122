// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// BenchmarkPlan validates and plans one new role through the protocol, which is
// what Terraform asks for each. A plan of 500 roles should take at most two
// seconds more than Terraform itself.
func BenchmarkPlan(b *testing.B) {
	s := configured(b, "http://127.0.0.1:1")
	const name = "hipaa_clinician_role"
	ty, ok := s.schema.ResourceSchemas[name].ValueType().(tftypes.Object)
	if !ok {
		b.Fatal("the schema is no object")
	}
	text := func(v string) tftypes.Value { return tftypes.NewValue(tftypes.String, v) }
	list := func(v ...string) tftypes.Value {
		var vals []tftypes.Value
		for _, e := range v {
			vals = append(vals, text(e))
		}
		return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, vals)
	}
	trust, _ := ty.AttributeTypes["trust"].(tftypes.Object)
	samls, _ := trust.AttributeTypes["saml"].(tftypes.List)
	saml, _ := samls.ElementType.(tftypes.Object)
	profile := map[string]tftypes.Value{}
	for attribute, aty := range saml.AttributeTypes {
		profile[attribute] = tftypes.NewValue(aty, nil)
	}
	profile["provider_arn"] = text("arn:aws:iam::123456789012:saml-provider/Workforce")
	profile["mfa_enforced_by"], profile["mfa_evidence"] = text("idp"), text("SEC-12")
	vals := map[string]tftypes.Value{}
	for attribute, aty := range ty.AttributeTypes {
		vals[attribute] = tftypes.NewValue(aty, nil)
	}
	vals["name"], vals["owner"], vals["review_by"] = text("ward"), text("it@example.org"), text("2027-01-31")
	vals["permissions_boundary"] = text(boundary)
	vals["regions"], vals["keys"] = list("us-east-1"), list("arn:aws:kms:us-east-1:123456789012:key/1")
	vals["healthlake_datastores"] = list("arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/1")
	vals["trust"] = tftypes.NewValue(trust, map[string]tftypes.Value{"saml": tftypes.NewValue(samls, []tftypes.Value{tftypes.NewValue(saml, profile)})})
	config := s.dynamic(ty, tftypes.NewValue(ty, vals))
	none := s.dynamic(ty, tftypes.NewValue(ty, nil))
	b.ResetTimer()
	for b.Loop() {
		valid, err := s.server.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
		if err != nil {
			b.Fatal(err)
		}
		s.clean(valid.Diagnostics)
		plan, err := s.server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: name, Config: config, PriorState: none, ProposedNewState: config})
		if err != nil {
			b.Fatal(err)
		}
		s.clean(plan.Diagnostics)
	}
}

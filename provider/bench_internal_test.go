// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "testing"

// BenchmarkPlan renders and judges one role, which is what a plan does for each.
// A plan of 500 roles should take at most two seconds more than Terraform itself.
func BenchmarkPlan(b *testing.B) {
	r, plan, _, args := subject(b, "clinician", nil, records, saml)
	b.ResetTimer()
	for b.Loop() {
		rendered, _ := r.render(args)
		r.planDocuments(plan, rendered)
		if _, diags := r.judge(b.Context(), plan, nil, rendered, args); diags.HasError() {
			b.Fatal(diags)
		}
	}
}

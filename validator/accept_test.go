// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// TestAccepted: what a role's template accepts is shown as held, and counted so.
func TestAccepted(t *testing.T) {
	p, err := plan.Read(context.Background(), corpus+"/template-accepted/plan.json", plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	only := []string{"privilege-escalation", "pass-role-wildcard"}
	r, err := validator.Check(context.Background(), p, nil, validator.Options{FailOn: config.Medium, Scope: validator.ScopeAll, Only: only, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != validator.Pass || r.Summary.Waived != len(only) || r.Summary.Introduced.Total() != 0 || len(r.Findings) != len(only) {
		t.Errorf("%s, %+v, %d findings", r.Verdict, r.Summary, len(r.Findings))
	}
	for _, f := range r.Findings {
		w := f.Waiver
		if w == nil || w.Owner != "template break_glass@1.2.0" || w.Ticket != "" || w.Expires != "" || !strings.HasSuffix(w.Reason, ".") || f.Blocks {
			t.Errorf("%s: %+v", f.Rule, w)
		}
	}
}

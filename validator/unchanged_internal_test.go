// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestAllowedBefore: no question is asked of a statement that was there before,
// and every one is as soon as anything that limits it may have changed.
func TestAllowedBefore(t *testing.T) {
	parse := func(text string) *policy.Document {
		d, problems := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[`+text+`]}`), policy.Identity)
		if d == nil || len(problems) > 0 {
			t.Fatal(text, problems)
		}
		return d
	}
	read := parse(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`)
	write := parse(`{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}`)
	deny := parse(`{"Effect":"Deny","Action":"s3:*","Resource":"*"}`)
	again := *read // the same text in another place
	access := func(boundary *policy.Document, identity ...*policy.Document) *decide.Access {
		return &decide.Access{Policies: policy.Policies{Identity: identity, Boundary: boundary}}
	}
	guarded := access(nil, read)
	guarded.SCP = [][]*policy.Document{{write}}
	for name, c := range map[string]struct {
		before, after *decide.Access
		want          bool
	}{
		"nobody was there":        {nil, access(nil, read), false},
		"the same":                {access(nil, read), access(nil, read), true},
		"in another place":        {access(nil, read), access(nil, write, &again), true},
		"a new one":               {access(nil, write), access(nil, read), false},
		"a deny is gone":          {access(nil, read, deny), access(nil, read), false},
		"a deny stays":            {access(nil, read, deny), access(nil, deny, read), true},
		"a deny is new":           {access(nil, read), access(nil, read, deny), true},
		"the boundary is gone":    {access(write, read), access(nil, read), false},
		"the boundary is another": {access(write, read), access(read, read), false},
		"the boundary stays":      {access(write, read), access(write, read), true},
		"a guardrail is gone":     {guarded, access(nil, read), false},
	} {
		if got := allowedBefore(c.before, c.after)[read.Statements[0]]; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

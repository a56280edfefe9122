// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestVary: a witness of a whole statement tells its parts, only where they hold.
func TestVary(t *testing.T) {
	const statement = `"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"],"Condition":{"StringEquals":{"aws:PrincipalTag/Team":"x"}}`
	allow := read(t, []byte(`{"Version":"2012-10-17","Statement":[{`+statement+`}]}`), policy.Identity)
	deny := read(t, []byte(`{"Version":"2012-10-17","Statement":[{`+statement+`},{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"}]}`), policy.Identity)
	access := func(d *policy.Document) *decide.Access {
		a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::123456789012:role/r")}
		a.Identity = []*policy.Document{d}
		return a
	}
	q := decide.Question{NotActions: []string{"sts:GetCallerIdentity"}}
	whole := decide.NewAccess(nil, access(allow), q, decide.Options{}).Witness
	if whole == nil {
		t.Fatal("the statement allows nothing")
	}
	s := allow.Statements[0]
	put, b := s.Action.List[1], s.Resource.List[1]
	w := whole.Vary(nil, access(allow), put, b)
	if w == nil || w.Action != "s3:PutObject" || w.Resource != "arn:aws:s3:::b/example" || len(w.Context["aws:PrincipalTag/Team"]) != 1 {
		t.Fatalf("%+v", w)
	}
	if w := whole.Vary(nil, access(deny), put, b); w != nil {
		t.Errorf("what is denied has the witness %+v", w)
	}
	if w := whole.Vary(access(allow), access(allow), put, b); w != nil {
		t.Errorf("what was allowed before has the witness %+v", w)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRename: in every element of a document the reference of another name is
// another value, and the document is otherwise the same.
func TestRename(t *testing.T) {
	hole := string(HoleRune(0))
	text := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + hole + `"},"Action":"s3:Get*","Resource":"` + hole + `/*","Condition":{"StringEquals":{"aws:SourceArn":"` + hole + `"}}}]}`
	parse := func(name string) *Document {
		d, problems := Parse([]byte(text), Resource, WithHoles([]Hole{{Name: name}}))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return d
	}
	old := parse("aws_s3_bucket.x.arn")
	got := old.Rename(func(s string) string { return "module.a." + s })
	want := parse("module.a.aws_s3_bucket.x.arn")
	if diff := cmp.Diff(string(want.Canonical()), string(got.Canonical())); diff != "" {
		t.Error(diff)
	}
	if string(old.Canonical()) == string(got.Canonical()) {
		t.Error("the document itself is renamed")
	}
	request := func(name string) Result {
		ref := "<" + name + ">"
		return Evaluate(&Policies{Resource: got}, &Request{
			Principal: Principal{Kind: Role, ID: ref, RoleARN: ref}, Action: "s3:GetObject", Resource: ref + "/1",
			Context: map[string][]string{"aws:SourceArn": {ref}},
		}).Result
	}
	if a, b := request("module.a.aws_s3_bucket.x.arn"), request("aws_s3_bucket.x.arn"); a != Allowed || b == Allowed {
		t.Errorf("%v by the new name, %v by the old one", a, b)
	}
}

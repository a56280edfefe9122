// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func TestJoin(t *testing.T) {
	parse := func(text string, holes ...policy.Hole) *policy.Document {
		text = strings.ReplaceAll(text, "~", string(policy.HoleRune(0)))
		d, problems := policy.Parse([]byte(text), policy.Resource, policy.WithHoles(holes))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return d
	}
	statement := func(action, who, resource, value string) string {
		return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + who + `"},"Action":"` + action +
			`","Resource":"` + resource + `","Condition":{"StringEquals":{"aws:SourceArn":"` + value + `"}}}}`
	}
	first := parse(statement("s3:GetObject", "~", "~/*", "~"), policy.Hole{Name: "a.arn"})
	second := parse(statement("s3:GetObject", "~", "~/*", "~"), policy.Hole{Name: "b.arn"})
	plain := parse(statement("s3:PutObject", "*", "*", "x"))

	if policy.Join() != nil || policy.Join(nil, nil) != nil {
		t.Error("nothing joins to a document")
	}
	if got := policy.Join(nil, first); got != first {
		t.Error("one document does not stay itself")
	}
	got := policy.Join(plain, first, second)
	want := `{"Version":"2012-10-17","Statement":[` + strings.Join([]string{
		`{"Effect":"Allow","Principal":"*","Action":["s3:putobject"],"Resource":["*"],"Condition":{"StringEquals":{"aws:sourcearn":["x"]}}}`,
		`{"Effect":"Allow","Principal":{"AWS":["<a.arn>"]},"Action":["s3:getobject"],"Resource":["<a.arn>/*"],"Condition":{"StringEquals":{"aws:sourcearn":["<a.arn>"]}}}`,
		`{"Effect":"Allow","Principal":{"AWS":["<b.arn>"]},"Action":["s3:getobject"],"Resource":["<b.arn>/*"],"Condition":{"StringEquals":{"aws:sourcearn":["<b.arn>"]}}}`,
	}, ",") + `]}`
	if diff := cmp.Diff(want, string(got.Canonical())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for i, s := range got.Statements {
		if s.Index != i {
			t.Errorf("statement %d has the index %d", i, s.Index)
		}
	}
	if second.Statements[0].Index != 0 || string(second.Canonical()) == string(first.Canonical()) {
		t.Error("the documents that were joined have changed")
	}
}

// A condition keeps its identity: the same one, and none of its neighbours.
func TestJoinKeepsConditionsApart(t *testing.T) {
	holes := []policy.Hole{{Name: "a.arn"}, {Name: "b.arn"}, {Name: "c.arn"}}
	var statements []string
	for i := range holes {
		statements = append(statements, allow(anyone+`,`+condition("StringEquals", "aws:SourceArn", string(policy.HoleRune(i)))))
	}
	read := func() *policy.Document { return parse(t, policy.Resource, doc(statements...), holes...) }
	first := parse(t, policy.Resource, doc(allow(anyone+`,`+condition("StringEquals", "aws:SourceArn", string(policy.HoleRune(0))))), policy.Hole{Name: "x.arn"})
	joined := policy.Join(first, read())
	for i, s := range read().Statements {
		if want, got := s.Conditions[0].ID(), joined.Statements[i+1].Conditions[0].ID(); got != want {
			t.Errorf("%s became %s", want, got)
		}
	}
}

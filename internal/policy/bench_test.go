// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// tenPolicies is a role with as many managed policies as AWS lets it have.
func tenPolicies(b *testing.B) *policy.Policies {
	b.Helper()
	p := &policy.Policies{}
	for _, name := range []string{
		"AmazonS3FullAccess", "AmazonDynamoDBFullAccess", "AWSLambda_FullAccess", "AmazonEC2ReadOnlyAccess", "AmazonRDSFullAccess",
		"CloudWatchFullAccess", "SecurityAudit", "IAMReadOnlyAccess", "AmazonSQSFullAccess", "AWSKeyManagementServicePowerUser",
	} {
		m, ok := reference.LookupManagedPolicy(name)
		if !ok {
			b.Fatalf("no managed policy %s", name)
		}
		d, problems := policy.Parse(m.Document, policy.Identity)
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		p.Identity = append(p.Identity, d)
	}
	return p
}

func BenchmarkEvaluateTenPolicies(b *testing.B) {
	p := tenPolicies(b)
	who, err := policy.ParsePrincipal("arn:aws:iam::123456789012:role/app")
	if err != nil {
		b.Fatal(err)
	}
	r := &policy.Request{
		Principal: who, Action: "secretsmanager:GetSecretValue", Resource: "arn:aws:secretsmanager:us-east-1:123456789012:secret:phi-AbCdEf",
		Context: map[string][]string{"aws:SecureTransport": {"true"}, "aws:PrincipalOrgID": {"o-exampleorg1"}},
	}
	b.ReportAllocs()
	for b.Loop() {
		if d := policy.Evaluate(p, r); d.Result != policy.Denied {
			b.Fatal(d)
		}
	}
}

func BenchmarkParseReadOnlyAccess(b *testing.B) {
	m, ok := reference.LookupManagedPolicy("ReadOnlyAccess")
	if !ok {
		b.Fatal("no managed policy ReadOnlyAccess")
	}
	b.SetBytes(int64(len(m.Document)))
	b.ReportAllocs()
	for b.Loop() {
		if d, _ := policy.Parse(m.Document, policy.Identity); d == nil {
			b.Fatal("not read")
		}
	}
}

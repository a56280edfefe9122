// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func TestApplies(t *testing.T) {
	tests := map[string]struct {
		action, resource string
		want             bool
	}{
		"an object action on objects":            {"s3:GetObject", "arn:aws:s3:::images/*", true},
		"an object action on a bucket":           {"s3:GetObject", "arn:aws:s3:::images", false},
		"an object action on buckets by prefix":  {"s3:GetObject", "arn:aws:s3:::images*", true},
		"a bucket action on a bucket":            {"s3:ListBucket", "arn:aws:s3:::images", true},
		"an action without resources on an ARN":  {"s3:ListAllMyBuckets", "arn:aws:s3:::images", false},
		"an action without resources on a star":  {"s3:ListAllMyBuckets", "*", true},
		"an action of another service":           {"sqs:SendMessage", "arn:aws:sns:us-east-1:123456789012:topic", false},
		"an action that AWS does not have today": {"s3:FutureAction", "arn:aws:s3:::images", true},
		"a pattern of actions":                   {"s3:Get*", "arn:aws:sns:us-east-1:123456789012:topic", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, problems := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"`+tc.action+`","Resource":"`+tc.resource+`"}}`), policy.Identity)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			s := d.Statements[0]
			if got := Applies(s.Action.List[0], s.Resource.List[0]); got != tc.want {
				t.Errorf("Applies(%s, %s) = %v, want %v", tc.action, tc.resource, got, tc.want)
			}
		})
	}
}

// TestAppliesIsRemembered holds that what was asked of one pair costs nothing again,
// and that the pattern of a resource type is compiled once.
func TestAppliesIsRemembered(t *testing.T) {
	d, _ := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"arn:aws:ec2:*:*:subnet/*"}}`), policy.Identity)
	action, resource := d.Statements[0].Action.List[0], d.Statements[0].Resource.List[0]
	if n := testing.AllocsPerRun(10, func() { Applies(action, resource) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	const form = "arn:${Partition}:ec2:${Region}:${Account}:subnet/${SubnetId}"
	if first := formGlob(form); formGlob(form) != first {
		t.Error("compiled twice")
	}
}

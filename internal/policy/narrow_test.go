// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func TestWithoutServices(t *testing.T) {
	const (
		begin = `{"Version":"2012-10-17","Statement":[`
		deny  = `{"Sid":"No","Effect":"Deny","Action":"ec2:*","Resource":"*"}`
	)
	tests := map[string]struct {
		statements, used, unused string
		want                     string // statements; "": nothing allows anything
		same                     bool
		left                     []int
	}{
		"one of two":                        {`{"Effect":"Allow","Action":["s3:GetObject","EC2:Run*"],"Resource":"*"}`, "s3", "ec2", `{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`, false, nil},
		"a statement goes":                  {`{"Effect":"Allow","Action":"ec2:*","Resource":"*"},{"Sid":"Read","Effect":"Allow","Action":"S3:Get*","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}`, "s3", "ec2", `{"Sid":"Read","Effect":"Allow","Action":"S3:Get*","Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}`, false, nil},
		"all are used":                      {`{"Effect":"Allow","Action":["s3:GetObject","ec2:Run*"],"Resource":"*"}`, "ec2 s3", "sqs", `{"Effect":"Allow","Action":["s3:GetObject","ec2:Run*"],"Resource":"*"}`, true, nil},
		"everything":                        {`{"Effect":"Allow","Action":"*","Resource":"*"}`, "s3 ec2", "sqs", `{"Effect":"Allow","Action":["ec2:*","s3:*"],"Resource":"*"}`, false, nil},
		"reads of every service":            {`{"Effect":"Allow","Action":"*:Get*","Resource":"*"}`, "s3", "ec2", `{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}`, false, nil},
		"some services":                     {`{"Effect":"Allow","Action":"s*:List*","Resource":"*"}`, "ec2 s3 sqs", "", `{"Effect":"Allow","Action":["s3:List*","sqs:List*"],"Resource":"*"}`, false, nil},
		"patterns that meet in one service": {`{"Effect":"Allow","Action":["s*:List*","?3:List*"],"Resource":"*"}`, "s3", "", `{"Effect":"Allow","Action":"s3:List*","Resource":"*"}`, false, nil},
		"a denial of all but some":          {`{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}`, "s3", "ec2", `{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}`, true, nil},
		"nothing is used":                   {`{"Effect":"Allow","Action":"*","Resource":"*"}`, "", "s3 ec2", ``, false, nil},
		"only a denial is left":             {`{"Effect":"Allow","Action":"s3:*","Resource":"*"},` + deny, "ec2", "s3", ``, false, nil},
		"a denial stays":                    {`{"Effect":"Allow","Action":["s3:*","ec2:*"],"Resource":"*"},` + deny, "s3", "ec2", `{"Effect":"Allow","Action":"s3:*","Resource":"*"},` + deny, false, nil},
		"all but some":                      {`{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::x"}`, "s3", "ec2", `{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::x"}`, true, []int{0}},
		"a condition": {
			`{"Effect":"Allow","Action":["s3:Get*","sqs:*"],"Resource":"*","Condition":{"StringLike":{"aws:PrincipalTag/Unit":["a&b","c"],"s3:prefix":"<x>"},"Bool":{"aws:SecureTransport":true}}}`, "s3", "sqs",
			`{"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"},"StringLike":{"aws:PrincipalTag/Unit":["a&b","c"],"s3:prefix":"<x>"}}}`, false, nil,
		},
		"a service that nobody tracks": {`{"Effect":"Allow","Action":["sqs:*","odd:Go"],"Resource":"*"}`, "", "sqs", `{"Effect":"Allow","Action":"odd:Go","Resource":"*"}`, false, nil},
		"a pattern that AWS refuses":   {`{"Effect":"Allow","Action":["*Object","sqs:*"],"Resource":"*"}`, "s3", "sqs", `{"Effect":"Allow","Action":"*Object","Resource":"*"}`, false, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, _ := policy.Parse([]byte(begin+tc.statements+`]}`), policy.Identity)
			got, changed := d.WithoutServices(strings.Fields(tc.used), strings.Fields(tc.unused))
			want := ""
			if tc.want != "" {
				want = begin + tc.want + `]}`
			}
			if diff := cmp.Diff(want, string(got.JSON)); diff != "" {
				t.Error(diff)
			}
			if changed == tc.same || !slices.Equal(got.Left, tc.left) {
				t.Errorf("changed %v, left %v", changed, got.Left)
			}
			if got.JSON == nil {
				return
			}
			again, problems := policy.Parse(got.JSON, policy.Identity)
			if tc.same && string(again.Canonical()) != string(d.Canonical()) {
				t.Errorf("what stays has another meaning: %s", got.JSON)
			}
			if name != "a pattern that AWS refuses" && len(problems) > 0 {
				t.Errorf("AWS would refuse it: %v", problems)
			}
		})
	}
}

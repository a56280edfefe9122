// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkRead reads an account of 2,000 roles with an inline and two managed
// policies each, as the CLI prints it: 4 MB.
func BenchmarkRead(b *testing.B) {
	var out strings.Builder
	out.WriteString("{\n    \"RoleDetailList\": [\n")
	for i := range 2000 {
		if i > 0 {
			out.WriteString(",\n")
		}
		name := fmt.Sprintf("service-%d", i)
		out.WriteString(strings.ReplaceAll(benchmarkRole, "NAME", name))
	}
	out.WriteString("    ],\n    \"Policies\": []\n}\n")
	text := out.String()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		a, err := Read(strings.NewReader(text), "x")
		if err != nil {
			b.Fatal(err)
		}
		if len(a.Principals) != 2000 {
			b.Fatalf("%d principals", len(a.Principals))
		}
	}
}

const benchmarkRole = `        {
            "Path": "/services/",
            "RoleName": "NAME",
            "RoleId": "AROACKCEVSQ6C2EXAMPLE",
            "Arn": "arn:aws:iam::123456789012:role/services/NAME",
            "CreateDate": "2026-01-05T09:00:00+00:00",
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {
                            "Service": "lambda.amazonaws.com"
                        },
                        "Action": "sts:AssumeRole"
                    }
                ]
            },
            "InstanceProfileList": [],
            "RolePolicyList": [
                {
                    "PolicyName": "data",
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": [
                                    "s3:GetObject",
                                    "s3:PutObject"
                                ],
                                "Resource": "arn:aws:s3:::NAME/*"
                            }
                        ]
                    }
                }
            ],
            "AttachedManagedPolicies": [
                {
                    "PolicyName": "AWSLambdaBasicExecutionRole",
                    "PolicyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
                },
                {
                    "PolicyName": "common",
                    "PolicyArn": "arn:aws:iam::123456789012:policy/common"
                }
            ],
            "Tags": [],
            "RoleLastUsed": {
                "LastUsedDate": "2026-08-01T00:30:00+00:00",
                "Region": "us-east-1"
            }
        }
`

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"strings"
	"testing"
)

func TestLookupManagedPolicy(t *testing.T) {
	tests := []struct {
		name, query, want string // the ARN, empty when not found
	}{
		{"bare name", "AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"},
		{"ARN", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
		{"other partition", "arn:aws-us-gov:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"},
		{"path", "arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
		{"bare name of a policy with a path", "AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
		{"path left out of the ARN", "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole", ""},
		{"wrong path", "arn:aws:iam::aws:policy/job-function/AdministratorAccess", ""},
		{"a customer's policy", "arn:aws:iam::123456789012:policy/AdministratorAccess", ""},
		{"not a policy", "arn:aws:iam::aws:role/AdministratorAccess", ""},
		{"other service", "arn:aws:s3::aws:policy/AdministratorAccess", ""},
		{"region", "arn:aws:iam:us-east-1:aws:policy/AdministratorAccess", ""},
		{"not a partition", "arn:amazon:iam::aws:policy/AdministratorAccess", ""},
		{"half a partition", "arn:aws-:iam::aws:policy/AdministratorAccess", ""},
		{"case counts", "administratoraccess", ""},
		{"before the first", "!", ""},
		{"after the last", "~", ""},
		{"between two", "AdministratorAccess2", ""},
		{"no name", "arn:aws:iam::aws:policy/", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, ok := LookupManagedPolicy(tt.query)
			if ok != (tt.want != "") {
				t.Fatalf("LookupManagedPolicy(%q) found %v", tt.query, ok)
			}
			if ok && p.ARN != tt.want {
				t.Errorf("LookupManagedPolicy(%q) = %q, want %q", tt.query, p.ARN, tt.want)
			}
		})
	}
}

func TestManagedPolicyText(t *testing.T) {
	p, ok := LookupManagedPolicy("AdministratorAccess")
	if !ok {
		t.Fatal("no AdministratorAccess")
	}
	const want = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	if string(p.Document) != want || p.VersionID != "v1" {
		t.Errorf("AdministratorAccess %s is %s, want v1 %s", p.VersionID, p.Document, want)
	}
	p, ok = LookupManagedPolicy("ReadOnlyAccess")
	if !ok || len(p.Document) < 50_000 || !strings.Contains(string(p.Document), `"s3:Get*"`) {
		t.Error("ReadOnlyAccess is missing, short, or does not read s3")
	}
}

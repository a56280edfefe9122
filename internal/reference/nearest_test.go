// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"strings"
	"testing"
)

func TestNearestAction(t *testing.T) {
	tests := []struct{ name, action, want string }{
		{"letter left out", "s3:GetObjct", "s3:GetObject"},
		{"letter added", "iam:PassRoles", "iam:PassRole"},
		{"neighbours swapped", "s3:GteObject", "s3:GetObject"},
		{"plural in the wrong place", "s3:ListBuckets", "s3:ListBucket"},
		{"case does not count", "S3:getobjct", "s3:GetObject"},
		{"misspelt service", "s3s:GetObject", "s3:GetObject"},
		{"misspelt service and action", "dynamodbb:GetItm", "dynamodb:GetItem"},
		{"name that people use for a service", "elb:DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancers"},
		{"alias and misspelt action", "efs:CreateFilesystm", "elasticfilesystem:CreateFileSystem"},
		{"exists", "s3:GetObject", ""},
		{"nothing near", "s3:FlyToTheMoon", ""},
		{"short name, two edits", "sts:Tag", ""},
		{"unknown service", "qqqqqq:GetObject", ""},
		{"wildcard", "s3:GetObjct*", ""},
		{"no service", "GetObject", ""},
		{"no name", "s3:", ""},
		{"empty", "", ""},
		{"too long", "s3:" + strings.Repeat("x", 1000), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := NearestAction(tt.action)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("NearestAction(%q) = %q, %v, want %q", tt.action, got, ok, tt.want)
			}
		})
	}
}

func TestNearestService(t *testing.T) {
	for prefix, want := range map[string]string{
		"cognitoidp": "cognito-idp", "Dynamodbb": "dynamodb", "efs": "elasticfilesystem", "s3": "", "dynamodb": "", "sdq": "", "frobnicator": "", "": "", strings.Repeat("x", 1000): "",
	} {
		if got, ok := NearestService(prefix); got != want || ok != (want != "") {
			t.Errorf("NearestService(%.20q) = %q, %v, want %q", prefix, got, ok, want)
		}
	}
}

func TestNearestConditionKey(t *testing.T) {
	tests := []struct{ name, key, want string }{
		{"global", "aws:SorceIp", "aws:SourceIp"},
		{"homophone", "aws:PrincipleOrgID", "aws:PrincipalOrgID"},
		{"template keeps its part", "aws:ReqestTag/Owner", "aws:RequestTag/Owner"},
		{"service key", "iam:PassedToServices", "iam:PassedToService"},
		{"service template", "s3:ExistingObjctTag/phi", "s3:ExistingObjectTag/phi"},
		{"exists", "aws:SourceIp", ""},
		{"nothing near", "aws:FavouriteColour", ""},
		{"no prefix", "SourceIp", ""},
		{"too long", "aws:" + strings.Repeat("x", 1000), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := NearestConditionKey(tt.key)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("NearestConditionKey(%q) = %q, %v, want %q", tt.key, got, ok, tt.want)
			}
		})
	}
}

func TestEditDistance(t *testing.T) {
	tests := []struct {
		a, b  string
		limit int
		want  int // above limit: -1
	}{
		{"", "", 0, 0},
		{"a", "", 1, 1},
		{"", "ab", 1, -1},
		{"kitten", "sitting", 3, 3},
		{"kitten", "sitting", 2, -1},
		{"abcd", "abdc", 1, 1},
		{"ca", "abc", 3, 3}, // no part is edited twice
		{"GetObject", "getobject", 0, 0},
		{"a", "b", -1, -1},
		{"a", strings.Repeat("b", 500), 600, -1},
	}
	for _, tt := range tests {
		t.Run(tt.a+" to "+tt.b, func(t *testing.T) {
			got, ok := editDistance(tt.a, tt.b, tt.limit)
			if ok != (tt.want >= 0) || ok && got != tt.want {
				t.Errorf("editDistance(%q, %q, %d) = %d, %v, want %d", tt.a, tt.b, tt.limit, got, ok, tt.want)
			}
		})
	}
}

// TestServiceAliases keeps aliases that would never be reached, or lead nowhere, out of the table.
func TestServiceAliases(t *testing.T) {
	for alias, prefix := range serviceAliases {
		if _, ok := LookupService(alias); ok {
			t.Errorf("alias %q is a service itself", alias)
		}
		if _, ok := LookupService(prefix); !ok {
			t.Errorf("alias %q leads to the unknown %q", alias, prefix)
		}
	}
}

func FuzzNearestAction(f *testing.F) {
	for _, action := range []string{"s3:GetObjct", "s3s:GetObject", "elb:Describe", "iam:", ":", "a:b:c", "\xff:\xff", "s3:Get\u212A"} {
		f.Add(action)
	}
	f.Fuzz(func(t *testing.T, action string) {
		near, ok := NearestAction(action)
		if !ok {
			if near != "" {
				t.Fatalf("nothing near %q, yet %q", action, near)
			}
			return
		}
		if _, _, found := LookupAction(near); !found {
			t.Fatalf("%q is near the unknown %q", action, near)
		}
		if equalFold(near, action) {
			t.Fatalf("%q is near itself", action)
		}
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookupAction(t *testing.T) {
	tests := []struct {
		name      string
		action    string
		want      string // the service's prefix and the action as AWS writes it; empty when not found
		level     AccessLevel
		resources []ActionResource // types and Required only
		has       []string         // condition keys, of the action or of its resources
		dependent []string
	}{
		{
			name: "resource types of which a request names one", action: "s3:GetObject", want: "s3:GetObject", level: Read,
			resources: []ActionResource{{Type: "accesspointobject"}, {Type: "object"}},
			has:       []string{"s3:ExistingObjectTag/${key}"},
		},
		{
			name: "required resource type", action: "s3:DeleteBucket", want: "s3:DeleteBucket", level: Write,
			resources: []ActionResource{{Type: "bucket", Required: true}},
		},
		{
			name: "case does not count", action: "S3:listallmybuckets", want: "s3:ListAllMyBuckets", level: List,
		},
		{
			name: "key of the action", action: "iam:PassRole", want: "iam:PassRole", level: Write,
			resources: []ActionResource{{Type: "role", Required: true}}, has: []string{"iam:PassedToService"},
		},
		{
			name: "compound access level with permissions", action: "iam:AttachRolePolicy", want: "iam:AttachRolePolicy",
			level:     PermissionsManagement | Write,
			resources: []ActionResource{{Type: "role", Required: true}},
			has:       []string{"iam:PermissionsBoundary", "iam:PolicyARN"},
		},
		{
			name: "compound access level with tags", action: "kms:TagResource", want: "kms:TagResource", level: Tagging | Write,
			resources: []ActionResource{{Type: "key", Required: true}}, has: []string{"aws:RequestTag/${TagKey}", "aws:TagKeys"},
		},
		{
			name: "many resource types", action: "ec2:AttachVolume", want: "ec2:AttachVolume", level: Write,
			resources: []ActionResource{{Type: "instance", Required: true}, {Type: "volume", Required: true}},
		},
		{
			name: "dependent actions", action: "lambda:CreateFunction", want: "lambda:CreateFunction", level: Write,
			resources: []ActionResource{{Type: "function", Required: true}}, dependent: []string{"iam:PassRole"},
		},
		{name: "unknown action", action: "s3:GetObjct"},
		{name: "unknown service", action: "s33:GetObject"},
		{name: "no service", action: "GetObject"},
		{name: "wildcard", action: "s3:Get*"},
		{name: "letter that only looks like ASCII", action: "\u212Ams:Decrypt"},
		{name: "empty", action: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, a, ok := LookupAction(tt.action)
			if !ok {
				if tt.want != "" {
					t.Fatalf("LookupAction(%q) found nothing", tt.action)
				}
				return
			}
			if got := s.Prefix + ":" + a.Name; got != tt.want {
				t.Fatalf("LookupAction(%q) = %q, want %q", tt.action, got, tt.want)
			}
			if a.Level != tt.level {
				t.Errorf("access level %q, want %q", a.Level, tt.level)
			}
			var resources []ActionResource
			keys := slices.Clone(a.ConditionKeys)
			for _, r := range a.Resources {
				resources = append(resources, ActionResource{Type: r.Type, Required: r.Required})
				keys = append(keys, r.ConditionKeys...)
			}
			if diff := cmp.Diff(tt.resources, resources); diff != "" {
				t.Errorf("resources (-want +got):\n%s", diff)
			}
			for _, k := range tt.has {
				if !slices.Contains(keys, k) {
					t.Errorf("condition key %q is missing from %q", k, keys)
				}
			}
			for _, d := range tt.dependent {
				if !slices.Contains(a.Dependents(), d) {
					t.Errorf("dependent action %q is missing from %q", d, a.Dependents())
				}
			}
		})
	}
}

func TestLookupService(t *testing.T) {
	s, ok := LookupService("S3")
	if !ok {
		t.Fatal("no service s3")
	}
	if s.Prefix != "s3" || s.Name != "Amazon S3" || !s.SupportsRCP {
		t.Errorf("s3 is %q, %q, RCP %v", s.Prefix, s.Name, s.SupportsRCP)
	}
	if again, _ := LookupService("s3"); again != s {
		t.Error("a service is decoded twice")
	}
	bucket, ok := s.ResourceType("Bucket")
	if !ok {
		t.Fatal("s3 has no resource type bucket")
	}
	if diff := cmp.Diff([]string{"arn:${Partition}:s3:::${BucketName}"}, bucket.ARNs); diff != "" {
		t.Errorf("bucket ARNs (-want +got):\n%s", diff)
	}
	lex, ok := LookupService("lex")
	if !ok {
		t.Fatal("no service lex")
	}
	bot, ok := lex.ResourceType("bot")
	if !ok || len(bot.ARNs) < 2 {
		t.Errorf("the lex bot has the ARNs %q, at least two expected", bot.ARNs)
	}
	if _, ok := s.ResourceType("nosuch"); ok {
		t.Error("s3 has a resource type nosuch")
	}
	if ec2, ok := LookupService("ec2"); !ok || ec2.SupportsRCP {
		t.Error("ec2 is missing, or is said to support RCPs")
	}
	for _, prefix := range []string{"", "nosuch", "s3:", "zzzz"} {
		if _, ok := LookupService(prefix); ok {
			t.Errorf("LookupService(%q) found something", prefix)
		}
	}
}

func TestAccessLevel(t *testing.T) {
	tests := []struct {
		name, text string
		want       AccessLevel
		shown      string
		ok         bool
	}{
		{"single", "Read", Read, "Read", true},
		{"two words", "Permissions management", PermissionsManagement, "Permissions management", true},
		{"compound", "Permissions management, Write", PermissionsManagement | Write, "Permissions management, Write", true},
		{"other order and case", "write, TAGGING", Tagging | Write, "Tagging, Write", true},
		{"all", "Write,List,Read,Tagging,Permissions management", allAccessLevels, "List, Permissions management, Read, Tagging, Write", true},
		{"unknown word", "Read, Execute", 0, "", false},
		{"empty", "", 0, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseAccessLevel(tt.text)
			if got != tt.want || ok != tt.ok || got.String() != tt.shown {
				t.Errorf("ParseAccessLevel(%q) = %q, %v, want %q, %v", tt.text, got, ok, tt.shown, tt.ok)
			}
		})
	}
	both := PermissionsManagement | Write
	if !both.Has(Write) || both.Has(Write|Read) || !both.HasAny(Write|Read) || both.HasAny(Read|List) {
		t.Error("Has and HasAny disagree with the set")
	}
}

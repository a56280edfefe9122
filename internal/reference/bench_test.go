// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"testing"
)

// BenchmarkOpen measures what a program pays before its first look-up: reading both indexes.
func BenchmarkOpen(b *testing.B) {
	for _, file := range []struct{ name, text string }{{"services", servicesFile}, {"managed-policies", managedPoliciesFile}} {
		b.Run(file.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := openPack(file.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkColdService measures the first look-up in a service: a small, a common and the largest one.
func BenchmarkColdService(b *testing.B) {
	for _, prefix := range []string{"sts", "s3", "iam", "ec2"} {
		b.Run(prefix, func(b *testing.B) {
			p := servicePack()
			i, ok := p.find(prefix)
			if !ok {
				b.Fatal("unknown service")
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decodeServiceBlock(p, i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkColdManagedPolicy measures the first look-up in a block of policies: an average one, and the largest.
func BenchmarkColdManagedPolicy(b *testing.B) {
	for _, name := range []string{"AdministratorAccess", "AWSSupportServiceRolePolicy"} {
		b.Run(name, func(b *testing.B) {
			p := policyPack()
			i := 0
			for i+1 < len(p.entries) && p.entries[i+1].key <= name {
				i++
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decodePolicyBlock(p, i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEverything measures reading all services and all managed policies.
func BenchmarkEverything(b *testing.B) {
	b.Run("services", func(b *testing.B) {
		for b.Loop() {
			if _, err := DecodeServices([]byte(servicesFile)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("managed-policies", func(b *testing.B) {
		for b.Loop() {
			if n := len(ManagedPolicyNames()); n == 0 {
				b.Fatal("no names")
			}
		}
	})
}

// BenchmarkWarm measures look-ups of what has been read before.
func BenchmarkWarm(b *testing.B) {
	b.Run("LookupAction", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, ok := LookupAction("S3:getobject"); !ok {
				b.Fatal("not found")
			}
		}
	})
	b.Run("LookupConditionKey", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, ok := LookupConditionKey("aws:RequestTag/PHI"); !ok {
				b.Fatal("not found")
			}
		}
	})
	b.Run("LookupManagedPolicy", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, ok := LookupManagedPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess"); !ok {
				b.Fatal("not found")
			}
		}
	})
	b.Run("NearestAction", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, ok := NearestAction("ec2:DescribeInstancs"); !ok {
				b.Fatal("not found")
			}
		}
	})
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestEverythingDecodes reads all embedded data, so that no look-up can meet damage, and checks what every entry promises.
func TestEverythingDecodes(t *testing.T) {
	prefixes := Services()
	if n := len(prefixes); n < 456 {
		t.Errorf("%d services, at least 456 expected", n)
	}
	if !slices.IsSorted(prefixes) {
		t.Error("service prefixes are not sorted")
	}
	actions, withDependents := 0, 0
	for _, prefix := range prefixes {
		s, ok := LookupService(prefix)
		if !ok {
			t.Errorf("service %q is listed and not found", prefix)
			continue
		}
		actions += len(s.Actions)
		for _, a := range s.Actions {
			if len(a.Dependents()) > 0 {
				withDependents++
			}
		}
		checkService(t, s)
	}
	if actions < 22000 || actions != ActionCount() {
		t.Errorf("%d actions, at least 22,000 and ActionCount() = %d expected", actions, ActionCount())
	}
	if withDependents < 800 {
		t.Errorf("%d actions have dependent actions, at least 800 expected", withDependents)
	}
}

func checkService(t *testing.T, s *Service) {
	t.Helper()
	if s.Name == "" || s.Prefix != lower(s.Prefix) {
		t.Errorf("service %q has the name %q", s.Prefix, s.Name)
	}
	keys := func(where string, list []string) {
		for _, k := range list {
			if !slices.ContainsFunc(s.ConditionKeys, func(have ConditionKey) bool { return have.Name == k }) {
				t.Errorf("%s:%s: condition key %q is not one of the service", s.Prefix, where, k)
			}
		}
	}
	for _, rt := range s.ResourceTypes {
		if got, ok := s.ResourceType(strings.ToUpper(rt.Name)); !ok || got.Name != rt.Name {
			t.Errorf("%s: resource type %q is not found by its name", s.Prefix, rt.Name)
		}
		for _, arn := range rt.ARNs {
			if strings.Count(arn, ":") < 5 || !strings.HasPrefix(arn, "arn:") || strings.ContainsAny(arn, ", ") {
				t.Errorf("%s: resource type %q has the ARN %q", s.Prefix, rt.Name, arn)
			}
		}
		if len(rt.ARNs) == 0 {
			t.Errorf("%s: resource type %q has no ARN", s.Prefix, rt.Name)
		}
		keys(rt.Name, rt.ConditionKeys)
	}
	for i := range s.Actions {
		a := &s.Actions[i]
		if got, ok := s.Action(strings.ToUpper(a.Name)); !ok || got != a {
			t.Errorf("%s:%s is not found by its name", s.Prefix, a.Name)
		}
		if a.Level == 0 {
			t.Errorf("%s:%s has no access level", s.Prefix, a.Name)
		}
		keys(a.Name, a.ConditionKeys)
		for _, r := range a.Resources {
			if _, ok := s.ResourceType(r.Type); !ok {
				t.Errorf("%s:%s has the unknown resource type %q", s.Prefix, a.Name, r.Type)
			}
			keys(a.Name, r.ConditionKeys)
		}
		for _, d := range a.Dependents() {
			if _, _, ok := LookupAction(d); !ok {
				t.Errorf("%s:%s depends on the unknown %q", s.Prefix, a.Name, d)
			}
		}
	}
	for _, k := range s.ConditionKeys {
		if strings.ContainsAny(k.Name, "<>") || strings.HasSuffix(k.Name, "/") || strings.HasSuffix(k.Name, "/tag-key") {
			t.Errorf("%s: condition key %q is not in normal form", s.Prefix, k.Name)
		}
		use := strings.NewReplacer("${", "v-", "}", "").Replace(k.Name)
		if got, ok := LookupConditionKey(use); !ok || !k.IsTemplate() && !equalFold(got.Name, use) {
			t.Errorf("%s: condition key %q is found as %+v, %v", s.Prefix, use, got, ok)
		}
	}
}

func TestEveryManagedPolicyDecodes(t *testing.T) {
	names := ManagedPolicyNames()
	if n := len(names); n < 1594 {
		t.Errorf("%d managed policies, at least 1,594 expected", n)
	}
	if !slices.IsSorted(names) {
		t.Error("managed policy names are not sorted")
	}
	for _, name := range names {
		p, ok := LookupManagedPolicy(name)
		if !ok || p.Name != name {
			t.Errorf("managed policy %q is listed and not found", name)
			continue
		}
		if byARN, ok := LookupManagedPolicy(p.ARN); !ok || byARN != p {
			t.Errorf("managed policy %q is not found by its ARN %q", name, p.ARN)
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, p.Document); err != nil || !bytes.Equal(compact.Bytes(), p.Document) {
			t.Errorf("managed policy %q has a document that is not compact JSON: %v", name, err)
		}
		if !strings.HasPrefix(p.VersionID, "v") || p.Updated.Year() < 2015 {
			t.Errorf("managed policy %q has the version %q of %v", name, p.VersionID, p.Updated)
		}
	}
}

// TestSize keeps the embedded data small: it is a part of both programs.
func TestSize(t *testing.T) {
	total := 0
	for name, text := range map[string]string{
		"services.bin": servicesFile, "managed-policies.bin": managedPoliciesFile,
		"global-condition-keys.csv": globalConditionKeysFile, "condition-key-prefixes.csv": conditionKeyPrefixesFile,
		"sources.json": sourcesFile, "eligible-services.csv": eligibleServicesFile, "uncertain-prefixes.csv": uncertainPrefixesFile,
		"citations.csv": citationsFile, "escalation-paths.json": escalationPathsFile,
	} {
		t.Logf("%-28s %7d bytes", name, len(text))
		total += len(text)
	}
	t.Logf("%-28s %7d bytes", "total", total)
	if total > 1<<20 {
		t.Errorf("%d bytes are embedded, over 1 MiB", total)
	}
}

func TestSources(t *testing.T) {
	sources := Sources()
	if len(sources) != 4 {
		t.Fatalf("%d sources, 4 expected", len(sources))
	}
	for _, s := range sources {
		if s.Name == "" || s.Facts == "" || s.Date.Before(time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("source %+v lacks something, or is from before December 2025", s)
		}
	}
}

// TestConcurrentUse has many callers race for the first look-ups; the race detector judges it.
func TestConcurrentUse(t *testing.T) {
	done := make(chan bool)
	const callers = 8
	for range callers {
		go func() {
			ok := true
			for _, p := range []string{"s3", "kms", "ec2", "dynamodb", "health"} {
				s, found := LookupService(p)
				ok = ok && found && len(s.Actions) > 0
			}
			_, found := LookupManagedPolicy("SecurityAudit")
			_, key := LookupConditionKey("kms:ViaService")
			done <- ok && found && key
		}()
	}
	for range callers {
		if !<-done {
			t.Error("a look-up failed")
		}
	}
}

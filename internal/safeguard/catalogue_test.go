// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// severities are what the contract gives each rule.
var severities = map[string]string{
	"trail-single-region": "medium", "trail-validation-off": "medium", "trail-unencrypted": "medium", "trail-not-monitored": "medium",
	"kms-rotation-off": "medium", "kms-deletion-window-short": "medium", "secret-rotation-off": "medium", "secret-default-key": "low",
	"phi-store-public-access-unblocked": "medium",
	"service-wildcard":                  "high",
	"audit-tampering-permitted":         "high",
	"allow-not-resource":                "medium",
	"allow-not-action":                  "high",
	"boundary-hollow":                   "high",
	"console-login-created":             "medium",
	"permissions-management-wildcard":   "high",

	"privilege-escalation": "critical",
	"access-key-created":   "high", "admin-access": "critical", "boundary-missing": "medium", "boundary-removed": "high",
	"direct-user-policy": "medium", "governance-tags-missing": "medium", "iam-user-created": "medium", "pass-role-wildcard": "high",
	"password-policy-weak": "medium", "policy-invalid": "high", "policy-not-at-hand": "low", "policy-undetermined": "high",
	"session-too-long": "medium", "trail-removed": "critical", "trail-stopped": "critical", "trust-public": "critical",
	"trust-without-mfa": "high", "waiver-expired": "medium", "waiver-unused": "low",
	"password-policy-removed":   "high",
	"policy-too-long":           "medium",
	"condition-key-unknown":     "low",
	"action-resource-mismatch":  "medium",
	"action-unknown":            "medium",
	"trust-service-unscoped":    "medium",
	"trust-external-without-id": "high",
	"trust-external-undeclared": "high",
	"trust-account-wide":        "low",
	"trust-mfa-impossible":      "medium",
	"trust-saml-unscoped":       "high",
	"trust-oidc-unscoped":       "critical",
}

// TestRules holds what every rule has to say of itself.
func TestRules(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	sentence := regexp.MustCompile(`[a-zA-Z)]\.( |$)`)
	var names []string
	for _, r := range safeguard.Rules() {
		names = append(names, r.Name)
		t.Run(r.Name, func(t *testing.T) {
			if !name.MatchString(r.Name) {
				t.Error("name")
			}
			if got := r.Severity.String(); got != severities[r.Name] {
				t.Errorf("severity %s, the contract says %s", got, severities[r.Name])
			}
			if r.Title == "" || strings.HasSuffix(r.Title, ".") {
				t.Errorf("title %q", r.Title)
			}
			if n := len(sentence.FindAllString(r.Description, -1)); n != 2 {
				t.Errorf("%d sentences say why it matters, not 2: %s", n, r.Description)
			}
			if !strings.HasSuffix(r.Fix, ".") {
				t.Errorf("fix %q", r.Fix)
			}
			if len(r.Citations) == 0 || len(r.NIST) == 0 {
				t.Error("no citation")
			}
			for _, c := range r.Citations {
				if full, ok := reference.LookupCitation(c); !ok || full.Citation != c {
					t.Errorf("there is no citation %s", c)
				}
			}
			for what, src := range map[string]string{"bad": r.Bad, "good": r.Good} {
				if src == "" {
					t.Errorf("no %s example", what)
				}
				if _, diags := hclsyntax.ParseConfig([]byte(src), what, hcl.InitialPos); diags.HasErrors() {
					t.Error(diags)
				}
			}
			if r.Bad == r.Good {
				t.Error("the examples are the same")
			}
			if found, ok := safeguard.Lookup(r.Name); !ok || found != r {
				t.Error("not found by its name")
			}
		})
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) || len(names) != len(severities) {
		t.Error(names)
	}
	if _, ok := safeguard.Lookup("no-such-rule"); ok {
		t.Error("a rule that is none")
	}
}

// TestCatalogue: a name is of this version or of a later one, not of both.
func TestCatalogue(t *testing.T) {
	c := safeguard.Catalogue()
	if len(c.Rules) != len(safeguard.Rules()) || !slices.IsSorted(c.Later) {
		t.Error(c)
	}
	for _, r := range c.Rules {
		if slices.Contains(c.Later, r) {
			t.Errorf("%s is in both lists", r)
		}
	}
}

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
	"access-key-created":                "high",
	"access-key-old":                    "medium",
	"access-unused":                     "low",
	"action-resource-mismatch":          "medium",
	"action-unknown":                    "medium",
	"admin-access":                      "critical",
	"alarm-missing":                     "medium",
	"allow-not-action":                  "high",
	"allow-not-resource":                "medium",
	"approval-missing":                  "high",
	"audit-store-removed":               "high",
	"audit-tampering-permitted":         "high",
	"baa-missing":                       "high",
	"boundary-hollow":                   "high",
	"boundary-missing":                  "medium",
	"boundary-removed":                  "high",
	"break-glass-weak":                  "high",
	"condition-key-unknown":             "low",
	"console-login-created":             "medium",
	"data-read-wildcard":                "medium",
	"detection-removed":                 "high",
	"direct-user-policy":                "medium",
	"duties-not-separated":              "high",
	"governance-tags-missing":           "medium",
	"guardrail-missing":                 "medium",
	"guardrail-weakened":                "high",
	"iam-user-created":                  "medium",
	"ineligible-service":                "high",
	"kms-decrypt-wildcard":              "high",
	"kms-deletion-window-short":         "medium",
	"kms-rotation-off":                  "medium",
	"log-retention-short":               "medium",
	"mfa-enforcement-removed":           "high",
	"pass-role-wildcard":                "high",
	"password-policy-removed":           "high",
	"password-policy-weak":              "medium",
	"permissions-management-wildcard":   "high",
	"phi-access-broad":                  "high",
	"phi-access-unlabelled":             "medium",
	"phi-data-events-missing":           "medium",
	"phi-store-public-access-unblocked": "medium",
	"policy-invalid":                    "high",
	"policy-not-at-hand":                "low",
	"policy-too-long":                   "medium",
	"policy-undetermined":               "high",
	"privilege-escalation":              "critical",
	"resource-external-undeclared":      "high",
	"resource-public":                   "critical",
	"resource-transport-insecure":       "medium",
	"review-overdue":                    "medium",
	"secret-default-key":                "low",
	"secret-rotation-off":               "medium",
	"secrets-read-wildcard":             "high",
	"service-wildcard":                  "high",
	"session-too-long":                  "medium",
	"template-exceeded":                 "high",
	"trail-not-monitored":               "medium",
	"trail-removed":                     "critical",
	"trail-single-region":               "medium",
	"trail-stopped":                     "critical",
	"trail-unencrypted":                 "medium",
	"trail-validation-off":              "medium",
	"trust-account-wide":                "low",
	"trust-external-undeclared":         "high",
	"trust-external-without-id":         "high",
	"trust-mfa-impossible":              "medium",
	"trust-oidc-unscoped":               "critical",
	"trust-public":                      "critical",
	"trust-saml-unscoped":               "high",
	"trust-service-unscoped":            "medium",
	"trust-without-mfa":                 "high",
	"user-without-mfa":                  "medium",
	"waiver-expired":                    "medium",
	"waiver-unused":                     "low",
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
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
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

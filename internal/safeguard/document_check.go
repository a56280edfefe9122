// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"context"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// textRules are about the text of any document, whatever it is for.
var textRules = []string{"action-resource-mismatch", "action-unknown", "condition-key-unknown", "policy-invalid", "policy-too-long"}

// documentRules are the rules that one document can break by itself, by kind.
var documentRules = map[policy.Kind][]string{
	policy.Identity: append([]string{
		"admin-access", "allow-not-action", "allow-not-resource", "audit-tampering-permitted", "data-read-wildcard", "duties-not-separated",
		"ineligible-service", "kms-decrypt-wildcard", "pass-role-wildcard", "permissions-management-wildcard", "phi-access-broad",
		"privilege-escalation", "secrets-read-wildcard", "service-wildcard",
	}, textRules...),
	policy.Trust: append([]string{
		"trust-account-wide", "trust-external-undeclared", "trust-external-without-id", "trust-mfa-impossible", "trust-oidc-unscoped", "trust-public",
		"trust-saml-unscoped", "trust-service-unscoped", "trust-without-mfa",
	}, textRules...),
}

// CheckDocument judges the text of one policy document as if somebody had it
// and nothing else. A nil configuration stands for the defaults. Kinds of which
// nobody has the permissions get the rules about text.
func CheckDocument(text []byte, kind policy.Kind, cfg *config.Config) []Finding {
	doc := &account.Document{Kind: kind, Known: account.KnownPlan}
	doc.Policy, doc.Problems = policy.Parse(text, kind)
	role := &account.Principal{Kind: account.Role, Outside: true, Path: "/"}
	side := &account.Account{Principals: []*account.Principal{role}, Documents: []*account.Document{doc}}
	switch kind {
	case policy.Trust:
		role.Trust = doc
	case policy.Identity:
		role.Identity = []account.Attachment{{Document: doc}}
	}
	only := documentRules[kind]
	if only == nil {
		only = textRules
	}
	return Judge(context.Background(), &account.Change{Before: &account.Account{}, After: side}, cfg, time.Time{}, Options{Only: only}).Findings
}

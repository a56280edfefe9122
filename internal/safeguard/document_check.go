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

// documentRules are the rules that one document can break by itself, by kind.
var documentRules = map[policy.Kind][]string{
	policy.Identity: {"admin-access", "allow-not-action", "allow-not-resource", "audit-tampering-permitted", "pass-role-wildcard", "permissions-management-wildcard", "policy-invalid", "privilege-escalation", "service-wildcard"},
	policy.Trust:    {"trust-public", "trust-without-mfa", "policy-invalid"},
}

// CheckDocument judges the text of one policy document as if somebody had it
// and nothing else. A nil configuration stands for the defaults. Kinds that no
// rule but policy-invalid is about get that one.
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
		only = []string{policyInvalid.Name}
	}
	return Judge(context.Background(), &account.Change{Before: &account.Account{}, After: side}, cfg, time.Time{}, Options{Only: only}).Findings
}

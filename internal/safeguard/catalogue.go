// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"
)

// catalogue is every rule of this version, by name once the package is ready.
var catalogue []*Rule

// register adds a rule to the catalogue. A rule's file does so by itself, so that
// a rule is one file and its cases.
func register(r *Rule) *Rule {
	catalogue = append(catalogue, r)
	return r
}

func init() {
	slices.SortFunc(catalogue, func(a, b *Rule) int { return strings.Compare(a.Name, b.Name) })
}

// later are the names of rules that are promised and that this version does not
// have. A configuration that names one is told so.
func later() []string {
	var out []string
	for _, name := range promised {
		if _, ok := Lookup(name); !ok {
			out = append(out, name)
		}
	}
	return out
}

// promised are the names of the rules beyond those of the first version. Names
// are permanent: a rule is never taken away.
var promised = []string{
	"access-key-old",
	"access-unused",
	"alarm-missing",
	"approval-missing",
	"audit-store-removed",
	"baa-missing",
	"break-glass-weak",
	"data-read-wildcard",
	"detection-removed",
	"duties-not-separated",
	"guardrail-missing",
	"guardrail-weakened",
	"ineligible-service",
	"kms-decrypt-wildcard",
	"kms-deletion-window-short",
	"kms-rotation-off",
	"log-retention-short",
	"mfa-enforcement-removed",
	"phi-access-broad",
	"phi-access-unlabelled",
	"phi-data-events-missing",
	"phi-store-public-access-unblocked",
	"resource-external-undeclared",
	"resource-public",
	"resource-transport-insecure",
	"review-overdue",
	"secret-default-key",
	"secret-rotation-off",
	"secrets-read-wildcard",
	"trail-not-monitored",
	"trail-single-region",
	"trail-unencrypted",
	"trail-validation-off",
	"user-without-mfa",
}

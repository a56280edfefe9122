// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guide

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// ruleIndex lists all rules.
func ruleIndex() string {
	var b strings.Builder
	b.WriteString("# Rules\n\nWhat `hipaacheck` looks for. Names are permanent. The severity can be changed in `.hipaacheck.hcl`, and some rules are `low` until the\n" +
		"organisation has made a choice there; the page of a rule says more. `hipaacheck explain RULE` prints the same.\n\n" +
		"| rule | severity | what it finds | 45 CFR |\n|---|---|---|---|\n")
	for _, r := range safeguard.Rules() {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s |\n", r.Name, r.Name, r.Severity, cell(r.Title), strings.Join(r.Citations, ", "))
	}
	return b.String()
}

// rulePage is the page of one rule.
func rulePage(r *safeguard.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s. Severity: **%s**.\n\n%s\n\n", r.Name, strings.TrimSuffix(r.Title, "."), r.Severity, r.Description)
	b.WriteString("## Regulation\n\n| 45 CFR | title | kind |\n|---|---|---|\n")
	for _, c := range r.Citations {
		full, _ := reference.LookupCitation(c)
		kind := full.Kind
		if q := full.Requirement.String(); q != "" {
			kind += ", " + q
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c, cell(full.Title), kind)
	}
	if len(r.NIST) > 0 {
		fmt.Fprintf(&b, "\nNIST SP 800-53 revision 5: %s.\n", strings.Join(r.NIST, ", "))
	}
	fmt.Fprintf(&b, "\n## Breaks the rule\n\n```terraform\n%s\n```\n\n## Keeps it\n\n```terraform\n%s\n```\n\n## How to fix it\n\n%s\n", r.Bad, r.Good, r.Fix)
	fmt.Fprintf(&b, "\n## To change or waive it\n\n```hcl\nrule %q { severity = \"low\" }   # or enabled = false\n\nwaiver %q {\n  address = \"aws_iam_role.example\"\n"+
		"  reason  = \"Why it may stand, and until when\"\n  owner   = \"it-security@example.org\"\n  expires = \"2027-03-31\"\n}\n```\n", r.Name, r.Name)
	return b.String()
}

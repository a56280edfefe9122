// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package guide writes the pages of docs/ that follow from the rules and their
// citations: a page for each rule, how the checks of other tools map to ours,
// and the Security Rule standard by standard. What stands in a page stands in
// the rules, so that it cannot say something else.
//
// Not covered: the pages of the provider's resources, which tfplugindocs writes
// from the schema.
package guide

import (
	"path"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// Pages returns every generated page by its path in the repository.
func Pages() (map[string]string, error) {
	out := map[string]string{"docs/rules/README.md": ruleIndex()}
	for _, r := range safeguard.Rules() {
		out[path.Join("docs/rules", r.Name+".md")] = rulePage(r)
	}
	coverage, err := coveragePage()
	if err != nil {
		return nil, err
	}
	rule, err := securityRulePage()
	if err != nil {
		return nil, err
	}
	// tfplugindocs copies the guides from here, and deletes those of docs/guides
	// that it does not find.
	for _, dir := range []string{"tools/docs/guides", "docs/guides"} {
		out[path.Join(dir, "coverage.md")] = coverage
		out[path.Join(dir, "security-rule.md")] = rule
	}
	return out, nil
}

// cell makes a text fit for a cell of a Markdown table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "*", `\*`, "<", "&lt;").Replace(s)
}

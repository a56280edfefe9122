// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// maxBoxes is how many findings are shown in a box each. More are grouped by what
// they are about, so that hundreds can be read.
const maxBoxes = 40

// grouped shows findings by address, a few lines each, and says once for each
// rule how to fix it.
func (t *text) grouped(list []validator.Finding) {
	groups := map[string][]validator.Finding{}
	var order, rules []string
	fixes := map[string]string{}
	for _, f := range list {
		if groups[f.Address] == nil {
			order = append(order, f.Address)
		}
		groups[f.Address] = append(groups[f.Address], f)
		if fixes[f.Rule] == "" {
			fixes[f.Rule] = f.Remediation
			rules = append(rules, f.Rule)
		}
	}
	for _, address := range order {
		var n validator.Counts
		for _, f := range groups[address] {
			add(&n, f.Severity)
		}
		name := address
		if name == "" {
			name = "The plan and its configuration"
		}
		t.line("")
		t.line(t.bold(fmt.Sprintf("%s (%s)", name, severities(n))))
		for _, f := range groups[address] {
			where := ""
			if f.Location != nil {
				where = "  " + at(*f.Location)
			}
			t.line(fmt.Sprintf("  %s  %s%s", t.paint(colors[f.Severity], fmt.Sprintf("%-8s", f.Severity)), t.bold(f.Rule), where))
			t.wrapped("            ", f.Message)
			if f.Witness != nil {
				t.wrapped("            ", "Example: "+witness(f.Witness))
			}
		}
	}
	t.line("")
	t.line(t.bold("How to fix it"))
	slices.Sort(rules)
	for _, rule := range rules {
		t.line("  " + rule)
		t.wrapped("    ", fixes[rule])
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guide

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// Peer is one check of another tool, and the rules that cover it.
type Peer struct {
	Tool, Check, What string
	// Rules cover the check; where there are none, Reason says why not.
	Rules  []string
	Reason string
}

// peers.csv names the checks by the versions of 2026-08.
//
//go:embed peers.csv
var peersCSV string

// Peers returns the checks of other tools that are about IAM.
func Peers() ([]Peer, error) {
	rows, err := csv.NewReader(strings.NewReader(peersCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("peers.csv: %w", err)
	}
	out := make([]Peer, 0, len(rows)-1)
	for _, row := range rows[1:] {
		out = append(out, Peer{Tool: row[0], Check: row[1], What: row[2], Rules: strings.Fields(row[3]), Reason: row[4]})
	}
	return out, nil
}

// coveragePage maps every check of other tools to ours, or to a reason.
func coveragePage() (string, error) {
	peers, err := Peers()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("---\npage_title: \"Checks of other tools\"\ndescription: |-\n  How the IAM checks of other tools map to the rules of hipaacheck.\n---\n\n# Checks of other tools\n\n" +
		"For those who come from another tool: its checks that are about IAM, as of August 2026, and the rules here that cover them. A rule\n" +
		"here judges what the policies of a principal allow together, after deny statements, boundary and guardrails, on both sides of the change; so the\n" +
		"two differ where a check reads one document by its text. Where we have no rule, the reason is given.\n")
	tool := ""
	for _, p := range peers {
		if p.Tool != tool {
			tool = p.Tool
			fmt.Fprintf(&b, "\n## %s\n\n| check | about | here |\n|---|---|---|\n", tool)
		}
		here := cell(p.Reason)
		if len(p.Rules) > 0 {
			here = availability(p.Rules)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.Check, cell(p.What), here)
	}
	return b.String(), nil
}

// rulesDirectory is where the pages of the rules are, seen by whoever reads a
// guide on the registry, which does not show them.
const rulesDirectory = "https://github.com/hipaa-iam/terraform-provider-hipaa/blob/main/docs/rules/"

// availability links the rules of this version and names those of a later one.
func availability(rules []string) string {
	links := make([]string, len(rules))
	for i, name := range rules {
		links[i] = name + " (later)"
		if _, ok := safeguard.Lookup(name); ok {
			links[i] = "[" + name + "](" + rulesDirectory + name + ".md)"
		}
	}
	return strings.Join(links, ", ")
}

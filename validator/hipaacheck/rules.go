// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// ruleJSON is one rule in the catalogue's JSON.
type ruleJSON struct {
	Rule        string   `json:"rule"`
	Severity    string   `json:"severity"`
	Title       string   `json:"title"`
	Citations   []string `json:"citations"`
	NIST        []string `json:"nist"`
	Description string   `json:"description"`
}

func newRulesCommand(a *app) *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return a.rulesText()
			case "json":
				return a.rulesJSON()
			}
			return fmt.Errorf("--format is text or json, not %q", format)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	return cmd
}

func (a *app) rulesText() error {
	var b strings.Builder
	for _, r := range safeguard.Rules() {
		fmt.Fprintf(&b, "%-8s  %-24s  %s\n", r.Severity, r.Name, r.Title)
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

func (a *app) rulesJSON() error {
	list := []ruleJSON{}
	for _, r := range safeguard.Rules() {
		list = append(list, ruleJSON{
			Rule: r.Name, Severity: r.Severity.String(), Title: r.Title, Citations: r.Citations, NIST: r.NIST, Description: r.Description,
		})
	}
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}

func newExplainCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain one rule: why it matters, citations, bad and good HCL, how to fix it",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := knownRule(args[0]); err != nil {
				return err
			}
			r, _ := safeguard.Lookup(args[0])
			_, err := fmt.Fprint(a.out, explain(r))
			return err
		},
	}
}

// explain writes a rule's page.
func explain(r *safeguard.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n%s\n\n", r.Name, r.Severity, r.Title)
	fmt.Fprintf(&b, "%s\n\n", fill(r.Description))
	b.WriteString("Regulation, 45 CFR\n")
	for _, c := range r.Citations {
		full, _ := reference.LookupCitation(c)
		line := "  " + c + " " + full.Title
		if q := full.Requirement.String(); q != "" {
			line += " (" + q + ")"
		}
		fmt.Fprintln(&b, line)
	}
	fmt.Fprintf(&b, "\nNIST SP 800-53\n  %s\n\n", strings.Join(r.NIST, ", "))
	fmt.Fprintf(&b, "Breaks the rule\n%s\n\nKeeps it\n%s\n\n", indent(r.Bad), indent(r.Good))
	fmt.Fprintf(&b, "How to fix it\n%s\n", fill(r.Fix))
	return b.String()
}

func indent(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight("  "+l, " ")
	}
	return strings.Join(lines, "\n")
}

// fill breaks a text into lines of at most 80 columns.
func fill(s string) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > 80 {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/grants"
)

// lintJSON is one file in the JSON of policy lint.
type lintJSON struct {
	File       string           `json:"file"`
	Type       string           `json:"type"`
	Characters int              `json:"characters"`
	Statements int              `json:"statements"`
	Problems   []problemJSON    `json:"problems"`
	Findings   []lintFinding    `json:"findings"`
	Grants     []grants.Service `json:"grants"`
}

type problemJSON struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

type lintFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
}

func newPolicyLintCommand(a *app) *cobra.Command {
	kind, format := "identity", "text"
	cmd := &cobra.Command{
		Use:   "lint FILE...",
		Short: "Check policy documents: their text, and what they grant",
		Long: "Checks policy documents: what AWS would refuse in their text, which rules they break by themselves, and what\n" +
			"they grant, service by service.\n\n" +
			"Exit codes: 0 nothing to say against them, 2 something is, 1 a file cannot be read.",
		Example: "  hipaacheck policy lint policy.json\n  hipaacheck policy lint --type trust trust.json",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("name a policy's file, or - for standard input: hipaacheck policy lint FILE")
			}
			k, err := kindOf(kind)
			if err != nil {
				return err
			}
			if format != "text" && format != "json" {
				return fmt.Errorf("--format is text or json, not %q", format)
			}
			return a.policyLint(args, k, format)
		},
	}
	cmd.Flags().StringVar(&kind, "type", kind, "`KIND` of the documents: "+strings.Join(kindNames, ", "))
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	return cmd
}

// policyLint judges every file; one that cannot be read does not keep the
// others from being judged.
func (a *app) policyLint(files []string, kind policy.Kind, format string) error {
	var out []lintJSON
	var failed error
	for _, file := range files {
		l, err := a.lintFile(file, kind)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		out = append(out, l)
		if len(l.Problems)+len(l.Findings) > 0 {
			a.code = exitBlocked
		}
	}
	if format == "json" {
		if out == nil {
			out = []lintJSON{}
		}
		if err := a.printJSON(out); err != nil {
			return err
		}
		return failed
	}
	for _, l := range out {
		if _, err := fmt.Fprint(a.out, lintText(l)); err != nil {
			return err
		}
	}
	return failed
}

func (a *app) lintFile(file string, kind policy.Kind) (lintJSON, error) {
	d, problems, src, err := a.document(file, kind)
	if err != nil {
		return lintJSON{}, err
	}
	out := lintJSON{
		File: file, Type: kind.String(), Characters: d.Length, Statements: len(d.Statements),
		Problems: []problemJSON{}, Findings: []lintFinding{}, Grants: grants.Of(d),
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, problemJSON{Line: p.Range.Start.Line, Column: p.Range.Start.Column, Message: p.Message})
	}
	for _, f := range safeguard.CheckDocument(src, kind, nil) {
		if f.Rule == "policy-invalid" {
			continue // the problems say it, each at its place
		}
		out.Findings = append(out.Findings, lintFinding{Rule: f.Rule, Severity: f.Severity.String(), Message: f.Message})
	}
	return out, nil
}

func lintText(l lintJSON) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s policy, %s, %d characters without white space\n", l.File, l.Type, counted(l.Statements, "statement", "statements"), l.Characters)
	for _, p := range l.Problems {
		fmt.Fprintf(&b, "  %d:%d: AWS would refuse this: %s\n", p.Line, p.Column, p.Message)
	}
	for _, f := range l.Findings {
		fmt.Fprintf(&b, "  %s [%s] %s\n", f.Rule, f.Severity, f.Message)
	}
	if len(l.Grants) == 0 {
		b.WriteString("  grants nothing\n")
	}
	for _, g := range l.Grants {
		where := "on named resources"
		if g.Everywhere {
			where = "on every resource"
		}
		fmt.Fprintf(&b, "  grants %s: %s, %s; for example %s on %s\n", g.Service, strings.Join(g.Levels, ", "), where, g.Witness.Action, g.Witness.Resource)
	}
	return b.String()
}

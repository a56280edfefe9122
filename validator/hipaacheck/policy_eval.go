// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/jsonl"
)

func newPolicyEvalCommand(a *app) *cobra.Command {
	var asLines bool
	format := "text"
	cmd := &cobra.Command{
		Use:   "eval FILE | eval --jsonl [FILE|-]",
		Short: "Decide a request against documents",
		Long: "Decides requests against policy documents by AWS's published logic. FILE holds one question,\n" +
			`{"identity": […], "boundary", "session", "scp", "rcp", "resourcePolicy", "request": {"principal", "action", "resource", "context"}};` + "\n" +
			"with --jsonl each line is one.\n\n" +
			"Exit codes: 0 allowed, 2 denied, 1 undetermined or unreadable. With --jsonl the exit code is 1 only\n" +
			"where a line cannot be read.",
		Example: "  hipaacheck policy eval question.json\n  hipaacheck policy eval --jsonl questions.jsonl",
		RunE: func(_ *cobra.Command, args []string) error {
			if asLines {
				return a.lines(args, jsonl.Eval)
			}
			if len(args) != 1 {
				return errors.New("policy eval reads one file, or - for standard input")
			}
			return a.policyEval(args[0], format)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	cmd.Flags().BoolVar(&asLines, "jsonl", false, "read questions as JSON lines")
	return cmd
}

func (a *app) policyEval(path, format string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format is text or json, not %q", format)
	}
	f, err := a.open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	src, err := io.ReadAll(io.LimitReader(f, maxDocument))
	if err != nil {
		return fmt.Errorf("the file %s cannot be read: %w", path, err)
	}
	p, r, err := jsonl.Question(src)
	if err != nil {
		return fmt.Errorf("the file %s cannot be read: %w", path, err)
	}
	d := policy.Evaluate(p, r)
	a.code = decisionCode(d.Result)
	if format == "json" {
		return a.printJSON(jsonl.NewDecision(d))
	}
	_, err = fmt.Fprint(a.out, decisionText(d, p, r, r.Principal.ID, nil))
	return err
}

func decisionCode(r policy.Result) int {
	switch r {
	case policy.Allowed:
		return exitPass
	case policy.Denied:
		return exitBlocked
	}
	return exitError
}

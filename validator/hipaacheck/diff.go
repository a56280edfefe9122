// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

func newDiffCommand(a *app) *cobra.Command {
	var config, source, stack string
	var allowIncomplete bool
	var around outsideFlags
	format := "text"
	cmd := &cobra.Command{
		Use:   "diff [flags] PLAN",
		Short: "What a plan newly allows and takes away, with example requests",
		Long: "Says in words what the plan newly allows whom and what it takes away, with an example request for each.\n\n" +
			"Exit codes: 0, or 1 where the plan cannot be read.",
		Example: "  hipaacheck diff tfplan",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format is text or json, not %q", format)
			}
			cfg, err := a.config(config, args[0])
			if err != nil {
				return err
			}
			p, err := plan.Read(cmd.Context(), args[0], plan.Options{AllowIncomplete: allowIncomplete, Source: source, Stdin: a.in, Getenv: a.getenv})
			if err != nil {
				return err
			}
			if p.Outside, err = around.read(); err != nil {
				return err
			}
			changes, err := validator.Changes(p, cfg, stack)
			if err != nil {
				return err
			}
			if format == "json" {
				return a.printJSON(changes)
			}
			return report.Changes(a.out, changes)
		},
	}
	s := cmd.Flags()
	s.StringVar(&config, "config", "", "configuration `FILE`")
	s.StringVar(&source, "source", "", "the root module's `DIR`, or the saved plan that holds the source")
	around.add(s)
	s.StringVar(&stack, "stack", "", "`NAME` of the stack that the plan is of")
	s.BoolVar(&allowIncomplete, "allow-incomplete", false, "read a plan that is not complete (never an errored one)")
	s.StringVar(&format, "format", format, "text or json")
	return cmd
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// completed are the values that a shell offers for flags of any command that has
// them.
var completed = map[string]func() []string{
	"fail-on": func() []string {
		return []string{config.Critical.String(), config.High.String(), config.Medium.String(), config.Low.String(), config.Never.String()}
	},
	"scope": func() []string { return []string{string(validator.ScopeIntroduced), string(validator.ScopeAll)} },
	"only":  ruleNames,
	"skip":  ruleNames,
}

// complete gives a command, and those below it, what shells offer.
func complete(cmd *cobra.Command) {
	for name, values := range completed {
		if cmd.Flags().Lookup(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, fixed(values)) // it is there, and once
		}
	}
	switch cmd.CommandPath() {
	case "hipaacheck plan":
		_ = cmd.RegisterFlagCompletionFunc("format", func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
			if strings.Contains(begun, "=") {
				return nil, cobra.ShellCompDirectiveDefault // a file
			}
			return report.Names(), cobra.ShellCompDirectiveNoFileComp
		})
	case "hipaacheck explain":
		cmd.ValidArgsFunction = fixed(ruleNames)
	case "hipaacheck template show", "hipaacheck template render":
		cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return templateNames(), cobra.ShellCompDirectiveDefault // or a file
		}
	}
	for _, sub := range cmd.Commands() {
		complete(sub)
	}
}

func fixed(values func() []string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	}
}

func ruleNames() []string { return safeguard.Catalogue().Rules }

func templateNames() []string {
	var out []string
	for _, t := range template.Catalogue().Latest() {
		out = append(out, t.Name)
	}
	return out
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

func newInitCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init [PLAN]",
		Short: "Write a first configuration",
		Long: "Writes a commented " + config.FileName + " into the working directory, with what a plan shows: accounts, provider aliases and tag keys.\n" +
			"Everything is commented out, so that the file changes nothing until you decide. A file that is there is never overwritten.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s := &seen{accounts: map[string]string{}, tags: map[string]bool{}}
			if len(args) > 0 {
				p, err := plan.Read(cmd.Context(), args[0], plan.Options{Stdin: a.in, Getenv: a.getenv})
				if err != nil {
					return err
				}
				if err := s.look(p); err != nil {
					return err
				}
			}
			return a.writeFirst(s.text())
		},
	}
}

func (a *app) writeFirst(text string) error {
	file, err := os.OpenFile(config.FileName, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // everybody who works on the repository reads it
	if errors.Is(err, fs.ErrExist) {
		return errors.New(config.FileName + " is there already, and was left as it is")
	}
	if err != nil {
		return fmt.Errorf("%s could not be written: %w", config.FileName, err)
	}
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(fmt.Errorf("%s could not be written: %w", config.FileName, err), os.Remove(config.FileName))
	}
	_, err = fmt.Fprintf(a.out, "%s is written. Everything in it is commented out; decide, and see what is in force with: hipaacheck config show\n", config.FileName)
	return err
}

// seen is what a plan shows of the organisation.
type seen struct {
	// accounts are by provider configuration, "" where the plan does not tell.
	accounts map[string]string
	tags     map[string]bool
}

func (s *seen) look(p *plan.Plan) error {
	accounts, err := p.Accounts(nil)
	if err != nil {
		return err
	}
	s.accounts = accounts
	change, err := p.Change(nil)
	if err != nil {
		return err
	}
	note := func(t account.Tags) {
		for key := range t.Values {
			s.tags[key] = true
		}
	}
	for _, r := range change.After.Resources {
		if v := r.Attr("tags"); !v.IsSensitive() && !r.Attr("tags_all").IsSensitive() {
			note(r.Tags)
		}
	}
	return nil
}

// text is the file. It holds tag keys and no tag's value.
func (s *seen) text() string {
	var b strings.Builder
	b.WriteString("# What hipaacheck is to know of this organisation. Every block is optional; remove the # of what you decide.\n" +
		"# All settings: hipaacheck schema. What is in force: hipaacheck config show.\n\n")
	var own, aliases []string
	known := map[string]bool{}
	for _, alias := range slices.Sorted(maps.Keys(s.accounts)) {
		number := s.accounts[alias]
		switch {
		case number == "":
			aliases = append(aliases, strconv.Quote(alias)+" = \"123456789012\"")
		case !known[number]:
			known[number] = true
			own = append(own, strconv.Quote("account-"+strconv.Itoa(len(own)+1))+" = "+strconv.Quote(number))
		}
	}
	numbers := slices.Sorted(maps.Keys(known))
	if len(own) == 0 {
		own, numbers = []string{"prod = \"123456789012\""}, []string{"123456789012"}
	}
	block(&b, "Accounts that are yours; every other one is external. The plan's accounts are filled in.",
		"organization {", "  accounts = { "+strings.Join(own, ", ")+" }", "}")
	if len(aliases) > 0 {
		block(&b, "The plan does not tell the accounts of these provider configurations; put this into organization.",
			"  aliases = { "+strings.Join(aliases, ", ")+" }")
	}
	block(&b, "Accounts under the AWS business associate addendum.", "baa {", "  accounts = "+quoted(numbers), "}")
	tags := slices.Sorted(maps.Keys(s.tags))
	key := "DataClassification"
	for _, t := range tags {
		if low := strings.ToLower(t); strings.Contains(low, "classification") || strings.Contains(low, "phi") || strings.Contains(low, "sensitivity") {
			key = t
			break
		}
	}
	about := "What holds PHI. Until you say, no store is known to hold any."
	if len(tags) > 0 {
		about += " Tag keys in the plan: " + strings.Join(tags, ", ") + "."
	}
	block(&b, about, "phi {", "  tags = { "+strconv.Quote(key)+" = [\"phi\"] }", "}")
	block(&b, "Tags that every role and user must carry.", "principals {", "  required_tags = [\"Owner\", "+strconv.Quote(key)+"]", "}")
	block(&b, "Whether every role and user must have a permissions boundary.", "boundary {", "  required = true", "}")
	block(&b, "Identity providers that let nobody in without MFA.",
		"trust {", "  identity_provider \"arn:aws:iam::"+numbers[0]+":saml-provider/Workforce\" { enforces_mfa = true }", "}")
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func block(b *strings.Builder, about string, lines ...string) {
	b.WriteString("# " + strings.Map(printable, about) + "\n")
	for _, l := range lines {
		b.WriteString("# " + l + "\n")
	}
	b.WriteString("\n")
}

// printable keeps a tag's key from ending a comment.
func printable(r rune) rune {
	if strconv.IsPrint(r) {
		return r
	}
	return ' '
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strconv.Quote(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

func newVerifyCommand(a *app) *cobra.Command {
	f := &planFlags{}
	format := "text"
	cmd := &cobra.Command{
		Use:   "verify [flags] PLAN",
		Short: "Check the approvals of a change",
		Long: "Says which changes of the plan have to be approved, who has, and who is missing.\n\n" +
			"Exit codes: 0 all are there or none is needed, 3 some are missing, 1 could not decide.",
		Example: "  hipaacheck verify plan.json --trusted-ref origin/main",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format is text or json, not %q", format)
			}
			return a.verify(cmd.Context(), f, format, args)
		},
	}
	f.judging(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	return cmd
}

func (a *app) verify(ctx context.Context, f *planFlags, format string, args []string) error {
	opt, err := a.options(f)
	if err != nil {
		return err
	}
	checked, err := a.checkOne(ctx, f, args, opt)
	if err != nil || checked == nil {
		return err
	}
	r := checked.report
	verdict := validator.Pass
	if r.Approvals != nil && len(r.Approvals.Missing) > 0 {
		verdict = validator.ApprovalRequired
	}
	if err := a.record(f, "verify", string(verdict), r, checked); err != nil {
		return err
	}
	if a.code == exitPass {
		a.code = exitOf(verdict)
	}
	if format == "json" {
		return a.printJSON(r.Approvals)
	}
	_, err = fmt.Fprint(a.out, approvalsText(r.Approvals, args[0]))
	return err
}

// approvalsText says who has approved what, and who is missing.
func approvalsText(v *validator.Approvals, plan string) string {
	var b strings.Builder
	if v == nil || len(v.Demanded) == 0 {
		b.WriteString("No change of this plan needs an approval.\n")
		return b.String() + rejectedText(v)
	}
	if len(v.Missing) == 0 {
		b.WriteString("APPROVED: every change that needs an approval has it.\n")
	} else {
		fmt.Fprintf(&b, "APPROVAL REQUIRED: %d of %d approvals are missing.\n", len(v.Missing), len(v.Demanded))
	}
	for _, d := range v.Demanded {
		fmt.Fprintf(&b, "\n%s needs %q: %s\n  %s\n", d.Address, d.Name, needText(d.Need), d.Digest)
		for _, g := range v.Given {
			if g.Digest != d.Digest {
				continue
			}
			group := ""
			if g.Group != "" {
				group = " (" + g.Group + ")"
			}
			fmt.Fprintf(&b, "  approved by %s%s, until %s\n", g.Person, group, g.Expires)
		}
		for _, m := range v.Missing {
			if m.Digest != d.Digest || m.Name != d.Name {
				continue
			}
			fmt.Fprintf(&b, "  missing: %s\n", needText(m.Need))
			if len(m.CouldSign) > 0 {
				fmt.Fprintf(&b, "  could sign: %s\n  with: hipaacheck approve %s --as %s --reason '…'\n", strings.Join(m.CouldSign, ", "), plan, m.CouldSign[0])
			} else {
				b.WriteString("  nobody who could sign is in the file of approvers\n")
			}
		}
	}
	return b.String() + rejectedText(v)
}

// rejectedText lists what counts as not given.
func rejectedText(v *validator.Approvals) string {
	if v == nil || len(v.Rejected) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\nNot counted:\n")
	for _, r := range v.Rejected {
		fmt.Fprintf(&b, "  %s: %s\n", r.Path, r.Reason)
	}
	return b.String()
}

// needText says how many people of which groups, in words.
func needText(n validator.Need) string {
	var parts []string
	if n.Approvers > 0 {
		people := "people"
		if n.Approvers == 1 {
			people = "person"
		}
		parts = append(parts, fmt.Sprintf("%d %s", n.Approvers, people))
	}
	for _, name := range slices.Sorted(maps.Keys(n.Groups)) {
		parts = append(parts, fmt.Sprintf("%d of %s", n.Groups[name], name))
	}
	return strings.Join(parts, ", ")
}

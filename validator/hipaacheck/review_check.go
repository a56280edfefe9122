// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/review"
)

// defaultReviewAge is how long a review holds where the configuration does not
// say. HIPAA names no period; NIST SP 800-53 AC-2 asks for reviews, and yearly is
// the longest that is in use.
const defaultReviewAge = 365 * 24 * time.Hour

func (a *app) reviewCheck() *cobra.Command {
	f := &reviewFlags{}
	cmd := &cobra.Command{
		Use:   "check DIR [INPUT...]",
		Short: "Say what of a review is overdue, undecided, or was decided and not carried out",
		Long: "With inputs (plans, states, authorization details as they are now) it also says what was decided and not carried out, and which\n" +
			"access came since. Decisions count once they are signed by a person whom the file of approvers names.\n\n" +
			"Exit codes: 0 all is well, 2 something is overdue, undecided or not carried out, 1 could not decide.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.format != "text" && f.format != "json" {
				return fmt.Errorf("--format is text or json, not %q", f.format)
			}
			return a.checkReview(cmd.Context(), f, args[0], args[1:])
		},
	}
	f.common(cmd.Flags())
	s := cmd.Flags()
	s.StringVar(&f.format, "format", "text", "text or json")
	s.StringVar(&f.signers, "signers", "", "allowed_signers `FILE` (default: of the configuration's first approval, else approvers)")
	s.StringVar(&f.maxAge, "max-age", "", "how long a review holds, such as `90d` (default: the configuration's principals.max_review for PHI, else 365d)")
	s.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "read a plan that is not complete (never an errored one)")
	return cmd
}

func (a *app) checkReview(ctx context.Context, f *reviewFlags, dir string, inputs []string) error {
	now, err := a.at(f.now)
	if err != nil {
		return err
	}
	cfg, err := a.reviewConfig(f)
	if err != nil {
		return err
	}
	age, err := reviewAge(f, cfg)
	if err != nil {
		return err
	}
	r, decisions, err := loadReview(dir)
	if err != nil {
		return err
	}
	var current *review.Review
	if len(inputs) > 0 {
		if current, err = a.buildReview(ctx, f, inputs, now); err != nil {
			return err
		}
	}
	problems := review.Check(r, decisions, current, now, age)
	unsigned, err := notSigned(f, cfg, dir, now)
	if err != nil {
		return err
	}
	problems = append(unsigned, problems...)
	verdict := "pass"
	if len(problems) > 0 {
		verdict = "fail"
		a.code = exitBlocked
	}
	if err := a.recordReview(f, "review check", now, dir, verdict, nil); err != nil {
		return err
	}
	if f.format == "json" {
		if problems == nil {
			problems = []review.Problem{}
		}
		return a.printJSON(problems)
	}
	var b strings.Builder
	if len(problems) == 0 {
		fmt.Fprintf(&b, "The review holds: %d pairs are decided, signed and not overdue.\n", len(r.Cells))
		if current == nil {
			b.WriteString("Whether it was carried out is not known; name the access as it is now: hipaacheck review check DIR INPUT...\n")
		}
	}
	for _, p := range problems {
		where := ""
		if p.Cell != "" {
			where = fmt.Sprintf(" %s: %s and %s", p.Cell, p.Principal, p.Store)
		}
		fmt.Fprintf(&b, "%s%s: %s\n", strings.ToUpper(strings.ReplaceAll(p.Kind, "-", " ")), where, p.Reason)
	}
	_, err = fmt.Fprint(a.out, b.String())
	return err
}

func reviewAge(f *reviewFlags, cfg *config.Config) (time.Duration, error) {
	switch {
	case f.maxAge != "":
		age, ok := config.ParseDuration(f.maxAge)
		if !ok {
			return 0, fmt.Errorf("--max-age is a duration such as 90d, not %q", f.maxAge)
		}
		return age, nil
	case cfg != nil && cfg.Principals.ReviewPHI != 0:
		return cfg.Principals.ReviewPHI, nil
	}
	return defaultReviewAge, nil
}

// notSigned says why the decisions are not signed as they stand, or nothing.
func notSigned(f *reviewFlags, cfg *config.Config, dir string, now time.Time) ([]review.Problem, error) {
	path := f.signers
	if path == "" {
		path = "approvers"
		if cfg != nil {
			path = filepath.Join(filepath.Dir(cfg.Path), path)
			if len(cfg.Approvals) > 0 {
				path = filepath.Join(filepath.Dir(cfg.Path), filepath.FromSlash(cfg.Approvals[0].Signers))
			}
		}
	}
	text, err := os.ReadFile(path) //nolint:gosec // the user or the configuration names the file
	if err != nil && f.signers != "" {
		return nil, fmt.Errorf("the file of approvers cannot be read: %w", err)
	}
	subjects, err := reviewSubjects(dir)
	if err != nil {
		return nil, err
	}
	var demands []approval.Demand
	for _, s := range subjects {
		demands = append(demands, approval.Demand{Name: s.Name, Address: s.Name, Digest: "sha256:" + s.Digest.SHA256, Approvers: 1, Signers: approval.ParseSigners(text)})
	}
	given, rejected := approval.Read(filepath.Join(dir, signaturesDir))
	result := approval.Check(demands, given, rejected, approval.Context{Now: now})
	var out []review.Problem
	for _, m := range result.Missing {
		why := "nobody whom " + path + " names has signed " + m.Demand.Name + " as it is"
		out = append(out, review.Problem{Kind: "not-signed", Reason: why + "; sign with: hipaacheck review sign " + dir + " --as PERSON"})
	}
	if len(out) > 0 {
		for _, r := range result.Rejected {
			out = append(out, review.Problem{Kind: "not-signed", Reason: r.Path + ": " + r.Reason})
		}
	}
	return out, nil
}

func (a *app) reviewDiff() *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what access changed between two reviews (their folders or review.json)",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format is text or json, not %q", format)
			}
			var both [2]*review.Review
			for i, path := range args {
				if info, err := os.Stat(path); err == nil && info.IsDir() {
					path = filepath.Join(path, reviewFile)
				}
				text, err := os.ReadFile(path) //nolint:gosec // the user names the file
				if err != nil {
					return fmt.Errorf("there is no review in %s: %w", args[i], err)
				}
				if both[i], err = readReview(text, path); err != nil {
					return err
				}
			}
			list := review.Diff(both[0], both[1])
			if format == "json" {
				return a.printJSON(list)
			}
			return a.differences(list)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	return cmd
}

func (a *app) differences(list []review.Difference) error {
	var b strings.Builder
	if len(list) == 0 {
		b.WriteString("No access changed between the two reviews.\n")
	}
	for _, d := range list {
		fmt.Fprintf(&b, "%s and %s:", d.Principal, d.Store)
		if len(d.Gained) > 0 {
			b.WriteString(" gained " + strings.Join(d.Gained, ", "))
		}
		if len(d.Lost) > 0 {
			b.WriteString(" lost " + strings.Join(d.Lost, ", "))
		}
		if d.Other {
			b.WriteString(" the same, by other policies")
		}
		b.WriteString("\n")
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

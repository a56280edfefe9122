// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// planFlags are the flags of the command plan, as given.
type planFlags struct {
	config, source, failOn, scope, stack, now string
	formats, only, skip                       []string
	outsideFlags
	allowIncomplete, softFail, noColor, quiet bool

	trustedRef, approvals, evidence string

	together bool
}

func newPlanCommand(a *app) *cobra.Command {
	f := &planFlags{}
	cmd := &cobra.Command{
		Use:   "plan [flags] PLAN...",
		Short: "Check plans: JSON, saved binary plans, directories of them, or - for standard input",
		Long: "Checks plans: JSON (terraform show -json), saved binary plans (terraform plan -out), every plan below a directory,\n" +
			"or - for standard input; JSON may be a stream of several plans, as terragrunt run-all show -json writes it.\n" +
			"A saved plan is shown by the terraform or tofu that made it.\n\n" +
			"Several plans give one report. Each is a stack of its own, named by its path, and judged by itself; with --together\n" +
			"they are judged as one change, so that what one stack says of a role, a policy or a store of another counts. A plan\n" +
			"that cannot be read makes the exit code 1; the others are reported all the same.",
		Example: "  terraform plan -out=tfplan\n  hipaacheck plan tfplan\n  hipaacheck plan network/tfplan iam/tfplan\n  hipaacheck plan --together plans/",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("no plan is named; make one with: terraform plan -out=tfplan, then: hipaacheck plan tfplan")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.plan(cmd, f, args) },
	}
	f.judging(cmd.Flags())
	s := cmd.Flags()
	s.StringArrayVar(&f.formats, "format", []string{"text"}, "output format `NAME[=FILE]`, repeatable: "+strings.Join(report.Names(), ", "))
	s.StringVar(&f.failOn, "fail-on", f.failOn, "least `SEVERITY` that blocks: critical, high, medium, low, never")
	s.StringVar(&f.scope, "scope", f.scope, "what can block: introduced or `all`")
	s.BoolVar(&f.softFail, "soft-fail", false, "exit 0 where findings block or approvals are missing")
	s.BoolVar(&f.noColor, "no-color", false, "no colours (also NO_COLOR)")
	s.BoolVar(&f.quiet, "quiet", false, "text: the verdict, what blocks and the counts only")
	return cmd
}

// judging are the flags of every command that judges plans.
func (f *planFlags) judging(s *pflag.FlagSet) {
	f.failOn, f.scope = config.Medium.String(), string(validator.ScopeIntroduced)
	s.StringVar(&f.config, "config", "", "configuration `FILE` (default: .hipaacheck.hcl, looked up from the plan's directory to the repository root)")
	s.StringVar(&f.source, "source", "", "the root module's `DIR`, or the saved plan that holds the source (default: the plan itself if it is a saved one)")
	s.StringArrayVar(&f.only, "only", nil, "run only this `RULE`, repeatable")
	s.StringArrayVar(&f.skip, "skip", nil, "leave out this `RULE`, repeatable")
	s.BoolVar(&f.together, "together", false, "judge several plans as one change; all have one configuration")
	s.StringVar(&f.stack, "stack", "", "`NAME` of the stack that the plan is of (default, with several plans: the path of each)")
	s.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "check a plan that is not complete (never an errored one)")
	s.StringVar(&f.now, "now", "", "check as of this `DATE`, YYYY-MM-DD or RFC 3339")
	f.outsideFlags.add(s)
	s.StringVar(&f.trustedRef, "trusted-ref", "", "git `REF`, such as origin/main: configuration and waivers count only as they stand in it")
	s.StringVar(&f.approvals, "approvals", "", "approvals `DIR` (default: .iam/approvals of the repository)")
	s.StringVar(&f.evidence, "evidence", "", "ledger `DIR` to which what was decided is added")
}

// plan checks plans.
func (a *app) plan(cmd *cobra.Command, f *planFlags, args []string) error {
	if err := refGiven(cmd, f.trustedRef); err != nil {
		return err
	}
	opt, err := a.options(f)
	if err != nil {
		return err
	}
	outputs, err := a.outputs(f)
	if err != nil {
		return err
	}
	for _, o := range outputs {
		opt.Reach = opt.Reach || o.name == "html" || o.name == "json"
	}
	checked, unread, err := a.checkAll(cmd.Context(), f, args, opt)
	if err != nil {
		return err
	}
	if len(checked) == 0 {
		return nil // a.code says so
	}
	r := joined(checked)
	r.Unread = append(r.Unread, unread...)
	// A report that cannot be written does not keep the others from being written.
	var failed []error
	for _, o := range outputs {
		failed = append(failed, a.write(r, o, f))
	}
	failed = append(failed, a.record(f, "plan", string(r.Verdict), r, checked...))
	if err := errors.Join(failed...); err != nil {
		return err
	}
	if a.code == exitPass && !f.softFail {
		a.code = exitOf(r.Verdict)
	}
	return nil
}

// checkedPlan is a plan's report, and what it was judged by.
type checkedPlan struct {
	report *validator.Report
	config *config.Config
	given  *validator.GivenApprovals
}

// joined is one report of all.
func joined(plans []*checkedPlan) *validator.Report {
	reports := make([]*validator.Report, len(plans))
	for i, p := range plans {
		reports[i] = p.report
	}
	return validator.Join(reports...)
}

// checkOne checks the one plan that the arguments name; nil where it could not
// be read, which is said then.
func (a *app) checkOne(ctx context.Context, f *planFlags, args []string, opt validator.Options) (*checkedPlan, error) {
	all, _, err := a.checkAll(ctx, f, args, opt)
	switch {
	case err != nil || len(all) == 0 || a.code == exitError:
		return nil, err
	case len(all) > 1:
		return nil, fmt.Errorf("%s holds %d plans; name one of them", args[0], len(all))
	}
	return all[0], nil
}

// exitOf is the exit code of a verdict.
func exitOf(v validator.Verdict) int {
	switch v {
	case validator.Fail:
		return exitBlocked
	case validator.ApprovalRequired:
		return exitApproval
	}
	return exitPass
}

// checkAll checks every plan of the arguments. What cannot be read is said at
// once and makes the exit code that of an error, and the others are checked all
// the same.
func (a *app) checkAll(ctx context.Context, f *planFlags, args []string, opt validator.Options) (out []*checkedPlan, unread []validator.Unread, err error) {
	wrong := func(path string, err error) {
		a.fail(err)
		a.code = exitError
		unread = append(unread, validator.Unread{Path: path, Reason: reasonOf(err)})
	}
	outside, err := f.outsideFlags.read()
	if err != nil {
		return nil, nil, err
	}
	a.told = a.progress()
	defer func() {
		a.told.end()
		a.told = nil
	}()
	a.told.doing("Reading " + strings.Join(args, ", "))
	var stacked []validator.Stacked
	var judge *checkedPlan // what they are judged by
	configs := &configurations{app: a, ctx: ctx, flags: f, read: map[string]*configuration{}}
	for in := range plan.Inputs(ctx, args, plan.Options{AllowIncomplete: f.allowIncomplete, Source: f.source, Stdin: a.in, Getenv: a.getenv, Types: configs.types}) {
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case in.Skipped:
			a.say("Not checked: " + strings.TrimRight(in.Err.Error(), ".") + ".\n")
			continue
		case in.Err != nil:
			wrong(in.Path, in.Err)
			continue
		case len(out)+len(stacked) > 0 && f.stack != "":
			return nil, nil, errors.New("--stack names the stack of one plan, and there are several, which are named by their paths; leave the flag out")
		case len(out)+len(stacked) > 0 && f.source != "":
			return nil, nil, errors.New("--source is the root module of one plan, and there are several; give saved plans, which hold their source, or check one plan each time")
		}
		a.told.doing("Judging " + in.Path)
		one := opt
		if one.Stack == "" {
			one.Stack = in.Stack
		}
		found := configs.of(in.Plan.Path)
		if found.err != nil {
			if f.config != "" {
				return nil, nil, found.err // wrong for all of them
			}
			wrong(in.Path, found.err)
			continue
		}
		cfg := found.config
		if tree := found.tree; tree != nil {
			one.Trusted = &validator.TrustedRef{Ref: tree.Ref, Commit: tree.Commit}
			in.Plan.TrustedRef, in.Plan.Trusted = true, in.Plan.Source.As(refFiles{ctx, tree})
			if in.Plan.Trusted == nil && len(in.Plan.Source.Comments()) > 0 {
				a.say("Note: no waiver in a comment counts, as it is not known where " + tree.Ref + " has the source of " + in.Path + "; give --source DIR.\n")
			}
		}
		in.Plan.Outside = outside
		if one.Approvals, err = a.givenApprovals(ctx, f, cfg); err != nil {
			return nil, nil, err
		}
		if f.together {
			switch {
			case judge == nil:
				judge = &checkedPlan{config: cfg, given: one.Approvals}
				opt.Approvals, opt.Trusted = one.Approvals, one.Trusted
			case pathOf(judge.config) != pathOf(cfg):
				return nil, nil, fmt.Errorf("the plans have different configurations (of %s, for one), and --together judges by one; name it by --config", in.Path)
			}
			stacked = append(stacked, validator.Stacked{Plan: in.Plan, Stack: one.Stack})
			continue
		}
		r, err := validator.Check(ctx, in.Plan, cfg, one)
		if err != nil {
			wrong(in.Path, err)
			continue
		}
		out = append(out, &checkedPlan{report: r, config: cfg, given: one.Approvals})
	}
	if len(stacked) > 0 {
		a.told.doing(fmt.Sprintf("Judging %d plans together", len(stacked)))
		if judge.report, err = validator.CheckTogether(ctx, stacked, judge.config, opt); err != nil {
			return nil, nil, err
		}
		out = append(out, judge)
	}
	if len(out) == 0 && a.code == exitPass {
		return nil, nil, fmt.Errorf("there is no plan below %s; a plan is made by: terraform plan -out=tfplan", strings.Join(args, " "))
	}
	return out, unread, nil
}

// pathOf is the file of a configuration, "" where there is none.
func pathOf(cfg *config.Config) string {
	if cfg == nil {
		return ""
	}
	return cfg.Path
}

// reasonOf is why a plan was not checked, in a few words.
func reasonOf(err error) string {
	var p *plan.Error
	if errors.As(err, &p) {
		return p.Summary
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return first
}

// options reads what narrows a check.
func (a *app) options(f *planFlags) (validator.Options, error) {
	opt := validator.Options{Scope: validator.Scope(f.scope), Only: f.only, Skip: f.skip, Stack: f.stack, Now: a.now(), Version: versionText()}
	if f.scope != string(validator.ScopeIntroduced) && f.scope != string(validator.ScopeAll) {
		return opt, fmt.Errorf("--scope is introduced or all, not %q", f.scope)
	}
	if f.failOn == config.Never.String() {
		opt.FailOn = config.Never
	} else {
		s, err := config.ParseSeverity(f.failOn)
		if err != nil {
			return opt, fmt.Errorf("--fail-on is critical, high, medium, low or never, not %q", f.failOn)
		}
		opt.FailOn = s
	}
	if f.now != "" {
		var err error
		if opt.Now, err = parseDate(f.now); err != nil {
			return opt, err
		}
	}
	return opt, nil
}

func parseDate(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--now is a date such as 2027-03-31 or 2027-03-31T12:00:00Z, not %q", s)
}

// knownRule checks a rule's name on the command line.
func knownRule(name string) error {
	names := safeguard.Catalogue()
	switch {
	case slices.Contains(names.Rules, name):
		return nil
	case slices.Contains(names.Later, name):
		return fmt.Errorf("the rule %q is not available in this version", name)
	}
	message := fmt.Sprintf("there is no rule %q", name)
	if near := config.Nearest(name, slices.Concat(names.Rules, names.Later)); near != "" {
		message += fmt.Sprintf("; did you mean %q?", near)
	}
	return errors.New(message)
}

// config reads the configuration that is named, or else the one that is looked
// up from the plan's directory. It returns nil where there is none.
func (a *app) config(named, planPath string) (*config.Config, error) {
	path := named
	if path == "" {
		var err error
		if path, err = config.Find(directoryOf(planPath)); err != nil {
			return nil, fmt.Errorf("the configuration could not be looked up: %w", err)
		}
		if path == "" {
			return nil, nil
		}
		path = filepath.FromSlash(shortPath(path))
	}
	return readConfig(config.Disk{}, path)
}

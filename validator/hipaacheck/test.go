// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// expectFile is the name of the file that makes a folder a case.
const expectFile = "expect.hcl"

// expectation is what expect.hcl says.
type expectation struct {
	// Rules are those that are compared; none: the checks of the configuration.
	Rules    []string          `hcl:"rules,optional"`
	Now      string            `hcl:"now,optional"`
	Findings []expectedFinding `hcl:"finding,block"`
}

type expectedFinding struct {
	Rule     string `hcl:"rule,label"`
	Address  string `hcl:"address"`
	Status   string `hcl:"status,optional"`
	Severity string `hcl:"severity,optional"`
	Message  string `hcl:"message,optional"`
}

func (e *expectedFinding) matches(f *validator.Finding) bool {
	return e.Rule == f.Rule && config.Match(e.Address, f.Address) && e.Status == f.Status &&
		(e.Severity == "" || e.Severity == f.Severity) && (e.Message == "" || e.Message == f.Message)
}

func newTestCommand(a *app) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Try custom checks on example plans, and templates on their tests",
		Long: "Runs the checks of the configuration on example plans. Every folder at or below DIR (default: the working directory) that holds\n" +
			"expect.hcl is a case: beside it lies plan.json, or a saved plan named plan or tfplan, and expect.hcl lists the findings:\n\n" +
			"  finding \"acme-no-delete\" {\n    address = \"aws_iam_role.reader\"   # only * is special\n    status  = \"introduced\"            # the default\n  }\n\n" +
			"severity and message can be given too. A finding that is not expected, and an expected one that is not there, make the exit code 2.\n" +
			"rules = [...] names rules to compare instead of the checks of the configuration, and now = \"2027-01-31\" the day.\n\n" +
			"Every file NAME_test.hcl holds the tests of the template in NAME.hcl beside it, as template test takes them.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return a.test(cmd.Context(), dir, file)
		},
	}
	cmd.Flags().StringVar(&file, "config", "", "configuration `FILE` (default: .hipaacheck.hcl, looked up from each case to the repository root)")
	return cmd
}

func (a *app) test(ctx context.Context, dir, file string) error {
	var cases, templates []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == ".terraform"):
			return filepath.SkipDir
		case !d.IsDir() && d.Name() == expectFile:
			cases = append(cases, filepath.Dir(path))
		case !d.IsDir() && strings.HasSuffix(d.Name(), templateTests):
			templates = append(templates, path)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("the cases could not be listed: %w", err)
	}
	if len(cases)+len(templates) == 0 {
		return fmt.Errorf("there is no case at or below %s: a case is a folder with a plan and %s, or the tests NAME%s of the template NAME.hcl beside them", dir, expectFile, templateTests)
	}
	broken := 0
	run := func(name string, differences []string, err error) error {
		if err != nil {
			a.fail(err)
			a.code = exitError
			differences = []string{"could not be run"}
		}
		word := "ok"
		if len(differences) > 0 {
			word = "FAIL"
			broken++
		}
		_, err = fmt.Fprintln(a.out, strings.Join(append([]string{word + "  " + filepath.ToSlash(name)}, differences...), "\n    "))
		return err
	}
	for _, one := range cases {
		differences, err := a.testCase(ctx, one, file)
		if err := run(one, differences, err); err != nil {
			return err
		}
	}
	for _, one := range templates {
		differences, err := a.testTemplate(one)
		if err := run(one, differences, err); err != nil {
			return err
		}
	}
	if broken > 0 && a.code == exitPass {
		a.code = exitBlocked
	}
	_, err = fmt.Fprintf(a.out, "%d of %d cases hold.\n", len(cases)+len(templates)-broken, len(cases)+len(templates))
	return err
}

// templateTests ends the name of a file with the tests of the template beside it.
const templateTests = "_test.hcl"

// testTemplate runs the tests of one template and lists what does not hold.
func (a *app) testTemplate(file string) ([]string, error) {
	name := strings.TrimSuffix(file, templateTests) + ".hcl"
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the template %s is not there, and %s holds tests of it", filepath.ToSlash(name), filepath.ToSlash(file))
	}
	t, err := a.templateFile(name)
	if err != nil {
		return nil, err
	}
	results, err := a.templateResults(t, []string{file})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range results {
		for _, f := range r.Failures {
			out = append(out, fmt.Sprintf("%s, line %d: %s", r.Test, f.Line, f.Message))
		}
	}
	return out, nil
}

// testCase runs one case and lists what differs from what is expected.
func (a *app) testCase(ctx context.Context, dir, file string) ([]string, error) {
	want, err := readExpectation(filepath.Join(dir, expectFile))
	if err != nil {
		return nil, err
	}
	planPath, err := planOf(dir)
	if err != nil {
		return nil, err
	}
	cfg, err := a.config(file, planPath)
	if err != nil {
		return nil, err
	}
	opt := validator.Options{Scope: validator.ScopeAll, FailOn: config.Low, Only: want.Rules, Now: a.now(), Version: versionText()}
	if want.Now != "" {
		if opt.Now, err = parseDate(want.Now); err != nil {
			return nil, fmt.Errorf("%s: now is a date such as 2027-03-31, not %q", filepath.Join(dir, expectFile), want.Now)
		}
	}
	var types []string
	if cfg != nil {
		for _, c := range cfg.Checks {
			types = append(types, c.Resources...)
			if len(want.Rules) == 0 {
				opt.Only = append(opt.Only, c.Name)
			}
		}
	}
	if len(opt.Only) == 0 {
		return nil, fmt.Errorf("%s: the configuration has no check, and rules names no rule, so there is nothing to try", dir)
	}
	for _, f := range want.Findings {
		if !slices.Contains(opt.Only, f.Rule) {
			return nil, fmt.Errorf("%s: a finding of %q is expected, which is not among what is tried: %s", filepath.Join(dir, expectFile), f.Rule, strings.Join(opt.Only, ", "))
		}
	}
	if err := namesKnown(opt.Only, cfg); err != nil {
		return nil, err
	}
	p, err := plan.Read(ctx, planPath, plan.Options{Getenv: a.getenv, Types: func(string) []string { return types }})
	if err != nil {
		return nil, err
	}
	r, err := validator.Check(ctx, p, cfg, opt)
	if err != nil {
		return nil, err
	}
	return compared(want.Findings, r.Findings, opt.Only), nil
}

// compared lists what is there and not expected, and the other way round.
func compared(want []expectedFinding, got []validator.Finding, rules []string) []string {
	var out []string
	for i := range got {
		f := &got[i]
		if slices.Contains(rules, f.Rule) && !slices.ContainsFunc(want, func(e expectedFinding) bool { return e.matches(f) }) {
			out = append(out, fmt.Sprintf("not expected: %s at %s (%s, %s): %s", f.Rule, f.Address, f.Severity, f.Status, f.Message))
		}
	}
	for _, e := range want {
		if !slices.ContainsFunc(got, func(f validator.Finding) bool { return e.matches(&f) }) {
			out = append(out, fmt.Sprintf("not found: %s at %s (%s)", e.Rule, e.Address, e.Status))
		}
	}
	return out
}

func readExpectation(path string) (*expectation, error) {
	src, err := config.Disk{}.Read(path)
	if err != nil {
		return nil, fmt.Errorf("%s could not be read: %w", path, err)
	}
	file, diags := hclsyntax.ParseConfig(src, path, hcl.InitialPos)
	out := &expectation{}
	if !diags.HasErrors() {
		diags = gohcl.DecodeBody(file.Body, nil, out)
	}
	if diags.HasErrors() {
		return nil, &diagnosticsError{diags: diags, files: map[string]*hcl.File{path: {Bytes: src}}}
	}
	for i := range out.Findings {
		f := &out.Findings[i]
		if f.Status == "" {
			f.Status = "introduced"
		}
		if !slices.Contains([]string{"introduced", "existing", "resolved"}, f.Status) {
			return nil, fmt.Errorf("%s: status is introduced, existing or resolved, not %q", path, f.Status)
		}
	}
	return out, nil
}

// planOf finds the plan of a case.
func planOf(dir string) (string, error) {
	for _, name := range []string{"plan.json", "plan", "tfplan"} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("the case %s has no plan.json, and no saved plan named plan or tfplan", dir)
}

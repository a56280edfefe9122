// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/ownprovider"
)

const (
	hipaacheck = "build/hipaacheck"
	recorded   = "examples/pull-request/recorded"
)

// everything is make demo.
func (d *demo) everything(ctx context.Context) error {
	steps := []func(context.Context) error{
		d.build, d.checkPullRequest, d.planClinic, d.refuseArgument, d.applyClinic, d.showRole,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) build(ctx context.Context) error {
	d.heading("Build both programs", "The provider goes where terraform init -plugin-dir looks for it.")
	if err := d.gobuild(ctx, hipaacheck, "./validator/hipaacheck"); err != nil {
		return err
	}
	return d.gobuild(ctx, ownprovider.Path(), ".")
}

func (d *demo) checkPullRequest(ctx context.Context) error {
	d.heading("Check a pull request", "The plan is recorded from the real AWS provider; the saved plan's archive holds the source, hence the lines.")
	text := []string{"plan", "--source", recorded + "/plan.tfplan", recorded + "/plan.json"}
	if err := d.check(ctx, d.root, 2, "findings block this change", text...); err != nil {
		return err
	}
	args := append([]string{"plan", "--format", "json"}, text[1:]...)
	cmd := d.program(ctx, d.root, filepath.Join(d.root, hipaacheck), args...)
	var report bytes.Buffer
	cmd.Stdout, cmd.Stderr = &report, d.out
	err := d.do(ctx, command{shown: show("hipaacheck", args...) + " | jq '{verdict, summary}'", cmd: cmd, want: 2})
	if err != nil {
		return err
	}
	var excerpt struct {
		Verdict string          `json:"verdict"`
		Summary json.RawMessage `json:"summary"`
	}
	if err := json.Unmarshal(report.Bytes(), &excerpt); err != nil {
		return fmt.Errorf("the JSON report: %w", err)
	}
	summary := map[string]json.RawMessage{}
	if err := json.Unmarshal(excerpt.Summary, &summary); err != nil {
		return fmt.Errorf("the JSON report's summary: %w", err)
	}
	_, _ = fmt.Fprintf(d.out, "  verdict: %s\n", excerpt.Verdict)
	for _, name := range []string{"introduced", "existing", "resolved"} {
		var line bytes.Buffer
		if err := json.Compact(&line, summary[name]); err != nil {
			return fmt.Errorf("the JSON report's summary.%s: %w", name, err)
		}
		_, _ = fmt.Fprintf(d.out, "  %-11s %s\n", name+":", line.String())
	}
	return nil
}

func (d *demo) planClinic(ctx context.Context) error {
	d.heading("Plan the roles of a clinic", "The real Terraform CLI, with this provider; no AWS credentials are needed to plan.")
	if err := copyFiles(d.work, filepath.Join(d.root, "examples/clinic")); err != nil {
		return err
	}
	d.terraform.Env = append(d.terraform.Env, "TF_VAR_aws_endpoint="+d.aws.URL)
	mirror := filepath.Join(d.root, ownprovider.Mirror)
	err := d.do(ctx, command{
		shown: "terraform init -plugin-dir=" + ownprovider.Mirror,
		cmd:   d.terraform.Command(ctx, d.work, "init", "-no-color", "-plugin-dir="+mirror), quiet: true,
	})
	if err != nil {
		return err
	}
	var plan bytes.Buffer
	cmd := d.tf(ctx, "plan", "-out=clinic.tfplan")
	cmd.Stdout, cmd.Stderr = &plan, d.out
	if err := d.do(ctx, command{shown: "terraform plan -out=clinic.tfplan | grep -E '^  # |^Plan:'", cmd: cmd}); err != nil {
		return err
	}
	lines := 0
	for line := range strings.Lines(plan.String()) {
		lines++
		if strings.HasPrefix(line, "  # ") || strings.HasPrefix(line, "Plan:") {
			_, _ = io.WriteString(d.out, line)
		}
	}
	_, _ = fmt.Fprintf(d.out, "  (%d lines in all: every policy is in the plan, statement by statement. One of them:)\n", lines)
	if err := d.showStatement(ctx, "hipaa_clinician_role.cardiology", "ReadDocuments"); err != nil {
		return err
	}
	return d.check(ctx, d.work, 0, "nothing blocks: the provider and hipaacheck use the same rules", "plan", "clinic.tfplan")
}

func (d *demo) refuseArgument(ctx context.Context) error {
	d.heading("Ask for twelve hours", "The provider refuses the argument while planning, at its line, with the rule and the regulation.")
	cmd := d.tf(ctx, "plan", "-var=session_hours=12")
	cmd.Stdout, cmd.Stderr = io.Discard, d.out
	return d.do(ctx, command{shown: "terraform plan -var=session_hours=12 >/dev/null", cmd: cmd, want: 1, meaning: "refused, and nothing was made"})
}

func (d *demo) applyClinic(ctx context.Context) error {
	d.heading("Apply the plan that was checked", "Against moto, the AWS API in memory.")
	return d.do(ctx, command{shown: "terraform apply clinic.tfplan", cmd: d.tf(ctx, "apply", "clinic.tfplan")})
}

// freshPullRequest is make demo-aws.
func (d *demo) freshPullRequest(ctx context.Context) error {
	d.heading("Build hipaacheck", "From this repository.")
	if err := d.gobuild(ctx, hipaacheck, "./validator/hipaacheck"); err != nil {
		return err
	}
	example := filepath.Join(d.root, "examples/pull-request")
	d.heading("Make the main branch real", "The real AWS provider applies it to moto, the AWS API in memory.")
	if err := copyFiles(d.work, filepath.Join(example, "before")); err != nil {
		return err
	}
	for _, args := range [][]string{{"init"}, {"apply", "-auto-approve"}} {
		cmd := d.terraform.Command(ctx, d.work, append(args, "-no-color")...)
		if err := d.do(ctx, command{shown: show("terraform", args...), cmd: cmd, quiet: true}); err != nil {
			return err
		}
	}
	d.heading("Plan the pull request", "As a pipeline would.")
	sources, err := filepath.Glob(filepath.Join(d.work, "*.tf"))
	if err != nil {
		return err
	}
	for _, path := range append(sources, filepath.Join(d.work, "modules")) {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	if err := copyFiles(d.work, filepath.Join(example, "after")); err != nil {
		return err
	}
	settings, err := os.ReadFile(filepath.Join(example, ".hipaacheck.hcl"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(d.work, ".hipaacheck.hcl"), settings, 0o644); err != nil {
		return err
	}
	for _, args := range [][]string{{"init"}, {"plan", "-out=pull-request.tfplan"}} {
		cmd := d.terraform.Command(ctx, d.work, append(args, "-no-color")...)
		if err := d.do(ctx, command{shown: show("terraform", args...), cmd: cmd, quiet: true}); err != nil {
			return err
		}
	}
	d.heading("Check that plan", "The saved plan itself: hipaacheck asks Terraform to show it.")
	return d.check(ctx, d.work, 2, "findings block this change", "plan", "pull-request.tfplan")
}

// check runs hipaacheck.
func (d *demo) check(ctx context.Context, dir string, want int, meaning string, args ...string) error {
	cmd := d.program(ctx, dir, filepath.Join(d.root, hipaacheck), args...)
	return d.do(ctx, command{shown: show("hipaacheck", args...), cmd: cmd, want: want, meaning: meaning})
}

// tf prepares a Terraform command in the working folder.
func (d *demo) tf(ctx context.Context, args ...string) *exec.Cmd {
	if !d.coloured {
		args = append([]string{args[0], "-no-color"}, args[1:]...)
	}
	return d.terraform.Command(ctx, d.work, args...)
}

// show is a command as the reader would type it.
func show(name string, args ...string) string {
	for _, arg := range args {
		name += " " + arg
	}
	return name
}

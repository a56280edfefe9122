// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command record makes the plans that the tests, the examples and the demo
// read: it applies the configuration as it was to moto, plans the configuration
// as it is with the real Terraform CLI and the real AWS provider, and keeps what
// Terraform wrote, byte for byte.
//
//	go -C tools run ./cmd/record [-to DIR] [-only CASE] FOLDER...
//
// A FOLDER is a case, or holds cases. A case is a folder with a
// main.tf, and:
//
//	before/       the configuration that is applied first; without it nothing exists yet
//	record.json   how to plan it; see the type options
//	plan.json     written: terraform show -json of the saved plan
//	plan.tfplan   written, where record.json asks for it: the saved plan
//
// A terraform.tf that the case lacks is taken from the folder above it.
//
// A plan says when it was made. That alone is no reason to change a recording:
// one that differs from the kept one in nothing else is not written, so that
// the pair of plan.json and plan.tfplan always comes from one run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/moto"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/tfcli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("record", flag.ContinueOnError)
	flags.SetOutput(stderr)
	to := flags.String("to", "", "write the recording into this folder instead of the case's own (one case only)")
	only := flags.String("only", "", "record only cases whose name matches this pattern (*, ?)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	cases, err := find(flags.Args(), *only)
	if err != nil {
		return err
	}
	if *to != "" && len(cases) != 1 {
		return fmt.Errorf("-to needs exactly one case, there are %d", len(cases))
	}
	root, err := repo.Root()
	if err != nil {
		return err
	}
	tools := need.Tools{Dir: filepath.Join(root, ".tools"), Log: stderr}
	terraform, err := tools.Terraform(ctx)
	if err != nil {
		return err
	}
	server, err := tools.Moto(ctx)
	if err != nil {
		return err
	}
	aws, err := moto.Start(ctx, server)
	if err != nil {
		return err
	}
	defer aws.Stop()
	r := recorder{
		root:      root,
		aws:       aws,
		terraform: tfcli.CLI{Path: terraform, Endpoint: aws.URL, Plugins: filepath.Join(root, ".tools", "plugins")},
	}
	var failed error
	for _, c := range cases {
		start := time.Now()
		changed, err := r.with(c).record(ctx, c, *to)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		verdict := "as kept"
		switch {
		case errors.Is(err, errNoTofu):
			verdict = "left out: no tofu in PATH"
		case err != nil:
			verdict = "FAILED"
			failed = errors.Join(failed, fmt.Errorf("%s: %w", c.name, err))
		case changed:
			verdict = "written"
		}
		_, _ = fmt.Fprintf(stdout, "%-40s %-8s %5.1f s\n", c.name, verdict, time.Since(start).Seconds())
	}
	return failed
}

// find returns the cases in folders whose names match the pattern only.
func find(folders []string, only string) ([]testcase, error) {
	if len(folders) == 0 {
		return nil, errors.New("say which folders hold the cases")
	}
	var cases []testcase
	for _, folder := range folders {
		c, err := load(folder)
		if err != nil {
			return nil, err
		}
		if c != nil {
			cases = append(cases, *c)
			continue
		}
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if !entry.IsDir() {
				continue
			}
			c, err := load(filepath.Join(folder, entry.Name()))
			if err != nil {
				return nil, err
			}
			if c == nil {
				return nil, fmt.Errorf("%s holds no main.tf", filepath.Join(folder, entry.Name()))
			}
			cases = append(cases, *c)
		}
	}
	if only == "" {
		return cases, nil
	}
	var chosen []testcase
	for _, c := range cases {
		ok, err := filepath.Match(only, c.name)
		if err != nil {
			return nil, fmt.Errorf("-only %s: %w", only, err)
		}
		if ok {
			chosen = append(chosen, c)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no case matches -only %s in %s", only, strings.Join(folders, ", "))
	}
	return chosen, nil
}

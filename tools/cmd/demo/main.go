// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command demo shows both programs at work, without an AWS account: hipaacheck
// on the recorded plan of a pull request, then the provider with the real
// Terraform CLI against moto, the AWS API in memory.
//
//	go -C tools run ./cmd/demo           make demo
//	go -C tools run ./cmd/demo -aws      make demo-aws
//	go -C tools run ./cmd/demo -readme   make readme
//
// With -aws the pull request is planned afresh with the real AWS provider, and
// that plan is checked. With -readme what the demo prints goes into README.md.
//
// Every command's exit code is held against the one it has to have. Whatever
// happens, an interrupt included, moto is stopped and the working folder removed.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/moto"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/tfcli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:], os.Stdout)
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case interrupted:
		fmt.Fprintln(os.Stderr, "demo: interrupted; moto is stopped and the working folder removed")
		os.Exit(130)
	case err != nil:
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	aws := flags.Bool("aws", false, "plan the pull request afresh with the real AWS provider")
	readme := flags.Bool("readme", false, "write what the demo prints into README.md")
	if err := flags.Parse(args); err != nil {
		return err
	}
	start := time.Now()
	root, err := repo.Root()
	if err != nil {
		return err
	}
	tools := need.Tools{Dir: filepath.Join(root, ".tools"), Log: os.Stderr}
	terraform, err := tools.Terraform(ctx)
	if err != nil {
		return err
	}
	server, err := tools.Moto(ctx)
	if err != nil {
		return err
	}
	d := &demo{
		root:      root,
		out:       out,
		coloured:  out == os.Stdout && !*readme && term.IsTerminal(int(os.Stdout.Fd())) && os.Getenv("NO_COLOR") == "",
		terraform: tfcli.CLI{Path: terraform, Plugins: filepath.Join(tools.Dir, "plugins")},
	}
	d.work, err = os.MkdirTemp("", "hipaa-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(d.work)) }()
	d.aws, err = moto.Start(ctx, server)
	if err != nil {
		return err
	}
	defer d.aws.Stop()
	d.terraform.Endpoint = d.aws.URL
	var transcript bytes.Buffer
	if *readme {
		d.out = io.MultiWriter(out, &transcript)
	}
	if *aws {
		err = d.freshPullRequest(ctx)
	} else {
		err = d.everything(ctx)
	}
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(d.out, "\nDone in %s.\n", time.Since(start).Round(time.Second))
	if *readme {
		return intoReadme(filepath.Join(root, "README.md"), transcript.String())
	}
	return nil
}

// demo is what the steps share.
type demo struct {
	root      string // of the repository
	work      string // folder for what the demo writes, removed at the end
	out       io.Writer
	coloured  bool
	terraform tfcli.CLI
	aws       *moto.Server
	step      int
}

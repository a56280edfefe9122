// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command hipaacheck checks Terraform and OpenTofu plans against HIPAA
// safeguards and blocks IAM changes that break them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	a := &app{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: time.Now,
		terminal:    term.IsTerminal(int(os.Stdout.Fd())), //nolint:gosec // a file descriptor fits
		errTerminal: term.IsTerminal(int(os.Stderr.Fd())), //nolint:gosec // a file descriptor fits
	}
	code := a.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

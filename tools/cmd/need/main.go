// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command need prints the path of a program that the build needs, after
// installing it under .tools if it is nowhere:
//
//	go -C tools run ./cmd/need terraform
//	go -C tools run ./cmd/need moto
//	go -C tools run ./cmd/need chromium
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "need:", err)
		os.Exit(1) //nolint:gocritic // Nothing is left for the deferred call to do.
	}
}

func run(ctx context.Context, args []string) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	tools := need.Tools{Dir: filepath.Join(root, ".tools"), Log: os.Stderr}
	find := map[string]func(context.Context) (string, error){"terraform": tools.Terraform, "moto": tools.Moto, "chromium": tools.Chromium}
	if len(args) != 1 || find[args[0]] == nil {
		return fmt.Errorf("say which program: terraform, moto or chromium")
	}
	path, err := find[args[0]](ctx)
	if err != nil {
		return err
	}
	fmt.Println(path)
	return nil
}

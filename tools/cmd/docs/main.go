// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command docs writes docs/: the pages of the rules, by internal/guide, and those
// of the provider from its schema, the examples and the pages in tools/docs, with
// tfplugindocs:
//
//	go -C tools run ./cmd/docs
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	terraform, err := need.Tools{Dir: filepath.Join(root, ".tools"), Log: os.Stderr}.Terraform(ctx)
	if err != nil {
		return err
	}
	pages := exec.CommandContext(ctx, "go", "run", "./internal/guide/write")
	pages.Dir, pages.Stdout, pages.Stderr = root, os.Stdout, os.Stderr
	if err := pages.Run(); err != nil {
		return fmt.Errorf("the pages of the rules: %w", err)
	}
	cmd := exec.CommandContext(ctx, "go", "tool", "-modfile=tools/go.mod", "tfplugindocs", "generate",
		"--provider-name=hipaa", "--rendered-provider-name=HIPAA", "--website-source-dir=tools/docs")
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, os.Stdout, os.Stderr
	// tfplugindocs takes the terraform on PATH, and downloads one if there is none.
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(terraform)+string(os.PathListSeparator)+os.Getenv("PATH"), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+os.DevNull)
	return cmd.Run()
}

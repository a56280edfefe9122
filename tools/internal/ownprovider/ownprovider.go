// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package ownprovider builds this repository's provider for the Terraform CLI.
package ownprovider

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// Mirror is the folder, relative to the root of the repository, that
// terraform init -plugin-dir is to be given.
const Mirror = "build/mirror"

// Path returns where Build puts the provider, relative to the root of the repository.
func Path() string {
	return fmt.Sprintf("%s/registry.terraform.io/hipaa-iam/hipaa/0.0.1/%s_%s/terraform-provider-hipaa_v0.0.1", Mirror, runtime.GOOS, runtime.GOARCH)
}

// Build builds the provider of the repository at root and returns the
// absolute path of Mirror.
func Build(ctx context.Context, root string) (mirror string, err error) {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", Path(), ".")
	cmd.Dir = root
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 5 * time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return filepath.Join(root, filepath.FromSlash(Mirror)), nil
}

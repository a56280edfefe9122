// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command account records the authorization details of a small account, made in
// moto, in the two forms in which people have them:
//
//	go -C tools run ./cmd/account
//
// It writes, under internal/details/testdata, moto-cli/input.json as the AWS CLI
// prints them (through botocore, on which the CLI stands and which moto brings
// along), and moto-sdk/input.json as the AWS SDK for Go returns them, a page for
// each filter. Identifiers that moto invents become fixed ones.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/moto"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "account:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	program, err := need.Tools{Dir: filepath.Join(root, ".tools"), Log: os.Stderr}.Moto(ctx)
	if err != nil {
		return err
	}
	aws, err := moto.Start(ctx, program)
	if err != nil {
		return err
	}
	defer aws.Stop()
	if err := fill(ctx, aws); err != nil {
		return err
	}
	recordings := []struct {
		name string
		make func() ([]byte, error)
	}{
		{"moto-cli", func() ([]byte, error) { return cli(ctx, filepath.Dir(program), aws.URL) }},
		{"moto-sdk", func() ([]byte, error) { return aws.Details(ctx) }},
	}
	for _, r := range recordings {
		text, err := r.make()
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		dir := filepath.Join(root, "internal", "details", "testdata", r.name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := keep(filepath.Join(dir, "input.json"), moto.Settle(text)); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a recording, unless the one that is there says the same: moto gives
// policies in any order.
func keep(file string, fresh []byte) error {
	kept, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err == nil && slices.Equal(sorted(kept), sorted(fresh)) {
		return nil
	}
	return os.WriteFile(file, fresh, 0o644)
}

// sorted returns the lines of a JSON text in order, without what depends on order.
func sorted(text []byte) []string {
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, ",")
	}
	slices.Sort(lines)
	return lines
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command account records the authorization details of a small account, made in
// moto, in the two forms in which people have them:
//
//	go -C tools run ./cmd/account
//
// It writes, under validator/details/testdata, moto-cli/input.json as the AWS CLI
// prints them (through botocore, on which the CLI stands and which moto brings
// along), and moto-sdk/input.json as the AWS SDK for Go returns them, a page for
// each filter. Identifiers that moto invents become fixed ones.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"

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
		{"moto-sdk", func() ([]byte, error) { return sdk(ctx, aws.URL) }},
	}
	for _, r := range recordings {
		text, err := r.make()
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		dir := filepath.Join(root, "validator", "details", "testdata", r.name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "input.json"), settle(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var invented = regexp.MustCompile(`("(?:Role|User|Group|Policy|InstanceProfile)Id": ?")[A-Za-z0-9]+"`)

// settle replaces the identifiers that moto invents.
func settle(text []byte) []byte {
	return invented.ReplaceAll(text, []byte(`${1}AAAAEXAMPLE0000000000"`))
}

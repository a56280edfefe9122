// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

func newConfigLintCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "lint [FILE...]",
		Short: "Check configuration files, and those that they extend and name",
		Long: "Checks configuration files: the ones that are named, or .hipaacheck.hcl of the working directory or above it.\n\n" +
			"Exit codes: 0 nothing is wrong, 2 a file has a mistake, 1 a file cannot be read.",
		Example: "  hipaacheck config lint\n  hipaacheck config lint platform/hipaacheck.hcl",
		RunE: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				path, err := config.Find(".")
				if err != nil {
					return err
				}
				if path == "" {
					return errors.New("there is no " + config.FileName + " here or above; name a file")
				}
				files = []string{filepath.FromSlash(shortPath(path))}
			}
			return a.lint(files, func(file string) error {
				_, err := readConfig(config.Disk{}, file)
				return err
			})
		},
	}
}

func newTemplateLintCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "lint FILE...",
		Short: "Check a team's own templates",
		Long: "Checks template files: their language, and whether they keep to what every template has to keep to.\n\n" +
			"Exit codes: 0 nothing is wrong, 2 a file has a mistake, 1 a file cannot be read.",
		Example: "  hipaacheck template lint templates/*.hcl",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("name a template's file: hipaacheck template lint FILE")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, files []string) error {
			return a.lint(files, func(file string) error {
				_, err := a.templateFile(file)
				return err
			})
		},
	}
}

// lint checks every file. Mistakes in one do not keep the others from being
// checked, and a file that cannot be read is no finding.
func (a *app) lint(files []string, check func(file string) error) error {
	var unread error
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			unread = errors.Join(unread, fmt.Errorf("the file %s cannot be read: %w", file, errors.Unwrap(err)))
			continue
		}
		err := check(file)
		if err == nil {
			continue
		}
		var mistakes *diagnosticsError
		if !errors.As(err, &mistakes) {
			unread = errors.Join(unread, err)
			continue
		}
		a.fail(err)
		a.code = exitBlocked
	}
	return unread
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newManCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "man [DIR]",
		Short: "Write the manual pages",
		Long: "Writes a manual page for each command into a directory, or that of hipaacheck itself to standard output.\n" +
			"SOURCE_DATE_EPOCH sets their date.",
		Example: "  hipaacheck man | man -l -\n  hipaacheck man /usr/local/share/man/man1",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			header := &doc.GenManHeader{Title: "HIPAACHECK", Section: "1", Source: "hipaacheck " + versionText(), Manual: "hipaacheck"}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			if len(args) == 0 {
				return doc.GenMan(root, header, a.out)
			}
			if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
				return errors.Join(fmt.Errorf("%s is no directory", args[0]), err)
			}
			return doc.GenManTree(root, &doc.GenManHeader{Section: header.Section, Source: header.Source, Manual: header.Manual}, args[0])
		},
	}
}

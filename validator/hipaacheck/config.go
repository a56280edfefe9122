// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// readConfig reads a configuration file and those that it extends.
func readConfig(files config.Files, path string) (*config.Config, error) {
	l := config.LoadFrom(files, path, safeguard.Catalogue())
	if l.Diagnostics.HasErrors() {
		return nil, &diagnosticsError{diags: l.Diagnostics, files: l.Sources}
	}
	return l.Config, nil
}

func newSchemaCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the configuration",
		Long:  "Prints the JSON Schema (draft 2020-12) of the configuration in HCL's JSON syntax, made from the table that the decoder reads by.",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.json(config.Schema(safeguard.Catalogue())) },
	}
}

// json writes a value as indented JSON.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func newFmtCommand(a *app) *cobra.Command {
	check := false
	cmd := &cobra.Command{
		Use:   "fmt [--check] [FILE...]",
		Short: "Format the configuration",
		Long: "Writes configuration files in the canonical layout: .hipaacheck.hcl of the working directory or above it, the files that are named,\n" +
			"or - for standard input to standard output. It names the files that it changes. With --check it writes nothing, and exits 2 where a\n" +
			"file is not in that layout.",
		RunE: func(_ *cobra.Command, args []string) error { return a.format(args, check) },
	}
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; exit 2 where a file is not formatted")
	return cmd
}

func (a *app) format(files []string, check bool) error {
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
	// All are read before one is written.
	changed := map[string][]byte{}
	var order []string
	for _, file := range files {
		src, formatted, err := a.formatted(file)
		switch {
		case err != nil:
			return err
		case file == "-" && !check:
			_, err := a.out.Write(formatted)
			return err
		case !bytes.Equal(src, formatted) && changed[file] == nil:
			changed[file] = formatted
			order = append(order, file)
		}
	}
	for _, file := range order {
		if _, err := fmt.Fprintln(a.out, file); err != nil {
			return err
		}
		if check {
			a.code = exitBlocked
			continue
		}
		if err := replace(file, changed[file]); err != nil {
			return fmt.Errorf("%s could not be written: %w", file, err)
		}
	}
	return nil
}

// formatted reads a file and lays it out; one with wrong syntax is refused.
func (a *app) formatted(file string) (src, formatted []byte, err error) {
	if file == "-" {
		src, err = io.ReadAll(a.in)
	} else {
		src, err = config.Disk{}.Read(file)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s could not be read: %w", file, err)
	}
	if strings.HasSuffix(strings.ToLower(file), ".json") {
		return nil, nil, fmt.Errorf("%s is JSON, and fmt lays out HCL", file)
	}
	if _, diags := hclsyntax.ParseConfig(src, file, hcl.InitialPos); diags.HasErrors() {
		return nil, nil, &diagnosticsError{diags: diags, files: map[string]*hcl.File{file: {Bytes: src}}}
	}
	return src, hclwrite.Format(src), nil
}

// replace writes a file beside the old one and puts it in its place, so that it
// is never half written.
func replace(file string, src []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	part := file + ".part"
	if err := os.WriteFile(part, src, info.Mode().Perm()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, file)
}

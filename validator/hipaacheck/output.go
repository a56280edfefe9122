// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// output is one format and where it goes; file is "" for standard output.
type output struct {
	name  string
	write report.Writer
	file  string
}

func (a *app) outputs(f *planFlags) ([]output, error) {
	var out []output
	stdout := ""
	for _, s := range f.formats {
		name, file, toFile := strings.Cut(s, "=")
		w, err := report.Lookup(name)
		if err != nil {
			return nil, err
		}
		switch {
		case toFile && file == "":
			return nil, fmt.Errorf("--format %s names no file", s)
		case !toFile && stdout != "":
			return nil, fmt.Errorf("the formats %s and %s would both be written to standard output; give one of them a file: --format %s=FILE", stdout, name, name)
		case !toFile:
			stdout = name
		}
		for _, o := range out {
			if toFile && filepath.Clean(o.file) == filepath.Clean(file) {
				return nil, fmt.Errorf("the formats %s and %s would both be written to %s; give each a file of its own", o.name, name, file)
			}
		}
		out = append(out, output{name: name, write: w, file: file})
	}
	return out, nil
}

// write writes a report in one format. A file is there whole or as it was.
func (a *app) write(r *validator.Report, o output, f *planFlags) error {
	opt := report.Options{Quiet: f.quiet, Link: linker(a.getenv)}
	if o.name == "github" {
		if err := a.stepSummary(r, opt); err != nil {
			return err
		}
	}
	if o.file == "" {
		opt.Color = a.terminal && !f.noColor && a.getenv("NO_COLOR") == ""
		if err := o.write(a.out, r, opt); err != nil {
			return fmt.Errorf("the report could not be written: %w", err)
		}
		return nil
	}
	var b bytes.Buffer
	if err := o.write(&b, r, opt); err != nil {
		return fmt.Errorf("the report could not be written: %w", err)
	}
	if err := writeFile(o.file, b.Bytes()); err != nil {
		return fmt.Errorf("the report could not be written: %w", err)
	}
	return nil
}

// writeFile replaces a file by one with this content, which is never seen in part.
// What is no file, such as /dev/stderr or a pipe, is written to.
func writeFile(path string, content []byte) (err error) {
	const permission = 0o644 // a report is for whoever reads the build
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(path, content, permission)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // the link stays, and what it leads to is replaced
	}
	part, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part.Name()))
		}
	}()
	_, err = part.Write(content)
	if err = errors.Join(err, part.Chmod(permission), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), path)
}

// stepSummary adds the report to the summary of a step of GitHub Actions, where
// it runs in one. Source: GitHub Docs, workflow commands, GITHUB_STEP_SUMMARY.
func (a *app) stepSummary(r *validator.Report, opt report.Options) error {
	path := a.getenv("GITHUB_STEP_SUMMARY")
	if path == "" {
		return nil
	}
	var b bytes.Buffer
	if err := report.Markdown(&b, r, opt); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("the summary of the step could not be written: %w", err)
	}
	_, err = file.Write(b.Bytes())
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("the summary of the step could not be written: %w", err)
	}
	return nil
}

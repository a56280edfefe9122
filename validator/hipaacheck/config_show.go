// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// settingJSON is one setting of config show --format json.
type settingJSON struct {
	Setting string `json:"setting"`
	// Value is null where nothing is set; Default then says what holds.
	Value   any    `json:"value"`
	Default string `json:"default"`
	// Source is null where the setting is not given.
	Source *placeJSON `json:"source"`
	// Final is where a central file says that it cannot be weakened.
	Final *placeJSON `json:"final"`
}

type placeJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func newConfigCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show which settings are in force, and check configuration files",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("config has two commands: hipaacheck config show, hipaacheck config lint")
		},
	}
	var file, format, ref string
	show := &cobra.Command{
		Use:   "show [--config FILE] [--format text|json]",
		Short: "Show every setting that is in force, and where it is from",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.showConfig(cmd, file, format, ref) },
	}
	show.Flags().StringVar(&file, "config", "", "configuration `FILE` (default: .hipaacheck.hcl, looked up from the working directory to the repository root)")
	show.Flags().StringVar(&ref, "trusted-ref", "", "git `REF` whose configuration to show")
	show.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.AddCommand(show, newConfigLintCommand(a))
	return cmd
}

func (a *app) showConfig(cmd *cobra.Command, file, format, ref string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format is text or json, not %q", format)
	}
	if err := refGiven(cmd, ref); err != nil {
		return err
	}
	cfg, _, err := a.trustedConfig(cmd.Context(), ref, file, "-")
	if err != nil {
		return err
	}
	settings := cfg.Settings(safeguard.Catalogue())
	if format == "json" {
		out := struct {
			Config   string        `json:"config"`
			Settings []settingJSON `json:"settings"`
		}{Settings: []settingJSON{}}
		if cfg != nil {
			out.Config = shortPath(cfg.Path)
		}
		for _, s := range settings {
			out.Settings = append(out.Settings, settingJSON{Setting: s.Path, Value: s.Value, Default: s.Default, Source: placeOf(s.Range), Final: placeOf(s.Final)})
		}
		return a.json(out)
	}
	return a.showText(cfg, settings)
}

func (a *app) showText(cfg *config.Config, settings []config.Setting) error {
	var b strings.Builder
	if cfg == nil {
		fmt.Fprintf(&b, "There is no %s; the defaults are in force.\n\n", config.FileName)
	} else {
		fmt.Fprintf(&b, "%s\n\n", shortPath(cfg.Path))
	}
	for _, s := range settings {
		value := "not set"
		if s.Default != "" {
			value = s.Default
		}
		if s.Value != nil {
			text, err := literal(s.Value)
			if err != nil {
				return err
			}
			value = text
		}
		from := "default"
		if s.Range != nil {
			from = place(s.Range)
		}
		if s.Final != nil {
			from += ", final at " + place(s.Final)
		}
		fmt.Fprintf(&b, "%s = %s  # %s\n", s.Path, value, from)
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

// literal writes a value on one line.
func literal(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSpace(b.String()), nil
}

func placeOf(r *hcl.Range) *placeJSON {
	if r == nil {
		return nil
	}
	return &placeJSON{File: shortPath(r.Filename), Line: r.Start.Line, Column: r.Start.Column}
}

func place(r *hcl.Range) string { return fmt.Sprintf("%s:%d", shortPath(r.Filename), r.Start.Line) }

// shortPath is a file relative to the working directory, where it lies below it.
func shortPath(file string) string {
	here, err := filepath.Abs(".")
	if err != nil {
		return filepath.ToSlash(file)
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return filepath.ToSlash(file)
	}
	if rel, err := filepath.Rel(here, abs); err == nil && filepath.IsLocal(rel) {
		file = rel
	}
	return filepath.ToSlash(file)
}

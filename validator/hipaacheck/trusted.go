// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/gitref"
)

// refFiles reads what a configuration names as a commit has it.
type refFiles struct {
	ctx  context.Context //nolint:containedctx // the interface of files has none
	tree *gitref.Tree
}

// Read implements [config.Files].
func (f refFiles) Read(path string) ([]byte, error) { return f.tree.Read(f.ctx, path) }

// Glob implements [config.Files].
func (f refFiles) Glob(pattern string) ([]string, error) { return f.tree.Glob(f.ctx, pattern) }

// List implements [plan.Files].
func (f refFiles) List(dir string) ([]string, error) { return f.tree.List(f.ctx, dir) }

// trustedConfig reads the configuration as a trusted ref has it: the one that is
// named, or the one that the ref has at the plan's directory or above it. It
// returns nil where the ref has none, and then the defaults are in force.
func (a *app) trustedConfig(ctx context.Context, ref, named, planPath string) (*config.Config, *gitref.Tree, error) {
	if ref == "" {
		cfg, err := a.config(named, planPath)
		return cfg, nil, err
	}
	dir := directoryOf(planPath)
	if named != "" {
		dir = filepath.Dir(named)
	}
	tree, err := gitref.Open(ctx, existing(dir), ref)
	if err != nil {
		return nil, nil, err
	}
	files := refFiles{ctx, tree}
	path := named
	if named != "" {
		if _, err := files.Read(named); errors.Is(err, fs.ErrNotExist) {
			if _, err := os.Stat(named); err != nil {
				return nil, nil, fmt.Errorf("the configuration %s is neither in %s nor in the work tree", named, ref)
			}
			path = "" // it counts once the ref has it
		}
	} else if path, err = findTrusted(files, dir); err != nil {
		return nil, nil, err
	}
	if path == "" {
		a.say(fmt.Sprintf("Note: %s has no configuration here, so the defaults are in force.\n", ref))
		return nil, tree, nil
	}
	cfg, err := readConfig(files, path)
	return cfg, tree, err
}

// refGiven refuses an empty ref: a variable that is not set must not turn trust off.
func refGiven(cmd *cobra.Command, ref string) error {
	if cmd.Flags().Changed("trusted-ref") && ref == "" {
		return errors.New("--trusted-ref names no ref; give one such as origin/main")
	}
	return nil
}

// findTrusted looks a configuration up from a directory to the repository's root.
func findTrusted(files refFiles, dir string) (string, error) {
	at, err := files.tree.Path(dir)
	if err != nil { // the way to the repository is through a link to within it
		real, wrong := filepath.EvalSymlinks(existing(dir))
		if wrong != nil {
			return "", err
		}
		if at, wrong = files.tree.Path(real); wrong != nil {
			return "", err
		}
	}
	for {
		path := filepath.Join(at, config.FileName)
		switch _, err := files.Read(path); {
		case err == nil:
			return filepath.FromSlash(shortPath(path)), nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		case at == files.tree.Root:
			return "", nil
		}
		at = filepath.Dir(at)
	}
}

// directoryOf is where a plan lies; the working directory for standard input.
func directoryOf(planPath string) string {
	if planPath == "-" || strings.HasPrefix(planPath, "-#") {
		return "."
	}
	return filepath.Dir(planPath)
}

// existing is the directory, or the first above it that is there: a change may
// have taken it away.
func existing(dir string) string {
	at, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	for {
		if info, err := os.Stat(at); err == nil && info.IsDir() || at == filepath.Dir(at) {
			return at
		}
		at = filepath.Dir(at)
	}
}

// configurations reads the configuration of each plan once: before the plan, for
// the types that its checks look at, and after it, to judge by.
type configurations struct {
	app   *app
	ctx   context.Context //nolint:containedctx // the reader of plans calls back without one
	flags *planFlags
	read  map[string]*configuration
}

type configuration struct {
	config *config.Config
	tree   *gitref.Tree
	err    error
}

func (c *configurations) of(planPath string) *configuration {
	if out := c.read[planPath]; out != nil {
		return out
	}
	out := &configuration{}
	out.config, out.tree, out.err = c.app.trustedConfig(c.ctx, c.flags.trustedRef, c.flags.config, planPath)
	if out.err == nil {
		out.err = namesKnown(slices.Concat(c.flags.only, c.flags.skip), out.config)
	}
	c.read[planPath] = out
	return out
}

// types are the resource types that checks look at.
func (c *configurations) types(planPath string) []string {
	cfg := c.of(planPath).config
	if cfg == nil {
		return nil
	}
	var out []string
	for _, check := range cfg.Checks {
		out = append(out, check.Resources...)
	}
	return out
}

// namesKnown checks the names of rules and checks on the command line.
func namesKnown(names []string, cfg *config.Config) error {
	for _, name := range names {
		if cfg == nil || !slices.ContainsFunc(cfg.Checks, func(c *config.Check) bool { return c.Name == name }) {
			if err := knownRule(name); err != nil {
				return err
			}
		}
	}
	return nil
}

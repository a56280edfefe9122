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

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/gitref"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/approval"
)

// givenApprovals reads the approvals at hand for a configuration that demands
// any; nil otherwise. With a trusted ref the files of approvers are read from
// there, and the authors of the commits since are the requesters.
func (a *app) givenApprovals(ctx context.Context, f *planFlags, cfg *config.Config) (*validator.GivenApprovals, error) {
	if cfg == nil || len(cfg.Approvals) == 0 {
		return nil, nil
	}
	out := &validator.GivenApprovals{}
	var tree *gitref.Tree
	if f.trustedRef != "" {
		var err error
		if tree, err = gitref.Open(ctx, existing(filepath.Dir(cfg.Path)), f.trustedRef); err != nil {
			return nil, err
		}
		if out.Requesters, err = tree.Authors(ctx); err != nil {
			return nil, err
		}
		if len(out.Requesters) == 0 {
			a.say("Note: " + f.trustedRef + " has every commit of HEAD, so nobody is known to have asked for the change, and nobody's signature is left out for it.\n")
		}
	}
	out.Given, out.Rejected = approval.Read(approvalsDir(f, cfg))
	signers := map[string]*approval.Signers{}
	for _, want := range cfg.Approvals {
		path := want.SignersPath()
		s, err := readSigners(ctx, tree, path)
		if err != nil {
			return nil, fmt.Errorf("the file of approvers of approval %q cannot be read: %w", want.Name, err)
		}
		for _, why := range s.Refused {
			a.say("Not understood in " + want.Signers + ", so nobody signs by it: " + why + ".\n")
		}
		signers[path] = s
	}
	out.Signers = func(path string) *approval.Signers { return signers[path] }
	return out, nil
}

// readSigners reads a file of approvers. One that is not there names nobody: the
// approvals are then missing.
func readSigners(ctx context.Context, tree *gitref.Tree, path string) (*approval.Signers, error) {
	var text []byte
	var err error
	where := path
	if tree != nil {
		text, err = tree.Read(ctx, path)
		where = filepath.Base(path) + " in " + tree.Ref
	} else {
		text, err = os.ReadFile(path) //nolint:gosec // the configuration names the file
	}
	if errors.Is(err, fs.ErrNotExist) {
		return &approval.Signers{Refused: []string{"there is no file " + where}}, nil
	}
	if err != nil {
		return nil, err
	}
	return approval.ParseSigners(text), nil
}

// approvalsDir is where approvals lie: what --approvals says, else
// .iam/approvals of the repository that holds the configuration.
func approvalsDir(f *planFlags, cfg *config.Config) string {
	if f.approvals != "" {
		return f.approvals
	}
	root := "."
	if cfg != nil {
		if found := repositoryRoot(filepath.Dir(cfg.Path)); found != "" {
			root = found
		}
	}
	return filepath.Join(root, filepath.FromSlash(approval.DefaultDir))
}

// repositoryRoot is the nearest directory at or above dir that holds .git, or "".
func repositoryRoot(dir string) string {
	at, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		up := filepath.Dir(at)
		if up == at {
			return ""
		}
		at = up
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// shared is the file that cases take from the folder above them.
const shared = "terraform.tf"

// options is record.json: what a case wants done beyond a plain plan.
type options struct {
	// Plan holds further arguments for terraform plan: "-destroy", "-target=…".
	Plan []string `json:"plan,omitempty"`
	// Errored says that the plan is meant to fail; Terraform saves it all the same.
	Errored bool `json:"errored,omitempty"`
	// Binary keeps the saved plan beside its JSON.
	Binary bool `json:"binary,omitempty"`
	// State records terraform show -json of the applied state, as state.json, and no plan.
	State bool `json:"state,omitempty"`
	// Drift holds requests to AWS between apply and plan, as somebody at the
	// console would make them: "iam Action=UpdateRole&RoleName=…".
	Drift []string `json:"drift,omitempty"`
	// Account records, as account.json and credentials.json, what AWS says of the
	// account before the plan: its authorization details and its credential report.
	Account bool `json:"account,omitempty"`
	// Provider plans with this repository's own provider, built for it, and no other
	// but those of the folder that RECORD_PLUGIN_DIR names.
	Provider bool `json:"provider,omitempty"`
	// OpenTofu plans with the tofu that PATH has. Where it has none the case is left
	// as it is kept.
	OpenTofu bool `json:"opentofu,omitempty"`
	// Source is the folder of the configuration to plan, and Recorded the one
	// for what is written; both default to the case's folder.
	Source   string `json:"source,omitempty"`
	Recorded string `json:"recorded,omitempty"`
}

// testcase is one folder to record.
type testcase struct {
	name   string
	dir    string
	before string // empty: nothing is applied first
	options
}

// load reads the case in dir; nil if dir is none.
func load(dir string) (*testcase, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	c := testcase{name: filepath.Base(dir), dir: dir}
	text, err := os.ReadFile(filepath.Join(dir, "record.json"))
	switch {
	case err == nil:
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&c.options); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Join(dir, "record.json"), err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if before := filepath.Join(dir, "before"); isDir(before) {
		c.before = before
	}
	if _, err := os.Stat(filepath.Join(c.source(), "main.tf")); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return &c, nil
}

func (c testcase) source() string   { return filepath.Join(c.dir, c.Source) }
func (c testcase) recorded() string { return filepath.Join(c.dir, c.Recorded) }

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// copyConfiguration copies the configuration in from into to: every file and
// folder but those of the recorder, and shared from the case's parent.
func (c testcase) copyConfiguration(from, to string) error {
	skip := map[string]bool{"before": true, "record.json": true, "plan.json": true, "plan.tfplan": true, "state.json": true, "account.json": true, "credentials.json": true, ".hipaacheck.hcl": true}
	common, err := os.ReadFile(filepath.Join(filepath.Dir(c.dir), shared))
	if err == nil {
		if err := os.WriteFile(filepath.Join(to, shared), common, 0o600); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == from {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if skip[name] {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		target := filepath.Join(to, name)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o750)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o600)
	})
}

// clearConfiguration removes everything in dir but what Terraform put there.
func clearConfiguration(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		switch entry.Name() {
		case ".terraform", ".terraform.lock.hcl", "terraform.tfstate", "terraform.tfstate.backup":
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

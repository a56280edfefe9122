// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/moto"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/ownprovider"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/tfcli"
)

// recorder records cases, one after the other.
type recorder struct {
	root      string // of the repository
	aws       *moto.Server
	terraform tfcli.CLI
}

// errNoTofu leaves a case of OpenTofu as it is kept.
var errNoTofu = errors.New("tofu is not in PATH")

// with returns the recorder with the CLI that c is planned with.
func (r recorder) with(c testcase) recorder {
	if c.OpenTofu {
		r.terraform.Path, _ = exec.LookPath("tofu") // "" where there is none
	}
	return r
}

// pluginDir names a folder with other providers, for cases that are planned with
// this repository's own and others: Terraform then looks nowhere else.
const pluginDir = "RECORD_PLUGIN_DIR"

// initialize runs terraform init for c in dir.
func (r recorder) initialize(ctx context.Context, c testcase, dir string) error {
	args := []string{"init", "-no-color"}
	if c.Provider {
		mirror, err := ownprovider.Build(ctx, r.root)
		if err != nil {
			return err
		}
		args = append(args, "-plugin-dir="+mirror)
		if others := os.Getenv(pluginDir); others != "" {
			args = append(args, "-plugin-dir="+others)
		}
	}
	_, err := r.terraform.Run(ctx, dir, args...)
	return err
}

// record records c, into the folder to if that is not empty, and tells
// whether anything that it wrote differs from what was kept there.
func (r recorder) record(ctx context.Context, c testcase, to string) (changed bool, err error) {
	if r.terraform.Path == "" {
		return false, errNoTofu
	}
	work, err := os.MkdirTemp("", "record-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := r.aws.Reset(ctx); err != nil {
		return false, err
	}
	if c.before != "" {
		if err := c.copyConfiguration(c.before, work); err != nil {
			return false, err
		}
		if err := r.apply(ctx, c, work); err != nil {
			return false, err
		}
		if err := clearConfiguration(work); err != nil {
			return false, err
		}
	}
	if err := c.copyConfiguration(c.source(), work); err != nil {
		return false, err
	}
	if c.State {
		if err := r.apply(ctx, c, work); err != nil {
			return false, err
		}
		state, err := r.terraform.Run(ctx, work, "show", "-json")
		if err != nil {
			return false, err
		}
		return keep(c.target(to), map[string][]byte{"state.json": state})
	}
	for _, call := range c.Drift {
		service, form, _ := strings.Cut(call, " ")
		if _, err := r.aws.Call(ctx, service, form); err != nil {
			return false, err
		}
	}
	files := map[string][]byte{}
	if c.Account {
		if files["account.json"], err = r.aws.Details(ctx); err != nil {
			return false, err
		}
		if files["credentials.json"], err = r.aws.Credentials(ctx); err != nil {
			return false, err
		}
	}
	if err := r.initialize(ctx, c, work); err != nil {
		return false, err
	}
	_, err = r.terraform.Run(ctx, work, append([]string{"plan", "-no-color", "-out=plan.tfplan"}, c.Plan...)...)
	var failed *tfcli.ExitError
	switch {
	case c.Errored && err == nil:
		return false, errors.New("the plan succeeds, but record.json says that it fails")
	case c.Errored && errors.As(err, &failed):
	case err != nil:
		return false, err
	}
	text, err := r.terraform.Run(ctx, work, "show", "-json", "plan.tfplan")
	if err != nil {
		return false, err
	}
	saved, err := os.ReadFile(filepath.Join(work, "plan.tfplan"))
	if err != nil {
		return false, err
	}
	files["plan.json"] = text
	if c.Binary {
		files["plan.tfplan"] = saved
	}
	for name, content := range files {
		if err := clean(content, work, r.aws.URL); err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
	}
	return keep(c.target(to), files)
}

func (c testcase) target(to string) string {
	if to != "" {
		return to
	}
	return c.recorded()
}

func (r recorder) apply(ctx context.Context, c testcase, dir string) error {
	if err := r.initialize(ctx, c, dir); err != nil {
		return err
	}
	_, err := r.terraform.Run(ctx, dir, "apply", "-no-color", "-auto-approve")
	return err
}

// clean refuses a recording that tells something of the machine it was made on.
func clean(content []byte, private ...string) error {
	if home, err := os.UserHomeDir(); err == nil && home != "/" {
		private = append(private, home)
	}
	files, err := unzip(content)
	if err != nil {
		files = map[string][]byte{"": content}
	}
	for name, text := range files {
		for _, word := range private {
			if bytes.Contains(text, []byte(word)) {
				return fmt.Errorf("%s holds %q, of this machine; it must not be recorded", name, word)
			}
		}
	}
	return nil
}

// keep writes files into dir, unless what stands there says the same.
func keep(dir string, files map[string][]byte) (changed bool, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return false, err
	}
	same := true
	for name, fresh := range files {
		kept, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		if err != nil || !equal(kept, fresh) {
			same = false
		}
	}
	if same {
		return false, nil
	}
	for name, fresh := range files {
		if err := os.WriteFile(filepath.Join(dir, name), fresh, 0o644); err != nil {
			return false, err
		}
	}
	return true, nil
}

// equal tells whether two recordings say the same, whatever the order of their lines. Two JSON documents may differ
// in the time they were made, in identifiers that moto invents, and in the order
// of relevant_attributes, which Terraform itself leaves to chance; two saved
// plans are held to the configuration and the provider locks that they carry,
// since the plan in them is what the JSON shows.
func equal(kept, fresh []byte) bool {
	keptFiles, keptErr := unzip(kept)
	freshFiles, freshErr := unzip(fresh)
	if keptErr == nil && freshErr == nil {
		drop := func(name string, _ []byte) bool {
			return !strings.HasPrefix(name, "tfconfig/") && name != ".terraform.lock.hcl"
		}
		maps.DeleteFunc(keptFiles, drop)
		maps.DeleteFunc(freshFiles, drop)
		return maps.EqualFunc(keptFiles, freshFiles, bytes.Equal)
	}
	if slices.Equal(lines(kept), lines(fresh)) {
		return true // moto gives an account's policies in any order
	}
	a, aErr := settled(kept)
	b, bErr := settled(fresh)
	return aErr == nil && bErr == nil && maps.EqualFunc(a, b, func(x, y json.RawMessage) bool { return bytes.Equal(x, y) })
}

// lines returns the lines of a document in order, without what depends on order.
func lines(document []byte) []string {
	out := strings.Split(string(document), "\n")
	for i, line := range out {
		out[i] = strings.TrimSuffix(line, ",")
	}
	slices.Sort(out)
	return out
}

// invented matches the identifiers that moto draws at random.
var invented = regexp.MustCompile(`"(unique_id|policy_id)":"\w+"`)

// settled returns the members of a JSON document without what differs from
// one recording to the next.
func settled(document []byte) (members map[string]json.RawMessage, err error) {
	if err := json.Unmarshal(invented.ReplaceAll(document, []byte(`"$1":"x"`)), &members); err != nil {
		return nil, err
	}
	delete(members, "timestamp")
	var relevant []json.RawMessage
	if text, ok := members["relevant_attributes"]; ok {
		if err := json.Unmarshal(text, &relevant); err != nil {
			return nil, err
		}
		slices.SortFunc(relevant, func(x, y json.RawMessage) int { return bytes.Compare(x, y) })
		if members["relevant_attributes"], err = json.Marshal(relevant); err != nil {
			return nil, err
		}
	}
	return members, nil
}

// unzip returns the files in a ZIP archive by name.
func unzip(content []byte) (map[string][]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, entry := range archive.File {
		file, err := entry.Open()
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(io.LimitReader(file, 1<<28))
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, err
		}
		files[entry.Name] = text
	}
	return files, nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Options say how an input is read.
type Options struct {
	// AllowIncomplete admits plans that say that they do not cover everything.
	// An errored plan is never admitted.
	AllowIncomplete bool
	// Source is the root module's directory, or a saved plan that holds it; ""
	// takes the source out of the plan itself if it is a saved one.
	Source string
	// Stdin is read for the input "-".
	Stdin io.Reader
	// Getenv looks up environment variables; nil is os.Getenv.
	Getenv func(string) string
}

func (o Options) getenv(name string) string {
	if o.Getenv != nil {
		return o.Getenv(name)
	}
	return os.Getenv(name)
}

// Read reads one plan: JSON, a saved binary plan, or "-" for standard input.
// A saved plan is shown by the terraform or tofu that made it, which must be
// installed; nothing else is started and nothing is fetched. The error is an
// [*Error] for whatever is wrong with the input.
func Read(ctx context.Context, path string, opt Options) (*Plan, error) {
	src, err := bytesOf(path, opt)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(src)
	var source *Source
	text := src
	if isArchive(src) {
		archive, err := openArchive(src, path)
		if err != nil {
			return nil, err
		}
		if text, err = archive.show(ctx, opt); err != nil {
			return nil, err
		}
		source = archive.source()
	}
	p, err := Decode(text, path, opt)
	if err != nil {
		return nil, err
	}
	p.SHA256 = hex.EncodeToString(sum[:])
	p.Source = source
	if opt.Source != "" {
		if p.Source, err = OpenSource(opt.Source); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func bytesOf(path string, opt Options) ([]byte, error) {
	if path == "-" {
		if opt.Stdin == nil {
			return nil, &Error{Path: path, Summary: "Empty input", Detail: "There is no standard input."}
		}
		src, err := io.ReadAll(opt.Stdin)
		if err != nil {
			return nil, &Error{Path: path, Summary: "Cannot read the plan", Detail: err.Error() + "."}
		}
		return src, nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{Path: path, Summary: "No such file", Detail: "There is no file of this name."}
	case err != nil:
		return nil, &Error{Path: path, Summary: "Cannot read the plan", Detail: cause(err) + "."}
	case info.IsDir():
		return nil, directory(path)
	}
	src, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, &Error{Path: path, Summary: "Cannot read the plan", Detail: cause(err) + "."}
	}
	return src, nil
}

// directory says what to do with a directory, which is no plan.
func directory(path string) *Error {
	for _, pattern := range []string{"*.tf", "*.tf.json", "*.tofu"} {
		if found, err := filepath.Glob(filepath.Join(path, pattern)); err == nil && len(found) > 0 {
			return &Error{
				Path:    path,
				Summary: "A configuration, not a plan",
				Detail: "The directory holds a Terraform configuration. What it will change is known only to a plan. Make one there with: " +
					"terraform plan -out=tfplan && terraform show -json tfplan > plan.json",
			}
		}
	}
	return &Error{Path: path, Summary: "A directory", Detail: "Checking a directory of plans is not available in this version. Give the plan itself."}
}

func isArchive(src []byte) bool { return bytes.HasPrefix(src, []byte("PK\x03\x04")) }

// cause is an error without the operation and the path, which the message gives.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

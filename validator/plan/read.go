// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
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
	text, source, err := open(ctx, src, path, opt)
	if err != nil {
		return nil, err
	}
	p, err := Decode(text, path, opt)
	if err != nil {
		return nil, err
	}
	p.SHA256 = digestOf(src)
	p.Source = source
	if opt.Source != "" {
		if p.Source, err = OpenSource(opt.Source); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// open returns the plan's JSON, and of a saved plan the source that it holds.
func open(ctx context.Context, src []byte, path string, opt Options) ([]byte, *Source, error) {
	if !isArchive(src) {
		return src, nil, nil
	}
	archive, err := openArchive(src, path)
	if err != nil {
		return nil, nil, err
	}
	text, err := archive.show(ctx, opt)
	if err != nil {
		return nil, nil, err
	}
	return text, archive.source(), nil
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
		if found, err := below(path); err == nil && len(found) > 0 {
			return nil, &Error{Path: path, Summary: "A directory", Detail: "This command reads one plan. Give the plan itself, such as " + found[0].path + "."}
		}
		return nil, directory(path)
	}
	src, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, &Error{Path: path, Summary: "Cannot read the plan", Detail: cause(err) + "."}
	}
	return src, nil
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

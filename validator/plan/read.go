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
	// Types are more resource types to read out of the plan at a path, for checks of
	// a configuration; nil: none.
	Types func(path string) []string
	// Getenv looks up environment variables; nil is os.Getenv.
	Getenv func(string) string
	// whole keeps attributes that no rule reads, for the evaluation of a source.
	whole bool
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
func Read(ctx context.Context, path string, opt Options) (p *Plan, err error) {
	in, err := openInput(path, opt)
	if err != nil {
		return nil, err
	}
	defer in.close()
	source, err := in.decode(ctx, func(s *stream) error {
		p, err = s.lone()
		return err
	})
	if err != nil {
		return nil, err
	}
	p.Source = source
	if opt.Source != "" {
		if p.Source, err = OpenSource(opt.Source); err != nil {
			return nil, err
		}
	}
	if in.archive != nil {
		p.SHA256 = digestOf(in.archive)
	}
	return p, nil
}

// input is a file or standard input that is open for reading.
type input struct {
	path string
	opt  Options
	io.Reader
	close func()
	// archive is all of a saved plan, nil for JSON.
	archive []byte
}

// decode lets read have the plan's JSON, and returns of a saved plan the source
// that it holds. read's error is returned as it is.
func (in *input) decode(ctx context.Context, read func(*stream) error) (*Source, error) {
	if in.archive == nil {
		return nil, read(newStream(in.Reader, in.path, in.opt))
	}
	a, err := openArchive(in.archive, in.path)
	if err != nil {
		return nil, err
	}
	var wrong error
	// The plan may be shown more than once, until it works.
	whole := in.opt
	whole.whole = true // the source is in it
	show := func(r io.Reader) { wrong = read(newStream(r, in.path, whole)) }
	if err := a.show(ctx, in.opt, show); err != nil {
		return nil, err
	}
	return a.source(), wrong
}

func openInput(path string, opt Options) (*input, error) {
	in := &input{path: path, opt: opt, close: func() {}}
	cannot := func(err error) error {
		return &Error{Path: path, Summary: "Cannot read the plan", Detail: cause(err) + "."}
	}
	if path == "-" {
		if opt.Stdin == nil {
			return nil, &Error{Path: path, Summary: "Empty input", Detail: "There is no standard input."}
		}
		in.Reader = opt.Stdin
	} else {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, &Error{Path: path, Summary: "No such file", Detail: "There is no file of this name."}
		case err != nil:
			return nil, cannot(err)
		case info.IsDir():
			if found, err := below(path); err == nil && len(found) > 0 {
				return nil, &Error{Path: path, Summary: "A directory", Detail: "This command reads one plan. Give the plan itself, such as " + found[0].path + "."}
			}
			return nil, directory(path)
		}
		f, err := os.Open(path) //nolint:gosec // the user names the file
		if err != nil {
			return nil, cannot(err)
		}
		in.Reader = f
		in.close = func() { _ = f.Close() } // it was only read
	}
	start := make([]byte, len(zipStart))
	n, err := io.ReadFull(in.Reader, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		in.close()
		return nil, cannot(err)
	}
	if file, ok := in.Reader.(io.ReadSeeker); ok && path != "-" {
		if _, err := file.Seek(0, io.SeekStart); err == nil {
			n = 0
		}
	}
	if n > 0 {
		in.Reader = io.MultiReader(bytes.NewReader(start[:n]), in.Reader)
	}
	if bytes.HasPrefix(start, []byte(gzipStart)) {
		in.close()
		return nil, &Error{Path: path, Summary: "Compressed input", Detail: "The file is compressed with gzip. Unpack it: gunzip -c FILE | hipaacheck plan -"}
	}
	if isArchive(start) {
		if in.archive, err = io.ReadAll(in.Reader); err != nil {
			in.close()
			return nil, cannot(err)
		}
	}
	return in, nil
}

// bytesOf returns all of a file.
func bytesOf(path string) ([]byte, error) {
	in, err := openInput(path, Options{})
	if err != nil {
		return nil, err
	}
	defer in.close()
	if in.archive != nil {
		return in.archive, nil
	}
	src, err := io.ReadAll(in.Reader)
	if err != nil {
		return nil, &Error{Path: path, Summary: "Cannot read the file", Detail: cause(err) + "."}
	}
	return src, nil
}

const (
	zipStart  = "PK\x03\x04"
	gzipStart = "\x1f\x8b"
)

func isArchive(src []byte) bool { return bytes.HasPrefix(src, []byte(zipStart)) }

// cause is an error without the operation and the path, which the message gives.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// fsFiles finds modules in directories.
type fsFiles struct {
	fsys fs.FS
	root string
}

func (f fsFiles) names(_, dir string) ([]string, error) {
	at := path.Join(f.root, dir)
	if path.IsAbs(dir) || !fs.ValidPath(at) {
		return nil, errors.New("it lies outside of the source that was given")
	}
	entries, err := fs.ReadDir(f.fsys, at)
	if err != nil {
		return nil, reason(err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && isConfigFile(e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

func (f fsFiles) read(_, dir, name string) ([]byte, error) {
	return readFile(f.fsys, path.Join(f.root, dir, name))
}

var errNotThere = notThereError{}

// notThereError is fs.ErrNotExist in the same words on every system.
type notThereError struct{}

func (notThereError) Error() string        { return "it is not there" }
func (notThereError) Is(target error) bool { return target == fs.ErrNotExist }

// reason shortens an error of the file system to what went wrong.
func reason(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errNotThere
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// readFile reads a file of bounded size.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, reason(err)
	}
	text, err := readBounded(f)
	return text, errors.Join(err, f.Close())
}

func readBounded(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, reason(err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("it is larger than %d bytes", maxFile)
	}
	return text, nil
}

// zipFiles are the files of a saved plan by module: tfconfig/m-<module>/<file>.
type zipFiles map[string][]*zip.File

func (z zipFiles) names(key, _ string) ([]string, error) {
	var out []string
	for _, f := range z["m-"+key] {
		if name := path.Base(f.Name); isConfigFile(name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if out == nil {
		return nil, errors.New("the saved plan does not hold it")
	}
	return out, nil
}

func (z zipFiles) read(key, _, name string) ([]byte, error) {
	var found *zip.File
	for _, f := range z["m-"+key] {
		if path.Base(f.Name) != name {
			continue
		}
		if found != nil {
			return nil, errors.New("the saved plan holds it twice")
		}
		found = f
	}
	if found == nil {
		return nil, fs.ErrNotExist
	}
	return unpack(found)
}

func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	text, err := readBounded(r)
	return text, errors.Join(err, r.Close())
}

func isConfigFile(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return false // what editors leave behind, which Terraform does not read
	}
	for _, end := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

func isOverride(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	return base == "override" || strings.HasSuffix(base, "_override")
}

// inOrder returns the files to read, overrides last: of OpenTofu's own files
// those that stand for another one take its place.
// Source: Terraform, "Override Files"; OpenTofu, "Files and Configuration Structure".
func inOrder(names []string, tofu bool) []string {
	isTofu := func(n string) bool { return strings.HasSuffix(n, ".tofu") || strings.HasSuffix(n, ".tofu.json") }
	tofu = tofu || !slices.ContainsFunc(names, func(n string) bool { return !isTofu(n) })
	var out []string
	for _, n := range names {
		switch {
		case isTofu(n) && !tofu:
		case !isTofu(n) && tofu && slices.Contains(names, strings.Replace(n, ".tf", ".tofu", 1)):
		default:
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		switch x, y := isOverride(a), isOverride(b); {
		case x == y:
			return strings.Compare(a, b)
		case x:
			return 1
		}
		return -1
	})
	return out
}

// dataFiles are the files that configuration may read.
type dataFiles struct {
	fsys fs.FS
	root string // the root module's directory in fsys
	// whole says that a file that is not there does not exist; otherwise only
	// some files are at hand.
	whole bool
}

// locate returns the name of a file in the file system by its path from the
// root module's directory. An error says why there is none.
func (d dataFiles) locate(p string) (string, error) {
	if d.fsys == nil {
		return "", errors.New("a saved plan holds no such files")
	}
	at := path.Join(d.root, strings.ReplaceAll(p, `\`, "/"))
	if path.IsAbs(p) || strings.HasPrefix(p, "~") || !fs.ValidPath(at) {
		return "", errors.New("it lies outside of the source that was given")
	}
	return at, nil
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Files is where the file, and what it names, is read from: the disk, or a
// commit. Paths are those of the operating system.
type Files interface {
	// Read returns what a file holds. The error is [fs.ErrNotExist] where there is none.
	Read(path string) ([]byte, error)
	// Glob lists the files that a pattern names, in order.
	Glob(pattern string) ([]string, error)
}

// Disk reads the files as they are.
type Disk struct{}

// Read implements [Files].
func (Disk) Read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errors.New("it is a directory")
	}
	if info.Size() > maxSize {
		return nil, tooLong(info.Size())
	}
	return os.ReadFile(path)
}

// Glob implements [Files].
func (Disk) Glob(pattern string) ([]string, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", fs.ErrInvalid, err)
	}
	slices.Sort(names)
	return names, nil
}

func tooLong(size int64) error {
	return fmt.Errorf("it has %d bytes, more than the %d that a configuration may have", size, maxSize)
}

// reason is an error without the operation and the path, which the message gives.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// beside returns a path that a file names, relative to that file.
func beside(file, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(file), filepath.FromSlash(name))
}

// rootOf is the root of the repository that holds a file: the first directory
// above it that holds ".git"; "" outside of one.
func rootOf(file string) string {
	at, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return ""
	}
	for {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
		at = filepath.Dir(at)
	}
}

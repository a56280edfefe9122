// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// candidates lists the files of an argument that may hold plans.
func candidates(arg string) []candidate {
	if arg == "-" {
		return []candidate{{path: arg, stack: "stdin"}}
	}
	info, err := os.Stat(arg)
	if err != nil || !info.IsDir() {
		return []candidate{{path: arg, stack: stackOf(shown(arg))}} // reading it says what is wrong
	}
	found, err := below(arg)
	switch {
	case err != nil:
		return []candidate{{path: arg, err: &Error{Path: arg, Summary: "Cannot read the directory", Detail: err.Error() + "."}}}
	case len(found) == 0:
		return []candidate{{path: arg, err: directory(arg)}}
	}
	return found
}

// shown is a path by which a plan is named: as given, without the way up.
func shown(path string) string {
	s := filepath.ToSlash(filepath.Clean(path))
	if filepath.IsAbs(path) {
		return filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
	}
	for strings.HasPrefix(s, "../") {
		s = s[len("../"):]
	}
	return s
}

func parent(path string) string { return filepath.Dir(path) }

// passedOver are directories in which tools keep their own files.
var passedOver = []string{".git", ".terraform", "node_modules"}

// below lists what may be plans in a directory and those in it: JSON by its
// name, saved plans by their first bytes. In each directory the saved ones come
// first, since they hold the source as well.
func below(root string) ([]candidate, error) {
	var saved, text []candidate
	var directories []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && path != root && slices.Contains(passedOver, e.Name()):
			return filepath.SkipDir
		case e.IsDir():
			directories = append(directories, path)
			return nil
		}
		info, err := os.Stat(path) // a link counts as what it leads to
		if err != nil || !info.Mode().IsRegular() {
			if strings.EqualFold(filepath.Ext(path), ".json") && err != nil {
				text = append(text, candidate{path: path, found: true}) // reading it says what is wrong
			}
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		c := candidate{path: path, found: true, stack: stackOf(filepath.ToSlash(rel))}
		name := strings.ToLower(e.Name())
		switch isZip, err := startsAsZip(path); {
		case err != nil:
			return err
		case isZip:
			saved = append(saved, c)
		case strings.HasSuffix(name, ".json") && !strings.HasSuffix(name, ".tf.json") && !strings.HasSuffix(name, ".tofu.json"):
			text = append(text, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []candidate
	for _, dir := range directories {
		for _, list := range [][]candidate{saved, text} {
			for _, c := range list {
				if parent(c.path) == dir {
					out = append(out, c)
				}
			}
		}
	}
	return out, nil
}

// startsAsZip reports whether a file begins as saved plans do.
func startsAsZip(path string) (bool, error) {
	f, err := os.Open(path) //nolint:gosec // a file below the directory that the user names
	if err != nil {
		return false, err
	}
	start := make([]byte, 4)
	n, err := io.ReadFull(f, start)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return isArchive(start[:n]), errors.Join(err, f.Close())
}

// makePlan says how a plan's JSON is made.
const makePlan = "terraform plan -out=tfplan && terraform show -json tfplan > plan.json"

// directory says why a directory without plans is refused.
func directory(path string) *Error {
	for _, pattern := range []string{"*.tf", "*.tf.json", "*.tofu", "*.tofu.json"} {
		if found, err := filepath.Glob(filepath.Join(path, pattern)); err == nil && len(found) > 0 {
			return &Error{
				Path:    path,
				Summary: "A configuration, not a plan",
				Detail:  "The directory holds a Terraform configuration. What it will change is known only to a plan. Make one there with: " + makePlan,
			}
		}
	}
	return &Error{Path: path, Summary: "No plan", Detail: "The directory holds no plan: no *.json and no saved plan. A plan is made by: " + makePlan}
}

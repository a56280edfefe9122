// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// maxFile bounds what is read of one file of a directory of approvals, in bytes.
const maxFile = 4 << 20

// Given is one person's signature over one statement, whole and by a key that
// is told; whether it counts is for [Check] to say.
type Given struct {
	// Path is the signature's file.
	Path      string
	Person    string
	Key       ssh.PublicKey
	Statement *Statement
	// Digest is that of the statement.
	Digest string
}

// Rejected is a statement or a signature that counts as not given.
type Rejected struct {
	Path   string `json:"path"`
	Person string `json:"person"`
	Reason string `json:"reason"`
}

// person is how a person may be named: as in an allowed_signers file, and fit
// for a file's name.
var person = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._@+=-]{0,199}$`)

// ValidPerson says what is wrong with a person's name, if anything is.
func ValidPerson(name string) error {
	if !person.MatchString(name) {
		return fmt.Errorf("%q is no name of a person: write it as in the file of approvers, such as security-lead@example.org (letters, digits and . _ @ + = -)", name)
	}
	return nil
}

// Write writes a statement and a person's signature, each file whole or not at
// all, and returns the directory. The signature comes first, so that a statement
// without one never lies there.
func Write(dir, who string, statement, signature []byte) (string, error) {
	if err := ValidPerson(who); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("the directory of approvals cannot be made: %w", err)
	}
	temporary, err := os.MkdirTemp(dir, ".approval-")
	if err != nil {
		return "", fmt.Errorf("the directory of approvals cannot be written to: %w", err)
	}
	err = errors.Join(
		os.Chmod(temporary, 0o755), //nolint:gosec // approvals are for everybody to read
		os.WriteFile(filepath.Join(temporary, who+".sig"), signature, 0o644),    //nolint:gosec // as above
		os.WriteFile(filepath.Join(temporary, statementFile), statement, 0o644), //nolint:gosec // as above
	)
	target := filepath.Join(dir, Digest(statement))
	if err == nil {
		err = os.Rename(temporary, target)
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("the approval cannot be written: %w", err), os.RemoveAll(temporary))
	}
	return target, nil
}

// Read reads a directory of approvals. Whatever in it is altered or cannot be
// read is named and counts as not given. A directory that is not there holds none.
func Read(dir string) (given []Given, rejected []Rejected) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []Rejected{{Path: dir, Reason: "the directory cannot be read: " + cause(err)}}
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue // of a run that was killed
		}
		g, r := readOne(filepath.Join(dir, e.Name()))
		given, rejected = append(given, g...), append(rejected, r...)
	}
	return given, rejected
}

// readOne reads one statement with its signatures.
func readOne(dir string) (given []Given, rejected []Rejected) {
	reject := func(path, who, format string, args ...any) {
		rejected = append(rejected, Rejected{Path: path, Person: who, Reason: fmt.Sprintf(format, args...)})
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		reject(dir, "", "it is no directory with a statement")
		return nil, rejected
	}
	path := filepath.Join(dir, statementFile)
	text, err := read(path)
	if err != nil {
		reject(path, "", "the statement cannot be read: %s", cause(err))
		return nil, rejected
	}
	if digest := Digest(text); digest != filepath.Base(dir) {
		reject(path, "", "the statement was altered: its SHA-256 is %s, and its directory is named otherwise", digest)
		return nil, rejected
	}
	statement, err := Parse(text)
	if err != nil {
		reject(path, "", "%s", err)
		return nil, rejected
	}
	for _, e := range entries {
		who, ok := strings.CutSuffix(e.Name(), ".sig")
		if !ok {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if err := ValidPerson(who); err != nil {
			reject(path, "", "%s", err)
			continue
		}
		armoured, err := read(path)
		if err != nil {
			reject(path, who, "the signature cannot be read: %s", cause(err))
			continue
		}
		key, err := signed(text, armoured)
		if err != nil {
			reject(path, who, "%s", err)
			continue
		}
		given = append(given, Given{Path: path, Person: who, Key: key, Statement: statement, Digest: Digest(text)})
	}
	if len(given)+len(rejected) == 0 {
		reject(path, "", "nobody has signed the statement")
	}
	return given, rejected
}

// read reads a regular file of bounded size.
func read(path string) (out []byte, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, errors.New("it is no regular file of a sensible size")
	}
	file, err := os.Open(path) //nolint:gosec // in the directory that the user names
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, maxFile))
}

// cause is an error without the operation and the path, which the report gives.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// sortRejected puts what does not count into the order of its files.
func sortRejected(list []Rejected) {
	slices.SortFunc(list, func(a, b Rejected) int { return strings.Compare(a.Path+"\x00"+a.Reason, b.Path+"\x00"+b.Reason) })
}

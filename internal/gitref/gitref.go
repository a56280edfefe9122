// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package gitref reads files as they stand in a git ref, so that what a pull
// request changes does not decide over itself. It runs git on the local
// repository and uses no network.
package gitref

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Tree is the tree of one commit.
type Tree struct {
	// Root is the repository's root, Ref the name as given, Commit its hash.
	Root, Ref, Commit string
}

// Open finds the repository that a directory lies in, and the commit that a ref
// names there.
func Open(ctx context.Context, dir, ref string) (*Tree, error) {
	root, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("the trusted ref %s needs a git repository, and %s lies in none: %w", ref, dir, err)
	}
	top, err := filepath.EvalSymlinks(strings.TrimSpace(string(root)))
	if err != nil {
		return nil, err
	}
	commit, err := git(ctx, top, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("the repository has no ref %q; fetch it first, such as with: git fetch origin", ref)
	}
	return &Tree{Root: top, Ref: ref, Commit: strings.TrimSpace(string(commit))}, nil
}

// name is a path as the commit's tree has it. Below the repository's root it is
// taken as written: a link there is of the work tree, which is not trusted.
func (t *Tree) name(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	// The uppermost directory that is the root counts: below it a link back to the
	// root would lead from one trusted file to another.
	name, found := "", false
	for dir, rest := abs, ""; ; {
		if real, err := filepath.EvalSymlinks(dir); err == nil && real == t.Root {
			name, found = rest, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir, rest = up, filepath.Join(filepath.Base(dir), rest)
	}
	if !found {
		return "", fmt.Errorf("%s lies outside of the repository of the trusted ref, %s", path, t.Root)
	}
	return filepath.ToSlash(name), nil
}

// Path is where a path lies below the root as the commit's tree has it: links of
// the work tree below the root are not followed.
func (t *Tree) Path(path string) (string, error) {
	name, err := t.name(path)
	return filepath.Join(t.Root, filepath.FromSlash(name)), err
}

// Read returns a file as it stands in the commit. The error is fs.ErrNotExist
// where the commit has no such file.
func (t *Tree) Read(ctx context.Context, path string) ([]byte, error) {
	name, err := t.name(path)
	if err != nil {
		return nil, err
	}
	kind, err := git(ctx, t.Root, "ls-tree", "-z", "--format=%(objectmode) %(objecttype) %(objectname)", t.Commit, "--", ":(top,literal)"+name)
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(strings.TrimRight(string(kind), "\x00"))
	switch {
	case len(fields) != 3:
		return nil, &fs.PathError{Op: "read", Path: name + " in " + t.Ref, Err: fs.ErrNotExist}
	case fields[1] != "blob" || fields[0] == "120000":
		return nil, fmt.Errorf("%s in %s is no regular file", name, t.Ref)
	}
	return git(ctx, t.Root, "cat-file", "blob", fields[2])
}

// List returns the names of the regular files in a directory as the commit has
// it, in order; none where it has no such directory.
func (t *Tree) List(ctx context.Context, dir string) ([]string, error) {
	name, err := t.name(dir)
	if err != nil {
		return nil, err
	}
	args := []string{"ls-tree", "-z", "--full-tree", "--format=%(objectmode) %(objecttype) %(path)", t.Commit}
	if name != "" {
		name += "/"
		args = append(args, "--", ":(top,literal)"+name)
	}
	out, err := git(ctx, t.Root, args...)
	if err != nil {
		return nil, err
	}
	var found []string
	for entry := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		fields := strings.SplitN(entry, " ", 3)
		if len(fields) == 3 && fields[1] == "blob" && fields[0] != "120000" {
			found = append(found, strings.TrimPrefix(fields[2], name))
		}
	}
	return found, nil
}

// Glob lists the files of the commit that a pattern names, as [filepath.Match]
// reads it, as paths below the repository's root, in order.
func (t *Tree) Glob(ctx context.Context, pattern string) ([]string, error) {
	name, err := t.name(pattern)
	if err != nil {
		return nil, err
	}
	if _, err := filepath.Match(name, ""); err != nil {
		return nil, err
	}
	out, err := git(ctx, t.Root, "ls-tree", "-r", "-z", "--full-tree", "--name-only", t.Commit)
	if err != nil {
		return nil, err
	}
	var found []string
	for file := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		if ok, _ := filepath.Match(name, file); ok { // the pattern is checked above
			found = append(found, filepath.Join(t.Root, filepath.FromSlash(file)))
		}
	}
	slices.Sort(found)
	return found, nil
}

// Authors lists the authors of the commits that HEAD has and the ref has not,
// those whom a Co-authored-by line names included: by e-mail address in lower
// case, as git records it, without a .mailmap, which these commits could change.
func (t *Tree) Authors(ctx context.Context) ([]string, error) {
	if err := t.whole(ctx); err != nil {
		return nil, err
	}
	out, err := git(ctx, t.Root, "log", "--no-mailmap", "--no-show-signature", "--format=%ae%n%(trailers:key=Co-authored-by,valueonly)", t.Commit+"..HEAD")
	if err != nil {
		return nil, fmt.Errorf("the authors of the commits since %s cannot be told: %w", t.Ref, err)
	}
	var list []string
	for line := range strings.Lines(string(out)) {
		list = append(list, addresses(line)...)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// addresses are those of a line, in lower case: all in <>, else the line itself.
func addresses(line string) []string {
	var list []string
	for _, part := range strings.Split(line, "<")[1:] {
		address, _, _ := strings.Cut(part, ">")
		list = append(list, address)
	}
	if len(list) == 0 {
		list = []string{line}
	}
	for i := range list {
		list[i] = strings.ToLower(strings.TrimSpace(list[i]))
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// whole reports a history that a shallow clone cuts off between HEAD and the
// ref: the authors of the commits that are not there would go unseen.
func (t *Tree) whole(ctx context.Context) error {
	shallow, err := git(ctx, t.Root, "rev-parse", "--is-shallow-repository")
	if err != nil || strings.TrimSpace(string(shallow)) != "true" {
		return err
	}
	path, err := git(ctx, t.Root, "rev-parse", "--git-path", "shallow")
	if err != nil {
		return err
	}
	file := strings.TrimSpace(string(path))
	if !filepath.IsAbs(file) {
		file = filepath.Join(t.Root, file)
	}
	text, err := os.ReadFile(file) //nolint:gosec // git's own file
	if err != nil {
		return err
	}
	commits, err := git(ctx, t.Root, "rev-list", t.Commit+"..HEAD")
	if err != nil {
		return fmt.Errorf("the commits since %s cannot be listed: %w", t.Ref, err)
	}
	cut := strings.Fields(string(text))
	for _, commit := range strings.Fields(string(commits)) {
		if slices.Contains(cut, commit) {
			return fmt.Errorf("this is a shallow clone whose history ends at %.12s, before it meets %s, so that not all authors can be told; fetch all of it: git fetch --unshallow (in GitHub Actions: fetch-depth: 0)", commit, t.Ref)
		}
	}
	return nil
}

// git runs git and returns what it prints.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("git is not on PATH")
	}
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, append([]string{"-C", dir, "--no-replace-objects"}, args...)...) //nolint:gosec // git, on what the user names
	cmd.Stdout, cmd.Stderr = &out, &said
	// A partial clone would fetch what it lacks; there is no network here, so that is an error.
	cmd.Env = append(environment(), "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0")
	if err := cmd.Run(); err != nil {
		why := strings.TrimSpace(said.String())
		if why == "" {
			why = err.Error()
		}
		return nil, errors.New(why)
	}
	return out.Bytes(), nil
}

// environment is the process's without what leads git to another repository or
// reads pathspecs another way: a git hook sets GIT_DIR to its own.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(elsewhere, name) || strings.HasPrefix(name, "GIT_") && strings.HasSuffix(name, "_PATHSPECS")
	})
}

// Source: git rev-parse --local-env-vars, without the configuration, which tells
// of safe directories.
var elsewhere = []string{
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
	"GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE",
}

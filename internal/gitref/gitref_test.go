// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package gitref_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/gitref"
)

// repository makes one with a first commit on the branch trusted, and another
// one by other people on top of it.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run := func(args ...string) {
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=First", "-c", "user.email=First@example.org", "-c", "commit.gpgsign=false"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(name, text string) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run("init", "-q")
	write("iam/a.hcl", "trusted")
	write("iam/b.hcl", "b")
	write("iam/deep/c.hcl", "c")
	write("iam/[x].hcl", "brackets")
	if err := os.Symlink("a.hcl", filepath.Join(dir, "iam", "link.hcl")); err != nil {
		t.Fatal(err)
	}
	run("add", ".")
	run("commit", "-q", "-m", "first")
	run("branch", "trusted")
	write("iam/a.hcl", "changed")
	write("iam/new.hcl", "new")
	if err := os.Remove(filepath.Join(dir, "iam", "b.hcl")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("deep/c.hcl", filepath.Join(dir, "iam", "b.hcl")); err != nil {
		t.Fatal(err)
	}
	write(".mailmap", "Somebody Else <else@example.org> <mallory@example.org>\n")
	run("rm", "-q", "-r", "iam/deep")
	run("add", ".")
	run("-c", "user.email=Mallory@example.org", "commit", "-q", "-m", "second\n\nCo-authored-by: Eve <eve@example.org>")
	return dir
}

func TestTree(t *testing.T) {
	ctx := context.Background()
	dir := repository(t)
	tree, err := gitref.Open(ctx, filepath.Join(dir, "iam"), "trusted")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ path, want, err string }{
		"as it stood":        {"iam/a.hcl", "trusted", ""},
		"deleted since":      {"iam/deep/c.hcl", "c", ""},
		"special characters": {"iam/[x].hcl", "brackets", ""},
		"made a link since":  {"iam/b.hcl", "b", ""},
		"added since":        {"iam/new.hcl", "", "not exist"},
		"a link":             {"iam/link.hcl", "", "no regular file"},
		"a directory":        {"iam", "", "no regular file"},
		"outside":            {"../x", "", "outside of the repository"},
	} {
		got, err := tree.Read(ctx, filepath.Join(dir, c.path))
		if string(got) != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := tree.Read(ctx, filepath.Join(dir, "iam", "new.hcl")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	found, err := tree.Glob(ctx, filepath.Join(dir, "iam", "*.hcl"))
	var names []string
	for _, f := range found {
		names = append(names, filepath.Base(f))
	}
	if diff := cmp.Diff([]string{"[x].hcl", "a.hcl", "b.hcl", "link.hcl"}, names); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for dirName, want := range map[string][]string{
		"iam": {"[x].hcl", "a.hcl", "b.hcl"}, "iam/deep": {"c.hcl"}, ".": nil, "none": nil, "iam/a.hcl": nil,
	} {
		got, err := tree.List(ctx, filepath.Join(dir, dirName))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Error(dirName, diff, err)
		}
	}
	if _, err := tree.List(ctx, filepath.Join(dir, "..")); err == nil {
		t.Error("a directory outside is listed")
	}
	authors, err := tree.Authors(ctx)
	if diff := cmp.Diff([]string{"eve@example.org", "mallory@example.org"}, authors); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestOpenMistakes(t *testing.T) {
	dir := repository(t)
	for name, c := range map[string]struct{ dir, ref, want string }{
		"no such ref":    {dir, "gone", `no ref "gone"`},
		"an option":      {dir, "--all", `no ref "--all"`},
		"no repository":  {t.TempDir(), "trusted", "lies in none"},
		"no such folder": {filepath.Join(dir, "none"), "trusted", "lies in none"},
	} {
		if _, err := gitref.Open(context.Background(), c.dir, c.ref); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAuthors: nobody who has a part in the commits goes unseen.
func TestAuthors(t *testing.T) {
	ctx := context.Background()
	git := func(dir string, args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=First", "-c", "user.email=first@example.org", "-c", "commit.gpgsign=false"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	for name, c := range map[string]struct {
		trailers string
		want     []string
	}{
		"none":             {"", []string{"first@example.org"}},
		"a comment":        {"Co-authored-by: Eve <Eve@example.org> (pair)", []string{"eve@example.org", "first@example.org"}},
		"two on one line":  {"Co-authored-by: Eve <eve@example.org>, Bob <bob@example.org>", []string{"bob@example.org", "eve@example.org", "first@example.org"}},
		"no name":          {"co-authored-by: eve@example.org", []string{"eve@example.org", "first@example.org"}},
		"folded":           {"Co-authored-by: Eve\n <eve@example.org>", []string{"eve", "eve@example.org", "first@example.org"}},
		"an empty address": {"Co-authored-by: Eve <>", []string{"first@example.org"}},
	} {
		dir := t.TempDir()
		git(dir, "init", "-q", "-b", "main")
		git(dir, "commit", "-q", "--allow-empty", "-m", "first")
		git(dir, "checkout", "-q", "-b", "change")
		git(dir, "commit", "-q", "--allow-empty", "-m", "second\n\n"+c.trailers)
		tree, err := gitref.Open(ctx, dir, "main")
		if err != nil {
			t.Fatal(err)
		}
		got, err := tree.Authors(ctx)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Error(name, diff, err)
		}
	}
}

// TestAuthorsShallow: a clone that lacks commits of the change cannot tell who
// made them.
func TestAuthorsShallow(t *testing.T) {
	ctx := context.Background()
	origin := t.TempDir()
	git := func(dir, author string, args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=x", "-c", "user.email=" + author, "-c", "commit.gpgsign=false"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git(origin, "", "init", "-q", "-b", "main")
	git(origin, "first@example.org", "commit", "-q", "--allow-empty", "-m", "first")
	git(origin, "", "checkout", "-q", "-b", "change")
	git(origin, "mallory@example.org", "commit", "-q", "--allow-empty", "-m", "the change")
	git(origin, "bot@example.org", "commit", "-q", "--allow-empty", "-m", "format")
	for name, c := range map[string]struct {
		depth string
		want  []string
		err   string
	}{
		"cut":              {"1", nil, "git fetch --unshallow"},
		"cut at its first": {"2", nil, "git fetch --unshallow"},
		"deep enough":      {"3", []string{"bot@example.org", "mallory@example.org"}, ""},
	} {
		dir := t.TempDir()
		git(dir, "", "clone", "-q", "--depth", c.depth, "--branch", "change", "file://"+origin, ".")
		git(dir, "", "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
		tree, err := gitref.Open(ctx, dir, "origin/main")
		if err != nil {
			t.Fatal(err)
		}
		got, err := tree.Authors(ctx)
		if diff := cmp.Diff(c.want, got); diff != "" || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Error(name, diff, err)
		}
	}
}

// TestLinkBack: a link that the change makes leads from no trusted file to another.
func TestLinkBack(t *testing.T) {
	ctx := context.Background()
	dir := repository(t)
	if err := os.RemoveAll(filepath.Join(dir, "iam")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(".", filepath.Join(dir, "iam")); err != nil {
		t.Fatal(err)
	}
	tree, err := gitref.Open(ctx, dir, "trusted")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := tree.Read(ctx, filepath.Join(dir, "iam", "a.hcl")); string(got) != "trusted" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestEnvironment: variables that lead git elsewhere do not count.
func TestEnvironment(t *testing.T) {
	ctx := context.Background()
	dir, another := repository(t), repository(t)
	t.Setenv("GIT_DIR", filepath.Join(another, ".git"))
	t.Setenv("GIT_LITERAL_PATHSPECS", "1")
	tree, err := gitref.Open(ctx, filepath.Join(dir, "iam"), "trusted")
	if err != nil {
		t.Fatal(err)
	}
	want, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := tree.Read(ctx, filepath.Join(dir, "iam", "a.hcl")); tree.Root != want || string(got) != "trusted" || err != nil {
		t.Errorf("%s: %q, %v", tree.Root, got, err)
	}
}

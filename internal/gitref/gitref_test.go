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

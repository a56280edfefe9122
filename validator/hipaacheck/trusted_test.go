// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// changeRepository makes a repository whose branch trusted has some files, and
// whose work tree is a pull request that has others. A nil text removes a file.
func changeRepository(t *testing.T, trusted, change map[string]*string) string {
	t.Helper()
	dir := t.TempDir()
	git := func(args ...string) {
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(files map[string]*string) {
		for name, text := range files {
			file := filepath.Join(dir, name)
			if text == nil {
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(*text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	git("init", "-q", "-b", "trusted")
	write(trusted)
	git("add", "-A")
	git("commit", "-q", "--allow-empty", "-m", "trusted")
	git("checkout", "-q", "-b", "change")
	write(change)
	git("add", "-A")
	git("commit", "-q", "--allow-empty", "-m", "change")
	return dir
}

func ptr(s string) *string { return &s }

// runHere runs a command line in the working directory.
func runHere(args ...string) (code int, out, diagnostics string) {
	var stdout, stderr bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &stdout, err: &stderr, getenv: func(string) string { return "" }, now: func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }}
	code = a.run(context.Background(), args)
	return code, stdout.String(), stderr.String()
}

// TestTrustedRef: a pull request cannot excuse itself.
func TestTrustedRef(t *testing.T) {
	recorded, err := os.ReadFile("../../testdata/plans/trail-stopped/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	plan := string(recorded)
	const waive = "waiver \"trail-stopped\" {\n  address = \"*\"\n  expires = \"2027-01-31\"\n}\n"
	const off = "rule \"trail-stopped\" { enabled = false }\n"
	for name, c := range map[string]struct {
		trusted, change map[string]*string
		args            []string
		// blocks says that trail-stopped blocks; stops is the text of an error.
		blocks bool
		stops  string
		says   string
	}{
		"a waiver of the ref holds": {
			trusted: map[string]*string{".hipaacheck.hcl": ptr(waive)}, args: []string{"plan.json"},
		},
		"a waiver of the change does not": {
			trusted: map[string]*string{".hipaacheck.hcl": ptr("")}, change: map[string]*string{".hipaacheck.hcl": ptr(waive)}, args: []string{"plan.json"}, blocks: true,
		},
		"nor in the file that is named": {
			trusted: map[string]*string{"c.hcl": ptr("")}, change: map[string]*string{"c.hcl": ptr(waive)}, args: []string{"--config", "c.hcl", "plan.json"}, blocks: true,
		},
		"nor in a nearer file": {
			trusted: map[string]*string{".hipaacheck.hcl": ptr("")}, change: map[string]*string{"iam/.hipaacheck.hcl": ptr(off), "iam/plan.json": &plan}, args: []string{"iam/plan.json"}, blocks: true,
		},
		"nor in a new one": {
			change: map[string]*string{".hipaacheck.hcl": ptr(off)}, args: []string{"plan.json"}, blocks: true, says: "Note: trusted has no configuration here, so the defaults are in force.\n",
		},
		"nor in a new one that is named": {
			change: map[string]*string{"c.hcl": ptr(off)}, args: []string{"--config", "c.hcl", "plan.json"}, blocks: true, says: "Note: trusted has no configuration here, so the defaults are in force.\n",
		},
		"nor in the file that is extended": {
			trusted: map[string]*string{".hipaacheck.hcl": ptr("extends = \"central/c.hcl\""), "central/c.hcl": ptr("")},
			change:  map[string]*string{"central/c.hcl": ptr(off)}, args: []string{"plan.json"}, blocks: true,
		},
		"a removed file counts": {
			trusted: map[string]*string{".hipaacheck.hcl": ptr(waive)}, change: map[string]*string{".hipaacheck.hcl": nil}, args: []string{"plan.json"},
		},
		"a mistake of the change does not": {
			trusted: map[string]*string{".hipaacheck.hcl": ptr(waive)}, change: map[string]*string{".hipaacheck.hcl": ptr("phi {")}, args: []string{"plan.json"},
		},
		"a file that is nowhere":    {args: []string{"--config", "gone.hcl", "plan.json"}, stops: "The configuration gone.hcl is neither in trusted nor in the work tree"},
		"a mistake of the ref":      {trusted: map[string]*string{".hipaacheck.hcl": ptr("phy {}")}, change: map[string]*string{".hipaacheck.hcl": ptr("")}, args: []string{"plan.json"}, stops: "1: phy {}"},
		"a boundary of the change":  {trusted: map[string]*string{".hipaacheck.hcl": ptr("boundary {\n  document \"arn:aws:iam::123456789012:policy/b\" { file = \"b.json\" }\n}")}, change: map[string]*string{"b.json": ptr("{}")}, args: []string{"plan.json"}, stops: "The file b.json cannot be read: file does not exist."},
		"guardrails of the change":  {trusted: map[string]*string{".hipaacheck.hcl": ptr("guardrails { scp = [[\"scp/*.json\"]] }")}, change: map[string]*string{"scp/a.json": ptr("{}")}, args: []string{"plan.json"}, stops: "names no file"},
		"a file outside of the ref": {trusted: map[string]*string{".hipaacheck.hcl": ptr("extends = \"../central.hcl\"")}, args: []string{"plan.json"}, stops: "lies outside of the repository"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := changeRepository(t, c.trusted, c.change)
			if err := os.WriteFile(filepath.Join(dir, "plan.json"), recorded, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			code, out, said := runHere(append([]string{"plan", "--format", "json", "--only", "trail-stopped", "--trusted-ref", "trusted"}, c.args...)...)
			if c.stops != "" {
				if code != exitError || !strings.Contains(said, c.stops) || out != "" {
					t.Fatalf("exit %d, said:\n%s", code, said)
				}
				return
			}
			want := exitPass
			if c.blocks {
				want = exitBlocked
			}
			if code != want || said != c.says {
				t.Fatalf("exit %d, said:\n%s", code, said)
			}
			var r validator.Report
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Fatal(err)
			}
			if r.TrustedRef == nil || r.TrustedRef.Ref != "trusted" || len(r.TrustedRef.Commit) != 40 {
				t.Errorf("%+v", r.TrustedRef)
			}
		})
	}
}

// TestTrustedRefMissing: without the ref, or git's repository, nothing is decided.
func TestTrustedRefMissing(t *testing.T) {
	recorded, err := os.ReadFile("../../testdata/plans/trail-stopped/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ ref, dir, want string }{
		"no such ref":   {"origin/main", changeRepository(t, nil, nil), `The repository has no ref "origin/main"`},
		"an option":     {"--help", changeRepository(t, nil, nil), `The repository has no ref "--help"`},
		"no repository": {"trusted", t.TempDir(), "needs a git repository"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(c.dir, "plan.json"), recorded, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Chdir(c.dir)
			code, out, said := runHere("plan", "--trusted-ref", c.ref, "plan.json")
			if code != exitError || out != "" || !strings.Contains(said, c.want) {
				t.Errorf("exit %d\n%s%s", code, out, said)
			}
		})
	}
}

// TestTrustedRefLinkedStack: a stack's folder that the change makes a link to
// another one is judged by its own configuration, not by the other's.
func TestTrustedRefLinkedStack(t *testing.T) {
	recorded, err := os.ReadFile("../../testdata/plans/trail-stopped/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	const off = "rule \"trail-stopped\" { enabled = false }\n"
	dir := changeRepository(t, map[string]*string{
		"prod/.hipaacheck.hcl": ptr(""), "prod/plan.json": ptr("{}"), "sandbox/.hipaacheck.hcl": ptr(off), "sandbox/plan.json": ptr(string(recorded)),
	}, nil)
	if err := os.RemoveAll(filepath.Join(dir, "prod")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("sandbox", filepath.Join(dir, "prod")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for stack, want := range map[string]int{"prod": exitBlocked, "sandbox": exitPass} {
		if code, out, diagnostics := runHere("plan", "--trusted-ref", "trusted", "--fail-on", "critical", stack+"/plan.json"); code != want {
			t.Errorf("%s: exit %d, want %d\n%s%s", stack, code, want, out, diagnostics)
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const approvalConfig = `
approval "iam" {
  when      = length(change.grants) > 0
  approvers = 2
  groups = {
    security = { need = 1, members = ["lead@example.org", "deputy@example.org"] }
    privacy  = { need = 1, members = ["privacy@example.org"] }
  }
  signers = "approvers"
  max_age = "7d"
}
`

// change is a pull request in a real repository, with real keys.
type change struct {
	t    *testing.T
	dir  string
	keys string
}

func newChange(t *testing.T) *change {
	t.Helper()
	c := &change{t: t, dir: t.TempDir(), keys: t.TempDir()}
	c.git("init", "-q", "-b", "main")
	var signers string
	for _, who := range []string{"lead", "deputy", "privacy", "stranger"} {
		c.command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", c.key(who))
		if who != "stranger" {
			signers += who + "@example.org " + c.public(who)
		}
	}
	c.write("approvers", signers)
	c.write(".hipaacheck.hcl", approvalConfig)
	c.commit("lead@example.org", "Who approves")
	c.git("checkout", "-q", "-b", "change")
	c.plan("admin-access-inline")
	c.commit("deputy@example.org", "A role")
	return c
}

func (c *change) command(name string, args ...string) {
	c.t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		c.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

func (c *change) git(args ...string) {
	c.t.Helper()
	c.command("git", append([]string{"-C", c.dir, "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"}, args...)...)
}

func (c *change) commit(author, message string) {
	c.t.Helper()
	c.git("add", ".")
	c.git("commit", "-q", "--author", "x <"+author+">", "-m", message)
}

func (c *change) key(who string) string { return filepath.Join(c.keys, who) }

func (c *change) public(who string) string { return string(c.read(c.key(who) + ".pub")) }

func (c *change) read(path string) []byte {
	c.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		c.t.Fatal(err)
	}
	return text
}

func (c *change) write(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// plan puts a recorded plan into the repository.
func (c *change) plan(name string) {
	c.t.Helper()
	c.write("plan.json", string(c.read(filepath.Join("..", "..", "testdata", "plans", name, "plan.json"))))
}

// check runs a command on the plan against the trusted ref.
func (c *change) check(command string, want int, parts []string, args ...string) {
	c.t.Helper()
	args = append([]string{command, filepath.Join(c.dir, "plan.json"), "--trusted-ref", "main"}, args...)
	code, out, diagnostics := run(c.t, map[string]string{"HOME": c.keys}, args...)
	if code != want {
		c.t.Errorf("%v: exit %d, want %d\n%s%s", args, code, want, out, diagnostics)
	}
	for _, part := range parts {
		if !strings.Contains(out, part) {
			c.t.Errorf("%v: %q is not in\n%s", args, part, out)
		}
	}
}

func (c *change) approve(as, key string, args ...string) {
	c.t.Helper()
	c.check("approve", exitPass, []string{"Signed by " + as}, append([]string{"--as", as, "--key", c.key(key), "--reason", "as discussed"}, args...)...)
}

// reset takes all approvals away.
func (c *change) reset() {
	c.t.Helper()
	if err := os.RemoveAll(filepath.Join(c.dir, ".iam")); err != nil {
		c.t.Fatal(err)
	}
}

// TestApprovals follows one pull request from its first push to its merge.
func TestApprovals(t *testing.T) {
	c := newChange(t)
	ledger := filepath.Join(c.keys, "ledger")
	plan := func(want int, args ...string) {
		t.Helper()
		c.check("plan", want, nil, append([]string{"--fail-on", "never", "--evidence", ledger}, args...)...)
	}

	plan(exitApproval)
	plan(exitPass, "--soft-fail")
	c.check("plan", exitBlocked, nil) // what blocks wins over what is missing
	c.check("verify", exitApproval, []string{"APPROVAL REQUIRED", "missing: 2 people, 1 of privacy, 1 of security", "could sign: lead@example.org, privacy@example.org"})

	t.Log("one person is not two")
	c.approve("privacy@example.org", "privacy")
	c.check("verify", exitApproval, []string{"approved by privacy@example.org (privacy)", "missing: 1 person, 1 of security"})

	t.Log("nobody approves a change of their own")
	c.approve("deputy@example.org", "deputy")
	c.check("verify", exitApproval, []string{"deputy@example.org is an author of the commits under review"})

	t.Log("another's key")
	c.approve("lead@example.org", "stranger")
	c.check("verify", exitApproval, []string{"is not of lead@example.org"})

	t.Log("and not by listing it in the pull request either")
	c.write("approvers", string(c.read(filepath.Join(c.dir, "approvers")))+"lead@example.org "+c.public("stranger"))
	c.commit("deputy@example.org", "Another approver")
	c.check("verify", exitApproval, []string{"is not of lead@example.org"})

	t.Log("nor by asking for less")
	c.write(".hipaacheck.hcl", strings.Replace(approvalConfig, "length(change.grants) > 0", "false", 1))
	c.commit("deputy@example.org", "Less to approve")
	c.check("verify", exitApproval, []string{"is not of lead@example.org"})
	c.git("rm", "-q", ".hipaacheck.hcl")
	c.commit("deputy@example.org", "Nothing to approve")
	c.check("verify", exitApproval, []string{"is not of lead@example.org"})

	t.Log("an approval that has expired")
	c.approve("lead@example.org", "lead", "--now", "2026-11-20", "--expires", "2026-11-21")
	c.check("verify", exitApproval, []string{"the statement expired at 2026-11-22T00:00:00Z"})

	t.Log("two people of two groups")
	c.reset()
	c.approve("privacy@example.org", "privacy")
	c.approve("lead@example.org", "lead")
	c.check("verify", exitPass, []string{"APPROVED"})
	plan(exitPass)
	c.check("verify", exitApproval, []string{"expired"}, "--now", "2026-12-01")

	t.Log("pushed again with another change")
	c.plan("pass-role-wildcard")
	c.commit("deputy@example.org", "More")
	c.check("verify", exitApproval, []string{"APPROVAL REQUIRED"})
	plan(exitApproval)
	c.plan("admin-access-inline")
	c.check("verify", exitPass, nil)

	t.Log("every file of the approvals counts")
	c.tamper(filepath.Join(c.dir, ".iam"), func() {
		t.Helper()
		c.check("verify", exitApproval, []string{"Not counted:"})
	})
	c.check("verify", exitPass, nil)

	t.Log("and every file of the evidence")
	if code, out, _ := run(t, nil, "evidence", "verify", ledger); code != exitPass || !strings.Contains(out, "The ledger holds: 4 records") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, _, said := run(t, nil, "evidence", "verify", ledger, "--head", ""); code != exitError || !strings.Contains(said, "names no hash") {
		t.Errorf("an empty head: exit %d, %s", code, said)
	}
	c.tamper(ledger, func() {
		t.Helper()
		if code, out, _ := run(t, nil, "evidence", "verify", ledger); code != exitBlocked || !strings.Contains(out, "THE LEDGER DOES NOT HOLD. First bad record: 0000000") {
			t.Errorf("exit %d\n%s", code, out)
		}
	})
}

// tamper changes each file of a tree in turn and puts it back.
func (c *change) tamper(root string, look func()) {
	c.t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text := c.read(path)
		changed := append([]byte{}, text...)
		if len(changed) == 0 {
			return nil
		}
		changed[len(changed)/2] ^= 1
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			return err
		}
		look()
		return os.WriteFile(path, text, 0o600)
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// TestApproveTells: who signs what will not count is told so at once.
func TestApproveTells(t *testing.T) {
	c := newChange(t)
	c.write(".hipaacheck.hcl", approvalConfig+"\n# of the work tree\n")
	plan := filepath.Join(c.dir, "plan.json")
	for name, w := range map[string]struct{ as, key, want string }{
		"counts":          {"lead@example.org", "lead", ""},
		"another's key":   {"lead@example.org", "stranger", "is not of lead@example.org in the file of approvers"},
		"an author":       {"deputy@example.org", "deputy", "is an author of the commits under review"},
		"of no group":     {"stranger@example.org", "stranger", "is not of stranger@example.org"},
		"in another case": {"Lead@example.org", "lead", "is not of Lead@example.org"},
	} {
		code, out, said := run(t, nil, "approve", plan, "--trusted-ref", "main", "--as", w.as, "--key", c.key(w.key), "--reason", "x")
		if code != exitPass || (w.want == "") != (said == "") || !strings.Contains(said, w.want) {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, said)
		}
	}
	// What was looked at is the configuration of the trusted ref.
	sum := sha256.Sum256([]byte(approvalConfig))
	statements, err := filepath.Glob(filepath.Join(c.dir, ".iam", "approvals", "*", "statement.json"))
	if err != nil || len(statements) != 5 {
		t.Fatal(statements, err)
	}
	if text := string(c.read(statements[0])); !strings.Contains(text, `"config":"`+hex.EncodeToString(sum[:])+`"`) {
		t.Error(text)
	}
}

// TestApproveMistakes: nothing is signed and nothing is written.
func TestApproveMistakes(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nobody":                 {[]string{"--reason", "x"}, "--as says who approves"},
		"no reason":              {[]string{"--as", "lead@example.org"}, "--reason says why"},
		"a path for a name":      {[]string{"--as", "../x", "--reason", "x"}, "is no name of a person"},
		"nothing to approve":     {[]string{"--as", "lead@example.org", "--reason", "x"}, "No change of this plan needs an approval"},
		"a date that is none":    {[]string{"--as", "lead@example.org", "--reason", "x", "--expires", "soon", "--config", filepath.Join(dir, "c.hcl")}, "--expires is a date"},
		"a date that has passed": {[]string{"--as", "lead@example.org", "--reason", "x", "--expires", "2020-01-01", "--config", filepath.Join(dir, "c.hcl")}, "--expires 2020-01-01 has passed"},
		"no key":                 {[]string{"--as", "lead@example.org", "--reason", "x", "--key", filepath.Join(dir, "none"), "--config", filepath.Join(dir, "c.hcl")}, "The key cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, "c.hcl"), []byte(approvalConfig), 0o600); err != nil {
				t.Fatal(err)
			}
			approvals := filepath.Join(dir, "approvals")
			code, out, diagnostics := run(t, nil, append([]string{"approve", blocking, "--approvals", approvals}, c.args...)...)
			if code != exitError || out != "" || !strings.Contains(diagnostics, c.want) {
				t.Errorf("exit %d\n%s%s", code, out, diagnostics)
			}
			if entries, err := os.ReadDir(approvals); err == nil && len(entries) > 0 {
				t.Errorf("something was written: %v", entries)
			}
		})
	}
}

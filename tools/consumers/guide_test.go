// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// blocks are the commands of a page: what is indented by four, joined where it
// stands together.
func blocks(text string) []string {
	var out []string
	open := false
	for line := range strings.Lines(text) {
		command, ok := strings.CutPrefix(line, "    ")
		switch {
		case ok && open:
			out[len(out)-1] += command
		case ok:
			out = append(out, command)
		}
		open = ok
	}
	return out
}

// TestGuideOfApprovals follows the guide to the letter: one person approves, an
// auditor checks it with OpenSSH alone, a second one signs by hand, and it holds.
func TestGuideOfApprovals(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "guides", "approvals.md"))
	if err != nil {
		t.Fatal(err)
	}
	p := newPipeline(t)
	home, origin := t.TempDir(), t.TempDir()
	p.env = append(p.env, "HOME="+home, "GIT_CONFIG_NOSYSTEM=1", "SSH_AUTH_SOCK=")
	_, config, _ := strings.Cut(string(page), "```hcl\n")
	config, _, _ = strings.Cut(config, "```")
	plan, err := os.ReadFile(filepath.Join(root, "testdata", "plans", "together-data", "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{".hipaacheck.hcl": config + "\nphi {\n  tags = { DataClassification = [\"phi\"] }\n}\n", "plan.json": string(plan), "main.tf": "# the change\n", ".gitignore": "plan.json\n"} {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.run(t, 0, `git init -q -b main && git config user.email dev@example.org && git config user.name Dev
mkdir ~/.ssh && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519 && ssh-keygen -q -t ed25519 -N '' -f ~/lead
{ echo "security-lead@example.org $(cat ~/lead.pub)"; echo "privacy-officer@example.org valid-before=\"20990101\" $(cat ~/.ssh/id_ed25519.pub)"; } > approvers
git add .hipaacheck.hcl approvers .gitignore && git commit -qm base
git init -q --bare '`+origin+`' && git remote add origin '`+origin+`' && git push -q origin main
git checkout -qb change && git add main.tf && git commit -qm change`)

	block := func(has string) string {
		t.Helper()
		for _, b := range blocks(string(page)) {
			if strings.Contains(b, has) {
				return b
			}
		}
		t.Fatalf("the guide has no command with %q", has)
		return ""
	}
	const verify = "hipaacheck verify plan.json"
	p.run(t, 3, block(verify))
	_, approve, _ := strings.Cut(block("hipaacheck approve plan.json"), "\n") // the first line makes the plan
	p.run(t, 0, approve)
	p.run(t, 3, block(verify))

	statements, err := filepath.Glob(filepath.Join(p.dir, ".iam", "approvals", "*"))
	if err != nil || len(statements) != 1 {
		t.Fatalf("%v, %v", statements, err)
	}
	check := strings.ReplaceAll(block("ssh-keygen -Y verify"), "976b2a4e...", filepath.Base(statements[0]))
	check = strings.ReplaceAll(check, "/tmp/approvers", filepath.Join(home, "approvers"))
	p.out = ""
	p.run(t, 0, check)
	if !strings.Contains(p.out, filepath.Base(statements[0])+"  statement.json") || !strings.Contains(p.out, `Good "hipaacheck-approval" signature for privacy-officer@example.org`) {
		t.Error(p.out)
	}
	p.run(t, 0, strings.Replace(check, "-I ", "-O verify-time=20300101000000Z -I ", 1))
	p.run(t, 255, strings.Replace(check, "-I ", "-O verify-time=21000101000000Z -I ", 1)) // the key's time is over

	p.run(t, 0, "cd "+statements[0]+"\n"+strings.ReplaceAll(block("ssh-keygen -Y sign"), "~/.ssh/id_ed25519", "~/lead"))
	p.run(t, 0, block(verify))
}

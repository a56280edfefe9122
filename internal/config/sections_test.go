// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

const day = 24 * time.Hour

// load writes a configuration, with an SCP beside it, and reads it.
func load(t *testing.T, src string) (*config.Config, []string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "guardrails", "organization"), 0o750); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"guardrails/organization/b.json", "guardrails/organization/a.json"} {
		if err := os.WriteFile(filepath.Join(dir, f), []byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, config.FileName)
	if err := os.WriteFile(path, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, diags := config.Load(path, names)
	var problems []string
	for _, d := range diags {
		problems = append(problems, d.Summary+": "+strings.ReplaceAll(d.Detail, dir+string(filepath.Separator), ""))
	}
	return cfg, problems
}

func TestSections(t *testing.T) {
	cfg, problems := load(t, `
baa {
  accounts  = ["123456789012"]
  effective = "2025-01-31"
}
eligible_services {
  add    = ["example"]
  remove = ["transfer"]
}
audit {
  tags   = { Purpose = ["audit"] }
  alarms = ["root-use", "iam-change"]
}
principals {
  review_tag = "ReviewBy"
  max_review = { phi = "90d", other = "365d" }
}
trust {
  external_account "111122223333" { baa = "2026-02-01" }
}
limits { log_retention = "3653d" }
guardrails { scp = [["guardrails/organization/*.json"], ["guardrails/organization/a.json"]] }
`)
	if problems != nil {
		t.Fatal(problems)
	}
	date := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, pair := range map[string][2]any{
		"baa":       {config.BAA{Accounts: []string{"123456789012"}, Chosen: true, Effective: date("2025-01-31")}, cfg.BAA},
		"services":  {config.EligibleServices{Add: []string{"example"}, Remove: []string{"transfer"}}, cfg.EligibleServices},
		"audit":     {config.Audit{Tags: map[string][]string{"Purpose": {"audit"}}, Alarms: []string{"root-use", "iam-change"}}, cfg.Audit},
		"reviews":   {config.Principals{ReviewTag: "ReviewBy", ReviewPHI: 90 * day, ReviewOther: 365 * day}, cfg.Principals},
		"external":  {config.ExternalAccount{BAA: date("2026-02-01")}, cfg.Trust.External["111122223333"]},
		"retention": {3653 * day, cfg.LogRetention()},
	} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if scp := cfg.Guardrails.SCP; len(scp) != 2 || len(scp[0]) != 2 || filepath.Base(scp[0][0].Path) != "a.json" || len(scp[1]) != 1 {
		t.Errorf("%+v", scp)
	}
	if got := (*config.Config)(nil).LogRetention(); got != 2192*day {
		t.Error(got)
	}
}

func TestSectionMistakes(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"baa without accounts":          {`baa {}`, `Missing required argument: The argument "accounts" is required, but no definition was found.`},
		"account":                       {`baa { accounts = ["1"] }`, `Invalid value: The argument "accounts" is wrong: "1" is no AWS account number, which has twelve digits.`},
		"service with an action":        {`eligible_services { add = ["s3:*"] }`, `Invalid value: The argument "add" is wrong: "s3:*" is no service prefix, which is what stands before the colon of an action, such as "s3".`},
		"alarm":                         {`audit { alarms = ["root-uses"] }`, `Invalid value: The argument "alarms" is wrong: "root-uses" is none of ` + strings.Join(config.Alarms, ", ") + ` (did you mean "root-use"?).`},
		"review of a misspelled class":  {`principals { max_review = { phy = "90d" } }`, `Unsupported argument: An argument named "phy" is not expected here. Did you mean "phi"?`},
		"review of no duration":         {`principals { max_review = "soon" }`, `Invalid value: The argument "max_review" is wrong: "soon" is no duration such as "4h", "90d" or "30m".`},
		"guardrails that are no lists":  {`guardrails { scp = ["a.json"] }`, `Wrong type: The argument "scp" must be a list of lists of files, a list for each level, the root first.`},
		"a guardrail that is not there": {`guardrails { scp = [["none/*.json"]] }`, `No such file: The pattern "none/*.json" names no file. A guardrail that is not there guards nothing.`},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, problems := load(t, c.src)
			if diff := cmp.Diff([]string{c.want}, problems); diff != "" || cfg != nil {
				t.Error(diff)
			}
		})
	}
}

const approval = `
approval "phi-access" {
  when      = change.phi || contains(change.rules, "privilege-escalation")
  approvers = 2
  groups = {
    security = { need = 1, members = ["security-lead@example.org", "security-deputy@example.org"] }
    privacy  = { need = 1, members = ["privacy-officer@example.org"] }
  }
  signers = "approvers"
  max_age = "7d"
}
`

func TestApproval(t *testing.T) {
	cfg, problems := load(t, approval)
	if problems != nil {
		t.Fatal(problems)
	}
	a := cfg.Approvals[0]
	if a.Name != "phi-access" || a.Approvers != 2 || a.Signers != "approvers" || a.MaxAge != 7*day || a.Groups["security"].Need != 1 || len(a.Groups["security"].Members) != 2 {
		t.Errorf("%+v", a)
	}
	for name, c := range map[string]struct {
		change config.ApprovalChange
		want   bool
	}{
		"phi":        {config.ApprovalChange{PHI: true}, true},
		"a rule":     {config.ApprovalChange{Rules: []string{"admin-access", "privilege-escalation"}}, true},
		"neither":    {config.ApprovalChange{Rules: []string{"admin-access"}}, false},
		"no finding": {config.ApprovalChange{}, false},
	} {
		if got, diags := a.Demands(c.change); got != c.want || diags.HasErrors() {
			t.Errorf("%s: %v %v", name, got, diags)
		}
	}
	grants, problems := load(t, `approval "a" {
  when    = anytrue([for g in change.grants : startswith(g.action, "iam:") && change.account != "1"])
  signers = "approvers"
}`)
	if problems != nil {
		t.Fatal(problems)
	}
	if got, _ := grants.Approvals[0].Demands(config.ApprovalChange{Grants: []config.ApprovalGrant{{Action: "iam:PassRole", Resource: "*"}}}); !got {
		t.Error("a grant of iam is not seen")
	}
	// What cannot be told has to be signed.
	index, problems := load(t, `approval "a" {
  when    = change.rules[0] == "rule"
  signers = "approvers"
}`)
	if problems != nil {
		t.Fatal(problems)
	}
	if got, diags := index.Approvals[0].Demands(config.ApprovalChange{}); !got || !diags.HasErrors() {
		t.Error(got, diags)
	}
}

func TestApprovalMistakes(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"no file of approvers":     {`approval "a" {}`, `Missing required argument: The argument "signers" is required, but no definition was found.`},
		"a condition that is none": {"approval \"a\" {\n  when = change.principal\n  signers = \"s\"\n}", `Wrong type: The condition of approval "a" must be true or false.`},
		"a misspelled name":        {"approval \"a\" {\n  when = change.phy\n  signers = \"s\"\n}", `Unknown name: There is no attribute "change.phy". Did you mean "change.phi"?`},
		"one that is not reached":  {"approval \"a\" {\n  when = change.phi && length(change.ruls) > 0\n  signers = \"s\"\n}", `Unknown name: There is no attribute "change.ruls". Did you mean "change.rules"?`},
		"another variable":         {"approval \"a\" {\n  when = chang.phi\n  signers = \"s\"\n}", `Unknown name: There is no variable "chang". Did you mean "change"?`},
		"a misspelled rule":        {"approval \"a\" {\n  when = change.phi || contains(change.rules, \"trust-publik\")\n  signers = \"s\"\n}", `Unknown rule: There is no rule "trust-publik". Did you mean "trust-public"?`},
		"more than the group has":  {"approval \"a\" {\n  groups = { g = { need = 2, members = [\"x@y\"] } }\n  signers = \"s\"\n}", `Approval that nobody can give: The group "g" has 1 members, and 2 of them are to sign.`},
		"a misspelled member":      {"approval \"a\" {\n  groups = { g = { needs = 1, members = [\"x@y\"] } }\n  signers = \"s\"\n}", `Unsupported argument: An argument named "needs" is not expected here. Did you mean "need"?`},
		"two of one name":          {"approval \"a\" { signers = \"s\" }\napproval \"a\" { signers = \"s\" }", `Duplicate approval: The approval "a" has two blocks.`},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, problems := load(t, c.src)
			if diff := cmp.Diff([]string{c.want}, problems); diff != "" || cfg != nil {
				t.Error(diff)
			}
		})
	}
}

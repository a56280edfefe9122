// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

const (
	near    = "app/.hipaacheck.hcl"
	central = "app/platform/hipaacheck.hcl"
	extends = "extends = \"platform/hipaacheck.hcl\"\n"
)

// both reads a central file and one that extends it, and lists the mistakes as
// "file:line: summary: detail".
func both(base, src string) (*config.Config, []string) {
	catalogue := names
	catalogue.Severities = map[string]config.Severity{"trust-public": config.Critical, "iam-user-created": config.Medium, "boundary-missing": config.Medium}
	l := config.LoadFrom(memory{
		near: extends + src, central: base,
		"app/a.json":          `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`,
		"app/b.json":          `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`,
		"app/platform/a.json": `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`,
	}, filepath.FromSlash(near), catalogue)
	return l.Config, told(l.Diagnostics)
}

func told(diags hcl.Diagnostics) []string {
	var out []string
	for _, d := range diags {
		at := "-"
		if d.Subject != nil {
			at = fmt.Sprintf("%s:%d", filepath.ToSlash(d.Subject.Filename), d.Subject.Start.Line)
		}
		out = append(out, filepath.ToSlash(at+": "+d.Summary+": "+d.Detail))
	}
	return out
}

// TestExtends: what the nearer file says takes the place of what the central one
// says, argument by argument, and what it does not say stays.
func TestExtends(t *testing.T) {
	cfg, problems := both(`
trust {
  mfa = "always"
  external_account "111122223333" {
    name        = "Vendor"
    external_id = true
  }
}
limits {
  session  = "4h"
  password = { length = 16, reuse = 10 }
}
rule "trust-public" { waivable = false }
boundary {
  document "arn:aws:iam::123456789012:policy/b" { file = "a.json" }
}
waiver "trust-public" {
  address = "a"
  expires = "2027-01-31"
}
`, `
trust {
  external_account "111122223333" { name = "Imaging vendor" }
}
limits {
  password = { reuse = 24 }
}
rule "trust-public" { severity = "high" }
waiver "trust-public" {
  address = "b"
  expires = "2027-01-31"
}
`)
	if problems != nil {
		t.Fatal(problems)
	}
	type part struct {
		MFA      string
		Vendor   config.ExternalAccount
		Session  time.Duration
		Password config.Password
		Rule     config.RuleSetting
		Waived   []string
		File     string
	}
	got := part{
		cfg.Trust.MFA, cfg.Trust.External["111122223333"], cfg.Limits.Session, cfg.Limits.Password, cfg.Rules["trust-public"],
		[]string{cfg.Waivers[0].Address, cfg.Waivers[1].Address}, filepath.ToSlash(cfg.Boundary.Documents["arn:aws:iam::123456789012:policy/b"].Path),
	}
	want := part{
		"always", config.ExternalAccount{Name: "Imaging vendor", ExternalID: true}, 4 * time.Hour, config.Password{Length: 16, Reuse: 24},
		config.RuleSetting{Severity: config.High, NotWaivable: true}, []string{"a", "b"}, "app/platform/a.json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for path, want := range map[string]string{
		"trust.mfa": central, "limits.session": central, "limits.password.length": central, "limits.password.reuse": near,
		"trust.external_account.111122223333.name": near, "trust.external_account.111122223333.external_id": central,
		"rule.trust-public.severity": near, "rule.trust-public.waivable": central,
	} {
		at, ok := cfg.Origin(path)
		if !ok || filepath.ToSlash(at.Filename) != want {
			t.Errorf("%s is from %v, not from %s", path, at, want)
		}
	}
	if at, ok := cfg.Origin("limits.log_retention"); ok {
		t.Errorf("a default has a place: %v", at)
	}
}

// TestFinal: what a central file says is final can be made stricter and not
// weaker. The first half of each pair is refused, the second is not.
func TestFinal(t *testing.T) {
	for name, c := range map[string]struct {
		final, base, weaker, stricter string
		want                          string
	}{
		"boundary required": {
			"boundary", "boundary { required = true }", "boundary { required = false }", "boundary { allowed = [\"arn:aws:iam::123456789012:policy/b\"] }",
			`"boundary.required" cannot be weakened here: it is true and may not be made false. "boundary" is final at app/platform/hipaacheck.hcl:1,10-20. It is set at app/platform/hipaacheck.hcl:2,12-27.`,
		},
		"boundary allowed": {
			"boundary.allowed", "boundary { allowed = [\"arn:aws:iam::123456789012:policy/a\", \"arn:aws:iam::123456789012:policy/b\"] }",
			"boundary { allowed = [] }", "boundary { allowed = [\"arn:aws:iam::123456789012:policy/b\"] }",
			`"boundary.allowed" cannot be weakened here: it may not be emptied. "boundary.allowed" is final at app/platform/hipaacheck.hcl:1,10-28. It is set at app/platform/hipaacheck.hcl:2,12-98.`,
		},
		"boundary document": {
			"boundary", "", "boundary {\n  document \"arn:aws:iam::123456789012:policy/b\" { file = \"a.json\" }\n}", "",
			`"boundary.document.arn:aws:iam::123456789012:policy/b.file" cannot be weakened here: it may not be changed. "boundary" is final at app/platform/hipaacheck.hcl:1,10-20.`,
		},
		"severity below the rule's own": {
			"rule.trust-public", "", `rule "trust-public" { severity = "high" }`, `rule "trust-public" { severity = "critical" }`,
			`"rule.trust-public.severity" cannot be weakened here: it must be at least critical. "rule.trust-public" is final at app/platform/hipaacheck.hcl:1,10-29.`,
		},
		"rule off": {
			"rule", "", `rule "trust-public" { enabled = false }`, `rule "trust-public" { enabled = true }`,
			`"rule.trust-public.enabled" cannot be weakened here: it is true and may not be made false. "rule" is final at app/platform/hipaacheck.hcl:1,10-16.`,
		},
		"rule waivable": {
			"rule.trust-public", `rule "trust-public" { waivable = false }`, `rule "trust-public" { waivable = true }`, `rule "trust-public" { waivable = false }`,
			`"rule.trust-public.waivable" cannot be weakened here: it may not be made true. "rule.trust-public" is final at app/platform/hipaacheck.hcl:1,10-29. It is set at app/platform/hipaacheck.hcl:2,23-39.`,
		},
		"another rule is free": {"rule.trust-public", "", "", `rule "iam-user-created" { enabled = false }`, ""},
		"password": {
			"limits.password", "limits { password = { length = 16 } }", "limits { password = { length = 15 } }", "limits { password = { length = 20, reuse = 24 } }",
			`"limits.password.length" cannot be weakened here: it must be at least 16. "limits.password" is final at app/platform/hipaacheck.hcl:1,10-27. It is set at app/platform/hipaacheck.hcl:2,23-34.`,
		},
		"password default": {
			"limits.password.reuse", "", "limits { password = { reuse = 3 } }", "limits { password = { reuse = 24 } }",
			`"limits.password.reuse" cannot be weakened here: it must be at least 24. "limits.password.reuse" is final at app/platform/hipaacheck.hcl:1,10-33.`,
		},
		"password by profile": {
			"limits.password", "", `profile = "nist-800-63b"`, `profile = "proposed-2025"`,
			`"limits.password.max_age" cannot be weakened here: it may be at most 90d. "limits.password" is final at app/platform/hipaacheck.hcl:1,10-27.`,
		},
		"session": {
			"limits.session", "", `limits { session = "8h" }`, `limits { session = "2h" }`,
			`"limits.session" cannot be weakened here: it may be at most 4h. "limits.session" is final at app/platform/hipaacheck.hcl:1,10-26.`,
		},
		"retention": {
			"limits", "", `limits { log_retention = "90d" }`, `limits { log_retention = "3653d" }`,
			`"limits.log_retention" cannot be weakened here: it must be at least 2192d. "limits" is final at app/platform/hipaacheck.hcl:1,10-18.`,
		},
		"mfa of the profile": {
			"trust.mfa", `profile = "proposed-2025"`, `trust { mfa = "phi" }`, `trust { mfa = "always" }`,
			`"trust.mfa" cannot be weakened here: it is "always". "trust.mfa" is final at app/platform/hipaacheck.hcl:1,10-21.`,
		},
		"mfa by another profile": {
			"trust.mfa", `profile = "proposed-2025"`, `profile = "security-rule"`, "profile = \"security-rule\"\ntrust { mfa = \"always\" }",
			`"trust.mfa" cannot be weakened here: it is "always". "trust.mfa" is final at app/platform/hipaacheck.hcl:1,10-21.`,
		},
		"profile": {
			"profile", "", `profile = "nist-800-63b"`, `profile = "proposed-2025"`,
			`"profile" cannot be weakened here: it may not be changed. "profile" is final at app/platform/hipaacheck.hcl:1,10-19.`,
		},
		"external account": {
			"trust", `trust { 
  external_account "111122223333" { external_id = true }
}`, "trust {\n  external_account \"444455556666\" {}\n}", "trust {\n  external_account \"111122223333\" { name = \"V\" }\n}",
			`"trust.external_account.444455556666" cannot be weakened here: an account may not be added. "trust" is final at app/platform/hipaacheck.hcl:1,10-17.`,
		},
		"identity provider": {
			"trust.identity_provider", "", "trust {\n  identity_provider \"arn:aws:iam::123456789012:saml-provider/W\" { enforces_mfa = true }\n}",
			"trust {\n  identity_provider \"arn:aws:iam::123456789012:saml-provider/W\" { enforces_mfa = false }\n}",
			`"trust.identity_provider.arn:aws:iam::123456789012:saml-provider/W.enforces_mfa" cannot be weakened here: it may not be made true. "trust.identity_provider" is final at app/platform/hipaacheck.hcl:1,10-35.`,
		},
		"own accounts": {
			"organization", `organization { accounts = { a = "123456789012", b = "210987654321" } }`, `organization { accounts = { c = "111122223333" } }`, `organization { accounts = { other = "123456789012" } }`,
			`"organization.accounts" cannot be weakened here: the account 111122223333 may not be added. "organization" is final at app/platform/hipaacheck.hcl:1,10-24. It is set at app/platform/hipaacheck.hcl:2,16-69.`,
		},
		"accounts under the BAA": {
			"baa", `baa { accounts = ["123456789012"] }`, `baa { accounts = ["123456789012", "210987654321"] }`, `baa { accounts = [] }`,
			`"baa.accounts" cannot be weakened here: "210987654321" may not be added. "baa" is final at app/platform/hipaacheck.hcl:1,10-15. It is set at app/platform/hipaacheck.hcl:2,7-34.`,
		},
		"eligible services": {
			"eligible_services", `eligible_services { remove = ["transfer"] }`, `eligible_services { remove = [] }`, `eligible_services { remove = ["transfer", "chime"] }`,
			`"eligible_services.remove" cannot be weakened here: "transfer" may not be left out. "eligible_services" is final at app/platform/hipaacheck.hcl:1,10-29. It is set at app/platform/hipaacheck.hcl:2,21-42.`,
		},
		"phi": {
			"phi", `phi { tags = { A = ["phi", "pii"] } }`, `phi { tags = { A = ["phi"], B = ["x"] } }`, `phi { tags = { A = ["phi", "pii"], B = ["x"] } }`,
			`"phi.tags" cannot be weakened here: the values of the tag "A" may not be left out. "phi" is final at app/platform/hipaacheck.hcl:1,10-15. It is set at app/platform/hipaacheck.hcl:2,7-36.`,
		},
		"reviews": {
			"principals", `principals { max_review = { phi = "90d", other = "365d" } }`, `principals { max_review = "180d" }`, `principals { max_review = "30d" }`,
			`"principals.max_review" cannot be weakened here: it may be at most 90d. "principals" is final at app/platform/hipaacheck.hcl:1,10-22. It is set at app/platform/hipaacheck.hcl:2,14-58.`,
		},
		"guardrails": {
			"guardrails", `guardrails { scp = [["a.json"]] }`, `guardrails { scp = [["a.json"], ["b.json"]] }`, `guardrails { scp = [["a.json"]] }`,
			`"guardrails.scp" cannot be weakened here: it may not be changed. "guardrails" is final at app/platform/hipaacheck.hcl:1,10-22. It is set at app/platform/hipaacheck.hcl:2,14-32.`,
		},
		"waivers": {
			"waiver", "", "waiver \"trust-public\" {\n  address = \"a\"\n  expires = \"2027-01-31\"\n}", "",
			`No waiver of "trust-public" may be added: "waiver" is final at app/platform/hipaacheck.hcl:1,10-18.`,
		},
		"a waiver of a rule": {
			"rule.trust-public", "", "waiver \"trust-public\" {\n  address = \"a\"\n  expires = \"2027-01-31\"\n}", "waiver \"iam-user-created\" {\n  address = \"a\"\n  expires = \"2027-01-31\"\n}",
			`No waiver of "trust-public" may be added: "rule.trust-public" is final at app/platform/hipaacheck.hcl:1,10-29.`,
		},
		"a waiver that the central file lets come": {
			"rule.trust-public", `rule "trust-public" { waivable = true }`, "", "waiver \"trust-public\" {\n  address = \"a\"\n  expires = \"2027-01-31\"\n}", "",
		},
		"the rule that a boundary rests on": {
			"boundary", "boundary { required = true }", `rule "boundary-missing" { enabled = false }`, `rule "boundary-missing" { severity = "critical" }`,
			`The rule "boundary-missing" cannot be weakened here: it may not be turned off, since "boundary" rests on it, which is final at app/platform/hipaacheck.hcl:1,10-20.`,
		},
		"its severity": {
			"boundary.required", "boundary { required = true }", `rule "boundary-missing" { severity = "low" }`, `rule "boundary-missing" { severity = "high" }`,
			`The rule "boundary-missing" cannot be weakened here: its severity must be at least medium, since "boundary.required" rests on it, which is final at app/platform/hipaacheck.hcl:1,10-29.`,
		},
		"a check of the central file": {
			"check", "check \"acme\" {\n  resources = [\"aws_iam_role\"]\n  condition = true\n  message = \"m\"\n}", `rule "acme" { enabled = false }`, `rule "acme" { enabled = true }`,
			`The rule "acme" cannot be weakened here: it may not be turned off, since "check" rests on it, which is final at app/platform/hipaacheck.hcl:1,10-17.`,
		},
		"a boundary that nobody has asked for": {
			"boundary", "", "boundary { required = false }", "boundary { required = true }",
			`"boundary.required" cannot be weakened here: it may not be made false. "boundary" is final at app/platform/hipaacheck.hcl:1,10-20.`,
		},
		"alarms chosen away": {
			"audit", "", "audit { alarms = [] }", "audit { alarms = [\"root-use\"] }",
			`"audit.alarms" cannot be weakened here: it may not be emptied. "audit" is final at app/platform/hipaacheck.hcl:1,10-17.`,
		},
		"tags chosen away": {
			"principals", "", "principals { required_tags = [] }", "principals { required_tags = [\"Owner\"] }",
			`"principals.required_tags" cannot be weakened here: it may not be emptied. "principals" is final at app/platform/hipaacheck.hcl:1,10-22.`,
		},
		"accounts where none were told": {
			"organization", "", `organization { accounts = { vendor = "111122223333" } }`, "",
			`"organization.accounts" cannot be weakened here: the account 111122223333 may not be added. "organization" is final at app/platform/hipaacheck.hcl:1,10-24.`,
		},
		"an alias of an account that is not ours": {
			"organization", `organization { accounts = { a = "123456789012" } }`, `organization { aliases = { aws = "111122223333" } }`, `organization { aliases = { aws = "123456789012" } }`,
			`"organization.aliases" cannot be weakened here: the account 111122223333 may not be added. "organization" is final at app/platform/hipaacheck.hcl:1,10-24.`,
		},
		"reviews of the profile": {
			"principals", `profile = "proposed-2025"`, `principals { max_review = "730d" }`, `principals { max_review = "180d" }`,
			`"principals.max_review" cannot be weakened here: it may be at most 365d. "principals" is final at app/platform/hipaacheck.hcl:1,10-22.`,
		},
		"reviews by another profile": {
			"principals", `profile = "proposed-2025"`, `profile = "security-rule"`, "profile = \"security-rule\"\nprincipals { max_review = \"180d\" }",
			`"principals.max_review" cannot be weakened here: it may be at most 365d. "principals" is final at app/platform/hipaacheck.hcl:1,10-22.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := fmt.Sprintf("final = [%q]\n%s\n", c.final, c.base)
			if c.weaker != "" {
				cfg, problems := both(base, c.weaker)
				if cfg != nil || len(problems) != 1 || !strings.HasPrefix(problems[0], near) {
					t.Fatalf("weaker: %v %v", cfg, problems)
				}
				if _, detail, _ := strings.Cut(problems[0], ": Setting is final: "); detail != c.want {
					t.Error(cmp.Diff(c.want, detail))
				}
				// Without final the nearer file decides.
				if _, problems := both(c.base, c.weaker); problems != nil {
					t.Errorf("not final: %v", problems)
				}
			}
			if _, problems := both(base, c.stricter); problems != nil {
				t.Errorf("stricter: %v", problems)
			}
		})
	}
}

func TestExtendMistakes(t *testing.T) {
	chain := memory{}
	for i := range 10 {
		chain[fmt.Sprintf("app/%d.hcl", i)] = fmt.Sprintf("extends = \"%d.hcl\"", i+1)
	}
	chain[near] = "extends = \"0.hcl\""
	for name, c := range map[string]struct {
		files memory
		want  []string
	}{
		"not there":          {memory{near: extends}, []string{near + `:1: Cannot read the configuration: The file app/platform/hipaacheck.hcl cannot be read: file does not exist.`}},
		"itself":             {memory{near: `extends = ".hipaacheck.hcl"`}, []string{near + `:1: Configuration extends itself: app/.hipaacheck.hcl is extended by app/.hipaacheck.hcl, which it extends itself.`}},
		"each other":         {memory{near: extends, central: `extends = "../.hipaacheck.hcl"`}, []string{central + `:1: Configuration extends itself: app/.hipaacheck.hcl is extended by app/.hipaacheck.hcl, which extends app/platform/hipaacheck.hcl, which it extends itself.`}},
		"too long":           {chain, []string{"app/6.hcl:1: Too many files: More than 8 configurations extend one another."}},
		"mistake in central": {memory{near: extends, central: "phy {}"}, []string{central + `:1: Unsupported block type: Blocks of type "phy" are not expected here. Did you mean "phi"?`}},
		"syntax of central":  {memory{near: extends + "phy {}", central: "phi {"}, []string{near + `:2: Unsupported block type: Blocks of type "phy" are not expected here. Did you mean "phi"?`, central + ":1: Unclosed configuration block: There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file."}},
		"no text":            {memory{near: "extends = 1"}, []string{near + `:1: Wrong type: The argument "extends" must be a string.`}},
		"final block":        {memory{near: "final = [\n  \"phi\",\n  \"boundry\"]"}, []string{near + `:3: Unknown setting: There is no setting "boundry". Did you mean "boundary"?`}},
		"final argument":     {memory{near: `final = ["limits.pasword"]`}, []string{near + `:1: Unknown setting: There is no setting "limits.pasword". Did you mean "limits.password"?`}},
		"final member":       {memory{near: `final = ["limits.password.lenght"]`}, []string{near + `:1: Unknown setting: There is no setting "limits.password.lenght". Did you mean "limits.password.length"?`}},
		"final rule":         {memory{near: `final = ["rule.trust-publik"]`}, []string{near + `:1: Unknown setting: There is no rule "trust-publik". Did you mean "trust-public"?`}},
		"check of one name": {
			memory{near: extends + "check \"a\" {\n  resources = [\"aws_iam_role\"]\n  condition = true\n  message = \"m\"\n}", central: "check \"a\" {\n  resources = [\"aws_iam_role\"]\n  condition = true\n  message = \"m\"\n}"},
			[]string{near + `:2: Duplicate check: There is a block check "a" at app/platform/hipaacheck.hcl:1,1-10 already; choose another name.`},
		},
		"approval of one name": {
			memory{near: extends + `approval "a" { signers = "s" }`, central: `approval "a" { signers = "s" }`},
			[]string{near + `:2: Duplicate approval: There is a block approval "a" at app/platform/hipaacheck.hcl:1,1-13 already; choose another name.`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := config.LoadFrom(c.files, filepath.FromSlash(near), names)
			if diff := cmp.Diff(c.want, told(l.Diagnostics)); diff != "" || l.Config != nil {
				t.Error(diff)
			}
		})
	}
}

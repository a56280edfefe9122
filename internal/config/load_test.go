// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

var names = config.Catalogue{
	Rules: []string{"boundary-missing", "iam-user-created", "pass-role-wildcard", "trust-public"},
	Later: []string{"privilege-escalation"},
}

func parse(t *testing.T, src string) (*config.Config, hcl.Diagnostics) {
	t.Helper()
	l := config.LoadFrom(memory{"dir/.hipaacheck.hcl": src, "dir/guardrails/phi-boundary.json": "{}"}, filepath.FromSlash("dir/.hipaacheck.hcl"), names)
	return l.Config, l.Diagnostics
}

// memory holds files by their slash paths.
type memory map[string]string

func (m memory) Read(path string) ([]byte, error) {
	if text, ok := m[filepath.ToSlash(path)]; ok {
		return []byte(text), nil
	}
	return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
}

func (m memory) Glob(pattern string) ([]string, error) {
	var out []string
	for name := range m {
		if ok, err := path.Match(filepath.ToSlash(pattern), name); err != nil {
			return nil, err
		} else if ok {
			out = append(out, filepath.FromSlash(name))
		}
	}
	slices.Sort(out)
	return out, nil
}

// TestParse reads every setting that this version has.
func TestParse(t *testing.T) {
	got, diags := parse(t, `
profile = "security-rule"

organization {
  id       = "o-exampleorg1"
  accounts = { prod = "123456789012" }
  aliases  = { aws = "123456789012", "aws.shared" = "210987654321" }
}

phi {
  tags      = { DataClassification = ["phi"], Holds = "PHI" }
  resources = ["arn:aws:s3:::cardiology-*"]
}

principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
}

trust {
  mfa = "always"
  identity_provider "arn:aws:iam::123456789012:saml-provider/Workforce" { enforces_mfa = true }
  external_account "111122223333" {
    name        = "Imaging vendor"
    external_id = true
  }
  external_account "444455556666" {}
}

boundary {
  required = true
  allowed  = ["arn:aws:iam::123456789012:policy/phi-boundary"]
  document "arn:aws:iam::123456789012:policy/phi-boundary" { file = "guardrails/phi-boundary.json" }
}

limits {
  session  = "4h"
  password = { length = 14, reuse = 24, max_age = "90d" }
}

rule "iam-user-created" { severity = "low" }
rule "trust-public" { waivable = false }
rule "boundary-missing" { enabled = false }

waiver "pass-role-wildcard" {
  address = "module.legacy.aws_iam_role.ci"
  digest  = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  reason  = "Replaced in March, ticket open"
  owner   = "it-security@example.org"
  ticket  = "SEC-1432"
  expires = "2027-03-31"
}
`)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := &config.Config{
		Path: "dir/.hipaacheck.hcl", Profile: "security-rule",
		Organization: config.Organization{
			ID: "o-exampleorg1", Accounts: map[string]string{"prod": "123456789012"},
			Aliases: map[string]string{"aws": "123456789012", "aws.shared": "210987654321"},
		},
		PHI: config.PHI{
			Tags: map[string][]string{"DataClassification": {"phi"}, "Holds": {"PHI"}}, Resources: []string{"arn:aws:s3:::cardiology-*"},
		},
		Principals: config.Principals{RequiredTags: []string{"Owner", "DataClassification", "ReviewBy"}},
		Trust: config.Trust{
			MFA: "always", EnforcesMFA: map[string]bool{"arn:aws:iam::123456789012:saml-provider/Workforce": true},
			External: map[string]config.ExternalAccount{"111122223333": {Name: "Imaging vendor", ExternalID: true}, "444455556666": {}},
		},
		Boundary: config.Boundary{
			Required: true, Chosen: true, Allowed: []string{"arn:aws:iam::123456789012:policy/phi-boundary"},
			Documents: map[string]config.PolicyFile{
				"arn:aws:iam::123456789012:policy/phi-boundary": {Path: filepath.FromSlash("dir/guardrails/phi-boundary.json"), Text: []byte("{}")},
			},
		},
		Limits: config.Limits{Session: 4 * time.Hour, Password: config.Password{Length: 14, Reuse: 24, MaxAge: 90 * 24 * time.Hour}},
		Rules: map[string]config.RuleSetting{
			"iam-user-created": {Severity: config.Low}, "trust-public": {NotWaivable: true}, "boundary-missing": {Disabled: true},
		},
		Waivers: []*config.Waiver{{
			Rule: "pass-role-wildcard", Address: "module.legacy.aws_iam_role.ci",
			Digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
			Reason: "Replaced in March, ticket open", Owner: "it-security@example.org", Ticket: "SEC-1432",
			Expires: time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC),
		}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(config.Waiver{}, "Range"), cmpopts.IgnoreUnexported(config.Config{})); diff != "" {
		t.Error(diff)
	}
}

// TestParseMistakes holds the exact place and words of each mistake.
func TestParseMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		want []string // line: summary: detail
	}{
		"misspelled argument": {
			"principals {\n  required_tag = [\"Owner\"]\n}",
			[]string{`2: Unsupported argument: An argument named "required_tag" is not expected here. Did you mean "required_tags"?`},
		},
		"misspelled block": {
			"organisation {\n  id = \"o-1\"\n}",
			[]string{`1: Unsupported block type: Blocks of type "organisation" are not expected here. Did you mean "organization"?`},
		},
		"misspelled rule": {
			`rule "trust-publik" { enabled = false }`,
			[]string{`1: Unknown rule: There is no rule "trust-publik". Did you mean "trust-public"?`},
		},
		"misspelled rule of a waiver": {
			"waiver \"iam-user-createt\" {\n  address = \"a\"\n  expires = \"2027-01-31\"\n}",
			[]string{`1: Unknown rule: There is no rule "iam-user-createt". Did you mean "iam-user-created"?`},
		},
		"misspelled member": {
			"limits {\n  password = { lenght = 14 }\n}",
			[]string{`2: Unsupported argument: An argument named "lenght" is not expected here. Did you mean "length"?`},
		},
		"misspelled value": {
			"trust {\n  mfa = \"allways\"\n}",
			[]string{`2: Invalid value: The argument "mfa" is wrong: "allways" is none of phi, always (did you mean "always"?).`},
		},
		"an external account that is none": {
			"trust {\n  external_account \"1234\" {}\n}",
			[]string{`2: Invalid external account: "1234" is no AWS account number, which has twelve digits`},
		},
		"an external account twice": {
			"trust {\n  external_account \"111122223333\" {}\n  external_account \"111122223333\" { external_id = true }\n}",
			[]string{`3: Duplicate external account: The external account "111122223333" has two blocks.`},
		},
		"several mistakes, all told": {
			"limits {\n  session = \"13h\"\n  pasword = {}\n}\nphi {\n  resources = [\"my-bucket\"]\n}",
			[]string{
				`2: Invalid value: The argument "session" is wrong: AWS lets a role's session last 1h to 12h at most.`,
				`3: Unsupported argument: An argument named "pasword" is not expected here. Did you mean "password"?`,
				`6: Invalid value: The argument "resources" is wrong: "my-bucket" is no ARN, which has six parts: arn:partition:service:region:account:resource.`,
			},
		},
		"rule of a later version": {
			`rule "privilege-escalation" { severity = "low" }`,
			[]string{`1: Not available in this version: The rule "privilege-escalation" is not available in this version. Remove it, or use a version that has it.`},
		},
		"no date": {
			"waiver \"trust-public\" {\n  address = \"a\"\n}",
			[]string{`1: Missing required argument: The argument "expires" is required, but no definition was found.`},
		},
		"wrong date": {
			"waiver \"trust-public\" {\n  address = \"a\"\n  expires = \"31.3.2027\"\n}",
			[]string{`3: Invalid value: The argument "expires" is wrong: "31.3.2027" is no date such as "2027-03-31".`},
		},
		"wrong type": {
			"boundary {\n  required = \"yes\"\n}",
			[]string{`2: Wrong type: The argument "required" must be true or false.`},
		},
		"null": {
			"organization {\n  id = null\n}",
			[]string{`2: Wrong type: The argument "id" must be a string.`},
		},
		"account number": {
			"organization {\n  accounts = { prod = 123456789012 }\n}",
			[]string{`2: Wrong type: The argument "accounts" must be a map of strings.`},
		},
		"variable": {
			"organization {\n  id = var.id\n}",
			[]string{`2: Variables not allowed: Variables may not be used here.`},
		},
		"twice": {
			"boundary {}\nboundary {}",
			[]string{`2: Duplicate block: There is already a boundary block at dir/.hipaacheck.hcl:1,1-9; a file has only one.`},
		},
		"rule twice": {
			"rule \"trust-public\" {}\nrule \"trust-public\" {}",
			[]string{`2: Duplicate rule: The rule "trust-public" has two blocks.`},
		},
		"severity": {
			`rule "trust-public" { severity = "never" }`,
			[]string{`1: Invalid value: The argument "severity" is wrong: "never" is not a severity; it is one of critical, high, medium, low.`},
		},
		"boundary file": {
			"boundary {\n  document \"arn:aws:iam::123456789012:policy/b\" {\n    file = \"gone.json\"\n  }\n}",
			[]string{"3: Cannot read the boundary: The file " + filepath.FromSlash("dir/gone.json") + " cannot be read: file does not exist."},
		},
		"syntax": {
			"phi {",
			[]string{"1: Unclosed configuration block: There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, diags := parse(t, c.src)
			if cfg != nil {
				t.Error("a configuration with mistakes was returned")
			}
			var got []string
			for _, d := range diags {
				line := "0"
				if d.Subject != nil {
					line = strings.Split(strings.TrimPrefix(d.Subject.String(), d.Subject.Filename+":"), ",")[0]
				}
				got = append(got, line+": "+d.Summary+": "+d.Detail)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"aws_iam_role.ci", "aws_iam_role.ci", true},
		{"aws_iam_role.ci", "aws_iam_role.ci2", false},
		{"module.legacy.*", "module.legacy.aws_iam_role.ci", true},
		{"*.aws_iam_role.ci", "module.a[\"x\"].aws_iam_role.ci", true},
		{"module.a[\"*\"].x", "module.a[\"k\"].x", true},
		{"a*b*a", "aba", true},
		{"a*a", "a", false},
		{"a?c", "abc", false},
		{"a[bc]", "ab", false},
		{"", "", true},
		{"*", "", true},
	} {
		if got := config.Match(c.pattern, c.text); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}

func TestLimits(t *testing.T) {
	var none *config.Config
	if got := none.SessionLimit(true); got != 4*time.Hour {
		t.Error(got)
	}
	if got := none.SessionLimit(false); got != 12*time.Hour {
		t.Error(got)
	}
	want := config.Password{Length: 14, Reuse: 24, MaxAge: 90 * 24 * time.Hour, Composition: true}
	if diff := cmp.Diff(want, none.PasswordLimits()); diff != "" {
		t.Error(diff)
	}
	nist := &config.Config{Profile: config.ProfileNIST}
	if diff := cmp.Diff(config.Password{Length: 15, Reuse: 24}, nist.PasswordLimits()); diff != "" {
		t.Error(diff)
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "repo", "infra", "prod")
	for _, dir := range []string{deep, filepath.Join(root, "repo", ".git")} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir string) string {
		file := filepath.Join(dir, config.FileName)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	find := func(want string) {
		t.Helper()
		got, err := config.Find(deep)
		if err != nil || got != want {
			t.Errorf("Find = %q, %v; want %q", got, err, want)
		}
	}
	find("")
	write(root) // above the repository: does not count
	find("")
	find2 := write(filepath.Join(root, "repo"))
	find(find2)
	find(write(deep))
}

// FuzzParse: whatever the bytes, there is a configuration or an error with a
// place, and never a panic.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "phi {\n  tags = { A = [\"b\"] }\n}", "limits {\n  password = { length = 14, (\"reuse\") = 1e400 }\n}",
		"waiver \"trust-public\" {\n  address = \"${1/0}\"\n  expires = \"0000-00-00\"\n}", "boundary {\n  document \"\" { file = \"\x00\" }\n}",
		"organization {\n  accounts = { for k in [] : k => k }\n}", "rule \"\" {}", "limits {\n  session = \"100000000000000000000h\"\n}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		l := config.LoadFrom(memory{"f.hcl": string(src)}, "f.hcl", names)
		cfg, diags := l.Config, l.Diagnostics
		if (cfg == nil) != diags.HasErrors() {
			t.Errorf("configuration %v with %v", cfg, diags)
		}
		for _, d := range diags {
			if d.Subject == nil {
				t.Errorf("no place: %v", d)
			}
		}
	})
}

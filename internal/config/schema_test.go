// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// whole uses every argument of the language.
const whole = `
profile = "security-rule"
final   = ["boundary", "rule.trust-public"]

organization {
  id       = "o-exampleorg1"
  accounts = { prod = "123456789012" }
  aliases  = { aws = "123456789012", "aws.shared" = "210987654321" }
}

baa {
  accounts  = ["123456789012"]
  effective = "2025-01-31"
}

eligible_services {
  add    = []
  remove = ["transfer"]
}

phi {
  tags      = { DataClassification = ["phi"] }
  resources = ["arn:aws:s3:::cardiology-*"]
}

audit {
  tags   = { Purpose = ["audit"] }
  alarms = ["failed-sign-in", "root-use", "iam-change", "sign-in-without-mfa"]
}

principals {
  required_tags = ["Owner", "DataClassification", "ReviewBy"]
  review_tag    = "ReviewBy"
  max_review    = { phi = "90d", other = "365d" }
}

trust {
  mfa = "always"
  external_account "111122223333" {
    name        = "Imaging vendor"
    external_id = true
    baa         = "2026-02-01"
  }
  identity_provider "arn:aws:iam::123456789012:saml-provider/Workforce" { enforces_mfa = true }
}

boundary {
  required = true
  allowed  = ["arn:aws:iam::123456789012:policy/phi-boundary"]
  document "arn:aws:iam::123456789012:policy/phi-boundary" { file = "a.json" }
}

limits {
  session       = "4h"
  log_retention = "2192d"
  password      = { length = 14, reuse = 24, max_age = "90d" }
}

guardrails {
  scp = [["a.json"], ["a*.json"]]
}

rule "trust-public" {
  severity = "critical"
  enabled  = true
  waivable = false
}

waiver "pass-role-wildcard" {
  address = "module.legacy.aws_iam_role.ci"
  digest  = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  reason  = "Replaced in March, ticket open"
  owner   = "it-security@example.org"
  ticket  = "SEC-1432"
  expires = "2027-03-31"
}

check "acme-no-delete" {
  resources   = ["aws_iam_role"]
  condition   = !allows(resource, "s3:DeleteObject", "arn:aws:s3:::cardiology-*/*")
  message     = "${resource.name} may delete images"
  severity    = "high"
  citations   = ["164.312(c)(1)"]
  nist        = ["SI-7"]
  remediation = "Take the action out."
}

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

// wholeJSON says the same as whole in HCL's JSON syntax.
const wholeJSON = `{
  "profile": "security-rule",
  "final": ["boundary", "rule.trust-public"],
  "organization": {"id": "o-exampleorg1", "accounts": {"prod": "123456789012"}, "aliases": {"aws": "123456789012", "aws.shared": "210987654321"}},
  "baa": {"accounts": ["123456789012"], "effective": "2025-01-31"},
  "eligible_services": {"add": [], "remove": ["transfer"]},
  "phi": {"tags": {"DataClassification": ["phi"]}, "resources": ["arn:aws:s3:::cardiology-*"]},
  "audit": {"tags": {"Purpose": "audit"}, "alarms": ["failed-sign-in", "root-use", "iam-change", "sign-in-without-mfa"]},
  "principals": {"required_tags": ["Owner", "DataClassification", "ReviewBy"], "review_tag": "ReviewBy", "max_review": {"phi": "90d", "other": "365d"}},
  "trust": {
    "mfa": "always",
    "external_account": {"111122223333": {"name": "Imaging vendor", "external_id": true, "baa": "2026-02-01"}},
    "identity_provider": {"arn:aws:iam::123456789012:saml-provider/Workforce": {"enforces_mfa": true}}
  },
  "boundary": {
    "required": true, "allowed": ["arn:aws:iam::123456789012:policy/phi-boundary"],
    "document": {"arn:aws:iam::123456789012:policy/phi-boundary": {"file": "a.json"}}
  },
  "limits": {"session": "4h", "log_retention": "2192d", "password": {"length": 14, "reuse": 24, "max_age": "90d"}},
  "guardrails": {"scp": [["a.json"], ["a*.json"]]},
  "rule": {"trust-public": {"severity": "critical", "enabled": true, "waivable": false}},
  "waiver": {"pass-role-wildcard": [{
    "address": "module.legacy.aws_iam_role.ci", "digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "reason": "Replaced in March, ticket open", "owner": "it-security@example.org", "ticket": "SEC-1432", "expires": "2027-03-31"
  }]},
  "check": {"acme-no-delete": {
    "resources": ["aws_iam_role"], "condition": "${!allows(resource, \"s3:DeleteObject\", \"arn:aws:s3:::cardiology-*/*\")}",
    "message": "${resource.name} may delete images", "severity": "high", "citations": ["164.312(c)(1)"], "nist": ["SI-7"], "remediation": "Take the action out."
  }},
  "approval": {"phi-access": {
    "when": "${change.phi || contains(change.rules, \"privilege-escalation\")}", "approvers": 2,
    "groups": {"security": {"need": 1, "members": ["security-lead@example.org", "security-deputy@example.org"]}, "privacy": {"need": 1, "members": ["privacy-officer@example.org"]}},
    "signers": "approvers", "max_age": "7d"
  }}
}`

const denyAll = `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`

func loadWhole(t *testing.T, path string) *config.Config {
	t.Helper()
	l := config.LoadFrom(memory{"f.hcl": whole, "f.json": wholeJSON, "a.json": denyAll}, path, names)
	if l.Diagnostics.HasErrors() {
		t.Fatal(l.Diagnostics)
	}
	return l.Config
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(config.Schema(names))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSchema: what the decoder takes the schema takes, and both syntaxes mean the same.
func TestSchema(t *testing.T) {
	inJSON := loadWhole(t, "f.json")
	ignore := cmp.Options{
		cmpopts.IgnoreUnexported(config.Config{}), cmpopts.IgnoreFields(config.Config{}, "Path"), cmpopts.IgnoreTypes(hcl.Range{}),
		cmpopts.IgnoreInterfaces(struct{ hcl.Expression }{}),
	}
	if diff := cmp.Diff(loadWhole(t, "f.hcl"), inJSON, ignore); diff != "" {
		t.Error(diff)
	}
	schema := compile(t)
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(wholeJSON))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Error(err)
	}
	// Every argument of the language is in the example, so the schema is tried whole.
	for _, s := range inJSON.Settings(names) {
		if s.Value == nil {
			t.Errorf("the example does not use %s", s.Path)
		}
	}
}

// TestSchemaRefuses: what the decoder refuses the schema refuses.
func TestSchemaRefuses(t *testing.T) {
	schema := compile(t)
	for name, src := range map[string]string{
		"misspelled block":    `{"boundry": {}}`,
		"misspelled argument": `{"limits": {"sesion": "4h"}}`,
		"misspelled member":   `{"limits": {"password": {"lenght": 14}}}`,
		"wrong type":          `{"boundary": {"required": "yes"}}`,
		"no account":          `{"baa": {"accounts": ["1"]}}`,
		"required":            `{"baa": {"effective": "2025-01-31"}}`,
		"no date":             `{"baa": {"accounts": [], "effective": "soon"}}`,
		"no duration":         `{"limits": {"session": "4 hours"}}`,
		"unknown value":       `{"trust": {"mfa": "allways"}}`,
		"unknown alarm":       `{"audit": {"alarms": ["root-uses"]}}`,
		"label":               `{"trust": {"external_account": {"1": {}}}}`,
		"a number too large":  `{"limits": {"password": {"length": 129}}}`,
		"waiver without date": `{"waiver": {"trust-public": {"address": "a"}}}`,
		"group":               `{"approval": {"a": {"signers": "s", "groups": {"g": {"needs": 1}}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(src))
			if err != nil {
				t.Fatal(err)
			}
			if schema.Validate(instance) == nil {
				t.Error("the schema takes it")
			}
			if l := config.LoadFrom(memory{"f.json": src}, "f.json", names); !l.Diagnostics.HasErrors() {
				t.Error("the decoder takes it")
			}
		})
	}
}

// TestSettings: what is in force, and where it is from.
func TestSettings(t *testing.T) {
	cfg, problems := both("limits { session = \"2h\" }\nfinal = [\"limits\"]\n", "phi { tags = { A = \"phi\" } }\nwaiver \"trust-public\" {\n  address = \"a\"\n  expires = \"2027-01-31\"\n}")
	if problems != nil {
		t.Fatal(problems)
	}
	got := map[string]string{}
	for _, s := range cfg.Settings(names) {
		if s.Range == nil && s.Final == nil {
			continue
		}
		value, err := json.Marshal(s.Value)
		if err != nil {
			t.Fatal(err)
		}
		line := string(value)
		if s.Range != nil {
			line += " " + filepath.ToSlash(s.Range.String())
		}
		if s.Final != nil {
			line += " final " + filepath.ToSlash(s.Final.String())
		}
		got[s.Path] = line
	}
	want := map[string]string{
		"limits.session":                 `"2h" app/platform/hipaacheck.hcl:1,10-24 final app/platform/hipaacheck.hcl:2,10-18`,
		"limits.log_retention":           `"2192d" final app/platform/hipaacheck.hcl:2,10-18`,
		"limits.password":                `{"length":14,"max_age":"90d","reuse":24} final app/platform/hipaacheck.hcl:2,10-18`,
		"phi.tags":                       `{"A":["phi"]} app/.hipaacheck.hcl:2,7-27`,
		"waiver.trust-public[0].address": `"a" app/.hipaacheck.hcl:4,3-16`,
		"waiver.trust-public[0].expires": `"2027-01-31" app/.hipaacheck.hcl:5,3-25`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Without a file the language is still all there.
	var none *config.Config
	var paths []string
	for _, s := range none.Settings(names) {
		paths = append(paths, s.Path)
	}
	for _, want := range []string{"profile", "limits.session", "trust.mfa", "guardrails.scp"} {
		if !slices.Contains(paths, want) {
			t.Errorf("%s is missing in %v", want, paths)
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/details"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

var update = flag.Bool("update", false, "write the golden files")

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const corpus = "../testdata/plans"

// golden is what is held of a report: everything but what a new recording of
// the same configuration changes (digests of files, versions).
type golden struct {
	Verdict      validator.Verdict
	Accounts     map[string]*string
	Summary      validator.Summary
	Findings     []goldenFinding
	Changes      []goldenChange
	Undetermined []validator.Undetermined
}

type goldenFinding struct {
	Finding  string // status severity rule address [attribute]
	At       string `json:",omitempty"`
	Blocks   bool
	Message  string
	Related  []string            `json:",omitempty"`
	Document *validator.Document `json:",omitempty"`
	Witness  *validator.Witness  `json:",omitempty"`
	Drift    bool                `json:",omitempty"`
}

type goldenChange struct {
	Principal string
	Boundary  string   `json:",omitempty"`
	Grants    []string `json:",omitempty"`
	Revokes   []string `json:",omitempty"`
}

// TestCorpus checks every recorded plan, with its source, against its golden
// findings. A case that is no plan holds the error instead.
func TestCorpus(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join(corpus, "*", "plan.json"))
	if err != nil || len(cases) < 40 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			compare(t, filepath.Join(dir, "findings.golden.json"), checkCase(t, dir, file))
		})
	}
}

// checkCase returns the golden form of a case's report, or of its refusal.
func checkCase(t *testing.T, dir, file string) any {
	t.Helper()
	r, err := judge(t, dir, file, nil)
	if err != nil {
		var refused *plan.Error
		if !errors.As(err, &refused) {
			t.Fatal(err)
		}
		return map[string]string{"Refused": refused.Summary + ": " + refused.Detail}
	}
	return goldenOf(r)
}

// judge checks a case's plan with its source, its configuration and what was
// recorded of its account.
func judge(t *testing.T, dir, file string, given *validator.GivenApprovals) (*validator.Report, error) {
	t.Helper()
	p, err := plan.Read(context.Background(), file, plan.Options{Source: dir})
	if err != nil {
		return nil, err
	}
	p.Outside = recordedAccount(t, dir)
	return validator.Check(context.Background(), p, configOf(t, dir), validator.Options{FailOn: config.Medium, Scope: validator.ScopeIntroduced, Now: now, Approvals: given})
}

// recordedAccount reads account.json and credentials.json, where a case has them.
func recordedAccount(t *testing.T, dir string) []*account.Account {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "account.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	known, err := details.Read(bytes.NewReader(text), "account.json")
	if err != nil {
		t.Fatal(err)
	}
	if text, err = os.ReadFile(filepath.Join(dir, "credentials.json")); err != nil {
		t.Fatal(err)
	}
	report, err := details.ReadReport(text, "credentials.json")
	if err != nil {
		t.Fatal(err)
	}
	return []*account.Account{known, report}
}

func configOf(t *testing.T, dir string) *config.Config {
	t.Helper()
	path := filepath.Join(dir, config.FileName)
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	cfg, diags := config.Load(path, safeguard.Catalogue())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return cfg
}

func goldenOf(r *validator.Report) golden {
	out := golden{Verdict: r.Verdict, Accounts: r.Plans[0].Accounts, Summary: r.Summary, Undetermined: r.Undetermined}
	for _, f := range r.Findings {
		g := goldenFinding{
			Finding: strings.TrimSpace(strings.Join([]string{f.Status, f.Severity, f.Rule, f.Address}, " ")), At: at(f.Location), Blocks: f.Blocks,
			Message: f.Message, Document: f.Document, Witness: f.Witness, Drift: f.Drift,
		}
		if f.Attribute != "" {
			g.Finding += " [" + f.Attribute + "]"
		}
		for _, rel := range f.Related {
			g.Related = append(g.Related, strings.TrimSpace(rel.Relation+" "+rel.Address+" "+at(rel.Location)))
		}
		out.Findings = append(out.Findings, g)
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, goldenChange{Principal: c.Principal, Boundary: c.Boundary, Grants: grants(c.Grants), Revokes: grants(c.Revokes)})
	}
	return out
}

func at(l *validator.Location) string {
	if l == nil {
		return ""
	}
	text, _ := json.Marshal([]int{l.Line, l.Column, l.EndLine, l.EndColumn})
	return l.File + string(text)
}

func grants(list []validator.Grant) []string {
	var out []string
	for _, g := range list {
		s := g.Kind + ": " + g.Who + " " + g.Action + " on " + g.Resource
		if g.Condition != "" {
			s += " if " + g.Condition
		}
		if g.Except != "" {
			s += " but not " + g.Except
		}
		if g.Witness == nil {
			s += " (no witness)"
		}
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return out
}

// compare holds a value against a golden file of indented JSON.
func compare(t *testing.T, file string, value any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

// TestCorpusExpectations reads what each case says of itself ("Expect RULE at
// ADDRESS") and holds the findings to it, so that a golden file that was
// written from a wrong program does not pass unseen.
func TestCorpusExpectations(t *testing.T) {
	// Only the two forms that every writer of a case uses are read; the golden
	// files hold the rest.
	none := regexp.MustCompile(`^# Expect no ([a-z-]+)\.?$`)
	cases, err := filepath.Glob(filepath.Join(corpus, "*", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, file := range cases {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(src), "\n")[:2] {
			m := none.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			read++
			t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
				g, ok := checkCase(t, filepath.Dir(file), filepath.Join(filepath.Dir(file), "plan.json")).(golden)
				if !ok {
					t.Fatal("refused")
				}
				for _, f := range g.Findings {
					if strings.Contains(f.Finding, " "+m[1]+" ") {
						t.Error(f.Finding)
					}
				}
			})
		}
	}
	if read < 5 {
		t.Errorf("only %d expectations were read", read)
	}
}

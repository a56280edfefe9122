// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

func sample() *validator.Report {
	return &validator.Report{
		Verdict: validator.Fail,
		Plans:   []validator.Plan{{Judged: 2}},
		Summary: validator.Summary{Introduced: validator.Counts{High: 1}, Waived: 1},
		Findings: []validator.Finding{
			{
				Rule: "pass-role-wildcard", Severity: "high", Status: "introduced", Blocks: true, Address: "aws_iam_role.a", Message: "It may.",
				Remediation: "Name the roles.", Digest: "sha256:0", Citations: []string{"164.312(a)(1)", "164.308(a)(5)(ii)(D)"},
				Location: &validator.Location{File: "main.tf", Line: 2, Column: 3, EndLine: 6, EndColumn: 1, Text: []byte("one\n  two\n\tthree\r\nfour\nfive\nsix\n")},
				Witness:  &validator.Witness{Principal: "p", Action: "iam:PassRole", Resource: "r", Context: map[string]any{"b": "2", "a": []string{"1", "x"}}},
				Related:  []validator.Related{{Address: "aws_iam_role_policy.p", Relation: "policy", Location: &validator.Location{File: "main.tf", Line: 9}}},
			},
			{Rule: "trust-public", Severity: "critical", Status: "introduced", Address: "aws_iam_role.b", Waiver: &validator.Waiver{Expires: "2027-01-31", Owner: "o"}},
			{Rule: "boundary-missing", Severity: "low", Status: "resolved", Address: "aws_iam_role.c", Drift: true},
		},
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	want := `FAIL: 1 finding blocks (1 high).

╷
│ High: pass-role-wildcard
│
│   with aws_iam_role.a,
│   on main.tf line 2:
│      2:   two
│      3:   three
│      4: four
│      5: five
│      6: six
│
│ It may.
│
│ Example: p does iam:PassRole on r, with a = [1 x], b = 2.
│ policy: aws_iam_role_policy.p (main.tf:9)
│
│ 45 CFR 164.312(a)(1) Access control (required); 164.308(a)(5)(ii)(D) Password
│ management (addressable).
│ Fix: Name the roles.
│ Digest sha256:0
╵

Resolved by this change
  low       boundary-missing          aws_iam_role.c  (drift)

Waived
  critical  trust-public              aws_iam_role.b
            until 2027-01-31, o

Introduced: 1 high. Existing: none. Resolved: none. Waived: 1.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// TestTextColor: colours only where they are asked for, and nothing else changes.
func TestTextColor(t *testing.T) {
	var plain, colored bytes.Buffer
	if err := errors.Join(Text(&plain, sample(), Options{}), Text(&colored, sample(), Options{Color: true})); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(plain.String(), "\x1b") || !strings.Contains(colored.String(), "\x1b[31mHigh: ") {
		t.Error(colored.String())
	}
	strip := strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[31m", "", "\x1b[1;31m", "", "\x1b[4m", "")
	if diff := cmp.Diff(plain.String(), strip.Replace(colored.String())); diff != "" {
		t.Error(diff)
	}
}

func TestTextQuiet(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, sample(), Options{Quiet: true}); err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"Waived\n", "Resolved by", "What changes"} {
		if strings.Contains(b.String(), hidden) {
			t.Errorf("%q in\n%s", hidden, b.String())
		}
	}
	if !strings.Contains(b.String(), "pass-role-wildcard") || !strings.HasSuffix(b.String(), "Waived: 1.\n") {
		t.Error(b.String())
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want []string
	}{
		{"a b c", 3, []string{"a b", "c"}},
		{"aaaaaa b", 3, []string{"aaaaaa", "b"}},
		{"ää öö", 5, []string{"ää öö"}},
		{"", 5, []string{""}},
		{"  a\n b ", 9, []string{"a b"}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.in, c.n)); diff != "" {
			t.Errorf("%q: %s", c.in, diff)
		}
	}
}

// TestSentence: what is told together, and what is only counted.
func TestSentence(t *testing.T) {
	grant := func(action, resource, condition, except string) validator.Grant {
		return validator.Grant{Kind: "access", Action: action, Resource: resource, Condition: condition, Except: except}
	}
	for name, c := range map[string]struct {
		list []validator.Grant
		want string
	}{
		"actions of one resource":      {[]validator.Grant{grant("a", "x", "", ""), grant("b", "x", "", "")}, "a, b on x"},
		"resources of the same":        {[]validator.Grant{grant("a", "x", "", ""), grant("b", "x", "", ""), grant("a", "y", "", ""), grant("b", "y", "", "")}, "a, b on x, y"},
		"a condition keeps them apart": {[]validator.Grant{grant("a", "x", "c", ""), grant("a", "y", "", "")}, "a on x (if c); a on y"},
		"what is denied":               {[]validator.Grant{grant("*", "*", "", "iam:* on *")}, "any action on any resource (but not iam:* on *)"},
		"much is denied":               {[]validator.Grant{grant("a", "x", "", strings.Repeat("b", 81)), grant("c", "x", "", strings.Repeat("d", 81))}, "a, c on x (less what is denied)"},
		"many":                         {[]validator.Grant{grant("a", "x", "", ""), grant("b", "x", "", ""), grant("c", "x", "", ""), grant("d", "x", "", ""), grant("e", "x", "", "")}, "a, b, c, d and 1 more on x"},
		"many groups": {
			[]validator.Grant{grant("a", "1", "", ""), grant("b", "2", "", ""), grant("c", "3", "", ""), grant("d", "4", "", ""), grant("e", "5", "", "")},
			"a on 1; b on 2; c on 3; d on 4; and more (1)",
		},
		"trust": {[]validator.Grant{{Kind: "trust", Who: "ec2.amazonaws.com", Resource: "r"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sentence(c.list, "access"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestLookup(t *testing.T) {
	for name, found := range map[string]bool{"json": true, "text": true, "sarif": true, "yaml": false, "": false, "JSON": false} {
		w, err := Lookup(name)
		if (err == nil) != found || (w == nil) == found {
			t.Errorf("%s: %v", name, err)
		}
		if !found && !strings.Contains(err.Error(), "there are text, json, sarif") {
			t.Error(err)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// TestWriteFails: a report that could not be written is an error, in every format.
func TestWriteFails(t *testing.T) {
	for _, name := range Names() {
		w, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := w(broken{}, sample(), Options{}); err == nil {
			t.Error(name)
		}
	}
}

// TestTextGroups: many findings stand by what they are about, each with its
// message, and how to fix a rule is said once.
func TestTextGroups(t *testing.T) {
	r := many(250)
	r.Changes = nil
	var b bytes.Buffer
	if err := Text(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Count(got, "Name the roles.") != 1 || strings.Count(got, "It may.") != 250 || strings.Contains(got, "╷") {
		t.Error(got[:1000])
	}
	if !strings.Contains(got, "\naws_iam_role.r000 (25 critical, 25 high, 25 medium, 25 low)\n  low       pass-role-wildcard  main.tf:2\n            It may.\n") {
		t.Error(got[:1000])
	}
}

// TestSnippet: the statement is shown, and underlined where it is part of a line.
func TestSnippet(t *testing.T) {
	src := "resource \"aws_iam_role\" \"r\" {\n  policy = jsonencode({\n    Statement = [\n      { Effect = \"Deny\" }, { Effect = \"Allow\",\n        Action = \"*\" },\n    ]\n  })\n  name = \"é\"\n}\n"
	at := func(line, column, endLine, endColumn int, d *validator.Document) *validator.Finding {
		return &validator.Finding{Document: d, Location: &validator.Location{File: "f.tf", Line: line, Column: column, EndLine: endLine, EndColumn: endColumn, Text: []byte(src)}}
	}
	for name, c := range map[string]struct {
		f    *validator.Finding
		want []string
	}{
		"a part of a line":    {at(8, 10, 8, 14, nil), []string{"8   name = |\"é\"|"}},
		"the first statement": {at(2, 3, 7, 5, &validator.Document{Statement: 0}), []string{"4       |{ Effect = \"Deny\" }|, { Effect = \"Allow\","}},
		"the second":          {at(2, 3, 7, 5, &validator.Document{Statement: 1}), []string{"4       { Effect = \"Deny\" }, |{ Effect = \"Allow\",|", "5         |Action = \"*\" }|,"}},
		"one that is not there": {at(2, 3, 7, 5, &validator.Document{Statement: 7}), []string{
			"2   |policy = jsonencode({|", "3     |Statement = [|", "4       |{ Effect = \"Deny\" }, { Effect = \"Allow\",|", "5         |Action = \"*\" },|", "6     |]|", "7   |})|",
		}},
		"beyond the file": {at(40, 1, 41, 2, nil), nil},
	} {
		lines, _ := snippetOf(c.f)
		var got []string
		for _, l := range lines {
			got = append(got, fmt.Sprintf("%d %s|%s|%s", l.number, l.before, l.marked, l.after))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

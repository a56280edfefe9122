// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

var update = flag.Bool("update", false, "write the golden files")

// evil is a name that would break out of any format that let it.
const evil = "aws_iam_role.x[\"=cmd|'/c calc'!A1\n::stop-commands::t\n##vso[task.complete result=Succeeded]##[endgroup]" +
	"</details><script>alert(1)</script>`*_|[a](http://evil.example)@everyone #1 1 failure \x1b[2J\u202e]]>\r,;%0A\"]"

func hostile() *validator.Report {
	r := sample()
	r.Plans[0] = validator.Plan{Path: "=plan.json", Stack: "--> " + evil, Judged: 1}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Address, f.Message, f.Remediation, f.Stack, f.Fingerprint = evil, "The role "+evil+" may.", "Fix "+evil, r.Plans[0].Stack, "0"
		if f.Location != nil {
			f.Location.File = "a:b/" + evil + ".tf"
			f.Location.Text = []byte("one\n\x1b[2J::error::x ##vso[x]\n")
		}
		if f.Waiver != nil {
			f.Waiver.Reason = evil
		}
		f.Related = append(f.Related, validator.Related{Address: evil, Relation: "policy", Location: &validator.Location{File: evil, Line: 1}})
	}
	r.Findings[0].Witness.Principal = evil
	r.Findings[0].Witness.Context[evil] = []any{evil}
	r.Changes = []validator.Change{{Principal: evil, Stack: r.Plans[0].Stack, Grants: []validator.Grant{{Kind: "access", Action: evil, Resource: evil, Condition: evil}}}}
	r.Unread = []validator.Unread{{Path: evil, Reason: evil}}
	r.Reach = []validator.Reach{{
		Principal: evil, Stack: r.Plans[0].Stack, Store: evil, StoreWhy: evil, Level: "read", Before: "no", After: "yes", New: true, Witness: r.Findings[0].Witness,
		AssumedBy: []validator.ReachStep{{Name: evil, New: true}}, Through: []validator.ReachStep{{Name: evil}},
	}}
	return r
}

func cases() map[string]*validator.Report {
	pass := &validator.Report{Tool: validator.Tool{Name: "hipaacheck", Version: "1.2.3"}, Verdict: validator.Pass, Plans: []validator.Plan{{Path: "tfplan", Judged: 3}}}
	stacks := sample()
	stacks.Tool = pass.Tool
	stacks.Plans = []validator.Plan{{Path: "a/tfplan", Stack: "a", Judged: 1, Incomplete: true}, {Path: "b/tfplan", Stack: "b", Judged: 1}}
	for i := range stacks.Findings {
		stacks.Findings[i].Stack = []string{"a", "b", "b"}[i]
	}
	stacks.Findings = append(stacks.Findings, validator.Finding{
		Rule: "waiver-unused", Severity: "low", Status: "introduced", AboutConfig: true, Message: "Nothing needs the waiver.",
		Location: &validator.Location{File: ".hipaacheck.hcl", Line: 4, Column: 1, EndLine: 4, EndColumn: 9},
	})
	stacks.Unread = []validator.Unread{{Path: "c/tfplan", Reason: "This is no plan"}}
	stacks.Rules = validator.RuleSelection{Skip: []string{"trail-removed"}}
	stacks.Changes = []validator.Change{
		{Principal: "aws_iam_role.a", Stack: "a", Boundary: "loses the permissions boundary b", Grants: []validator.Grant{
			{Kind: "access", Action: "iam:PassRole", Resource: "*"}, {Kind: "trust", Who: "*", Resource: "r", Condition: "StringEquals k v"},
		}},
		{Principal: "aws_iam_role.b", Stack: "b", Revokes: []validator.Grant{{Kind: "access", Action: "s3:GetObject", Resource: "arn:aws:s3:::x/*"}}},
	}
	reach := func(stack, principal, before, after string, isNew bool) validator.Reach {
		return validator.Reach{
			Principal: principal, Stack: stack, Kind: "role", Store: "aws_s3_bucket.x", StoreWhy: "its tag", Level: "read", Before: before, After: after, New: isNew,
			AssumedBy: []validator.ReachStep{{Name: "ec2.amazonaws.com"}}, Through: []validator.ReachStep{{Name: "aws_iam_policy.p", New: isNew}},
		}
	}
	stacks.Reach = []validator.Reach{
		reach("a", "aws_iam_role.a", "no", "yes", true), reach("b", "aws_iam_role.b", "yes", "no", false), reach("b", "aws_iam_role.c", "yes", "undetermined", false),
	}
	stacks.ReachLeftOut = 3
	out := map[string]*validator.Report{"sample": sample(), "hostile": hostile(), "pass": pass, "stacks": stacks}
	for _, r := range out {
		// Rules of nobody, and few of the catalogue: what is said of rules, and how
		// many there are, is not what these cases hold.
		r.Rules.Only = []string{"admin-access", "boundary-missing", "trail-removed"}
		for i := range r.Findings {
			r.Findings[i].Rule = "acme-" + r.Findings[i].Rule
		}
	}
	return out
}

// TestFormats compares every format of every case with its golden file.
func TestFormats(t *testing.T) {
	link := func(file string, line int) string {
		return fmt.Sprintf("https://git.example/blob/0/%s#L%d", EscapePath(file), line)
	}
	for name, r := range cases() {
		for _, format := range Names() {
			if format == "json" {
				continue // it is the report itself, whose tests are the validator's
			}
			t.Run(name+"/"+format, func(t *testing.T) {
				got := render(t, format, r, Options{Link: link})
				file := filepath.Join("testdata", name, format)
				if *update {
					if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func render(t *testing.T, format string, r *validator.Report, opt Options) string {
	t.Helper()
	write, err := Lookup(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b, r, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHostileNames: nothing of a plan acts on who reads the report, in any
// format. JSON is data, which its reader has to treat as such.
func TestHostileNames(t *testing.T) {
	link := func(file string, line int) string { return "https://git.example/" + EscapePath(file) }
	for _, format := range Names() {
		if format == "json" {
			continue
		}
		got := render(t, format, hostile(), Options{Link: link, Color: format == "text"})
		if format == "text" {
			got = regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(got, "")
		}
		for _, bad := range []string{"\x1b", "\u202e", "<script>alert", "</details><"} {
			if strings.Contains(got, bad) && !(format != "markdown" && format != "html" && bad[0] == '<') {
				t.Errorf("%s holds %q", format, bad)
			}
		}
		for _, line := range strings.Split(got, "\n") {
			own := format == "github" && regexp.MustCompile(`^::(error|warning) [^:]*::`).MatchString(line)
			if strings.HasPrefix(strings.TrimSpace(line), "::") && !own {
				t.Errorf("%s: a workflow command: %s", format, line)
			}
			for i, after := range strings.Split(line, "##") {
				mine := format == "azure" && i == 1 && strings.HasPrefix(line, "##vso[task.logissue ")
				if i > 0 && (strings.HasPrefix(after, "vso[") || strings.HasPrefix(after, "[")) && !mine {
					t.Errorf("%s: a logging command: %s", format, line)
				}
			}
		}
	}
}

// TestMarkdownEscapes: a text of a plan is shown and is no markup.
func TestMarkdownEscapes(t *testing.T) {
	for in, want := range map[string]string{
		"a_b *c* `d`":           "a\\_b \\*c\\* \\`d\\`",
		"<b> & [x](y)":          `&lt;b&gt; &amp; \[x\](y)`,
		"@team #12 !3":          "@\u200bteam #\u200b12 !\u200b3",
		"https://a.b www.c.d":   "https:\u200b//a.b www\u200b.c.d",
		"${aws:username} a|b ~": "&#36;{aws:username} a&#124;b &#126;",
	} {
		if got := escapeMarkdown(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"a_b": "`a_b`", "a`b": "a\\`b", "<a_b>": `&lt;a\_b&gt;`, " ": ""} {
		if got := codeSpan(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// many is a report of n findings that block, a hundred of them per principal.
func many(n int) *validator.Report {
	r := sample()
	one := r.Findings[0]
	r.Findings = nil
	for i := range n {
		f := one
		f.Address, f.Fingerprint = fmt.Sprintf("aws_iam_role.r%03d", i/100), fmt.Sprint(i)
		f.Severity = []string{"low", "medium", "high", "critical"}[i%4]
		r.Findings = append(r.Findings, f)
		r.Changes = append(r.Changes, validator.Change{Principal: f.Address, Grants: []validator.Grant{{Kind: "access", Action: "a:b", Resource: "ä" + strings.Repeat("x", 50)}}})
	}
	return r
}

// TestMarkdownLimit: a comment of any report fits, says what it leaves out, and
// folds what it opens.
func TestMarkdownLimit(t *testing.T) {
	for _, n := range []int{1, 100, 3000} {
		for _, plain := range []bool{false, true} {
			got := Comment(many(n), Options{}, plain)
			limit := 65_536
			if plain {
				limit = 32_768
			}
			if size := utf8.RuneCountInString(got); size >= limit {
				t.Errorf("%d findings: %d characters", n, size)
			}
			if strings.Count(got, "<details>") != strings.Count(got, "</details>") || plain && strings.Contains(got, "<") {
				t.Errorf("%d findings: folds are not closed", n)
			}
			shown := strings.Count(got, "**Fix:**")
			m := regexp.MustCompile(`\*\*findings more are\*\* left out`).FindString(got)
			if n == 3000 && (m == "" || !strings.Contains(got, fmt.Sprintf("%d **findings more are** left out", n-shown)) || shown < 5) {
				t.Errorf("plain %v: %d findings shown of %d, and nothing says so", plain, shown, n)
			}
			if !strings.HasSuffix(strings.TrimSpace(got), "hipaacheck") {
				t.Errorf("%d findings: no end: %q", n, got[len(got)-80:])
			}
		}
	}
}

// TestGitHubLimit: ten of a kind at most, the gravest first, and the tenth tells
// of the others, which the log lists.
func TestGitHubLimit(t *testing.T) {
	got := render(t, "github", many(300), Options{})
	if n := strings.Count(got, "\n::error "); n != 10 {
		t.Errorf("%d errors", n)
	}
	if !strings.Contains(got, "291 more findings are not annotated") || strings.Count(got, "pass-role-wildcard") != 300 {
		t.Error(got[:2000])
	}
	if first, _, _ := strings.Cut(got, "more findings"); strings.Contains(first, "(low)") {
		t.Error("a low finding is annotated before a grave one")
	}
}

func TestJUnitCounts(t *testing.T) {
	var doc struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Errors   int `xml:"errors,attr"`
		Suites   []struct {
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
				Skipped *struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(render(t, "junit", cases()["stacks"], Options{})), &doc); err != nil {
		t.Fatal(err)
	}
	total, failed, skipped := 0, 0, 0
	for _, s := range doc.Suites {
		names := map[string]bool{}
		for _, c := range s.Cases {
			total++
			if c.Failure != nil {
				failed++
			}
			if c.Skipped != nil {
				skipped++
			}
			if names[c.Name] {
				t.Errorf("%s comes twice", c.Name)
			}
			names[c.Name] = true
			if c.Name == "trail-removed" {
				t.Error("a rule that was left out passes")
			}
		}
	}
	if doc.Tests != total || doc.Failures != failed || doc.Skipped != skipped || failed != 1 || skipped != 1 || doc.Errors != 1 {
		t.Errorf("%+v: %d, %d, %d", doc, total, failed, skipped)
	}
}

func TestCSVCells(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(render(t, "csv", hostile(), Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 || rows[1][4] != "pass-role-wildcard" {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
}

// TestAtlantis reads the text as Atlantis does.
func TestAtlantis(t *testing.T) {
	failed := func(out string) bool {
		return regexp.MustCompile(`([1-9][0-9]* failure|failures": \[)`).MatchString(out) || strings.HasPrefix(strings.TrimSpace(out), "FAIL")
	}
	held := hostile()
	held.Verdict, held.Unread = validator.Pass, nil
	for i := range held.Findings {
		held.Findings[i].Blocks = false
	}
	for name, c := range map[string]struct {
		r    *validator.Report
		want bool
	}{"pass": {cases()["pass"], false}, "fail": {sample(), true}, "a text that counts": {held, false}, "not checked": {cases()["stacks"], true}} {
		got := render(t, "atlantis", c.r, Options{})
		if failed(got) != c.want {
			t.Errorf("%s:\n%s", name, got)
		}
		if !regexp.MustCompile(`\n\d+ tests?, \d+ passed, \d+ warnings?, \d+ failures?, 0 exceptions\n$`).MatchString(got) {
			t.Errorf("%s: no count:\n%s", name, got)
		}
	}
}

// TestPlace: a format that must have a line takes the configuration's first, else
// the plan's.
func TestPlace(t *testing.T) {
	f := &validator.Finding{Stack: "b"}
	for name, c := range map[string]struct {
		r    *validator.Report
		want string
	}{
		"configuration":     {&validator.Report{Config: "c.hcl", Plans: []validator.Plan{{Path: "a"}}}, "c.hcl:1"},
		"of the plan":       {&validator.Report{Plans: []validator.Plan{{Path: "p", Stack: "a", Config: "a.hcl"}, {Path: "q", Stack: "b", Config: "b.hcl"}}}, "b.hcl:1"},
		"plan":              {&validator.Report{Plans: []validator.Plan{{Path: "p", Stack: "a"}, {Path: "./q/tfplan", Stack: "b"}}}, "q/tfplan:1"},
		"standard input":    {&validator.Report{Plans: []validator.Plan{{Path: "-"}}}, "plan.json:1"},
		"of no plan at all": {&validator.Report{}, "plan.json:1"},
	} {
		if got := at(place(c.r, f)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestSARIFColumns: columns count characters where the text is at hand, and are
// left out where it is not.
func TestSARIFColumns(t *testing.T) {
	text := []byte("a\näö = x\n")
	for name, c := range map[string]struct {
		l    validator.Location
		want sarifRegion
	}{
		"with text":    {validator.Location{File: "f", Line: 2, Column: 5, EndLine: 2, EndColumn: 8, Text: text}, sarifRegion{2, 3, 2, 6}},
		"without":      {validator.Location{File: "f", Line: 2, Column: 5, EndLine: 2, EndColumn: 8}, sarifRegion{2, 0, 2, 0}},
		"beyond":       {validator.Location{File: "f", Line: 9, Column: 5, EndLine: 9, EndColumn: 8, Text: text}, sarifRegion{9, 0, 9, 0}},
		"a whole line": {validator.Location{File: "f", Line: 1}, sarifRegion{1, 0, 1, 0}},
	} {
		if got := physical(c.l).Region; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestSARIFLimit: the gravest findings stay, and the log says how many do not.
func TestSARIFLimit(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, "sarif", many(maxSARIFResults+7), Options{})), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != maxSARIFResults || run.Properties["leftOut"] != 7.0 || !strings.HasPrefix(run.Invocations[0].Notifications[0].Message.Text, "7 findings") {
		t.Errorf("%d results, %v", len(run.Results), run.Invocations)
	}
	if run.Results[0].Properties["severity"] != "critical" || run.Results[maxSARIFResults-1].Properties["severity"] != "low" {
		t.Error("not the gravest first")
	}
	seen := map[string]bool{}
	for _, res := range run.Results {
		if seen[res.Fingerprints["primaryLocationLineHash"]] {
			t.Fatal("a fingerprint comes twice")
		}
		seen[res.Fingerprints["primaryLocationLineHash"]] = true
	}
}

// TestFingerprintsDiffer: consumers drop what has the fingerprint of another.
func TestFingerprintsDiffer(t *testing.T) {
	var issues []struct {
		Fingerprint string `json:"fingerprint"`
	}
	if err := json.Unmarshal([]byte(render(t, "gitlab", hostile(), Options{})), &issues); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, i := range issues {
		all = append(all, i.Fingerprint)
	}
	slices.Sort(all)
	if len(slices.Compact(slices.Clone(all))) != len(all) || len(all) == 0 {
		t.Error(all)
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// GitHub's limits of one run. Source: GitHub Docs, SARIF support for code scanning.
const (
	maxSARIFResults = 25_000
	maxSARIFBytes   = 10_000_000 // compressed by gzip
	maxSARIFRelated = 99         // it shows 100 locations a result, the first among them
	maxSARIFTags    = 20
)

// SARIF writes the findings that hold after the change as a SARIF 2.1.0 log, in
// the form that GitHub code scanning reads: the place of a result is its first
// location, it is recognised by primaryLocationLineHash, and its weight is that
// of its rule. What was resolved is left out, since GitHub would show it as an
// alert. Where the limits are met, the gravest findings stay, and a notification
// says how many do not.
//
// Source: OASIS SARIF 2.1.0; GitHub Docs, SARIF support for code scanning.
func SARIF(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	all := byWeight(r, func(f *validator.Finding) bool { return f.Status != "resolved" })
	n := min(len(all), maxSARIFResults)
	for {
		doc, err := sarifBytes(r, all, n)
		if err != nil {
			return err
		}
		if n == 0 || len(doc) <= maxSARIFBytes || zipped(doc) <= maxSARIFBytes {
			_, err = w.Write(doc)
			return err
		}
		n = n * 3 / 4
	}
}

func zipped(doc []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(doc) // a buffer takes everything
	_ = z.Close()
	return b.Len()
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Automation  sarifAutomation   `json:"automationDetails"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
	Properties  map[string]any    `json:"properties"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	Rules   []sarifRule `json:"rules"`
}

type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications"`
}

type sarifNotification struct {
	Level   string       `json:"level"`
	Message sarifMessage `json:"message"`
}

type sarifMessage struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID            string         `json:"id"`
	Name          string         `json:"name"`
	Short         sarifMessage   `json:"shortDescription"`
	Full          sarifMessage   `json:"fullDescription"`
	Help          sarifMessage   `json:"help"`
	Configuration sarifLevel     `json:"defaultConfiguration"`
	Properties    map[string]any `json:"properties"`
}

type sarifLevel struct {
	Level string `json:"level"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        string             `json:"level"`
	Message      sarifMessage       `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	Related      []sarifLocation    `json:"relatedLocations"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Baseline     string             `json:"baselineState"`
	Suppressions []sarifSuppression `json:"suppressions"`
	Properties   map[string]any     `json:"properties"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

type sarifLocation struct {
	ID       *int           `json:"id,omitempty"`
	Message  *sarifMessage  `json:"message,omitempty"`
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

// sarifBytes writes a log of the first n findings.
func sarifBytes(r *validator.Report, all []*validator.Finding, n int) ([]byte, error) {
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{Name: r.Tool.Name, Version: r.Tool.Version, Rules: []sarifRule{}}},
		// GitHub takes what stands before the last slash for the category, so that
		// the runs of several stacks do not replace each other.
		Automation:  sarifAutomation{ID: "hipaacheck/" + stackOf(r)},
		Invocations: []sarifInvocation{{Successful: len(r.Unread) == 0, Notifications: []sarifNotification{}}},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
		Properties:  map[string]any{"verdict": r.Verdict, "summary": r.Summary},
	}
	note := func(level, text string) {
		run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, sarifNotification{Level: level, Message: sarifMessage{Text: text}})
	}
	for _, u := range r.Unread {
		note("error", "Not checked: "+u.Path+": "+u.Reason+".")
	}
	if left := len(all) - n; left > 0 {
		note("warning", fmt.Sprintf("%d findings are left out, the least grave ones, since GitHub does not take a larger log. The JSON report has all of them.", left))
		run.Properties["leftOut"] = left
	}
	index := map[string]int{}
	seen := numbered{}
	for _, f := range all[:n] {
		i, ok := index[f.Rule]
		if !ok {
			i = len(run.Tool.Driver.Rules)
			index[f.Rule] = i
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(f)) // the gravest comes first
		}
		run.Results = append(run.Results, sarifResultOf(r, f, i, seen))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
	return b.Bytes(), err
}

// stackOf names the stack of a report's plans, with a slash after it; "" where
// there is none or several.
func stackOf(r *validator.Report) string {
	if len(r.Plans) == 1 && r.Plans[0].Stack != "" {
		return r.Plans[0].Stack + "/"
	}
	return ""
}

// sarifLevels are the levels of severities, sarifWeights what GitHub orders
// alerts by: over 9.0 is critical, from 7.0 high, from 4.0 medium.
var (
	sarifLevels  = map[string]string{"critical": "error", "high": "error", "medium": "warning", "low": "note"}
	sarifWeights = map[string]string{"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
)

// sarifRuleOf describes the rule of a finding, the gravest one of that rule.
func sarifRuleOf(f *validator.Finding) sarifRule {
	out := sarifRule{
		ID: f.Rule, Name: f.Rule, Short: sarifMessage{Text: f.Rule}, Full: sarifMessage{Text: f.Message},
		Help:          sarifMessage{Text: f.Remediation, Markdown: escapeMarkdown(f.Remediation)},
		Configuration: sarifLevel{Level: sarifLevels[f.Severity]},
	}
	tags := []string{"security", "hipaa"}
	for _, c := range f.Citations {
		tags = append(tags, "45 CFR "+c)
	}
	for _, c := range f.NIST {
		tags = append(tags, "NIST SP 800-53 "+c)
	}
	if rule, ok := safeguard.Lookup(f.Rule); ok {
		out.Short.Text, out.Full.Text = rule.Title, rule.Description
		out.Help.Text = rule.Description + "\n\n" + rule.Fix
		out.Help.Markdown = ruleHelp(rule)
	}
	out.Properties = map[string]any{
		"tags": tags[:min(len(tags), maxSARIFTags)], "precision": "very-high",
		"security-severity": sarifWeights[f.Severity], "problem.severity": map[string]string{"error": "error", "warning": "warning", "note": "recommendation"}[sarifLevels[f.Severity]],
	}
	return out
}

// ruleHelp is a rule's page in Markdown.
func ruleHelp(rule *safeguard.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n**How to fix it:** %s\n\n", rule.Description, rule.Fix)
	fmt.Fprintf(&b, "Breaks the rule:\n\n```hcl\n%s\n```\n\nKeeps it:\n\n```hcl\n%s\n```\n\n", rule.Bad, rule.Good)
	b.WriteString("| 45 CFR | | |\n| --- | --- | --- |\n")
	for _, c := range rule.Citations {
		full, _ := reference.LookupCitation(c)
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c, full.Title, full.Requirement.String())
	}
	fmt.Fprintf(&b, "\nNIST SP 800-53: %s\n", strings.Join(rule.NIST, ", "))
	return b.String()
}

func sarifResultOf(r *validator.Report, f *validator.Finding, rule int, seen numbered) sarifResult {
	l := place(r, f)
	first := sarifLocation{Physical: physical(l)}
	if f.Address != "" {
		first.Logical = []sarifLogical{{Name: f.Address, Kind: "resource"}}
	}
	out := sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: sarifLevels[f.Severity], Message: sarifMessage{Text: full(f)},
		Locations: []sarifLocation{first}, Related: []sarifLocation{},
		Fingerprints: map[string]string{"primaryLocationLineHash": seen.next(f.Fingerprint)},
		Baseline:     map[string]string{"introduced": "new", "existing": "unchanged"}[f.Status],
		Suppressions: []sarifSuppression{},
		Properties:   map[string]any{"status": f.Status, "severity": f.Severity, "blocks": f.Blocks, "stack": f.Stack, "digest": f.Digest},
	}
	if f.Waiver != nil {
		out.Level = "note" // GitHub shows what is suppressed as well
		out.Message.Text = "Waived (" + held(f.Waiver) + "). " + out.Message.Text
		out.Suppressions = append(out.Suppressions, sarifSuppression{Kind: "external", Status: "accepted", Justification: held(f.Waiver)})
	}
	for _, rel := range f.Related {
		if rel.Location == nil || len(out.Related) == maxSARIFRelated {
			continue
		}
		id := len(out.Related)
		out.Related = append(out.Related, sarifLocation{
			ID: &id, Message: &sarifMessage{Text: rel.Relation + ": " + named(rel)}, Physical: physical(*rel.Location),
			Logical: []sarifLogical{{Name: named(rel), Kind: "resource"}},
		})
	}
	return out
}

// physical is a place in a file. Columns of SARIF count characters, so that
// without the text of the file, whose columns count bytes, only lines are said.
func physical(l validator.Location) sarifPhysical {
	uri := EscapePath(l.File)
	if first, _, _ := strings.Cut(uri, "/"); strings.Contains(first, ":") {
		uri = "./" + uri // not the scheme of an address
	}
	out := sarifPhysical{Artifact: sarifArtifact{URI: uri}, Region: sarifRegion{StartLine: l.Line, EndLine: max(l.EndLine, l.Line)}}
	start, end := characters(l.Text, l.Line, l.Column), characters(l.Text, l.EndLine, l.EndColumn)
	if start > 0 && end > 0 && (l.EndLine > l.Line || end > start) {
		out.Region.StartColumn, out.Region.EndColumn = start, end
	}
	return out
}

// characters turns a column in bytes into one in characters, 0 where the text
// does not tell.
func characters(text []byte, line, column int) int {
	for n := 1; n < line && len(text) > 0; n++ {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	text, _, _ = bytes.Cut(text, []byte("\n"))
	if column < 1 || line < 1 || column-1 > len(text) || len(text) == 0 {
		return 0
	}
	return utf8.RuneCount(text[:column-1]) + 1
}

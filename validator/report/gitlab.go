// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/json"
	"io"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// GitLab writes a Code Quality report: every finding that holds after the change
// and that nothing waives. GitLab tells by the report of the target branch which
// ones a merge request brings.
//
// Source: GitLab Docs, Code Quality report format.
func GitLab(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	out := []gitlabIssue{}
	seen := numbered{}
	for _, f := range byWeight(r, present) {
		l := place(r, f)
		issue := gitlabIssue{
			Description: f.Rule + ": " + subject(f) + ": " + full(f), Check: f.Rule, Fingerprint: seen.next(f.Fingerprint),
			Severity: map[string]string{"critical": "blocker", "high": "critical", "medium": "major", "low": "minor"}[f.Severity],
		}
		issue.Location.Path = l.File
		issue.Location.Lines.Begin, issue.Location.Lines.End = l.Line, max(l.EndLine, l.Line)
		out = append(out, issue)
	}
	for _, u := range r.Unread {
		issue := gitlabIssue{Description: "Not checked: " + u.Reason, Check: "plan", Fingerprint: seen.next("unread " + u.Path), Severity: "blocker"}
		issue.Location.Path = u.Path
		issue.Location.Lines.Begin, issue.Location.Lines.End = 1, 1
		out = append(out, issue)
	}
	return indented(w, out)
}

type gitlabIssue struct {
	Description string `json:"description"`
	Check       string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
			End   int `json:"end"`
		} `json:"lines"`
	} `json:"location"`
}

// GitLabTerraform writes the count of what the plans create, update and delete,
// which GitLab shows in the merge request.
//
// Source: GitLab Docs, artifacts:reports:terraform, and Terraform integration in
// merge requests.
func GitLabTerraform(w io.Writer, r *validator.Report, _ Options) error {
	var sum validator.Actions
	for _, p := range r.Plans {
		sum.Create += p.Actions.Create
		sum.Update += p.Actions.Update
		sum.Delete += p.Actions.Delete
	}
	return indented(w, sum)
}

// indented writes a value as JSON for people and programs.
func indented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

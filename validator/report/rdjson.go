// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"io"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// RDJSON writes the findings that hold after the change, but for waived ones, as
// reviewdog's diagnostic format. Its columns count bytes, as the report's do.
//
// Source: reviewdog, proto/rdf.
func RDJSON(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	out := rdResult{Source: rdSource{Name: "hipaacheck"}, Severity: "INFO", Diagnostics: []rdDiagnostic{}}
	if r.Verdict != validator.Pass || len(r.Unread) > 0 {
		out.Severity = "ERROR"
	}
	for _, f := range byWeight(r, present) {
		l := place(r, f)
		d := rdDiagnostic{
			Message: about(f), Code: rdCode{Value: f.Rule},
			Severity: map[string]string{"critical": "ERROR", "high": "ERROR", "medium": "WARNING", "low": "INFO"}[f.Severity],
		}
		d.Location.Path = l.File
		d.Location.Range.Start = rdPosition{Line: l.Line, Column: l.Column}
		if l.EndLine > 0 {
			d.Location.Range.End = &rdPosition{Line: l.EndLine, Column: l.EndColumn}
		}
		out.Diagnostics = append(out.Diagnostics, d)
	}
	for _, u := range r.Unread {
		d := rdDiagnostic{Message: "Not checked: " + u.Reason, Severity: "ERROR", Code: rdCode{Value: "plan"}}
		d.Location.Path, d.Location.Range.Start.Line = u.Path, 1
		out.Diagnostics = append(out.Diagnostics, d)
	}
	return indented(w, out)
}

type rdResult struct {
	Source      rdSource       `json:"source"`
	Severity    string         `json:"severity"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
}

type rdDiagnostic struct {
	Message  string `json:"message"`
	Location struct {
		Path  string `json:"path"`
		Range struct {
			Start rdPosition  `json:"start"`
			End   *rdPosition `json:"end,omitempty"`
		} `json:"range"`
	} `json:"location"`
	Severity string `json:"severity"`
	Code     rdCode `json:"code"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column,omitempty"`
}

type rdCode struct {
	Value string `json:"value"`
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Bitbucket's limits of a Code Insights report, in characters and annotations.
// Source: Atlassian, Bitbucket Cloud REST API, reports.
const (
	maxInsights        = 1000
	maxInsightsSummary = 450
	maxInsightsDetails = 2000
)

// Bitbucket writes a Code Insights report and its annotations, the two bodies that
// Bitbucket's API takes: {"report": …, "annotations": […]}. The gravest findings
// are annotated where there are more than Bitbucket keeps, and the report says so.
func Bitbucket(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	return indented(w, insightsOf(r))
}

type insights struct {
	Report      insightsReport       `json:"report"`
	Annotations []insightsAnnotation `json:"annotations"`
}

type insightsReport struct {
	Title    string          `json:"title"`
	Details  string          `json:"details"`
	Type     string          `json:"report_type"`
	Reporter string          `json:"reporter"`
	Result   string          `json:"result"`
	Data     []insightsDatum `json:"data"`
}

type insightsDatum struct {
	Title string `json:"title"`
	Type  string `json:"type"`
	Value int    `json:"value"`
}

type insightsAnnotation struct {
	ID       string `json:"external_id"`
	Type     string `json:"annotation_type"`
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Summary  string `json:"summary"`
	Details  string `json:"details"`
	Severity string `json:"severity"`
	Result   string `json:"result"`
}

func insightsOf(r *validator.Report) insights {
	s := r.Summary
	out := insights{
		Report: insightsReport{
			Title: "hipaacheck", Type: "SECURITY", Reporter: "hipaacheck", Result: "PASSED",
			Data: []insightsDatum{
				{"Introduced, critical", "NUMBER", s.Introduced.Critical}, {"Introduced, high", "NUMBER", s.Introduced.High},
				{"Introduced, medium", "NUMBER", s.Introduced.Medium}, {"Introduced, low", "NUMBER", s.Introduced.Low},
				{"Existing", "NUMBER", s.Existing.Total()}, {"Resolved", "NUMBER", s.Resolved.Total()}, {"Waived", "NUMBER", s.Waived},
			},
		},
		Annotations: []insightsAnnotation{},
	}
	if r.Verdict != validator.Pass || len(r.Unread) > 0 {
		out.Report.Result = "FAILED"
	}
	details := verdict(r)
	all := byWeight(r, func(f *validator.Finding) bool { return f.Blocks || introduced(f) })
	if left := len(all) - maxInsights; left > 0 {
		details += fmt.Sprintf(" %d findings are not annotated, since Bitbucket keeps %d.", left, maxInsights)
		all = all[:maxInsights]
	}
	for _, u := range r.Unread {
		details += " Not checked: " + u.Path + ": " + u.Reason + "."
	}
	out.Report.Details = cut(details, maxInsightsDetails)
	seen := numbered{}
	for _, f := range all {
		l := place(r, f)
		a := insightsAnnotation{
			ID: seen.next("hipaacheck-" + f.Fingerprint), Type: "VULNERABILITY", Path: l.File, Line: l.Line, Severity: strings.ToUpper(f.Severity), Result: "PASSED",
			Summary: cut(f.Rule+": "+f.Message, maxInsightsSummary), Details: cut(about(f), maxInsightsDetails),
		}
		if f.Blocks {
			a.Result = "FAILED"
		}
		out.Annotations = append(out.Annotations, a)
	}
	return out
}

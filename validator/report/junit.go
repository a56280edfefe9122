// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// JUnit writes the findings as test results, a suite for each plan: what blocks
// fails, what is waived is skipped, what does not block passes with a remark, and
// each rule that is kept everywhere passes. A plan that could not be checked is an
// error. Resolved findings are left out: they hold no longer.
//
// The form is the one that Jenkins, GitLab, Azure DevOps and CircleCI read.
func JUnit(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	doc := junitSuites{Name: "hipaacheck"}
	for _, p := range r.Plans {
		name := p.Path
		if p.Stack != "" {
			name = p.Stack
		}
		doc.Suites = append(doc.Suites, suiteOf(r, name, func(f *validator.Finding) bool { return f.Stack == p.Stack }, true))
	}
	known := func(f *validator.Finding) bool {
		return slices.ContainsFunc(r.Plans, func(p validator.Plan) bool { return p.Stack == f.Stack })
	}
	if rest := suiteOf(r, "configuration", func(f *validator.Finding) bool { return !known(f) }, false); len(rest.Cases) > 0 {
		doc.Suites = append(doc.Suites, rest)
	}
	if len(r.Unread) > 0 {
		s := junitSuite{Name: "not checked"}
		for _, u := range r.Unread {
			s.add(junitCase{Name: u.Path, Class: "hipaacheck.plan", Error: &junitProblem{Message: u.Reason, Type: "unreadable", Text: u.Reason}})
		}
		doc.Suites = append(doc.Suites, s)
	}
	for _, s := range doc.Suites {
		doc.Tests += s.Tests
		doc.Failures += s.Failures
		doc.Errors += s.Errors
		doc.Skipped += s.Skipped
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type junitSuites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Skipped  int      `xml:"skipped,attr"`
	Suites   []junitSuite
}

type junitSuite struct {
	XMLName  xml.Name `xml:"testsuite"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Skipped  int      `xml:"skipped,attr"`
	Cases    []junitCase
}

type junitCase struct {
	XMLName xml.Name      `xml:"testcase"`
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
	Skipped *junitSkipped `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// suiteOf makes a suite of the findings that in says; all adds the rules that are kept.
func suiteOf(r *validator.Report, name string, in func(*validator.Finding) bool, all bool) junitSuite {
	out := junitSuite{Name: name}
	broken := map[string]bool{}
	names := numbered{}
	for _, f := range byWeight(r, func(f *validator.Finding) bool { return f.Status != "resolved" && in(f) }) {
		broken[f.Rule] = true
		l := place(r, f)
		c := junitCase{Name: names.next(f.Rule + " " + subject(f)), Class: "hipaacheck." + f.Rule, File: l.File, Line: l.Line}
		switch {
		case f.Waiver != nil:
			c.Skipped = &junitSkipped{Message: "waived, " + held(f.Waiver)}
		case f.Blocks:
			c.Failure = &junitProblem{Message: f.Message, Type: f.Severity, Text: at(l) + "\n" + full(f)}
		default:
			c.Out = fmt.Sprintf("%s, %s, does not block: %s\n%s", f.Status, f.Severity, at(l), full(f))
		}
		out.add(c)
	}
	if !all {
		return out
	}
	for _, rule := range safeguard.Rules() {
		if ran(r, rule.Name) && !broken[rule.Name] {
			out.add(junitCase{Name: rule.Name, Class: "hipaacheck." + rule.Name})
		}
	}
	return out
}

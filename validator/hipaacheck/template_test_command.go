// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// testedJSON is one test in the JSON of template test.
type testedJSON struct {
	Test     string        `json:"test"`
	Passed   bool          `json:"passed"`
	Requests int           `json:"requests"`
	Failures []failureJSON `json:"failures"`
}

type failureJSON struct {
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
}

func newTemplateTestCommand(a *app) *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "test TEMPLATE [TESTS...]",
		Short: "Hold a template to what roles made from it must allow and must deny",
		Long: "Renders a template with the arguments of each test and decides the test's requests.\n" +
			"Without TESTS, the tests of a template in NAME.hcl are in NAME_test.hcl beside it. A file of tests:\n\n" +
			"  test \"reads slides\" {\n" +
			"    arguments {            # as in the resource of the role\n" +
			"      buckets = [\"arn:aws:s3:::slides\"]\n" +
			"      trust {\n        saml { provider_arn = \"arn:aws:iam::123456789012:saml-provider/Workforce\" }\n      }\n" +
			"    }\n" +
			"    allow  = [\"s3:GetObject arn:aws:s3:::slides/1\"]      # what a session of the role may do\n" +
			"    deny   = [\"s3:DeleteObject arn:aws:s3:::slides/1\", \"s3:GetObject arn:aws:s3:::slides/1 aws:SecureTransport=false\"]\n" +
			"    admit  = [\"sts:AssumeRoleWithSAML arn:aws:iam::123456789012:saml-provider/Workforce SAML:aud=https://signin.aws.amazon.com/saml\"]\n" +
			"    refuse = [\"sts:AssumeRole arn:aws:iam::999999999999:root\"]   # who may not become it\n" +
			"  }\n\n" +
			"A request is ACTION RESOURCE KEY=VALUE,VALUE…; it comes by TLS in the resource's Region unless its keys say otherwise.\n\n" +
			"Exit codes: 0 all hold, 2 one does not, 1 the template or a test cannot be read.",
		Example: "  hipaacheck template test pathology.hcl\n  hipaacheck template test clinician clinic_test.hcl",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := textOrJSON(format); err != nil {
				return err
			}
			return a.templateTest(args[0], args[1:], format)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	return cmd
}

func (a *app) templateTest(name string, files []string, format string) error {
	t, err := a.template(name)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		base, own := strings.CutSuffix(name, ".hcl")
		if !own {
			return errors.New("name the file of tests: hipaacheck template test " + name + " TESTS")
		}
		files = []string{base + "_test.hcl"}
	}
	results, err := a.templateResults(t, files)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(results, func(r testedJSON) bool { return !r.Passed }) {
		a.code = exitBlocked
	}
	if format == "json" {
		return a.printJSON(results)
	}
	_, err = fmt.Fprint(a.out, testText(results))
	return err
}

// templateResults runs the tests of files on a template.
func (a *app) templateResults(t *template.Template, files []string) ([]testedJSON, error) {
	results := []testedJSON{}
	for _, file := range files {
		src, err := a.source(file)
		if err != nil {
			return nil, err
		}
		tests, diags := template.ParseTests(src, file)
		if diags.HasErrors() {
			return nil, inFile(src, file, diags)
		}
		for _, test := range tests {
			failures, diags := t.Run(test)
			if diags.HasErrors() {
				return nil, &diagnosticsError{diags: diags}
			}
			r := testedJSON{Test: test.Name, Passed: len(failures) == 0, Requests: len(test.Expectations), Failures: []failureJSON{}}
			for _, f := range failures {
				r.Failures = append(r.Failures, failureJSON{Message: f.Message, File: f.Range.Filename, Line: f.Range.Start.Line})
			}
			results = append(results, r)
		}
	}
	return results, nil
}

func testText(results []testedJSON) string {
	var b strings.Builder
	failed, requests := 0, 0
	for _, r := range results {
		requests += r.Requests
		if r.Passed {
			fmt.Fprintf(&b, "pass  %s\n", r.Test)
			continue
		}
		failed++
		fmt.Fprintf(&b, "FAIL  %s\n", r.Test)
		for _, f := range r.Failures {
			fmt.Fprintf(&b, "      %s:%d: %s\n", f.File, f.Line, f.Message)
		}
	}
	fmt.Fprintf(&b, "\n%d tests with %d requests, %d failed.\n", len(results), requests, failed)
	return b.String()
}

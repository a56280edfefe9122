// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package report writes the report of a check: one file per format.
//
// Names, messages and other texts of a report come from plans, which somebody
// may have written to deceive its reader. What they hold is shown by every format
// and interpreted by none: neither as an escape of a terminal, nor as markup, a
// command of a CI system, or a spreadsheet's formula.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Options say how a report is written.
type Options struct {
	// Color says that the text may be coloured.
	Color bool
	// Quiet leaves out everything that does not block.
	Quiet bool
	// Link returns the address of a line of the source, or "" where there is none;
	// nil where no line has one. Markdown and HTML use it.
	Link func(file string, line int) string
}

// Writer writes a report in one format.
type Writer func(w io.Writer, r *validator.Report, opt Options) error

// formats are the formats, in the order of the help.
var formats = []struct {
	name  string
	write Writer
}{
	{"text", Text},
	{"json", JSON},
	{"sarif", SARIF},
	{"junit", JUnit},
	{"markdown", Markdown},
	{"github", GitHub},
	{"gitlab", GitLab},
	{"gitlab-terraform", GitLabTerraform},
	{"azure", Azure},
	{"bitbucket", Bitbucket},
	{"rdjson", RDJSON},
	{"atlantis", Atlantis},
	{"csv", CSV},
	{"html", HTML},
}

// Names are the formats of this version.
func Names() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.name)
	}
	return out
}

// Lookup returns the writer of a format.
func Lookup(name string) (Writer, error) {
	for _, f := range formats {
		if f.name == name {
			return f.write, nil
		}
	}
	return nil, fmt.Errorf("there is no format %q; there are %s", name, strings.Join(Names(), ", "))
}

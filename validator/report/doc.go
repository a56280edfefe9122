// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package report writes the report of a check: one file per format.
//
// What is not covered yet: every format of the contract but text and json.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Options say how a report is written.
type Options struct {
	// Color says that the text may be coloured.
	Color bool
	// Quiet leaves out everything that does not block.
	Quiet bool
}

// Writer writes a report in one format.
type Writer func(w io.Writer, r *validator.Report, opt Options) error

var writers = map[string]Writer{"text": Text, "json": JSON}

// later are the formats that this version does not have.
var later = []string{
	"sarif", "junit", "markdown", "github", "gitlab", "azure", "bitbucket", "rdjson", "atlantis", "html", "csv",
}

// Names are the formats of this version.
func Names() []string { return []string{"text", "json"} }

// Lookup returns the writer of a format.
func Lookup(name string) (Writer, error) {
	if w := writers[name]; w != nil {
		return w, nil
	}
	if slices.Contains(later, name) {
		return nil, fmt.Errorf("the format %q is not available in this version; there are %s", name, strings.Join(Names(), " and "))
	}
	return nil, fmt.Errorf("there is no format %q; there are %s", name, strings.Join(Names(), " and "))
}

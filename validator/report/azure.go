// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Azure writes logging commands of Azure Pipelines: what blocks as errors of the
// step, what is introduced besides as warnings. The exit code, not a command, is
// what fails the step.
//
// Source: Microsoft Learn, logging commands, task.logissue and its escapes.
func Azure(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	var b strings.Builder
	b.WriteString(verdict(r) + "\n")
	for _, u := range r.Unread {
		fmt.Fprintf(&b, "##vso[task.logissue type=error]%s\n", azureData.Replace("Not checked: "+u.Path+": "+u.Reason))
	}
	for _, f := range byWeight(r, func(f *validator.Finding) bool { return f.Blocks || introduced(f) && f.Severity != "low" }) {
		kind := "warning"
		if f.Blocks {
			kind = "error"
		}
		l := place(r, f)
		fmt.Fprintf(&b, "##vso[task.logissue type=%s;sourcepath=%s;linenumber=%d;columnnumber=%d;code=%s]%s\n", kind,
			azureProperty.Replace(l.File), l.Line, max(l.Column, 1), azureProperty.Replace(f.Rule), azureData.Replace(f.Rule+" ("+f.Severity+"): "+about(f)))
	}
	b.WriteString(countsLine(r) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

var (
	azureData     = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A")
	azureProperty = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B")
)

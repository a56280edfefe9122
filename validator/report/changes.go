// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// Changes writes in words what a plan newly allows and takes away, with an
// example request for each.
func Changes(w io.Writer, changes []validator.Change) error {
	var b strings.Builder
	if len(changes) == 0 {
		b.WriteString("No principal may do more or less after this plan.\n")
	}
	for i, c := range changes {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(c.Principal + "\n")
		if len(c.Grants)+len(c.Revokes) == 0 {
			b.WriteString("  changes in a way that is not known before apply\n")
		}
		grantLines(&b, "+", c.Grants)
		grantLines(&b, "-", c.Revokes)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// grantLines writes grants, each with the request that proves it.
func grantLines(b *strings.Builder, sign string, list []validator.Grant) {
	for _, g := range list {
		line := fmt.Sprintf("%s on %s", g.Action, g.Resource)
		if g.Kind == "resource" {
			line = fmt.Sprintf("lets %s do %s on %s", g.Who, g.Action, g.Resource)
		}
		if g.Kind == "trust" {
			line = "may be assumed by " + g.Who
		}
		if g.Condition != "" {
			line += ", if " + g.Condition
		}
		for i, l := range wrap(line, width-4) {
			if i == 0 {
				b.WriteString("  " + sign + " " + l + "\n")
			} else {
				b.WriteString("      " + l + "\n")
			}
		}
		if g.Witness == nil {
			continue
		}
		for _, l := range wrap("for example: "+witness(g.Witness), width-6) {
			b.WriteString("      " + l + "\n")
		}
	}
}

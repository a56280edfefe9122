// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// CSV writes every finding, a line each, with a header. A cell that a spreadsheet
// would take for a formula begins with an apostrophe, which shows it as text.
//
// Source: OWASP, CSV Injection.
func CSV(w io.Writer, r *validator.Report, _ Options) error {
	r = cleaned(r)
	out := csv.NewWriter(w)
	rows := [][]string{{
		"stack", "status", "severity", "blocks", "rule", "address", "attribute", "file", "line", "message", "remediation", "citations", "nist",
		"principal", "action", "resource", "context", "waiver", "drift", "digest", "fingerprint",
	}}
	for i := range r.Findings {
		rows = append(rows, row(r, &r.Findings[i]))
	}
	for _, cells := range rows {
		for i, c := range cells {
			cells[i] = inert(c)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func row(r *validator.Report, f *validator.Finding) []string {
	l := place(r, f)
	waiver := ""
	if f.Waiver != nil {
		waiver = held(f.Waiver)
	}
	witness := &validator.Witness{}
	if f.Witness != nil {
		witness = f.Witness
	}
	var context []string
	for _, key := range slices.Sorted(maps.Keys(witness.Context)) {
		context = append(context, fmt.Sprintf("%s = %v", key, witness.Context[key]))
	}
	return []string{
		f.Stack, f.Status, f.Severity, strconv.FormatBool(f.Blocks), f.Rule, f.Address, f.Attribute, l.File, strconv.Itoa(l.Line), f.Message, f.Remediation,
		strings.Join(f.Citations, "; "), strings.Join(f.NIST, "; "), witness.Principal, witness.Action, witness.Resource, strings.Join(context, "; "),
		waiver, strconv.FormatBool(f.Drift), f.Digest, f.Fingerprint,
	}
}

// inert makes a cell text in every spreadsheet.
func inert(cell string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " "))
	if strings.ContainsRune("=+-@|%＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/json"
	"io"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// JSON writes the report as one indented JSON object, schema
// hipaacheck.report/v1. The same report gives the same bytes.
func JSON(w io.Writer, r *validator.Report, _ Options) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

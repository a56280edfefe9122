// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// maxReport bounds a report that is read, in bytes.
const maxReport = 256 << 20

// Read reads a JSON report. Fields that this version does not know are passed over.
func Read(r io.Reader) (*validator.Report, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxReport+1))
	switch {
	case err != nil:
		return nil, err
	case len(src) > maxReport:
		return nil, fmt.Errorf("it is larger than %d MiB", maxReport>>20)
	}
	var out validator.Report
	if err := json.Unmarshal(src, &out); err != nil {
		return nil, fmt.Errorf("it is no JSON report (hipaacheck plan --format json): %w", err)
	}
	if out.Schema != validator.Schema {
		return nil, fmt.Errorf("it is no report of schema %s, but %q; make one with: hipaacheck plan --format json=FILE", validator.Schema, out.Schema)
	}
	switch out.Verdict {
	case validator.Pass, validator.Fail, validator.ApprovalRequired:
	default:
		return nil, fmt.Errorf("its verdict is %q, which is none", out.Verdict)
	}
	for _, f := range out.Findings {
		if rank(f.Severity) < 0 {
			return nil, fmt.Errorf("the severity of %s is %q, which is none", f.Rule, f.Severity)
		}
	}
	return &out, nil
}

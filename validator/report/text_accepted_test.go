// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// TestTextAccepted: an acceptance never runs out, and is not shown as if it did.
func TestTextAccepted(t *testing.T) {
	r := sample()
	r.Findings[1].Waiver = &validator.Waiver{Owner: "template break_glass@1.0.0", Reason: "It repairs."}
	var b bytes.Buffer
	if err := Text(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	if want := "\n            accepted, template break_glass@1.0.0, It repairs.\n"; !strings.Contains(b.String(), want) {
		t.Errorf("no %q in\n%s", want, b.String())
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

func TestControlTowerControls(t *testing.T) {
	list, asOf := reference.ControlTowerControls()
	if asOf.IsZero() || len(list) == 0 {
		t.Fatal("no controls")
	}
	seen := map[string]bool{}
	for _, c := range list {
		if seen[c.Control] {
			t.Errorf("%s twice", c.Control)
		}
		seen[c.Control] = true
		if c.Legacy != strings.HasPrefix(c.Control, "AWS-GR_") {
			t.Errorf("%s: legacy %t", c.Control, c.Legacy)
		}
		for _, citation := range c.Citations {
			if _, ok := reference.LookupCitation(citation); !ok {
				t.Errorf("%s: no provision %s", c.Control, citation)
			}
		}
		switch arn, ok := c.ARN("aws", "us-east-1"); {
		case ok && arn != "arn:aws:controltower:us-east-1::control/"+c.Control:
			t.Errorf("%s has the ARN %s", c.Control, arn)
		case ok == (c.Guidance == "mandatory" || strings.HasPrefix(c.Control, "CT.")):
			t.Errorf("%s: the API takes it: %t", c.Control, ok)
		}
	}
}

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"fmt"
)

// clinicians is a configuration of so many roles, each different and written
// out, so that Terraform validates each as well.
func clinicians(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`terraform {
  required_providers {
    hipaa = { source = "hipaa-iam/hipaa" }
  }
}

provider "hipaa" {}
`)
	for i := range n {
		fmt.Fprintf(&b, `
resource "hipaa_clinician_role" "ward_%[1]d" {
  name                  = "ward-%[1]d"
  permissions_boundary  = "arn:aws:iam::123456789012:policy/phi-workforce"
  max_session_duration  = 14400
  owner                 = "ward-%[1]d@example.org"
  review_by             = "2099-01-31"
  justification         = "Ward %[1]d reads records at the bedside"
  regions               = ["us-east-1"]
  healthlake_datastores = ["arn:aws:healthlake:us-east-1:123456789012:datastore/fhir/%032[1]x"]
  keys                  = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-%012[1]x"]
  record_buckets        = [{ arn = "arn:aws:s3:::ward-%[1]d-letters", prefix = "discharge/" }]
  trust {
    saml {
      provider_arn    = "arn:aws:iam::123456789012:saml-provider/Workforce"
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["Ward %[1]d"]
    }
  }
}
`, i)
	}
	return b.Bytes()
}

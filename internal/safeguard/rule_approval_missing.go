// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// approvalMissing is judged over the report, since conditions of approvals ask
// for the findings of all other rules.
var approvalMissing = register(&Rule{
	Name:     "approval-missing",
	Title:    "A change that people must sign is not signed",
	Severity: high,
	Description: "The organisation has decided that some changes of access need the word of named people before they are made. " +
		"HIPAA asks for documented authorization of access and of its modification.",
	Citations: []string{"164.308(a)(4)(ii)(C)", "164.308(a)(4)(ii)(B)", "164.316(b)(1)"},
	NIST:      []string{"AC-2", "CM-3"},
	Fix:       "Have the change approved: hipaacheck approve PLAN --as PERSON --reason TEXT.",
	Bad: `resource "aws_iam_role_policy" "reader" {
  # .hipaacheck.hcl has an approval block for roles that reach PHI, and nobody has signed
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "reader" {
  # signed in .iam/approvals by the people whom the approval block names
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-images/*" }]
  })
}`,
})

// MissingApproval is the finding that the change at an address, with this
// digest, lacks the signatures that an approval block demands.
func MissingApproval(name, address, digest, lacks, stack string, cfg *config.Config) Finding {
	severity := approvalMissing.Severity
	if s := cfg.Rules[approvalMissing.Name].Severity; s != 0 {
		severity = s
	}
	return Finding{
		Rule: approvalMissing.Name, Severity: severity, Status: Introduced, Address: address, Stack: stack,
		Message:     fmt.Sprintf("The change of %s needs the approval %q, which lacks %s.", address, name, lacks),
		Remediation: approvalMissing.Fix + " The change is " + digest + ".",
		Citations:   approvalMissing.Citations, NIST: approvalMissing.NIST,
		Digest: digest, Fingerprint: Fingerprint(stack, approvalMissing.Name, address, name),
	}
}

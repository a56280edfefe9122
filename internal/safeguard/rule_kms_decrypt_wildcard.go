// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// kmsDecryptWildcardAsks is what kms-decrypt-wildcard asks about.
var kmsDecryptWildcardAsks = &unnamed{
	rule: "kms-decrypt-wildcard", says: "decrypt with any key",
	actions: sync.OnceValue(func() []string { return []string{"kms:Decrypt", "kms:ReEncryptFrom"} }),
}

// kmsDecryptWildcard: a principal breaks it when it may decrypt with a key that
// no policy names. A key that is picked by its alias, its tags or the encryption
// context is named so, and one that only works through a service is bound to what
// that service lets the principal read.
var _ = register(&Rule{
	Name:     "kms-decrypt-wildcard",
	Title:    "Every key may decrypt",
	Severity: high,
	Description: "Encryption keeps PHI from those who get at a store by mistake, and only while the key is not theirs as well. " +
		"Who may decrypt with every key is kept out by nothing but the policy of each store.",
	Citations: []string{"164.312(a)(1)", "164.312(a)(2)(iv)", "164.308(a)(4)(i)", "164.502(b)"},
	NIST:      []string{"AC-3", "AC-6", "SC-12"},
	Fix:       "Name the keys by ARN, pick them by alias (kms:ResourceAliases) or tag (aws:ResourceTag), or allow them through a service only (kms:ViaService).",
	Bad: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["kms:Decrypt", "kms:DescribeKey"], Resource = "*" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "app" {
  role = aws_iam_role.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["kms:Decrypt", "kms:DescribeKey"], Resource = aws_kms_key.app.arn }]
  })
}`,
	here:  func(c *checker, v *violation) string { return c.narrowed(v, kmsDecryptWildcardAsks.actions()) },
	find:  func(c *checker, side *account.Account) []*violation { return kmsDecryptWildcardAsks.find(c, side) },
	worse: func(c *checker, before, after *violation) bool { return kmsDecryptWildcardAsks.worse(c, before, after) },
})

// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

var _ = register(&Rule{
	Name:     "secret-default-key",
	Title:    "A secret that opens PHI is encrypted with the key that all secrets share",
	Severity: low,
	Description: "AWS's own key opens every secret of the account for whoever may read that secret, and its policy cannot be changed. " +
		"A key of its own is a second lock that can be given to fewer people and taken away at once.",
	Citations: []string{"164.312(a)(2)(iv)", "164.312(a)(1)"},
	NIST:      []string{"SC-12", "SC-28", "AC-6"},
	Fix:       "Set kms_key_id to a KMS key of your own.",
	Bad: `resource "aws_secretsmanager_secret" "database" {
  name = "database"
  tags = { DataClassification = "phi" }
}`,
	Good: `resource "aws_secretsmanager_secret" "database" {
  name       = "database"
  kms_key_id = aws_kms_key.phi.arn
  tags       = { DataClassification = "phi" }
}`,
	types: []string{"aws_secretsmanager_secret", "aws_kms_key", "aws_kms_alias"},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range c.phiStores(side, "aws_secretsmanager_secret") {
			set, ok := c.names(side, "secret-default-key", r, "kms_key_id")
			if ok && (!set || strings.HasSuffix(r.Attr("kms_key_id").Text(), "alias/aws/secretsmanager")) {
				v := at(r, "kms_key_id", fmt.Sprintf("The secret %s, which opens PHI, is encrypted with the key that AWS makes for all secrets.", r.Name()))
				v.mend = ownKey(side, r)
				out = append(out, v)
			}
		}
		return out
	},
})

// ownKey writes the argument that encrypts with a key beside the secret; "" where
// there is none, or more than one.
func ownKey(side *account.Account, secret *account.Resource) string {
	var keys []string
	for _, k := range side.OfType("aws_kms_key") {
		if moduleOf(k.Address) == moduleOf(secret.Address) && rotatable(k) && !strings.Contains(k.Address, "[") {
			keys = append(keys, local(secret.Address, k.Address))
		}
	}
	if len(keys) != 1 {
		return ""
	}
	return " Here: kms_key_id = " + keys[0] + ".arn."
}

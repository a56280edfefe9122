// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// AWS rotates symmetric keys whose material it made itself, and not those of
// custom key stores. Source: AWS, KMS developer guide, Rotate AWS KMS keys.
var _ = register(&Rule{
	Name:     "kms-rotation-off",
	Title:    "A key that opens PHI is never rotated",
	Severity: medium,
	Description: "Everything that the key has ever encrypted rests on one piece of key material, for as long as the key is used. " +
		"Rotation bounds how much is lost with it, costs nothing to operate, and leaves what is encrypted already as it is.",
	Citations: []string{"164.312(a)(2)(iv)", "164.312(e)(2)(ii)"},
	NIST:      []string{"SC-12", "SC-28"},
	Fix:       "Set enable_key_rotation = true.",
	Bad: `resource "aws_kms_key" "phi" {
  description = "Opens PHI"
  tags        = { DataClassification = "phi" }
}`,
	Good: `resource "aws_kms_key" "phi" {
  description         = "Opens PHI"
  enable_key_rotation = true
  tags                = { DataClassification = "phi" }
}`,
	types: []string{"aws_kms_key", "aws_kms_alias", encryptionType},
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, r := range side.OfType("aws_kms_key") {
			opened := c.opens(side, r)
			if len(opened) == 0 || !rotatable(r) {
				continue
			}
			if v, ok := c.argument(side, "kms-rotation-off", r, "enable_key_rotation"); ok && !v.Truth() {
				out = append(out, at(r, "enable_key_rotation", fmt.Sprintf("The KMS key %s, which opens PHI, is not rotated.", r.Address)).with("store", opened...))
			}
		}
		return out
	},
})

// rotatable reports whether AWS can rotate a key by itself.
func rotatable(r *account.Resource) bool {
	spec, usage := r.Attr("customer_master_key_spec").Text(), r.Attr("key_usage").Text()
	return (spec == "" || spec == "SYMMETRIC_DEFAULT") && (usage == "" || usage == "ENCRYPT_DECRYPT") && r.Attr("custom_key_store_id").Text() == ""
}

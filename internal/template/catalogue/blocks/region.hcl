# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

block "region@1" {
  title     = "Approved Regions only"
  purpose   = "Regional services are used in the approved Regions alone. The rule in force names no Region; the scope of a business associate agreement and contracts with states may."
  citations = ["164.308(b)(1)", "164.312(a)(1)"]

  parameter "regions" {
    type        = list(string)
    description = "The approved Regions."
  }

  statement "DenyOtherRegions" {
    description = "Nothing outside the approved Regions, global services excepted."
    effect      = "Deny"
    not_actions = ["account:*", "cloudfront:*", "health:*", "iam:*", "organizations:*", "route53:*", "sts:*", "support:*"]
    resources   = ["*"]
    condition {
      test     = "StringNotEquals"
      variable = "aws:RequestedRegion"
      values   = var.regions
    }
  }
}

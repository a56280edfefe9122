# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


block "expiry@1" {
  title     = "Access ends"
  purpose   = "Access that is given for a time ends with it, whether or not somebody remembers to take it away."
  citations = ["164.308(a)(3)(ii)(C)"]

  parameter "expires" {
    type        = string
    description = "When it ends, in UTC; null where it does not, and then the block says nothing."
    default     = null
  }

  statement "DenyAfterExpiry" {
    description = "Nothing once the time is over."
    when        = var.expires != null
    effect      = "Deny"
    actions     = ["*"]
    resources   = ["*"]
    condition {
      test     = "DateGreaterThan"
      variable = "aws:CurrentTime"
      values   = [var.expires]
    }
  }
}

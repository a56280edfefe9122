# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


profile "vendor@1" {
  title     = "A business associate's own roles"
  purpose   = "Named roles in the account of a vendor, who shows the external identifier that you chose for this vendor, until the contract ends."
  citations = ["164.308(b)(1)", "164.312(d)", "164.314(a)(2)"]
  people    = false

  parameter "principals" {
    type        = list(string)
    description = "ARNs of roles in the vendor's account."
    validation {
      condition = length(var.principals) > 0
      message   = "names nobody: give the vendor's role"
    }
    validation {
      condition = alltrue([for p in var.principals : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", p))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME; a whole account is no principal for a vendor"
    }
  }

  parameter "external_id" {
    type        = string
    description = "The external identifier, made up by you, unique to this vendor. It is no secret, and it stands in the trust policy."
    validation {
      condition = can(regex("^[A-Za-z0-9_+=,.@:/-]+$", var.external_id)) && length(var.external_id) >= 8 && length(var.external_id) <= 1224
      message   = "must be 8 to 1224 letters, digits and _+=,.@:/-"
    }
  }

  parameter "contract_end" {
    type        = string
    description = "When the contract ends, in UTC, as in 2026-12-31T23:59:59Z. Nobody becomes the role afterwards."
    validation {
      condition = can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", var.contract_end))
      message   = "must be a time in UTC, as in 2026-12-31T23:59:59Z"
    }
  }

  parameter "source_ips" {
    type        = list(string)
    default     = []
    description = "Addresses of the vendor from which the role may be assumed, as in 203.0.113.0/24. Empty: from anywhere."
  }

  statement "VendorRoles" {
    description = "The vendor's named roles, with the external identifier, while the contract lasts."
    actions     = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = var.principals
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
    condition {
      test     = "DateLessThan"
      variable = "aws:CurrentTime"
      values   = [var.contract_end]
    }
    condition {
      when     = length(var.source_ips) > 0
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = var.source_ips
    }
  }
}

# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "ba_boundary" {
  version   = "1.0.0"
  kind      = "boundary"
  title     = "Ceiling of a business associate"
  purpose   = "The most that a vendor can have: what the contract names, until it ends."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]

  parameter "resources" {
    type        = list(string)
    default     = ["*"]
    wildcards   = true
    description = "ARN patterns of what may be reached at all. By default everything that those services hold."
    validation {
      condition = length(var.resources) > 0
      message   = "leaves nothing; leave it out for everything"
    }
  }

  parameter "expires" {
    type        = string
    default     = null
    description = "When access ends, in UTC, as in 2026-12-31T23:59:59Z."
  }

  policy "boundary" {
    statement "Ceiling" {
      description = "What roles under this boundary may do at most. It grants nothing by itself."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      actions = [
        "healthlake:ReadResource",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "s3:GetObject",
        "s3:PutObject",
      ]
      resources = var.resources
    }

    include "expiry@1" {
      expires = var.expires
    }
    include "tls@1" {}
    include "audit@1" {}
    include "iam@1" {}
    include "kms@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}

# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "phi_patient_boundary" {
  version   = "1.0.0"
  kind      = "boundary"
  title     = "Ceiling of patients"
  purpose   = "The most that patients can have: to read what is theirs, through the portal."
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

  policy "boundary" {
    statement "Ceiling" {
      description = "What roles under this boundary may do at most. It grants nothing by itself."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      actions     = ["dynamodb:GetItem", "dynamodb:Query", "execute-api:Invoke", "s3:GetObject"]
      resources   = var.resources
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

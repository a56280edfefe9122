# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "phi_workforce_boundary" {
  version   = "1.0.0"
  kind      = "boundary"
  title     = "Ceiling of people who work with PHI"
  purpose   = "The most that people who work with PHI can have, whatever is attached to their roles: the services that hold records, without export, and without a change to access, keys or audit."
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

  parameter "pass_roles" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARN patterns of roles that may be passed to a service. Empty: none."
  }

  policy "boundary" {
    statement "Ceiling" {
      description = "What roles under this boundary may do at most. It grants nothing by itself."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      actions = [
        "athena:*",
        "b2bi:GetTransformerJob",
        "dynamodb:*",
        "glue:Get*",
        "healthlake:*",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "lakeformation:GetDataAccess",
        "medical-imaging:*",
        "omics:*",
        "s3:*",
      ]
      resources = var.resources
    }

    statement "PassRoles" {
      description = "Passes the named roles at most."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      when        = length(var.pass_roles) > 0
      actions     = ["iam:PassRole"]
      resources   = var.pass_roles
    }

    include "tls@1" {}
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.pass_roles
    }
    include "kms@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}

# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "emergency_boundary" {
  version   = "1.0.0"
  kind      = "boundary"
  title     = "Ceiling of emergency access"
  purpose   = "The most that emergency access can have: everything but what undoes audit records, keys and the boundaries themselves."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]

  parameter "boundaries" {
    type        = list(string)
    default     = []
    description = "ARNs of the permissions boundaries, this one included, that must keep their text."
  }

  policy "boundary" {
    statement "Ceiling" {
      description = "What roles under this boundary may do at most. It grants nothing by itself."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      actions     = ["*"]
      resources   = ["*"]
    }

    statement "DenyBoundaryEdit" {
      description = "The boundaries keep their text."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      when        = length(var.boundaries) > 0
      effect      = "Deny"
      actions = [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
      ]
      resources = var.boundaries
    }

    statement "DenyBoundaryRemoval" {
      description = "No boundary is taken off."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      effect      = "Deny"
      actions     = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"]
      resources   = ["*"]
    }

    statement "DenyOtherBoundary" {
      description = "No boundary but those is set."
      citations   = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]
      when        = length(var.boundaries) > 0
      effect      = "Deny"
      actions     = ["iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary"]
      resources   = ["*"]
      condition {
        test     = "StringNotEquals"
        variable = "iam:PermissionsBoundary"
        values   = var.boundaries
      }
    }

    include "tls@1" {}
    include "audit@1" {}
    include "kms@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}

# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "nophi_deploy_boundary" {
  version   = "1.0.0"
  kind      = "boundary"
  title     = "Ceiling of pipelines"
  purpose   = "The most that pipelines that change infrastructure can have: the services they run, and no content of any store but what is named."
  citations = ["164.308(a)(4)(ii)(B)", "164.312(a)(1)"]

  parameter "readable" {
    type        = list(string)
    default     = []
    wildcards   = true
    description = "ARN patterns of the objects, items and queries whose content may be read all the same, such as evidence or the state of Terraform. Empty: none."
  }

  parameter "readable_keys" {
    type        = list(string)
    default     = []
    description = "ARNs of the keys that protect them."
    validation {
      condition = alltrue([for a in var.readable_keys : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", a))])
      message   = "must be ARNs of KMS keys, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias is no key"
    }
  }

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

    include "phi@2" {
      when = length(var.readable) == 0
    }
    include "phi_except@1" {
      when   = length(var.readable) > 0
      stores = var.readable
      keys   = var.readable_keys
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

    include "tls@1" {}
    include "audit@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
